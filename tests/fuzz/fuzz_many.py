"""`make fuzz`: 50,000 requests made from the OpenAPI document, against a server with an archive of its own."""

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import monotonic

from campaign import Tally, fuzz
from served import served

_SHOWN = 20


def main() -> int:
    """Prints how many cases each operation had, and what was wrong; 1 where something was."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=50_000, help="so many or a few more")
    options.add_argument("--seed", type=int, default=1, help="of the first round; each further one has the next")
    options.add_argument("--json", action="store_true", help="print one JSON object")
    given = options.parse_args()
    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="onrecord-fuzz-") as folder:
        home = Path(folder) / "home"
        with served(home, models=Path(folder) / "models") as url:
            tally = fuzz(url, cases=given.cases, seed=given.seed)
    seconds = round(monotonic() - began)
    print(json.dumps(_told(tally, seconds=seconds)) if given.json else _shown(tally, seconds=seconds))  # noqa: T201
    return 1 if tally.wrong else 0


def _told(tally: Tally, *, seconds: int) -> dict[str, object]:
    return {
        "cases": tally.total,
        "by_operation": dict(sorted(tally.cases.items())),
        "statuses": {str(status): found for status, found in sorted(tally.statuses.items())},
        "streams": tally.streams,
        "seconds": seconds,
        "wrong": [
            {"operation": w.operation, "check": w.check, "what": w.what, "request": w.request} for w in tally.wrong
        ],
    }


def _shown(tally: Tally, *, seconds: int) -> str:
    lines = [f"{found:>7,}  {operation}" for operation, found in sorted(tally.cases.items())]
    lines.append(
        f"{tally.total:>7,}  cases in {seconds} s, {tally.streams:,} answers streamed, {len(tally.wrong):,} wrong"
    )
    kinds = Counter((one.operation, one.check) for one in tally.wrong)
    lines += [f"{found:>7,}  wrong by {check}: {operation}" for (operation, check), found in kinds.most_common()]
    lines += [f"\n{one.operation}: {one.check}\n{one.what}\n{one.request}" for one in tally.wrong[:_SHOWN]]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
