"""Open WebUI as its user has it: what is shown, and what can be clicked."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import BrowserContext, Locator, Page, expect

PATIENCE_MS = 120_000
"""A busy machine takes its time; what fails, fails late."""

expect.set_options(timeout=PATIENCE_MS)
_WITHOUT_BUTTONS = """message => {
  const copy = message.cloneNode(true);
  copy.querySelectorAll("button").forEach(button => button.remove());
  return copy.textContent;
}"""
_MARKED = """() => {
  const marks = [...document.querySelectorAll("mark")];
  const place = marks[0]?.getBoundingClientRect();
  return {
    text: marks.map(mark => mark.textContent).join("\\n"),
    in_view: Boolean(place && place.top >= 0 && place.bottom <= innerHeight),
  };
}"""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What a source's link has opened."""

    url: str
    marked: str
    in_view: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A source as its card shows it; `pages` are what its links open, in their order."""

    title: str
    quote: str
    pages: tuple[ArticlePage, ...]


@dataclass(frozen=True, slots=True)
class ChatPage:
    """One browser tab with Open WebUI, which its user sees for the first time."""

    tab: Page
    home: str
    model: str

    @classmethod
    def opened(cls, context: BrowserContext, *, home: str, model: str) -> "ChatPage":
        """The page; its news dialog is closed whenever it comes up."""
        tab = context.new_page()
        news = tab.get_by_role("button", name="Okay, Let's Go!")
        tab.add_locator_handler(news, lambda button: button.click())
        tab.goto(f"{home}/auth")  # the first visit without a login makes the only user
        tab.wait_for_url(f"{home}/")
        return cls(tab, home, model)

    def new_chat(self) -> None:
        """Begins a conversation."""
        self.tab.goto(f"{self.home}/?models={quote(self.model)}")
        expect(self.tab.get_by_label(f"Selected model: {self.model}")).to_be_visible()

    def ask(self, question: str, *, until: str) -> Locator:
        """The reply to the question, once it has come to the text `until`."""
        before = self.replies().count()
        self.tab.locator("#chat-input").fill(question)
        self.tab.keyboard.press("Enter")
        expect(self.replies()).to_have_count(before + 1)
        reply = self.replies().last
        expect(reply).to_contain_text(until)
        expect(self.tab.get_by_label("Regenerate").last).to_be_visible()
        return reply

    def replies(self) -> Locator:
        """All replies of the conversation."""
        return self.tab.locator(".chat-assistant")

    def text(self, reply: Locator) -> str:
        """The words of the reply, without chips and buttons."""
        return " ".join(str(reply.evaluate(_WITHOUT_BUTTONS)).split())

    def chips(self, reply: Locator) -> list[str]:
        """The titles of the sources that stand in the reply's text, in their order."""
        return [_title(chip) for chip in reply.locator('p button[aria-label^="View source"]').all()]

    def open_list(self, reply: Locator) -> list[str]:
        """The numbered titles in the list of sources, which is opened; empty where there is none."""
        toggle = reply.locator('button[aria-label^="Toggle"]')
        if not toggle.count():
            return []
        toggle.click()
        expect(self._listed(reply).first).to_be_visible()
        return [" ".join(one.inner_text().split()) for one in self._listed(reply).all()]

    def source(self, reply: Locator, number: int, *, pictures: Path) -> Source:
        """The source of that number, from 1, of a list that is open; pictures of its card and page go to the folder."""
        self._listed(reply).nth(number - 1).click()
        card = self.tab.get_by_role("dialog")
        expect(card.locator("p").first).to_be_visible()
        self.tab.screenshot(path=pictures / "card.png", animations="disabled")
        links = card.locator("a:not(.prose a)")
        title = links.first.inner_text()
        said = "\n".join(card.locator(".prose p").all_inner_texts())
        pages = tuple(self._page(link, picture=pictures / "page.png") for link in links.all())
        self.tab.get_by_label("Close citation modal").click()
        expect(card).to_have_count(0)
        return Source(title, said, pages)

    def _listed(self, reply: Locator) -> Locator:
        return reply.locator('[id^="source-"]')

    def _page(self, link: Locator, *, picture: Path) -> ArticlePage:
        with self.tab.context.expect_page() as opening:
            link.click()
        page = opening.value
        page.wait_for_load_state()
        page.screenshot(path=picture)
        shown = page.evaluate(_MARKED)
        article = ArticlePage(page.url, shown["text"], shown["in_view"])
        page.close()
        return article


def _title(chip: Locator) -> str:
    return str(chip.get_attribute("aria-label")).removeprefix("View source: ")
