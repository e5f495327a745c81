"""A period's figures as CSV: what was computed, and every fact it was computed from."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from models.domain.facts import (
    CANCELLED,
    ESTIMATED,
    KINDS,
    MISSING,
    OPEN,
    SEVERITIES,
    UNRATED,
)
from models.domain.times import from_ms, write_time
from models.metrics import slo
from models.metrics.figures import DEFINITIONS, lengths
from models.metrics.kpis import RATES
from models.queries.stretches import Span, Stretches
from models.report.figures import FigureReport

_TIMES = (
    "impact_started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at",
)  # fmt: skip

Write = Callable[[Iterable[object]], object]


def as_csv(report: FigureReport) -> bytes:
    """Three tables, an empty line between them: figures with their definitions, budgets, then
    every incident of the period with its timestamps, whether it counts, and why not. Times are
    UTC, lengths milliseconds, an empty cell is not known; a stretch is `start/end`, its end `..`
    while it goes on."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    write(("figure", "mean_ms", "median_ms", "p90_ms", "rate", "n", "of", "definition"))
    for name, one in DEFINITIONS.items():
        figure = report.kpis.figure(name)
        found = figure.spread
        write((name, *_cells((found.mean_ms, found.median_ms, found.p90_ms, None)),
               figure.n, figure.of, one.formula))  # fmt: skip
    for name, rate in report.kpis.rates().items():
        write((name, "", "", "", *_cells((rate.rate,)), rate.n, rate.of, RATES[name][1]))
    write(())
    _write_budgets(write, report)
    write(())
    _write_incidents(write, report)
    return out.getvalue().encode()


def budgets_as_csv(report: FigureReport) -> bytes:
    out = io.StringIO()
    _write_budgets(csv.writer(out, lineterminator="\r\n").writerow, report)
    return out.getvalue().encode()


def _write_budgets(write: Write, report: FigureReport) -> None:
    heads = ("service", "target", "window", "from", "to", "budget_ms", "used_ms", "used_ratio",
             "burn_rate", "incidents", "definition")  # fmt: skip
    write(heads)
    for one in report.budgets:
        write(
            (
                _plain(one.objective.service),
                one.objective.target,
                one.objective.window,
                write_time(from_ms(one.window.start)),
                write_time(from_ms(one.window.end)),
                one.budget_ms,
                one.used_ms,
                one.used_ratio,
                one.burn_rate,
                " ".join(f"{report.named(hit.row)}={hit.impact_ms}" for hit in one.hits),
                slo.FORMULA,
            )
        )


_HEADS = (
    "id", "uid", "kind", "open", "severity", "services", "fingerprint", *_TIMES,
    *(f"{name}_ms" for name in DEFINITIONS), "recurs", "excluded", "missing",
    "cancelled", "merged_into", "detection_estimated", "end_note", "active", "impact",
    "recurs_from", "not_recurs_from", "updates_on_time", "updates_due", "next_update_at",
)  # fmt: skip


def _write_incidents(write: Write, report: FigureReport) -> None:
    table, kpis = report.table, report.kpis
    figures = {name: lengths(table, name)[0] for name in DEFINITIONS}
    reasons = {name: dict(kpis.missing(name)) for name in DEFINITIONS}
    returned = set(kpis.recurrence.rows.tolist())
    rows = sorted([*((row, "") for row in kpis.eligible.tolist()), *kpis.excluded])
    stretches = report.stretches([table.uids[row] for row, _ in rows])
    write(_HEADS)
    for row, excluded in rows:
        severity = int(table["severity"][row])
        why = [f"{name}: {told[row]}" for name, told in reasons.items() if row in told]
        write(
            (
                report.named(row),
                table.uids[row],
                KINDS[int(table["kind"][row])].value,
                _yes(table["flags"][row] & OPEN),
                "" if severity == UNRATED else SEVERITIES[severity].value,
                _plain("|".join(table.names_of(row).services)),
                _plain(table.names_of(row).fingerprint),
                *(_moment(int(table[name][row])) for name in _TIMES),
                *("" if excluded else _known(int(values[row])) for values in figures.values()),
                _yes(row in returned),
                excluded,
                "; ".join(why),
                *_facts(report, row, stretches[table.uids[row]]),
            )
        )


def _facts(report: FigureReport, row: int, told: Stretches) -> Sequence[object]:
    """What else the figures are made of, so that a reader can make them again."""
    table = report.table
    flags, links = int(table["flags"][row]), table.links_of(row)
    return (
        _yes(flags & CANCELLED),
        report.label(links.merged_into) if links.merged_into else "",
        _yes(flags & ESTIMATED),
        _plain(table.names_of(row).end_note),
        _spans(told.active),
        _spans(told.impact),
        " ".join(report.label(uid) for uid in links.recurs_from),
        " ".join(report.label(uid) for uid in links.not_recurs_from),
        int(table["updates_on_time"][row]),
        int(table["updates_due"][row]),
        _moment(int(table["next_update_at"][row])),
    )


def _spans(spans: Iterable[Span]) -> str:
    return " ".join(f"{_moment(start) or '..'}/{_moment(end) or '..'}" for start, end in spans)


def _yes(there: object) -> str:
    return "yes" if there else "no"


def _plain(text: str) -> str:
    """A cell that a spreadsheet would take for a formula is only text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _cells(values: Iterable[float | None]) -> list[object]:
    return ["" if value is None else value for value in values]


def _known(value: int) -> object:
    return "" if value == MISSING else value


def _moment(ms: int) -> str:
    return "" if ms == MISSING else write_time(from_ms(ms))
