"""RSS and Atom into articles."""

from datetime import UTC, datetime

import pytest

from vectorstore.article import Article
from vectorstore.readers.feed import read_feed
from vectorstore.readers.read import Unreadable, derived_id


def rss(items: str, *, channel: str = "", head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    """An RSS 2.0 feed of an invented outlet."""
    return (
        f'{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Tern Post</title>'
        f"<link>https://tern.example/</link><language>en-gb</language>{channel}{items}</channel></rss>"
    )


ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Tern Post</title><author><name>Desk</name></author>
<entry><title type="html">Ferry &lt;i&gt;stops&lt;/i&gt;</title><id>tag:tern.example,2026:ferry</id>
<link rel="alternate" href="https://tern.example/ferry"/><published>2026-02-15T10:00:00+01:00</published>
<updated>2026-02-16T08:00:00Z</updated><author><name>Nell Abara</name></author><author><name>Tom Rook</name></author>
<summary>Short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The ferry stops.</p>
<p>It ran for <b>forty</b> years.</p></div></content></entry>
<entry xml:lang="fr"><title>Le vent</title><id>urn:uuid:60a76c80</id><updated>2026-02-16</updated>
<link href="/vent"/><summary>Il y a du vent.</summary></entry></feed>"""

RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://tern.example/">
<title>Tern Post</title><link>https://tern.example/</link></channel><item rdf:about="https://tern.example/ferry">
<title>Ferry</title><link>https://tern.example/ferry</link><description>The ferry stops.</description>
<dc:date>2026-02-15T10:00:00Z</dc:date><dc:creator>Nell Abara</dc:creator></item></rdf:RDF>"""


def _read(feed: str | bytes) -> list[Article | Unreadable]:
    return list(read_feed(feed.encode() if isinstance(feed, str) else feed, name="feed", source="feed.xml"))


def _article(feed: str | bytes) -> Article:
    (read,) = _read(feed)
    assert isinstance(read, Article), read
    return read


def test_an_rss_item_is_an_article() -> None:
    """Its whole content is taken over its description, and its markup left out."""
    item = (
        "<item><title>Ferry &amp; bus</title><link>/ferry</link><guid isPermaLink='false'>tern-12</guid>"
        "<dc:creator>Nell Abara</dc:creator><pubDate>Sun, 15 Feb 2026 10:00:00 +0100</pubDate>"
        "<description>Short &lt;b&gt;text&lt;/b&gt;.</description><content:encoded><![CDATA[<p>The ferry stops.</p>"
        "<script>alert(1)</script><p>It ran for <b>forty</b> years.</p>]]></content:encoded></item>"
    )

    assert _article(rss(item)) == Article(
        id="tern.example:tern-12",
        title="Ferry & bus",
        publisher="Tern Post",
        authors=("Nell Abara",),
        published_at=datetime(2026, 2, 15, 9, tzinfo=UTC),
        updated_at=None,
        url="https://tern.example/ferry",
        language="en-gb",
        text="The ferry stops.\n\nIt ran for forty years.",
        posts=(),
        source="feed.xml",
    )


def test_an_atom_entry_is_an_article() -> None:
    """The feed's author stands for an entry that names none; a date alone is its midnight in UTC."""
    first, second = _read(ATOM)

    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.id, first.title) == ("tag:tern.example,2026:ferry", "Ferry stops")
    assert first.text == "The ferry stops.\n\nIt ran for forty years."
    assert first.authors == ("Nell Abara", "Tom Rook")
    assert first.published_at == datetime(2026, 2, 15, 9, tzinfo=UTC)
    assert first.updated_at == datetime(2026, 2, 16, 8, tzinfo=UTC)
    assert (second.authors, second.language, second.url) == (("Desk",), "fr", None)
    assert second.updated_at == datetime(2026, 2, 16, tzinfo=UTC)


def test_an_rss_1_item_is_an_article() -> None:
    """Its one date is when it was published."""
    article = _article(RDF)

    assert (article.text, article.authors) == ("The ferry stops.", ("Nell Abara",))
    assert (article.published_at, article.updated_at) == (datetime(2026, 2, 15, 10, tzinfo=UTC), None)


@pytest.mark.parametrize(
    "said",
    [
        "<guid>https://tern.example/ferry</guid>",
        "<link>https://tern.example/ferry</link>",
        "<link>https://tern.example/ferry</link><guid>https://tern.example/ferry</guid>",
    ],
)
def test_an_address_gives_the_id_that_the_page_itself_would_get(said: str) -> None:
    """So the feed and the saved page are one article."""
    item = f"<item>{said}<description>The ferry stops.</description></item>"

    assert _article(rss(item)).id == derived_id(url="https://tern.example/ferry", title=None, publisher=None, text="")


