"""Error budgets: what of one is used, how fast it burns, and when that needs somebody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from models.domain.expectations import Objective
from models.domain.times import from_ms, to_ms
from models.metrics.kpis import countable
from models.metrics.table import Ints, Table, known

DAY = 86_400_000
HOUR = 3_600_000
MINUTE = 60_000

FORMULA = (
    "Budget = (1 − target) × window. Used = the time in the window in which at least one "
    "incident hit the service. Burn rate = error ratio / (1 − target)."
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """Milliseconds; `start` is included, `end` is not. What came after `seen` is not known."""

    start: int
    end: int
    seen: int

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Hit:
    """How long one incident of the table hit the service within a window."""

    row: int
    impact_ms: int


@dataclass(frozen=True, slots=True)
class Budget:
    """`burn_rate` is over the part of the window that has passed."""

    objective: Objective
    window: Window
    budget_ms: int
    used_ms: int
    burn_rate: float
    hits: tuple[Hit, ...]

    @property
    def used_ratio(self) -> float:
        return self.used_ms / self.budget_ms if self.budget_ms else float(self.used_ms > 0)

    @property
    def left_ratio(self) -> float:
        return 1 - self.used_ratio


@dataclass(frozen=True, slots=True)
class BurnRule:
    """Alerts while both the long and the short window burn at `rate` or faster."""

    long_ms: int
    short_ms: int
    rate: float
    words: str


BURN_RULES = (
    BurnRule(HOUR, 5 * MINUTE, 14.4, "1 h"),
    BurnRule(6 * HOUR, 30 * MINUTE, 6.0, "6 h"),
    BurnRule(3 * DAY, 6 * HOUR, 1.0, "3 d"),
)


@dataclass(frozen=True, slots=True)
class BurnAlert:
    rule: BurnRule
    objective: Objective
    burn_rate: float

    @property
    def sentence(self) -> str:
        rate = f"{self.burn_rate:,.0f}" if self.burn_rate >= 10 else f"{self.burn_rate:.1f}"
        return (
            f"{self.objective.service} burns its error budget {rate} times too fast "
            f"(over the last {self.rule.words})"
        )


def rolling(window: str, now: int) -> Window:
    """The last days of an objective, or the calendar month that `now` lies in."""
    if window == "month":
        moment = from_ms(now)
        return month(f"{moment:%Y-%m}", now)
    return Window(now - int(window.removesuffix("d")) * DAY, now, now)


def month(named: str, now: int) -> Window:
    """`2026-10`, in UTC. ValueError for anything else."""
    first = datetime.strptime(named, "%Y-%m").replace(tzinfo=UTC)
    start, end = to_ms(first), to_ms((first + timedelta(days=32)).replace(day=1))
    return Window(start, end, max(start, min(now, end)))


def of_period(window: str, until: int | None, now: int) -> Window:
    """The window that a report over a period ends with: none of it lies after the period."""
    if until is None or until > now:
        return rolling(window, now)
    if window == "month":
        return month(f"{from_ms(until - 1):%Y-%m}", until)
    return rolling(window, until)


def budget(table: Table, objective: Objective, window: Window) -> Budget:
    share = 1 - objective.target
    hits = impact_on(table, objective.service, window)
    used = sum(end - start for start, end in _union(span for _, span in hits))
    seen = window.seen - window.start
    return Budget(
        objective=objective,
        window=window,
        budget_ms=round(share * window.length),
        used_ms=used,
        burn_rate=used / seen / share if seen else 0.0,
        hits=_by_incident(hits),
    )


def impact_on(table: Table, service: str, window: Window) -> list[tuple[int, Span]]:
    """(row, stretch) of every impact on a service, cut to the window: of incidents of a kind
    that counts, not cancelled, not merged, whenever they were detected."""
    concerned = countable(table) & table.on_services(frozenset((service,)))
    rows = np.flatnonzero(concerned)
    later, later_from, later_to = table.later_hits()
    mine = concerned[later]
    rows = np.concatenate((rows, later[mine]))
    starts = np.concatenate((table["hit_from"][concerned], later_from[mine]))
    ends = np.concatenate((table["hit_to"][concerned], later_to[mine]))
    ends = np.where(known(ends), np.minimum(ends, window.seen), window.seen)
    starts = np.where(known(starts), np.maximum(starts, window.start), window.seen)
    hit = np.flatnonzero(starts < ends)
    cut = zip(starts[hit].tolist(), ends[hit].tolist(), strict=True)
    return list(zip(rows[hit].tolist(), cut, strict=True))


def burn_alerts(table: Table, objective: Objective, now: int) -> tuple[BurnAlert, ...]:
    """Those of BURN_RULES that hold now, the fastest first."""
    longest = Window(now - max(rule.long_ms for rule in BURN_RULES), now, now)
    spans = _union(span for _, span in impact_on(table, objective.service, longest))
    share = 1 - objective.target
    found = []
    for rule in BURN_RULES:
        long = _within(spans, now - rule.long_ms, now) / rule.long_ms / share
        short = _within(spans, now - rule.short_ms, now) / rule.short_ms / share
        if min(long, short) >= rule.rate:
            found.append(BurnAlert(rule, objective, long))
    return tuple(found)


def left_over_time(
    table: Table, objective: Objective, window: Window, points: int = 120
) -> tuple[Ints, list[float]]:
    """(moments, share of the budget left at each), for a line."""
    spans = _union(span for _, span in impact_on(table, objective.service, window))
    starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
    even = np.linspace(window.start, window.seen, points).astype(np.int64)
    moments = np.unique(np.concatenate((even, starts, ends)))
    # What lay before each moment, without what its last stretch still has to come.
    begun = np.searchsorted(starts, moments, side="right")
    used = np.concatenate(([0], np.cumsum(ends - starts)))[begun]
    if len(spans):
        coming = np.maximum(0, ends[np.maximum(begun, 1) - 1] - moments)
        used = used - np.where(begun > 0, coming, 0)
    whole = (1 - objective.target) * window.length
    return moments, (1 - used / whole).tolist()


def _within(spans: Sequence[Span], start: int, end: int) -> int:
    return sum(max(0, min(to, end) - max(since, start)) for since, to in spans)


def _union(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _by_incident(hits: Sequence[tuple[int, Span]]) -> tuple[Hit, ...]:
    rows = dict.fromkeys(row for row, _ in hits)
    return tuple(
        Hit(row, sum(end - start for start, end in _union(s for one, s in hits if one == row)))
        for row in rows
    )
