"""Whether a text says no more than its evidence: what can be wrong in it must stand there."""

import re
from collections.abc import Iterator, Sequence

from qa.grounding.bearing import fitted_bearing, supports
from qa.grounding.days import missing_days
from qa.grounding.edges import is_inside
from qa.grounding.evidence import Evidence, Finding
from qa.grounding.exchanged import exchanged_days, exchanged_names
from qa.grounding.folding import fold
from qa.grounding.markup import markup
from qa.grounding.names import missing_names
from qa.grounding.negation import turned
from qa.grounding.numbers import missing_numbers
from qa.grounding.speakers import misattributed
from vectorstore.sentences import sentences

__all__ = ["Evidence", "Finding", "supports", "ungrounded"]

_QUOTED = re.compile(r"“([^“”]+)(?:”|$)|\"([^\"]+)(?:\"|$)|«([^«»]+)»|(?<!\w)‘((?:[^‘’]|’(?=\w))+)’(?!\w)")


def ungrounded(text: str, *, evidence: Sequence[Evidence], question: str) -> tuple[Finding, ...]:
    """What of the text the evidence doesn't bear out; empty where it bears out all.

    Numbers (by value) and quoted passages must stand in the quotes, names and dates there or around them. Who is said
    to have spoken must be whose words they are, no word may be denied here and not there, and of each sentence enough
    must be said by the evidence (see `supports`). Being asked about bears nothing out. Plain prose has no markup.
    """
    quotes = "\n".join(one.quote for one in evidence)
    marked = tuple(Finding("markup", wording) for wording in markup(text, quoted=quotes))
    # Half of a surrogate pair, which JSON can bring, is no text: it is found above, and nothing else can read it.
    said = text.encode("utf-8", "replace").decode("utf-8")
    if not said.strip():
        return marked
    found = (
        *marked,
        *(Finding("number", wording) for wording in missing_numbers(said, evidence)),
        *(Finding("date", wording) for wording in missing_days(said, evidence)),
        *(Finding("name", wording) for wording in missing_names(said, evidence, question=question)),
        *misattributed(said, evidence),
        *_sentences(said, evidence),
        *(Finding("words", quoted) for quoted in _quoted(said) if not _stands(quoted, evidence)),
    )
    return tuple(dict.fromkeys(found))


def _sentences(text: str, evidence: Sequence[Evidence]) -> Iterator[Finding]:
    others = [sentence for one in evidence for sentence in _cut(one.quote)]
    for sentence in _cut(text):
        yield from (Finding("negation", word) for word in turned(sentence, others))
        yield from (Finding("name", name) for name in exchanged_names(sentence, evidence))
        yield from (Finding("date", wording) for wording in exchanged_days(sentence, evidence))
        if supports(sentence, evidence) < fitted_bearing().threshold:
            yield Finding("words", sentence)


def _cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, start=0, end=len(text))]


def _quoted(text: str) -> Iterator[str]:
    """What stands between quotation marks; also after one that is never closed."""
    for found in _QUOTED.finditer(text):
        yield next(filter(None, found.groups()))


def _stands(quoted: str, evidence: Sequence[Evidence]) -> bool:
    """Whether it stands in a quote as whole words, its first letter in either case, a stop or comma behind it aside."""
    bare = fold(quoted).text.strip("' ").rstrip(" .,")
    forms = {bare, bare[:1].swapcase() + bare[1:]} - {""}
    return not forms or any(_is_whole(one.quote, form) for one in evidence for form in forms)


def _is_whole(quote: str, form: str) -> bool:
    folded = fold(quote)
    spans = (folded.span(*found.span()) for found in re.finditer(re.escape(form), folded.text))
    return any(not is_inside(quote, span[0]) and not is_inside(quote, span[1]) for span in spans if span)
