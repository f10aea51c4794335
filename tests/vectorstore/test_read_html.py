"""Saved web pages into articles."""

import json
from datetime import UTC, datetime

import pytest

from vectorstore.article import Article
from vectorstore.readers.html import read_html
from vectorstore.readers.read import Unreadable

PARAGRAPHS = (
    "The ferry across Tern Sound will stop on 2 May, the harbour office said on Monday, after forty years of service.",
    "“It has to be done,” said Marta Quill, who leads the council. “The old boat is not safe any more.”",
    "Owen Pike, who runs the bakery on the quay, said that nobody had asked the people who use it every day.",
    "A bus will run round the head of the sound four times a day until a new boat has been found and paid for.",
)


def page(
    *,
    head: str = "",
    body: str = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS),
    linked: object = None,
    title: str = "Ferry to stop in May",
) -> str:
    """A news page of an invented outlet, with its furniture."""
    script = f'<script type="application/ld+json">{json.dumps(linked)}</script>' if linked is not None else ""
    return (
        f"<!doctype html><html lang='en-GB'><head><meta charset='utf-8'><title>{title} | Tern Post</title>{head}"
        f"{script}</head><body><nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav><article><h1>{title}</h1>"
        f"{body}</article><footer>© Tern Post. All rights reserved.</footer></body></html>"
    )


def _read(html: str | bytes) -> Article | Unreadable:
    (read,) = read_html(html.encode() if isinstance(html, str) else html, name="ferry", source="ferry.html")
    return read


def _article(html: str | bytes) -> Article:
    read = _read(html)
    assert isinstance(read, Article), read
    return read


def _reason(html: str | bytes) -> str:
    read = _read(html)
    assert isinstance(read, Unreadable), read
    return read.reason


def test_the_text_is_the_articles_paragraphs_and_nothing_around_them() -> None:
    """A blank line between paragraphs; navigation, footer and the headline are not in it."""
    article = _article(page())

    assert article.text == "\n\n".join(PARAGRAPHS)
    assert (article.id, article.title, article.source) == ("ferry", "Ferry to stop in May", "ferry.html")


def test_headings_lists_quotes_and_tables_are_kept_as_lines() -> None:
    """Cells of a row are set apart by a bar; a line break is a new line."""
    more = (
        "<h2>What next</h2><ul><li>Buses run</li><li>Boats wait</li></ul><p>First line<br>second line</p>"
        "<table><tr><th>Day</th><th>Runs</th></tr><tr><td>Mon</td><td>4</td></tr></table>"
    )
    article = _article(page(body="".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) + more))

    assert article.text.endswith(
        "What next\n\nBuses run\n\nBoats wait\n\nFirst line\nsecond line\n\nDay | Runs\nMon | 4"
    )


@pytest.mark.parametrize("wrap", [lambda found: found, lambda found: [found], lambda found: {"@graph": [{}, found]}])
def test_json_ld_tells_who_wrote_it_and_when(wrap) -> None:
    """Alone, in a list or in a graph; times come out in UTC; the id is derived from the canonical address."""
    linked = {
        "@context": "https://schema.org",
        "@type": ["ReportageNewsArticle"],
        "headline": "Ferry to stop in May",
        "author": [{"@type": "Person", "name": "Nell Abara"}, {"name": "Tom Rook"}],
        "publisher": {"@type": "Organization", "name": "Tern Post"},
        "datePublished": "2026-02-15T10:00:00+01:00",
        "dateModified": "2026-02-16T08:30:00Z",
        "inLanguage": "en",
        "url": "https://tern.example/ferry",
    }
    article = _article(page(linked=wrap(linked)))

    assert article.authors == ("Nell Abara", "Tom Rook")
    assert article.publisher == "Tern Post"
    assert article.published_at == datetime(2026, 2, 15, 9, tzinfo=UTC)
    assert article.updated_at == datetime(2026, 2, 16, 8, 30, tzinfo=UTC)
    assert article.url == "https://tern.example/ferry"
    assert article.id.startswith("a")
    assert article.id != "ferry"


def test_meta_elements_tell_what_json_ld_does_not() -> None:
    """Open Graph, `author`, the canonical link and the page's `lang`."""
    head = (
        '<meta property="og:title" content="Ferry to stop in May"><meta property="og:site_name" content="Tern Post">'
        '<meta property="article:published_time" content="2026-02-15T10:00:00Z">'
        '<meta property="article:modified_time" content="2026-02-16"><meta name="author" content="By Nell Abara">'
        '<meta property="article:author" content="https://social.example/nell">'
        '<link rel="canonical" href="https://tern.example/ferry">'
    )
    article = _article(page(head=head, linked={"@type": "NewsArticle", "publisher": {"name": "The Tern Post"}}))

    assert (article.title, article.publisher) == ("Ferry to stop in May", "The Tern Post")
    assert article.authors == ("Nell Abara",)
    assert article.published_at == datetime(2026, 2, 15, 10, tzinfo=UTC)
    assert article.updated_at == datetime(2026, 2, 16, tzinfo=UTC)
    assert (article.url, article.language) == ("https://tern.example/ferry", "en-GB")


