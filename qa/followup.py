"""A follow-up without the conversation: who is meant by a pronoun, and what the conversation is about."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.question import Question, turns
from qa.words import content_words
from vectorstore.names import names_in, proper_names
from vectorstore.statements.first_names import FIRST_NAMES
from vectorstore.statements.genders import Gender

_LEANS = re.compile(
    r"^\W*(?:and|so|but|what about|how about|also|then)\b|"
    r"\b(?:he|she|they|it|his|her|hers|their|him|them|its|that|those|there|then|this|these|one|ones)\b",
    re.I,
)
_FEW_WORDS = 3
_MOST_NAMED = 3
_PRONOUNS: Mapping[str, Gender] = {
    **dict.fromkeys(("he", "him", "his"), "he"),
    **dict.fromkeys(("she", "her", "hers"), "she"),
}
_PRONOUN = re.compile(rf"\b(?:{'|'.join(_PRONOUNS)})\b", re.I)
_OWNS = frozenset({"his", "her", "hers"})
_BEFORE_A_THING = re.compile(r"\s+\w")


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that leans on nothing before it: what it took over, and then itself."""

    before: str
    """The question before it; empty where it stands alone."""
    own: str
    """The question, its pronouns exchanged for the person who was spoken of."""
    named: tuple[str, ...] = ()
    """What the conversation names most often, and neither question does."""

    @property
    def carried(self) -> str:
        """What it takes over."""
        return f"{self.before} ({', '.join(self.named)})" if self.named else self.before

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self.carried} {self.own}".strip()

    @property
    def asked(self) -> str:
        """Both questions, without the names."""
        return f"{self.before} {self.own}".strip()

    @property
    def asking(self) -> str:
        """What tells the kind of answer: both questions, where it says too little by itself ("And on the radio?")."""
        return self.asked if _is_short(self.own) else self.own


def standalone(question: Question) -> Standalone:
    """The question as it would be asked without the conversation; as it is where it leans on nothing."""
    text, asked = question.text.strip(), turns(question.history, role="user")
    if not asked or not (_LEANS.search(text) or _is_short(text)):
        return Standalone("", text)
    answers = turns(question.history, role="assistant")
    people = list(_people(f"{answers[-1] if answers else ''}\n{asked[-1]}"))
    before, own = asked[-1].strip(), _resolved(text, people)
    return Standalone(
        before, own, tuple(_most_named([turn.content for turn in question.history], besides=before + own))
    )


def _is_short(text: str) -> bool:
    return len(content_words(text)) < _FEW_WORDS


def _people(text: str) -> Iterator[str]:
    """The full names in the text, in order: whom the last answer names before whom the question names."""
    for name, _, _ in names_in(text):
        if " " in name:
            yield name


def _most_named(contents: Sequence[str], *, besides: str) -> list[str]:
    """The names that come most often, the latest first among equals; of "Scholz" and "Olaf Scholz" the longer."""
    counts, latest = Counter[str](), dict[str, int]()
    for turn, content in enumerate(contents):
        for name in proper_names(content):
            counts[name] += 1
            latest[name] = turn
    for name in sorted(counts, key=len):
        if longer := next((other for other in counts if other != name and f" {name} " in f" {other} "), None):
            counts[longer] += counts.pop(name)
            latest[longer] = max(latest[longer], latest[name])
    said = besides.casefold()
    new = [name for name in counts if name.casefold() not in said]
    return sorted(new, key=lambda name: (-counts[name], -latest[name]))[:_MOST_NAMED]


def _resolved(text: str, people: list[str]) -> str:
    """The text with `he` and `she` as the first person who can be meant."""

    def name(found: re.Match[str]) -> str:
        word = found.group().lower()
        person = next((one for one in people if _may_be(one, _PRONOUNS[word])), None)
        if person is None:
            return found.group()
        owns = word in _OWNS and (word != "her" or _BEFORE_A_THING.match(text, found.end()) is not None)
        return f"{person}'s" if owns else person

    return _PRONOUN.sub(name, text)


def _may_be(name: str, gender: Gender) -> bool:
    return FIRST_NAMES.get(name.split()[0].strip(".").lower(), gender) == gender
