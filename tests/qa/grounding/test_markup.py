"""Plain prose passes; links, HTML, code, headings and unseen characters are found."""

import pytest

from qa.grounding.markup import markup


@pytest.mark.parametrize(
    "text",
    [
        "See https://roke.example/a?b=c now.",
        "See www.roke.example now.",
        "See roke.example/login now.",
        "Write to mailto:a@roke.example now.",
        "Go to javascript:alert(1) now.",
        "[Read on](http://roke.example)",
        "![](x.png)",
        "[Read on][1]",
        "It sails <b>today</b>.",
        "It sails.<br/>",
        "<!-- it sails -->",
        "It sails &lt;today&gt;.",
        "It sails &#x3c;",
        "`rm` it",
        "```\nit sails\n```",
        "~~~\nit sails",
        "# Ferries\nIt sails.",
        "It sails.\n  ### When",
        "It\u200b sails.",
        "It sails\u202e.",
        "It\x07 sails.",
        "It\u2028sails.",
        "It\ufe0f sails.",
        "It\U000e0041 sails.",
        "roke.com has it",
    ],
)
def test_markup_and_unseen_characters_are_found(text):
    """Whatever renders as something else than it reads, or doesn't show."""
    assert list(markup(text, quoted=""))


@pytest.mark.parametrize(
    "text",
    [
        "“It’s 5 < 6,” she said – at 9.40pm; the U.S. agreed…",
        "No. 1 of the ferry’s crew [of four] said so.",
        "It costs £5 & a smile, or 50%.",
        "Item #4 was: and/or.",
        "Two\nlines.",
    ],
)
def test_plain_prose_has_none(text):
    """Comparison signs, brackets and marks of prose are none."""
    assert not list(markup(text, quoted=""))


def test_the_name_of_a_site_is_none_where_it_is_quoted():
    """A firm may be called so."""
    assert not list(markup("Skerrow.com sails again.", quoted="“Skerrow.com sails,” she said."))
