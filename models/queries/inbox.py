"""Alerts and reports that wait for a decision."""

from dataclasses import dataclass, field
from datetime import datetime

from models.domain.errors import NotFound
from models.domain.times import from_ms, maybe_from_ms
from models.replication.packing import unpack
from models.store.driver import Connection, Row


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One alert, however often it came. `payload` is the SHA-256 of what was received first."""

    uid: str
    source: str
    title: str
    service: str
    fingerprint: str
    severity_word: str
    text: str
    url: str
    payload: str
    count: int
    first_at: datetime
    last_at: datetime
    fired_at: datetime | None
    ended_at: datetime | None
    taken_by: str | None
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"A-{self.uid[:8]}"

    @property
    def status(self) -> str:
        return "resolved" if self.ended_at is not None else "firing"


_SELECT = (
    "SELECT uid, source, title, service, fingerprint, severity_word, text, url, payload, "
    "received_count, first_at, last_at, fired_at, ended_at, taken_by, labels FROM alert"
)


def waiting(connection: Connection, limit: int | None = None) -> list[InboxItem]:
    """What no incident has taken, oldest wait first; resolved ones behind those still firing."""
    rows = connection.execute(
        f"{_SELECT} WHERE taken_by IS NULL ORDER BY ended_at IS NOT NULL, first_at, uid LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [_item(row) for row in rows]


def count_waiting(connection: Connection) -> int:
    """How many wait and have not resolved by themselves."""
    (n,) = connection.execute(
        "SELECT count(*) FROM alert WHERE taken_by IS NULL AND ended_at IS NULL"
    ).fetchone()
    return int(n)


def item(connection: Connection, uid: str) -> InboxItem:
    row = connection.execute(f"{_SELECT} WHERE uid=?", (uid,)).fetchone()
    if row is None:
        raise NotFound(f"There is no alert {uid} here.")
    return _item(row)


def receipts(connection: Connection, uid: str) -> list[datetime]:
    """When each delivery of the alert came in, oldest first."""
    rows = connection.execute(
        "SELECT received_at FROM alert_receipt WHERE alert=? ORDER BY received_at, op_id", (uid,)
    )
    return [from_ms(received) for (received,) in rows]


def _item(row: Row) -> InboxItem:
    texts = [str(text) for text in row[:9]]
    count, first, last, fired, ended, taken, labels = row[9:]
    uid, source, title, service, fingerprint, severity_word, text, url, payload = texts
    return InboxItem(
        uid=uid,
        source=source,
        title=title,
        service=service,
        fingerprint=fingerprint,
        severity_word=severity_word,
        text=text,
        url=url,
        payload=payload,
        count=int(str(count)),
        first_at=from_ms(int(str(first))),
        last_at=from_ms(int(str(last))),
        fired_at=maybe_from_ms(fired if isinstance(fired, int) else None),
        ended_at=maybe_from_ms(ended if isinstance(ended, int) else None),
        taken_by=None if taken is None else str(taken),
        labels=unpack(labels),  # type: ignore[arg-type]  # columns are typed by the table
    )
