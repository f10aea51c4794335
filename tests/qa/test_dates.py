"""The days that a question names."""

from datetime import date, timedelta

import pytest

from qa.dates import Day, Stretch, When, dates, day_words, wants_latest

_WEDNESDAY = date(2024, 5, 15)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("what closed on 2024-05-02?", Day(2024, 5, 2)),
        ("what closed on 2 May 2024?", Day(2024, 5, 2)),
        ("what closed on the 2nd of May, 2024", Day(2024, 5, 2)),
        ("what closed on May 2, 2024", Day(2024, 5, 2)),
        ("what closed on MAY 2ND 2024", Day(2024, 5, 2)),
        ("what closed on 3 Sept 2023", Day(2023, 9, 3)),
        ("what closed on Sept. 3, 2023", Day(2023, 9, 3)),
        ("what closed on 2 May", Day(None, 5, 2)),
        ("what closed on May 2?", Day(None, 5, 2)),
        ("what closed in May 2024", Day(2024, 5)),
        ("what closed in Jan. 2024", Day(2024, 1)),
        ("the May, 2024, closures", Day(2024, 5)),
        ("what closed in May?", Day(None, 5)),
        ("what closed last March?", Day(None, 3)),
        ("what has closed since March?", Day(None, 3)),
        ("what closed during 2024?", Day(2024)),
    ],
)
def test_a_date_is_read_as_far_as_it_is_written(text: str, day: Day) -> None:
    """A day, a month or a year, in any of the forms that they have; what is left out is any."""
    assert dates(text, asked_on=_WEDNESDAY) == (day,)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("what closed today?", _WEDNESDAY, _WEDNESDAY),
        ("what closed yesterday?", date(2024, 5, 14), date(2024, 5, 14)),
        ("what closed on Monday?", date(2024, 5, 13), date(2024, 5, 13)),
        ("what closed last Friday?", date(2024, 5, 10), date(2024, 5, 10)),
        ("what closed this weekend?", date(2024, 5, 11), date(2024, 5, 12)),
        ("what closed this week?", date(2024, 5, 8), _WEDNESDAY),
        ("what closed last week?", date(2024, 5, 1), _WEDNESDAY),
        ("what closed in the past month?", date(2024, 4, 14), _WEDNESDAY),
        ("what closed this year?", date(2023, 5, 15), _WEDNESDAY),
    ],
)
def test_a_relative_day_is_told_from_the_day_of_asking(text: str, first: date, last: date) -> None:
    """It lies behind that day, never ahead of it."""
    assert dates(text, asked_on=_WEDNESDAY) == (Stretch(first, last),)


@pytest.mark.parametrize(
    "text",
    [
        "who may close the bridge?",
        "May the ferry sail?",
        "who may call 200 people?",
        "did they march on the town hall?",
        "the Marchmont ferry in Marchmont",
        "a decline of 3 decades",
        "which week was it?",
        "30,000 letters and 12 lorries",
        "what closed on the 5th?",
        "",
    ],
)
def test_where_no_date_stands_none_is_read(text: str) -> None:
    """Months that are verbs or parts of words, and numbers, are no dates."""
    assert dates(text, asked_on=_WEDNESDAY) == ()


@pytest.mark.parametrize("text", ["on 45 May", "on 0 May 2024", "on May 32", "on 2024-05-32", "on 2024-20-40"])
def test_a_day_that_no_month_has_is_not_read(text: str) -> None:
    """Nothing is made of it, not even its month."""
    assert dates(text, asked_on=_WEDNESDAY) == ()


@pytest.mark.parametrize("text", ["on 31 February 2024", "on 31 April 2024", "on 2024-02-30", "on 2024-13-02"])
def test_a_day_that_its_month_does_not_have_fits_no_date(text: str) -> None:
    """31 February passes for a date and is none."""
    (day,) = dates(text, asked_on=_WEDNESDAY)

    assert not any(day.fits(date(2024, 1, 1) + timedelta(days=n)) for n in range(500))


def test_all_dates_of_a_text_are_read_once() -> None:
    """What a longer form has is not read again as a shorter one."""
    text = "between 2 May 2024 and 2024-06-03, or on 2 May 2024, or in May 2023"

    assert set(dates(text, asked_on=_WEDNESDAY)) == {Day(2024, 5, 2), Day(2024, 6, 3), Day(2023, 5)}
    assert len(dates(text, asked_on=_WEDNESDAY)) == 3


@pytest.mark.parametrize(
    ("when", "fitting", "other"),
    [
        (Day(2024, 5, 2), (date(2024, 5, 2), date(2024, 5, 3)), (date(2024, 5, 1), date(2024, 5, 4), date(2023, 5, 2))),
        (Day(None, 5, 31), (date(2024, 5, 31), date(2023, 6, 1)), (date(2024, 6, 2),)),
        (Day(2024, 5), (date(2024, 5, 1), date(2024, 5, 31)), (date(2024, 6, 1), date(2023, 5, 9))),
        (Day(2024), (date(2024, 1, 1), date(2024, 12, 31)), (date(2025, 1, 1),)),
        (
            Stretch(date(2024, 5, 8), date(2024, 5, 15)),
            (date(2024, 5, 8), date(2024, 5, 16)),
            (date(2024, 5, 7), date(2024, 5, 17)),
        ),
    ],
)
def test_what_happened_is_told_on_the_day_or_on_the_next(
    when: When, fitting: tuple[date, ...], other: tuple[date, ...]
) -> None:
    """A month or a year ends where it ends."""
    assert all(when.fits(moment) for moment in fitting)
    assert not any(when.fits(moment) for moment in other)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("what is the latest on the bridge?", True),
        ("the most recent vote", True),
        ("how many letters so far?", True),
        ("what did the latter say?", False),
        ("who was late?", False),
    ],
)
def test_whether_the_newest_is_asked_for(text: str, *, wanted: bool) -> None:
    """By a word that says so."""
    assert wants_latest(text) is wanted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What was said on 7 February 2022 about gas?", {"7", "february", "2022"}),
        ("what happened in January", {"in", "january"}),
        ("what did they say this week", {"this", "week"}),
        ("who may march", set()),
        ("who spoke", set()),
    ],
)
def test_the_words_that_name_days(text: str, words: set[str]) -> None:
    """They need not stand in a sentence that was told on such a day."""
    assert day_words(text) == words
