"""The page has all that a reader needs of a run, shows everything as text and loads nothing."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from gold_oracle import (
    ARTICLES,
    BOTH,
    GOLD,
    UNKNOWN,
    WHEN,
    WHO,
    abstention,
    answer,
    citation,
    gold_question,
    hit,
    oracle,
    report,
    row,
    searched,
)
from lxml.html import HtmlElement, fromstring

from evals.reports.figures import kinds, measures
from evals.reports.html import html
from evals.reports.steps import waterfall
from evals.row import Failed, Unscored
from vectorstore.article import Post

NASTY = "</script><script>alert(1)</script> \"quoted\" 'single' ]]> <b>bold</b> &amp; {{ 7 * 7 }}"
WRONG = answer(citation("bridge", 77, 165, speaker="Ada Quist"), text="It opens in 2031.")


def page(run) -> HtmlElement:
    """The page of the run, parsed."""
    return fromstring(html(run))


def shown(element) -> str:
    """What the element says, on one line."""
    return " ".join(element.text_content().split())


def question(run, asked) -> HtmlElement:
    """The part of the page about that question."""
    (found,) = page(run).xpath("//details[.//div[@id=$id]]", id=asked)
    return found


def test_every_question_has_its_anchor_and_those_that_did_not_pass_come_first():
    """A link to a question finds it, and what needs reading is on top."""
    run = report(row(WHEN, oracle(WHEN)), row(WHO, abstention()), row(BOTH, oracle(BOTH)))

    assert page(run).xpath("//details[@class='question']/div/@id") == ["who", "when", "both"]
    assert [shown(each) for each in page(run).xpath("//section[@class='group']/h3")] == ["Not passed 1", "Passed 2"]


def test_the_same_report_gives_the_same_bytes():
    """Nothing in it tells the time or the order of a set."""
    run = report(*(row(each, oracle(each)) for each in GOLD), before=[row(each, abstention()) for each in GOLD])

    assert html(run) == html(run)


def test_the_headline_is_what_passed_with_its_interval():
    """The number is large, the counts and the interval stand beside it."""
    found = page(report(row(WHEN, oracle(WHEN)), row(WHO, abstention())))

    assert shown(found.xpath("//h1")[0]) == "50.0 % of the questions passed"
    assert shown(found.xpath("//header/p[@class='detail']")[0]) == "1 of 2; 9.5 to 90.5, 95 % interval"


def test_an_interval_lies_where_the_numbers_say():
    """Bars run from 0 to 1: half of two, whose interval is 9.5 to 90.5."""
    passed, *_ = measures(report(row(WHEN, oracle(WHEN)), row(WHO, abstention())))

    assert passed.interval is not None
    assert passed.interval.value == 50
    assert passed.interval.low == pytest.approx(9.5, abs=0.1)
    assert passed.interval.low + passed.interval.width == pytest.approx(90.5, abs=0.1)
    assert passed.interval.before is None


def test_latencies_share_a_bar_that_ends_with_the_longest():
    """Two times can be held against each other; nothing else on the page is in milliseconds."""
    rows = [row(gold_question(id=f"q{n}"), abstention(), latency_ms=float(n)) for n in (100, 200, 400)]

    half, most = measures(report(*rows))[-2:]

    assert half.interval is not None
    assert most.interval is not None
    assert (half.interval.value, most.interval.value) == (50, 100)


@pytest.mark.parametrize(("asked", "passed"), [(19, "18 of 19"), (20, "95 % of 20")])
def test_a_kind_has_a_percentage_only_where_there_are_twenty(asked, passed):
    """A percentage of a few questions would say more than is known."""
    many = [gold_question(id=f"q{n}", kind="unanswerable", answerable=False) for n in range(asked)]
    rows = [row(each, abstention()) for each in many[1:]]

    (kind,) = kinds(report(row(many[0], WRONG), *rows))

    assert (kind.kind, kind.passed) == ("unanswerable", passed)
    assert (kind.nugget_recall, kind.evidence_hit) == ("–", "–")


def test_the_waterfall_goes_from_what_was_asked_for_to_what_was_held():
    """Of four facts one was read and not used, and one was not found: half is left."""
    run = report(
        searched(WHEN, abstention(), hit("ferry", 0, 71)),
        searched(BOTH, oracle(BOTH), hit("ferry", 0, 183), hit("bridge", 0, 75)),
        searched(WHO, abstention()),
    )

    steps = waterfall(run)

    assert [(step.label, step.count, step.at, step.width) for step in steps if step.count] == [
        ("asked for", 4, 0, 100),
        ("not ingested", 1, 75, 25),
        ("in hand, unused", 1, 50, 25),
        ("held", 2, 0, 50),
    ]


def test_a_run_that_could_not_search_has_no_waterfall():
    """No stage is made up for a target that shows only its replies."""
    assert waterfall(report(row(WHEN, abstention()))) == ()
    assert "No fact could be followed" in html(report(row(WHEN, abstention())))


def test_the_quote_is_marked_in_its_article_and_so_is_the_gold():
    """One excerpt has both where they are in one place."""
    run = report(row(WHEN, answer(citation("ferry", 0, 68, speaker="the harbour board"))))

    (excerpt,) = question(run, "when").xpath(".//figure[@class='source']//blockquote")
    marks = [(mark.get("class"), mark.text_content()) for mark in excerpt.xpath(".//mark")]
    assert marks == [
        ("cited", "The Sallow ferry "),
        ("cited gold", "will stop running on 3 May"),
        ("cited", ", the harbour board said."),
    ]
    assert shown(question(run, "when").xpath(".//figcaption")[0]) == (
        "Ferry to stop The Courier · 1 May 2030cited 1: the harbour board"
    )


def test_gold_that_is_cited_nowhere_stands_beside_what_was_cited():
    """Both are shown in their own articles."""
    headings = [shown(each) for each in question(report(row(WHEN, WRONG)), "when").xpath(".//h5")]

    assert headings == ["Answer", "Gold", "Cited", "Gold evidence, not cited"]


def test_a_citation_that_does_not_hold_is_shown_as_it_was_given():
    """There is no place in an article to show."""
    run = report(row(WHEN, answer(citation("ferry", 0, 71, quote="forged words"), text="On 3 May.")))

    assert "forged words" in shown(question(run, "when"))
    assert "This citation does not stand in an article that may be cited." in shown(question(run, "when"))


def test_a_citation_of_what_was_not_published_yet_is_shown_as_one_that_does_not_hold():
    """Asked as of the year before, the article could not be known."""
    early = WHEN.model_copy(update={"visible_until": datetime(2029, 1, 1, tzinfo=UTC)})

    text = shown(question(report(row(early, oracle(early))), "when"))

    assert "This citation does not stand in an article that may be cited." in text
    assert "As of 2029-01-01T00:00:00+00:00: what was published later is hidden." in text


def test_a_place_of_a_live_page_is_shown_with_its_heading():
    """The reader sees which of its posts said it."""
    post = Post(id="p", heading="Board speaks", author=None, published_at=None, start=0, end=71)
    live = tuple(replace(article, posts=(post,)) for article in ARTICLES)
    run = replace(report(row(WHEN, oracle(WHEN))), articles=live)

    assert "The Courier · 1 May 2030 · Board speaks" in shown(question(run, "when"))


def test_every_fact_has_its_sign_and_what_lost_it():
    """Said, not said and read, and what must not be said."""
    run = report(searched(BOTH, answer(citation("ferry", 143, 183)), hit("ferry", 0, 183), hit("bridge", 0, 75)))

    facts = [shown(each) for each in question(run, "both").xpath(".//ul[@class='facts']/li")]
    assert facts == ["✓ said: 30,000", "✗ not said: 14 in hand, unused"]
    assert "Must not say: 130,000" in shown(question(run, "both"))


def test_a_forbidden_wording_that_was_said_is_marked():
    """The reader does not have to search the answer for it."""
    assert [shown(each) for each in question(report(row(WHEN, WRONG)), "when").find_class("violated")] == [
        "2031 (said)"
    ]


def test_passages_are_marked_that_hold_gold_or_were_read():
    """The ranking shows what was found and what was done with it."""
    reply = abstention().model_copy(update={"passages": (hit("bridge", 0, 75),)})
    run = report(searched(WHEN, reply, hit("bridge", 0, 75), hit("ferry", 0, 71)))

    assert [shown(each) for each in question(run, "when").xpath(".//ol/li//summary/span[@class='tags']")] == [
        "read0.5000words 1",
        "gold0.5000words 1",
    ]


def test_evidence_below_the_tenth_passage_is_told_with_its_rank():
    """What the list is too short for is said in words."""
    fillers = [hit("bridge", start, start + 5) for start in range(10)]
    run = report(searched(WHEN, abstention(), *fillers, hit("ferry", 0, 71)))

    assert "First at rank 11: “will stop running on 3 May”" in shown(question(run, "when"))
    assert "Not among the first 100: “" in html(report(searched(WHEN, abstention(), *fillers)))


def test_rows_without_a_score_say_why():
    """An error and its text, and a reply that says nothing about the system; the run decides nothing."""
    unscored = gold_question(id="odd")
    run = report(
        Failed(question=WHEN, stage="search", error="TimeoutError: <120 s>"),
        Unscored(question=unscored, reply=WRONG, reason="degraded"),
    )

    assert "error at search: TimeoutError: <120 s>" in shown(question(run, "when"))
    assert "not scored: degraded" in shown(question(run, "odd"))
    assert "It opens in 2031." in shown(question(run, "odd"))
    assert "No valid measurement." in shown(page(run))


def test_without_a_baseline_nothing_is_compared():
    """No bucket, no second answer, no filter for what can't be."""
    assert "baseline" not in html(report(row(WHEN, oracle(WHEN)))).partition("<body>")[2].partition("<script>")[0]


