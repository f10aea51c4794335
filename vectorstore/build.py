"""What made the passages and vectors of an archive."""

from dataclasses import dataclass

from vectorstore.errors import OnrecordError


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """The embedding model and the cutting: passages and vectors of two builds don't mix."""

    model: str
    """The model's name, for people."""
    fingerprint: str
    """The model's sha256."""
    chunker: str

    def require(self, wanted: "Build") -> None:
        """Holds when this build may serve where `wanted` is asked for.

        Raises:
            OnrecordError: it may not; the message names what differs and how to mend it.
        """
        if self.fingerprint != wanted.fingerprint:
            raise OnrecordError(
                f"the archive was built with the embedding model {self.model!r} ({self.fingerprint[:12]}), settings "
                f"ask for {wanted.model!r} ({wanted.fingerprint[:12]}): run 'onrecord reindex' or change "
                "ONRECORD_EMBEDDING_MODEL"
            )
        if self.chunker != wanted.chunker:
            raise OnrecordError(
                f"the archive was cut by {self.chunker!r}, settings ask for {wanted.chunker!r}: run 'onrecord reindex' "
                "or change ONRECORD_PASSAGE_PIECES"
            )
