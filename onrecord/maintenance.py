"""Commands that look after what is stored: reindex, doctor."""

from onrecord.terminal import Json, ProgressLine, show, show_json
from vectorstore.errors import OnrecordError


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
