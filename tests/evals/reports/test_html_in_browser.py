"""The page works in a real browser, at the width of a telephone too."""

import html as markup
import re
import shutil
import subprocess

import pytest
from gold_oracle import GOLD, WHEN, abstention, answer, citation, gold_question, hit, oracle, report, row, searched

from evals.reports.html import html
from evals.row import Failed

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LONG = "https://courier.example/" + "x" * 300
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
FRAME = """<!doctype html><body><iframe width="400" height="800" srcdoc="{page}" onload="
  const page = this.contentDocument;
  for (const each of page.querySelectorAll('details')) each.open = true;
  page.querySelector('select').value = 'not passed';
  page.querySelector('select').dispatchEvent(new Event('input', {{bubbles: true}}));
  document.body.dataset.width = page.documentElement.scrollWidth;
  document.body.dataset.shown = page.querySelector('output').textContent;
  document.body.dataset.style = getComputedStyle(page.querySelector('.question')).borderTopStyle;
"></iframe></body>"""


def in_browser(written, folder, *, fragment=""):
    """The page's document as the browser has it in the end, and what it logged."""
    (folder / "page.html").write_text(written, "utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", f"--user-data-dir={folder}/home"]
    ran = subprocess.run(
        [CHROMIUM, *flags, "--dump-dom", (folder / "page.html").as_uri() + fragment],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return ran.stdout, re.findall(r".*CONSOLE.*", ran.stderr)


@pytest.fixture(scope="module")
def written():
    """A page with a baseline, every outcome, and words longer than a telephone is wide."""
    wide = gold_question(id=LONG, question=LONG, answer=LONG, must_include=((LONG,),))
    passage = hit("ferry", 0, 71).model_copy(update={"text": LONG, "title": LONG})
    rows = [
        *(row(question, oracle(question)) for question in GOLD[1:]),
        searched(wide, answer(citation("ferry", 0, 71, speaker=LONG), text=LONG), passage),
        Failed(question=WHEN, stage="ask", error=LONG),
    ]
    return html(report(*rows, before=[row(question, abstention()) for question in (*GOLD, wide)]))


def test_it_runs_without_a_complaint(written, tmp_path):
    """The policy lets the page's own style and script through, and the console stays empty."""
    dom, console = in_browser(written, tmp_path)

    assert console == []
    assert ">all 6</output>" in dom


def test_a_link_to_a_question_opens_it(written, tmp_path):
    """The reader lands in the question, not at a closed line; the others stay closed."""
    dom, console = in_browser(written, tmp_path, fragment="#both")

    opened = re.findall(r'<details class="question"[^>]* open="">.*?<div class="body" id="(\w+)"', dom, re.DOTALL)
    assert console == []
    assert opened == ["both"]


def test_at_400_pixels_nothing_is_wider_than_the_window(written, tmp_path):
    """With every part open and every word long; the filter leaves what did not pass."""
    dom, console = in_browser(FRAME.format(page=markup.escape(written)), tmp_path)

    assert console == []
    assert int(re.search(r'data-width="(\d+)"', dom)[1]) <= 400
    assert 'data-style="solid"' in dom
    assert 'data-shown="1 of 6"' in dom
