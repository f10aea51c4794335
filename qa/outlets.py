"""The outlets that a question names."""

import re
from collections.abc import Iterable

_SMALL = re.compile(r"^the |\.com$| \(.*\)$|\W+$", re.I)


def outlets_in(question: str, outlets: Iterable[str]) -> frozenset[str]:
    """Those of the outlets whose names stand in the question, whole.

    A name of one word is taken with its capital only ("Wired"), but for initials: "the bbc" is the BBC. `News` behind a
    name may be left out.
    """
    return frozenset(outlet for outlet in outlets if _pattern(outlet).search(question))


def _pattern(outlet: str) -> re.Pattern[str]:
    name = _SMALL.sub("", outlet.strip())
    bare = re.sub(r" news$", "", name, flags=re.I) or name
    any_case = " " in bare or bare.isupper()
    return re.compile(rf"(?<!\w){re.escape(bare)}(?!\w)", re.I if any_case else 0)
