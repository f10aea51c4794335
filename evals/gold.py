"""Gold questions: what a good reply must say, must not say and must cite."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.wire import Moment, Turn
from vectorstore.errors import InputError

Kind = Literal[
    "fact",
    "who-said",
    "what-said",
    "when",
    "number",
    "list",
    "temporal",
    "multi-doc",
    "conflict",
    "attribution-trap",
    "false-premise",
    "unanswerable",
    "follow-up",
    "typo",
]
Wording = Annotated[str, Field(pattern=r"\w")]
Nugget = Annotated[tuple[Wording, ...], Field(min_length=1)]
"""One fact, in the wordings accepted for it."""


class _Gold(BaseModel):
    """A JSON object in which an unknown field or a value of the wrong type is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Evidence(_Gold):
    """A span that bears the answer out: `quote` stands in the article `doc`, but for quotes, dashes and blanks."""

    doc: str
    quote: Wording


class MatcherTests(_Gold):
    """What proves a matcher: texts that it must find its fact in, and near misses that it must not."""

    match: Annotated[tuple[Wording, ...], Field(min_length=2)]
    miss: Annotated[tuple[Wording, ...], Field(min_length=2)]


class GoldQuestion(_Gold):
    """A question with what a good reply to it says."""

    id: Annotated[str, Field(min_length=1)]
    question: Annotated[str, Field(min_length=1)]
    kind: Kind
    history: tuple[Turn, ...] = ()
    """Earlier turns, oldest first."""
    answerable: bool
    """Whether the articles answer the question as it is put; a false premise is not answerable."""
    answer: str
    """A reference answer, for people."""
    must_include: tuple[Nugget, ...]
    """Every one of these facts is needed; of a false premise, they are the correction."""
    must_not_include: tuple[Wording, ...]
    """Each shows a wrong fact or a wrong speaker."""
    must_not_unless: tuple[Wording, ...] = ()
    """A wording of `must_not_include` is forgiven in a sentence that has one of these too."""
    speaker: str | None
    """Who really said it, where that matters."""
    evidence: tuple[Evidence, ...]
    evidence_any: bool
    """Whether one of the spans suffices; otherwise all are needed."""
    as_of: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] | None
    """The day, month or year the question is about; not a limit on which articles may be read."""
    visible_until: Moment | None = None
    """The question is asked as of this time: what was published later is hidden, and a citation of it is invalid."""
    may_include: tuple[Nugget, ...] = ()
    """Facts that a good reply may give besides: okay nuggets, where those of `must_include` are vital."""
    twin: str | None = None
    """The id of the question that differs from this one in a detail, and has another answer or none."""
    nugget_tests: tuple[MatcherTests, ...] = ()
    """One for each nugget of `must_include`, in order."""
    must_not_tests: MatcherTests | None = None
    """Of `must_not_include` with `must_not_unless`, together; what must `match` is a violation."""
    normalised: tuple[Wording, ...] = ()
    """Wordings of `must_include` that follow from the evidence without standing in it, such as a count."""
    note: str = ""
    """Why it is tricky, for people."""

    @property
    def cluster(self) -> str:
        """The article it was drawn from: questions of one article do well or badly together."""
        return self.evidence[0].doc if self.evidence else self.id


def load_gold(paths: Sequence[Path]) -> tuple[GoldQuestion, ...]:
    """The questions of the JSONL files, in order; blank lines are passed over.

    Raises:
        InputError: a file can't be read or has no questions, a line is no gold question, or an id comes twice.
    """
    places: dict[str, str] = {}
    gold: list[GoldQuestion] = []
    for path in paths:
        for place, question in _read(path):
            if question.id in places:
                raise InputError(f"{place}: id {question.id!r} is taken by {places[question.id]}: give it another")
            places[question.id] = place
            gold.append(question)
    return tuple(gold)


def _read(path: Path) -> Iterator[tuple[str, GoldQuestion]]:
    """Each question with its place, `file:line`."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(f"gold file {path} can't be read: {exc}") from exc
    if not any(map(str.strip, lines)):
        raise InputError(f"gold file {path} has no questions: write one JSON object a line")
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield f"{path}:{number}", _parse(line, place=f"{path}:{number}")


def _parse(line: str, *, place: str) -> GoldQuestion:
    try:
        return GoldQuestion.model_validate_json(line)
    except ValidationError as exc:
        reasons = (f"{'.'.join(map(str, error['loc']))}: {error['msg']}".removeprefix(": ") for error in exc.errors())
        raise InputError(f"{place}: {'; '.join(reasons)}") from exc
