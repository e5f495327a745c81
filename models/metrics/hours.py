"""Time that counts: working hours of a calendar, without what is paused. Integer milliseconds."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.domain.expectations import Calendar
from models.domain.times import from_ms, to_ms

Span = tuple[int, int]

FOREVER = 2**62


def due_after(
    start: int, length: int, calendar: Calendar | None = None, pauses: Sequence[Span] = ()
) -> int:
    """The moment at which so much counted time has passed since `start`."""
    left = length
    for begin, end in counted(start, calendar, pauses):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise AssertionError("counted time never ends")


def elapsed(
    start: int, end: int, calendar: Calendar | None = None, pauses: Sequence[Span] = ()
) -> int:
    """How much counted time lies between."""
    total = 0
    for begin, until in counted(start, calendar, pauses):
        if begin >= end:
            break
        total += min(until, end) - begin
    return total


def counted(start: int, calendar: Calendar | None, pauses: Sequence[Span]) -> Iterator[Span]:
    """Stretches that count, in order, from `start` on; without end."""
    stopped = sorted(pause for pause in pauses if pause[1] > start and pause[0] < pause[1])
    for opens, closes in _open(start, calendar):
        begin = opens
        for pause_from, pause_to in stopped:
            if pause_to <= begin or pause_from >= closes:
                continue
            if pause_from > begin:
                yield begin, pause_from
            begin = pause_to
        if begin < closes:
            yield begin, closes


def _open(start: int, calendar: Calendar | None) -> Iterator[Span]:
    if calendar is None:
        yield start, FOREVER
        return
    zone = ZoneInfo(calendar.zone)
    day = from_ms(start).astimezone(zone).date()
    while True:
        if day.weekday() in calendar.days and day not in calendar.holidays:
            begin, end = (_instant(day, at, zone) for at in (calendar.opens, calendar.closes))
            if end > start:
                yield max(begin, start), end
        day += timedelta(days=1)


def _instant(day: date, minutes: int, zone: ZoneInfo) -> int:
    """A local time of day that the clocks skip is the moment they jump to."""
    days, rest = divmod(minutes, 24 * 60)
    local = datetime.combine(day + timedelta(days=days), time(*divmod(rest, 60)), zone)
    return to_ms(local.astimezone(UTC))
