"""Lines of a page that are no reporting: promotion, widgets, pictures' credits, footers."""

import re
from collections.abc import Iterator, Sequence

from vectorstore.readers.footers import is_fine_print, is_footer
from vectorstore.readers.lines import LONGEST_LABEL, Line, ends_sentence, is_prose
from vectorstore.readers.outlets import AGENCY

_TITLES_FOLLOW = frozenset(
    "related|related post|related posts|related story|related stories|related article|related articles|related topics"
    "|related content|related news|related coverage|more on this story|more on this topic|read more|read also|also read"
    "|read next|see also|further reading|recommended|recommended stories|most read|most popular|trending|top stories"
    "|you may also like|you might also like|editors' picks|around the bbc|from our partners|more from us".split("|")
)
_LABELS = _TITLES_FOLLOW | frozenset(
    "advertisement|ad|skip ad|skip advertisement|story continues below|breaking|breaking news|developing|close"
    "|share|share this|share this post|share this article|share this page|copy link|copy to clipboard|copy url"
    "|link copied|save|print|email|facebook|twitter|whatsapp|telegram|messenger|linkedin|reddit|tweet|follow"
    "|follow us|comment|comments|view comments|quote message|end of quote message|play|play video|pause|mute|unmute"
    "|video|dropdown arrow|sort by|back to top|skip to content|menu|search|home|log in|sign in|sign up|subscribe"
    "|subscribe now|newsletter|sponsored|live reporting|live feed|latest updates|latest post|load more|show more"
    "|more|next|previous|gallery|in pictures|image caption|media caption|video caption".split("|")
)
_MOST_TITLES = 12
_SUMMARIES = frozenset(("summary", "key points", "at a glance", "what we know", "the latest"))
_widget = re.compile(
    r"Loading ?(?:\.\.\.|…)?|Sort by ?(?:\w{1,20}(?: \w{1,20}){0,2})?"
    r"|[0-9][0-9,.]* (?:new )?(?:posts?|comments?|shares?|views?|images?|photos?|mins?|minutes?)(?: read)?"
    r"|[0-9]{1,2}:[0-9]{2}(?: ?/ ?[0-9]{1,2}:[0-9]{2})?",
    re.IGNORECASE,
)
_promo = re.compile(
    r"(?:(?i:read more|read also|also read|read next|see also|see more|further reading|must read|don['’]t miss"
    r"|recommended|related(?: (?:story|stories|articles?|posts?|news|coverage|content|reading|links?|topics?))?)"
    r"|READ|WATCH(?: LIVE| NOW| MORE)?|LISTEN(?: LIVE| NOW)?|MORE(?: (?:ON|FROM)(?: \w+){1,4})?) ?[:|»>–—] ?\S"
    r"|(?:READ MORE|READ ALSO|ALSO READ|SEE ALSO) \S"
)
_soft_promo = re.compile(r"(?:Watch|Listen|More|Read|Gallery|In pictures|Podcast|Video) ?[:|»>] ?\S")
_source = re.compile(r"Sources?: ?[^.?!]{1,60}(?: [>|/] [^?!]{1,80})?")

