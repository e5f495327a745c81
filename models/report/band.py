"""An incident at a glance: how bad it was, when customers felt it, and when they were told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from models.domain.times import to_ms
from models.report.drawing import SEVERITY_COLORS
from models.report.review import ReviewReport

WIDTH, HEIGHT = 816, 100
_QUIET, _LINE, _IMPACT, _UPDATE = "#5C6878", "#CAD2DC", "#F1B8BD", "#0B6E99"
_STEPS_MIN = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880, 7200, 14400, 43200)
_LEFT = 76

Place = Callable[[datetime], float]
"""From a moment to how far right it stands."""


@dataclass(frozen=True, slots=True)
class Band:
    """`rated` are (severity, from, to); `hit` stretches of impact; `told` updates, and whether
    each was in time. All inside `start` to `end`."""

    start: datetime
    end: datetime
    rated: tuple[tuple[str, datetime, datetime], ...]
    hit: tuple[tuple[datetime, datetime], ...]
    told: tuple[tuple[datetime, bool], ...]

    @classmethod
    def of(cls, report: ReviewReport) -> "Band | None":
        """None where no length of time is known."""
        record = report.record
        incident, facts = record.incident, record.facts
        times = incident.times
        begun = [t for t in (times.impact_started_at, times.detected_at) if t is not None]
        ended = times.resolved_at or times.closed_at or times.cancelled_at
        if not begun or ended is None or ended <= min(begun):
            return None
        start, end = min(begun), ended
        hit = [(one.start, one.end) for one in incident.impact if one.start and one.end]
        return cls(
            start,
            end,
            tuple(
                (severity.value, since, until) for severity, since, until, _ in facts.in_severity
            ),
            tuple((max(since, start), min(until, end)) for since, until in hit if since < end),
            tuple((one.at, not one.late_ms) for one in facts.updates if start <= one.at <= end),
        )


def band(shown: Band | None) -> str:
    """As SVG; "" for none."""
    if shown is None:
        return ""
    span = to_ms(shown.end) - to_ms(shown.start)

    def x(moment: datetime) -> float:
        share = (to_ms(moment) - to_ms(shown.start)) / span
        return _LEFT + min(1.0, max(0.0, share)) * (WIDTH - _LEFT - 8)

    parts = [_axis(shown, x)]
    parts += _bars(16, shown.rated, x)
    parts += [_bar(40, x(since), x(until), _IMPACT) for since, until in shown.hit]
    for moment, in_time in shown.told:
        fill = _UPDATE if in_time else "#FFFFFF"
        parts.append(
            f'<rect x="{x(moment) - 4.5:.1f}" y="64" width="9" height="9" rx="1.5" fill="{fill}" '
            f'stroke="{_UPDATE}" stroke-width="1.5"/>'
        )
    for y, words in ((27, "Severity"), (51, "Impact"), (72, "Updates")):
        parts.append(f'<text x="0" y="{y}">{words}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" font-family="Inter, sans-serif" font-size="11" '
        f'fill="{_QUIET}" role="img" aria-label="Severity, impact and updates over time">'
        f"{''.join(parts)}</svg>"
    )


def _bars(y: int, rated: Sequence[tuple[str, datetime, datetime]], x: Place) -> list[str]:
    drawn = []
    for severity, since, until in rated:
        left, right = x(since), x(until)
        drawn.append(_bar(y, left, right, SEVERITY_COLORS.get(severity, _LINE)))
        if right - left > 26:
            ink = "#FFFFFF" if severity in ("P0", "P1") else "#141A22"
            drawn.append(
                f'<text x="{left + 6:.1f}" y="{y + 12}" fill="{ink}" font-weight="700">'
                f"{escape(severity)}</text>"
            )
    return drawn


def _bar(y: int, left: float, right: float, fill: str) -> str:
    wide = max(1.5, right - left)
    return f'<rect x="{left:.1f}" y="{y}" width="{wide:.1f}" height="16" rx="3" fill="{fill}"/>'


def _axis(shown: Band, x: Place) -> str:
    """A few round times of day, with the day where there is more than one."""
    minutes = (to_ms(shown.end) - to_ms(shown.start)) / 60_000
    step = next((n for n in _STEPS_MIN if minutes / n <= 8), _STEPS_MIN[-1])
    first = shown.start.replace(hour=0, minute=0, second=0, microsecond=0)
    form = "%H:%M" if minutes < 24 * 60 else "%d %b"
    drawn, n = [], 0
    while (moment := first + timedelta(minutes=step * n)) <= shown.end:
        n += 1
        if moment < shown.start:
            continue
        at = x(moment)
        anchor = "end" if at > WIDTH - 24 else "middle"
        place = min(at, WIDTH - 1)
        drawn.append(
            f'<line x1="{at:.1f}" y1="10" x2="{at:.1f}" y2="80" stroke="{_LINE}" '
            f'stroke-width="1" stroke-dasharray="2 3"/>'
            f'<text x="{place:.1f}" y="95" text-anchor="{anchor}">{moment:{form}}</text>'
        )
    return "".join(drawn)
