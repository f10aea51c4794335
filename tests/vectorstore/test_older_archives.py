"""What an older version wrote is taken over, or made anew from the archive."""

import chromadb
from chromadb.config import Settings as ChromaSettings

from qa.build import open_service
from qa.settings import Settings
from qa.wire import SearchRequest
from vectorstore.archive import Archive
from vectorstore.article import Article


def test_a_graph_made_otherwise_is_made_anew(settings: Settings, samples: tuple[Article, ...]) -> None:
    """Chroma keeps the settings that an index was made with: one that finds less is not searched."""
    service = open_service(settings)
    assert all(result.status == "added" for result in service.ingest(samples[:2]))
    service.close()
    for folder in (settings.home / "chroma").iterdir():
        if (folder / "chroma.sqlite3").is_file():
            client = chromadb.PersistentClient(folder, settings=ChromaSettings(anonymized_telemetry=False))
            client.delete_collection("passages")
            client.create_collection("passages", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None)
            client._system.stop()

    again = open_service(settings)
    found = again.search(SearchRequest(query=samples[0].title or "", limit=5))
    graph = again.store.vectors._collection.configuration_json["hnsw"]
    again.close()

    assert "dense" in found[0].why
    assert graph["ef_search"] == 400


def test_statements_of_an_older_archive_are_dropped_and_its_articles_kept(
    settings: Settings, samples: tuple[Article, ...]
) -> None:
    """The rules that found them are others now; 'reindex' finds them anew."""
    service = open_service(settings)
    list(service.ingest(samples[:1]))
    service.close()
    archive = Archive(settings.home / "archive.db")
    with archive._database.transaction() as write:
        write.run("DROP TABLE statements")
        write.run("CREATE TABLE statements (article_id TEXT, speaker TEXT) STRICT")
        write.run("DROP TABLE offices")
        write.run("UPDATE meta SET value = '1' WHERE key = 'schema'")
    archive.close()

    again = Archive(settings.home / "archive.db")

    assert again.statements([samples[0].id]) == ()
    assert again.count()["articles"] == 1
    again.close()
    assert Archive(settings.home / "archive.db").speakers() == ()
