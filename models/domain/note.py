"""Reading what a person typed into the note line: type, time and doer before the words."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from models.domain.entry import TYPED_BY_PEOPLE, EntryKind
from models.domain.errors import BadInput
from models.domain.times import parse_span_ms, whole_ms

_COMMAND = re.compile(r"/(\w+)(?:\s+|$)")
_TWELVE_HOUR = re.compile(r"\d{1,2}:\d{2}\s?[ap]\.?m\b\.?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s+|$)")
_AGO = re.compile(r"-((?:\d{1,4}(?:s|min|m|h|d))+)(?:\s+|$)", re.IGNORECASE)
_AHEAD = re.compile(r"\+((?:\d{1,4}(?:s|min|m|h|d))+)(?:\s+|$)", re.IGNORECASE)
_DOER = re.compile(r"@(\S+)(?:\s+|$)")
_BOX = re.compile(r"(?:in\s+)?((?:\d{1,4}(?:s|min|m|h|d))+)(?:\s+|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParsedNote:
    """`text` is what was typed without the prefixes that were understood; `happened_at` is None
    for now; `assignee` is the name behind the @ of a task, `within_ms` its time box."""

    kind: EntryKind
    text: str
    happened_at: datetime | None = None
    assignee: str | None = None
    within_ms: int | None = None


def parse_note(
    typed: str,
    now: datetime,
    zone: tzinfo,
    *,
    kinds: Collection[EntryKind] = TYPED_BY_PEOPLE,
    default: EntryKind = EntryKind.NOTE,
) -> ParsedNote:
    """A type (`/decision`) and a time (`15:20`, `-10m`) in either order, then `@name` and a time
    box (`10m`, `in 10m`) for a task.
    Words that begin with a space, and commands outside `kinds`, are words.

    Raises:
        BadInput: a time of day that is none, lies in the future, or names two moments.
    """
    kind, moment, rest = default, None, typed
    seen_kind = False
    while True:
        command = None if seen_kind else _command(rest, kinds)
        if command is not None:
            seen_kind, (kind, rest) = True, command
            continue
        timed = None if moment is not None else _leading_time(rest, now, zone)
        if timed is not None:
            moment, rest = timed
            continue
        break
    assignee, within = None, None
    if kind is EntryKind.TASK and (doer := _DOER.match(rest)):
        assignee, rest = doer[1], rest[doer.end() :]
        if box := _BOX.match(rest):
            within, rest = parse_span_ms(box[1]), rest[box.end() :]
    return ParsedNote(kind, rest, moment, assignee, within)


def completions(typed: str, kinds: Collection[EntryKind] = TYPED_BY_PEOPLE) -> tuple[str, ...]:
    """The commands that begin as `typed` does, while it is still only the beginning of one."""
    if not re.fullmatch(r"/\w*", typed):
        return ()
    return tuple(f"/{k.value}" for k in kinds if f"/{k.value}".startswith(typed.lower()))


@dataclass(frozen=True, slots=True)
class Naming:
    """Somebody or something is being named: `sign` is @ for people or # for incidents, `typed`
    what stands between it and the cursor, `start` where the sign stands."""

    sign: str
    typed: str
    start: int


_NAMING = re.compile(r"(?:^|(?<=[\s(]))([@#])([^\s@#]{0,40})$")


def naming_at(text: str, cursor: int) -> Naming | None:
    """What is being named where the cursor stands; None when nothing is."""
    found = _NAMING.search(text[:cursor])
    return None if found is None else Naming(found[1], found[2], found.start(1))


def names_for(naming: Naming, names: Iterable[str], most: int = 4) -> tuple[str, ...]:
    """The names of which a word begins as typed, those that themselves do first."""
    typed = naming.typed.casefold()
    first, later = [], []
    for name in names:
        folded = name.casefold()
        if folded.startswith(typed):
            first.append(name)
        elif any(word.startswith(typed) for word in re.split(r"[\s\-~]+", folded)):
            later.append(name)
    return tuple([*first, *later][:most])


def _command(text: str, kinds: Collection[EntryKind]) -> tuple[EntryKind, str] | None:
    found = _COMMAND.match(text)
    if found is None:
        return None
    kind = next((k for k in kinds if k.value == found[1].lower()), None)
    return None if kind is None else (kind, text[found.end() :])


def _leading_time(text: str, now: datetime, zone: tzinfo) -> tuple[datetime, str] | None:
    if twelve := _TWELVE_HOUR.match(text):
        raise BadInput(f"{twelve[0]} is a 12-hour time. Write the 24-hour time, such as 15:20.")
    if ahead := _AHEAD.match(text):
        raise BadInput(f"+{ahead[1]} lies in the future. A note tells what has happened already.")
    if ago := _AGO.match(text):
        return _before(now, ago[1]), text[ago.end() :]
    if clock := _CLOCK.match(text):
        hour, minute, second = (int(part or 0) for part in clock.groups())
        return _time_of_day(clock[0].strip(), hour, minute, second, now, zone), text[clock.end() :]
    return None


def _before(now: datetime, written: str) -> datetime:
    try:
        return whole_ms(now - timedelta(milliseconds=parse_span_ms(written)))
    except OverflowError:
        raise BadInput(f"-{written} is before any calendar. Write a shorter time.") from None


def _time_of_day(
    written: str, hour: int, minute: int, second: int, now: datetime, zone: tzinfo
) -> datetime:
    """The latest such time of day that is not after `now`."""
    if hour > 23 or minute > 59 or second > 59:
        raise BadInput(f"{written} is not a time of day. Write it like 15:20.")
    today = now.astimezone(zone)
    wall = today.replace(hour=hour, minute=minute, second=second, microsecond=0, fold=0)
    if wall.astimezone(UTC) > now:
        wall = (wall.replace(tzinfo=None) - timedelta(days=1)).replace(tzinfo=zone)
    again = wall.replace(fold=1)
    if wall.utcoffset() == again.utcoffset():
        return wall.astimezone(UTC)
    if wall.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise BadInput(f"The clocks skipped {written} that day. Write how long ago, such as -10m.")
    if again.astimezone(UTC) > now:  # the second of the two is still to come
        return wall.astimezone(UTC)
    raise BadInput(f"{written} came twice that day. Write how long ago it was, such as -10m.")
