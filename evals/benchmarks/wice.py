"""WiCE: does the cited article bear out the claim, and by which of its sentences (Kamoi et al., EMNLP 2023).

Measured twice: of the answers to the claims as questions, and of the checker that any written answer is held to
(`qa.grounding`), given three sentences of the page that are chosen by the claim's words.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from pydantic import JsonValue

from evals.benchmarks.benchmark import DataRow, Figure, Lab, Result, ask_each, plain_article, read_rows, said, sample
from evals.benchmarks.resample import estimated, f1
from evals.benchmarks.wice_evidence import chosen_evidence
from evals.statistics import mean
from evals.support import supported
from qa.grounding.bearing import fitted_bearing
from qa.grounding.claims import Finding, supports, ungrounded
from qa.wire import AskRequest, CitationBody, FiltersBody, ReplyBody

THRESHOLDS = tuple(n / 20 for n in range(2, 19))
"""Of the checker's score, from 0.1 to 0.9."""
_HALF = 0.5


class Claim(DataRow):
    """A sentence of Wikipedia and the sentences of the page that it cites."""

    claim: str
    label: Literal["supported", "partially_supported", "not_supported"]
    supporting_sentences: tuple[tuple[int, ...], ...]
    """By place in the evidence; any one list suffices."""
    evidence: tuple[str, ...]
    claim_title: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim with what the system made of it."""

    claim: Claim
    reply: ReplyBody
    score: float
    """How well the sentences chosen from the page bear the claim out, by `qa.grounding`."""
    findings: tuple[Finding, ...]
    """What of the claim those sentences don't have."""

    @property
    def is_borne_out(self) -> bool:
        """The label, taken as either supported or not."""
        return self.claim.label == "supported"

    @property
    def chosen(self) -> frozenset[int]:
        """The sentences that are cited."""
        return chosen_sentences(self.claim.evidence, self.reply.citations)

    @property
    def supported(self) -> bool:
        """Whether it answered, and the words that it cites bear the claim out."""
        cited = "\n".join(citation.quote for citation in self.reply.citations)
        return self.reply.answered and supported(self.claim.claim, cited)

    @property
    def sentence_f1(self) -> float:
        """Of the chosen sentences against the list that they are best against."""
        return max((set_f1(self.chosen, frozenset(best)) for best in self.claim.supporting_sentences), default=0.0)


def measure(data: Path, *, limit: int | None, lab: Lab) -> Result:
    """Accuracy and F1 of supported against the rest, of the answers and of the checker; F1 of the sentences cited.

    Raises:
        InputError: `claims.jsonl.gz` is missing or is another data set's.
    """
    claims = sample(read_rows(data / "claims.jsonl.gz", Claim), limit)
    with lab.answerer(plain_article(claim.id, "\n".join(claim.evidence)) for claim in claims) as target:
        replied, errors = ask_each(claims, request=_request, target=target, progress=lab.progress)
    checked = [_checked(claim, reply) for claim, reply in replied]
    rows = tuple(map(_row, checked))
    return Result(figures=_figures(checked), rows=rows, unscored={}, errors=tuple(errors))


def _checked(claim: Claim, reply: ReplyBody) -> Checked:
    evidence = chosen_evidence(claim.claim, claim.evidence)
    findings = ungrounded(claim.claim, evidence=evidence, question="")
    return Checked(claim, reply, supports(claim.claim, evidence), findings)


def chosen_sentences(evidence: Sequence[str], citations: Iterable[CitationBody]) -> frozenset[int]:
    """The places of the sentences of which a citation covers at least half, the article being one a line."""
    spans = [(citation.start, citation.end) for citation in citations]
    chosen, start = set(), 0
    for place, sentence in enumerate(evidence):
        end = start + len(sentence)
        covered = max((min(end, stop) - max(start, first) for first, stop in spans), default=0)
        if covered > 0 and covered >= _HALF * len(sentence):
            chosen.add(place)
        start = end + 1
    return frozenset(chosen)


def set_f1(chosen: frozenset[int], best: frozenset[int]) -> float:
    """The F1, 0 to 1; 0 where nothing was chosen or nothing was to be."""
    return 2 * len(chosen & best) / (len(chosen) + len(best)) if chosen and best else 0.0


def _request(claim: Claim) -> AskRequest:
    return AskRequest(question=claim.claim, filters=FiltersBody(article_ids=(claim.id,)))


def _figures(checked: Sequence[Checked]) -> tuple[Figure, ...]:
    borne_out = [one for one in checked if any(one.claim.supporting_sentences)]
    sentences = mean([one.sentence_f1 for one in borne_out], clusters=_pages(borne_out))
    at = fitted_bearing().threshold
    return (
        *_judged(checked, "", says=lambda one: one.supported),
        Figure("sentence F1", sentences),
        *_judged(checked, f"checker from {at:.2f}: ", says=partial(_reaches, at)),
        *_judged(checked, "checker, nothing found: ", says=lambda one: not one.findings),
        *(
            figure
            for n in THRESHOLDS
            if n != at
            for figure in _judged(checked, f"checker from {n:.2f}: ", says=partial(_reaches, n))
        ),
    )


def _reaches(threshold: float, one: Checked) -> bool:
    return one.score >= threshold


def _judged(checked: Sequence[Checked], name: str, *, says: Callable[[Checked], bool]) -> tuple[Figure, Figure]:
    judged = [(says(one), one.is_borne_out) for one in checked]
    right = [float(said == true) for said, true in judged]
    return (
        Figure(f"{name}accuracy", mean(right, clusters=_pages(checked))),
        Figure(f"{name}F1 of supported", estimated(judged, clusters=_pages(checked), statistic=f1)),
    )


def _pages(checked: Sequence[Checked]) -> list[str]:
    return [one.claim.claim_title for one in checked]


def _row(one: Checked) -> dict[str, JsonValue]:
    return {
        "id": one.claim.id,
        "question": one.claim.claim,
        "label": one.claim.label,
        "answer": said(one.reply),
        "supported": one.supported,
        "checker": round(one.score, 3),
        "findings": [f"{finding.kind}: {finding.wording}" for finding in one.findings],
        "chosen": [*sorted(one.chosen)],
        "supporting_sentences": [list(best) for best in one.claim.supporting_sentences],
        "sentence_f1": one.sentence_f1,
    }
