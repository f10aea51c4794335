"""How data sets compare an answer with a reference: each measure as its authors define it."""

import re
import string
from collections import Counter
from collections.abc import Sequence

from evals.match import normalise
from qa.grounding.values import by_value
from qa.words import content_words
from vectorstore.words import stems

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_WORD = re.compile(r"[a-z0-9]+")
_POSSESSIVE = re.compile(r"'s?\b(?!\w)|(?<=s)'(?!\w)")


def squad_normal(text: str) -> str:
    """In lower case, without punctuation, articles and extra blanks, as SQuAD's own script has it.

    Typographic quotes and dashes are punctuation too, which that script's data don't have.
    """
    bare = "".join(char for char in normalise(text) if char not in string.punctuation)
    return " ".join(_ARTICLES.sub(" ", bare).split())


def exact_match(answer: str, references: Sequence[str]) -> bool:
    """Whether the answer is one of the references, both in SQuAD's normal form."""
    return squad_normal(answer) in {squad_normal(reference) for reference in references}


def token_f1(answer: str, references: Sequence[str]) -> float:
    """SQuAD's F1 of the words, 0 to 1, against the reference that it is best against."""
    return max((_f1(squad_normal(answer).split(), squad_normal(r).split()) for r in references), default=0.0)


def contains_any(answer: str, references: Sequence[str]) -> bool:
    """Whether a reference stands in the answer as whole words, both in SQuAD's normal form; `'s` may follow it."""
    said = f" {squad_normal(_POSSESSIVE.sub('', normalise(answer)))} {squad_normal(answer)} "
    return any(normal and f" {normal} " in said for normal in map(squad_normal, references))


def rouge_l(answer: str, references: Sequence[str]) -> float:
    """ROUGE-L's F1 (Lin 2004), 0 to 1, without stemming, against the reference that it is best against."""
    words = _WORD.findall(answer.lower())
    return max((_lcs_f1(words, _WORD.findall(reference.lower())) for reference in references), default=0.0)


def rouge_1_recall(answer: str, reference: str) -> float:
    """The share of the reference's words, each as often as it stands there, that are in the answer."""
    wanted = Counter(_WORD.findall(reference.lower()))
    found = wanted & Counter(_WORD.findall(answer.lower()))
    return found.total() / wanted.total() if wanted else 0.0


def content_recall(answer: str, reference: str) -> float:
    """The share of the reference's content words, by stem and each once, that are in the answer."""
    wanted = _content(reference)
    return len(wanted & _content(answer)) / len(wanted) if wanted else 0.0


def _content(text: str) -> set[str]:
    """By stem; a number is one word, whatever stands between its digits."""
    plain = by_value(normalise(text))
    return {stem for word in content_words(plain) for stem in ([word] if word[0].isdigit() else stems(word))}


def _f1(answer: Sequence[str], reference: Sequence[str]) -> float:
    if not answer or not reference:
        return float(answer == reference)
    common = (Counter(answer) & Counter(reference)).total()
    return 2 * common / (len(answer) + len(reference))


def _lcs_f1(answer: Sequence[str], reference: Sequence[str]) -> float:
    """2 * longest common subsequence / (both lengths), which is the harmonic mean of its recall and precision."""
    if not answer or not reference:
        return 0.0
    row = [0] * (len(reference) + 1)
    for word in answer:
        before = 0
        for place, wanted in enumerate(reference, start=1):
            before, row[place] = row[place], before + 1 if word == wanted else max(row[place], row[place - 1])
    return 2 * row[-1] / (len(answer) + len(reference))
