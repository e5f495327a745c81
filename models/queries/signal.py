"""The numbers of an incident over time, with the events that stand under them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from models.domain.series import Mark, Point, Series
from models.domain.times import from_ms
from models.intake.series_alerts import LARGEST, read_alert_figure
from models.intake.series_notes import Figure, read_figure
from models.replication.packing import unpack
from models.store.driver import Connection

MARKED = ("decision", "severity", "stage", "runbook")
MOST_MARKS = 12
LONGEST_LABEL = 26
LEAST_POINTS = 2
"""One point is a figure, not a line."""
MOST_ALERTS = 50
SPARK_POINTS = 40
_LAST_MS = 7_258_118_400_000
"""The year 2200; what another machine wrote beyond it cannot be drawn."""

_Detail = dict[str, object]


@dataclass(frozen=True, slots=True)
class Signal:
    """The series with most points first; `marks` in order of time."""

    series: tuple[Series, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def lines(self) -> tuple[Series, ...]:
        return tuple(series for series in self.series if len(series.points) >= LEAST_POINTS)

    @property
    def is_empty(self) -> bool:
        return not self.lines


@dataclass(slots=True)
class _Growing:
    unit: str = ""
    limit: float | None = None
    source: str = ""
    points: dict[int, float | None] = field(default_factory=dict)


def signal(connection: Connection, incident: str) -> Signal:
    """What was kept as points, and the figures that notes and alerts name without doubt. A figure
    never stands in for a kept point, nor in a line of another unit."""
    found: dict[str, _Growing] = {}
    for detail in _details(connection, incident):
        one = found.setdefault(str(detail["series"]), _Growing())
        one.unit, one.source = str(detail.get("unit") or ""), str(detail.get("source") or "")
        limit = _number(detail.get("limit"))
        one.limit = one.limit if limit is None else limit
        one.points.update(_points(detail))
    for at, figure, source in _figures(connection, incident):
        one = found.setdefault(figure.name, _Growing(figure.unit, None, source))
        if one.unit == figure.unit:
            one.points.setdefault(at, figure.value)
    series = [_grown(name, one) for name, one in found.items()]
    series.sort(key=lambda one: (-len(one.points), one.name))
    return Signal(tuple(series), _marks(connection, incident))


def spark(connection: Connection, incident: str) -> tuple[float | None, ...]:
    """The longest kept line of an incident, thinned to what a card has room for; () where there is
    none."""
    found: dict[str, dict[int, float | None]] = {}
    for detail in _details(connection, incident):
        found.setdefault(str(detail["series"]), {}).update(_points(detail))
    longest = max(found.values(), key=len, default={})
    if len(longest) < LEAST_POINTS:
        return ()
    values = [longest[at] for at in sorted(longest)]
    every = -(-len(values) // SPARK_POINTS)
    return tuple(values[::-every][::-1])  # the newest always


def kept_points(connection: Connection, incident: str, name: str) -> list[Point]:
    return [
        Point(from_ms(at), value)
        for detail in _details(connection, incident)
        if detail["series"] == name
        for at, value in _points(detail).items()
    ]


def _grown(name: str, one: _Growing) -> Series:
    points = tuple(Point(from_ms(at), value) for at, value in sorted(one.points.items()))
    return Series(name, one.unit, points, one.limit, one.source)


def _details(connection: Connection, incident: str) -> Iterator[_Detail]:
    rows = connection.execute(
        "SELECT detail FROM entry WHERE incident=? AND kind='metric' AND struck=0 "
        "ORDER BY happened_at, uid",
        (incident,),
    )
    for (packed,) in rows:
        detail = unpack(packed)
        if isinstance(detail, dict) and detail.get("series"):
            yield detail


def _points(detail: _Detail) -> dict[int, float | None]:
    told = detail.get("points")
    return {
        pair[0]: _number(pair[1])
        for pair in (told if isinstance(told, list) else ())
        if isinstance(pair, list) and len(pair) == 2
        if type(pair[0]) is int and 0 <= pair[0] < _LAST_MS
    }


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


def _figures(connection: Connection, incident: str) -> Iterator[tuple[int, Figure, str]]:
    notes = connection.execute(
        "SELECT happened_at, coalesce((SELECT c.text FROM entry c WHERE c.corrects=entry.uid "
        "AND c.struck=0 ORDER BY c.clock DESC, c.uid DESC LIMIT 1), text, ''), detail "
        "FROM entry WHERE incident=? AND kind='metric' AND struck=0 ORDER BY happened_at, uid",
        (incident,),
    )
    for at, text, packed in notes:
        detail = unpack(packed)
        is_note = not (isinstance(detail, dict) and detail.get("series"))
        if is_note and (figure := read_figure(text)) is not None:
            yield at, figure, "note"
    alerts = connection.execute(
        "SELECT happened_at, text, detail FROM entry WHERE incident=? AND kind='alert' "
        "AND struck=0 ORDER BY happened_at DESC, uid LIMIT ?",
        (incident, MOST_ALERTS),
    ).fetchall()
    for at, title, packed in alerts:
        detail = unpack(packed)
        payload = detail.get("payload") if isinstance(detail, dict) else None
        body = _small_payload(connection, payload) if isinstance(payload, str) else b""
        if title and (figure := read_alert_figure(body, title)) is not None:
            yield at, replace(figure, name=_one_line(title)), "alert"


def _small_payload(connection: Connection, digest: str) -> bytes:
    """Empty where it is not on this machine, or too large to tell of one figure."""
    row = connection.execute(
        "SELECT body FROM blob WHERE sha256=? AND size<=?", (digest, LARGEST)
    ).fetchone()
    return b"" if row is None else bytes(row[0])


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
    line = _one_line(text).split(":")[0]
    return line if len(line) <= LONGEST_LABEL else f"{line[: LONGEST_LABEL - 1]}…"


def _one_line(text: str) -> str:
    return " ".join(text.split())
