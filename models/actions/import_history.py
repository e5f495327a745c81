"""Take in incidents that happened before; a second import of the same rows adds nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.actions.claim import next_number
from models.actions.desk import ActInProgress, Desk
from models.domain.entry import EntryKind, Level
from models.domain.history import History, HistoryRow, NotTaken
from models.domain.ids import incident_stream, new_uid
from models.domain.stage import Stage
from models.domain.times import maybe_to_ms, to_ms
from models.replication.act import Change
from models.replication.operation import OperationKind, Value
from models.store.driver import Connection

BATCH = 40
"""Rows a transaction: short enough that a person's act never waits long for the write lock."""

_SAME_START_MS = 3_600_000
"""Copies of one history cut their times differently; an hour apart is still the same start."""


@dataclass(frozen=True, slots=True)
class Imported:
    imported: int
    skipped: tuple[NotTaken, ...]
    rejected: tuple[NotTaken, ...]


Progress = Callable[[int, int], None]
"""Called with (rows done, rows in all) after each transaction."""


def import_history(
    history: History, desk: Desk, progress: Progress = lambda done, of: None
) -> Imported:
    """Each row is taken, is the same as an incident already here (skipped), or was rejected."""
    known = _Known(desk.store.connection)
    fresh: list[tuple[str, HistoryRow]] = []
    skipped = list(history.skipped)
    by_key: dict[str, str] = {}
    for row in history.rows:
        held = known.find(row)
        uid = held or new_uid(desk.random_bytes)
        if row.key:
            by_key.setdefault(row.key, uid)
        if held:
            skipped.append(NotTaken(row.where, f"The same as {known.label(held)}, already here"))
        else:
            known.add(row, uid)
            fresh.append((uid, row))
    for start in range(0, len(fresh), BATCH):
        with desk.act() as act:
            number = next_number(act)
            for offset, (uid, row) in enumerate(fresh[start : start + BATCH]):
                given = None if number is None else number + offset
                act.changes += incident_changes(act, uid, row, given, by_key)
        progress(min(start + BATCH, len(fresh)), len(fresh))
    return Imported(len(fresh), tuple(skipped), history.rejected)


