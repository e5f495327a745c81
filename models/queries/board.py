"""Everything the manager's screen shows of a period, and the rows behind each of its numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.domain.expectations import Expectations, Objective
from models.domain.incident import IncidentKind
from models.domain.severity import Severity
from models.domain.times import from_ms, to_ms
from models.metrics.figures import DEFINITIONS
from models.metrics.kpis import ELIGIBLE_KINDS, Kpis, Wanted, kpis
from models.metrics.series import (
    Bin,
    Returning,
    StageMean,
    Steps,
    by_stage,
    distribution,
    over_time,
    period_before,
    returning,
)
from models.metrics.slo import Budget, BurnAlert, burn_alerts, impact_on, left_over_time
from models.metrics.spread import Change, change
from models.metrics.table import Table
from models.metrics.what_if import WhatIf, acknowledged_within
from models.queries.kpis import Ledger, budgets_of, teams
from models.queries.objectives import Amendment, amendments, expectations
from models.store import lookup
from models.store.driver import Connection

Owned = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class BoardAsk:
    """`since` and `until` in milliseconds, None for no bound; "" for any service or team."""

    since: int | None = None
    until: int | None = None
    service: str = ""
    team: str = ""
    severity: Severity | None = None
    kinds: tuple[IncidentKind, ...] = ELIGIBLE_KINDS
    most_ack_ms: int | None = None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What is left of a budget at moments of its window; `worst` is the incident that took most
    of it, and `worst_end` when that was over."""

    budget: Budget
    moments: tuple[int, ...]
    left: tuple[float, ...]
    worst: str = ""
    worst_end: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """`before` is the same of the period before; None where this one has no bounds. `expects` is
    what counted when the period ended; `amendments` are changes since it began."""

    ask: BoardAsk
    kpis: Kpis
    before: Kpis | None
    changes: dict[str, Change]
    steps: dict[str, Steps]
    stages: tuple[StageMean, ...]
    bins: tuple[Bin, ...]
    returning: tuple[tuple[str, Returning], ...]
    budgets: tuple[Budget, ...]
    worst: BudgetLine | None
    alerts: tuple[BurnAlert, ...]
    expects: Expectations
    services: tuple[str, ...]
    teams: tuple[str, ...]
    what_if: WhatIf | None = None
    amendments: tuple[Amendment, ...] = ()


def board(connection: Connection, ledger: Ledger, ask: BoardAsk, now: datetime) -> Board:
    table, moment = ledger.refresh(connection), to_ms(now)
    owned = teams(connection)
    found = kpis(table, _wanted(ask, owned), moment)
    before = _before(table, found, ask)
    ends = now if ask.until is None else min(now, from_ms(ask.until))
    expects = expectations(connection, ends)
    budgets = budgets_of(connection, table, now, until=ask.until)
    chosen = [one for one in budgets if _concerns(one.objective, ask, owned)]
    labels = Labels(connection, table)
    return Board(
        ask=ask,
        kpis=found,
        before=before,
        changes={
            name: change(before.figure(name).values, found.figure(name).values)
            for name in DEFINITIONS
            if before is not None
        },
        steps={name: over_time(found, name) for name in ("tta", "ttr")},
        stages=by_stage(found),
        bins=distribution(found.figure("ttr")),
        returning=tuple((labels.cause(one), one) for one in returning(found)),
        budgets=tuple(chosen),
        worst=_line(table, chosen, labels),
        alerts=tuple(a for one in chosen for a in burn_alerts(table, one.objective, moment)),
        expects=expects,
        services=table.name_list.services,
        teams=tuple(owned),
        what_if=None if ask.most_ack_ms is None else acknowledged_within(found, ask.most_ack_ms),
        amendments=amendments(connection, ask.since),
    )


def _wanted(ask: BoardAsk, owned: Owned) -> Wanted:
    services = frozenset((ask.service,)) if ask.service else frozenset()
    if ask.team:
        mine = owned.get(ask.team, frozenset())
        # A team without services has no incidents, rather than everybody's.
        services = (services & mine if services else mine) or frozenset(("\x00",))
    severities = (ask.severity,) if ask.severity else ()
    return Wanted(ask.since, ask.until, services, severities, ask.kinds)


def _before(table: Table, found: Kpis, ask: BoardAsk) -> Kpis | None:
    """As much of the period before as has passed of this one, so that like is told from like."""
    if ask.since is None or ask.until is None:
        return None
    since, until = period_before(ask.since, ask.until)
    passed = min(found.now, ask.until) - ask.since
    until = min(until, since + max(passed, 0))
    return kpis(table, replace(found.wanted, since=since, until=until), found.now)


def _concerns(objective: Objective, ask: BoardAsk, owned: Owned) -> bool:
    of_team = not ask.team or objective.service in owned.get(ask.team, ())
    return of_team and ask.service in ("", objective.service)


def _line(table: Table, budgets: Sequence[Budget], labels: "Labels") -> BudgetLine | None:
    """Of the budget of which least is left."""
    worst = max(budgets, key=lambda one: one.used_ratio, default=None)
    if worst is None:
        return None
    moments, left = left_over_time(table, worst.objective, worst.window)
    line = BudgetLine(worst, tuple(moments.tolist()), tuple(left))
    most = max(worst.hits, key=lambda hit: hit.impact_ms, default=None)
    if most is None:
        return line
    hits = impact_on(table, worst.objective.service, worst.window)
    end = max(end for row, (_, end) in hits if row == most.row)
    return replace(line, worst=labels.of(most.row), worst_end=end)


class Labels:
    """How incidents of the table are called."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self._connection, self._table = connection, table

    def of(self, row: int) -> str:
        return lookup.label(self._connection, self._table.uids[row])

    def title(self, row: int) -> str:
        found = self._connection.execute(
            "SELECT title FROM incident WHERE uid=?", (self._table.uids[row],)
        ).fetchone()
        return str(found[0]) if found else ""

    def cause(self, one: Returning) -> str:
        return one.fingerprint if "/" in one.fingerprint else self.title(one.rows[-1])
