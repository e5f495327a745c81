"""What is saved here and not yet known to be on the server, by incident."""

from dataclasses import dataclass

from models.domain.ids import incident_of_stream
from models.store import exchange, lookup
from models.store.driver import Connection


@dataclass(frozen=True, slots=True)
class Waiting:
    """`n` changes of one incident; `incident` and `label` are "" for what belongs to none."""

    incident: str
    label: str
    title: str
    n: int


def waiting(connection: Connection) -> tuple[Waiting, ...]:
    """The most first."""
    found = [
        _of(connection, incident_of_stream(stream) or "", n)
        for stream, n in exchange.streams_waiting(connection).items()
    ]
    return tuple(sorted(found, key=lambda row: (-row.n, row.label)))


def _of(connection: Connection, incident: str, n: int) -> Waiting:
    if not incident:
        return Waiting("", "", "", n)
    row = connection.execute("SELECT title FROM incident WHERE uid=?", (incident,)).fetchone()
    return Waiting(incident, lookup.label(connection, incident), row[0] if row else "", n)
