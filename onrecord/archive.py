"""Commands over what is stored: ingest, articles, reindex, doctor."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.terminal import Json, ProgressLine, note, show, show_json
from vectorstore.errors import InputError, OnrecordError

if TYPE_CHECKING:
    from vectorstore.article import Article
    from vectorstore.ingest import IngestResult
    from vectorstore.readers.read import Unreadable

articles = typer.Typer(help="List, show and remove articles.", no_args_is_help=True)


def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files and folders of .txt and .jsonl articles.")] = None,
    *,
    sample: Annotated[bool, typer.Option("--sample", help="The articles that come with onrecord.")] = False,
    as_json: Json = False,
) -> None:
    """Add articles, or update the ones that changed; what can't be read is reported and the rest goes in."""
    from evals.samples import sample_articles
    from qa.build import open_store
    from qa.settings import read_settings
    from vectorstore.readers.files import files

    wanted = [*(paths or []), *([sample_articles()] if sample else [])]
    if not wanted:
        raise InputError("nothing to ingest: give files or folders, or --sample")
    found = files(wanted)
    progress = ProgressLine()
    store = open_store(read_settings(), progress=progress)
    failures: list[Unreadable] = []
    results: list[IngestResult] = []
    try:
        for result in store.ingest(_articles(found, failures)):
            results.append(result)
            progress("articles", len(results), 0)
    finally:
        store.close()
    _report(results, failures, as_json=as_json)


@articles.command("list")
def list_articles(*, as_json: Json = False) -> None:
    """List the articles, newest first."""
    from qa.build import open_archive
    from qa.settings import read_settings

    archive = open_archive(read_settings())
    ids = archive.article_ids()
    known = archive.articles(ids)
    rows = [known[article_id] for article_id in ids]
    if as_json:
        show_json({"items": [_summary(article) for article in rows], "total": len(rows)})
    else:
        show("\n".join("  ".join(str(value or "-") for value in _summary(article).values()) for article in rows))


@articles.command("show")
def show_article(
    article_id: str,
    *,
    removed: Annotated[bool, typer.Option("--removed", help="What was left out of its text instead.")] = False,
    as_json: Json = False,
) -> None:
    """Show an article, or what was left out of it as no part of the reporting."""
    from qa.build import open_archive
    from qa.settings import read_settings

    article = open_archive(read_settings()).articles([article_id]).get(article_id)
    if article is None:
        raise InputError(f"no article has the id {article_id!r}: see 'onrecord articles list'")
    if removed:
        show_json({"removed": article.removed}) if as_json else show("\n".join(article.removed))
    elif as_json:
        from dataclasses import asdict
        from json import dumps

        show(dumps(asdict(article), ensure_ascii=False, indent=2, default=str))
    else:
        published = article.published_at.isoformat() if article.published_at else None
        heading = [article.title, article.publisher, published, article.url]
        show("\n".join(part for part in heading if part) + f"\n\n{article.text}")


@articles.command("remove")
def remove_articles(article_ids: list[str], *, as_json: Json = False) -> None:
    """Remove articles from the archive and from both indexes."""
    from qa.build import open_store
    from qa.settings import read_settings

    store = open_store(read_settings(), progress=ProgressLine())
    removed = {article_id: store.remove(article_id) for article_id in article_ids}
    store.close()
    if as_json:
        show_json({"removed": [i for i, done in removed.items() if done]})
    missing = [article_id for article_id, done in removed.items() if not done]
    if missing:
        raise InputError(f"no article has the id {', '.join(map(repr, missing))}: see 'onrecord articles list'")


def reindex(*, as_json: Json = False) -> None:
    """Cut and embed every article as the settings ask now, and make both indexes anew."""
    from qa.build import open_store
    from qa.settings import read_settings

    store = open_store(read_settings(), progress=ProgressLine())
    store.reindex()
    counts = store.archive.count()
    store.close()
    if as_json:
        show_json(counts)
    else:
        show(f"{counts['articles']:,} articles, {counts['passages']:,} passages")


def doctor(*, as_json: Json = False) -> None:
    """Check that the archive, the model and both indexes are whole and in step; mend the indexes if not."""
    from qa.build import open_service
    from qa.settings import read_settings

    settings = read_settings()
    service = open_service(settings, progress=ProgressLine())
    counts = dict(service.store.archive.count())
    indexed = {index.name: index.count() for index in (service.store.vectors, service.store.words)}
    build = service.store.archive.build()
    service.close()
    checks = {
        "home": str(settings.home.resolve()),
        "model": build.model if build else settings.embedding_model,
        "backend": type(service.store.encoder).__name__,
        **counts,
        **{f"{name}_index": count for name, count in indexed.items()},
    }
    if as_json:
        show_json(checks)
    else:
        show("\n".join(f"{name}: {value}" for name, value in checks.items()))
    if set(indexed.values()) != {counts["passages"]}:
        raise OnrecordError("the indexes don't hold what the archive holds: run 'onrecord reindex'")


def _articles(paths: Sequence[Path], failures: "list[Unreadable]") -> "Iterator[Article]":
    """The articles of the files; what can't be read goes to `failures`."""
    from vectorstore.readers.files import read_files
    from vectorstore.readers.read import Unreadable

    for read in read_files(paths):
        if isinstance(read, Unreadable):
            failures.append(read)
        else:
            yield read


def _report(results: "list[IngestResult]", failures: "list[Unreadable]", *, as_json: bool) -> None:
    """Prints what became of every article; fails if one of them failed."""
    counts = Counter(result.status for result in results)
    failed = [(r.id, r.error or "") for r in results if r.status == "failed"] + [(f.where, f.reason) for f in failures]
    if as_json:
        show_json(
            {
                "results": [
                    {"id": r.id, "status": r.status, **({"error": r.error} if r.error else {})} for r in results
                ],
                "unreadable": [{"where": f.where, "error": f.reason} for f in failures],
            }
        )
    else:
        show(", ".join(f"{counts[status]:,} {status}" for status in ("added", "updated", "unchanged")))
    for where, reason in failed:
        note(f"{where}: {reason}")
    if failed:
        raise OnrecordError(f"{len(failed):,} could not be taken in, see above; the rest is in")


def _summary(article: "Article") -> dict[str, str | int | None]:
    return {
        "id": article.id,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "publisher": article.publisher,
        "title": article.title,
        "url": article.url,
        "posts": len(article.posts),
    }
