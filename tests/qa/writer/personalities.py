"""Chat models with a character: one honest, one sloppy, one that obeys whoever speaks last."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal, get_args

from scripted_server import Asked, Play

from qa.words import content_words
from vectorstore.names import proper_names
from vectorstore.offices import folded
from vectorstore.sentences import sentences

DECLINES = '{"segments": []}'
Slip = Literal[
    "none", "paraphrased", "wrong id", "unknown id", "number", "speaker", "another speaker", "stitched", "negated",
    "not negated", "invented", "name", "day",
]  # fmt: skip
SLIPS: tuple[Slip, ...] = tuple(slip for slip in get_args(Slip) if slip != "none")
_OTHERS = ("Wendel Ackroyd", "Ines Bartok", "Tomas Quelch")
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_VERB = re.compile(r"\b(?:is|was|were|are|will|has|had|have|would|could)\b(?! not)")
_DENIAL = re.compile(r"(?<=\w) (?:not|never)(?= \w)|(?<=(?:is|as|re|ld|es|id))n['’]t\b")
_NUMBER = re.compile(r"(?<![\d.,])\d{1,6}(?![\d.,]\d|\w)")
_DATE = re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")


def segment(text: str, *quotes: tuple[str, str]) -> dict[str, Any]:
    """A segment in the form that is asked for; quotes as (passage, quote)."""
    return {"text": text, "quotes": [{"passage": passage, "quote": quote} for passage, quote in quotes]}


def reply(*segments: dict[str, Any]) -> str:
    """A reply in the form that is asked for."""
    return json.dumps({"segments": segments})


def sayings(asked: Asked) -> list[tuple[str, str]]:
    """Each sentence of the passages with its passage's id, those that share most words with the question first."""
    wanted = set(content_words(asked.question))
    found = [(passage["id"], sentence) for passage in asked.passages for sentence in cut(passage["text"])]
    return sorted(found, key=lambda one: -len(wanted & set(content_words(one[1]))))


def cut(text: str) -> list[str]:
    """The sentences of at least five words."""
    cuts = (text[start:end].strip() for start, end in sentences(text, start=0, end=len(text)))
    return [one for one in cuts if len(one.split()) >= 5]


def honest(asked: Asked) -> Play:
    """The two sentences that share most words with the question, each as it is; declines where none shares two."""
    wanted = set(content_words(asked.question))
    best = [(id_, one) for id_, one in sayings(asked)[:2] if len(wanted & set(content_words(one))) >= 2]
    return Play(text=reply(*(segment(tidy(one), (id_, one)) for id_, one in best)))


def tidy(sentence: str) -> str:
    """On one line."""
    return " ".join(sentence.split())


def plays(text: str) -> Callable[[Asked], Play]:
    """Always the same."""
    return lambda _: Play(text=text)


@dataclass
class Sloppy:
    """Mixes segments that hold with segments that don't, and keeps the truth; the same seed makes the same slips."""

    seed: int
    planted: dict[str, set[Slip]] = field(default_factory=dict)
    """What it wrote, in small letters, with the slips; `none` where it holds."""
    asks: int = 0

    def __call__(self, asked: Asked) -> Play:
        """Two to five segments."""
        random = Random(f"{self.seed} {self.asks}")  # noqa: S311  # slips, not secrets
        self.asks += 1
        found = sayings(asked)[:12]
        chosen = random.sample(found, min(len(found), random.randint(2, 5)))
        segments = []
        for id_, sentence in chosen:
            slip = random.choice(SLIPS) if random.random() < 0.5 else "none"
            made = _slipped(slip, id_, sentence, asked, random)
            if made:
                self.planted.setdefault(made["text"].casefold(), set()).add(slip)
                segments.append(made)
        wrapped = random.choice(
            ["{}", "```json\n{}\n```", "Here is the answer:\n{}\nI hope it helps.", "<think>x</think>{}"]
        )
        return Play(text=wrapped.replace("{}", reply(*segments), 1), piece=random.randint(1, 60))


def _slipped(slip: Slip, id_: str, sentence: str, asked: Asked, random: Random) -> dict[str, Any] | None:
    """A segment with that slip; None where the sentence has no place for it."""
    text = tidy(sentence)
    if slip in ("paraphrased", "stitched"):
        return _misquoted(slip, id_, sentence)
    if slip in ("wrong id", "unknown id"):
        others = [passage["id"] for passage in asked.passages if text not in tidy(passage["text"])]
        wrong = f"{random.getrandbits(32):08x}-1" if slip == "unknown id" else random.choice(others) if others else None
        return wrong and segment(text, (wrong, sentence))
    if slip == "invented":
        return segment("The prefect of Zanzibar praised the new zeppelin harbour at length.", (id_, sentence))
    if slip in ("speaker", "another speaker"):
        who = _OTHERS if slip == "speaker" else _who_else(id_, asked)
        return segment(f"{random.choice(who)} said: {text}", (id_, sentence)) if who else None
    around = next(passage["text"] for passage in asked.passages if passage["id"] == id_)
    changed = _renamed(text, around, random) if slip == "name" else _changed(slip, text)
    return segment(changed, (id_, sentence)) if changed else None


def _who_else(id_: str, asked: Asked) -> list[str]:
    """The speakers of other passages whom this one neither names nor quotes."""
    here = next(passage for passage in asked.passages if passage["id"] == id_)
    known = " ".join((here["text"], *here.get("speakers", ())))
    speakers = [name for passage in asked.passages for name in passage.get("speakers", ())]
    return [name for name in speakers if name.split()[-1] not in known]


def _misquoted(slip: Slip, id_: str, sentence: str) -> dict[str, Any] | None:
    words = sentence.split()
    if slip == "stitched":
        quote = f"{' '.join(words[:3])} {' '.join(words[-3:])}"
        return segment(tidy(sentence), (id_, quote)) if len(words) > 9 else None
    middle = len(words) // 2
    return segment(tidy(sentence), (id_, " ".join([*words[:middle], "reportedly", *words[middle:]])))


def _renamed(text: str, around: str, random: Random) -> str | None:
    """The text with a name of its passage in another one's place; not one that is a form of a name that it has."""
    there = {word.casefold()[:4] for name in proper_names(text) for word in name.split()}
    there |= {folded(word.casefold())[:4] for word in text.split()}
    names = [name for name in proper_names(text) if len(name) > 3]
    others = [name for name in proper_names(around) if len(name) > 3 and not there & _beginnings(name)]
    return text.replace(random.choice(names), random.choice(others), 1) if names and others else None


def _beginnings(name: str) -> set[str]:
    return {form[:4] for word in name.casefold().split() for form in (word, folded(word))}


def _changed(slip: Slip, text: str) -> str | None:
    """The text with a number one too high, with a verb denied or no longer denied, or with another day."""
    if slip == "none":
        return text
    if slip == "day":
        return _on_another_day(text)
    if slip == "not negated":
        return _DENIAL.sub("", text, count=1) if _DENIAL.search(text) else None
    if slip == "number":
        number = _NUMBER.search(text)
        return number and f"{text[: number.start()]}{int(number[0]) + 1}{text[number.end() :]}"
    verb = _VERB.search(text)
    return verb and f"{text[: verb.end()]} not{text[verb.end() :]}"


def _on_another_day(text: str) -> str | None:
    for n, weekday in enumerate(_WEEKDAYS):
        if weekday in text:
            return text.replace(weekday, _WEEKDAYS[(n + 2) % 7], 1)
    month = _DATE.search(text)
    other = "June" if month and month[0] != "June" else "October"
    return f"{text[: month.start()]}{other}{text[month.end() :]}" if month else None