def test_the_same_address_gives_the_same_id() -> None:
    """However the file is named and whatever the text is now."""
    head = '<link rel="canonical" href="https://tern.example/ferry">'
    first, second = _article(page(head=head)), _article(page(head=head, body=f"<p>{PARAGRAPHS[0] * 3}</p>"))

    assert first.id == second.id
    assert first.text != second.text


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "/ferry", "data:text/html,x", "https://", "https://tern.example/", "http://[", " "]
)
def test_an_address_that_names_no_page_is_dropped(href: str) -> None:
    """A script, a relative address, a site's front page, which many articles may claim to be."""
    assert _article(page(head=f'<link rel="canonical" href="{href}">')).url is None


def test_a_relative_address_is_resolved_where_the_page_says_against_what() -> None:
    """By its `<base>`."""
    head = '<base href="https://tern.example/news/"><link rel="canonical" href="ferry">'

    assert _article(page(head=head)).url == "https://tern.example/news/ferry"


def test_a_longer_body_in_json_ld_that_holds_the_pages_text_is_taken() -> None:
    """A page that shows the beginning to readers without a subscription."""
    body = "\n\n".join(PARAGRAPHS)
    shown = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[:2])
    linked = {"@type": "NewsArticle", "headline": "Ferry to stop in May", "articleBody": body}

    assert _article(page(body=shown, linked=linked)).text == body


def test_a_page_drawn_by_a_script_is_read_from_its_json_ld() -> None:
    """It shows nothing that could contradict it."""
    linked = {"@type": "NewsArticle", "headline": "Ferry to stop in May", "articleBody": "\n\n".join(PARAGRAPHS)}

    assert _article(page(body="", linked=linked)).text == "\n\n".join(PARAGRAPHS)


def test_markup_in_a_json_ld_body_is_resolved() -> None:
    """Some sites leave tags and entities in it."""
    linked = {"@type": "NewsArticle", "articleBody": "".join(f"<p>{p} &amp; so on</p>" for p in PARAGRAPHS)}

    assert _article(page(body="", linked=linked)).text == "\n\n".join(f"{p} & so on" for p in PARAGRAPHS)


@pytest.mark.parametrize(
    "lie",
    [
        {"headline": "Volcano swallows distant capital", "articleBody": "Molten rock everywhere today. " * 60},
        {"headline": "Ferry to stop in May", "articleBody": "Molten rock flows through every distant street. " * 60},
        {"headline": "Volcano swallows distant capital"},
    ],
)
def test_json_ld_that_says_other_things_than_the_page_is_not_believed(lie: dict[str, str]) -> None:
    """One lie discredits all of it: its author and date are not taken either."""
    linked = {"@type": "NewsArticle", "author": "A. Liar", "datePublished": "1999-01-01", **lie}
    article = _article(page(linked=linked))

    assert article.text == "\n\n".join(PARAGRAPHS)
    assert (article.title, article.authors, article.published_at) == ("Ferry to stop in May", (), None)


def test_of_several_descriptions_the_one_of_this_page_counts() -> None:
    """Pages describe related articles too."""
    other = {"@type": "NewsArticle", "headline": "Bakery wins prize", "author": "Other"}
    own = {"@type": "NewsArticle", "headline": "Ferry to stop in May", "author": "Nell Abara"}
    related = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) + "<p>Read on: Bakery wins prize</p>"

    assert _article(page(linked=[other, own], body=related)).authors == ("Nell Abara",)


@pytest.mark.parametrize(
    "written", ["{not json", "[" * 100_000, '"NewsArticle"', "[[[]]]", '{"@type": 5, "@graph": "x"}', "", "null"]
)
def test_json_ld_that_can_not_be_read_says_nothing(written: str) -> None:
    """The rest of the page is read."""
    script = f'<script type="application/ld+json">{written}</script>'

    assert _article(page(head=script)).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("wrap", ["<!-- {} -->", "//<![CDATA[\n{}\n//]]>", "/*<![CDATA[*/ {} /*]]>*/"])
def test_json_ld_in_an_old_wrapping_is_read(wrap: str) -> None:
    """Comments and CDATA sections, as old systems write them."""
    written = wrap.format(json.dumps({"@type": "NewsArticle", "author": "Nell Abara"}))
    script = f'<script type="application/ld+json">{written}</script>'

    assert _article(page(head=script)).authors == ("Nell Abara",)


@pytest.mark.parametrize("date", ["2026-02-15T10:00:00", "yesterday", "2026-13-45", "0001-01-01T00:00:00+05:00", "", 5])
def test_a_date_that_leaves_doubt_stays_unknown(date: object) -> None:
    """A time without a zone, and what is no date."""
    linked = {"@type": "NewsArticle", "datePublished": date}
    head = f'<meta property="article:published_time" content="{date}">'

    assert _article(page(head=head, linked=linked)).published_at is None


