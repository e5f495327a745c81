"""Keep the points of a number as evidence, so that a later replay has them offline."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from models.actions.desk import ActInProgress, Desk
from models.domain.entry import EntryKind, Level
from models.domain.errors import NothingToDo, Refused
from models.domain.series import Point, value_words
from models.domain.times import to_ms
from models.queries.signal import kept_points
from models.replication.operation import Value

MOST_POINTS = 20_000
BY_HAND = ("csv", "note")
MOST_NAME, MOST_UNIT = 120, 12
POINTS_AN_ENTRY = 8_000
"""An operation is taken elsewhere only up to `wire.MOST_BYTES`; a point is 19 bytes of it."""


@dataclass(frozen=True, slots=True)
class AddPoints:
    """`source` is csv, prometheus, alert or note."""

    incident: str
    name: str
    points: Sequence[Point]
    unit: str = ""
    limit: float | None = None
    source: str = "csv"


def add_points(command: AddPoints, desk: Desk) -> int:
    """Gives how many were new. A point at an instant that is known is left out.

    Raises:
        Refused: no name, or more points than one act may hold.
        NothingToDo: every point is kept already.
    """
    name = " ".join(command.name.split())[:MOST_NAME].strip()
    if not name:
        raise Refused("The series has no name. Give the column a heading.")
    if len(command.points) > MOST_POINTS:
        raise Refused(
            f"{name} has {len(command.points):,} points; one act keeps at most {MOST_POINTS:,}. "
            "Cut the time, or take a point a minute."
        )
    with desk.act() as act:
        incident = act.incident_uid(command.incident)
        known = {to_ms(p.at) for p in kept_points(act.connection, incident, name)}
        fresh = _fresh(command.points, known)
        if not fresh:
            raise NothingToDo(f"Every point of {name} is kept already.")
        for start in range(0, len(fresh), POINTS_AN_ENTRY):
            _keep(act, incident, name, command, fresh[start : start + POINTS_AN_ENTRY])
    return len(fresh)


def _fresh(points: Sequence[Point], known: set[int]) -> list[tuple[int, float | None]]:
    """In order of time, one an instant; what is no finite number is kept as a gap."""
    found: dict[int, float | None] = {}
    for point in points:
        if (at := to_ms(point.at)) not in known:
            good = point.value is not None and math.isfinite(point.value)
            found.setdefault(at, point.value if good else None)
    return sorted(found.items())


def _keep(
    act: ActInProgress,
    incident: str,
    name: str,
    command: AddPoints,
    points: Sequence[tuple[int, float | None]],
) -> None:
    unit = command.unit[:MOST_UNIT]
    last = next((value for _, value in reversed(points) if value is not None), None)
    words = "point" if len(points) == 1 else "points"
    now = "" if last is None else f", now {value_words(last, unit)}"
    limit = command.limit
    kept: list[Value] = [[at, value] for at, value in points]
    act.entry(
        incident,
        EntryKind.METRIC,
        f"{name}: {len(points):,} {words}{now}",
        level=Level.NORMAL if command.source in BY_HAND else Level.MACHINE,
        detail={
            "series": name,
            "unit": unit,
            "limit": limit if limit is not None and math.isfinite(limit) else None,
            "points": kept,
            "source": command.source,
        },
    )
