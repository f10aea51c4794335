"""Who speaks in the archive: the names that articles give, joined across articles, and whom a person means by one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from vectorstore.names import bare_name, surname
from vectorstore.statements.first_names import FIRST_NAMES
from vectorstore.statements.people import key

_SMALL_WORDS = frozenset("the of for and a an in".split())
_PARTICLES = frozenset("van von der den de di da del al el bin ibn la le zu".split())
_ORGANISATIONS = frozenset(
    """agency army association authority bank board center centre club commission committee company corporation council
    court department district force forces foundation government group house inc institute league ltd ministry nations
    navy network office parliament party plc police post press service society times trust union university""".split()
)
_SHORTEST_VARIANT = 5
_SHORTEST_FIRST_NAME = 3
_LIKE_ENOUGH = 0.84
_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person or an organisation whose words articles give."""

    name: str
    """The most frequent full form; the longer one where two are as frequent."""
    aliases: tuple[str, ...]
    """Every form that articles give, `name` first."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A name taken apart; its words are without case, accents, small words and particles, and never none."""

    words: tuple[str, ...]
    last: str
    is_person: bool

    @property
    def is_alone(self) -> bool:
        """Whether it is one word: a surname, where a person's."""
        return len(self.words) == 1


@dataclass(slots=True)
class _Groups:
    """Names of one speaker, a group; a group's first name is the one whose first name is the longest."""

    members: list[list[str]] = field(default_factory=list)
    by_words: dict[frozenset[str], int] = field(default_factory=dict)
    by_last: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_spelling: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def put(self, name: str) -> None:
        """Adds the name to the only group that it fits, or else makes one of it."""
        form = _form(name)
        group = self.by_words.get(frozenset(form.words))
        if group is None and form.is_person:
            group = self._only_person(form)
        if group is None:
            group = len(self.members)
            self.members.append([])
        self.members[group].append(name)
        self.by_words.setdefault(frozenset(form.words), group)
        if form.is_person:
            self._know(form.last, group)

    def _only_person(self, form: _Form) -> int | None:
        fitting = self._fitting(form, self.by_last.get(form.last, ()))
        fitting = fitting or self._fitting(
            form, (group for last in self._spelt_almost(form.last) for group in self.by_last[last])
        )
        return fitting.pop() if len(fitting) == 1 else None

    def _fitting(self, form: _Form, groups: Iterable[int]) -> set[int]:
        return {group for group in groups if _may_be(form, _form(self.members[group][0]))}

    def _know(self, last: str, group: int) -> None:
        if last not in self.by_last:
            for spelling in _spellings(last):
                self.by_spelling[spelling].append(last)
        if group not in self.by_last[last]:
            self.by_last[last].append(group)

    def _spelt_almost(self, last: str) -> list[str]:
        known = {known for spelling in _spellings(last) for known in self.by_spelling.get(spelling, ())}
        return sorted(other for other in known - {last} if not _differ_by_s(other, last))


def speakers(names: Mapping[str, int]) -> tuple[Speaker, ...]:
    """The speakers whom these names mean, by name; `names` says how often each is given.

    A surname alone, an initial or another spelling joins the only person that it fits, and else stays alone.
    """
    groups = _Groups()
    for name in sorted(names, key=lambda name: (_form(name).is_alone, -len(_form(name).words[0]), -names[name], name)):
        groups.put(name)
    ranked = (sorted(group, key=lambda name: (_rank(name), -names[name], -len(name), name)) for group in groups.members)
    return tuple(sorted((Speaker(group[0], tuple(group)) for group in ranked), key=lambda speaker: speaker.name))


def named(speakers: Sequence[Speaker], query: str) -> tuple[Speaker, ...]:
    """Whom the query names, in full, by surname or by other words of the name; misspelt, where nobody is called so."""
    whole, bare = _form(query), _form(bare_name(query).title())
    asked = [form for form, fits in ((whole, True), (bare, bare.is_person)) if fits and key("".join(form.words))]
    for means in _WAYS_TO_MEAN:
        for form in asked:
            if found := tuple(s for s in speakers if any(means(form, alias) for alias in _forms(s))):
                return found
    return ()


