"""Which entries of a timeline somebody marked as a turning point."""

from models.domain.ids import incident_stream
from models.domain.review import MomentKind
from models.store import state
from models.store.driver import Connection


def moments_of(connection: Connection, incident: str) -> dict[str, MomentKind]:
    """By the uid of the entry; what this program does not know is left out."""
    stream = incident_stream(incident)
    rows = connection.execute(
        "SELECT DISTINCT entity FROM head WHERE stream=? AND entity_kind='mark' AND field='moment'",
        (stream,),
    ).fetchall()
    keys = [("mark", str(entity), "moment") for (entity,) in rows]
    found = {}
    for (_, entry, _), values in state.of_keys(connection, stream, keys).items():
        write = values.latest()
        kind = MomentKind.maybe(write.value if write else None)
        if kind is not None:
            found[entry] = kind
    return found
