"""Texts that several people write."""

from models.domain.ids import incident_stream
from models.replication import prose
from models.store import state
from models.store.driver import Connection


def updates_of(connection: Connection, incident: str, name: str) -> list[bytes]:
    key = ("prose", f"{incident}/{name}", "text")
    found = state.of_keys(connection, incident_stream(incident), [key]).get(key)
    return prose.updates_in(write.value for write in found.ordered()) if found else []


def text_of(connection: Connection, incident: str, name: str) -> str:
    """The text called `name` of an incident; "" before anybody wrote in it."""
    return prose.read(updates_of(connection, incident, name))
