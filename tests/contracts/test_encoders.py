"""What every `Encoder` must do, proven for both backends and for the fake of these tests."""

from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np
import pytest
from contracts.hash_encoder import HashEncoder

from vectorstore.embedding.encoder import Encoder
from vectorstore.embedding.openvino_backend import OpenVinoEncoder
from vectorstore.embedding.torch_backend import TorchEncoder

_TEXTS = (
    "The old bridge will close on 2 May for nine weeks.",
    "Rain.",
    "Der Fährbetrieb ruht bis Montag; 北京 и Москва молчат 🙂",
    "The council met on Tuesday and heard from residents, traders and the bus company. " * 12,
)


class EncoderContract:
    """Subclass it and give the fixture `subject`."""

    @pytest.fixture
    def subject(self) -> Encoder:
        """The encoder that must hold the contract."""
        raise NotImplementedError

    def test_every_vector_has_length_one(self, subject: Encoder) -> None:
        """A dot product of two vectors is their cosine."""
        vectors = subject.encode(_TEXTS)

        assert vectors.shape == (len(_TEXTS), subject.dimension)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)

    def test_vectors_stand_in_the_order_of_their_texts(self, subject: Encoder) -> None:
        """Sorting by length on the way must not show in the result."""
        forwards = subject.encode(_TEXTS)
        backwards = subject.encode(_TEXTS[::-1])

        assert np.argmax(forwards @ backwards.T, axis=1).tolist() == [3, 2, 1, 0]

    def test_no_texts_give_no_vectors(self, subject: Encoder) -> None:
        """Nothing in, nothing out, and still of the right shape."""
        assert subject.encode([]).shape == (0, subject.dimension)
        assert subject.embed_documents([]) == []

    def test_an_empty_text_has_a_vector(self, subject: Encoder) -> None:
        """A text without a word is no reason to fail."""
        vectors = subject.encode(["", " \n "])

        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)

    def test_what_is_beyond_the_models_length_is_not_seen(self, subject: Encoder) -> None:
        """A text that is too long has the vector of its beginning."""
        beginning = "The ferry sails at noon. " * 200
        vectors = subject.encode([beginning, beginning + "Penguins negotiate treaties. " * 200])

        assert vectors[0] @ vectors[1] == pytest.approx(1, abs=1e-4)

    def test_a_text_has_the_same_vector_alone_and_among_others(self, subject: Encoder) -> None:
        """What a text is batched with does not change what it means."""
        together = subject.encode(_TEXTS * 5)
        alone = np.concatenate([subject.encode([text]) for text in _TEXTS])

        assert np.min(np.sum(together * np.tile(alone, (5, 1)), axis=1)) >= 0.9999

    def test_threads_may_share_it(self, subject: Encoder) -> None:
        """Four threads at once get what one gets."""
        expected = subject.encode(_TEXTS)
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda _: subject.encode(_TEXTS), range(8)))

        assert min(float(np.min(np.sum(vectors * expected, axis=1))) for vectors in found) >= 0.9999

    def test_langchains_methods_give_the_same_vectors(self, subject: Encoder) -> None:
        """A query and a document of the same words are the same point."""
        query = subject.embed_query(_TEXTS[0])

        assert subject.embed_documents([_TEXTS[0]])[0] == query
        assert query == pytest.approx(subject.encode([_TEXTS[0]])[0].tolist(), abs=1e-6)

    def test_equal_fingerprints_mean_interchangeable_vectors(self, subject: Encoder) -> None:
        """The name of the weights is a sha256."""
        assert len(subject.fingerprint) == 64
        assert set(subject.fingerprint) <= set("0123456789abcdef")


class TestDefaultEncoder(EncoderContract):
    """The backend that a user gets: OpenVINO where there is one."""

    @pytest.fixture
    def subject(self, encoder: Encoder) -> Encoder:
        """The default backend, not what it falls back to."""
        assert type(encoder) is (TorchEncoder if find_spec("openvino") is None else OpenVinoEncoder)
        return encoder


class TestTorchEncoder(EncoderContract):
    """The reference backend."""

    @pytest.fixture
    def subject(self, torch_encoder: Encoder) -> Encoder:
        """The torch backend."""
        return torch_encoder


class TestHashEncoder(EncoderContract):
    """The fake: what is shown with it holds for the real ones."""

    @pytest.fixture
    def subject(self) -> Encoder:
        """The fake."""
        return HashEncoder()
