"""The numbers of an incident over time, with the events that stand under them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import msgpack

from models.domain.series import Mark, Point, Series
from models.domain.times import from_ms
from models.store.driver import Connection

MARKED = ("decision", "severity", "stage", "runbook")
MOST_MARKS = 12
LONGEST_LABEL = 26
LEAST_POINTS = 2
"""One point is a figure, not a line."""


@dataclass(frozen=True, slots=True)
class Signal:
    """The series with most points first; `marks` in order of time."""

    series: tuple[Series, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(len(series.points) >= LEAST_POINTS for series in self.series)


def signal(connection: Connection, incident: str) -> Signal:
    found: dict[str, dict[int, float | None]] = defaultdict(dict)
    units: dict[str, tuple[str, float | None, str]] = {}
    for detail in _details(connection, incident):
        name = str(detail["series"])
        limit = detail.get("limit")
        units[name] = (
            str(detail.get("unit") or ""),
            float(limit) if isinstance(limit, int | float) else units.get(name, ("", None, ""))[1],
            str(detail.get("source") or ""),
        )
        found[name].update(_points(detail))
    series = [
        Series(
            name,
            units[name][0],
            tuple(Point(from_ms(at), value) for at, value in sorted(points.items())),
            units[name][1],
            units[name][2],
        )
        for name, points in found.items()
    ]
    series.sort(key=lambda one: (-len(one.points), one.name))
    return Signal(tuple(series), _marks(connection, incident))


def kept_points(connection: Connection, incident: str, name: str) -> list[Point]:
    return [
        Point(from_ms(at), value)
        for detail in _details(connection, incident)
        if detail["series"] == name
        for at, value in _points(detail).items()
    ]


def _details(connection: Connection, incident: str) -> Iterator[dict[str, object]]:
    rows = connection.execute(
        "SELECT detail FROM entry WHERE incident=? AND kind='metric' AND struck=0 "
        "ORDER BY happened_at, uid",
        (incident,),
    )
    for (packed,) in rows:
        detail = msgpack.unpackb(packed, strict_map_key=False)
        if isinstance(detail, dict) and detail.get("series"):
            yield detail


def _points(detail: dict[str, object]) -> dict[int, float | None]:
    told = detail.get("points")
    found: dict[int, float | None] = {}
    for pair in told if isinstance(told, list) else ():
        if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], int):
            value = pair[1]
            found[pair[0]] = float(value) if isinstance(value, int | float) else None
    return found


def _marks(connection: Connection, incident: str) -> tuple[Mark, ...]:
    """Key moments of a kind that may have moved the line, the latest MOST_MARKS of them."""
    rows = connection.execute(
        f"SELECT happened_at, kind, text FROM entry WHERE incident=? AND struck=0 "
        f"AND kind IN ({','.join('?' * len(MARKED))}) AND (level='key' OR is_key=1) "
        "ORDER BY happened_at DESC LIMIT ?",
        (incident, *MARKED, MOST_MARKS),
    ).fetchall()
    return tuple(Mark(from_ms(at), _label(str(text or "")), kind) for at, kind, text in rows[::-1])


def _label(text: str) -> str:
    line = " ".join(text.split()).split(":")[0]
    return line if len(line) <= LONGEST_LABEL else f"{line[: LONGEST_LABEL - 1]}…"
