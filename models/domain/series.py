"""A number over time: its points, its limit, its gaps, and what it is now."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.domain.times import to_ms

GAP_FACTOR = 3.0
"""A hole of more than three usual steps is a gap."""
TREND_SHARE = 0.2
"""The last fifth of the points says where it goes."""
TREND_LEAST = 0.05
"""A change under a twentieth of the range is flat."""


@dataclass(frozen=True, slots=True)
class Point:
    """`value` is None where the source said that it had none."""

    at: datetime
    value: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """Points in order of time. `limit` is where it becomes a problem, None where nobody said."""

    name: str
    unit: str = ""
    points: tuple[Point, ...] = ()
    limit: float | None = None
    source: str = ""

    @property
    def current(self) -> float | None:
        return next((p.value for p in reversed(self.points) if p.value is not None), None)


@dataclass(frozen=True, slots=True)
class Mark:
    """An event under the line. `kind` is that of its entry."""

    at: datetime
    label: str
    kind: str


def stretches(points: Sequence[Point]) -> tuple[tuple[Point, ...], ...]:
    """The points cut where there is a gap: a point without a value, or a hole in time."""
    known = [to_ms(p.at) for p in points]
    steps = [after - before for before, after in itertools.pairwise(known)]
    from statistics import median  # of the chart alone: the first paint does without

    hole = GAP_FACTOR * median(steps) if steps else 0.0
    found: list[list[Point]] = [[]]
    before: Point | None = None
    for point in points:
        if point.value is None:
            found.append([])
            before = None
            continue
        if before is not None and len(steps) > 2 and to_ms(point.at) - to_ms(before.at) > hole:
            found.append([])
        found[-1].append(point)
        before = point
    return tuple(tuple(stretch) for stretch in found if stretch)


def trend(series: Series) -> str:
    """`rising`, `falling` or `flat`, over the last fifth of the points; "" with too few."""
    values = [p.value for p in series.points if p.value is not None]
    if len(values) < 3:
        return ""
    tail = values[-max(3, round(len(values) * TREND_SHARE)) :]
    whole = max(values) - min(values)
    change = tail[-1] - tail[0]
    if not whole or abs(change) < TREND_LEAST * whole:
        return "flat"
    return "rising" if change > 0 else "falling"


def value_words(value: float | None, unit: str) -> str:
    """`2.1%`, `840 ms`, `1,240`."""
    if value is None or not math.isfinite(value):
        return "no data"
    value = value or 0.0  # minus nothing is nothing
    whole = abs(value) >= 100 or value == int(value)
    shown = f"{value:,.0f}" if whole else f"{value:,.3g}"
    return f"{shown}{unit}" if unit in ("%", "°") else f"{shown} {unit}".strip()
