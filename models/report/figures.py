"""A period's figures as something to hand on: each with its definition, and what it left out."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.domain.expectations import GOAL_LENGTHS, Expectations
from models.domain.times import from_ms, span_words
from models.metrics import slo
from models.metrics.figures import DEFINITIONS
from models.metrics.kpis import RATES, Kpis
from models.metrics.series import Steps, over_time, returning
from models.metrics.table import Table
from models.queries.stretches import Stretches

NO_DATA = "no data"
Label = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class FigureReport:
    """Everything a report says; `label` names an incident by its uid, `stretches` tells those of
    several."""

    kpis: Kpis
    budgets: tuple[slo.Budget, ...]
    expects: Expectations
    label: Label
    stretches: Callable[[Sequence[str]], Mapping[str, Stretches]]

    @property
    def table(self) -> Table:
        return self.kpis.table

    def named(self, row: int) -> str:
        return self.label(self.table.uids[row])

    @property
    def period(self) -> str:
        wanted = self.kpis.wanted
        since = "the beginning" if wanted.since is None else _minute(wanted.since)
        until = _minute(self.kpis.now if wanted.until is None else wanted.until)
        return f"From {since} to {until} (UTC)"


def _minute(ms: int) -> str:
    return f"{from_ms(ms):%Y-%m-%d %H:%M}"


def length_words(ms: int | None) -> str:
    return NO_DATA if ms is None else span_words(ms)


def share_words(share: float | None) -> str:
    return NO_DATA if share is None else f"{share:.1%}"


def goal_words(expects: Expectations, name: str) -> str:
    goal = expects.goals.get(name)
    if goal is None:
        return ""
    return f"under {span_words(int(goal))}" if name in GOAL_LENGTHS else f"{goal:.0%}"


def as_markdown(report: FigureReport) -> bytes:
    kpis = report.kpis
    lines = [
        "# Key figures",
        "",
        (
            f"{report.period}. {_counted(len(kpis.eligible), 'incident')} counted, "
            f"{len(kpis.excluded)} left out, {len(kpis.open_rows)} open."
        ),
        "",
        *_table(
            ("Figure", "Mean", "Median", "p90", "Goal", "Used", "Definition"),
            [figure_cells(report, name) for name in DEFINITIONS],
        ),
        "",
        *_table(
            ("Rate", "Share", "Goal", "Used", "Definition"),
            [rate_cells(report, name) for name in RATES],
        ),
        "",
        *_over_time(report),
        *_returning(report),
        *_budget_lines(report),
        *_left_out(report),
    ]
    return ("\n".join(lines).rstrip() + "\n").encode()


def budgets_as_markdown(report: FigureReport) -> bytes:
    lines = _budget_lines(report) or ["# Error budgets", "", "No service has an objective."]
    return ("\n".join(lines).rstrip() + "\n").replace("## Error", "# Error", 1).encode()


def figure_cells(report: FigureReport, name: str) -> tuple[str, ...]:
    figure, one = report.kpis.figure(name), DEFINITIONS[name]
    found = figure.spread
    return (
        one.title,
        *(length_words(ms) for ms in (found.mean_ms, found.median_ms, found.p90_ms)),
        goal_words(report.expects, name),
        f"{figure.n:,} of {figure.of:,}",
        one.formula,
    )


def rate_cells(report: FigureReport, name: str) -> tuple[str, ...]:
    title, formula = RATES[name]
    rate = report.kpis.rates()[name]
    used = f"{rate.n:,} of {rate.of:,}"
    return title, share_words(rate.rate), goal_words(report.expects, name), used, formula


def budget_cells(report: FigureReport) -> list[tuple[str, ...]]:
    return [
        (
            one.objective.service,
            f"{one.objective.target:.6g}",
            one.objective.window,
            span_words(one.budget_ms),
            span_words(one.used_ms),
            share_words(one.used_ratio),
            f"{one.burn_rate:.2f}",
            ", ".join(f"{report.named(hit.row)} {span_words(hit.impact_ms)}" for hit in one.hits),
        )
        for one in report.budgets
    ]


BUDGET_HEADS = ("Service", "Target", "Window", "Budget", "Used", "Share", "Burn rate", "By")


def _counted(n: int, one: str) -> str:
    return f"{n:,} {one if n == 1 else one + 's'}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return [line(heads), line("---" for _ in heads), *(line(row) for row in rows)]


STEP_HEADS = ("Incidents", "Mean TTR", "Median TTR", "Used", "Not used, and why")


def step_rows(report: FigureReport, found: Steps) -> list[tuple[str, ...]]:
    """A line a week, month or year, that says what its mean is without."""
    detected = report.table["detected_at"]
    starts = [step.start for step in found.steps]
    left: list[dict[str, int]] = [{} for _ in starts]
    for row, why in report.kpis.missing("ttr"):
        told = left[max(0, bisect_right(starts, int(detected[row])) - 1)]
        told[why] = told.get(why, 0) + 1
    return [
        (
            step.label,
            f"{sum(step.counts.values()):,}",
            length_words(step.every.mean_ms),
            length_words(step.every.median_ms),
            f"{step.every.n:,}",
            ", ".join(f"{n:,} × {why}" for why, n in told.items()),
        )
        for step, told in zip(found.steps, left, strict=True)
    ]


def _over_time(report: FigureReport) -> list[str]:
    found = over_time(report.kpis, "ttr")
    rows = step_rows(report, found)
    if not rows:
        return []
    heads = (found.unit.capitalize(), *STEP_HEADS)
    return [f"## By {found.unit}", "", *_table(heads, rows), ""]


def _returning(report: FigureReport) -> list[str]:
    rows = [
        (
            one.fingerprint if "/" in one.fingerprint else report.label(one.fingerprint),
            str(len(one.rows)),
            ", ".join(report.named(row) for row in one.rows),
        )
        for one in returning(report.kpis)[:10]
    ]
    if not rows:
        return []
    return ["## What keeps coming back", "", *_table(("Cause", "Times", "Incidents"), rows), ""]


def _budget_lines(report: FigureReport) -> list[str]:
    rows = budget_cells(report)
    if not rows:
        return []
    return ["## Error budgets", "", slo.FORMULA, "", *_table(BUDGET_HEADS, rows), ""]


LEFT_OUT_HEADS = ("Why", "Not in", "How many", "Which")


def left_out_rows(report: FigureReport) -> list[tuple[str, ...]]:
    """By reason, with the figures that do without: who is meant, as long as there are few."""
    groups: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for why, found in _by_reason(report.kpis.excluded).items():
        groups[why, found] = ["all figures"]
    for name, one in DEFINITIONS.items():
        for why, found in _by_reason(report.kpis.missing(name)).items():
            groups.setdefault((why, found), []).append(one.title.lower())
    nameless = tuple(
        row for row in report.kpis.eligible.tolist() if not report.table.fingerprints[row]
    )
    if nameless:
        groups["no failure mode, so no return of it is seen", nameless] = ["recurrence"]
    return [
        (why, ", ".join(names), f"{len(rows):,}", _few(report, rows))
        for (why, rows), names in groups.items()
    ]


def _by_reason(told: Iterable[tuple[int, str]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for row, why in told:
        found.setdefault(why, []).append(row)
    return {why: tuple(rows) for why, rows in found.items()}


def _left_out(report: FigureReport) -> list[str]:
    rows = left_out_rows(report)
    if not rows:
        return []
    return ["## What is not in the figures", "", *_table(LEFT_OUT_HEADS, rows), ""]


def _few(report: FigureReport, rows: Sequence[int], most: int = 6) -> str:
    named = ", ".join(report.named(row) for row in rows[:most])
    return f"{named} and {len(rows) - most:,} more" if len(rows) > most else named