def nearest(speakers: Iterable[Speaker], query: str, *, count: int) -> tuple[Speaker, ...]:
    """Those whose names are spelt most like the query, the most alike first; none that is hardly alike."""
    wanted = key(query)
    scored = [(max(_likeness(wanted, part) for part in (key(s.name), *_form(s.name).words)), s) for s in speakers]
    near = sorted((-score, s.name, s) for score, s in scored if score >= _NEAR)
    return tuple(speaker for _, _, speaker in near[:count])


def _forms(speaker: Speaker) -> Iterator[_Form]:
    """The forms of the name; of somebody with a full name only those: any of the family has the others."""
    full = _form(speaker.name)
    in_full = full.is_person and not full.is_alone
    return (form for form in map(_form, speaker.aliases) if not (in_full and form.is_alone))


def _is_called(asked: _Form, form: _Form) -> bool:
    by_surname = asked.is_alone and form.is_person and form.last == asked.last
    return by_surname or frozenset(asked.words) == frozenset(form.words)


def _is_called_almost(asked: _Form, form: _Form) -> bool:
    return form.is_person and form.last == asked.last and _may_be(asked, form)


def _is_called_also(asked: _Form, form: _Form) -> bool:
    return frozenset(asked.words) <= frozenset(form.words)


def _is_called_like(asked: _Form, form: _Form) -> bool:
    return form.is_person and _is_misspelt(asked.last, form.last) and _may_be(asked, form)


_WAYS_TO_MEAN = (_is_called, _is_called_almost, _is_called_also, _is_called_like)
"""How a name may be meant, the surest way first."""


@lru_cache(maxsize=65_536)
def _form(name: str) -> _Form:
    written = name.split()
    plain = [word.lower().strip(".,") for word in written]
    kept = [word for word, low in zip(written, plain, strict=True) if low not in _SMALL_WORDS | _PARTICLES]
    words = tuple(filter(None, map(key, kept))) or tuple(filter(None, map(key, written))) or (name,)
    is_name = not _SMALL_WORDS.intersection(plain) and not _ORGANISATIONS.intersection(plain)
    return _Form(
        words=words,
        last=key(surname(" ".join(kept))) or words[-1],
        is_person=is_name and bool(kept) and all(word[0].isupper() for word in kept),
    )


def _rank(name: str) -> int:
    """0 for a full name, 1 for one with an initial, 2 for a word alone."""
    form = _form(name)
    return 2 if form.is_alone else int(len(form.words[0]) == 1)


def _may_be(one: _Form, other: _Form) -> bool:
    """Whether two names of one surname may be one person's: by an initial, another spelling, or a short form."""
    if one.is_alone or other.is_alone:
        return True
    (short, long) = sorted((one.words[0], other.words[0]), key=len)
    if short in FIRST_NAMES and long in FIRST_NAMES and FIRST_NAMES[short] != FIRST_NAMES[long]:
        return False
    shortened = len(short) >= _SHORTEST_FIRST_NAME and len(long) - len(short) > 1
    return _sound(short) == _sound(long) or ((shortened or len(short) == 1) and long.startswith(short))


@lru_cache(maxsize=65_536)
def _sound(word: str) -> str:
    """The word as other spellings of it have it too: Sergey and Sergei, Zelenskyy and Zelenski."""
    if len(word) < _SHORTEST_VARIANT:
        return word
    return re.sub(r"(.)\1", r"\1", word.replace("y", "i").replace("ks", "x"))


def _spellings(last: str) -> set[str]:
    """The surname and all that it is with one letter fewer: those of two names that differ by one letter meet."""
    sound = _sound(last)
    fewer = {sound[:n] + sound[n + 1 :] for n in range(1, len(sound))} if len(sound) > _SHORTEST_VARIANT else set()
    return {sound, *fewer}


def _differ_by_s(one: str, other: str) -> bool:
    """Whether they are two surnames, such as Marten and Martens."""
    return one + "s" == other or other + "s" == one


def _is_misspelt(written: str, last: str) -> bool:
    if min(len(written), len(last)) < _SHORTEST_VARIANT or abs(len(written) - len(last)) > 1 or written[0] != last[0]:
        return False
    return _sound(written) == _sound(last) or _likeness(written, last) >= _LIKE_ENOUGH


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
