"""The language of an article, where its source doesn't say."""

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from vectorstore.article import Article

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]  # py3langid has no stubs

_CODE = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_][\w-]*)?\s*\Z")
_FEWEST_LETTERS = 100
_LOOKED_AT = 5_000
_SURE = 0.9


def with_language(article: Article) -> Article:
    """The article with the code of its language ("en"), as given or else as its text shows.

    A text of fewer than 100 letters, or one that might be in several languages, leaves it unknown.
    """
    language = _given(article.language) or _shown(article.text)
    return article if language == article.language else replace(article, language=language)


def _given(written: str | None) -> str | None:
    code = _CODE.match(written or "")
    return code[1].lower() if code and code[1].lower() not in {"und", "mul", "zxx"} else None


def _shown(text: str) -> str | None:
    looked_at = text[:_LOOKED_AT]
    if sum(char.isalpha() for char in looked_at) < _FEWEST_LETTERS:
        return None
    language, sureness = _identifier().classify(looked_at)
    return str(language) if sureness >= _SURE else None


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