def test_the_difference_from_a_baseline_is_four_buckets_with_links():
    """Every question is one click away from the bucket that it is in."""
    before = [row(WHEN, oracle(WHEN)), row(WHO, abstention()), row(BOTH, abstention()), row(UNKNOWN, abstention())]
    after = [row(WHEN, abstention()), row(WHO, oracle(WHO)), row(BOTH, abstention()), row(UNKNOWN, abstention())]

    found = page(report(*after, before=before))

    buckets = {shown(each.find("h3")): each.xpath(".//a/@href") for each in found.find_class("bucket")}
    assert buckets == {
        "Regressed 1": ["#when"],
        "Fixed 1": ["#who"],
        "Still failing 1": ["#both"],
        "Unchanged 1": ["#unknown"],
    }
    assert "p 1.000" in shown(found)
    assert "passed in every baseline so far, and fail now: when" in shown(found)
    assert [shown(each) for each in found.xpath("//ul[@class='differences']/li")] == ["commit c0ffee was bea7ed"]


def test_a_question_of_one_run_only_is_named_and_linked_only_where_it_is_on_the_page():
    """A link never leads nowhere."""
    found = page(report(row(WHEN, oracle(WHEN)), before=[row(WHO, oracle(WHO))]))

    assert "In one run only 2" in shown(found)
    assert found.xpath("//ul[@class='ids']//a/@href") == ["#when"]


