"""Actions on their way to trackers, and what became of each."""

from dataclasses import dataclass

from models.domain.action_item import ActionItem
from models.domain.ids import incident_of_stream
from models.domain.times import maybe_from_ms, maybe_write_time
from models.domain.update import Delivery, DeliveryState
from models.publishing.ticket import REVISION, ticket_key
from models.replication.packing import unpack
from models.store import lookup, reviews
from models.store.driver import Connection

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Ticket:
    """`key` is what its mark in the tracker is made from."""

    action: ActionItem
    label: str
    delivery: Delivery

    @property
    def key(self) -> str:
        return ticket_key(self.action.uid, self.delivery.channel)

    @property
    def is_on_its_way(self) -> bool:
        """Not in the tracker for certain, and not given up."""
        if self.delivery.state is DeliveryState.FAILED:
            return self.delivery.next_try_at is not None
        return self.delivery.state is not DeliveryState.SENT


def tickets(connection: Connection, incident: str | None = None) -> list[Ticket]:
    """Of one incident, or of all; in the order of the actions' uids and the trackers' names."""
    rows = connection.execute(
        "SELECT stream, entity, value FROM head WHERE entity_kind='delivery' AND field='state' "
        "AND entity LIKE ? ORDER BY entity",
        (f"%:{REVISION}:%",),
    )
    found = []
    for stream, entity, value in rows:
        of = incident_of_stream(str(stream))
        uid, _, channel = str(entity).split(":", 2)
        if of is None or (incident is not None and of != incident):
            continue
        action = next((one for one in reviews.actions_of(connection, of) if one.uid == uid), None)
        delivery = _delivery(channel, unpack(value))
        if action is not None and delivery is not None:
            found.append(Ticket(action, lookup.label(connection, of), delivery))
    return found


def _delivery(channel: str, value: object) -> Delivery | None:
    if not isinstance(value, dict):
        return None
    try:
        state = DeliveryState(value.get("state"))
    except ValueError:
        return None
    attempts, sent_at, next_try = (value.get(n) for n in ("attempts", "sent_at", "next_try_at"))
    return Delivery(
        channel,
        REVISION,
        state,
        attempts if isinstance(attempts, int) else 0,
        maybe_from_ms(sent_at if isinstance(sent_at, int) else None),
        str(value.get("receipt") or ""),
        str(value.get("reason") or ""),
        maybe_from_ms(next_try if isinstance(next_try, int) else None),
    )


def ticket_json(one: Ticket) -> Json:
    delivery = one.delivery
    return {
        "id": one.key[:12],
        "incident": one.label,
        "action": one.action.uid,
        "channel": delivery.channel,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "sent_at": maybe_write_time(delivery.sent_at),
        "receipt": delivery.receipt or None,
        "reason": delivery.reason or None,
        "next_try_at": maybe_write_time(delivery.next_try_at),
        "key": one.key,
    }
