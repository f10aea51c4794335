"""What is cited, and what a text says beyond it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim span that is cited, with what is known of it."""

    quote: str
    context: str
    """The passage around it with its headlines: names in full, offices and dates may stand there."""
    speaker: str | None
    """Whose statement it is; None where that can't be told, or where nobody speaks."""
    publisher: str | None
    published_at: datetime | None

    @property
    def shown(self) -> str:
        """The context and the quote: where a name or a date may stand."""
        return f"{self.context}\n{self.quote}"

    @property
    def whole(self) -> str:
        """All that is shown, with whose words they are and which outlet's."""
        return "\n".join(filter(None, (self.shown, self.speaker, self.publisher)))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something of a text that its evidence doesn't bear out, in the text's words or a value's plain form."""

    kind: Literal["number", "date", "name", "negation", "speaker", "words", "markup"]
    wording: str
