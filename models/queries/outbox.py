"""What is on its way to channels, and what arrived."""

from dataclasses import dataclass

from models.domain.incident import Incident
from models.domain.times import maybe_write_time, write_time
from models.domain.update import Delivery, DeliveryState, Update
from models.publishing.message import idempotency_key
from models.queries import incidents
from models.store import lookup
from models.store.driver import Connection

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """`key` is what the receiver knows it by."""

    incident: Incident
    label: str
    update: Update
    delivery: Delivery

    @property
    def key(self) -> str:
        return idempotency_key(self.update.uid, self.delivery.revision, self.delivery.channel)


def outbox(connection: Connection) -> list[OnItsWay]:
    """Of live incidents everything, of others what has not arrived; in the order it was queued."""
    rows = connection.execute(
        "SELECT DISTINCT substr(stream, 10) FROM head WHERE entity_kind='delivery'"
    ).fetchall()
    found: list[OnItsWay] = []
    for (uid,) in rows:
        incident = incidents.incident(connection, str(uid))
        label = lookup.label(connection, incident.uid)
        found += [
            OnItsWay(incident, label, update, delivery)
            for update in incident.updates
            for delivery in update.deliveries
            if incident.is_live or delivery.state is not DeliveryState.SENT
        ]
    return sorted(found, key=_order)


def _order(one: OnItsWay) -> tuple[str, str, int, str]:
    publication = one.update.publication
    queued = write_time(publication.at) if publication else ""
    return (queued, one.incident.uid, one.update.n, one.delivery.channel)


def outbox_json(one: OnItsWay) -> Json:
    publication, delivery = one.update.publication, one.delivery
    return {
        "id": one.key[:12],
        "incident": one.label,
        "n": one.update.n,
        "channel": delivery.channel,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "queued_at": write_time(publication.at) if publication else None,
        "sent_at": maybe_write_time(delivery.sent_at),
        "receipt": delivery.receipt or None,
        "reason": delivery.reason or None,
        "next_try_at": maybe_write_time(delivery.next_try_at),
        "key": one.key,
    }