class _Known:
    """Which incidents are here, by the id their source gave them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._by_id: dict[str, list[tuple[str, str, int | None]]] = {}
        rows = connection.execute(
            "SELECT source_id, source, uid, began_at FROM incident WHERE source_id<>''"
        )
        for source_id, source, uid, began in rows:
            self._by_id.setdefault(source_id, []).append((source, uid, began))

    def find(self, row: HistoryRow) -> str | None:
        began = _began(row)
        for source, uid, started in self._by_id.get(row.source_id, ()):
            near = (
                started is not None
                and began is not None
                and abs(started - began) < _SAME_START_MS
                and "csv" not in (source, row.source)
            )
            if row.source_id and (source == row.source or near):
                return uid
        return None

    def add(self, row: HistoryRow, uid: str) -> None:
        if row.source_id:
            self._by_id.setdefault(row.source_id, []).append((row.source, uid, _began(row)))

    def label(self, uid: str) -> str:
        found = self._connection.execute(
            "SELECT number, title FROM incident WHERE uid=?", (uid,)
        ).fetchone()
        return f"INC-{found[0]} ({found[1]})" if found else "an earlier row of this import"


def _began(row: HistoryRow) -> int | None:
    return maybe_to_ms(row.detected_at or row.impact_started_at or row.declared_at)


def incident_changes(
    act: ActInProgress, uid: str, row: HistoryRow, number: int | None, by_key: dict[str, str]
) -> Iterator[Change]:
    """A new incident's writes: nothing stands on any field of it yet."""
    stream = incident_stream(uid)
    final = row.resolved_at if row.reopened_at is None else row.resolved_again_at
    findings: list[Value] = list(row.findings)
    fields: dict[str, Value] = {
        "title": row.title,
        "kind": row.kind,
        "severity": row.severity.value if row.severity else None,
        "stage": _stage(row, final).value,
        "failure_mode": row.failure_mode or None,
        "impact_started_at": maybe_to_ms(row.impact_started_at),
        "detected_at": maybe_to_ms(row.detected_at),
        "declared_at": maybe_to_ms(row.declared_at),
        "acknowledged_at": maybe_to_ms(row.acknowledged_at),
        "mitigated_at": maybe_to_ms(row.mitigated_at),
        "resolved_at": maybe_to_ms(final),
        "impact_ended_at": maybe_to_ms(_impact_end(row, final)),
        "cancelled_at": maybe_to_ms(row.cancelled_at),
    }
    if row.merged_into_key:
        parent = by_key.get(row.merged_into_key)
        if parent is None or parent == uid:
            findings.append(f"merged_into_key {row.merged_into_key!r} names no other row")
        else:
            fields["merged_into"] = parent
    fields["origin"] = {
        "imported": True,
        "over": row.over,
        "source": row.source,
        "source_id": row.source_id,
        "key": row.key,
        "impact_word": row.impact_word,
        "estimated_detection": row.start_estimated,
        "end_note": row.end_note,
        "findings": findings,
        "url": row.url,
    }
    if number is not None:
        yield Change(stream, OperationKind.COMMAND, "incident", uid, "number", number)
    for name, value in fields.items():
        if value is not None:
            yield Change(stream, OperationKind.SET, "incident", uid, name, value)
    for service in row.services:
        yield Change(stream, OperationKind.ADD, "incident", uid, "services", service)
    for kind, spans in (("active", _active(row, final)), ("impact", _impact(row, final))):
        for n, (start, end) in enumerate(spans, start=1):
            entity = f"{uid}/{kind}/{n}"
            yield Change(stream, OperationKind.SET, "interval", entity, "start", to_ms(start))
            if end is not None:
                yield Change(stream, OperationKind.SET, "interval", entity, "end", to_ms(end))
    yield from _entries(act, stream, row)


def _entries(act: ActInProgress, stream: str, row: HistoryRow) -> Iterator[Change]:
    began = _began(row)
    for update in row.updates:
        op_id = act.unit.new_op_id()
        at = maybe_to_ms(update.at)
        value: dict[str, Value] = {
            "kind": EntryKind.UPDATE.value,
            "level": Level.NORMAL.value,
            "text": update.text,
            "detail": {"state": update.state, "source": row.source, "imported": True},
        }
        yield Change(
            stream,
            OperationKind.APPEND,
            "entry",
            op_id.hex(),
            "written",
            value,
            happened_at=began if at is None else at,
            op_id=op_id,
        )


def _stage(row: HistoryRow, final: datetime | None) -> Stage:
    if row.over or final is not None:
        return Stage.POST_MORTEM
    if row.mitigated_at is not None and row.reopened_at is None:
        return Stage.RESOLUTION
    return Stage.MITIGATION if row.acknowledged_at is not None else Stage.TRIAGE


def _impact_end(row: HistoryRow, final: datetime | None) -> datetime | None:
    if row.reopened_at is not None:
        return row.resolved_again_at
    return row.mitigated_at or final


Span = tuple[datetime, datetime | None]


def _active(row: HistoryRow, final: datetime | None) -> Sequence[Span]:
    start = row.detected_at or row.impact_started_at
    if start is None:
        return ()
    if row.reopened_at is not None:
        return ((start, row.resolved_at), (row.reopened_at, row.resolved_again_at))
    return ((start, final or row.cancelled_at),)


def _impact(row: HistoryRow, final: datetime | None) -> Sequence[Span]:
    start = row.impact_started_at or row.detected_at
    if start is None:
        return ()
    first_end = row.mitigated_at or row.resolved_at or row.cancelled_at
    if row.reopened_at is not None:
        return ((start, first_end), (row.reopened_at, row.resolved_again_at))
    return ((start, row.mitigated_at or final or row.cancelled_at),)
