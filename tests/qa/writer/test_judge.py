"""Which segments may leave."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from qa.grounding.claims import ungrounded
from qa.grounding.quotes import locate
from qa.reply import Hit
from qa.writer.judge import Judge, Source
from qa.writer.page import Page
from qa.writer.parse import Quoted, Written
from qa.writer.prompt import shown
from qa.writer.said import Said
from vectorstore.article import Article, Passage, passage_id
from vectorstore.statement import Statement

CLOSES = "The old bridge will close on 2 May for nine weeks."
DONE = "“It has to be done,” said Marta Quill, the council leader."
PIKE = "Owen Pike, who runs the bakery, said he had not been asked."


def hit(article: Article, start: int, end: int) -> Hit:
    """The span as a hit."""
    id_ = passage_id(article.id, start=start, end=end)
    return Hit(Passage(id_, article.id, None, start, end, article.text[start:end]), article, 1.0, {})


def dated(found: Hit) -> Hit:
    """Published on Tuesday, 20 February 2024."""
    return replace(found, article=replace(found.article, published_at=datetime(2024, 2, 20, 9, tzinfo=UTC)))


def statement(article: Article, text: str, speaker: str) -> Statement:
    """Those words as that speaker's."""
    start = article.text.index(text)
    span = (start, start + len(text))
    return Statement(
        article_id=article.id, speaker=speaker, speaker_as_written=speaker, kind="direct", start=span[0], end=span[1],
        quote_spans=(), content=(span,), polarity="said", confidence=1.0,
    )  # fmt: skip


@pytest.fixture
def judge(article: Article) -> Judge:
    """Of a reply over two passages, the bridge and what is said of it."""
    middle = article.text.index("“It")
    passages = shown(
        [hit(article, 0, middle - 2), hit(article, middle, len(article.text))], nonce="n0nce", speakers=[(), ()]
    )
    said = Said({article.id: (statement(article, DONE, "Marta Quill"), statement(article, PIKE, "Owen Pike"))})
    return Judge(
        passages={passage.id: passage for passage in passages},
        said=said,
        question="When will the bridge close?",
        nonce="n0nce",
        locate=locate,
        ungrounded=ungrounded,
        stored=lambda _: True,
    )


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (CLOSES, [("n0nce-1", CLOSES)]),
        ("The bridge will close for nine weeks.", [("n0nce-1", "will close on 2 May for nine weeks")]),
        ("“It has to be done,” Marta Quill said.", [("n0nce-2", '"It has to be done," said Marta Quill')]),
        ("Owen Pike said he had not been asked.", [("n0nce-2", PIKE)]),
        ("The bridge will close on 2 May; Owen Pike had not been asked.", [("n0nce-1", CLOSES), ("n0nce-2", PIKE)]),
    ],
)
def test_what_its_quotes_bear_out_may_leave(judge: Judge, text: str, quotes: list[tuple[str, str]]) -> None:
    """With its sources in the order of the quotes, verbatim."""
    judged = judge.judge(Written(text, tuple(Quoted(*one) for one in quotes)))

    assert judged.wrong == ()
    assert judged.statuses == ("exact",) * len(quotes)
    assert len(judged.sources) == len(quotes)


