"""`make e2e-openwebui`: asks the sample articles in Open WebUI with a real browser, and checks what a reader sees.

Starts onrecord and Open WebUI on free ports of the loopback interface, and stops them again. Prints a row a check, with
`--json` as JSON; exit 1 where one failed. Screenshots and the programs' logs go to `--out`.
"""

import argparse
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from chat_page import PATIENCE_MS, ChatPage
from playwright.sync_api import BrowserContext, Error, sync_playwright
from programs import free_port, running, stop

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MODEL = "onrecord-openwebui"
QUESTION = "what did Scholz say about Nord Stream 2"
FOLLOW_UP = "and Macron?"
UNANSWERED = "Who won the chess olympiad in Budapest?"
TITLE_PROMPT = (
    "### Task:\nGenerate a concise, 3-5 word title.\n### Output:\nJSON format: "
    f'{{ "title": "your concise title here" }}\n### Chat History:\n<chat_history>\nUSER: {QUESTION}\n</chat_history>'
)
HOSTILE = (
    "The *mill* at [Sorrow] Ness_Point _did_ burn ~~twice~~ for $5, or 6 US$: ![x](https://evil.example/a.png) "
    "[1](https://evil.example) [1] `rm` {{user}} 4 < 5 &amp; [^2] and burned down, said Ivo Krall."
)
ASK_HOSTILE = "What did Ivo Krall say about the mill at Sorrow Ness?"

Reply = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A check: what was seen, and what was expected where that is something else."""

    check: str
    passed: bool
    seen: str
    expected: str


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks so far."""

    rows: list[Row] = field(default_factory=list)

    def equal(self, check: str, seen: object, expected: object) -> None:
        """What was seen is what was expected."""
        self.rows.append(Row(check, seen == expected, str(seen), "" if seen == expected else str(expected)))

    def failed(self, check: str, why: Exception) -> None:
        """The check could not be made."""
        self.rows.append(Row(check, passed=False, seen=str(why).strip(), expected="no error"))


