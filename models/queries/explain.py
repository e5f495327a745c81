"""The rows behind a number: what it is made of, what is left out of it, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from models.domain.facts import MISSING, OPEN, SEVERITIES, STAGES, UNRATED
from models.domain.severity import Severity
from models.domain.times import from_ms, span_words
from models.metrics import slo
from models.metrics.figures import DEFINITIONS
from models.metrics.kpis import RATES, exclusions
from models.metrics.table import Ints, Table, known
from models.queries.board import Board, Labels
from models.store.driver import Connection

MOST_ROWS = 400
"""A list that a person reads; the rest is in the export."""

COUNTED = (
    "Counted = incidents of a kind that counts, detected in the period (start included, end not), "
    "not cancelled, not merged into another."
)
BY_STAGE = (
    "Mean of what each stage took, over the incidents of a severity that are resolved. A stage "
    "that was entered twice counts with both visits."
)


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    """`start` and `end` are the timestamps it is read from; `value_ms` is None where `why` says
    that it is not used. `beside` is what else it is about, such as the earlier incident, `stages`
    how long each of STAGES took."""

    uid: str
    label: str
    title: str
    severity: Severity | None
    start: datetime | None
    end: datetime | None
    value_ms: int | None
    why: str = ""
    beside: str = ""
    stages: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a number is what it is. `rows` holds those used first; `more` did not fit."""

    name: str
    formula: str
    anchors: tuple[str, str] | None
    rows: tuple[ExplainedRow, ...]
    used: int
    of: int
    more: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table. `span` is what it took its length from, where that is not the anchors."""

    at: int
    value_ms: int | None = None
    why: str = ""
    beside: str = ""
    span: tuple[int, int] | None = None
    stages: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    anchors: tuple[str, str] | None
    rows: Sequence[Row]
    used: int
    of: int


def explain(connection: Connection, shown: Board, name: str) -> Explained:
    """`name` is a figure, a rate, `eligible`, `stages`, or `slo:` and a service."""
    table = shown.kpis.table
    labels = Labels(connection, table)
    kind = "slo" if name.startswith("slo:") else name
    made = _EXPLAINED.get(kind, _figure_rows)(shown, name, labels)
    told = [_row(table, labels, row, made.anchors) for row in made.rows[:MOST_ROWS]]
    more = max(0, len(made.rows) - MOST_ROWS)
    return Explained(name, formula_of(name), made.anchors, tuple(told), made.used, made.of, more)


def formula_of(name: str) -> str:
    """The definition of any number that can be opened."""
    if name in DEFINITIONS:
        return DEFINITIONS[name].formula
    if name in RATES:
        return RATES[name][1]
    return {"eligible": COUNTED, "stages": BY_STAGE}.get(name, slo.FORMULA)


def _figure_rows(shown: Board, name: str, labels: Labels) -> Made:
    one, figure = DEFINITIONS[name], shown.kpis.figure(name)
    order = np.argsort(-figure.values, kind="stable")
    pairs = zip(figure.used[order].tolist(), figure.values[order].tolist(), strict=True)
    about = _ABOUT.get(name, _plainly)
    used = [about(shown.kpis.table, row, value) for row, value in pairs]
    missing = [Row(row, why=why) for row, why in shown.kpis.missing(name)]
    anchors = ("hit_from", "hit_to") if name == "impact" else one.anchors
    return Made(anchors, [*used, *missing, *_excluded(shown)], figure.n, figure.of)


def _plainly(table: Table, row: int, value: int) -> Row:
    return Row(row, value)


def _active(table: Table, row: int, value: int) -> Row:
    """What was left out between a resolve and a reopen is said."""
    whole = int(table["resolved_at"][row]) - int(table["detected_at"][row])
    gap = span_words(whole - value)
    return Row(row, value, beside=f"without {gap} between resolve and reopen" * (whole > value))


def _impact(table: Table, row: int, value: int) -> Row:
    """From the first stretch to the last."""
    hits = [(int(table["hit_from"][row]), int(table["hit_to"][row]))]
    hits += table.links_of(row).more_hits
    span = min(start for start, _ in hits), max(end for _, end in hits)
    return Row(row, value, beside=_stretches(len(hits)), span=span)


def _stretches(n: int) -> str:
    return f"in {n} stretches" if n > 1 else ""


_ABOUT = {"active_ttr": _active, "impact": _impact}


def _excluded(shown: Board) -> list[Row]:
    return [Row(row, why=why) for row, why in shown.kpis.excluded]


def _eligible_rows(shown: Board, name: str, labels: Labels) -> Made:
    table, rows = shown.kpis.table, shown.kpis.eligible
    is_open = set(shown.kpis.open_rows.tolist())
    counted = [Row(row, beside="still open" * (row in is_open)) for row in rows.tolist()]
    anchors = ("detected_at", "resolved_at")
    counted.sort(key=lambda row: -int(table["detected_at"][row.at]))
    return Made(anchors, [*counted, *_excluded(shown)], len(rows), len(rows))


def _recurrence_rows(shown: Board, name: str, labels: Labels) -> Made:
    found, table = shown.kpis.recurrence, shown.kpis.table
    rows: list[Row] = []
    pairs = zip(found.rows.tolist(), found.earlier.tolist(), found.linked.tolist(), strict=True)
    for row, earlier, linked in list(pairs)[:MOST_ROWS]:
        first = labels.of(earlier) if earlier >= 0 else "one that is not here"
        rows.append(Row(row, beside=f"linked to {first}" if linked else f"again after {first}"))
    returned = set(found.rows.tolist())
    for row in shown.kpis.eligible.tolist():
        if row not in returned:
            named = table.fingerprints[row]
            rows.append(Row(row, beside="did not come back" if named else "no failure mode"))
    anchors = ("detected_at", "resolved_at")
    return Made(anchors, [*rows, *_excluded(shown)], found.n, found.of)


def _update_rows(shown: Board, name: str, labels: Labels) -> Made:
    table, rate = shown.kpis.table, shown.kpis.rates()[name]
    due, late = table["updates_due"], table["next_update_at"]
    rows: list[Row] = []
    for row in shown.kpis.eligible.tolist():
        now_late = MISSING < int(late[row]) < shown.kpis.now
        of = int(due[row]) + now_late
        if of:
            on_time = int(table["updates_on_time"][row])
            beside = f"{on_time} of {of} on time"
            if now_late:
                beside = f"{on_time} of {of} on time, one is late now"
            rows.append(Row(row, beside=beside))
        else:
            rows.append(Row(row, why="no update was due"))
    rows.sort(key=lambda row: bool(row.why))
    return Made(None, [*rows, *_excluded(shown)], rate.n, rate.of)


def _review_rows(shown: Board, name: str, labels: Labels) -> Made:
    table, rate = shown.kpis.table, shown.kpis.rates()[name]
    rows: list[Row] = []
    for row in shown.kpis.eligible.tolist():
        due, held = int(table["review_due_at"][row]), int(table["reviewed_at"][row])
        if due == MISSING:
            rows.append(Row(row, why="no review was due"))
        elif held == MISSING and due > shown.kpis.now:
            rows.append(Row(row, why="not due yet"))
        else:
            late = (shown.kpis.now if held == MISSING else held) - due
            beside = "on time" if late < 0 else f"{span_words(late)} late"
            if held == MISSING:
                beside = f"{span_words(late)} late, not reviewed yet"
            rows.append(Row(row, beside=beside))
    rows.sort(key=lambda row: bool(row.why))
    return Made(None, [*rows, *_excluded(shown)], rate.n, rate.of)


def _action_rows(shown: Board, name: str, labels: Labels) -> Made:
    table, rate = shown.kpis.table, shown.kpis.rates()[name]
    rows: list[Row] = []
    for row in shown.kpis.eligible.tolist():
        late = sum(due <= shown.kpis.now for due in table.links_of(row).open_dues)
        of = int(table["actions_done"][row]) + late
        if of:
            in_time = int(table["actions_in_time"][row])
            beside = f"{in_time} of {of} in time"
            if late:
                beside = f"{in_time} of {of} in time, {late} overdue now"
            rows.append(Row(row, beside=beside))
        else:
            rows.append(Row(row, why="no action was due"))
    rows.sort(key=lambda row: bool(row.why))
    return Made(None, [*rows, *_excluded(shown)], rate.n, rate.of)


def _stage_rows(shown: Board, name: str, labels: Labels) -> Made:
    table, rows = shown.kpis.table, shown.kpis.eligible
    columns = [table[f"{stage.value}_ms"] for stage in STAGES]
    used, missing = [], []
    for row in rows.tolist():
        took = tuple(None if column[row] == MISSING else int(column[row]) for column in columns)
        if any(ms is not None for ms in took):
            used.append(Row(row, sum(ms for ms in took if ms is not None), stages=took))
        else:
            missing.append(Row(row, why="no stage has both ends", stages=took))
    used.sort(key=lambda row: -(row.value_ms or 0))
    left_out = [replace(row, stages=(None,) * len(STAGES)) for row in _excluded(shown)]
    made = [*used, *missing, *left_out]
    return Made(None, made, len(used), len(rows))


def _budget_rows(shown: Board, name: str, labels: Labels) -> Made:
    service = name.removeprefix("slo:")
    budget = next((one for one in shown.budgets if one.objective.service == service), None)
    anchors = ("hit_from", "hit_to")
    if budget is None:
        return Made(anchors, [], 0, 0)
    table, window = shown.kpis.table, budget.window
    spans: dict[int, list[tuple[int, int]]] = {}
    for row, span in slo.impact_on(table, service, window):
        spans.setdefault(row, []).append(span)
    rows = []
    for hit in budget.hits:
        mine = spans[hit.row]
        goes_on = int(table["hit_to"][hit.row]) == MISSING and table["flags"][hit.row] & OPEN
        beside = "goes on" if goes_on else _stretches(len(mine))
        span = min(start for start, _ in mine), max(end for _, end in mine)
        rows.append(Row(hit.row, hit.impact_ms, beside=beside, span=span))
    left = [Row(row, why=why) for row, why in _not_of_budget(table, service, window)]
    return Made(anchors, [*rows, *left], len(rows), len(rows))


def _not_of_budget(table: Table, service: str, window: slo.Window) -> list[tuple[int, str]]:
    """Incidents of the service within the window that do not count, and why."""
    began, hit = table["began_at"], table["hit_from"]
    start = np.where(known(hit), hit, began)
    inside = known(start) & (start >= window.start) & (start < window.end)
    return exclusions(table, inside & table.on_services(frozenset((service,))))


_EXPLAINED: dict[str, Callable[[Board, str, Labels], Made]] = {
    "eligible": _eligible_rows,
    "recurrence": _recurrence_rows,
    "comms_adherence": _update_rows,
    "review_on_time": _review_rows,
    "action_completion": _action_rows,
    "stages": _stage_rows,
    "slo": _budget_rows,
}


def _row(table: Table, labels: Labels, told: Row, anchors: tuple[str, str] | None) -> ExplainedRow:
    severity = int(table["severity"][told.at])
    start, end = (None, None)
    if told.span is not None:
        start, end = (_at(ms) for ms in told.span)
    elif anchors is not None:
        start, end = (_moment(table[name], told.at) for name in anchors)
    return ExplainedRow(
        uid=table.uids[told.at],
        label=labels.of(told.at),
        title=labels.title(told.at),
        severity=None if severity == UNRATED else SEVERITIES[severity],
        start=start,
        end=end,
        value_ms=told.value_ms,
        why=told.why,
        beside=told.beside,
        stages=told.stages,
    )


def _moment(column: Ints, row: int) -> datetime | None:
    return _at(int(column[row]))


def _at(ms: int) -> datetime | None:
    return None if ms == MISSING else from_ms(ms)
