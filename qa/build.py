"""The one place where concrete classes meet."""

from qa.candidates import CandidateFinder
from qa.chain import answering_chain, answering_events
from qa.extract import ExtractiveReader
from qa.fusion import fitted_weights
from qa.itemised import ItemReader
from qa.listening import Listener, Nobody
from qa.question_reader import QuestionReader
from qa.reader.adapter import shipped_adapter
from qa.reader.judge import Judge
from qa.reader.scorer import load_scorer
from qa.rerank import CrossEncoderReranker
from qa.retrieve import HybridRetriever
from qa.service import Service
from qa.settings import Settings
from qa.signals import SignalReader
from qa.spelling import Speller
from qa.statements import StatementFinder
from qa.writer.writing import Chat
from vectorstore.archive import Archive
from vectorstore.build import Build
from vectorstore.chunker import HEADER_PIECES, Chunker
from vectorstore.embedding.choose import load_encoder
from vectorstore.embedding.model import BUNDLED, SPECIAL_PIECES, find_model
from vectorstore.embedding.pieces import piece_counter, whole_words
from vectorstore.errors import InputError
from vectorstore.index import Progress
from vectorstore.ingest import Ingester
from vectorstore.statements.find import RULES_VERSION
from vectorstore.store import Store

_NOBODY = Nobody()


def no_progress(_what: str, _done: int, _of: int) -> None:
    """Shows nothing."""


def open_archive(settings: Settings) -> Archive:
    """The archive alone: enough to list and show articles, and quick.

    Raises:
        OnrecordError: it can't be used.
    """
    return Archive(settings.home / "archive.db")


def open_store(settings: Settings, *, progress: Progress = no_progress) -> Store:
    """The archive with its indexes and the model that embeds.

    Raises:
        OnrecordError: the archive or the model can't be used.
    """
    model = find_model(settings.embedding_model)
    longest = model.max_pieces - HEADER_PIECES - SPECIAL_PIECES
    if settings.passage_pieces > longest:
        raise InputError(
            f"ONRECORD_PASSAGE_PIECES is {settings.passage_pieces}, {model.name!r} sees no more than {longest} beside "
            f"a headline: set at most {longest}"
        )
    encoder = load_encoder(model, backend=settings.embedding_backend, models=settings.models)
    chunker = Chunker(count=piece_counter(model), max_pieces=settings.passage_pieces)
    build = Build(model=model.name, fingerprint=model.fingerprint, chunker=f"{chunker.version} {RULES_VERSION}")
    ingester = Ingester(
        archive=open_archive(settings),
        chunker=chunker,
        encoder=encoder,
        build=build,
        max_characters=settings.max_article_characters,
    )
    return Store(settings.home, ingester=ingester, progress=progress)


def open_service(settings: Settings, *, progress: Progress = no_progress, listener: Listener = _NOBODY) -> Service:
    """Everything that answers.

    Raises:
        OnrecordError: the archive or a model can't be used, or the archive was made with other settings.
    """
    reranker = CrossEncoderReranker(settings.reranker) if settings.reranker else None  # may download: before any file
    chat = _open_chat(settings)
    store = open_store(settings, progress=progress)
    store.refresh()
    retriever = HybridRetriever(
        store=store,
        signals=SignalReader(store=store, encoder=store.encoder),
        weights=fitted_weights(),
        depth=settings.retrieve_depth,
        reranker=reranker,
        rerank_passages=settings.rerank_passages,
    )
    finder, judge = CandidateFinder(store=store, encoder=store.encoder), _open_judge(settings)
    reader = ExtractiveReader(
        finder=finder,
        judge=judge,
        items=ItemReader(finder=finder, judge=judge),
        min_probability=settings.min_probability,
    )
    questions = QuestionReader(
        archive=store.archive,
        speller=Speller(store=store, common=whole_words(find_model(settings.embedding_model))),
    )
    events = answering_events(
        archive=store.archive,
        questions=questions,
        retriever=retriever,
        reader=reader,
        read_passages=settings.read_passages,
        writers=chat.writers(store.archive) if chat else None,
        listener=listener,
    )
    return Service(
        store=store,
        questions=questions,
        retriever=retriever,
        reader=reader,
        events=events,
        chain=answering_chain(events),
        chat=chat,
        statement_finder=StatementFinder(store=store, encoder=store.encoder),
        max_question_characters=settings.max_question_characters,
        listener=listener,
    )


def _open_judge(settings: Settings) -> Judge:
    """What judges sentences, with the trained reader where it isn't switched off.

    The reader is made of the bundled model whatever embeds.

    Raises:
        OnrecordError: the reader can't be used.
    """
    if settings.reader == "off":
        return Judge(scorer=None)
    backend = settings.embedding_backend
    return Judge(scorer=load_scorer(find_model(BUNDLED), shipped_adapter(), backend=backend, models=settings.models))


def _open_chat(settings: Settings) -> Chat | None:
    """The chat model where one is set, else nothing: its libraries take seconds to import."""
    if settings.chat_model is None:
        if settings.chat_base_url is not None:
            raise InputError("ONRECORD_CHAT_BASE_URL is set and ONRECORD_CHAT_MODEL is not: name the server's model")
        return None
    from qa.writer.open import open_chat

    return open_chat(
        settings.chat_model,
        base_url=settings.chat_base_url,
        api_key=settings.chat_api_key,
        timeout_s=settings.chat_timeout_s,
    )
