"""No request that can be made from the OpenAPI document is answered otherwise than it says."""

from pathlib import Path

import pytest
from campaign import fuzz
from served import served

_CASES = 5_000


@pytest.mark.timeout(1800)
def test_five_thousand_cases_are_answered_as_the_document_says(tmp_path: Path, models: Path) -> None:
    """No server error, no status, type or body but those described, no bad request taken; every operation has its turn.

    `make fuzz` sends ten times as many.
    """
    with served(tmp_path, models=models) as url:
        tally = fuzz(url, cases=_CASES, seed=1)

    assert tally.wrong == []
    assert tally.total >= _CASES
    assert set(tally.cases) == tally.operations
    assert tally.streams > 0
    assert not {429, 500, 502, 503}.intersection(tally.statuses)
    assert [line for line in (tmp_path / "server.log").read_text().splitlines() if '"exception"' in line] == []
