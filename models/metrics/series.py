"""Figures over time, by severity, by stage, as a distribution, and by what keeps coming back."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from models.domain.facts import SEVERITIES, STAGES, UNRATED
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.times import from_ms, to_ms
from models.metrics.kpis import Figure, Kpis
from models.metrics.spread import Spread, spread
from models.metrics.table import known

WEEK = 7 * 86_400_000
_MONDAY = to_ms(datetime(1970, 1, 5, tzinfo=UTC))


def week_of(ms: int) -> int:
    """The Monday (UTC) that its week began on."""
    return ms - (ms - _MONDAY) % WEEK


def weeks_back(now: int, n: int) -> tuple[int, int]:
    """From the Monday n - 1 weeks back to the end of this week."""
    this = week_of(now)
    return this - (n - 1) * WEEK, this + WEEK


@dataclass(frozen=True, slots=True)
class Step:
    """A week, month or year of UTC. By severity, None standing for those without one."""

    start: int
    label: str
    counts: dict[Severity | None, int]
    spreads: dict[Severity | None, Spread]
    every: Spread


@dataclass(frozen=True, slots=True)
class Steps:
    """`unit` is week, month or year: the finest of which there are not too many to tell apart."""

    unit: str
    steps: tuple[Step, ...]


MOST_WEEKS, MOST_MONTHS, MOST_YEARS = 27, 36, 60


def over_time(kpis: Kpis, name: str) -> Steps:
    """Every step of the period, the empty ones too; of what there is where it has no bounds."""
    table, rows, figure = kpis.table, kpis.eligible, kpis.figure(name)
    since, until = _bounds(kpis)
    if since is None or until is None or since >= until:
        return Steps("week", ())
    unit, starts = _starts(since, until)
    edges = np.array(starts, np.int64)
    width = UNRATED + 1
    detected, severity = table["detected_at"], table["severity"]
    at = np.searchsorted(edges, detected[rows], side="right") - 1
    counts = np.bincount(
        np.maximum(at, 0) * width + severity[rows], minlength=len(edges) * width
    ).reshape(-1, width)
    at_row = np.zeros(len(table), np.int64)
    at_row[rows] = np.maximum(at, 0)
    keys = at_row[figure.used] * width + severity[figure.used]
    # Small numbers are sorted by counting, ten times as quick.
    order = np.argsort(keys.astype(np.int16), kind="stable")
    bounds = np.searchsorted(keys[order], np.arange(len(edges) * width + 1))
    values = figure.values[order]
    steps = []
    for n, start in enumerate(starts):
        low = bounds[n * width : (n + 1) * width + 1].tolist()
        spreads = {
            severity_of(code): spread(values[low[code] : low[code + 1]])
            for code in range(width)
            if low[code + 1] > low[code]
        }
        counted = {severity_of(c): k for c, k in enumerate(counts[n].tolist()) if k}
        whole = spread(values[low[0] : low[-1]])
        steps.append(Step(start, _LABELS[unit](start), counted, spreads, whole))
    return Steps(unit, tuple(steps))


def _starts(since: int, until: int) -> tuple[str, list[int]]:
    weeks = range(week_of(since), until, WEEK)
    if len(weeks) <= MOST_WEEKS:
        return "week", list(weeks)
    first, last = from_ms(since), from_ms(until - 1)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= MOST_MONTHS:
        places = range(first.month - 1, first.month - 1 + months)
        return "month", [
            to_ms(datetime(first.year + place // 12, place % 12 + 1, 1, tzinfo=UTC))
            for place in places
        ]
    years = range(max(first.year, last.year - MOST_YEARS + 1), last.year + 1)
    return "year", [to_ms(datetime(year, 1, 1, tzinfo=UTC)) for year in years]


_LABELS = {
    "week": lambda start: f"W{from_ms(start).isocalendar().week:02d}",
    "month": lambda start: f"{from_ms(start):%b %y}",
    "year": lambda start: f"{from_ms(start):%Y}",
}


def severity_of(code: int) -> Severity | None:
    return None if code == UNRATED else SEVERITIES[code]


def _bounds(kpis: Kpis) -> tuple[int | None, int | None]:
    """As asked for, but no wider than what there is where a bound is open."""
    wanted, detected = kpis.wanted, kpis.table["detected_at"][kpis.eligible]
    least = int(detected.min()) if len(detected) else None
    most = int(detected.max()) + 1 if len(detected) else None
    return (
        least if wanted.since is None else wanted.since,
        most if wanted.until is None else wanted.until,
    )


@dataclass(frozen=True, slots=True)
class StageMean:
    """The mean length of each stage, for the incidents of one severity in which it is known."""

    severity: Severity | None
    lengths: dict[Stage, tuple[int, int]]
    """Mean in milliseconds, and of how many."""

    @property
    def total_ms(self) -> int:
        return sum(mean for mean, _ in self.lengths.values())


def by_stage(kpis: Kpis) -> tuple[StageMean, ...]:
    table, rows = kpis.table, kpis.eligible
    severity = table["severity"][rows]
    found = []
    for code in range(UNRATED + 1):
        mine = rows[severity == code]
        lengths: dict[Stage, tuple[int, int]] = {}
        for stage in STAGES:
            took = table[f"{stage.value}_ms"][mine]
            took = took[known(took)]
            if len(took):
                lengths[stage] = (round(int(took.sum()) / len(took)), len(took))
        if lengths:
            found.append(StageMean(severity_of(code), lengths))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Returning:
    """A fingerprint and the rows of the period that were its return, the latest last."""

    fingerprint: str
    rows: tuple[int, ...]


def returning(kpis: Kpis, most: int = 12) -> tuple[Returning, ...]:
    """What came back most often first. What a person linked without there being a fingerprint
    goes by the later one's uid."""
    table, rows = kpis.table, kpis.recurrence.rows
    prints = table.fingerprints[rows]
    codes, counts = np.unique(prints, return_counts=True)
    order = np.argsort(-counts, kind="stable")[: most + 1]
    found = []
    for code in codes[order].tolist():
        mine = rows[prints == code]
        mine = mine[np.argsort(table["detected_at"][mine], kind="stable")]
        name = table.fingerprint_texts[code]
        if name:
            found.append(Returning(name, tuple(mine.tolist())))
        else:
            found += [Returning(table.uids[row], (row,)) for row in mine.tolist()[:most]]
    return tuple(sorted(found, key=lambda one: (-len(one.rows), one.fingerprint))[:most])


