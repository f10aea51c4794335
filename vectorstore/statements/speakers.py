"""Who speaks: from the words for a speaker to the person or organisation, with what was told before."""

from collections.abc import Iterator, Mapping, Sequence

from vectorstore.names import bare_name
from vectorstore.statements.genders import Gender
from vectorstore.statements.people import People
from vectorstore.statements.sources import BODIES, Source, leading_name
from vectorstore.statements.tokens import Token

_REMEMBERED = 8
_ORGANISATIONS = frozenset(
    """kremlin pentagon nato eu un uk us usa bbc cnn america britain england scotland wales ireland france germany
    russia ukraine poland italy spain china belarus turkey moscow kyiv kiev london berlin paris brussels washington
    government parliament""".split()
) | {"white house", "downing street", "european union", "united nations"}
"""What speaks and is no person, of the words that no person's name begins with."""
_NO_NAMES = frozenset(
    """nobody everybody anybody somebody everyone anyone someone another neither either each police people staff
    management some many several both few none one two three most all other opposition asked""".split()
)
_GENDERS: Mapping[str, Gender] = {"he": "he", "she": "she"}
_BODIES_OF = frozenset(
    """ministry campaign government office council police party army military administration department embassy club
    team board union company spokesman spokeswoman spokesperson""".split()
)
"""What speaks for whoever is named in front of it: `Clinton campaign`."""
_WHOSE = frozenset("the her his its their our my".split())
_INDEFINITE = ("a ", "an ", "one ", "another ", "some ", "any ")
_SURE, _LIKELY, _PERHAPS = 0.95, 0.85, 0.75


class Speakers:
    """Reads an article from its beginning: keeps who spoke last, and who was written about."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._recent: list[str] = []
        """Whom it was about, the latest last."""
        self._joined: frozenset[str] = frozenset()
        """People named together in the last sentence about any: `he` may be either."""
        self._organisation: str | None = None
        self._speaker: str | None = None
        self._silent_paragraphs = 0
        self._acting: str | None = None
        """Whom the sentence before is about, where nobody speaks in it."""

    def begin_paragraph(self) -> None:
        """Another paragraph begins."""
        self._acting = None
        self._silent_paragraphs += 1

    def resolve(self, source: Source | None, words: Sequence[Token]) -> tuple[str | None, float]:
        """The speaker, and how sure that is, 0 to 1; `words` are the sentence's."""
        name, confidence = self._behind(source, words) if source else (None, 0.0)
        self._speaker, self._silent_paragraphs, self._acting = name, 0, None
        if name:
            self._remember(name)
            if source and _is_organisation(source.head):
                self._organisation = name
        return name, confidence

    def goes_on(self) -> tuple[str | None, float]:
        """Of a quotation without its speaker: whom the sentence before is about, else whoever is still speaking."""
        if self._acting:
            self._speaker, self._silent_paragraphs = self._acting, 0
            return self._acting, _PERHAPS
        if self._speaker is None or self._silent_paragraphs > 1:
            return None, 0.0
        self._silent_paragraphs = 0
        return self._speaker, _PERHAPS

    def mention(self, words: Sequence[Token]) -> None:
        """Keeps whom the sentence is about, the first person in it before the others."""
        opening = leading_name(words, 0) if words and words[0].is_word else None
        self._acting = self._behind(opening, words)[0] if opening else None
        named = [full for name in _names(words) if (full := self._people.full_name(name))]
        for name in reversed(named):
            self._remember(name)
        if named:
            self._joined = frozenset(named) if _joins(words) else frozenset()

    def _remember(self, name: str) -> None:
        self._recent = [*[other for other in self._recent if other != name][-_REMEMBERED:], name]

    def _behind(self, source: Source, words: Sequence[Token]) -> tuple[str | None, float]:
        if source.kind == "pronoun":
            return self._behind_pronoun(source, words)
        if source.kind == "noun":
            return self._behind_noun(source)
        if source.kind == "label":
            return self._people.full_name(source.head), _LIKELY
        return self._behind_name(source, begins=bool(words) and source.start == words[0].start)

    def _behind_name(self, source: Source, *, begins: bool) -> tuple[str | None, float]:
        if " of " in source.head and not BODIES.isdisjoint(source.head.lower().split()):
            return source.head.removeprefix("The "), _LIKELY
        full = self._people.full_name(source.head)
        if full:
            return full, _SURE
        if begins and " " not in source.head and not self._may_be_a_name(source.head):
            return None, 0.0
        name = bare_name(source.head)
        if name:
            return name, _LIKELY
        lower = source.head.lower()
        holder = self._people.by_office.get(lower)
        return (holder, _LIKELY) if holder else (source.head, _LIKELY) if lower in _ORGANISATIONS else (None, 0.0)

    def _may_be_a_name(self, word: str) -> bool:
        """Whether a word that is capitalised because a sentence begins may be a name: no plural and no pronoun."""
        return word in self._people.proper or word.isupper() or not (word.endswith("s") or word.lower() in _NO_NAMES)

    def _behind_pronoun(self, source: Source, words: Sequence[Token]) -> tuple[str | None, float]:
        """The person whom the sentence begins with; else the latest who fits, unless it may be two."""
        if source.head == "it":
            return self._organisation, _PERHAPS if self._organisation else 0.0
        gender = _GENDERS.get(source.head)
        if gender is None:
            return None, 0.0
        opening = leading_name(words, 0) if words[0].is_word and words[0].start < source.start else None
        own = self._people.full_name(opening.head) if opening else None
        if own and self._people.may_be(own, gender):
            return own, _LIKELY
        fitting = [name for name in reversed(self._recent) if self._people.may_be(name, gender)]
        if not fitting or self._may_be_either(fitting):
            return None, 0.0
        return fitting[0], _PERHAPS

    def _may_be_either(self, fitting: Sequence[str]) -> bool:
        """Whether the latest was named together with another who fits, and neither has spoken since."""
        either = self._joined.intersection(fitting)
        return len(either) > 1 and fitting[0] in either and self._speaker not in either

    def _behind_noun(self, source: Source) -> tuple[str | None, float]:
        """Whoever holds the office; a group or an office that is named by whose it is is known by those words."""
        if source.head.lower().startswith(_INDEFINITE):
            return None, 0.0
        words = source.head.lower().split()
        titles = (" ".join(words[first:]) for first in range(len(words)))
        holder = next((self._people.by_office[title] for title in titles if title in self._people.by_office), None)
        if holder:
            return holder, _LIKELY
        *front, last = source.head.split()
        named = any(word[0].isupper() for word in front) and front[0].lower() not in _WHOSE
        owned = named and (last.lower() in _BODIES_OF or any(word.endswith(("'s", "’s")) for word in front))
        return (source.head, _PERHAPS) if owned else (None, 0.0)


def _is_organisation(head: str) -> bool:
    return head.startswith("The ") or "&" in head or not BODIES.isdisjoint(head.lower().split())


def _names(words: Sequence[Token]) -> Iterator[str]:
    """The names in the sentence, with their titles, in order."""
    run: list[str] = []
    for word in [*words, None]:
        if word is not None and word.is_word and word.is_capitalised:
            run.append(word.text)
        elif run:
            if bare_name(" ".join(run)):
                yield " ".join(run)
            run = []


def _joins(words: Sequence[Token]) -> bool:
    """Whether `and` stands between two names."""
    return any(
        words[n].lower == "and" and words[n - 1].is_capitalised and words[n + 1].is_capitalised
        for n in range(1, len(words) - 1)
    )
