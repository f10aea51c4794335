"""`make bulk-search`: searches over 10,000 generated passages, plain and filtered in turn; prints their medians."""

import random
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from bulk import _PEOPLE, _PLACES, _THINGS, generate

from onrecord.terminal import ProgressLine
from qa.build import open_service
from qa.service import Service
from qa.settings import read_settings
from qa.wire import FiltersBody, SearchRequest
from vectorstore.article import Article
from vectorstore.readers.files import files, read_files

_ARTICLES = 5_300
_QUESTIONS = 100
_ROUNDS = 5
_FILTERS = {
    "plain": FiltersBody(),
    "half of the days": FiltersBody(published_from=datetime(2025, 7, 1, tzinfo=UTC)),
    "one outlet of forty": FiltersBody(publishers=("Outlet 7 (sample)",)),
    "three articles": FiltersBody(article_ids=("generated-7", "generated-70", "generated-700")),
}


def questions() -> list[str]:
    """Half ask what somebody said, half ask for two things at once; the same ones every time."""
    draw = random.Random(3)  # noqa: S311  # no secret depends on it
    asked = []
    for number in range(_QUESTIONS):
        person, thing, place = draw.choice(_PEOPLE), draw.choice(_THINGS), draw.choice(_PLACES)
        one = f"What did {person} say the {thing} in {place} would cost?"
        two = f"How much would the {thing} in {place} cost by 2030, and who warned of the cost of the clinic in Alder?"
        asked.append(two if number % 2 else one)
    return asked


def seconds(service: Service, asked: Sequence[str]) -> dict[str, list[float]]:
    """How long each search takes, by filter; the filters take turns, so that a busy machine slows all alike."""
    spent: dict[str, list[float]] = {name: [] for name in _FILTERS}
    for _ in range(_ROUNDS):
        for question in asked:
            for name, filters in _FILTERS.items():
                began = perf_counter()
                service.search(SearchRequest(query=question, limit=10, filters=filters))
                spent[name].append(perf_counter() - began)
    return spent


def main() -> None:
    """Takes the articles in, then searches."""
    with tempfile.TemporaryDirectory(prefix="onrecord-search-") as folder:
        home, file = Path(folder) / "home", Path(folder) / "articles.jsonl"
        generate(file, articles=_ARTICLES)
        service = open_service(read_settings(home=home))
        progress = ProgressLine()
        articles = (article for article in read_files(files([file])) if isinstance(article, Article))
        for done, _ in enumerate(service.ingest(articles), start=1):
            progress("articles", done, _ARTICLES)
        seconds(service, questions()[:10])
        spent = seconds(service, questions())
        plain = median(spent["plain"])
        print(f"{service.store.archive.count()['passages']:,} passages, {len(spent['plain'])} searches each, p50")  # noqa: T201
        for name, times in spent.items():
            print(f"  {name:20} {median(times) * 1000:5.1f} ms  {median(times) / plain:.2f} of plain")  # noqa: T201
        service.close()


if __name__ == "__main__":
    main()
