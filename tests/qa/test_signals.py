"""What speaks for each passage."""

from datetime import UTC, datetime

import numpy as np
import pytest

from qa.fusion import PART, WHOLE
from qa.question import Question
from qa.service import Service
from qa.signals import Signals
from vectorstore.archive import Selection

_NAMES = {"dense", "words", "story", "speaker", "outlet", "day"}
_PARTED = "What did The Roke Gazette report about the winter ferry, and which lighthouse horn sounds through the fog?"


def _read(
    service: Service,
    text: str,
    *,
    article_ids: tuple[str, ...] | None = None,
    as_of: datetime | None = None,
    depth: int = 50,
) -> Signals:
    understood = service.questions.read(Question(text=text))
    return service.retriever.signals.read(understood, article_ids=article_ids, as_of=as_of, depth=depth)


def _articles(signals: Signals) -> list[str]:
    return [row.rsplit(":", 1)[0] for row in signals.rows]


def _of(signals: Signals, name: str) -> dict[str, float]:
    """The highest value of the signal for each article's candidates."""
    highest: dict[str, float] = {}
    for article, value in zip(_articles(signals), signals.whole[:, WHOLE.index(name)].tolist(), strict=True):
        highest[article] = max(value, highest.get(article, 0.0))
    return highest


def _rated(signals: Signals, name: str) -> set[str]:
    return {article for article, value in _of(signals, name).items() if value > 0}


@pytest.mark.parametrize(
    "text", ["the ferry in winter", _PARTED, "What did Marta Quill say on 2 May 2024?", "latest fair", "🌉", "the of"]
)
def test_signals_are_shares_of_the_best(newsroom: Service, text: str) -> None:
    """Each passage once, each signal from 0 to 1, for the whole question and for each of its parts."""
    signals = _read(newsroom, text)
    parts = newsroom.questions.read(Question(text=text)).parts

    assert len(set(signals.rows)) == len(signals.rows) > 0
    assert signals.whole.shape == (len(signals.rows), len(WHOLE))
    assert signals.parts.shape == (len(parts), len(signals.rows), len(PART))
    assert all(values.min() >= 0 and values.max() <= 1 for values in (signals.whole, signals.parts) if values.size)
    assert set(signals.ranks) == _NAMES
    assert {row for rows in signals.ranks.values() for row in rows} <= set(signals.rows)


def test_the_words_best_passage_and_the_storys_count_1(newsroom: Service) -> None:
    """The others less; without a word of the question nothing."""
    words, stories = (_of(_read(newsroom, "rye in Brandsby"), name) for name in ("words", "story"))

    assert words["bread"] == stories["bread"] == 1
    assert 0 < words["mill"] < 1
    assert words["school"] == stories["school"] == 0


def test_the_outlet_that_is_named_is_a_signal(newsroom: Service) -> None:
    """Of each of its candidates, and of no other."""
    named, unnamed = _read(newsroom, "What did HBN report?"), _read(newsroom, "What did they report?")

    assert _rated(named, "outlet") == {"ferry-hbn", "school", "harbour"}
    assert _rated(unnamed, "outlet") == set()


def test_the_day_that_is_named_is_a_signal(newsroom: Service) -> None:
    """It is told then or a day later; a post has its own day, an undated article none."""
    in_march = _read(newsroom, "What was in the news in March 2024?")
    on_the_fourth = _read(newsroom, "What was in the news on 4 March 2024?")
    column = on_the_fourth.whole[:, WHOLE.index("day")]
    posts = [newsroom.store.table.stories[newsroom.store.table.places[row]] for row in on_the_fourth.rows]

    assert _rated(in_march, "day") == {"mill", "school", "harbour"}
    assert {post for post, value in zip(posts, column, strict=True) if value} == {"school", "harbour\thorn"}


