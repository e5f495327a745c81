"""How long it took, in integer milliseconds. What is missing is None, never 0."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from models.domain.incident import Incident, Interval
from models.domain.times import to_ms


@dataclass(frozen=True, slots=True)
class Durations:
    ttd_ms: int | None
    tta_ms: int | None
    ttm_ms: int | None
    ttr_ms: int | None
    active_ttr_ms: int | None
    impact_ms: int | None


def durations(incident: Incident) -> Durations:
    """A duration is missing where an anchor is, or where it would end before it starts."""
    times = incident.times
    detected = times.detected_at
    resolved = times.resolved_at
    return Durations(
        ttd_ms=None
        if incident.estimated_detection
        else _between(times.impact_started_at, detected),
        tta_ms=_between(detected, times.acknowledged_at),
        ttm_ms=_between(detected, times.mitigated_at),
        ttr_ms=_between(detected, resolved),
        active_ttr_ms=None if resolved is None else union_ms(incident.active),
        impact_ms=union_ms(incident.impact),
    )


def _between(start: datetime | None, end: datetime | None) -> int | None:
    if start is None or end is None or end < start:
        return None
    return to_ms(end) - to_ms(start)


def union_ms(intervals: Iterable[Interval]) -> int | None:
    """Milliseconds covered by at least one interval; None where there is none, one is not over,
    or one ends before it starts."""
    spans: list[tuple[int, int]] = []
    for interval in intervals:
        if interval.start is None or interval.end is None or interval.end < interval.start:
            return None
        spans.append((to_ms(interval.start), to_ms(interval.end)))
    if not spans:
        return None
    total, reached = 0, min(start for start, _ in spans)
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def impact_so_far_ms(incident: Incident, now: datetime) -> int | None:
    """The impact clock: from the recorded start of impact (else detection) to its end or to now."""
    running = [
        Interval(interval.uid, interval.start, interval.end or max(now, interval.start))
        for interval in incident.impact
        if interval.start is not None
    ]
    return union_ms(running)


def impact_is_over(incident: Incident) -> bool:
    return bool(incident.impact) and all(interval.end is not None for interval in incident.impact)
