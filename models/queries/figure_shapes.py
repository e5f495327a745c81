"""The written form of key figures, budgets and deadlines: the shapes that scripts rely on."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from models.domain.incident import Incident
from models.domain.policy import Policy
from models.domain.times import from_ms, maybe_from_ms, maybe_write_time, write_time
from models.metrics.figures import DEFINITIONS
from models.metrics.kpis import RATES, Kpis, Rate
from models.metrics.sla import Deadline, deadlines
from models.metrics.slo import Budget
from models.metrics.table import Table
from models.queries.shapes import Json, Label


def kpis_json(kpis: Kpis, label: Label) -> Json:
    """A figure that is missing is null, never 0."""
    wanted = kpis.wanted
    rows = _Labels(kpis.table, label)
    found = kpis.recurrence
    rates = kpis.rates()
    return {
        "from": maybe_write_time(maybe_from_ms(wanted.since)),
        "to": maybe_write_time(maybe_from_ms(wanted.until)),
        "as_of": write_time(from_ms(kpis.now)),
        "eligible": len(kpis.eligible),
        "excluded": rows.reasons(kpis.excluded),
        "open": len(kpis.open_rows),
        "metrics": {name: _figure(kpis, name, rows) for name in DEFINITIONS},
        "recurrence": {
            "rate": found.rate,
            "n": found.n,
            "of": found.of,
            "incidents": rows.of(found.rows.tolist()),
        },
        **{name: rate_json(rates[name]) for name in RATES if name != "recurrence"},
    }


class _Labels:
    def __init__(self, table: Table, label: Label) -> None:
        self._table, self._label = table, label

    def of(self, rows: Iterable[int]) -> list[str]:
        return [self._label(self._table.uids[row]) for row in rows]

    def reasons(self, rows: Iterable[tuple[int, str]]) -> list[Json]:
        return [
            {"incident": self._label(self._table.uids[row]), "reason": why} for row, why in rows
        ]


def _figure(kpis: Kpis, name: str, rows: _Labels) -> Json:
    figure = kpis.figure(name)
    return {
        "formula": DEFINITIONS[name].formula,
        "mean_ms": figure.spread.mean_ms,
        "median_ms": figure.spread.median_ms,
        "p90_ms": figure.spread.p90_ms,
        "n": figure.n,
        "of": figure.of,
        "missing": rows.reasons(kpis.missing(name)),
    }


def rate_json(rate: Rate) -> Json:
    return {"rate": rate.rate, "n": rate.n, "of": rate.of}


def budgets_json(budgets: Sequence[Budget], table: Table, label: Label) -> list[Json]:
    return [
        {
            "service": one.objective.service,
            "target": one.objective.target,
            "window": one.objective.window,
            "from": write_time(from_ms(one.window.start)),
            "to": write_time(from_ms(one.window.end)),
            "budget_ms": one.budget_ms,
            "used_ms": one.used_ms,
            "used_ratio": one.used_ratio,
            "burn_rate": one.burn_rate,
            "incidents": [
                {"incident": label(table.uids[hit.row]), "impact_ms": hit.impact_ms}
                for hit in one.hits
            ],
        }
        for one in budgets
    ]


def deadlines_json(incident: Incident, now: datetime, label: Label, policy: Policy) -> Json:
    """`rule` is the SLA rule that matched, or the severity whose own lengths count."""
    due = deadlines(incident, now, policy)
    return {
        "incident": label(incident.uid),
        "severity": incident.severity.value if incident.severity else None,
        "rule": due.rule or None,
        "calendar": due.calendar or None,
        "from": maybe_write_time(incident.times.detected_at) if due.response else None,
        "as_of": write_time(now),
        "paused": due.paused,
        "pauses": [[write_time(start), write_time(end)] for start, end in due.pauses],
        "response": _deadline(due.response),
        "resolution": _deadline(due.resolution),
    }


def _deadline(deadline: Deadline | None) -> Json:
    """The same keys whether or not there is one."""
    return {
        "due_at": maybe_write_time(deadline.due_at) if deadline else None,
        "status": deadline.status.value if deadline else None,
        "at_risk_at": maybe_write_time(deadline.at_risk_at) if deadline else None,
        "met_at": maybe_write_time(deadline.met_at) if deadline else None,
        "breached_at": maybe_write_time(deadline.breached_at) if deadline else None,
        "left_ms": deadline.left_ms if deadline else None,
    }
