"""Times of day and lengths of time as a text gives them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_MINUTES = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "five": 5, "ten": 10, "fifteen": 15,
    "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60, "half an": 0.5,
}  # fmt: skip
CLOCK = (
    r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:\s?(?P<zone>utc|gmt|z\b|am\b|pm\b|a\.m|"
    r"p\.m|[ceipjb]e?s?t\b|[cepm][sd]t\b))?"
)
LENGTH = (
    r"(?P<length>\d{1,4}|half an|an?|one|two|three|five|ten|fifteen|twenty|thirty|forty|sixty)"
    r"(?: more)?[\s-]?(?P<unit>min(?:ute)?s?|m\b|h(?:ou)?rs?|h\b|seconds?|days?)"
)
_TOLERANCE = timedelta(minutes=2)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """`at` is None where the text leaves open which it is (another time zone, no clock)."""

    at: datetime | None

    def agrees_with(self, other: datetime) -> bool:
        return self.at is None or abs(self.at - other) <= _TOLERANCE


def moment_of(found: re.Match[str], now: datetime | None) -> Moment:
    """Of a match with CLOCK or LENGTH; a time of day is the one next to `now`."""
    groups = found.groupdict()
    if now is None:
        return Moment(None)
    if groups.get("hour"):
        if (groups["zone"] or "utc") not in ("utc", "gmt", "z"):
            return Moment(None)
        at = now.astimezone(UTC).replace(
            hour=int(groups["hour"]), minute=int(groups["minute"]), second=0, microsecond=0
        )
        if at - now > _DAY / 2:
            at -= _DAY
        elif now - at > _DAY / 2:
            at += _DAY
        return Moment(at)
    if groups.get("length"):
        said = groups["length"]
        count = int(said) if said.isdigit() else _MINUTES[said]
        unit = groups["unit"][0]
        return Moment(now + count * _UNITS[unit])
    return Moment(None)


_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "s": timedelta(seconds=1),
    "d": timedelta(days=1),
}
