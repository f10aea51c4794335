"""Commands over stored articles: list, show, remove."""

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.terminal import Json, ProgressLine, show, show_json
from vectorstore.errors import InputError

if TYPE_CHECKING:
    from vectorstore.article import Article

articles = typer.Typer(help="List, show and remove articles.", no_args_is_help=True)


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


def _summary(article: "Article") -> dict[str, str | int | None]:
    return {
        "id": article.id,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "publisher": article.publisher,
        "title": article.title,
        "url": article.url,
        "posts": len(article.posts),
    }
