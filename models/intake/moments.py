"""Times as other tools write them: ISO in many spellings, RFC 2822, Unix clocks."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from models.domain.times import from_ms, whole_ms

_FINE_DIGITS = re.compile(r"(\.\d{6})\d+")
_ISO = re.compile(
    r"(?P<date>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
    r"(?:[T ]+(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?))?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?:[:.]?\d{2})?(?:\s+[A-Z]{3,4})?)?",
    re.IGNORECASE | re.ASCII,
)
_UNIX_DATE = re.compile(
    r"(?:[A-Z][a-z]{2} )?(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2}) (?P<time>\d{2}:\d{2}:\d{2})"
    r" (?:UTC|GMT) (?P<year>\d{4})",
    re.ASCII,
)
_NUMBER = re.compile(r"\d{9,19}(?:\.\d{1,9})?", re.ASCII)

# What a clock counts is told by its size: seconds, milliseconds, microseconds, nanoseconds.
_CLOCK_UNITS = ((1e8, 1e11, 1e3), (1e11, 1e14, 1.0), (1e14, 1e17, 1e-3), (1e17, 1e20, 1e-6))

# "Not ended yet" is written as year 1, as 1970 or as a far future; none of them is a time.
_FIRST_YEAR, _LAST_YEAR = 1980, 2200

_LONGEST = 64


def read_moment(value: object, *, in_utc: bool = False) -> datetime | None:
    """The moment a payload states, in UTC; None where it states none that can be placed.

    A time without a zone is placed only `in_utc`. Numbers are Unix clocks, told apart by size.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_clock(value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    text = value.strip()
    if _NUMBER.fullmatch(text):
        return _from_clock(float(text) if "." in text else int(text))
    moment = _read_calendar(text)
    if moment is not None and moment.tzinfo is None and in_utc:
        moment = moment.replace(tzinfo=UTC)
    return _placed(moment) if moment is not None else None


def _read_calendar(text: str) -> datetime | None:
    """A written date and time, aware only where the text names an offset, UTC or GMT."""
    if text[10:11] == "T" and text.endswith(("Z", "+00:00")):
        try:
            return datetime.fromisoformat(text)  # nearly all there is
        except ValueError:
            pass
    return _from_iso(_FINE_DIGITS.sub(r"\1", text)) or _from_unix_date(text) or _from_mail(text)


def _from_iso(text: str) -> datetime | None:
    parts = _ISO.fullmatch(text)
    if parts is None:
        return None
    year, month, day = (int(part) for part in re.split(r"[-/.]", parts["date"]))
    clock = (parts["time"] or "00:00").replace(",", ".").zfill(5)
    clock = "0" + clock if clock[1] == ":" else clock
    try:
        moment = datetime.fromisoformat(f"{year:04d}-{month:02d}-{day:02d}T{clock}")
    except ValueError:
        return None
    return _with_offset(moment, parts["zone"])


def _with_offset(moment: datetime, zone: str | None) -> datetime | None:
    if zone is None:
        return moment
    if zone[0] not in "+-":
        return moment.replace(tzinfo=UTC)
    digits = re.sub(r"\D", "", zone).ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    if offset >= timedelta(hours=24):
        return None
    try:
        return (moment + offset if zone[0] == "-" else moment - offset).replace(tzinfo=UTC)
    except OverflowError:
        return None


def _from_unix_date(text: str) -> datetime | None:
    parts = _UNIX_DATE.fullmatch(text)
    if parts is None:
        return None
    written = f"{parts['day']} {parts['month']} {parts['year']} {parts['time']} +0000"
    return _from_mail(written)


def _from_mail(text: str) -> datetime | None:
    if not text.isascii():
        return None
    try:
        moment = parsedate_to_datetime(text)
        return moment if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _from_clock(number: float) -> datetime | None:
    for low, high, factor in _CLOCK_UNITS:
        if low <= number < high:
            return _placed(from_ms(round(number * factor)))
    return None


def _placed(moment: datetime) -> datetime | None:
    if moment.tzinfo is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return whole_ms(moment)
