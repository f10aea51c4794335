"""The outlets that a question names."""

import re
from collections.abc import Iterable

_AROUND = re.compile(r"^the |\.com$| \(.*\)$|\W+$", re.I)


def outlets_in(question: str, outlets: Iterable[str]) -> frozenset[str]:
    """Those of the outlets whose names stand in the question, whole.

    A name of several words is taken in any case, one of a single word as it is written ("Wired"); initials also in
    small letters behind an article ("the bbc"). `News` behind a name may be left out.
    """
    return frozenset(outlet for outlet in outlets if any(form.search(question) for form in _forms(outlet)))


def _forms(outlet: str) -> list[re.Pattern[str]]:
    name = _AROUND.sub("", outlet.strip())
    bare = re.sub(r" news$", "", name, flags=re.I) or name
    if not re.search(r"\w", bare):
        return []
    forms = [re.compile(rf"(?<!\w){re.escape(bare)}(?!\w)", re.I if " " in bare else 0)]
    if " " in name:
        forms.append(re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.I))
    if bare.isupper():
        forms.append(re.compile(rf"\bthe {re.escape(bare)}(?!\w)", re.I))
    return forms
