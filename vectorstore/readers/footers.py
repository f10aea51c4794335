"""What stands under an article: newsletters, consent, rights, and lists of who worked on it."""

import re

_LONGEST_FOOTER = 1_000
_FEWEST_CUES = 2

_opening = re.compile(
    r"(?:©|\(c\) ?(?:19|20)[0-9]{2}|Copyright (?:©|\(c\)|(?:19|20)[0-9]{2})|All rights reserved|We use cookies"
    r"|This (?:web)?(?:site|page) (?:is protected by|uses cookies)|This material may not be (?:published|reproduced)"
    r"|Thank you for (?:subscribing|signing up)|(?:Privacy (?:policy|notice)|Terms (?:of|and) \w+)[^.]{0,60}$"
    r"|You can unsubscribe|Unsubscribe\b|Manage (?:your )?(?:cookies|preferences)|Follow us on\b|Follow @)",
    re.IGNORECASE,
)
_invitation = re.compile(
    r"(?:(?:Sign|Click) up|Signup|Subscribe|By (?:signing|subscribing|clicking|submitting|entering)\b.*\byou\b"
    r"|Get (?:the|our|all|more)|Join (?:us|our)|Download (?:the|our)|Want (?:more|the)|Never miss|Enter your email)\b",
    re.IGNORECASE,
)
_cue = re.compile(
    r"\b(?:subscri\w+|newsletters?|marketing|consent|alerts?|e-?mail\w*|inbox|unsubscribe|privacy policy|terms of"
    r"|agree to|cookies?|opt[ -]out|blog|podcasts?|breaking news|briefing|our app|whatsapp|telegram)\b",
    re.IGNORECASE,
)
_reported = re.compile(r"[“”\"«»„]| (?:said|says|told|urged|advised|warned|according to)\b")

_PEOPLE = r"[A-Z][\w.’'-]*(?:(?:,? and |, |; | & | in | )[A-Z][\w.’'-]*)*"
_WORK = r"(?:[Aa]dditional |[Ww]ith )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Ee]dited|[Cc]ompiled|[Pp]roduced) by"
_credits = re.compile(
    r"\(?(?:(?:Our|This|The|Today['’]s) (?:live )?(?:coverage|page|blog|reporting) (?:was|is|has been) "
    rf"(?:provided|written|edited|produced|brought to you|compiled) by|{_WORK}):? {_PEOPLE}"
    rf"(?:[;,.]? {_WORK}:? {_PEOPLE}){{0,4}}[.)]{{0,2}}"
)


def is_footer(text: str) -> bool:
    """Whether the line is one of those by itself; a line that quotes or reports somebody is none."""
    if len(text) > _LONGEST_FOOTER or _reported.search(text):
        return False
    if _opening.match(text) or _credits.fullmatch(text):
        return True
    return _invitation.match(text) is not None and _cue.search(text) is not None


def is_fine_print(text: str) -> bool:
    """Whether the line would go on with a footer, right below one."""
    if len(text) > _LONGEST_FOOTER or _reported.search(text):
        return False
    return len({cue.group().casefold() for cue in _cue.finditer(text)}) >= _FEWEST_CUES
