"""Ways of spoiling a good reply, each a fault on its face, with the measure that is there to notice it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from oracle import Span, cite, evidence_span, reply

from evals.gold import GoldQuestion
from evals.match import locate, sentences
from qa.wire import CitationBody, ReplyBody, SegmentBody
from qa.words import content_words
from vectorstore.article import Article

Articles = Sequence[Article]
Spoil = Callable[[GoldQuestion, ReplyBody, Articles], ReplyBody | None]

PEOPLE = ("Marta Quill", "Howard Pell", "Bridget Aylward", "Olaf Scholz", "Jens Stoltenberg", "Edwin Strake")
"""Of the sample articles."""
_PAIRS = (("Quill", "Strake"), ("Pell", "Solis"), ("Aylward", "Maddox"), ("Scholz", "Putin"), ("Biden", "Lavrov"))
OPPONENTS = {name: pair[pair[0] == name] for pair in _PAIRS for name in pair}
"""By surname, another person of the same story."""
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
SMALL = "two three four five six seven eight nine ten".split()
UNSUPPORTED = (
    "The plan was quietly withdrawn after angry protests.",
    "Experts later called the whole affair a serious mistake.",
    "Local residents have since promised to go to court.",
)
AFTER = {word: words[place - 1] for words in (DAYS, MONTHS, SMALL) for place, word in enumerate(words)}
NUMBER = re.compile(rf"(?<![\w.,])\d[\d,.]*\d|(?<![\w.,])\d|\b(?:{'|'.join(SMALL)})\b")
DATE = re.compile(rf"\b(?:{'|'.join(DAYS + MONTHS)})\b")
NAME = re.compile("|".join(OPPONENTS))
NEGATION = re.compile(r"\b(?:no longer|not|never|no) |(?<=\w)n['’]t\b")
AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|had|will|would|could|can|should|did)(?= \w)(?! (?:not|no|never)\b)")
QUOTED_WORD = re.compile(r"(?:“|\"(?=[^\"]*\"))[^“”\"]*?\b(?P<word>[a-z]{4,})")


@dataclass(frozen=True, slots=True)
class Mutator:
    """A way of spoiling a reply; where it can't, it gives None."""

    name: str
    aim: str
    """The measure that it must lower."""
    spoil: Spoil


def in_text(alter: Callable[[str], str | None]) -> Spoil:
    """Alters the text of the first segment in which there is something to alter."""

    def spoil(_question: GoldQuestion, good: ReplyBody, _articles: Articles) -> ReplyBody | None:
        for place, segment in enumerate(good.segments):
            if text := alter(segment.text):
                said = segment.model_copy(update={"text": text})
                return _with(good, segments=(*good.segments[:place], said, *good.segments[place + 1 :]))
        return None

    return spoil


def in_citation(alter: Callable[[CitationBody, Articles], CitationBody | None]) -> Spoil:
    """Alters the first citation that can be altered."""

    def spoil(_question: GoldQuestion, good: ReplyBody, articles: Articles) -> ReplyBody | None:
        for place, citation in enumerate(good.citations):
            if altered := alter(citation, articles):
                return _with(good, citations=(*good.citations[:place], altered, *good.citations[place + 1 :]))
        return None

    return spoil


def swap_number(text: str) -> str | None:
    """Another first digit, or the number word before; one that the text doesn't have."""
    return _swap(text, NUMBER, lambda number: AFTER.get(number) or f"{int(number[0]) % 9 + 1}{number[1:]}")


def swap_date(text: str) -> str | None:
    """The weekday or the month before."""
    return _swap(text, DATE, AFTER.__getitem__)


def swap_name(text: str) -> str | None:
    """The opponent's surname for the first one in the text, wherever it stands; an opponent whom the text lacks."""
    found = NAME.search(text)
    return text.replace(found[0], OPPONENTS[found[0]]) if found and OPPONENTS[found[0]] not in text else None


def swap_speaker(question: GoldQuestion, good: ReplyBody, _articles: Articles) -> ReplyBody | None:
    """Another person, in the text and beside every citation."""
    if not good.answered or question.speaker is None:
        return None
    told = " ".join(segment.text for segment in good.segments) + question.speaker
    other = next(person for person in PEOPLE if _surname(person) not in told)
    names = re.compile(rf"{re.escape(question.speaker)}|(?i:\b{re.escape(_surname(question.speaker))}\b)")
    return _with(
        good,
        segments=tuple(s.model_copy(update={"text": names.sub(other, s.text)}) for s in good.segments),
        citations=tuple(c.model_copy(update={"speaker": other}) for c in good.citations),
    )


