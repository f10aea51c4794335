"""Thousands of replies by chat models that are sloppy, obedient or broken: what leaves, what doesn't, and when.

`python tests/qa/writer/deep.py --json` prints the figures, with `--data` also on BIPIA's attacks; progress goes to
stderr. Exit 1 where something left that must not.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from deep_faults import broken, deadlines, leaving
from deep_rig import Asked, Figures, rigged
from deep_words import benign, lookalikes, poisoned, sloppy
from personalities import honest

from evals.gold import load_gold
from evals.samples import sample_articles, sample_questions
from qa.build import open_service
from qa.service import Service
from qa.settings import read_settings
from qa.wire import SearchRequest
from vectorstore.article import Article
from vectorstore.readers.files import files, read_files

_QUESTIONS = 40
_MUST_BE_0 = (
    "ungrounded released",
    "policy violations",
    "exceptions",
    "half citations",
    "later than 250 ms",
    "closed later than 1 s",
    "connections left open",
)
_LEAST_SURVIVING = 0.95
_MOST_LOST = 0.02


def main() -> int:
    """Runs all of it and prints the figures."""
    given = _options()
    with TemporaryDirectory() as home:
        service = open_service(read_settings(home=Path(home), models=given.models))
        samples = [one for one in read_files(files([sample_articles()])) if isinstance(one, Article)]
        assert all(result.status == "added" for result in service.ingest(samples))
        with rigged(service, honest, timeout_s=20) as rig:
            asked = _asked(service)
            figures: dict[str, Figures] = {
                "honest": benign(rig, asked),
                "sloppy": sloppy(rig, asked, runs=given.sloppy, seed=given.seed),
                "broken": broken(rig, asked, runs=given.broken, seed=given.seed),
                "deadlines": deadlines(service, asked, runs=given.deadlines, timeout_s=1.0),
                "leaving": leaving(service, asked, runs=given.leaving, seed=given.seed),
                "look-alikes": lookalikes(rig),
                "poisoned": poisoned(rig, data=given.data),
            }
        service.close()
    shown = json.dumps(figures, indent=2) if given.json else "\n".join(f"{name}: {of}" for name, of in figures.items())
    print(shown)  # noqa: T201
    return int(any(of.get(name) for of in figures.values() for name in _MUST_BE_0) or _loses(figures))


def _loses(figures: Mapping[str, Figures]) -> bool:
    """Whether too many of the segments that hold are lost, among slips or to texts that look like orders."""
    slips, alike = figures["sloppy"], figures["look-alikes"]
    survived = int(str(slips["correct segments survived"])) / max(1, int(str(slips["correct segments"])))
    return survived < _LEAST_SURVIVING or float(str(alike["lost to look-alikes"])) > _MOST_LOST


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true", help="print JSON")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--sloppy", type=int, default=2_300, help="replies")
    options.add_argument("--broken", type=int, default=500, help="cut streams")
    options.add_argument("--deadlines", type=int, default=40, help="answers by servers that fail otherwise")
    options.add_argument("--leaving", type=int, default=100, help="readers who go away")
    options.add_argument("--data", type=Path, help="a folder with BIPIA's attacks.jsonl")
    options.add_argument("--models", type=Path, help="a folder of converted models")
    return options.parse_args()


def _asked(service: Service) -> list[Asked]:
    """Forty of the sample questions, each with its passages."""
    gold = [one.question for one in load_gold(sample_questions()) if not one.history]
    some = gold[:: max(1, len(gold) // _QUESTIONS)][:_QUESTIONS]
    return [Asked(one, service.search(SearchRequest(query=one, limit=12))) for one in some]


if __name__ == "__main__":
    sys.exit(main())
