"""What the server decides, and writes into the log in its own name: who commands, and numbers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.domain.ids import incident_of_stream
from models.domain.times import from_ms
from models.replication.merge import Term
from models.replication.operation import Operation, OperationKind, Value
from server import barring, channels, streams, tables, updates
from server.core import Server, epoch
from server.statements import Statement
from server.writer import Writer

_COMMAND = OperationKind.COMMAND.value

_LATE_MS = 60_000
"""A claim that was decided later than this after it was made says so on the timeline."""


def commander(connection: Connection, stream: str) -> str:
    """Who commands the incident of this stream; "" before the first grant."""
    found = connection.execute(
        select(tables.command.c.person).where(tables.command.c.stream == stream)
    ).scalar_one_or_none()
    return str(found or "")


def decide(
    connection: Connection, server: Server, head: streams.Head, accepted: Sequence[Operation]
) -> list[Operation]:
    """What follows from operations that were just taken into a stream: grants, refusals and a
    number, already appended. What an earlier server decided is taken as decided first."""
    incident = incident_of_stream(head.stream)
    if incident is None:
        channels.keep(connection, accepted)
        barring.keep(connection, server, accepted)
        return []
    commands = [op for op in accepted if op.kind == _COMMAND]
    for op in commands:
        _take_over(connection, server, op)
    author = Writer(connection, server, head)
    for op in sorted(commands, key=lambda one: one.order):
        expected = _expected(op)
        if expected is not None:
            _decide_claim(connection, server, author, op, expected)
    updates.decide(connection, server, head, author, accepted)
    if any(_wants_number(op, server, head.is_new) for op in accepted):
        _give_number(connection, author, incident, head.stream)
    return author.write()


# From the end: what an operation follows is most often among the latest.
_IN_LOG = Statement(
    "SELECT 1 FROM op WHERE stream = ? AND seq > ? AND hash = ? AND device = ? AND counter = ?"
    " ORDER BY seq DESC LIMIT 1"
)
_NEAR = 1_000
_FAR_LOOKS = 3
"""Of one push, through a whole stream: who makes chains up shall not keep the others waiting. What
is not looked for so far back is said to be missing, which harms nobody."""
_PARKED = Statement(
    "SELECT previous FROM parked WHERE stream = ? AND hash = ? AND device = ? AND counter = ?"
)


def withhold(
    connection: Connection, server: Server, head: streams.Head, taken: Sequence[Operation]
) -> None:
    """Where the operation before one that is about to be taken is not in the log, say so there, by
    its hash alone and ahead of it: the chain of its device can then be followed by everybody, also
    by whoever has read only a part. It is parked, or went with an older copy of this server and is
    held by nobody who can be asked now."""
    here = {(op.hash, op.device, op.counter) for op in taken}
    near, far_looks = head.cursor.seq - _NEAR, _FAR_LOOKS
    author: Writer | None = None
    for op in taken:
        wanted = (op.previous, op.device, op.counter - 1)
        while wanted[-1] > 0 and wanted not in here:
            if _IN_LOG(connection, op.stream, near, *wanted):
                break
            if near > 0 and far_looks > 0:
                far_looks -= 1
                if _IN_LOG(connection, op.stream, 0, *wanted):
                    break
            hash_, device, counter = wanted
            found = _PARKED(connection, op.stream, *wanted)
            author = author or Writer(connection, server, head)
            author.withheld(device, counter, found[0][0] if found else b"", hash_)
            here.add(wanted)
            if not found:
                break
            wanted = (found[0][0], device, counter - 1)
    if author is not None:
        author.write()


def _value(op: Operation) -> dict[str, Value]:
    return op.value if isinstance(op.value, dict) else {}


def _term(value: Value) -> Term | None:
    if isinstance(value, list) and len(value) == 2:
        first, second = value
        if isinstance(first, int) and isinstance(second, int):
            return (first, second)
    return None


def is_grant(op: Operation) -> bool:
    return op.kind == _COMMAND and "granted" in _value(op)


def claimant(op: Operation) -> str:
    """Who is named in a claim of command; "" for anything else."""
    return str(_value(op).get("person") or "") if op.kind == _COMMAND else ""


def _expected(op: Operation) -> Term | None:
    if (op.entity_kind, op.field, op.kind) != ("incident", "commander", "command"):
        return None
    return None if is_grant(op) else _term(_value(op).get("expect"))


def is_ahead(connection: Connection, op: Operation) -> bool:
    """Whether a claim follows a grant that this server does not know, or no longer: decided now, it
    would be decided wrongly, and taken undecided, never."""
    expected = _expected(op)
    return expected is not None and expected > _term_of(_command(connection, op.stream))


def _take_over(connection: Connection, server: Server, op: Operation) -> None:
    if op.entity_kind != "incident":
        return
    if op.field == "number" and isinstance(op.value, int):
        _keep_number(connection, op.stream, op.value)
    granted = _term(_value(op).get("granted"))
    if op.field == "commander" and granted is not None and op.device == server.server_id:
        _keep_grant(connection, op, granted)


def _command(connection: Connection, stream: str) -> Row[Any] | None:
    return connection.execute(
        select(tables.command).where(tables.command.c.stream == stream)
    ).one_or_none()


def _term_of(row: Row[Any] | None) -> Term:
    return (0, 0) if row is None else (row.epoch, row.term)


def _keep_grant(connection: Connection, op: Operation, term: Term) -> None:
    row = _command(connection, op.stream)
    facts = {
        "epoch": term[0],
        "term": term[1],
        "person": str(_value(op).get("person") or ""),
        "claim": str(_value(op).get("claim") or ""),
        "op_id": op.op_id,
    }
    if row is None:
        connection.execute(insert(tables.command).values(stream=op.stream, **facts))
    elif (row.epoch, row.term, bytes(row.op_id)) < (*term, op.op_id):
        connection.execute(
            update(tables.command).where(tables.command.c.stream == op.stream).values(**facts)
        )


def _decide_claim(
    connection: Connection, server: Server, author: Writer, op: Operation, expected: Term
) -> None:
    row = _command(connection, op.stream)
    present = _term_of(row)
    person = str(_value(op).get("person") or "")
    if row is not None and row.claim == op.op_id.hex():
        return
    if expected == present:
        # A copy that was put back silently may be of an epoch before that of a grant it was given
        # back since; a grant behind that one would never stand.
        term = (max(epoch(connection), present[0]), present[1] + 1)
        grant = author.add_grant(op, person, term)
        _keep_grant(connection, grant, term)
        if server.now() - op.recorded_at > _LATE_MS and present != (0, 0):
            author.entry(f"{person} has command since {_clock(op)}, claimed while offline.", op)
    elif expected < present:
        assert row is not None
        author.entry(
            f"{person} claimed command at {_clock(op)}; not granted, {row.person} has it.",
            op,
            {"commander": row.person, "refused": op.op_id.hex(), "claimed_by": person},
        )


def _clock(op: Operation) -> str:
    return f"{from_ms(op.happened_at):%H:%M} UTC"


def _wants_number(op: Operation, server: Server, is_new: bool) -> bool:
    """Where a server is known the desktops give no numbers; older history brought its own. An
    incident whose declaration waits for a person begins with what others wrote in it."""
    if op.workspace != server.workspace:
        return False
    is_title = op.field == "title" and op.entity_kind == "incident"
    return is_title or (is_new and op.device != server.server_id)


def _give_number(connection: Connection, author: Writer, incident: str, stream: str) -> None:
    if connection.dialect.name == "postgresql":
        # Two workers must not give the same one.
        connection.execute(
            select(tables.meta).where(tables.meta.c.key == "epoch").with_for_update()
        )
    has = connection.execute(
        select(tables.number.c.number).where(tables.number.c.stream == stream)
    ).one_or_none()
    if has is None:
        highest = connection.execute(select(func.max(tables.number.c.number))).scalar_one()
        given = int(highest or 0) + 1
        _keep_number(connection, stream, given)
        author.command(incident, "number", given)


def _keep_number(connection: Connection, stream: str, number: int) -> None:
    upsert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(
        upsert(tables.number).values(stream=stream, number=number).on_conflict_do_nothing()
    )