def drop_negation(text: str) -> str | None:
    """`would not` is `would`, `isn't` is `is`."""
    plain = re.sub(r"\bwon['’]t\b", "will", re.sub(r"\bcan['’]t\b", "can", text))
    turned = NEGATION.sub("", plain, count=1) if plain == text else plain
    return turned if turned != text else None


def add_negation(text: str) -> str | None:
    """`would` is `would not`."""
    turned = AUXILIARY.sub(r"\g<0> not", text, count=1)
    return turned if turned != text else None


def misquote(text: str) -> str | None:
    """Another word in the place of one between quotation marks."""
    found = QUOTED_WORD.search(text)
    return f"{text[: found.start('word')]}perhaps{text[found.end('word') :]}" if found else None


def append_unsupported(text: str) -> str:
    """A sentence that no article has."""
    return f"{_ended(text)} {_unsupported(text)}"


def hide_after_newlines(text: str) -> str:
    """A sentence that no article has, far below."""
    return text + "\n" * 40 + _unsupported(text)


def append_elsewhere(question: GoldQuestion, good: ReplyBody, articles: Articles) -> ReplyBody | None:
    """A sentence of another article, as if the same citation bore it out."""
    sentence = sentences(_elsewhere(good, articles).text)[-1]
    return in_text(lambda text: f"{_ended(text)} {sentence}")(question, good, articles)


def cite_neighbour(question: GoldQuestion, good: ReplyBody, articles: Articles) -> ReplyBody | None:
    """For every citation, the sentence after it or before it that is no evidence."""
    spans = [evidence_span(evidence, articles) for evidence in question.evidence]
    moved = [_neighbour(citation, spans, articles) for citation in good.citations]
    return _with(good, citations=tuple(moved)) if moved and all(moved) else None


def cite_wrong_article(citation: CitationBody, articles: Articles) -> CitationBody:
    """A paragraph of another article, word for word."""
    paragraph = _paragraphs(next(a for a in articles if a.title != citation.title and a.id != citation.article_id))[0]
    return _moved(citation, paragraph)


def cite_everything(citation: CitationBody, articles: Articles) -> CitationBody:
    """The whole article."""
    article = next(article for article in articles if article.id == citation.article_id)
    return _moved(citation, Span(article, 0, len(article.text)))


def shift_offset(citation: CitationBody, _articles: Articles) -> CitationBody:
    """One character further on."""
    return citation.model_copy(update={"start": citation.start + 1, "end": citation.end + 1})


def forge_id(citation: CitationBody, _articles: Articles) -> CitationBody:
    """An article that isn't there."""
    return citation.model_copy(update={"article_id": f"{citation.article_id}-2"})


def alter_quote(citation: CitationBody, _articles: Articles) -> CitationBody:
    """One other character in the middle of the quote."""
    middle = len(citation.quote) // 2
    other = "x" if citation.quote[middle] != "x" else "y"
    return citation.model_copy(update={"quote": citation.quote[:middle] + other + citation.quote[middle + 1 :]})


def duplicate_label(_question: GoldQuestion, good: ReplyBody, articles: Articles) -> ReplyBody | None:
    """A second citation with the number of the first."""
    if not good.answered:
        return None
    return _with(good, citations=(*good.citations, cite_wrong_article(good.citations[0], articles)))


def drop_citation(_question: GoldQuestion, good: ReplyBody, _articles: Articles) -> ReplyBody | None:
    """A number that leads nowhere."""
    return _with(good, citations=good.citations[1:]) if good.answered else None


def drop_markers(_question: GoldQuestion, good: ReplyBody, _articles: Articles) -> ReplyBody | None:
    """A segment without a number."""
    if not good.answered:
        return None
    return _with(good, segments=(good.segments[0].model_copy(update={"markers": ()}), *good.segments[1:]))


def echo_question(question: GoldQuestion, good: ReplyBody, _articles: Articles) -> ReplyBody | None:
    """The question for an answer, beside the right citations."""
    if not good.answered:
        return None
    markers = tuple(citation.marker for citation in good.citations)
    return _with(good, segments=(SegmentBody(text=question.question, markers=markers),))


def abstain(question: GoldQuestion, good: ReplyBody, _articles: Articles) -> ReplyBody | None:
    """Nothing, where there is an answer."""
    return reply(question.question, (), ()) if good.answered else None


