"""The tiles of a board: value, goal, trend, and how much is behind each."""

from models.domain.expectations import GOAL_CEILINGS
from models.domain.times import from_ms
from models.metrics.kpis import Rate
from models.queries.board import Board
from views import text
from views.kpis import words
from views.kpis.states import Tile
from views.tongue import number, tr

FIRST = ("tta", "ttr")
BESIDE = ("ttd", "ttm", "active_ttr", "impact")
RATES_BESIDE = ("comms_adherence", "review_on_time", "action_completion")


def tiles_of(board: Board) -> tuple[tuple[Tile, ...], tuple[Tile, ...]]:
    """(the four large ones, the small ones)."""
    large = (
        *(_length_tile(board, name) for name in FIRST),
        _rate_tile(board, "recurrence"),
        _budget_tile(board),
    )
    small = (
        *(_length_tile(board, name) for name in BESIDE),
        *(_rate_tile(board, name) for name in RATES_BESIDE),
    )
    return large, small


def _length_tile(board: Board, name: str) -> Tile:
    figure = board.kpis.figure(name)
    mean = figure.spread.mean_ms
    goal = board.expects.goals.get(name)
    change = board.changes.get(name)
    moved = change is not None and change.verdict in ("fell", "rose")
    value, unit = words.big(mean)
    used = words.used(figure.n, figure.of)
    spark = board.steps[name].steps if name in board.steps else ()
    return Tile(
        name=name,
        title=tr(words.TITLES[name]),
        value=value,
        unit=unit,
        goal=_goal(board, name, words.goal(name, goal, ceiling=True)),
        verdict=_verdict(mean, goal, ceiling=True),
        used=used,
        brief=tr("{n} of {of}", n=number(figure.n), of=number(figure.of)),
        change=words.change(change, mean),
        trend=("down" if change.verdict == "fell" else "up") if change and moved else "",
        better=change.verdict == "fell" if change and moved else None,
        spark=tuple(_minutes(step.every.mean_ms) for step in spark),
        sentence=tr(
            "{title}: {mean}, median {median}, p90 {p90}, from {used}.",
            title=tr(words.TITLES[name]),
            mean=words.length(mean),
            median=words.length(figure.spread.median_ms),
            p90=words.length(figure.spread.p90_ms),
            used=used,
        ),
    )


def _rate_tile(board: Board, name: str) -> Tile:
    rate = board.kpis.rates()[name]
    before = board.before.rates()[name].rate if board.before is not None else None
    goal = board.expects.goals.get(name)
    ceiling = name in GOAL_CEILINGS
    value, unit = words.share(rate.rate)
    moved = rate.rate is not None and before is not None and round((rate.rate - before) * 100)
    return Tile(
        name=name,
        title=tr(words.TITLES[name]),
        value=value,
        unit=unit,
        goal=_goal(board, name, words.goal(name, goal, ceiling=ceiling)),
        verdict=_verdict(rate.rate, goal, ceiling=ceiling),
        used=_of(name, rate),
        change=words.points(rate.rate, before),
        trend=("up" if moved > 0 else "down") if moved else "",
        better=(moved < 0) == ceiling if moved else None,
        sentence=tr(
            "{title}: {value} {unit}, {n} of {of}.",
            title=tr(words.TITLES[name]),
            value=value,
            unit=unit,
            n=rate.n,
            of=rate.of,
        ),
    )


def _of(name: str, rate: Rate) -> str:
    return (
        words.used(rate.n, rate.of)
        if name == "recurrence"
        else tr("{n} of {of} due", n=rate.n, of=rate.of)
    )


def _budget_tile(board: Board) -> Tile:
    line = board.worst
    if line is None:
        return Tile(
            "slo", tr("SLO budget left"), words.length(None), "", tr("No objective set"), "", ""
        )
    budget = line.budget
    service, goal = budget.objective.service, board.expects.goals.get("slo_left")
    value, unit = words.share(budget.left_ratio)
    window = words.window(budget.objective.window)
    target = words.target(budget.objective.target)
    title = tr("SLO budget left, {service}", service=service)
    return Tile(
        name=f"slo:{service}",
        title=title,
        value=value,
        unit=unit,
        goal=_goal(board, f"slo:{service}", f"{target}, {window}"),
        verdict=_verdict(budget.left_ratio, goal or 0.0, ceiling=False),
        used=tr(
            "{used} of {budget} used",
            used=words.length(budget.used_ms),
            budget=words.length(budget.budget_ms),
        ),
        change=tr("burns at {rate}×", rate=number(budget.burn_rate, 1)),
        trend="up" if budget.burn_rate > 1 else "",
        better=False if budget.burn_rate > 1 else None,
        spark=line.left,
        sentence=tr(
            "{title}: {value} {unit}, {used} used of {budget}, burn rate {rate}.",
            title=title,
            value=value,
            unit=unit,
            used=words.length(budget.used_ms),
            budget=words.length(budget.budget_ms),
            rate=number(budget.burn_rate, 1),
        ),
    )


def _goal(board: Board, name: str, said: str) -> str:
    """One that was changed since the period began says when."""
    changed = [one.at for one in board.amendments if one.name == name and not one.is_first]
    if not changed:
        return said
    return tr("{goal}, changed {day}", goal=said, day=text.short_day(from_ms(changed[-1])))


def _verdict(value: float | None, goal: float | None, *, ceiling: bool) -> str:
    if value is None or goal is None:
        return ""
    return "good" if (value <= goal if ceiling else value >= goal) else "bad"


def _minutes(ms: int | None) -> float | None:
    return None if ms is None else ms / 60_000
