"""Who says what. The people, places and sentences are made up."""

from dataclasses import replace

import pytest

from vectorstore.article import Article, Post
from vectorstore.statement import Statement
from vectorstore.statements.find import find_statements
from vectorstore.statements.quotations import quotations

_CASES = {
    "subject first": ("Marta Quill said the toll would rise.", "toll", "Marta Quill"),
    "quotation, verb, subject": ("“The toll will rise,” said Marta Quill, the council leader.", "toll", "Marta Quill"),
    "quotation, subject, verb": ("“The toll will rise,” Marta Quill said.", "toll", "Marta Quill"),
    "told somebody": ("“It is late,” Ines Calder told Owen Pike.", "late", "Ines Calder"),
    "told about somebody": ("Marta Quill told the council that Owen Pike had paid.", "paid", "Marta Quill"),
    "said of somebody": ("“He lied,” Ines Calder said of Owen Pike.", "lied", "Ines Calder"),
    "denied about somebody": ("Dana Frost denied that Owen Pike had resigned.", "resigned", "Dana Frost"),
    "somebody else's affairs": ("Owen Pike was not at the meeting, Dana Frost said.", "meeting", "Dana Frost"),
    "asked about somebody": ("Asked about Owen Pike, Ines Calder said it was late.", "late", "Ines Calder"),
    "a letter to somebody": ("In a letter to Owen Pike, Dana Frost wrote that the dam held.", "dam", "Dana Frost"),
    "somebody praised before": ("The mayor praised Owen Pike. Ines Calder said it was late.", "late", "Ines Calder"),
    "an aside": ("Owen Pike, who runs the bakery, said he had not been asked.", "asked", "Owen Pike"),
    "an aside with a name": ("Dana Frost, a lawyer for Owen Pike, said he would appeal.", "appeal", "Dana Frost"),
    "a possessive before": ("“It is late,” Owen Pike’s lawyer, Dana Frost, said.", "late", "Dana Frost"),
    "adverbs between": ("Dr. Dana Frost has repeatedly insisted that the dam is safe.", "dam", "Dana Frost"),
    "a day between": ("Dana Frost warned on Friday that the dam might fail.", "dam", "Dana Frost"),
    "according to, first": ("According to Owen Pike, the ovens were cold by noon.", "ovens", "Owen Pike"),
    "according to, last": ("The ovens were cold by noon, according to Owen Pike.", "ovens", "Owen Pike"),
    "according to a role": ("The ovens were cold, according to the baker Owen Pike.", "ovens", "Owen Pike"),
    "a quotation goes on": ("“We waited,” said Owen Pike. “Nobody came.”", "Nobody", "Owen Pike"),
    "the next paragraph goes on": ("“We waited,” said Owen Pike.\n\n“Nobody came.”", "Nobody", "Owen Pike"),
    "one quotation in two parts": ("“The dam,” said Dana Frost, “is safe.”", "safe", "Dana Frost"),
    "a colon": ("President Ines Calder told reporters: “We will wait.”", "wait", "Ines Calder"),
    "a pronoun": ("Marta Quill met Owen Pike on Monday. She said the talks were short.", "talks", "Marta Quill"),
    "a pronoun after a quotation": ("Owen Pike had waited. “Nobody came,” he said.", "Nobody", "Owen Pike"),
    "a surname": ("Ines Calder spoke first.\n\n“The border is open,” Calder said.", "border", "Ines Calder"),
    "a surname after a title": ("Gov. Marla Newsom signed. “This is overdue,” Newsom said.", "overdue", "Marla Newsom"),
    "a title in front": ("Foreign Minister Ines Calder said the border was open.", "border", "Ines Calder"),
    "a title alone": (
        "Foreign Minister Ines Calder arrived on Sunday.\n\nThe foreign minister said the border was open.",
        "border",
        "Ines Calder",
    ),
    "a spokesman by name": ("The prime minister's spokesman, Owen Pike, said no.", "said no", "Owen Pike"),
    "somebody's ministry": (
        "Norland’s defence ministry said two ships had sailed.",
        "ships",
        "Norland’s defence ministry",
    ),
    "German marks and a particle": ("„Der Damm hält“, said Jürgen van der Meer.", "Damm", "Jürgen van der Meer"),
    "an Irish name, straight marks": ('"Is it safe?" asked Seán O’Leary.', "safe", "Seán O’Leary"),
    "a ministry about somebody": ("The ministry said Owen Pike had been invited.", "invited", None),
    "a spokesman without a name": ("Owen Pike left. A spokesman said the road was shut.", "road", None),
    "they": ("Owen Pike and Ines Calder left. They said the road was shut.", "road", None),
    "an owner without a name": ("Owen Pike's bakery burned down. The report said it was arson.", "arson", None),
}