def answer_anyway(question: GoldQuestion, good: ReplyBody, articles: Articles) -> ReplyBody | None:
    """The paragraph most like the question, where there is no answer; of a false premise it may be the correction."""
    if good.answered or question.kind == "false-premise":
        return None
    wanted = set(content_words(question.question))
    paragraphs = [paragraph for article in articles for paragraph in _paragraphs(article)]
    best = max(paragraphs, key=lambda paragraph: len(wanted & set(content_words(paragraph.text))))
    return reply(question.question, [SegmentBody(text=best.text, markers=(1,))], [cite(best, speaker=None)])


MUTATORS = (
    Mutator("swap a number", "support", in_text(swap_number)),
    Mutator("swap a date", "support", in_text(swap_date)),
    Mutator("swap a name", "support", in_text(swap_name)),
    Mutator("swap the speaker", "attribution", swap_speaker),
    Mutator("drop a negation", "support", in_text(drop_negation)),
    Mutator("add a negation", "support", in_text(add_negation)),
    Mutator("misquote", "support", in_text(misquote)),
    Mutator("append an unsupported sentence", "support", in_text(append_unsupported)),
    Mutator("append a sentence from elsewhere", "support", append_elsewhere),
    Mutator("hide text after newlines", "support", in_text(hide_after_newlines)),
    Mutator("cite the neighbouring sentence", "evidence_hit", cite_neighbour),
    Mutator("cite the wrong article", "support", in_citation(cite_wrong_article)),
    Mutator("cite everything", "citation_validity", in_citation(cite_everything)),
    Mutator("shift an offset", "citation_validity", in_citation(shift_offset)),
    Mutator("forge an article id", "citation_validity", in_citation(forge_id)),
    Mutator("alter a character of a quote", "citation_validity", in_citation(alter_quote)),
    Mutator("duplicate a label", "citation_validity", duplicate_label),
    Mutator("drop a citation", "citation_validity", drop_citation),
    Mutator("drop the markers", "coverage", drop_markers),
    Mutator("echo the question", "passed", echo_question),
    Mutator("abstain", "passed", abstain),
    Mutator("answer the unanswerable", "passed", answer_anyway),
)
"""Those that alter a number, a name or a negation leave the citation as it is, and the other way round."""


def _with(
    good: ReplyBody,
    *,
    segments: tuple[SegmentBody, ...] | None = None,
    citations: tuple[CitationBody, ...] | None = None,
) -> ReplyBody:
    """The reply with other segments or citations, and the answer that they make."""
    kept = good.segments if segments is None else segments
    answer = " ".join(segment.text + "".join(f" [{marker}]" for marker in segment.markers) for segment in kept)
    cited = good.citations if citations is None else citations
    return good.model_copy(update={"segments": kept, "citations": cited, "answer": answer})


def _swap(text: str, pattern: re.Pattern[str], other: Callable[[str], str]) -> str | None:
    """The first value swapped for another one that the text doesn't have."""
    for found in pattern.finditer(text):
        if other(found[0]) not in text:
            return text[: found.start()] + other(found[0]) + text[found.end() :]
    return None


def _surname(name: str) -> str:
    """The last word of the name, without what is in brackets."""
    return re.sub(r"\s*\(.*?\)", "", name).split()[-1]


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", '"', "”")) else f"{text}."


def _unsupported(text: str) -> str:
    return UNSUPPORTED[len(text) % len(UNSUPPORTED)]


def _moved(citation: CitationBody, span: Span) -> CitationBody:
    return cite(span, speaker=citation.speaker).model_copy(update={"marker": citation.marker})


def _neighbour(citation: CitationBody, evidence: Iterable[Span], articles: Articles) -> CitationBody | None:
    article = next(article for article in articles if article.id == citation.article_id)
    places = [place for sentence in sentences(article.text) for place in locate(article.text, sentence)[:1]]
    taken = [(span.start, span.end) for span in evidence if span.article == article]
    taken.append((citation.start, citation.end))
    free = [Span(article, *p) for p in places if not any(p[0] < end and start < p[1] for start, end in taken)]
    nearest = min(free, key=lambda span: abs(span.start - citation.end), default=None)
    return _moved(citation, nearest) if nearest else None


def _elsewhere(good: ReplyBody, articles: Articles) -> Span:
    """The first paragraph of an article that the reply doesn't cite."""
    cited = {citation.article_id for citation in good.citations}
    return _paragraphs(next(article for article in articles if article.id not in cited))[0]


def _paragraphs(article: Article) -> list[Span]:
    return [Span(article, *found.span()) for found in re.finditer(r"[^\n]+", article.text)]
