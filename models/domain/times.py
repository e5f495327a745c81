"""Times as they travel: aware UTC datetimes, or integer milliseconds where it is arithmetic."""

import re
from datetime import UTC, datetime, timedelta

from models.domain.errors import BadInput

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|min|h|d)")
_SPAN_MS = {
    "ms": 1,
    "s": 1_000,
    "m": 60_000,
    "min": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
}


def to_ms(moment: datetime) -> int:
    """Milliseconds since the Unix epoch; finer digits are cut off."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=ms)


def maybe_from_ms(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


def maybe_to_ms(moment: datetime | None) -> int | None:
    return None if moment is None else to_ms(moment)


def whole_ms(moment: datetime) -> datetime:
    """The same moment as it is kept: UTC, cut to milliseconds."""
    return from_ms(to_ms(moment))


def parse_time(text: str) -> datetime:
    """An ISO 8601 moment with an offset or Z, as UTC. BadInput for anything else."""
    plain = text.strip()
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        raise BadInput(f"{text!r} is not a time. Write it like 2026-11-20T16:02:10Z.") from None
    if moment.tzinfo is None:
        raise BadInput(f"{text!r} has no offset. Add Z for UTC, or an offset such as +01:00.")
    try:
        return whole_ms(moment.astimezone(UTC))
    except OverflowError:
        raise BadInput(f"{text!r} is outside the calendar.") from None


def write_time(moment: datetime) -> str:
    """UTC with Z, milliseconds only where there are any: the form of every output."""
    text = moment.astimezone(UTC)
    if text.microsecond // 1000:
        return f"{text:%Y-%m-%dT%H:%M:%S}.{text.microsecond // 1000:03d}Z"
    return f"{text:%Y-%m-%dT%H:%M:%S}Z"


def maybe_write_time(moment: datetime | None) -> str | None:
    return None if moment is None else write_time(moment)


def parse_span_ms(text: str) -> int:
    """`10m`, `2h`, `1d`, `1h 30m` in milliseconds. BadInput for anything else."""
    plain = text.strip().lower()
    parts = _SPAN.findall(plain)
    if not parts or _SPAN.sub("", plain).strip():
        raise BadInput(f"{text!r} is not a length of time. Write it like 10m, 2h or 1d.")
    return round(sum(float(number) * _SPAN_MS[unit] for number, unit in parts))


def span_words(ms: int) -> str:
    """A length of time in words for the record: `2 m 10 s`, `1 h 17 m`, `1 d 4 h`."""
    sign, seconds = ("-" if ms < 0 else ""), abs(ms) // 1000
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, seconds = divmod(rest, 60)
    if days:
        return f"{sign}{days} d {hours} h"
    if hours:
        return f"{sign}{hours} h {minutes:02d} m"
    if minutes:
        return f"{sign}{minutes} m {seconds:02d} s"
    return f"{sign}{seconds} s"
