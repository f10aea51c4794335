"""How good one reply is, as counts; no model judges anything."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.cited import citation_validity, coverage, evidence_hit, support, valid_citations
from evals.gold import GoldQuestion, Nugget
from evals.match import contains, normalise, sentences
from evals.share import Share
from qa.wire import ReplyBody

WORDS_ALLOWED = 120
"""How long an answer may be and pass: an article pasted whole has every wording in it, and answers nothing."""
EVIDENCE_MULTIPLE = 3
"""Or this many times as long as its gold evidence, where that is more."""

_GENERATION = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one reply got right and wrong. Shares are empty where the question or the reply has nothing to count."""

    citation_validity: Share
    coverage: Share
    support: Share
    nugget_recall: Share
    missing: tuple[str, ...]
    """The vital nuggets that are not in the reply, each in its first wording."""
    okay_recall: Share
    evidence_hit: Share
    violations: tuple[str, ...]
    """The wordings that should not be in the reply and are."""
    attribution: bool | None
    abstained: bool
    words: int
    """How long the answer is."""
    passed: bool


def score(question: GoldQuestion, reply: ReplyBody, *, texts: Mapping[str, str]) -> Score:
    """The reply measured; `texts` are those that may be cited, by article id, as citations count their offsets."""
    validity, covered = citation_validity(reply, texts=texts), coverage(reply, texts=texts)
    borne_out = support(question, reply, texts=texts)
    # A forged citation may name the right speaker: it counts against the reply, never for it.
    credible = reply.model_copy(update={"citations": valid_citations(reply, texts=texts)})
    missing = missing_nuggets(question.must_include, question, credible)
    missing_okay = missing_nuggets(question.may_include, question, credible)
    violated = violations(question, reply)
    words = sum(len(segment.text.split()) for segment in reply.segments)
    sound = all(share.value == 1 for share in (validity, covered, borne_out))
    good = not missing and sound and words <= word_limit(question)
    return Score(
        citation_validity=validity,
        coverage=covered,
        support=borne_out,
        nugget_recall=Share(len(question.must_include) - len(missing), len(question.must_include)),
        missing=missing,
        okay_recall=Share(len(question.may_include) - len(missing_okay), len(question.may_include)),
        evidence_hit=evidence_hit(question, reply, texts=texts),
        violations=violated,
        attribution=attribution(question, credible),
        abstained=not reply.answered,
        words=words,
        passed=not violated and _passes(question, answered=reply.answered, good=good),
    )


def missing_nuggets(nuggets: Sequence[Nugget], question: GoldQuestion, reply: ReplyBody) -> tuple[str, ...]:
    """The first wording of each of these nuggets that has none of its wordings in what the reader sees."""
    seen = seen_text(question, reply)
    return tuple(nugget[0] for nugget in nuggets if not any(said(nugget, part) for part in seen))


def said(nugget: Nugget, text: str) -> bool:
    """Whether one of the nugget's wordings stands in the text."""
    return any(contains(text, wording) for wording in nugget)


def violations(question: GoldQuestion, reply: ReplyBody) -> tuple[str, ...]:
    """The wordings of `must_not_include` that the reader sees in a sentence that does not excuse them."""
    return violating(question, seen_text(question, reply))


def violating(question: GoldQuestion, parts: Sequence[str]) -> tuple[str, ...]:
    """The wordings of `must_not_include` in one of the parts, in a sentence that does not excuse them."""
    return tuple(
        wording
        for wording in question.must_not_include
        if any(_violates(part, wording, unless=question.must_not_unless) for part in parts)
    )


def attribution(question: GoldQuestion, reply: ReplyBody) -> bool | None:
    """Whether a citation names the true speaker, by surname; None where none matters or nothing was answered."""
    if question.speaker is None or not reply.answered:
        return None
    surname = _surname(question.speaker)
    return any(_surname(citation.speaker) == surname for citation in reply.citations if citation.speaker)


def word_limit(question: GoldQuestion) -> int:
    """How many words an answer may have and pass."""
    return max(WORDS_ALLOWED, EVIDENCE_MULTIPLE * sum(len(span.quote.split()) for span in question.evidence))


def seen_text(question: GoldQuestion, reply: ReplyBody) -> tuple[str, ...]:
    """What counts as said to the reader, in parts that are each searched alone.

    The answer without its markers; where it matters who spoke, the speaker shown with each citation as well. Not the
    quotes, titles, publishers and dates beside it, nor the near misses and the message of an abstention.
    """
    answer = " ".join(segment.text for segment in reply.segments)
    if question.speaker is None and question.kind not in {"who-said", "attribution-trap"}:
        return (answer,)
    return (answer, *(citation.speaker for citation in reply.citations if citation.speaker))


def _passes(question: GoldQuestion, *, answered: bool, good: bool) -> bool:
    """Whether it answers well what is answerable, declines what isn't, and declines or corrects a false premise."""
    if question.answerable:
        return answered and good
    corrects = good and question.kind == "false-premise" and bool(question.must_include)
    return corrects or not answered


def _violates(part: str, wording: str, *, unless: Sequence[str]) -> bool:
    if not contains(part, wording):
        return False
    # A wording that runs over the end of a sentence is in none of them: then nothing excuses it.
    hits = [sentence for sentence in sentences(part) if contains(sentence, wording)]
    return not hits or any(not any(contains(hit, excuse) for excuse in unless) for hit in hits)


def _surname(name: str) -> str:
    """The last word of the name, without what is in brackets and without `Jr` or `III`."""
    words = re.findall(r"[\w'-]+", normalise(re.sub(r"\([^)]*\)", " ", name)))
    return next((word for word in reversed(words) if word not in _GENERATION), "")
