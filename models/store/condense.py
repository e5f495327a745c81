"""Text updates that a later one stands for: their bodies go, their hashes stay.

The text of a review is typed in hundreds of small updates. Once an operation carries the whole of
it, the bodies of those it names are taken out of the log, as in a redaction: each keeps its place
in its chain and its hash. A body goes only where the whole is seen to hold it.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from models.replication import prose, wire
from models.replication.operation import Operation
from models.replication.registry import Rule, field_of
from models.store import log
from models.store.driver import Connection
from models.store.state import Merged

_AT_ONCE = 500


def condense(
    connection: Connection, merges: Iterable[Merged], arrived: Sequence[Operation]
) -> None:
    """Of the texts that these merges touched. `arrived` are the operations just logged."""
    texts = [op for op in arrived if _is_text(op)]
    if not texts:
        return
    by_id = {op.op_id: op for op in texts}
    for merged in merges:
        for key, before in merged.before.items():
            known = field_of(key[0], key[2])
            if known is None or known.rule is not Rule.TEXT:
                continue
            values = merged.state[key]
            gone = {op.op_id for op in texts if op.key == key} | before
            gone -= values.heads.keys()
            if gone:
                wholes = [write.value for write in values.heads.values()]
                _empty(connection, gone, wholes, by_id)


def _is_text(op: Operation) -> bool:
    known = field_of(op.entity_kind, op.field)
    return known is not None and known.rule is Rule.TEXT


def _empty(
    connection: Connection,
    gone: Iterable[bytes],
    wholes: Sequence[object],
    by_id: dict[bytes, Operation],
) -> None:
    held = [by_id.get(op_id) or log.one(connection, op_id) for op_id in sorted(gone)]
    full = [op for op in held if op is not None and not op.is_redacted]
    standing = [one for one in wholes if isinstance(one, dict)]
    if not full or not standing:
        return
    updates = prose.updates_in(op.value for op in full)
    if not any(prose.covers(one, updates) for one in standing):
        return
    connection.executemany(
        "UPDATE operation SET raw=? WHERE op_id=?",
        [(wire.encode(replace(op, value=None, salt=b"")), op.op_id) for op in full],
    )