@pytest.mark.parametrize(
    ("text", "quotes", "kind"),
    [
        (CLOSES, [], "no quote"),
        (CLOSES, [("n0nce-3", CLOSES)], "unknown"),
        (CLOSES, [("1", CLOSES)], "unknown"),
        (CLOSES, [("bridge:0-50", CLOSES)], "unknown"),
        (CLOSES, [("n0nce-2", CLOSES)], "misattributed"),
        (CLOSES, [("n0nce-1", "The old bridge closes on 2 May for nine weeks.")], "absent"),
        (PIKE, [("n0nce-2", "Owen Pike, who runs said he had not")], "stitched"),
        (CLOSES, [("n0nce-1", CLOSES), ("n0nce-1", "It will be a long spring.")], "absent"),
        ("The old bridge will close on 2 May for ten weeks.", [("n0nce-1", CLOSES)], "number"),
        ("The old bridge will close on 3 May for nine weeks.", [("n0nce-1", CLOSES)], "date"),
        ("The old bridge will not close on 2 May.", [("n0nce-1", CLOSES)], "negation"),
        ("Owen Pike said it has to be done.", [("n0nce-2", DONE)], "speaker"),
        ("The old bridge in Varrow will close on 2 May for nine weeks.", [("n0nce-1", CLOSES)], "name"),
        ("Purple elephants obey every order they receive.", [("n0nce-1", CLOSES)], "words"),
        (f"{CLOSES} Then purple elephants sing loudly outside.", [("n0nce-1", CLOSES)], "words"),
        (f"What are the main causes of the war?: {CLOSES}", [("n0nce-1", CLOSES)], "words"),
        (f"As purple elephants sing loudly outside, {CLOSES}", [("n0nce-1", CLOSES)], "words"),
        (f"{CLOSES} ![x](https://evil.example/q)", [("n0nce-1", CLOSES)], "markup"),
        (f"{CLOSES} <img src=x>", [("n0nce-1", CLOSES)], "markup"),
        (f"{CLOSES} See n0nce-1.", [("n0nce-1", CLOSES)], "markup"),
    ],
)
def test_what_they_do_not_may_not(judge: Judge, text: str, quotes: list[tuple[str, str]], kind: str) -> None:
    """And what is wrong is named, by kind and in words."""
    judged = judge.judge(Written(text, tuple(Quoted(*one) for one in quotes)))

    assert kind in {wrong.kind for wrong in judged.wrong}
    assert all(wrong.wording for wrong in judged.wrong)


def test_a_segment_may_begin_with_the_day_of_publication(judge: Judge) -> None:
    """It is shown with the citation; another day is not."""
    passages = {id_: replace(one, hit=dated(one.hit)) for id_, one in judge.passages.items()}
    judged = [
        replace(judge, passages=passages).judge(Written(f"{day}: {CLOSES}", (Quoted("n0nce-1", CLOSES),)))
        for day in ("20 February 2024", "Tuesday 20 February 2024", "21 February 2024")
    ]

    assert [{wrong.kind for wrong in one.wrong} & {"date", "words"} for one in judged] == [
        set(),
        set(),
        {"date", "words"},
    ]


def test_an_article_that_the_archive_no_longer_holds_is_not_cited(judge: Judge) -> None:
    """Removed or changed since it was found."""
    judged = replace(judge, stored=lambda _: False).judge(Written(CLOSES, (Quoted("n0nce-1", CLOSES),)))

    assert [wrong.kind for wrong in judged.wrong] == ["gone"]


def test_a_source_has_its_speaker_where_there_is_one(judge: Judge) -> None:
    """By the statement that the quote stands in."""
    quoted = Quoted("n0nce-2", DONE), Quoted("n0nce-1", CLOSES)
    judged = judge.judge(Written("It has to be done, Marta Quill said; the bridge will close on 2 May.", quoted))

    assert [source.speaker for source in judged.sources] == ["Marta Quill", None]


def test_a_source_is_cited_once_and_its_marker_stays(article: Article) -> None:
    """A second segment on the same words has the first one's marker, and brings no citation of its own."""
    page = Page(max_citations=2)
    first, second = (Source(hit(article, 0, 50), 0, end, None) for end in (50, 20))
    done = [page.add("One.", [first]), page.add("Two.", [second, first])]

    assert [one and (one.segment.markers, [c.marker for c in one.citations]) for one in done] == [
        ((1,), [1]),
        ((2, 1), [2]),
    ]
    assert page.is_full
    assert page.answer is not None
    assert page.answer.text == "One. [1] Two. [2] [1]"


def test_a_segment_that_takes_more_citations_than_are_left_stays_away(article: Article) -> None:
    """Half of its evidence would not bear it out; so does one that is there already."""
    page = Page(max_citations=1)
    first, second = (Source(hit(article, 0, 50), 0, end, None) for end in (50, 20))

    assert page.add("Both.", [first, second]) is None
    assert page.add("One.", [first]) is not None
    assert page.add("ONE.", [first]) is None
