"""Keep the points of a number as evidence, so that a later replay has them offline."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from models.actions.desk import Desk
from models.domain.entry import EntryKind, Level
from models.domain.errors import NothingToDo, Refused
from models.domain.series import Point, value_words
from models.domain.times import to_ms
from models.queries.signal import kept_points
from models.replication.operation import Value

MOST_POINTS = 20_000
MOST_NAME = 120


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
    name = " ".join(command.name.split())
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
        fresh: list[Value] = []
        for point in sorted(command.points, key=lambda p: p.at):
            at = to_ms(point.at)
            if at in known:
                continue
            known.add(at)
            good = point.value is not None and math.isfinite(point.value)
            fresh.append([at, point.value if good else None])
        if not fresh:
            raise NothingToDo(f"Every point of {name} is kept already.")
        last = next((p for p in reversed(list(command.points)) if p.value is not None), None)
        now = f", now {value_words(last.value, command.unit)}" if last else ""
        by_hand = command.source in ("csv", "note")
        act.entry(
            incident,
            EntryKind.METRIC,
            f"{name[:MOST_NAME]}: {len(fresh):,} {'point' if len(fresh) == 1 else 'points'}{now}",
            level=Level.NORMAL if by_hand else Level.MACHINE,
            detail={
                "series": name[:MOST_NAME],
                "unit": command.unit,
                "limit": command.limit,
                "points": fresh,
                "source": command.source,
            },
        )
    return len(fresh)
