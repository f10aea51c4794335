"""Who says what in an article: rules over quotation marks, verbs of speech and names.

A sentence with a verb of speech outside its quotation marks belongs to that verb's subject; a pronoun goes to the
last fitting name; a quotation with no verb of its own goes to the speaker who is still speaking.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vectorstore.article import Article
from vectorstore.names import NAME, bare_name, full_names, names_in, roles, surname
from vectorstore.sentences import Span, sentences
from vectorstore.statement import Statement, StatementKind

RULES_VERSION = "attribution-2"

_VERB = (
    r"(?:said|says|saying|say|told|tells|telling|added|adds|adding|warned|warns|warning|wrote|writes|writing|"
    r"argued|argues|announced|announces|insisted|insists|noted|notes|noting|stressed|stresses|claimed|claims|"
    r"described|describes|called|calls|calling|likened|agreed|repeated|repeats|reiterated|explained|explains|"
    r"declared|declares|suggested|suggests|promised|promises|admitted|admits|denied|denies|urged|urges|hailed|"
    r"acknowledged|asserted|asserts|stated|states|replied|replies|asked|asks|tweeted|posted|confirmed|confirms|"
    r"predicted|vowed|pledged|complained|conceded|maintained|recalled|remarked|rejected|dismissed|demanded|demands)"
)
_ADVERBS = r"(?:(?:has|have|had|also|then|later|earlier|again|repeatedly|previously|further|in turn|[a-z]+ly),? ){0,3}"
_NOUN = r"(?!(?:and|but|or|for|in|on|of|at|to|has|have|had|was|were|is|are|also|who|that)\b)[\w’'-]+"
_GROUP = rf"(?:\b(?:[Tt]he|[Aa]n?|[Hh]er|[Hh]is|[Tt]heir|[A-Z][\w’'-]+['’]s) (?:{_NOUN} ){{0,4}}{_NOUN})"
_PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey)"
_ASIDE = r"(?:, [^,“”\"]{2,120},)?"

_subject_verb = re.compile(rf"(?P<subject>{NAME}|{_PRONOUN}){_ASIDE},? {_ADVERBS}(?P<verb>{_VERB})\b")
_group_verb = re.compile(rf"(?P<subject>{_GROUP}) {_ADVERBS}(?P<verb>{_VERB})\b")
_verb_subject = re.compile(rf"(?:^|[,.?!”\"’'] ?)(?P<verb>said|says|added|adds|wrote|asked) (?P<subject>{NAME})")
_according_to = re.compile(rf"[Aa]ccording to (?:[a-z][\w-]* ){{0,5}}(?P<subject>{NAME})")
_quoted = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)")
_OPENING = ("“", '"', "«", "„")


@dataclass(frozen=True, slots=True)
class _People:
    by_surname: Mapping[str, str]
    by_role: Mapping[str, str]

    def person(self, words: str) -> str | None:
        """The full name behind a name as written; None where the article names nobody so."""
        return self.by_surname.get(surname(words))


@dataclass(frozen=True, slots=True)
class _Attributed:
    span: Span
    speaker: str | None
    as_written: str | None


def find_statements(article: Article) -> tuple[Statement, ...]:
    """The statements of the article, in order; none spans two paragraphs or two posts."""
    people = _People(full_names(article.text), roles(article.text))
    blocks = [(post.start, post.end) for post in article.posts] or [(0, len(article.text))]
    return tuple(
        _statement(article, run)
        for block in blocks
        for run in _runs(article.text, list(_attributed(article.text, block, people)))
    )


def quotations(text: str, *, start: int, end: int) -> tuple[Span, ...]:
    """The spans within `text[start:end]` that stand in quotation marks, the marks left out."""
    found = ((start + match.start(), start + match.end()) for match in _quoted.finditer(text[start:end]))
    return tuple(
        (first + 1, last - 1 if text[last - 1] in '”"»“' and last - 1 > first else last) for first, last in found
    )


def _attributed(text: str, block: Span, people: _People) -> Iterator[_Attributed]:
    """Every sentence of the block that somebody speaks in. Keeps who spoke last and who was last written about."""
    speaker: str | None = None
    subject: str | None = None
    for start, end in sentences(text, start=block[0], end=block[1]):
        sentence = text[start:end]
        told = _quoted.sub(
            lambda quote: quote.group()[0] + "_" * (len(quote.group()) - 2) + quote.group()[-1], sentence
        )
        written = _subject_of_speech(told)
        if written is not None:
            speaker = _resolve(written, people, last=_opening_person(told, people) or subject or speaker)
            yield _Attributed((start, end), speaker, written)
            subject = speaker
        elif sentence.startswith(_OPENING) and not re.search(r"\w", told.replace("_", "")):
            yield _Attributed((start, end), speaker, None)
        else:
            subject = next((person for name, *_ in names_in(told) if (person := people.person(name))), subject)


def _opening_person(told: str, people: _People) -> str | None:
    """Whom the sentence begins with: a pronoun later in it is that person ("Edwin Strake was heckled as he spoke")."""
    named = names_in(told)
    if not named or named[0][1] > 0 or told[: named[0][2]].endswith(("'s", "’s")):
        return None
    return people.person(named[0][0])


def _subject_of_speech(told: str) -> str | None:
    """Whoever the sentence says is speaking, as written; quoted words are masked in it."""
    candidates = [
        match
        for pattern in (_verb_subject, _subject_verb, _group_verb, _according_to)
        for match in pattern.finditer(told)
        if pattern is _group_verb or re.fullmatch(_PRONOUN, match["subject"]) or _may_speak(match["subject"])
    ]
    return candidates[0]["subject"] if candidates else None


def _may_speak(subject: str) -> bool:
    return bool(bare_name(subject)) and not subject.endswith("ly")


def _resolve(written: str, people: _People, *, last: str | None) -> str | None:
    """The fullest name for what is written: a pronoun is the last person, a title whoever the article gives it to."""
    if re.fullmatch(_PRONOUN, written):
        return None if written.lower() == "they" else last
    name = bare_name(written)
    if name and re.fullmatch(NAME, written):
        return people.person(name) or name
    words = written.lower().split()
    titles = (" ".join(words[first:]) for first in range(1, len(words)))
    return next((people.by_role[title] for title in titles if title in people.by_role), _organisation(written))


def _organisation(written: str) -> str | None:
    """A group that is named by whose it is ("Russia's defence ministry") is known by those words."""
    return written if written[0].isupper() and re.match(r"[\w-]+['’]s ", written) else None


def _runs(text: str, attributed: Sequence[_Attributed]) -> Iterator[list[_Attributed]]:
    """Sentences that follow each other in one paragraph, the later ones bare quotations, are one statement."""
    run: list[_Attributed] = []
    for sentence in attributed:
        between = text[run[-1].span[1] : sentence.span[0]] if run else ""
        if run and (sentence.as_written is not None or "\n" in between or between.strip()):
            yield run
            run = []
        run.append(sentence)
    if run:
        yield run


def _statement(article: Article, run: Sequence[_Attributed]) -> Statement:
    start, end = run[0].span[0], run[-1].span[1]
    quotes = quotations(article.text, start=start, end=end)
    quoted = sum(last - first for first, last in quotes)
    kind: StatementKind = "reported" if not quotes else "direct" if quoted > (end - start) / 2 else "mixed"
    return Statement(
        article_id=article.id,
        speaker=run[0].speaker,
        speaker_as_written=run[0].as_written,
        kind=kind,
        start=start,
        end=end,
        quote_spans=quotes,
    )
