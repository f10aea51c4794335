"""Sentences in which it is easy to mistake who says what. The people, places and sentences are made up."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from vectorstore.article import Article
from vectorstore.statement import Statement
from vectorstore.statements.find import find_statements

_CASES = Path(__file__).with_name("statement_traps.jsonl").read_text(encoding="utf-8").splitlines()
_POLARITIES = {"said", "not said", "hypothetical"}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in map(json.loads, _CASES)])
def test_the_words_are_their_speakers(article: Article, case: dict[str, Any]) -> None:
    """The words belong to whom a reader would give them, and to nobody else."""
    text = case["text"]
    found = find_statements(replace(article, text=text))
    faults = [*_missing(found, text, case.get("expect", ())), *_forbidden(found, text, case.get("never", ()))]
    assert not faults, "\n".join([case["id"], text, "", *faults, "", "found:", *_shown(found, text)])


def test_the_cases_can_be_checked() -> None:
    """Every case has its own id and asks about words that its text has once."""
    cases = [json.loads(case) for case in _CASES]
    asked = [(case, words) for case in cases for words in (*case.get("expect", ()), *case.get("never", ()))]
    assert len({case["id"] for case in cases}) == len(cases)
    assert {case["id"] for case, _ in asked} == {case["id"] for case in cases}
    assert [case["id"] for case, words in asked if case["text"].count(words["words"]) != 1] == []
    assert {words.get("polarity", "said") for _, words in asked} <= _POLARITIES


def _missing(found: Sequence[Statement], text: str, expected: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What is wrong with the words that have a speaker, or that nobody who is known says."""
    for row in expected:
        speakers = [statement for statement in found if _overlaps(statement, text, row["words"])]
        if any(_bare(statement.speaker) != _bare(row["speaker"]) for statement in speakers):
            yield f"{row['words']!r} should have the speaker {row['speaker']} and no other"
        elif row["speaker"] is not None and not speakers:
            yield f"{row['words']!r} isn't given to {row['speaker']}"
        elif speakers and "polarity" in row and row["polarity"] not in {each.polarity for each in speakers}:
            yield f"{row['words']!r} isn't {row['polarity']!r}"


def _forbidden(found: Sequence[Statement], text: str, never: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Which words are given to a person who must not get them (or not with this polarity)."""
    for row in never:
        for statement in found:
            same = _bare(statement.speaker) == _bare(row["speaker"])
            forbidden = row.get("polarity") in {None, statement.polarity}
            if same and forbidden and _overlaps(statement, text, row["words"], whole=not statement.content):
                yield f"{row['words']!r} must not be given to {row['speaker']}"


def _overlaps(statement: Statement, text: str, words: str, *, whole: bool = False) -> bool:
    """Whether some of the words are the statement's content; its whole sentences where that is asked for."""
    start = text.index(words)
    spans = ((statement.start, statement.end),) if whole else statement.content
    return any(first < start + len(words) and start < last for first, last in spans)


def _bare(speaker: str | None) -> str | None:
    """The name without an article in front of it."""
    return None if speaker is None else speaker.removeprefix("The ").removeprefix("the ")


def _shown(found: Sequence[Statement], text: str) -> Iterator[str]:
    """The statements as a person reads them."""
    for statement in found:
        words = " | ".join(text[start:end] for start, end in statement.content)
        yield f"  {statement.speaker} ({statement.polarity}, {statement.kind}): {words}"
