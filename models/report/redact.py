"""A text for people outside: nobody's name, no address and no link of ours in it."""

import re
from collections.abc import Callable, Iterable, Mapping

from models.domain.incident import Hat, Incident, Role

_WORDS = {
    Role.COMMANDER: "the incident commander",
    Role.DEPUTY: "the deputy",
    Role.COMMS: "the communications lead",
    Role.SCRIBE: "the scribe",
    Role.SME: "an engineer",
}
SOMEBODY = "a responder"
LINK, ADDRESS = "[internal link]", "[address]"
_LEAST = 2
"""Letters of a part of a name that is looked for by itself."""

PARTICLES = frozenset({
    "al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "la", "le", "ten",
    "ter", "van", "von", "zu",
})  # fmt: skip
"""Parts of names that are nobody's by themselves."""
ORDINARY = frozenset({
    "an", "art", "baker", "banks", "best", "bill", "black", "brown", "chase", "chip", "cliff",
    "cook", "cooper", "dawn", "day", "dean", "don", "drew", "faith", "fields", "frank", "gene",
    "grace", "grant", "gray", "green", "guy", "hill", "hope", "hunter", "in", "joy", "june",
    "king", "lake", "lance", "lane", "long", "mark", "mason", "max", "may", "miles", "my", "nick",
    "page", "park", "parker", "pat", "penny", "pierce", "porter", "post", "power", "price", "ray",
    "rice", "rich", "rob", "root", "rose", "sage", "short", "skip", "so", "star", "stone", "sue",
    "summer", "taylor", "trip", "turner", "wade", "walker", "ward", "wells", "white", "will",
    "wood", "young",
})  # fmt: skip
"""Names that are words too: written small they are taken for the word."""

_MARKDOWN_LINK = re.compile(r"!?\[([^\]\n]*)\]\((?!#)[^)\s]*(?:\s+\"[^\"]*\")?\)")
_REFERENCE = re.compile(r"(?m)^\s{0,3}\[[^\]]+\]:\s+\S+.*$\n?")
_URL = re.compile(
    r"<?\b(?:[a-z][a-z0-9+.-]{1,15}://|www\.)[^\s<>\"')\]]*[^\s<>\"')\].,;:!?]>?", re.IGNORECASE
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IP = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b")

Redact = Callable[[str], str]


def as_it_is(text: str) -> str:
    return text


def for_the_public(incident: Incident, names: Iterable[str]) -> Redact:
    """`names` are all whose names may stand in a text: in full, or any part of one. Each becomes
    the role that the person had in this incident, else "a responder"."""
    spoken = _spoken(incident.worn, names)
    pattern = _pattern(spoken)

    def redact(text: str) -> str:
        plain = _MARKDOWN_LINK.sub(lambda match: match[1], text)
        plain = _REFERENCE.sub("", plain)
        plain = _URL.sub(LINK, plain)
        plain = _IP.sub(ADDRESS, _MAIL.sub(ADDRESS, plain))
        if pattern is None:
            return plain
        return pattern.sub(lambda match: _said(match, spoken), plain)

    return redact


def role_of(person: str, worn: Iterable[Hat]) -> str:
    hats = [hat.role for hat in worn if hat.person.casefold() == person.casefold()]
    return _WORDS[hats[0]] if hats else SOMEBODY


def _spoken(worn: Iterable[Hat], names: Iterable[str]) -> Mapping[str, str]:
    """From each name and each part of one, in small letters, to what is said instead."""
    hats = tuple(worn)
    found: dict[str, str] = {}
    for name in (*names, *(hat.person for hat in hats)):
        plain = " ".join(name.split())
        if not plain:
            continue
        role = role_of(plain, hats)
        found[plain.casefold()] = role
        for part in plain.split():
            if len(part) >= _LEAST and part.casefold() not in PARTICLES:
                found.setdefault(part.casefold(), role)
    return found


def _pattern(spoken: Mapping[str, str]) -> re.Pattern[str] | None:
    """The longest name first, as a whole word in any case: a name that stays is worse than a word
    that goes. Small-lettered words of ORDINARY alone stay."""
    if not spoken:
        return None
    ordered = sorted(spoken, key=len, reverse=True)
    words = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered)
    return re.compile(rf"@?(?<!\w)(?P<name>{words})(?!\w)", re.IGNORECASE)


def _said(match: re.Match[str], spoken: Mapping[str, str]) -> str:
    name = " ".join(match["name"].split())
    if name.islower() and name in ORDINARY and not match[0].startswith("@"):
        return match[0]
    known = spoken[name.casefold()]
    before = match.string[: match.start()].rstrip(" *_>#-")
    begins = not before or before[-1] in ".!?:\n"
    return _cased(known, begins)


def _cased(words: str, begins: bool) -> str:
    return words[:1].upper() + words[1:] if begins else words
