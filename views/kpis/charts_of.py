"""The charts of a board, each with its table and its one sentence."""

from datetime import timedelta
from typing import Any

from models.domain.facts import STAGES
from models.domain.severity import Severity
from models.domain.times import from_ms
from models.metrics.series import Steps, over_time
from models.metrics.what_if import ASSUMES
from models.queries.board import Board, BudgetLine
from views import text
from views.kpis import words
from views.kpis.states import BarChart, BudgetChart, Cause, Line, LineChart, Sheet, StageBars
from views.tongue import figure, inside, mark, ntr, number, told, tr

MINUTE = 60_000
MOST_CAUSES = 6
_DATED = 4
"""About so many dates on the axis of a budget."""


_UNITS = {
    "day": mark("Day"),
    "week": mark("Week"),
    "month": mark("Month"),
    "quarter": mark("Quarter"),
    "year": mark("Year"),
}


def charts_of(board: Board, *, compare: bool) -> dict[str, Any]:
    """The parts of a `BoardState` that are drawn."""
    steps = board.steps["ttr"]
    return {
        "count": _count(board),
        "alarm": _alarm(board),
        "what_if": _what_if(board),
        "ttr": _ttr(board, steps, compare=compare),
        "incidents": _incidents(steps),
        "bins": _bins(board),
        "budget": _budget(board),
        "causes": _causes(board),
        "stages": _stages(board),
    }


def _count(board: Board) -> str:
    still_open, excluded = len(board.kpis.open_rows), len(board.kpis.excluded)
    said = [ntr("{n} incident", "{n} incidents", len(board.kpis.eligible))]
    if still_open:
        said.append(tr("{n} open", n=number(still_open)))
    if excluded:
        said.append(tr("{n} left out", n=number(excluded)))
    return ", ".join(said)


def _alarm(board: Board) -> str:
    fastest = {one.objective.service: one for one in reversed(board.alerts)}
    return "; ".join(told(one.sentence) for one in reversed(fastest.values()))


def _what_if(board: Board) -> str:
    found = board.what_if
    if found is None:
        return ""
    figures = [
        tr(
            "{name} {length} instead of {before}",
            name=name.upper(),
            length=words.length(spread.mean_ms),
            before=words.length(board.kpis.figure(name).spread.mean_ms),
        )
        for name, spread in found.spreads.items()
        if spread.mean_ms is not None
    ]
    return tr(
        "If every acknowledgement had taken at most {most} ({sooner} would have come sooner): "
        "{figures}. {assumed}",
        most=text.duration_words(found.most_ms),
        sooner=number(found.sooner),
        figures=", ".join(figures) or words.length(None),
        assumed=told(ASSUMES),
    )


def _name(severity: Severity | None) -> str:
    return severity.value if severity else tr(words.UNRATED)


def _ttr(board: Board, found: Steps, *, compare: bool) -> LineChart:
    steps = found.steps
    severities = [s for s in (*Severity, None) if any(s in step.spreads for step in steps)]
    lines = [
        Line(
            _name(severity),
            tuple(_minutes(step.spreads[severity].median_ms) if severity in step.spreads else None
                  for step in steps),
            severity,
        )
        for severity in severities
    ]  # fmt: skip
    if compare and board.before is not None:
        before = over_time(board.before, "ttr").steps
        values = [_minutes(step.every.median_ms) for step in before][: len(steps)]
        values += [None] * (len(steps) - len(values))
        lines.append(Line(tr("before"), tuple(values), quiet=True))
    rows = tuple(
        (
            step.label,
            *(words.length(step.spreads[s].median_ms) if s in step.spreads else words.length(None)
              for s in severities),
            words.length(step.every.mean_ms),
            str(step.every.n),
        )
        for step in steps
    )  # fmt: skip
    goal = board.expects.goals.get("ttr")
    spread = board.kpis.figure("ttr").spread
    sentence = tr(
        "Median time to resolve by {unit}: {length} over the whole period, from {used}.",
        unit=inside(tr(_UNITS[found.unit])),
        length=words.length(spread.median_ms),
        used=words.used(spread.n, board.kpis.figure("ttr").of),
    )
    heads = (
        tr(_UNITS[found.unit]),
        *(tr("{name} median", name=_name(s)) for s in severities),
        tr("All, mean"),
        "n",
    )
    return LineChart(
        labels=tuple(step.label for step in steps),
        lines=tuple(lines),
        sheet=Sheet(heads, rows, sentence),
        goal=None if goal is None else goal / MINUTE,
        goal_words="" if goal is None else tr("goal {value}", value=words.short(int(goal))),
    )


