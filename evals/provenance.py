"""What a run was made with: two runs of one provenance must give the same answers."""

import hashlib
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distributions
from os import cpu_count
from pathlib import Path

from pydantic import JsonValue, TypeAdapter

from evals.gold import GoldQuestion
from qa.settings import Settings
from vectorstore.article import Article

_OF_THIS_MACHINE = {
    *("home", "models", "host", "port", "chat_base_url", "chat_api_key"),
    *("rate_limit", "server_key", "cors_origins"),
}
_LIBRARIES = (
    "chromadb",
    "langchain-core",
    "numpy",
    "openvino",
    "sentence-transformers",
    "tantivy",
    "tokenizers",
    "torch",
)
_GOLD = TypeAdapter(tuple[GoldQuestion, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Hashes are sha256 in hexadecimal. What was asked over HTTP is another's: its model and settings are not known."""

    commit: str | None
    """Of the code; with `+` where files differ from it, None where it is no checkout."""
    gold: str
    corpus: str
    model: str | None
    model_files: str | None
    settings: Mapping[str, JsonValue] | None
    """Without the folders and the address, which change nothing in an answer."""
    versions: Mapping[str, str]
    processor: str
    cores: int

    @property
    def is_known(self) -> bool:
        """Whether it says all that answers depend on: the code is a commit's, the model and settings are ours."""
        return self.commit is not None and not self.commit.endswith("+") and self.settings is not None


def provenance(gold: Sequence[GoldQuestion], articles: Sequence[Article], *, settings: Settings | None) -> Provenance:
    """Of a run of these questions over these articles; `settings` None: over HTTP."""
    from vectorstore.embedding.model import find_model

    model = find_model(settings.embedding_model) if settings else None
    texts = sorted((article.id, article.title or "", article.text) for article in articles)
    return Provenance(
        commit=_commit(Path(__file__).parent),
        gold=_sha256(_GOLD.dump_json(tuple(gold))),
        corpus=_sha256(TypeAdapter(list[tuple[str, str, str]]).dump_json(texts)),
        model=model.name if model else None,
        model_files=model.fingerprint if model else None,
        settings=settings.model_dump(mode="json", exclude=_OF_THIS_MACHINE) if settings else None,
        versions=_versions(),
        processor=_processor(),
        cores=cpu_count() or 1,
    )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _versions() -> dict[str, str]:
    """Of Python and of the libraries that are installed: OpenVINO is not everywhere."""
    found = {distribution.name: distribution.version for distribution in distributions()}
    return {"python": platform.python_version(), **{name: found[name] for name in _LIBRARIES if name in found}}


def _commit(folder: Path) -> str | None:
    """The commit that is checked out; None where there is no git, or another project's repository is around us."""
    try:
        head = _git(folder, "rev-parse", "HEAD")
        tracked = _git(folder, "ls-files", "--error-unmatch", Path(__file__).name)
        changed = _git(folder, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return None
    return head + ("+" if changed else "") if tracked else None


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