@dataclass(frozen=True, slots=True)
class Bin:
    """How many took from `low_ms` up to but not `high_ms`; the last one has no end (None)."""

    low_ms: int
    high_ms: int | None
    n: int


_EDGES = tuple(
    minutes * 60_000
    for minutes in (0, 1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1_440, 2_880, 10_080, 43_200)
)


def distribution(figure: Figure) -> tuple[Bin, ...]:
    """On edges that people think in; empty bins at both ends are left away."""
    if not figure.n:
        return ()
    at = np.searchsorted(_EDGES, figure.values, side="right") - 1
    counts = np.bincount(at, minlength=len(_EDGES))
    filled = np.flatnonzero(counts)
    highs = [*_EDGES[1:], None]
    return tuple(
        Bin(_EDGES[n], highs[n], int(counts[n])) for n in range(int(filled[0]), int(filled[-1]) + 1)
    )


def period_before(since: int, until: int) -> tuple[int, int]:
    """Of the same length, ending where this one begins."""
    return since - (until - since), since


def whole_months_back(now: int, n: int) -> tuple[int, int]:
    """From the first of the month n - 1 months back to the end of this one."""
    moment = from_ms(now)
    first = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    until = (first + timedelta(days=32)).replace(day=1)
    since = first
    for _ in range(n - 1):
        since = (since - timedelta(days=1)).replace(day=1)
    return to_ms(since), to_ms(until)
