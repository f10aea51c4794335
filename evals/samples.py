"""The articles and gold questions that come with the package."""

from pathlib import Path

_HERE = Path(__file__).parent


def sample_articles() -> Path:
    """The folder of the sample articles, JSONL, one article a line."""
    return _HERE / "articles"


def sample_questions() -> tuple[Path, ...]:
    """The files of gold questions about the sample articles, by name."""
    return tuple(sorted((_HERE / "questions").glob("*.jsonl")))