@dataclass(frozen=True, slots=True)
class Walk:
    """What a reader does, one method a station; each begins a chat of its own."""

    chat: ChatPage
    onrecord: str
    program: subprocess.Popen[bytes]
    """The one that serves onrecord."""
    out: Path
    checks: Checks

    def asks_and_follows_up(self) -> None:
        """An answer with its chips, its list and its cards; then a follow-up."""
        expected = self._asked(QUESTION)
        self.chat.new_chat()
        reply = self.chat.ask(QUESTION, until=expected["segments"][-1]["text"])
        self.checks.equal("the answer's words", self.chat.text(reply), _words(expected))
        self.checks.equal("a chip for every citation", self.chat.chips(reply), _titles(expected))
        self._screenshot("answer")
        numbered = [f"{number} {title}" for number, title in enumerate(_titles(expected), start=1)]
        self.checks.equal("the list of sources", self.chat.open_list(reply), numbered)
        self._screenshot("sources")
        for citation in expected["citations"]:
            self._opens(reply, citation)
        self.checks.equal(
            "the chat's title", self.chat.tab.title().partition(" / ")[0], "what did Scholz say about Nord"
        )
        history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": expected["answer"]}]
        following = self._asked(FOLLOW_UP, history=history)
        second = self.chat.ask(FOLLOW_UP, until=following["segments"][-1]["text"])
        self.checks.equal("the second turn's words", self.chat.text(second), _words(following))
        self.checks.equal("the second turn's chips", self.chat.chips(second), _titles(following))
        self._screenshot("second-turn")

    def asks_what_is_not_in_the_articles(self) -> None:
        """The abstention, and nothing that looks like a source."""
        message = self._asked(UNANSWERED)["abstention"]["message"]
        self.chat.new_chat()
        reply = self.chat.ask(UNANSWERED, until=message)
        self.checks.equal("the abstention", self.chat.text(reply), message)
        self.checks.equal("no source of an abstention", self.chat.chips(reply) + self.chat.open_list(reply), [])
        self._screenshot("abstention")

    def asks_about_a_hostile_article(self) -> None:
        """Words that Markdown would take for its own are shown as they stand in the article."""
        self.chat.new_chat()
        reply = self.chat.ask(ASK_HOSTILE, until="said Ivo Krall.")
        self.checks.equal("a hostile text in the answer", self.chat.text(reply), HOSTILE)
        self.chat.open_list(reply)
        source = self.chat.source(reply, 1, pictures=self._folder("hostile"))
        self.checks.equal("a hostile text on its card", source.quote, HOSTILE)
        self.checks.equal("a hostile text on its page", [page.marked for page in source.pages], [HOSTILE] * 2)

    def asks_too_much(self) -> None:
        """A question that onrecord refuses: its reason is shown."""
        self.chat.new_chat()
        reply = self.chat.ask("why " * 600, until="2,000")
        self.checks.equal("a refusal is told", "characters" in self.chat.text(reply), expected=True)
        self._screenshot("refusal")

    def asks_when_nobody_is_there(self) -> None:
        """Where onrecord has gone, the chat shows an error, and no source."""
        self.chat.new_chat()
        stop(self.program)
        reply = self.chat.ask(QUESTION, until="Error")
        self.checks.equal("an error is shown", "Connection Error" in self.chat.text(reply), expected=True)
        self.checks.equal("no source of an error", self.chat.chips(reply), [])
        self._screenshot("error")

    def is_given_titles(self) -> None:
        """A prompt for a title is answered without the articles."""
        asked = {"model": MODEL, "messages": [{"role": "user", "content": TITLE_PROMPT}]}
        body = httpx.post(f"{self.onrecord}/v1/chat/completions", json=asked, timeout=60).raise_for_status().json()
        said = json.loads(body["choices"][0]["message"]["content"])
        self.checks.equal("a title", said, {"title": "what did Scholz say about Nord"})
        self.checks.equal("no retrieval for a title", "onrecord" in body, expected=False)

    def _opens(self, reply: Any, citation: Reply) -> None:
        number = citation["marker"]
        source = self.chat.source(reply, number, pictures=self._folder(f"source-{number}"))
        place = f"version={citation['version']}&start={citation['start']}&end={citation['end']}"
        begins = f"{self.onrecord}/a/{citation['article_id']}?{place}#p"
        self.checks.equal(f"card {number}: its title", source.title, _title(citation))
        self.checks.equal(f"card {number}: the exact quote", source.quote, citation["quote"])
        leads = [page.url.rstrip("0123456789") for page in source.pages]
        self.checks.equal(f"card {number}: where both links lead", leads, [begins] * 2)
        self.checks.equal(f"card {number}: what is marked there", {p.marked for p in source.pages}, {citation["quote"]})
        self.checks.equal(f"card {number}: the mark is in view", [p.in_view for p in source.pages], [True] * 2)

    def _asked(self, question: str, **more: object) -> Reply:
        return httpx.post(f"{self.onrecord}/v1/ask", json={"question": question, **more}, timeout=60).json()

    def _folder(self, name: str) -> Path:
        folder = self.out / name
        folder.mkdir(exist_ok=True)
        return folder

    def _screenshot(self, name: str) -> None:
        self.chat.tab.screenshot(path=self.out / f"{name}.png", animations="disabled")


def main() -> int:
    """Starts the programs, walks, prints."""
    given = _options()
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        _note(f"no browser: install one of {', '.join(BROWSERS)}")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    given.out.mkdir(parents=True, exist_ok=True)
    checks = Checks()
    with TemporaryDirectory(prefix="onrecord-openwebui-") as folder:
        _walk(checks, given, browser=browser, folder=Path(folder))
    print(json.dumps([asdict(row) for row in checks.rows], indent=2) if given.json else _table(checks.rows))  # noqa: T201
    return int(not all(row.passed for row in checks.rows))


