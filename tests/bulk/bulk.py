"""`make bulk`: 10,000 generated articles go in, twice; prints time and peak memory. Too long for the test run."""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ARTICLES = 10_000
_PLACES = "Varrow Skerrow Dellhaven Tern Sallow Corvane Alder Larkspur Norland Dunmere Quill Strake".split()
_PEOPLE = "Marta Quill|Edwin Strake|Priya Dunmore|Ines Corrigan|Rhys Calloway|Oona Brack|Samir Haddow".split("|")
_THINGS = "bridge ferry reservoir stadium market school library harbour railway clinic orchard museum".split()
_VERBS = "said warned added argued announced insisted noted stressed promised denied".split()


def generate(file: Path, *, articles: int) -> None:
    """Writes that many articles of some 90 words, all different, the same ones every time."""
    draw = random.Random(7)  # noqa: S311  # no secret depends on it
    with file.open("w", encoding="utf-8") as out:
        for number in range(articles):
            sentences = [_sentence(draw) for _ in range(6)]
            record = {
                "id": f"generated-{number}",
                "title": f"{draw.choice(_PLACES)} {draw.choice(_THINGS)} {number}",
                "publisher": f"Outlet {draw.randrange(40)} (sample)",
                "published_at": f"2025-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}T08:00:00Z",
                "text": "\n\n".join(sentences),
            }
            out.write(json.dumps(record) + "\n")


def _sentence(draw: random.Random) -> str:
    person, verb, thing, place = (draw.choice(words) for words in (_PEOPLE, _VERBS, _THINGS, _PLACES))
    cost, year = draw.randrange(2, 900), draw.randrange(2_026, 2_040)
    return f"{person} {verb} that the {thing} in {place} would cost {cost},000 pounds by {year}."


def ingest(file: Path, *, home: Path) -> tuple[float, str]:
    """Seconds that the command takes, and what it prints."""
    began = time.perf_counter()
    environment = {**os.environ, "ONRECORD_HOME": str(home)}
    command = [sys.executable, "-m", "onrecord", "ingest", str(file)]
    ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return time.perf_counter() - began, ran.stdout.strip()


def main() -> None:
    """Generates, ingests twice, prints."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        generate(file, articles=ARTICLES)
        first, said = ingest(file, home=Path(folder) / "home")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        second, again = ingest(file, home=Path(folder) / "home")
    print(f"first:  {first:.0f} s, {ARTICLES / first:.0f} articles a second, peak {peak:.0f} MiB: {said}")  # noqa: T201
    print(f"second: {second:.0f} s, {second / first:.1%} of the first: {again}")  # noqa: T201


if __name__ == "__main__":
    main()
