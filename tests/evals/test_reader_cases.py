"""What the calibrated reader learns from."""

import json
from pathlib import Path

import pytest

from evals.reader_cases import LearningSet, cases, public_sets, strangers
from evals.samples import sample_articles
from qa.settings import Settings

_TEXT = "The kite festival drew 4,000 people to the pier of Port Quellin. It rained on the second day."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a squad2 of two questions on one invented paragraph, and no other set."""
    own = tmp_path / "squad2"
    own.mkdir()
    asked = {"title": "Kites", "gold_passages": ["kites"]}
    rows = [
        {**asked, "id": "1", "question": "How many people came?", "answers": ["4,000"], "answerable": True},
        {**asked, "id": "2", "question": "Who paid for the festival?", "answers": [], "answerable": False},
    ]
    (own / "corpus.jsonl").write_text(json.dumps({"id": "kites", "title": "Kites", "text": _TEXT}))
    (own / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return tmp_path


def test_the_sets_that_are_there_are_taken(data: Path, settings: Settings) -> None:
    """The sentence with the reference answers the one question, none the other."""
    [squad2] = public_sets(data)

    answered, unanswered = cases(squad2, settings=settings)

    assert (squad2.name, squad2.is_public) == ("squad2", True)
    assert [one.text for one, right in zip(answered.candidates, answered.answers, strict=True) if right] == [
        _TEXT.partition(" It rained")[0]
    ]
    assert (answered.answerable, unanswered.answerable) == (True, False)
    assert not unanswered.answers.any()


def test_strangers_ask_what_the_articles_have_not(data: Path) -> None:
    """Every eighth question, the first among them, none with an answer."""
    strange: LearningSet = strangers(data, [sample_articles()])

    assert [one.question.text for one in strange.asked] == ["How many people came?"]
    assert not any(one.is_answerable for one in strange.asked)
    assert not strange.is_public
    assert len(strange.articles) > 20
