"""The command that takes articles in."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.terminal import Json, ProgressLine, note, show, show_json
from vectorstore.errors import InputError, OnrecordError

if TYPE_CHECKING:
    from vectorstore.article import Article
    from vectorstore.ingest import IngestResult
    from vectorstore.readers.read import Unreadable
    from vectorstore.store import Store

    Reading = Iterable[Article | Unreadable]

_ONE_A_LINE = {".jsonl", ".ndjson"}
_ONE_A_FILE = {".txt", ".html", ".htm", ".md", ".markdown"}
_BLOCK_BYTES = 1 << 20

_Paths = Annotated[
    list[str] | None,
    typer.Argument(help="Files, folders, - for standard input, or URLs with --allow-fetch.", metavar="[PATH]..."),
]


def ingest(
    paths: _Paths = None,
    *,
    sample: Annotated[bool, typer.Option("--sample", help="The articles that come with onrecord.")] = False,
    sync: Annotated[Path | None, typer.Option(help="Make the archive equal to this folder.", metavar="FOLDER")] = None,
    watch: Annotated[Path | None, typer.Option(help="Take in this file each time it changes.", metavar="FEED")] = None,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between looks at the watched file.")] = 30.0,
    allow_fetch: Annotated[bool, typer.Option("--allow-fetch", help="Fetch URLs among the paths.")] = False,
    as_json: Json = False,
) -> None:
    """Add articles, or update the ones that changed; what can't be read is reported and the rest goes in."""
    from qa.build import open_store
    from qa.settings import read_settings

    if not (paths or sample or sync or watch):
        raise InputError("nothing to ingest: give files or folders, --sync FOLDER, --watch FEED, or --sample")
    reading, expected = _reading(paths or [], sample=sample, sync=sync, allow_fetch=allow_fetch)
    store = open_store(read_settings(), progress=ProgressLine())
    try:
        taken = _Taken()
        taken.take(store, reading, expected=expected)
        if sync:
            taken.remove_stale(store)
        if paths or sample or sync:
            taken.report(as_json=as_json)
        if watch:
            _watch(store, watch, every=every, as_json=as_json)
        if taken.failures():
            raise OnrecordError(f"{len(taken.failures()):,} could not be taken in, see above; the rest is in")
    finally:
        store.close()


@dataclass(slots=True)
class _Taken:
    """What became of everything that was read."""

    results: "list[IngestResult]" = field(default_factory=list)
    unreadable: "list[Unreadable]" = field(default_factory=list)
    removed: tuple[str, ...] = ()

    def take(self, store: "Store", reading: "Reading", *, expected: int) -> None:
        """Ingests what is read, and shows how far it is; `expected` articles, 0 where that is not known."""
        progress = ProgressLine()
        for result in store.ingest(self._articles(reading)):
            self.results.append(result)
            progress("articles", len(self.results), expected)
        progress.clear()

    def remove_stale(self, store: "Store") -> None:
        """Removes what the folder has no more; nothing where the folder had nothing to read."""
        from vectorstore.sync import stale

        seen = {result.id for result in self.results}
        gone = stale(store.archive.sources(), seen=seen, unreadable=[u.where for u in self.unreadable])
        self.removed = store.remove(gone) if gone else ()

    def failures(self) -> list[tuple[str, str]]:
        """Each by its name and reason."""
        failed = [(result.id, result.error or "") for result in self.results if result.status == "failed"]
        return failed + [(unreadable.where, unreadable.reason) for unreadable in self.unreadable]

    def report(self, *, as_json: bool) -> None:
        """Prints the summary, and every failure on stderr."""
        statuses = Counter(result.status for result in self.results)
        counts = {
            **{status: statuses[status] for status in ("added", "updated", "unchanged")},
            "removed": len(self.removed),
            "duplicate": self._duplicates(),
            "failed": len(self.failures()),
        }
        if as_json:
            show_json({"summary": counts, "results": [_result(r) for r in self.results], "removed": self.removed,
                       "unreadable": [{"where": u.where, "error": u.reason} for u in self.unreadable]})  # fmt: skip
        else:
            always = ("added", "updated", "unchanged")
            show(", ".join(f"{n:,} {name}" for name, n in counts.items() if n or name in always))
        for where, reason in self.failures():
            note(f"{where}: {reason}")

    def _duplicates(self) -> int:
        """How many of the new and changed articles are copies of one that came before them."""
        later = {result.id for result in self.results}
        found = 0
        for result in self.results:
            later.discard(result.id)
            found += result.status in {"added", "updated"} and bool(set(result.copy_of) - later)
        return found

    def _articles(self, reading: "Reading") -> "Iterator[Article]":
        from vectorstore.readers.read import Unreadable

        for read in reading:
            if isinstance(read, Unreadable):
                self.unreadable.append(read)
            else:
                yield read


def _reading(paths: list[str], *, sample: bool, sync: Path | None, allow_fetch: bool) -> "tuple[Reading, int]":
    """What is to be read, in order, and how many articles that will be, 0 where it is not known.

    That every path is there is checked before anything is taken in.
    """
    from itertools import chain

    from evals.samples import sample_articles
    from vectorstore.readers.files import files, read_files

    if sync and (paths or sample):
        raise InputError("--sync makes the archive equal to one folder: give no other paths beside it")
    if sync and not sync.is_dir():
        raise InputError(f"{sync}: no such folder: check the path")
    urls = [path for path in paths if path.startswith(("http://", "https://"))]
    if urls and not allow_fetch:
        raise InputError(f"{urls[0]}: URLs are fetched only with --allow-fetch")
    local = [Path(path) for path in paths if path not in urls]
    wanted = [*local, *([sample_articles()] if sample else []), *([sync] if sync else [])]
    found = files(wanted)
    return chain(read_files(found), _fetched(urls)), _expected(found, urls)


def _expected(found: Sequence[Path], urls: list[str]) -> int:
    """The number of articles in the files; 0 where a file may hold any number."""
    count = len(urls)
    for path in found:
        if path.suffix in _ONE_A_LINE:
            with path.open("rb") as lines:
                count += sum(block.count(b"\n") for block in iter(lambda: lines.read(_BLOCK_BYTES), b""))
        elif path.suffix in _ONE_A_FILE:
            count += 1
        else:
            return 0
    return count


def _fetched(urls: list[str]) -> "Iterator[Article | Unreadable]":
    from vectorstore.fetch import LIMITS, fetch
    from vectorstore.readers.files import read_content
    from vectorstore.readers.read import Unreadable

    for url in urls:
        try:
            fetched = fetch(url, limits=LIMITS)
        except OnrecordError as exc:
            yield Unreadable(url, str(exc))
        else:
            yield from read_content(fetched.content, source=fetched.url, content_type=fetched.content_type)


def _watch(store: "Store", feed: Path, *, every: float, as_json: bool) -> None:
    """Takes the file in now and each time it changes, until interrupted."""
    from vectorstore.readers.files import files, read_files

    seen: tuple[int, int] | None = None
    note(f"watching {feed}: interrupt to end")
    while True:
        try:
            found = feed.stat()
        except OSError as exc:
            note(f"{feed}: {exc.strerror}: waiting for it")
        else:
            if (now := (found.st_mtime_ns, found.st_size)) != seen:
                seen = now
                taken = _Taken()
                taken.take(store, read_files(files([feed])), expected=0)
                taken.report(as_json=as_json)
        sleep(every)


def _result(result: "IngestResult") -> dict[str, object]:
    values = {"id": result.id, "status": result.status, "error": result.error, "copy_of": result.copy_of}
    return {name: value for name, value in values.items() if value}