def _statements(article: Article, text: str, key: str) -> list[Statement]:
    """The statements in the text that have the key in them."""
    found = find_statements(replace(article, text=text))
    return [statement for statement in found if key in text[statement.start : statement.end]]


@pytest.mark.parametrize(("text", "key", "speaker"), _CASES.values(), ids=_CASES.keys())
def test_the_speaker_is_who_says_it(article: Article, text: str, key: str, speaker: str | None) -> None:
    """Never somebody who is merely mentioned; nobody where nobody is named."""
    assert [statement.speaker for statement in _statements(article, text, key)] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Owen Pike opened the bakery at six and sold out by noon.",
        "The sign reads “No entry” in red letters.",
        "Ines Calder and Owen Pike walked to the dam.",
    ],
)
def test_where_nobody_speaks_there_is_no_statement(article: Article, text: str) -> None:
    """A name and a quotation mark alone do not make a statement."""
    assert find_statements(replace(article, text=text)) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The toll will rise in spring,” said Marta Quill.", "direct"),
        ("Marta Quill said the toll would rise in spring.", "reported"),
        ("Marta Quill said the toll would rise in spring, and called it “a pity”.", "mixed"),
    ],
)
def test_the_kind_tells_how_much_is_verbatim(article: Article, text: str, kind: str) -> None:
    """Mostly quoted is direct, nothing quoted is reported, and the rest is mixed."""
    assert [statement.kind for statement in _statements(article, text, "toll")] == [kind]


def test_quoted_words_stand_without_their_marks(article: Article) -> None:
    """A quote span is what was said, letter by letter."""
    text = "“We waited,” said Owen Pike. “Nobody came.”"
    (statement,) = find_statements(replace(article, text=text))

    assert [text[start:end] for start, end in statement.quote_spans] == ["We waited,", "Nobody came."]
    assert (statement.start, statement.end) == (0, len(text))
    assert statement.speaker_as_written == "Owen Pike"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“One.” and “two”", ["One.", "two"]),
        ("„Eins“, sagte er.", ["Eins"]),
        ("«Un», dit-il.", ["Un"]),
        ('"One," he said.', ["One,"]),
        ("“Never closed", ["Never closed"]),
        ("It’s Pike’s", []),
    ],
)
def test_quotations_are_found_in_any_marks(text: str, quoted: list[str]) -> None:
    """Curly, German, French and straight marks; apostrophes are none."""
    assert [text[found.start : found.end] for found in quotations(text, start=0, end=len(text))] == quoted


def test_a_speaker_does_not_speak_on_in_the_next_post(article: Article) -> None:
    """Posts of a live page are by different people at different times."""
    text = "“We waited,” said Owen Pike.\n\n“Nobody came.”"
    border = text.index("\n\n")
    posts = (Post("p1", None, None, None, 0, border), Post("p2", None, None, None, border + 2, len(text)))
    statements = find_statements(replace(article, text=text, posts=posts))

    assert [(s.speaker, text[s.start : s.end]) for s in statements] == [
        ("Owen Pike", "“We waited,” said Owen Pike."),
        (None, "“Nobody came.”"),
    ]


def test_statements_of_the_samples_lie_within_their_articles(samples: tuple[Article, ...]) -> None:
    """In order, within one paragraph, the quoted words and the content inside, quotes without their marks."""
    for article in samples:
        statements = find_statements(article)
        starts = [statement.start for statement in statements]
        quotes = [(s, article.text[start:end]) for s in statements for start, end in s.quote_spans]

        assert starts == sorted(starts)
        assert all(s.start <= start < end <= s.end for s in statements for start, end in s.content)
        assert all(s.content for s in statements)
        assert not any("\n" in article.text[s.start : s.end] for s in statements)
        assert all(s.start <= start <= end <= s.end for s in statements for start, end in s.quote_spans)
        assert not any(set(quote) & set("“”«»„") for _, quote in quotes)


def test_a_place_with_an_article_is_nobody_and_the_sentences_own_person_is_he() -> None:
    """Neither the hall where it was said nor the person named before speaks, but whom the sentence begins with."""
    text = (
        "Some 250 people came to the Corn Hall on Monday.\n\n"
        "Edwin Strake, the council leader, was heckled as he said that the date stood.\n\n"
        "“The steel will not wait for us,” he said."
    )
    article = Article(
        id="hall",
        title=None,
        publisher=None,
        authors=(),
        published_at=None,
        updated_at=None,
        url=None,
        language="en",
        text=text,
        posts=(),
        source="-",
    )

    assert [statement.speaker for statement in find_statements(article)] == ["Edwin Strake", "Edwin Strake"]
