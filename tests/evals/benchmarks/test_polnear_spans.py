"""Statements are held beside those that people marked, word by word and quotation by quotation."""

from evals.benchmarks.benchmark import plain_article
from evals.benchmarks.polnear_scoring import Attribution
from evals.benchmarks.polnear_spans import span_figures, spans

TEXT = "“We row at six,” said Ada Quist. Tom Brandt said the pier was “a gem”."


def marked(words, *, direct):
    """An attribution of these words of the text."""
    start = TEXT.index(words)
    span = (start, start + len(words))
    return Attribution(id=words, doc_id="a", content_spans=(span,), direct=direct, source_names=())


QUOTE, REPORT = marked("“We row at six,”", direct=True), marked("the pier was “a gem”", direct=False)


def measured(*attributions):
    """The article's spans beside these."""
    return spans(plain_article("a", TEXT), attributions)


def test_what_is_found_as_marked_is_right():
    """Four words of one and five of the other, and one direct quotation."""
    found = measured(QUOTE, REPORT)

    assert found.words == (9, 0, 0)
    assert found.direct == (1, 0, 0)


def test_what_nobody_marked_is_wrong_and_what_is_marked_elsewhere_is_missed():
    """The reporter's words are nobody's."""
    found = measured(QUOTE, marked("Ada Quist", direct=False))

    assert found.words == (4, 5, 2)


def test_a_quotation_within_reported_words_is_told_from_one_nobody_marked():
    """It is no direct quotation, and no fault."""
    reported = measured(marked("“We row at six,” said", direct=False))

    assert reported.direct == (0, 1, 0)
    assert reported.direct_or_within == (0, 0, 0)
    assert measured().direct_or_within == (0, 1, 0)


def test_figures_add_up_over_the_articles():
    """F1 of all counts together."""
    figures = {figure.name: figure.estimate.value for figure in span_figures({"a": measured(QUOTE, REPORT)})}

    assert figures == {
        "statements, direct quotations F1": 1,
        "statements, direct quotations F1, reported ones aside": 1,
        "statements, content token F1": 1,
    }
