"""Verbs by which somebody is said to speak, in every form, and the words that turn what they say round."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Form = Literal["finite", "participle", "base"]
"""`said`, `says` · `saying` · `say`: the last is finite for `they`, and an infinitive after `to`."""


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """What a verb form says of the words beside it."""

    lemma: str
    form: Form
    has_hearer: bool
    """Whether the one spoken to stands behind it: "told Parliament that"."""
    is_inverted: bool
    """Whether it may stand before who speaks: "said Quill"."""
    is_speech: bool
    """Whether somebody speaks aloud or writes; else thinks, hopes or fears."""


_INVERTED = """say add write ask reply continue explain note tweet recall declare argue observe conclude warn agree
insist remark joke respond retort reveal answer shout interject concede lament quip opine"""
_SPEECH = """acknowledge admit advise affirm allege announce assert boast caution charge claim comment complain concede
confess confirm contend counter criticize criticise cry declare decry demand deny describe detail dismiss
emphasize emphasise estimate exclaim explain forecast hint imply indicate joke lament maintain mention muse
object opine outline pledge point post predict press proclaim promise propose quip recommend recount
reiterate reject relate repeat report request retweet shout speculate state stress suggest swear testify
threaten underline underscore vow blame praise defend accuse hail echo interrupt sum chant thank sigh
mock sneer scold gripe liken urge call voice express highlight signal tout tell remind inform assure notify
convince brief lecture admonish point blog elaborate yell vent"""
_HEARER = (
    "tell remind inform assure notify warn advise urge caution ask brief admonish accuse convince criticize praise"
)
_THOUGHT = """believe think fear hope worry suspect"""
_IRREGULAR = {
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "write": ("writes", "wrote", "writing"),
    "think": ("thinks", "thought", "thinking"),
    "swear": ("swears", "swore", "swearing"),
}
_DOUBLED = {"quip", "admit", "blog"}
PARTICLES = {"point": "out"}
"""What a verb needs behind it to be one of speech."""

NEGATIONS = frozenset("not never n't no cannot nobody".split())
"""Before a verb of speech: then it was not said."""
REFUSALS = frozenset("declined declines refused refuses failed avoided stopped denied denies".split())
"""Before an infinitive of speech or a comment: then it was not said."""
BEFORE_INFINITIVE = REFUSALS | frozenset(
    """yet expected set due likely going able unable willing unwilling ready about bound scheduled wants hopes
    plans""".split()
)
"""In front of `to say`: then it was not said, or may be said."""
MODALS = frozenset("would could might may should will must can shall 'd 'll".split())
"""Before a verb of speech: then it has not been said."""
AUXILIARIES = frozenset("has have had is was were are be been being did does do".split())
CALLING = frozenset(
    {"call", "describe", "liken", "hail", "praise", "criticize", "criticise", "dismiss", "blame", "accuse"}
)
"""What is said with these are the words about somebody, not a clause."""


def _forms(lemma: str) -> tuple[str, str, str]:
    """Third person, past, participle."""
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"
    third = f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x")) else f"{lemma}s"
    stem = lemma + lemma[-1] if lemma in _DOUBLED else lemma.removesuffix("e")
    return third, f"{stem}ed", f"{stem}ing"


def _verbs() -> Iterator[tuple[str, SpeechVerb]]:
    hearer, inverted = set(_HEARER.split()), set(_INVERTED.split())
    for is_speech, lemmas in ((False, _THOUGHT), (True, f"{_SPEECH} {_INVERTED}")):
        for lemma in lemmas.split():
            third, past, participle = _forms(lemma)
            for form, written in (("base", lemma), ("finite", third), ("finite", past), ("participle", participle)):
                yield written, SpeechVerb(lemma, form, lemma in hearer, lemma in inverted, is_speech)  # type: ignore[arg-type]


SPEECH_VERBS: Mapping[str, SpeechVerb] = dict(_verbs())
"""By the form as it is written, in lower case."""
