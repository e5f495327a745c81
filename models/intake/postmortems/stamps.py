"""Days and times as people begin a line with them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from models.domain.times import whole_ms
from models.intake.postmortems.zones import ZONE, ZONE_BEHIND_DAY, zone_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s+)?(?:"
    r"(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?!\d)"
    rf"|(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?!\d|:)(?:st|nd|rd|th)?(?:,?\s+(?P<y2>\d{{4}})\b)?"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<m3>{_MONTH})(?:,?\s+(?P<y3>\d{{4}})\b)?)"
)
_NOON = r"(?:\s*(?P<{0}>[ap])\.?m\b\.?)"
_CLOCK = (
    r"(?:(?P<h1>\d{1,2}):(?P<n1>\d{2})(?::(?P<s1>\d{2})(?:[.,]\d{1,9})?)?(?!\d)"
    + _NOON.format("a1") + "?"
    + r"|(?P<h2>\d{1,2})" + _NOON.format("a2")
    + r"|(?P<h3>\d{1,2})h(?P<n3>\d{2})\b)"
)  # fmt: skip
_LEAD = (
    r"[\s*_~\[(`>|]*(?:(?:at|around|about|ca\.?|circa|approx(?:imately|\.)?|on|~)\s*)?[\s*_~\[(`]*"
)
_BETWEEN = r"(?:\s*(?:,|@|\bat\b|\bca\.?|~|T|[-\u2013\u2014])\s*|\s+)"
_UNTIL = (
    r"(?P<until>\s*(?:-|\u2013|\u2014|to|until)\s*~?"
    r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\b\.?)?)?"
)
_REST = r"[\s\])*_`]*(?:[:,\-\u2013\u2014|]|\.(?=\s))*[\s*_]*"


def _placed(zone: str, name: str) -> str:
    return rf"(?:\s*[(\[]?(?P<{name}>{zone})[)\]]?)?"


def _timed(zone: str) -> str:
    return f"{_CLOCK}{_placed(zone, 'z')}{_UNTIL}{_placed(zone, 'z2')}"


_DAY_FIRST = re.compile(
    rf"{_LEAD}{_DAY}(?:{_BETWEEN}(?:around\s+|ca\.?\s*|~)?{_timed(ZONE_BEHIND_DAY)})?{_REST}",
    re.IGNORECASE,
)
_CLOCK_FIRST = re.compile(
    rf"{_LEAD}{_timed(ZONE)}(?:{_BETWEEN}(?:on\s+)?{_DAY})?{_REST}", re.IGNORECASE
)
_LONGEST = 200
_BACK = timedelta(hours=6)
"""A line that is earlier than the one before by more than this is of the next day; by less, the
lines are a little out of order."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a line begins with: `length` characters of it. `day` has year 1 where none is said."""

    day: date | None
    clock: time | None
    zone: tzinfo | None
    until: str
    length: int

    @property
    def has_year(self) -> bool:
        return self.day is not None and self.day.year > 1


def stamp_of(text: str) -> Stamp | None:
    """The day, the time or both that `text` begins with; None where it begins with neither."""
    head = text[:_LONGEST]
    for pattern in (_DAY_FIRST, _CLOCK_FIRST):
        found = pattern.match(head)
        if found is None:
            continue
        try:
            day, clock = _day(found), _clock(found)
        except ValueError:
            continue
        if day is None and clock is None:
            continue
        named = found["z"] or found["z2"]
        until = re.sub(r"^\W+|^(?:to|until)\s*", "", (found["until"] or "").strip())
        return Stamp(day, clock, zone_of(named) if named else None, until, found.end())
    return None


def _day(found: re.Match[str]) -> date | None:
    if found["y1"]:
        return date(int(found["y1"]), int(found["m1"]), int(found["d1"]))
    for n in ("2", "3"):
        if found["m" + n]:
            month = _MONTHS.index(found["m" + n][:3].lower()) + 1
            return date(int(found["y" + n] or 1), month, int(found["d" + n]))
    return None


def _clock(found: re.Match[str]) -> time | None:
    if found["h1"]:
        hour, minute, second = int(found["h1"]), int(found["n1"]), int(found["s1"] or 0)
        half = found["a1"]
    elif found["h2"]:
        hour, minute, second, half = int(found["h2"]), 0, 0, found["a2"]
    elif found["h3"]:
        hour, minute, second, half = int(found["h3"]), int(found["n3"]), 0, None
    else:
        return None
    if half and hour <= 12:  # "17:14pm" is written too
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return time(hour, minute, second)


class Days:
    """Walks down a timeline and tells of each time which day it is of."""

    def __init__(self, day: date | None, zone: tzinfo | None) -> None:
        """`day` is the document's own, `zone` the one it says its times are in."""
        self.day = day
        self.zone = zone
        self._last: datetime | None = None

    def begin(self, day: date) -> None:
        """A day that stands above the lines of it."""
        self.day = self._with_year(day)
        self._last = None

    def moment(self, stamp: Stamp) -> datetime | None:
        """UTC; None where its day or its zone is not known."""
        if stamp.day is not None:
            self.begin(stamp.day)
        zone = stamp.zone or self.zone
        self.zone = self.zone or zone  # said once, meant for what follows
        if self.day is None or self.day.year == 1 or stamp.clock is None or zone is None:
            return None
        at = datetime.combine(self.day, stamp.clock, zone)
        if self._last is not None and self._last - at > _BACK:
            at = datetime.combine(self.day + timedelta(days=1), stamp.clock, zone)
        self.day, self._last = at.date(), at
        try:
            return whole_ms(at.astimezone(UTC))
        except OverflowError:
            return None

    def _with_year(self, day: date) -> date:
        if day.year > 1 or self.day is None or self.day.year == 1:
            return day
        try:
            return day.replace(year=self.day.year)
        except ValueError:
            return day