def _live(updates: list[dict[str, object]]) -> str:
    blog = {
        "@type": "LiveBlogPosting",
        "headline": "Storm at Tern Sound: live",
        "liveBlogUpdate": [{"@type": "BlogPosting", **update} for update in updates],
    }
    shown = "".join(f"<h2>{u.get('headline', '')}</h2><p>{u['articleBody']}</p>" for u in updates)
    return page(title="Storm at Tern Sound: live", body=shown, linked=blog)


def test_each_update_of_a_live_page_is_a_post() -> None:
    """With its headline, author and own time; its span is its headline and body, and nothing else."""
    first = {
        "headline": "Ferry back in harbour",
        "datePublished": "2026-02-15T11:30:00-05:00",
        "author": {"@type": "Person", "name": "Nell Abara"},
        "articleBody": "The ferry came back at half past ten with all of its passengers safe, the harbour office says.",
    }
    second = {
        "headline": "Wind rises",
        "datePublished": "2026-02-15T10:00:00",
        "articleBody": "Gusts of ninety kilometres an hour were measured at the head of the sound before dawn.",
    }
    article = _article(_live([first, second]))

    assert [(p.id, p.heading, p.author, p.published_at) for p in article.posts] == [
        ("p1", "Ferry back in harbour", "Nell Abara", datetime(2026, 2, 15, 16, 30, tzinfo=UTC)),
        ("p2", "Wind rises", None, None),
    ]
    assert [article.text[p.start : p.end] for p in article.posts] == [
        f"{update['headline']}\n\n{update['articleBody']}" for update in (first, second)
    ]


def test_what_a_live_page_says_above_its_updates_is_kept_apart() -> None:
    """JSON-LD seldom has it; it belongs to no post."""
    update = {"headline": "Wind rises", "articleBody": f"{PARAGRAPHS[1]} {PARAGRAPHS[2]} {PARAGRAPHS[3]}"}
    html = _live([update]).replace("<h2>", f"<p>{PARAGRAPHS[0]}</p><h2>", 1)
    article = _article(html)

    (post,) = article.posts
    assert article.text[: post.start] == f"{PARAGRAPHS[0]}\n\n"
    assert article.text[post.start :] == f"Wind rises\n\n{update['articleBody']}"


def test_a_live_page_whose_json_ld_leaves_much_out_keeps_its_whole_text() -> None:
    """Better no posts than lost reporting."""
    linked = {"@type": "LiveBlogPosting", "liveBlogUpdate": [{"headline": "Ferry", "articleBody": PARAGRAPHS[0]}]}
    article = _article(page(linked=linked))

    assert article.posts == ()
    assert article.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("windows-1252", "cp1252"), ("ISO-8859-1", "cp1252"), ("koi8-r", "koi8-r"), ("Shift_JIS", "shift_jis")],
)
def test_a_declared_charset_is_honoured(declared: str, encoding: str) -> None:
    """Latin-1 is read as browsers read it, so typographic quotes come out right."""
    said = {"koi8-r": "Паром", "shift_jis": "渡し船"}.get(encoding, "“Fähre”")
    text = f"{said} stops in May, the harbour office of Tern Sound said on Monday after forty years of service. " * 3
    html = page(body=f"<p>{text}</p>").replace("“It", "It").replace("©", "").replace("charset='utf-8'", "")
    html = html.replace("<meta ", f"<meta http-equiv='Content-Type' content='text/html; charset={declared}'")

    assert _article(html.encode(encoding)).text.startswith(said)


def test_a_byte_order_mark_tells_the_encoding() -> None:
    """Whatever the page declares."""
    assert _article(page().encode("utf-16")).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (page().replace("utf-8", "x-none").encode(), "it declares charset 'x-none', which is none we read"),
        (page().replace("utf-8", "rot13").encode(), "it declares charset 'rot13', which is none we read"),
        (page(title="Fähre").encode("cp1252"), "not UTF-8: byte 0xe4 at offset"),
        (page(title="Fähre").replace("<meta charset='utf-8'>", "").encode("cp1252"), "not UTF-8: byte 0xe4 at offset"),
        (page().replace("utf-8", "cp1252").encode(), "not cp1252, as it declares charset 'cp1252': byte 0x9d at"),
        (page().encode("utf-16-le"), "as in UTF-16 without a byte order mark"),
    ],
)
def test_an_encoding_in_doubt_is_an_error_that_names_the_byte(html: bytes, reason: str) -> None:
    """Never silently other letters."""
    assert reason in _reason(html)


@pytest.mark.parametrize("html", ["<html><body></body></html>", "<nav><a href='/'>Home</a></nav>", "<!-- -->", "<img>"])
def test_a_page_without_an_article_says_so(html: str) -> None:
    """It is not taken in empty."""
    assert _reason(html).startswith("no ")


@pytest.mark.usefixtures("socket_disabled")
def test_nothing_is_fetched() -> None:
    """Not the canonical address, a frame, an image or a stylesheet."""
    head = (
        '<link rel="stylesheet" href="http://tern.example/a.css"><link rel="canonical" href="http://tern.example/a">'
        '<script src="http://tern.example/a.js"></script><meta http-equiv="refresh" content="0;url=http://tern.example">'
    )

    assert _article(page(head=head)).text == "\n\n".join(PARAGRAPHS)
