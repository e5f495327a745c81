"""Time zones as people write them behind a time or above a timeline."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_HOURS = {
    "utc": 0.0, "gmt": 0.0, "z": 0.0, "wet": 0.0, "west": 1.0, "bst": 1.0,
    "cet": 1.0, "cest": 2.0, "eet": 2.0, "eest": 3.0, "msk": 3.0,
    "est": -5.0, "edt": -4.0, "cst": -6.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0,
    "pst": -8.0, "pdt": -7.0, "akst": -9.0, "akdt": -8.0, "hst": -10.0,
    "sgt": 8.0, "hkt": 8.0, "jst": 9.0, "kst": 9.0, "aest": 10.0, "aedt": 11.0,
    "nzst": 12.0, "nzdt": 13.0,
}  # fmt: skip
"""Hours east of UTC. Abbreviations that name several zones without one that is usual among those
who write post-mortems (IST) are left out: a wrong time is worse than none."""

_PLACES = {
    "pacific time": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
    "mountain time": "America/Denver",
    "mt": "America/Denver",
    "us central time": "America/Chicago",
    "eastern time": "America/New_York",
    "et": "America/New_York",
    "central european time": "Europe/Paris",
    "zurich time": "Europe/Zurich",
    "berlin time": "Europe/Berlin",
    "london time": "Europe/London",
    "uk time": "Europe/London",
}

_MINUS = "\u2212"
_OFFSET = rf"[+\-{_MINUS}]\d{{1,2}}(?::?\d{{2}})?"
_WORDS = "|".join(sorted((*_HOURS, *_PLACES), key=len, reverse=True))
_NAMED = (
    rf"(?:UTC|GMT)\s?{_OFFSET}|\+\d{{2}}:?\d{{2}}\b|(?:{_WORDS})\b"
    r"|(?-i:[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+)"
)
ZONE = rf"(?:{_NAMED})"
"""To be put in a pattern that ignores case. What begins with a minus may be the end of a stretch
(13:30-13:45), so it is a zone only behind a day."""
ZONE_BEHIND_DAY = rf"(?:{_NAMED}|[\-{_MINUS}](?:0\d:?[0-5]0|1[0-2]:?00)\b)"

_ZONE = re.compile(ZONE, re.IGNORECASE)
_SAID = re.compile(
    rf"\b(?:times?|timestamps?|timezone|time zone)\b[^\n]{{0,60}}?(?<![\w/]){ZONE}", re.IGNORECASE
)
_IN_BRACKETS = re.compile(
    rf"[(\[](?:[^)\]]{{0,30}}\b(?:in|times?)\s+)?({ZONE})[)\]]", re.IGNORECASE
)


def zone_of(text: str) -> tzinfo | None:
    """The zone that `text` names, all of it; None where it names none that is known."""
    plain = text.strip().lower().replace(_MINUS, "-")
    if plain in _HOURS:
        return timezone(timedelta(hours=_HOURS[plain])) if _HOURS[plain] else UTC
    if plain in _PLACES:
        return ZoneInfo(_PLACES[plain])
    found = re.fullmatch(r"(?:utc|gmt)?\s?([+-])(\d{1,2}):?(\d{2})?", plain)
    if found is None:
        return _of_place(text.strip())
    span = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if span > timedelta(hours=14):
        return None
    return timezone(-span if found[1] == "-" else span)


def _of_place(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if "/" in name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_said(text: str) -> tzinfo | None:
    """The zone of "all times in PST" or "Timeline (UTC)"; None where the text says none."""
    for pattern in (_SAID, _IN_BRACKETS):
        said = pattern.search(text)
        if said is not None:
            names = _ZONE.findall(said[0])
            found = zone_of(names[-1]) if names else None
            if found is not None:
                return found
    return None
