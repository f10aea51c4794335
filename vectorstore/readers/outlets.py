"""What tells the name of an outlet, an agency or a person from other words, in the lines around an article."""

import re

AGENCY = (
    r"(?:AFP|AP|EPA(?:-EFE)?|EFE|DPA|dpa|PA(?: Media| Wire)?|UPI|TASS|ITAR-TASS|ANSA|AAP|ANP|NTB|Reuters|REUTERS"
    r"|Getty(?: Images)?|(?:The )?Associated Press|Agence France-Presse|Press Association|Anadolu(?: Agency)?|Sputnik"
    r"|Xinhua|Interfax|Bloomberg|Shutterstock|Alamy|NurPhoto|Kyodo(?: News)?|Sipa(?: USA)?|Zuma(?: Press)?|iStock|EyeEm"
    r"|picture alliance|Pool|File|Handout|(?:[A-Z][\w’'-]+ ){1,2}(?:Images|Pictures|Photos|Agency|Press))"
)
"""A pattern of those that credits of pictures name, without groups."""

_PAPERS = (
    r"News|Times|Post|Herald|Journal|Guardian|Courier|Tribune|Gazette|Standard|Telegraph|Observer|World|Today|Press"
    r"|Mail|Chronicle|Dispatch|Star|Globe|Independent|Review|Reuters|Bloomberg|Monitor|Broadcasting|Radio|TV|Television"
    r"|Network|Online|Agency|Mirror|Sentinel|Examiner|Inquirer|Register|Politico|Axios|Al Jazeera"
)
_outlet = re.compile(rf"(?:[Tt]he )?(?:[A-Z][\w.&’'-]* ){{0,4}}(?:{_PAPERS})|(?P<letters>[A-Z]{{2,5}}(?: News)?)")
_leading_letters = re.compile(r"(?P<letters>[A-Z]{2,5}(?: News)?)\b")
_NO_OUTLETS = frozenset("UK US USA EU UN NATO UAE GMT UTC CEO TV MP PM GB NYC LA DC".split())
_role = re.compile(
    r"\b(?:correspondent|reporter|editor|journalist|columnist|producer|presenter|writer|analyst|bureau chief"
    r"|commentator|staff)s?\b",
    re.IGNORECASE,
)
_place = re.compile(r"(?:[Rr]eporting (?:from|in)|[Ii]n|[Ff]rom) [A-Z][\w’'-]*(?:,? (?:and )?[A-Z][\w’'-]*){0,3}")
_LONGEST_ROLE = 10

_HONORIFICS = frozenset(
    "professor prof dr sir dame lord lady mr mrs ms miss president minister senator gen general col".split()
)
_PARTICLES = frozenset("de del della der den di da dos du la le van von ter bin ibn al el ben y e af av zu".split())
_NO_NAMES = frozenset(
    "the a an news live latest updates update house crisis war world analysis explained report summary key what why "
    "how who when where is are in on of at to for and or street city north south east west union council court".split()
)
_name_word = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W\d_]))*\.?")


def outlet_in(text: str) -> str | None:
    """The outlet that the text is, or that a role opens with (`BBC` in `BBC Brussels correspondent`)."""
    whole = _outlet.fullmatch(text)
    if whole and whole["letters"] not in _NO_OUTLETS:
        return text
    leading = _leading_letters.match(text)
    if leading and leading["letters"] not in _NO_OUTLETS and is_role(text):
        return leading["letters"]
    return None


def is_role(text: str) -> bool:
    """Whether the text is what stands under a reporter's name: a post, an outlet or a place."""
    if text.count(" ") >= _LONGEST_ROLE or text[-1:] in ("", ".", "?", "!", ":"):
        return False
    head, _, tail = text.partition(", ")
    return bool(
        (_role.search(text) and text[0].isupper())
        or _place.fullmatch(text)
        or (_outlet.fullmatch(head) and head not in _NO_OUTLETS and (not tail or tail[0].isupper()))
    )


def is_name(text: str) -> bool:
    """Whether the text has the shape of one person's full name, a title before it or not."""
    words = text.split()
    while words and words[0].lower().rstrip(".") in _HONORIFICS:
        words.pop(0)
    return (
        2 <= len(words) <= 5
        and all(_name_word.fullmatch(word) for word in words)
        and all(word[0].isupper() or word.lower() in _PARTICLES for word in words)
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and (not words[-1].endswith(".") or words[-1] in ("Jr.", "Sr."))
        and not _NO_NAMES.intersection(word.lower() for word in words)
    )
