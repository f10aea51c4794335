"""Commands over stored articles: list, show, remove."""

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.terminal import Json, ProgressLine, show, show_json
from vectorstore.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vectorstore.archive import Archive
    from vectorstore.archive_listing import Listed

_AT_A_TIME = 1_000

articles = typer.Typer(help="List, show and remove articles.", no_args_is_help=True)


@articles.command("list")
def list_articles(*, as_json: Json = False) -> None:
    """List the articles, newest first."""
    from qa.build import open_archive
    from qa.settings import read_settings

    rows = [_summary(listed) for listed in _every(open_archive(read_settings()))]
    if as_json:
        show_json({"items": rows, "total": len(rows)})
    else:
        show("\n".join("  ".join(str(value or "-") for value in row.values()) for row in rows))


@articles.command("show")
def show_article(
    article_id: str,
    *,
    removed: Annotated[bool, typer.Option("--removed", help="What was left out of its text instead.")] = False,
    version: Annotated[int | None, typer.Option(help="As it was in this version.")] = None,
    as_json: Json = False,
) -> None:
    """Show an article, or what was left out of it as no part of the reporting."""
    from qa.build import open_archive
    from qa.settings import read_settings

    archive = open_archive(read_settings())
    current = archive.articles([article_id]).get(article_id)
    if current is None:
        raise InputError(f"no article has the id {article_id!r}: see 'onrecord articles list'")
    article = current if version is None else archive.version(article_id, version)
    if article is None:
        raise InputError(f"{article_id!r} has no version {version}: it has 1 to {current.version}")
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
    removed = store.remove(article_ids)
    store.close()
    if as_json:
        show_json({"removed": removed})
    missing = [article_id for article_id in article_ids if article_id not in removed]
    if missing:
        raise InputError(f"no article has the id {', '.join(map(repr, missing))}: see 'onrecord articles list'")


def _every(archive: "Archive") -> "Iterator[Listed]":
    """Every article without its text, newest first."""
    from vectorstore.archive import Selection

    after = None
    while True:
        page = archive.page(Selection(), after=after, limit=_AT_A_TIME)
        yield from page.listed
        if page.end is None:
            return
        after = page.end


def _summary(listed: "Listed") -> dict[str, str | int | None]:
    return {
        "id": listed.id,
        "published_at": listed.published_at.isoformat() if listed.published_at else None,
        "publisher": listed.publisher,
        "title": listed.title,
        "url": listed.url,
        "posts": listed.posts,
    }