_WORD = r"(?:[A-Z][\w.’'-]*|for|via|of|and)"
_NAMED = rf"{_WORD}(?:(?: ?[,/|&] ?| ){_WORD}){{0,15}}"
_image = re.compile(
    r".{0,300}?(?:Image|Photo) (?:source|caption|credit)s?(?:, ?|: ?|$).{0,300}"
    r"|(?:Media|Video|Figure) (?:source|caption),.{0,300}"
)
_graphic = re.compile(
    r"(?:An? )?(?:(?:[Gg]raphic|[Ii]nfographic|[Mm]ap|[Cc]hart|[Dd]iagram|[Gg]raph)s? (?:showing|shows|of)"
    r"|(?:[Ss]atellite )?(?:[Ii]mage|[Pp]hoto|[Vv]ideo|[Pp]icture)s? showing)\b.*"
)
_credit = re.compile(
    r"(?:.{0,300}?[^\s,:;])?\s?\(?(?:Credits?|Photo(?:graph)?s?|Pictures?|Images?|Illustration)(?: credits?| by)? ?"
    rf"(?::|…|\.\.\.) ?{_NAMED}\)?"
)
_photo_by = re.compile(rf"(?:Photo|Photograph|Picture|Image|Illustration)s? by {_NAMED}")
_bracketed = re.compile(r"[(\[](?P<credit>[^()\[\]]{2,120})[)\]]$")
_in_brackets = re.compile(
    rf"(?:.*/ ?|.*\bvia )?{AGENCY}(?: ?/.*| via .*| Photo\b.*)?|(?:Photo|Picture|Image)s?(?: by|:).*"
)
_of_a_picture = re.compile(r"/|\b(?:via|by)\b|Image|Photo|Picture")
_credit_alone = re.compile(
    rf"[(\[]?(?:[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){{0,3}} ?/ ?)?{AGENCY}(?:(?: ?/ ?| via |, ){AGENCY}){{0,3}}[)\]]?"
)


def furniture(lines: Sequence[Line]) -> set[int]:
    """The indexes of the lines that are no reporting by what they say themselves, and of titles listed under them."""
    footers = set(_footers(lines))
    found = footers | {number for number, line in enumerate(lines) if is_furniture(line.text)}
    if len(lines) > 1 and lines[1].bullet and _label(lines[0].text) in _SUMMARIES:
        found.add(0)
    last_sentence = max(
        (n for n, line in enumerate(lines) if n not in found and _says_something(line.text)), default=-1
    )
    for number in sorted(found):
        label = _label(lines[number].text)
        if label in _TITLES_FOLLOW and number > last_sentence >= 0:
            return found | set(range(number, len(lines)))
        if label in _TITLES_FOLLOW:
            found.update(_titles(lines, number + 1))
        elif label.endswith(" caption") and number + 1 < len(lines) and not lines[number + 1].apart:
            found.add(number + 1)
    return found


def is_furniture(text: str) -> bool:
    """Whether the line, by itself, is a label, a promotion, a credit or a picture's caption with one."""
    if not text or len(text) > LONGEST_LABEL:
        return False
    if (
        _label(text) in _LABELS
        or _promo.match(text)
        or any(p.fullmatch(text) for p in (_widget, _image, _credit_alone))
    ):
        return True
    if has_bracketed_credit(text):
        return True
    if is_prose(text):
        return not ends_sentence(text) and any(p.fullmatch(text) for p in (_graphic, _credit))
    return bool(_soft_promo.match(text)) or any(p.fullmatch(text) for p in (_source, _graphic, _credit, _photo_by))


def is_credit(text: str) -> bool:
    """Whether the line is the credit of a picture and nothing else."""
    return len(text) <= LONGEST_LABEL and _credit_alone.fullmatch(text) is not None


def has_bracketed_credit(text: str) -> bool:
    """Whether the line ends with the credit of a picture in brackets, such as `(Name/Agency)`."""
    bracketed = _bracketed.search(text[-LONGEST_LABEL:])
    if not bracketed:
        return False
    credit = bracketed["credit"]
    return _of_a_picture.search(credit) is not None and _in_brackets.fullmatch(credit) is not None


def _label(text: str) -> str:
    return text.casefold().replace("’", "'").strip("«»>:.,… ") if len(text) < 40 else ""


def _says_something(text: str) -> bool:
    return text.count(" ") >= 3 and ends_sentence(text) and not text.endswith("?")


def _footers(lines: Sequence[Line]) -> Iterator[int]:
    below_footer = False
    for number, line in enumerate(lines):
        below_footer = is_footer(line.text) or (below_footer and is_fine_print(line.text))
        if below_footer:
            yield number


def _titles(lines: Sequence[Line], first: int) -> Iterator[int]:
    """The titles listed right below a label such as `Read more:`."""
    for number, line in enumerate(lines[first : first + _MOST_TITLES], start=first):
        if is_prose(line.text) or (not line.bullet and (line.apart or ends_sentence(line.text))):
            return
        yield number
