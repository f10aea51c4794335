"""Gold questions answered by extraction, and by an honest chat model that is held to the same citations.

`python tests/qa/writer/honest.py --json` asks the sample questions; `--gold FILE --articles PATH` asks others. Each way
is one `onrecord eval`: the second with ONRECORD_CHAT_MODEL and ONRECORD_CHAT_BASE_URL set to a scripted server, which
reads the passages that it is shown as an extractive answer would and sees nothing else. All that it writes is verbatim:
segments that were written and not released are the checks' fault, the rest of the difference is the model's choice.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from careful import Careful
from desk import KEY
from scripted_server import scripted

from qa.build import open_service
from qa.settings import read_settings


def main() -> int:
    """Runs both and prints QPass side by side; exit 1 where a question has no score in one of them."""
    given = _options()
    asked = [f"--gold={file}" for file in given.gold] + ([f"--articles={given.articles}"] if given.articles else [])
    known = {"ONRECORD_MODELS": str(given.models.resolve())} if given.models else {}
    extractive = _evaluated(asked, known)
    with TemporaryDirectory() as home:
        reader = Careful(open_service(read_settings(home=Path(home), models=given.models)))
        with scripted(reader) as server:
            chat = {"ONRECORD_CHAT_MODEL": "openai:scripted", "ONRECORD_CHAT_BASE_URL": server.openai_url}
            honest = _evaluated(asked, {**known, **chat, "ONRECORD_CHAT_API_KEY": KEY})
        reader.service.close()
    lost = sorted(id_ for id_, passed in extractive["passed"].items() if passed and not honest["passed"][id_])
    won = sorted(id_ for id_, passed in honest["passed"].items() if passed and not extractive["passed"][id_])
    figures = {
        **{
            f"{how}: {what}": n
            for how, run in (("extractive", extractive), ("honest", honest))
            for what, n in _told(run)
        },
        "honest: segments written": reader.written,
        "honest: replies asked for anew": sum(one.is_repair for one in server.asked),
        "passed by the extractive answer alone": lost,
        "passed by the honest model alone": won,
    }
    lines = (f"{name}: {figure}" for name, figure in figures.items())
    print(json.dumps(figures, indent=2) if given.json else "\n".join(lines))  # noqa: T201
    return int(any(run["without a score"] for run in (extractive, honest)))


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true", help="print JSON")
    options.add_argument("--gold", type=Path, action="append", default=[], help="a gold file; the samples' by default")
    options.add_argument("--articles", type=Path, help="what the gold is about; the samples by default")
    options.add_argument("--models", type=Path, help="a folder of converted models")
    return options.parse_args()


def _evaluated(asked: Sequence[str], known: Mapping[str, str]) -> dict[str, Any]:
    """One `onrecord eval`, with those variables set and no other chat model's."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_CHAT_")}
    with TemporaryDirectory() as out:
        command = [sys.executable, "-m", "onrecord", "eval", *asked, f"--out={out}", "--json"]
        done = subprocess.run(command, env={**others, **known}, stdout=subprocess.PIPE, check=False)
        if done.returncode not in (0, 3):
            sys.exit(f"onrecord eval ended with {done.returncode}")
        rows = [json.loads(line) for line in (Path(out) / "rows.jsonl").read_text("utf-8").splitlines()]
    record = json.loads(done.stdout)
    return {
        "passed": {id_: outcomes[-1] for id_, outcomes in record["outcomes"].items()},
        "without a score": record["summary"]["errors"] + record["summary"]["unscored"],
        "segments": sum(len(row["reply"]["segments"]) for row in rows if row.get("reply")),
    }


def _told(run: Mapping[str, Any]) -> list[tuple[str, Any]]:
    passed = run["passed"]
    return [
        ("QPass", round(sum(passed.values()) / len(passed), 4)),
        ("passed", sum(passed.values())),
        ("questions", len(passed)),
        ("without a score", run["without a score"]),
        ("segments", run["segments"]),
    ]


if __name__ == "__main__":
    sys.exit(main())
