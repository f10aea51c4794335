"""Words of a sentence whose quotations are masked."""

import re
from dataclasses import dataclass

from vectorstore.statements.quotations import MASK

_TITLES = (
    r"(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Maj|Capt|Sgt|Cpl|Adm|Sen|Reps?|Gov|Rev|Hon|Jr|Sr|No|vs|Del|Atty|Supt|Det|Insp|"
    r"Cllr|Amb|Brig|Cmdr|Fr|Msgr|Pres)\."
)
_TOKEN = re.compile(
    rf"“?{MASK}+[,.?!—]?{MASK}?”?|“”|{_TITLES}|(?:[A-Z]\.)+|[^\W_]+(?:[’'&./-][^\W_]+)*|['’]s\b|--+|[^\w\s]", re.UNICODE
)
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark, or a whole masked quotation; the span counts from the beginning of the article's text."""

    text: str
    start: int
    end: int

    @property
    def is_quotation(self) -> bool:
        """Whether it is what somebody said, masked."""
        return MASK in self.text

    @property
    def is_word(self) -> bool:
        """Whether it is a word of the writer's own."""
        return self.text[0].isalnum() and not self.is_quotation

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def is_possessive(self) -> bool:
        """Whether it ends in `'s` or, of a plural, in an apostrophe."""
        return self.is_word and self.text.endswith(("'s", "’s", "s'", "s’"))

    @property
    def lower(self) -> str:
        """In lower case."""
        return self.text.lower()


def tokens(masked: str, *, offset: int) -> list[Token]:
    """The tokens of a masked stretch that begins at `offset` of the article's text."""
    return [Token(found.group(), offset + found.start(), offset + found.end()) for found in _TOKEN.finditer(masked)]
