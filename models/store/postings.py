"""The outbox of this desktop in its file: what has to be delivered, and how far it got."""

from collections.abc import Iterable
from datetime import datetime

from models.domain.times import from_ms, maybe_to_ms
from models.domain.update import DeliveryState
from models.publishing.message import Message
from models.publishing.outbox import Posting
from models.publishing.stored import (
    Stored,
    message_from,
    message_text,
    quarantined,
    receipt_from,
    receipt_text,
)
from models.store.driver import Connection, Row

_COLUMNS = (
    "message, state, attempts, first_tried_at, next_try_at, reason, receipt, quarantined, fence, "
    "lease_until"
)


def queue(connection: Connection, message: Message, not_before: int | None = None) -> bool:
    """False where it is queued already: one a revision and channel, for ever."""
    done = connection.execute(
        "INSERT INTO posting (key, incident, channel, message, state, next_try_at) "
        "VALUES (?,?,?,?,?,?) ON CONFLICT (key) DO NOTHING",
        (
            message.key, message.incident, message.channel, message_text(message),
            DeliveryState.QUEUED.value, not_before,
        ),
    )  # fmt: skip
    return done.rowcount == 1


def is_first(connection: Connection, incident: str, channel: str) -> bool:
    """Whether nothing of this incident was queued for that channel yet."""
    found = connection.execute(
        "SELECT 1 FROM posting WHERE incident=? AND channel=? LIMIT 1", (incident, channel)
    ).fetchone()
    return found is None


def waiting(connection: Connection) -> list[Stored]:
    """Whatever is not sent, in the order it was queued."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM posting WHERE state<>'sent' ORDER BY position"
    )
    return [_stored(row) for row in rows]


def of_incident(connection: Connection, incident: str) -> list[Stored]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM posting WHERE incident=? ORDER BY position", (incident,)
    )
    return [_stored(row) for row in rows]


def find(connection: Connection, key: str) -> Stored | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM posting WHERE key=?", (key,)).fetchone()
    return None if row is None else _stored(row)


def sent(connection: Connection, incident: str, channel: str) -> list[Posting]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM posting WHERE incident=? AND channel=? AND state='sent' "
        "ORDER BY position",
        (incident, channel),
    )
    return [_stored(row).posting for row in rows]


def sent_on(connection: Connection, channel: str) -> Iterable[Posting]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM posting WHERE channel=? AND state='sent' ORDER BY position",
        (channel,),
    )
    return [_stored(row).posting for row in rows]


def write(connection: Connection, stored: Stored) -> None:
    """Over the row of the same key."""
    posting = stored.posting
    connection.execute(
        "UPDATE posting SET state=?, attempts=?, first_tried_at=?, next_try_at=?, reason=?, "
        "receipt=?, quarantined=?, fence=?, lease_until=? WHERE key=?",
        (
            posting.state.value,
            posting.attempts,
            maybe_to_ms(posting.first_tried_at),
            maybe_to_ms(posting.next_try_at),
            posting.reason,
            receipt_text(posting.receipt),
            posting.quarantined,
            posting.fence,
            maybe_to_ms(stored.lease_until),
            posting.message.key,
        ),
    )


def _stored(row: Row) -> Stored:
    message, state, attempts, tried, next_try, reason, receipt, quarantined, fence, lease = row
    posting = Posting(
        message_from(str(message)),
        DeliveryState(str(state)),
        int(str(attempts)),
        _moment(tried),
        _moment(next_try),
        str(reason),
        receipt_from(None if receipt is None else str(receipt)),
        quarantined=bool(quarantined),
        fence=int(str(fence)),
    )
    return Stored(posting, _moment(lease))


def _moment(ms: object) -> datetime | None:
    return from_ms(ms) if isinstance(ms, int) else None


def quarantine(connection: Connection) -> list[Posting]:
    """After a restore, or where two machines turn out to be one: whatever is not sent may have
    been. Gives each as it was."""
    found = [stored.posting for stored in waiting(connection)]
    for posting in found:
        write(connection, Stored(quarantined(posting)))
    return found