def _incidents(found: Steps) -> BarChart:
    steps = found.steps
    parts = tuple(s for s in (*Severity, None) if any(s in step.counts for step in steps))
    heights = tuple(tuple(step.counts.get(s, 0) for s in parts) for step in steps)
    rows = tuple(
        (step.label, *(str(n) for n in column), str(sum(column)))
        for step, column in zip(steps, heights, strict=True)
    )
    total = sum(map(sum, heights))
    most = max(steps, key=lambda step: sum(step.counts.values()), default=None)
    heads = (tr(_UNITS[found.unit]), *(_name(s) for s in parts), tr("All"))
    sentence = ntr("{n} incident.", "{n} incidents.", total)
    if most and total:
        sentence = ntr(
            "{n} incident, most in {label} ({most}).",
            "{n} incidents, most in {label} ({most}).",
            total,
            label=most.label,
            most=sum(most.counts.values()),
        )
    return BarChart(
        tuple(step.label for step in steps), parts, heights, Sheet(heads, rows, sentence)
    )


def _bins(board: Board) -> BarChart:
    bins = board.bins
    labels = tuple(words.short(one.low_ms) for one in bins)
    rows = tuple(
        (
            label,
            tr("and more") if one.high_ms is None else text.duration_words(one.high_ms),
            str(one.n),
        )
        for label, one in zip(labels, bins, strict=True)
    )
    total = sum(one.n for one in bins)
    fullest = max(bins, key=lambda one: one.n, default=None)
    sentence = (
        ntr(
            "Time to resolve of {n} incident; most took {length} or a little more.",
            "Time to resolve of {n} incidents; most took {length} or a little more.",
            total,
            length=text.duration_words(fullest.low_ms),
        )
        if fullest
        else tr("Time to resolve: no data.")
    )
    heights = tuple((one.n,) for one in bins)
    return BarChart(
        labels,
        (None,),
        heights,
        Sheet((tr("From"), tr("To", sense="range"), tr("Incidents")), rows, sentence),
    )


def _budget(board: Board) -> BudgetChart | None:
    line = board.worst
    if line is None:
        return None
    budget, window = line.budget, line.budget.window
    start, end = from_ms(window.start), from_ms(window.end)
    step = timedelta(days=max(1, round((end - start) / timedelta(days=1) / _DATED)))
    day = start.replace(hour=0, minute=0, second=0, microsecond=0) + step
    ticks = []
    while day < end:
        ticks.append((day.timestamp(), text.short_day(day)))
        day += step
    length = words.window(budget.objective.window)
    left = tr(
        "{share} of the error budget of {service} is left ({length}).",
        share=figure(f"{budget.left_ratio:.1%}"),
        length=length,
        service=budget.objective.service,
    )
    rows = tuple(
        (f"{from_ms(at):%Y-%m-%d %H:%M}", f"{share:.1%}")
        for at, share in zip(line.moments, line.left, strict=True)
    )
    return BudgetChart(
        title=tr("SLO budget, {service}", service=budget.objective.service),
        subtitle=tr("Share of the error budget left, {length}", length=length),
        moments=tuple(at / 1_000 for at in line.moments),
        left=tuple(share * 100 for share in line.left),
        end=window.end / 1_000,
        ticks=tuple(ticks),
        sheet=Sheet(("UTC", tr("Left")), rows, left),
        name=f"slo:{budget.objective.service}",
        worst=_worst(line),
    )


def _worst(line: BudgetLine) -> tuple[float, float, str] | None:
    if not line.worst:
        return None
    left = line.left[line.moments.index(line.worst_end)]
    return line.worst_end / 1_000, left * 100, line.worst


def _causes(board: Board) -> tuple[Cause, ...]:
    shown = board.returning[:MOST_CAUSES]
    most = max((len(one.rows) for _, one in shown), default=1)
    uids = board.kpis.table.uids
    return tuple(
        Cause(
            words=name,
            times=ntr("{n} time", "{n} times", len(one.rows)),
            share=len(one.rows) / most,
            uids=tuple(uids[row] for row in one.rows),
        )
        for name, one in shown
    )


def _stages(board: Board) -> StageBars:
    rows = []
    for mean in board.stages:
        minutes = tuple(mean.lengths.get(stage, (0, 0))[0] / MINUTE for stage in STAGES)
        rows.append((mean.severity, minutes, words.length(mean.total_ms)))
    cells = tuple(
        (
            _name(mean.severity),
            *(words.length(mean.lengths[s][0]) if s in mean.lengths else words.length(None)
              for s in STAGES),
            words.length(mean.total_ms),
        )
        for mean in board.stages
    )  # fmt: skip
    longest = max(board.stages, key=lambda mean: mean.total_ms, default=None)
    sentence = tr("Mean time in each stage: no data.")
    if longest is not None:
        stage = max(longest.lengths, key=lambda one: longest.lengths[one][0])
        sentence = tr(
            "{name} takes longest, {length}, most of it in {stage}.",
            name=_name(longest.severity),
            length=words.length(longest.total_ms),
            stage=inside(tr(stage.word)),
        )
    heads = (tr("Severity"), *(tr(words.STAGES[stage]) for stage in STAGES), tr("All"))
    return StageBars(tuple(rows), Sheet(heads, cells, sentence))


def _minutes(ms: int | None) -> float | None:
    return None if ms is None else ms / MINUTE
