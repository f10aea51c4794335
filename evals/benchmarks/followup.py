"""Follow-up questions made standalone: CANARD, TREC CAsT 2019 and 2020.

BLEU-4 is sacrebleu's (Post, WMT 2018), 0 to 100, cased, over the corpus.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from evals.benchmarks.benchmark import Figure, Lab, Result, ask_each, plain_article, read_rows, sample
from evals.benchmarks.followup_search import FollowUp, Rewritten, measure_search
from evals.benchmarks.resample import estimated
from evals.benchmarks.text import exact_match, rouge_1_recall, squad_normal
from evals.statistics import Estimate, mean, ratio
from qa.wire import AskRequest, ReplyBody, Turn
from qa.words import content_words
from vectorstore.errors import InputError
from vectorstore.words import stems

if TYPE_CHECKING:
    from sacrebleu.metrics.bleu import BLEU

_ARTICLE = "The ferry to Brinsea leaves at nine."
"""Something must be archived; a rewrite depends on the conversation alone."""


def measure(data: Path, *, limit: int | None, lab: Lab) -> Result:
    """BLEU, ROUGE-1 recall, restored words and unchanged questions, of the system and of two that do nothing.

    And how well CANARD's rewrites find the turns' answers, beside the raw questions and the person's rewrites.

    Raises:
        InputError: `rewrites.jsonl` is missing or is another data set's, or sacrebleu is not installed.
    """
    _bleu()
    turns = read_rows(data / "rewrites.jsonl", FollowUp)
    with lab.answerer([plain_article("any", _ARTICLE)]) as target:
        replied, errors = ask_each(sample(turns, limit), request=_request, target=target, progress=lab.progress)
    systems = {
        "": [Rewritten(turn, reply.standalone_question) for turn, reply in replied],
        " of the raw question": [Rewritten(turn, turn.question) for turn, _ in replied],
        " of history + question": [Rewritten(turn, " ".join([*turn.history, turn.question])) for turn, _ in replied],
    }
    sets = sorted({turn.of for turn, _ in replied})
    figures = [figure for of, texts in systems.items() for figure in _figures(texts, of=of)]
    figures += [figure for name in sets for of, texts in systems.items() for figure in _of_set(name, texts, of=of)]
    searched, failed = measure_search(systems[""], turns=turns, lab=lab)
    rows = tuple(_row(turn, reply) for turn, reply in replied)
    return Result(figures=(*figures, *searched), rows=rows, unscored={}, errors=(*errors, *failed))


def restored(turn: FollowUp, text: str) -> tuple[int, int]:
    """How many stems of the rewrite's content words that the question lacks are in the text, and of how many."""
    missing = set(stems(" ".join(content_words(turn.rewrite)))) - set(stems(turn.question))
    return len(missing & set(stems(text))), len(missing)


def bleu(pairs: Sequence[tuple[str, str]]) -> float:
    """The corpus BLEU of pairs `(text, reference)`."""
    return _bleu_of([_matches(text, reference) for text, reference in pairs])


def _request(turn: FollowUp) -> AskRequest:
    """The question after its history: CANARD's turns alternate question and answer, CAsT's are questions only."""
    history = tuple(
        Turn(role="assistant" if turn.has_answers and place % 2 else "user", content=content)
        for place, content in enumerate(turn.history)
    )
    return AskRequest(question=turn.question, history=history)


def _figures(rewritten: Sequence[Rewritten], *, of: str) -> list[Figure]:
    unchanged = [one for one in rewritten if _needs_no_change(one.turn)]
    recall = _mean(rewritten, lambda one: rouge_1_recall(one.text, one.turn.rewrite))
    exact = _mean(unchanged, lambda one: float(exact_match(one.text, [one.turn.rewrite])))
    return [
        Figure(f"BLEU{of}", _corpus_bleu(rewritten), in_percent=False),
        Figure(f"ROUGE-1 recall{of}", recall),
        Figure(f"restored words{of}", _restored_share(rewritten)),
        Figure(f"exact match where nothing needs to change{of}", exact),
    ]


def _of_set(name: str, rewritten: Sequence[Rewritten], *, of: str) -> list[Figure]:
    own = [one for one in rewritten if one.turn.of == name]
    return [
        Figure(f"{name}: BLEU{of}", _corpus_bleu(own), in_percent=False),
        Figure(f"{name}: restored words{of}", _restored_share(own)),
    ]


def _mean(rewritten: Sequence[Rewritten], score: Callable[[Rewritten], float]) -> Estimate:
    return mean([score(one) for one in rewritten], clusters=_conversations(rewritten))


def _restored_share(rewritten: Sequence[Rewritten]) -> Estimate:
    return ratio([restored(one.turn, one.text) for one in rewritten], clusters=_conversations(rewritten))


def _corpus_bleu(rewritten: Sequence[Rewritten]) -> Estimate:
    matches = [_matches(one.text, one.turn.rewrite) for one in rewritten]
    return estimated(matches, clusters=_conversations(rewritten), statistic=_bleu_of)


def _conversations(rewritten: Sequence[Rewritten]) -> list[str]:
    return [one.turn.conversation for one in rewritten]


def _needs_no_change(turn: FollowUp) -> bool:
    return squad_normal(turn.question) == squad_normal(turn.rewrite)


def _matches(text: str, reference: str) -> tuple[int, ...]:
    """The n-grams of 1 to 4 words that match, those of the text, the text's length and the reference's: these add."""
    score = _bleu()(effective_order=True).sentence_score(text, [reference])
    return (*score.counts, *score.totals, score.sys_len, score.ref_len)


def _bleu_of(matches: Sequence[tuple[int, ...]]) -> float:
    *grams, length, wanted = (sum(column) for column in zip(*matches, strict=True))
    score = _bleu().compute_bleu(grams[:4], grams[4:], sys_len=length, ref_len=wanted, smooth_method="exp")
    return float(score.score)


def _bleu() -> "type[BLEU]":
    try:
        from sacrebleu.metrics.bleu import BLEU
    except ImportError as exc:
        raise InputError("BLEU is computed by sacrebleu: pip install 'onrecord[benchmarks]'") from exc
    return BLEU


def _row(turn: FollowUp, reply: ReplyBody) -> dict[str, JsonValue]:
    found, missing = restored(turn, reply.standalone_question)
    return {
        "id": turn.id,
        "history": list(turn.history),
        "question": turn.question,
        "rewrite": turn.rewrite,
        "answer": reply.standalone_question,
        "bleu": bleu([(reply.standalone_question, turn.rewrite)]),
        "rouge_1_recall": rouge_1_recall(reply.standalone_question, turn.rewrite),
        "restored": found,
        "missing": missing,
        "needs_no_change": _needs_no_change(turn),
    }
