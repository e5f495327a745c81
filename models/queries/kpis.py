"""The facts of all incidents, held in memory and kept up to date; what is asked of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from models.domain.times import from_ms, to_ms
from models.metrics import slo
from models.metrics.kpis import Kpis, Wanted, kpis
from models.metrics.table import Table
from models.queries.objectives import expectations
from models.store import catalog, facts
from models.store.driver import Connection

SLICE = 5_000


@dataclass(slots=True)
class Ledger:
    """All facts, read once; later only the rows that changed since. `service_words` and the like
    are shared by its tables, so one thread at a time may `refresh` it."""

    table: Table = field(default_factory=Table.empty)
    position: int = 0

    def refresh(self, connection: Connection) -> Table:
        last = facts.last_position(connection)
        if last != self.position:
            self.table = self.table.updated(facts.changed_since(connection, self.position))
            self.position = last
        return self.table

    def read_ahead(self, connection: Connection, most: int = SLICE) -> bool:
        """A slice of what is not read yet, short enough for an act to wait behind; whether there
        may be more."""
        last = facts.position_after(connection, self.position, most)
        if last == self.position:
            return False
        columns = facts.changed_since(connection, self.position, most)
        self.table, self.position = self.table.updated(columns), last
        return True


def read_kpis(connection: Connection, wanted: Wanted, now: datetime) -> Kpis:
    return kpis(Ledger().refresh(connection), wanted, to_ms(now))


def budgets_of(
    connection: Connection,
    table: Table,
    now: datetime,
    *,
    month: str | None = None,
    until: int | None = None,
) -> list[slo.Budget]:
    """Every objective's, over its own window: that ends now, or with the period that ends at
    `until`; with `month`, all of them over that calendar month. It is the objective that counted
    when the window ended."""
    moment = to_ms(now)
    if month is not None:
        window = slo.month(month, moment)
        counted = expectations(connection, from_ms(window.seen)).objectives
        return [slo.budget(table, replace(one, window="month"), window) for one in counted]
    ends = moment if until is None else min(until, moment)
    return [
        slo.budget(table, one, slo.of_period(one.window, until, moment))
        for one in expectations(connection, from_ms(ends)).objectives
    ]


def teams(connection: Connection) -> Mapping[str, frozenset[str]]:
    """Each team and the services it owns."""
    found: dict[str, set[str]] = {}
    for name, told in catalog.services(connection).items():
        team = told.get("team")
        if isinstance(team, str) and team:
            found.setdefault(team, set()).add(name)
    return {team: frozenset(services) for team, services in sorted(found.items())}
