"""The timeline of a post-mortem: headings, bullets, tables or lines that begin with a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.domain.postmortem import ToldMoment
from models.intake.fields import clean
from models.intake.postmortems.parts import Part, plain_words
from models.intake.postmortems.rows import LINES, TABLE_ROW, Row, rows_of
from models.intake.postmortems.stamps import Days, Stamp, stamp_of
from models.intake.postmortems.zones import zone_said

MOST_MOMENTS = 2_000
_LONGEST = 60_000
_TIME_HEAD = re.compile(r"\b(?:time|when|date|utc|timestamp)\b", re.IGNORECASE)
_ZONE_LINE = re.compile(r"[\s>*_(]*(?:\w+\s+){0,3}times?\b.{0,60}$", re.IGNORECASE)


@dataclass(slots=True)
class Timeline:
    """`left` is text that is no moment; `undated` how many lines have a time that cannot be
    placed, `day_only` how many have no time at all."""

    moments: list[ToldMoment] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    undated: int = 0
    day_only: int = 0
    dropped: int = 0


def read_timeline(parts: Sequence[Part], days: Days) -> Timeline:
    """`parts` are those of the timeline, in order; `days` knows the document's day and zone."""
    found = Timeline()
    for part in parts:
        stamp = stamp_of(part.heading)
        if stamp is not None and stamp.clock is not None:
            _add(found, days, stamp, part.heading, part.body, part.heading)
        else:
            if stamp is not None and stamp.day is not None:
                days.begin(stamp.day)
            _read_body(found, days, part)
    return found


def _read_body(found: Timeline, days: Days, part: Part) -> None:
    left: list[str] = []
    began = len(found.moments)
    day_heading = stamp_of(part.heading) is not None
    for row in rows_of(part.body):
        stamped = _stamped(row)
        if stamped is None:
            if _is_zone_line(row):
                continue
            before = found.moments[-1] if len(found.moments) > began else None
            if before is not None and row.kind != TABLE_ROW:
                found.moments[-1] = ToldMoment(before.at, _short(f"{before.text}\n\n{row.text}"))
            else:
                left.append(_as_written(row))
            continue
        for stamp, head, rest in stamped:
            if stamp.clock is None and stamp.day is not None and not rest.strip(" *_:"):
                days.begin(stamp.day)
            elif stamp.clock is None:
                if stamp.day is not None:
                    days.begin(stamp.day)
                found.day_only += 1
                left.append(_as_written(row))
            else:
                _add(found, days, stamp, head, rest, _as_written(row), left)
    text = "\n\n".join(one for one in left if one.strip())
    if text:
        found.day_only += day_heading and not any(stamp_of(one) for one in left)
        found.left.append((part.heading, text))


def _is_zone_line(row: Row) -> bool:
    short = row.kind == LINES and "\n" not in row.text and len(row.text) < 120
    return short and zone_said(row.text) is not None and _ZONE_LINE.match(row.text) is not None


def _stamped(row: Row) -> list[tuple[Stamp, str, str]] | None:
    """(stamp, what it was read from, the text behind it) of each moment in the row."""
    if row.kind == TABLE_ROW:
        one = _of_table(row)
        return None if one is None else [one]
    if row.kind != LINES:
        stamp = stamp_of(row.text)
        return None if stamp is None else [(stamp, row.text, row.text[stamp.length :])]
    found: list[tuple[Stamp, str, str]] = []
    for line in row.text.split("\n"):
        stamp = stamp_of(line)
        if stamp is not None and (stamp.clock is not None or not found):
            found.append((stamp, line, line[stamp.length :]))
        elif not found:
            return None
        else:
            last = found[-1]
            found[-1] = (last[0], last[1], f"{last[2]}\n{line}")
    return found


def _of_table(row: Row) -> tuple[Stamp, str, str] | None:
    """The time is in the column that says so, or in the first that holds one; a day may stand in
    a column of its own."""
    named = [n for n, head in enumerate(row.heads) if _TIME_HEAD.search(head)]
    order = [n for n in (*named, 0, 1) if n < len(row.cells)]
    parts = [(n, stamp) for n in dict.fromkeys(order) if (stamp := stamp_of(row.cells[n]))]
    clocks = [(n, stamp) for n, stamp in parts if stamp.clock is not None]
    if not parts:
        return None
    at, stamp = clocks[0] if clocks else parts[0]
    apart = next((one for n, one in parts if n != at and one.clock is None and one.day), None)
    if apart is not None and stamp.day is None:
        stamp = Stamp(apart.day, stamp.clock, stamp.zone, stamp.until, stamp.length)
    used = {at} | {n for n, one in parts if one is apart}
    if stamp.zone is None and at < len(row.heads):
        stamp = Stamp(stamp.day, stamp.clock, zone_said(f"time {row.heads[at]}"), stamp.until,
                      stamp.length)  # fmt: skip
    behind = row.cells[at][stamp.length :].strip()
    others = [cell for n, cell in enumerate(row.cells) if n not in used and cell]
    return stamp, row.cells[at], ": ".join([*([behind] if behind else []), *others])


def _as_written(row: Row) -> str:
    if row.kind == TABLE_ROW:
        return " | ".join(cell for cell in row.cells if cell)
    return row.text if row.kind == LINES else f"- {row.text}"


def _add(
    found: Timeline,
    days: Days,
    stamp: Stamp,
    head: str,
    rest: str,
    written: str,
    left: list[str] | None = None,
) -> None:
    """One moment, or text that is kept where it cannot be placed."""
    behind = plain_words(head[stamp.length :]) if head.strip() == written.strip() else ""
    heading_words = behind if left is None else ""
    text = "\n\n".join(one for one in (heading_words, rest.strip()) if one)
    if stamp.until:
        text = f"(until {stamp.until}) {text}".strip()
    at = days.moment(stamp)
    if at is None:
        found.undated += 1
        if left is None:
            found.left.append((head, rest))
        else:
            left.append(written)
    elif not text.strip(" *_-:.") or len(found.moments) >= MOST_MOMENTS:
        found.dropped += bool(text)
    else:
        found.moments.append(ToldMoment(at, _short(text)))


def _short(text: str) -> str:
    return clean(text, _LONGEST)
