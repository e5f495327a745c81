"""The server's outbox: what is to be delivered, claimed by one publisher at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from models.domain.ids import incident_stream
from models.domain.times import maybe_from_ms, maybe_to_ms, to_ms
from models.domain.update import DeliveryState
from models.publishing.message import Message
from models.publishing.outbox import Claim, Posting, Settled
from models.publishing.stored import (
    Stored,
    delivery_of,
    due_of,
    message_from,
    message_text,
    quarantined,
    receipt_from,
    receipt_text,
    remote_of,
    wake_of,
)
from models.publishing.told import told
from models.replication.operation import Value
from models.replication.updating import delivery_entity, delivery_value
from server import streams, tables
from server.core import Server, epoch
from server.writer import Writer

_TABLE = tables.posting


def queue(connection: Connection, server: Server, message: Message, n: int) -> bool:
    """Within a transaction that holds the stream; `n` is the update's number. False where it is
    queued already."""
    if find(connection, message.key) is not None:
        return False
    stream = incident_stream(message.incident)
    last = connection.execute(
        select(func.max(_TABLE.c.queued_at)).where(_TABLE.c.stream == stream)
    ).scalar_one()
    connection.execute(
        insert(_TABLE).values(
            key=message.key,
            queued_at=max(server.now(), int(last or 0) + 1),
            stream=stream,
            incident=message.incident,
            channel=message.channel,
            n=n,
            message=message_text(message),
            state=DeliveryState.QUEUED.value,
        )
    )
    return True


def is_first(connection: Connection, incident: str, channel: str) -> bool:
    return not connection.execute(
        select(_TABLE.c.key)
        .where(_TABLE.c.incident == incident, _TABLE.c.channel == channel)
        .limit(1)
    ).all()


def find(connection: Connection, key: str, *, lock: bool = False) -> Stored | None:
    """`lock`: kept from other publishers; one that somebody holds is not waited for."""
    asked = select(_TABLE).where(_TABLE.c.key == key)
    if lock:
        asked = asked.with_for_update(skip_locked=True)
    row = connection.execute(asked).one_or_none()
    return None if row is None else _stored(row)


def holds(connection: Connection, key: str) -> bool:
    return connection.execute(select(_TABLE.c.key).where(_TABLE.c.key == key)).first() is not None


def write(connection: Connection, stored: Stored) -> None:
    posting = stored.posting
    connection.execute(
        update(_TABLE)
        .where(_TABLE.c.key == posting.message.key)
        .values(
            state=posting.state.value,
            attempts=posting.attempts,
            first_tried_at=maybe_to_ms(posting.first_tried_at),
            next_try_at=maybe_to_ms(posting.next_try_at),
            reason=posting.reason,
            receipt=receipt_text(posting.receipt),
            quarantined=int(posting.quarantined),
            fence=posting.fence,
            lease_until=maybe_to_ms(stored.lease_until),
        )
    )


def waiting(connection: Connection) -> list[Stored]:
    rows = connection.execute(
        select(_TABLE)
        .where(_TABLE.c.state != DeliveryState.SENT.value)
        .order_by(_TABLE.c.queued_at, _TABLE.c.key)
    )
    return [_stored(row) for row in rows]


def ask(connection: Connection, key: str, what: str, by: str) -> None:
    connection.execute(update(_TABLE).where(_TABLE.c.key == key).values(asked=what, actor=by))


def asked(connection: Connection) -> list[tuple[str, str, str]]:
    """(key, what, by) that somebody said of a delivery and nobody has done yet."""
    rows = connection.execute(
        select(_TABLE.c.key, _TABLE.c.asked, _TABLE.c.actor).where(_TABLE.c.asked != "")
    )
    return [(row.key, row.asked, row.actor) for row in rows]


def quarantine(connection: Connection) -> list[Posting]:
    """After a restore. Gives what it was before."""
    found = waiting(connection)
    for stored in found:
        write(connection, Stored(quarantined(stored.posting)))
    return [stored.posting for stored in found]


def _stored(row: "Row[Any]") -> Stored:
    posting = Posting(
        message_from(row.message),
        DeliveryState(row.state),
        row.attempts,
        maybe_from_ms(row.first_tried_at),
        maybe_from_ms(row.next_try_at),
        row.reason,
        receipt_from(row.receipt),
        quarantined=bool(row.quarantined),
        fence=row.fence,
    )
    return Stored(posting, maybe_from_ms(row.lease_until))


@dataclass(frozen=True, slots=True)
class ServerOutbox:
    """`models.publishing.outbox.Outbox` over the server's database. What became of a delivery is
    an operation in the log of its incident, in the same transaction."""

    server: Server

    def due(self, now: datetime, *, eager: bool = False) -> Sequence[Posting]:
        with self.server.database.reading() as connection:
            return due_of(waiting(connection), now, eager=eager)

    def claim(self, key: str, now: datetime, until: datetime) -> Claim | None:
        with self.server.database.writing() as connection:
            stored = find(connection, key, lock=True)
            if stored is None or stored.posting.state is DeliveryState.SENT:
                return None
            before = stored.posting
            held = stored.lease_until is not None and stored.lease_until > now
            if before.state is DeliveryState.SENDING and held:
                return None
            fence = before.fence + 1
            sending = replace(
                before,
                state=DeliveryState.SENDING,
                fence=fence,
                first_tried_at=before.first_tried_at or now,
            )
            write(connection, Stored(sending, until))
            return Claim(before, fence, until)

    def settle(self, claim: Claim, settled: Settled) -> bool:
        server, message = self.server, claim.before.message
        stream = incident_stream(message.incident)
        with server.database.writing() as connection:
            heads = streams.lock(connection, server.server_id, [stream])
            row = connection.execute(
                select(_TABLE).where(_TABLE.c.key == message.key).with_for_update()
            ).one_or_none()
            stored = None if row is None else _stored(row)
            if row is None or stored is None or stored.posting.fence != claim.fence:
                return False
            after = replace(
                stored.posting,
                state=settled.state,
                attempts=settled.attempts,
                reason=settled.reason,
                receipt=settled.receipt,
                next_try_at=settled.next_try_at,
                quarantined=settled.quarantined,
                first_tried_at=settled.first_tried_at or stored.posting.first_tried_at,
            )
            write(connection, Stored(after))
            author = Writer(connection, server, heads[stream])
            record(author, after)
            tell(author, int(row.n), claim.before, after)
            author.write()
            grown = streams.keep(connection, list(heads.values()))
            present = epoch(connection)
        server.poke(present, grown)
        server.stir()
        return True

    def find(self, key: str) -> Posting | None:
        with self.server.database.reading() as connection:
            stored = find(connection, key)
        return None if stored is None else stored.posting

    def sent(self, incident: str, channel: str) -> Sequence[Posting]:
        with self.server.database.reading() as connection:
            rows = connection.execute(
                select(_TABLE)
                .where(
                    _TABLE.c.incident == incident,
                    _TABLE.c.channel == channel,
                    _TABLE.c.state == DeliveryState.SENT.value,
                )
                .order_by(_TABLE.c.queued_at, _TABLE.c.key)
            )
            return [_stored(row).posting for row in rows]

    def incident_of(self, channel: str, remote: str) -> str | None:
        with self.server.database.reading() as connection:
            rows = connection.execute(
                select(_TABLE).where(
                    _TABLE.c.channel == channel, _TABLE.c.state == DeliveryState.SENT.value
                )
            )
            for row in rows:
                receipt = receipt_from(row.receipt)
                if receipt is not None and receipt.remote == remote:
                    return str(row.incident)
        return None

    def wake_at(self, now: datetime) -> datetime | None:
        with self.server.database.reading() as connection:
            return wake_of(waiting(connection), now)

    def quarantine(self) -> int:
        with self.server.database.writing() as connection:
            return len(quarantine(connection))


def record(author: Writer, posting: Posting) -> None:
    message = posting.message
    entity = delivery_entity(message.update, message.revision, message.channel)
    value: Value = {**delivery_value(delivery_of(posting), remote_of(posting))}
    at = posting.receipt.at if posting.receipt else None
    author.set("delivery", entity, "state", value, None if at is None else to_ms(at))


def tell(author: Writer, n: int, before: Posting, after: Posting) -> None:
    said = told(n, before, after)
    if said is not None:
        text, level = said
        message, receipt = after.message, after.receipt
        detail: dict[str, Value] = {
            "update": message.update,
            "channel": message.channel,
            "state": after.state.value,
        }
        at = None if receipt is None else to_ms(receipt.at)
        author.tell("update", text, detail, level.value, at)