def test_a_relative_day_is_told_from_as_of(newsroom: Service) -> None:
    """It stands for the day of asking."""
    snowed = newsroom.store.archive.articles(["snow"])["snow"].published_at
    question = Question(text="What was said this week?", selection=Selection(as_of=snowed))
    understood = newsroom.questions.read(question)
    signals = newsroom.retriever.signals.read(understood, article_ids=None, as_of=None, depth=50)

    assert _rated(signals, "day") == {"snow"}


def test_fresh_is_what_was_told_shortly_before(newsroom: Service) -> None:
    """1 on the day, a half two weeks before, nothing for what has no date."""
    fresh = _of(_read(newsroom, "the ferry in winter", as_of=datetime(2024, 5, 16, 23, tzinfo=UTC)), "fresh")

    assert fresh["ferry-times"] == 1
    assert fresh["ferry-gazette"] == pytest.approx(0.5)
    assert 0 < fresh["fair-2022"] < fresh["fair-2023"] < fresh["mill"] < 0.5
    assert fresh["library"] == 0


def test_freshness_counts_only_where_it_is_asked_for(newsroom: Service) -> None:
    """By a moment, or by a word such as "latest", and then from the newest article on."""
    assert _rated(_read(newsroom, "the fair in Roke"), "fresh") == set()
    assert _of(_read(newsroom, "the latest fair in Roke"), "fresh")["fair-2024"] == 1


def test_where_the_asked_speak_is_found_and_is_a_signal(newsroom: Service) -> None:
    """Also where nothing else finds the passage."""
    signals = _read(newsroom, "What did Owen Pike say about the fog on Roke harbour?", depth=1)

    assert _rated(signals, "speaker") == {"bread"}
    assert [row.split(":")[0] for row in signals.ranks["speaker"]] == ["bread"]


def test_whose_words_a_quotation_is_stays_open(newsroom: Service) -> None:
    """Where it is asked whether somebody said what is quoted, anybody may have."""
    asked = _read(newsroom, "Did Owen Pike say “nobody sails in January”?")

    assert _rated(asked, "speaker") == set()


def test_a_part_has_its_own_outlet_or_half_of_anothers(newsroom: Service) -> None:
    """What names none may be asked of the outlet that the other part names."""
    signals = _read(newsroom, _PARTED)
    gazettes = {"ferry-gazette", "fair-2022", "fair-2023", "fair-2024", "library"}
    named, other = signals.parts[:, :, PART.index("outlet")]

    assert [value == 1 for value in named] == [article in gazettes for article in _articles(signals)]
    assert other.tolist() == (named / 2).tolist()


def test_a_part_finds_what_the_whole_question_does_not(newsroom: Service) -> None:
    """The best passage of each part is a candidate, however few are taken."""
    assert {"ferry-gazette", "harbour"} <= set(_articles(_read(newsroom, _PARTED, depth=1)))


def test_only_the_chosen_articles_are_candidates(newsroom: Service) -> None:
    """Whatever finds them; of none, nothing."""
    signals = _read(newsroom, "What did Marta Quill say about the ferry?", article_ids=("ferry-times", "nowhere"))

    assert set(_articles(signals)) == {"ferry-times"}
    for nobody in ((), ("nowhere",)):
        empty = _read(newsroom, _PARTED, article_ids=nobody)
        assert (empty.rows, empty.whole.shape, empty.ranks) == ((), (0, len(WHOLE)), {})


def test_the_same_cosines_come_from_chroma_and_from_the_table(newsroom: Service) -> None:
    """A choice of every article is searched in memory, no choice in Chroma."""
    everything = tuple(newsroom.store.archive.article_ids())
    chroma, table = (_read(newsroom, "the ferry in winter", article_ids=ids) for ids in (None, everything))
    shared = [row for row in table.ranks["dense"] if row in set(chroma.ranks["dense"])]

    assert [row for row in chroma.ranks["dense"] if row in set(shared)] == shared
    assert shared[0] == chroma.ranks["dense"][0]
    assert np.isfinite(chroma.whole).all()
