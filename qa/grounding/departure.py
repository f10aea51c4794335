"""What names come and go where one sentence departs from another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.grounding.changes import Change, words
from qa.grounding.names import is_in

_PRONOUNS = frozenset(
    """i me my mine myself we us our ours ourselves he him his himself she her hers herself they them their theirs
    themselves it its itself you your who whose whom here there both one ones another""".split()
)
_PERSONS = frozenset({"i", "he", "she"})
_DETERMINERS = frozenset("the a an this that these those his her its their our my".split())
_FEW = 5
"""Words of a change by which one name is put in another's place, where it isn't by names alone."""


@dataclass(frozen=True, slots=True)
class Departure:
    """How a sentence departs from the one that it is held against, and which of its words are names."""

    changed: tuple[Change, ...]
    said: tuple[str, ...]
    """The words of the sentence."""
    named: frozenset[str]
    """The words of all names by the evidence."""

    def is_name(self, word: str) -> bool:
        """Whether the word, in its case, is part of one."""
        return word[0].isupper() and word.casefold() in self.named

    def fits(self, new: Sequence[str], *, is_known: bool) -> bool:
        """Whether these words of a name stand for what goes where they are put in; known ones, if that is no name."""
        put_in = frozenset(word for part in new for word in words(part))
        there = [change for change in self.changed if not put_in.isdisjoint(change.ours)]
        return self._person_goes or all(
            _stands_in(change) or (is_known and not self._is_replaced(change)) for change in there
        )

    @property
    def _person_goes(self) -> bool:
        """Whether little more than a person's pronoun goes, and no name comes there: `he said`."""
        gone = [change for change in self.changed if not _PERSONS.isdisjoint(map(str.casefold, change.theirs))]
        return any(_is_close(change) and not any(map(self.is_name, change.ours)) for change in gone)

    def replaced(self) -> Iterator[str]:
        """The names that stand where another one goes, in a sentence most of which is the other's, word for word."""
        is_most_new = 2 * sum(len(change.ours) for change in self.changed) > len(self.said)
        for change in () if is_most_new else self.changed:
            if not _stands_in(change) and self._is_replaced(change):
                yield " ".join(filter(self.is_name, change.ours))
        ours = [word for change in self.changed for word in change.ours]
        theirs = [word for change in self.changed for word in change.theirs]
        if sorted(ours) == sorted(theirs) and all(word[0].isupper() for word in ours):
            yield from dict.fromkeys(ours)

    def _is_replaced(self, change: Change) -> bool:
        """Whether a name comes and another one goes that comes nowhere, in any form of it."""
        put_in = " ".join(word for other in self.changed for word in other.ours)
        gone = [word for word in change.theirs if self.is_name(word)]
        is_by_name = any(map(self.is_name, change.ours)) and len(change.ours) < len(self.said)
        return is_by_name and bool(gone) and _is_close(change) and not any(is_in(word, put_in) for word in gone)


def _stands_in(change: Change) -> bool:
    """Whether a pronoun or a description goes, or the name is put beside a description."""
    if not change.theirs:
        return any(word.casefold() in _DETERMINERS for word in change.before)
    following = (*change.theirs[1:], *change.after[:1], "")
    return any(
        _is_pronoun(word) or (word.casefold() in _DETERMINERS and behind[:1].islower())
        for word, behind in zip(change.theirs, following, strict=False)
    )


def _is_pronoun(word: str) -> bool:
    """`us`, and not `US`."""
    return word.casefold() in _PRONOUNS and (len(word) == 1 or not word.isupper())


def _is_close(change: Change) -> bool:
    is_all_names = bool(change.ours) and all(word[0].isupper() for word in change.ours)
    return is_all_names or max(len(change.ours), len(change.theirs)) <= _FEW
