"""Dates and times as pages state them."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.readers.times import Stamp, opening_stamp, read_stamp


@pytest.mark.parametrize(
    ("stated", "utc"),
    [
        ("10:08 Greenwich Mean Time 3 May 2021", "2021-05-03T10:08"),
        ("10:08 British Summer Time 3 May 2021", "2021-05-03T09:08"),
        ("1209 GMT (2009 HKT) May 3, 2021", "2021-05-03T12:09"),
        ("5:43 a.m. ET, February 14, 2021", "2021-02-14T10:43"),
        ("5:43 a.m. ET, July 14, 2021", "2021-07-14T09:43"),
        ("3 May 2021, 10:08 CEST", "2021-05-03T08:08"),
        ("3 Feb 2021, 10:08 CET", "2021-02-03T09:08"),
        ("Feb. 7, 2021 at 3:05 PM EST", "2021-02-07T20:05"),
        ("Tue 14th September 2021 20.17 BST", "2021-09-14T19:17"),
        ("2021-05-03T10:08:09Z", "2021-05-03T10:08:09"),
        ("2021-05-03T10:08+02:00", "2021-05-03T08:08"),
        ("3 May 2021 12:30 IST", "2021-05-03T07:00"),
        ("3 May 2021 09:00 JST", "2021-05-03T00:00"),
        ("3 Dec 2021 09:00 AEDT", "2021-12-02T22:00"),
        ("3 Dec 2021 09:00 MSK", "2021-12-03T06:00"),
        ("12:05 a.m. PT, May 3, 2021", "2021-05-03T07:05"),
        ("12 p.m. CT, May 3, 2021", "2021-05-03T17:00"),
        ("May 3, 2021 1:00 AM UTC+2", "2021-05-02T23:00"),
        ("3 May 2021 10:00 EEST", "2021-05-03T07:00"),
    ],
)
def test_a_time_with_day_and_zone_is_a_moment_in_utc(stated: str, utc: str) -> None:
    """Whatever the order, the form of the clock and the name of the zone."""
    stamp = read_stamp(stated)

    assert stamp is not None
    assert stamp.moment() == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize("stated", ["3 May 2021 10:08", "10:08 GMT", "3 May 2021", "3 May 2021, 10:08 QZT"])
def test_without_day_or_zone_there_is_no_moment(stated: str) -> None:
    """An unknown zone is not guessed."""
    stamp = read_stamp(stated)

    assert stamp is None or stamp.moment() is None


def test_a_dateline_without_a_zone_is_its_day() -> None:
    """A page that states its day is of that day, from 00:00 UTC."""
    stamp = read_stamp("3 May 2021, 10:08")

    assert stamp == Stamp(date(2021, 5, 3), time(10, 8), None)
    assert stamp.dateline() == datetime(2021, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["31 February 2021", "25:00 GMT", "13:00 pm GMT", "Monday", "on", "", "3 May 2021 was warm", "1 " * 90]
)
def test_what_is_no_time_is_none(text: str) -> None:
    """Neither impossible times nor sentences with one in them."""
    assert read_stamp(text) is None


def test_a_line_may_open_with_its_time() -> None:
    """A zone or `am` marks it; a bare number of a report is none."""
    opened = opening_stamp("10.35am: Crews return")

    assert opened == (Stamp(None, time(10, 35), None), "Crews return")
    assert opening_stamp("10:35 Crews return") is None


@given(st.text(alphabet="0123456789:.-+ TZapmGMET,()MayFeb", max_size=60))
def test_anything_is_read_or_left(text: str) -> None:
    """Nothing raises, and what is a moment is in UTC."""
    stamp = read_stamp(text)
    opening_stamp(text)

    moment = stamp.moment() if stamp else None
    assert moment is None or moment.tzinfo is UTC