def test_a_bare_guid_is_unique_in_its_site_only() -> None:
    """Two outlets that both number their items don't overwrite each other's."""
    item = "<item><guid isPermaLink='false'>12</guid><description>The ferry stops.</description></item>"
    other = rss(item).replace("tern.example", "rook.example")

    assert _article(rss(item)).id == "tern.example:12"
    assert _article(other).id == "rook.example:12"


def test_an_item_without_guid_and_address_gets_its_id_from_its_content() -> None:
    """The same one again has the same id; a guid too long for an id is shortened to one."""
    item = "<item><description>The ferry stops.</description></item>"
    long = f"<item><guid isPermaLink='false'>{'x' * 300}</guid><description>The ferry stops.</description></item>"

    assert _article(rss(item)).id == _article(rss(item)).id != _article(rss(item.replace("ferry", "bus"))).id
    assert len(_article(rss(long)).id) == 17


@pytest.mark.parametrize(
    "date", ["2026-02-15T10:00:00", "Sun, 15 Feb 2026 10:00:00", "yesterday", "", "Sun, 99 Feb 2026 10:00:00 GMT"]
)
def test_a_broken_date_stays_unknown(date: str) -> None:
    """No zone, no date: the item goes in without one."""
    item = f"<item><pubDate>{date}</pubDate><description>The ferry stops.</description></item>"

    assert _article(rss(item)).published_at is None


def test_an_rss_channels_managing_editor_is_no_author() -> None:
    """Who wrote the item stays unknown."""
    item = "<item><description>The ferry stops.</description></item>"
    channel = "<managingEditor>desk@tern.example (Desk)</managingEditor>"

    assert _article(rss(item, channel=channel)).authors == ()


def test_an_entry_without_text_is_named_and_the_others_go_in() -> None:
    """By its number and title."""
    items = (
        "<item><title>Only a headline</title></item><item><description>The ferry stops.</description></item>"
        "<item><description>&lt;img src='a.png'&gt;</description></item>"
    )
    first, second, third = _read(rss(items))

    assert isinstance(second, Article)
    assert isinstance(first, Unreadable)
    assert isinstance(third, Unreadable)
    assert first.where == "feed.xml: entry 1 ('Only a headline')"
    assert first.reason.startswith("this entry has no text")
    assert third.where == "feed.xml: entry 3"


def test_a_feed_that_breaks_off_gives_its_whole_entries() -> None:
    """Half an article is not taken for a whole one."""
    items = "".join(f"<item><title>T{n}</title><description>Ferry {n} stops.</description></item>" for n in range(3))
    whole = rss(items)
    reads = _read(whole[: whole.index("Ferry 2") + 9])

    assert [read.title for read in reads if isinstance(read, Article)] == ["T0", "T1"]
    assert reads[-1] == Unreadable(
        "feed.xml", "the feed breaks off after 2 whole entries: download it again for the rest"
    )


def test_a_feed_with_small_faults_is_read() -> None:
    """A bare ampersand and an HTML entity are in many."""
    item = "<item><title>Fish & chips</title><description>Caf&eacute; opens &nbsp;today.</description></item>"
    article = _article(rss(item))

    assert (article.title, article.text) == ("Fish & chips", "Café opens today.")


def test_a_declared_encoding_is_honoured_and_none_is_guessed() -> None:
    """Latin-1 where it says so; else UTF-8 or an error that names the byte."""
    item = "<item><description>Die Fähre hält nicht mehr.</description></item>"
    latin = rss(item, head='<?xml version="1.0" encoding="iso-8859-1"?>').encode("latin-1")
    (read,) = _read(latin.replace(b"iso-8859-1", b"utf-8"))

    assert _article(latin).text == "Die Fähre hält nicht mehr."
    assert isinstance(read, Unreadable)
    assert read.reason.startswith("not UTF-8: byte 0xe4 at offset")


def test_markup_that_is_only_text_stays_text() -> None:
    """A title that compares two numbers loses nothing."""
    item = "<item><title>3 &lt; 5 say pupils</title><description>They say so.</description></item>"

    assert _article(rss(item)).title == "3 < 5 say pupils"


@pytest.mark.usefixtures("socket_disabled")
def test_nothing_is_fetched_and_no_file_is_read() -> None:
    """Neither an outside entity nor a stylesheet."""
    head = '<?xml version="1.0"?><?xml-stylesheet href="http://tern.example/a.xsl"?>'
    entity = '<!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    item = "<item><description>The ferry stops. &secret;</description></item>"
    (refused,) = _read(rss(item, head=head + entity))

    assert _article(rss(item.replace("&secret;", ""), head=head)).text == "The ferry stops."
    assert isinstance(refused, Unreadable)
    assert refused.reason.startswith("it declares XML entities of its own ('secret')")
