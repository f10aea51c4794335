"""What is shown while something takes long."""

import pytest

from onrecord.terminal import ProgressLine, pace


@pytest.mark.parametrize(
    ("done", "of", "seconds", "shown"),
    [
        (30, 120, 10, ", 3 a second, 0:30 left"),
        (100, 100_000, 1, ", 100 a second, 16:39 left"),
        (30, 0, 10, ", 3 a second"),
        (130, 120, 10, ", 13 a second, 0:00 left"),
        (0, 120, 10, ""),
        (30, 120, 0.5, ""),
    ],
)
def test_the_pace_is_the_rate_and_where_the_end_is_known_the_time_left(
    done: int, of: int, seconds: float, shown: str
) -> None:
    """Nothing before there is enough to tell."""
    assert pace(done, of, seconds=seconds) == shown


def test_a_log_is_not_flooded(capsys: pytest.CaptureFixture[str]) -> None:
    """What is over within two seconds is no news where no terminal is there."""
    progress = ProgressLine()
    for done in range(1, 101):
        progress("articles", done, 100)

    assert capsys.readouterr().err == ""
