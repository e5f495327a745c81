"""Say what became of a delivery that nobody can look up. The server that publishes does it."""

from dataclasses import dataclass

from models.actions.desk import ActInProgress, Desk
from models.domain.entry import EntryKind
from models.domain.errors import BadInput, NotFound
from models.domain.ids import incident_of_stream
from models.publishing.message import idempotency_key

WHAT = {
    "arrived": "saw that it arrived",
    "again": "has it sent again",
    "leave": "leaves it",
}


@dataclass(frozen=True, slots=True)
class SettleDelivery:
    """`key` is the delivery's; `what` is arrived, again or leave."""

    key: str
    what: str


def settle_delivery(command: SettleDelivery, desk: Desk) -> None:
    """Raises:
    BadInput: `what` is none of the three.
    NotFound: there is no such delivery.
    """
    if command.what not in WHAT:
        raise BadInput(f"{command.what!r} says nothing of a delivery. Use {', '.join(WHAT)}.")
    with desk.act() as act:
        stream, entity = _named(act, command.key)
        act.set_on(stream, "delivery", entity, "asked", {"what": command.what})
        uid, _, channel = entity.split(":", 2)
        incident = act.incident(incident_of_stream(stream) or "")
        n = next((one.n for one in incident.updates if one.uid == uid), 0)
        text = f"Update {n} on {channel}: {desk.actor} {WHAT[command.what]}."
        act.entry(incident.uid, EntryKind.UPDATE, text, detail={"update": uid})


def _named(act: ActInProgress, key: str) -> tuple[str, str]:
    rows = act.connection.execute(
        "SELECT stream, entity FROM head WHERE entity_kind='delivery' AND field='state'"
    )
    for stream, entity in rows:
        parts = str(entity).split(":", 2)
        if len(parts) == 3 and idempotency_key(*parts) == key:
            return str(stream), str(entity)
    raise NotFound("There is no such delivery.")