def _walk(checks: Checks, given: argparse.Namespace, *, browser: str, folder: Path) -> None:
    with _onrecord(given, folder) as (onrecord, program):
        _note("Open WebUI starts, which takes a minute the first time")
        with _open_webui(given, folder, onrecord=onrecord) as home, _browsing(browser) as context:
            asked_for = list[str]()
            context.on("request", lambda request: asked_for.append(request.url))
            walk = Walk(ChatPage.opened(context, home=home, model=MODEL), onrecord, program, given.out, checks)
            for station in (
                walk.asks_and_follows_up,
                walk.asks_what_is_not_in_the_articles,
                walk.asks_about_a_hostile_article,
                walk.asks_too_much,
                walk.is_given_titles,
                walk.asks_when_nobody_is_there,
            ):
                _visit(walk, station)
            ours = (home, onrecord, "data:", "blob:")
            checks.equal("requests to anywhere else", [url for url in asked_for if not url.startswith(ours)], [])


def _visit(walk: Walk, station: Callable[[], None]) -> None:
    """One that breaks off is a failed check."""
    name = station.__name__.replace("_", " ")
    _note(f"a reader {name}")
    try:
        station()
    except (Error, AssertionError, httpx.HTTPError) as exc:
        walk.checks.failed(name, exc)
        walk.chat.tab.screenshot(path=walk.out / f"broken-{station.__name__}.png")


@contextmanager
def _onrecord(given: argparse.Namespace, folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serves the sample articles and a hostile one: where that is, and its process."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
    environment = {**own, "ONRECORD_HOME": str(folder / "home"), "ONRECORD_MODELS": str(given.models.resolve())}
    hostile = folder / "hostile.jsonl"
    hostile.write_text(json.dumps({"id": "hostile", "title": "Mill", "text": HOSTILE}), "utf-8")
    command = shlex.split(given.onrecord)
    for source in ("--sample", str(hostile)):
        subprocess.run([*command, "ingest", source], env=environment, check=True, stdout=sys.stderr)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    serve = [*command, "serve", "--port", str(port)]
    with running(serve, environment=environment, log=given.out / "onrecord.log", ready=f"{address}/ready") as program:
        yield address, program


@contextmanager
def _open_webui(given: argparse.Namespace, folder: Path, *, onrecord: str) -> Iterator[str]:
    """Open WebUI with onrecord as its only connection, without a login: where it is."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "USE_SLIM_DOCKER": "true",
        "OFFLINE_MODE": "true",
        "WEBUI_AUTH": "False",
        "WEBUI_SECRET_KEY": "only-for-this-run",
        "ENABLE_OLLAMA_API": "false",
        "ENABLE_PERSISTENT_CONFIG": "false",
        "OPENAI_API_BASE_URLS": f"{onrecord}/v1",
        "OPENAI_API_KEYS": "any",
        "DATA_DIR": str(folder / "open-webui"),
    }
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [str(Path(sys.executable).with_name("open-webui")), "serve", "--host", "127.0.0.1", "--port", str(port)]
    log = given.out / "open-webui.log"
    with running(command, environment=environment, log=log, ready=f"{address}/health"):
        yield address


@contextmanager
def _browsing(browser: str) -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        context = chromium.new_context(viewport={"width": 1000, "height": 620})
        context.set_default_timeout(PATIENCE_MS)
        yield context
        chromium.close()


def _title(citation: Reply) -> str:
    return f"{citation['publisher']}: {citation['title']}, {citation['published_at'][:10]}"


def _titles(reply: Reply) -> list[str]:
    return [_title(citation) for citation in reply["citations"]]


def _words(reply: Reply) -> str:
    return " ".join(segment["text"] for segment in reply["segments"])


def _table(rows: list[Row]) -> str:
    lines = [f"{'ok    ' if row.passed else 'FAILED'}  {row.check}" for row in rows]
    for at, row in enumerate(rows):
        if not row.passed:
            lines[at] += f"\n          seen:     {row.seen}\n          expected: {row.expected}"
    return "\n".join([*lines, f"{sum(row.passed for row in rows)} of {len(rows)} checks passed"])


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true", help="print JSON")
    options.add_argument("--onrecord", default=".venv/bin/onrecord", help="the command onrecord")
    options.add_argument("--models", type=Path, default=Path(".openwebui/models"), help="a folder of converted models")
    options.add_argument("--out", type=Path, default=Path(".openwebui/seen"), help="where screenshots and logs go")
    return options.parse_args()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