def test_the_earlier_answer_stands_beside_the_new_one():
    """Where they are the same, that is said in a line."""
    changed = question(report(row(WHEN, WRONG), before=[row(WHEN, oracle(WHEN))]), "when")
    same = question(report(row(WHEN, WRONG), before=[row(WHEN, WRONG)]), "when")

    assert "will stop running on 3 May" in shown(changed.find_class("earlier")[0])
    assert same.find_class("earlier") == []
    assert "The baseline gave the same answer." in shown(same)


def test_the_commands_can_be_pasted_whatever_the_id():
    """An id with a blank or a quote is quoted for the shell, and its link still finds it."""
    odd = gold_question(id="it's 1")
    run = report(row(odd, abstention()), before=[row(odd, abstention())])

    commands = [shown(each) for each in question(run, "it's 1").xpath(".//p[@class='commands']/code")]
    assert commands == ["""onrecord eval --only 'it'"'"'s 1'""", """onrecord eval show RUN 'it'"'"'s 1'"""]
    assert page(run).xpath("//ul[@class='ids']//a/@href") == ["#it%27s%201"]


def test_whatever_was_asked_answered_or_written_shows_as_text():
    """Markup in a question, an answer, an article, an id or a passage makes no element."""
    asked = gold_question(id=NASTY, question=NASTY, answer=NASTY, history=({"role": "user", "content": NASTY},))
    asked = asked.model_copy(update={"evidence": (WHEN.evidence[0],), "must_include": ((NASTY, NASTY),)})
    cited = citation("ferry", 0, 71, speaker=NASTY)
    reply = answer(cited, text=NASTY)
    passage = hit("ferry", 0, 71).model_copy(update={"text": NASTY, "title": NASTY, "why": {NASTY: 1}})
    run = report(searched(asked, reply, passage), before=[row(asked, abstention())])
    titled = tuple(replace(article, title=NASTY, publisher=NASTY) for article in ARTICLES)

    found = page(replace(run, articles=titled))

    assert len(found.xpath("//script")) == 1
    assert found.xpath("//b[text()='bold']") == []
    assert shown(found.xpath("//h4")[0]) == NASTY
    assert shown(found).count(NASTY) > 8


def test_nothing_is_loaded_and_only_our_own_script_may_run():
    """No address but anchors, and a policy that allows this style and this script by their hashes."""
    written = html(report(row(WHEN, oracle(WHEN)), before=[row(WHEN, abstention())]))
    found = fromstring(written)

    (policy,) = found.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-\S{44}'; script-src 'sha256-\S{44}'; "
        r"base-uri 'none'; form-action 'none'",
        policy,
    )
    assert all(link.startswith("#") for link in found.xpath("//@href | //@src | //@srcset | //@action"))
    assert not re.search(r"https?://|@import|url\(", written)


def test_articles_are_not_in_the_page_whole():
    """A page of many questions stays small: ten passages and some excerpts of each."""
    long = tuple(replace(article, text=article.text + " And so on." * 10_000) for article in ARTICLES)
    run = replace(report(*(row(each, oracle(each)) for each in GOLD)), articles=long)

    assert len(html(run)) < 60_000
