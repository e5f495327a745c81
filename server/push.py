"""Operations that a desktop sends: each gets its own verdict, and none stops the others."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import lru_cache

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from models.domain.errors import BadInput
from models.domain.ids import WORKSPACE_STREAM, incident_of_stream
from models.replication import messages, wire
from models.replication.messages import Message
from models.replication.operation import GENESIS, Operation, OperationKind
from models.replication.sequence import Cursor
from server import blobs, decisions, postings, proof, streams, tables
from server.access import Right, demand
from server.accounts import Session
from server.core import Server, epoch, raise_epoch
from server.door import Guard
from server.writer import Writer


class Verdict(Enum):
    """ACCEPTED and DUPLICATE come with the seq, the others with a reason. PARKED may be taken
    later, CONFIRM as soon as whoever brings it says that they looked at it; REJECTED cannot be read
    and never will be."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    PARKED = "parked"
    CONFIRM = "confirm"
    REJECTED = "rejected"


_COMMAND = OperationKind.COMMAND.value
_ACCEPTED = Verdict.ACCEPTED.value
_MOST_NAME = 80
_PUBLISHED = frozenset(("update", "delivery", "channel"))
"""The kinds of things that the publisher looks at."""


class Rewind(Exception):
    """The desktop knows another past than this server: it must go back before it goes on."""

    def __init__(self, epoch_now: int, names: Iterable[str]) -> None:
        super().__init__("This server was restored from an older copy. Read it again, then send.")
        self.message: Message = {"rewind": sorted(names), "epoch": epoch_now}


def read_cursors(message: Message, name: str, most: int = 20_000) -> dict[str, Cursor]:
    """[[stream, seq, chain], …]"""
    found: dict[str, Cursor] = {}
    for item in messages.items(message, name, most):
        if not isinstance(item, list) or len(item) != 3:
            raise BadInput(f"The message has no usable {name}.")
        stream, seq, chain = item
        known = isinstance(stream, str) and isinstance(seq, int) and isinstance(chain, bytes)
        if not known or not 0 <= seq < 2**62 or len(chain) != 32 or not _is_name(stream):
            raise BadInput(f"The message has no usable {name}.")
        found[stream] = Cursor(seq, chain)
    return found


def push(server: Server, session: Session, message: Message) -> Message:
    """Raises:
    BadInput: the message as a whole cannot be read; nothing was stored.
    Denied: this account does not act.
    Rewind: a cursor is not of this log; nothing was stored.
    """
    demand(session.role, Right.READ)
    raws = messages.items(message, "ops", messages.MOST_OPERATIONS)
    known_epoch = messages.integer(message, "epoch")
    cursors = read_cursors(message, "cursors")
    confirmed = frozenset(
        i for i in messages.items({"confirmed": [], **message}, "confirmed", len(raws))
        if isinstance(i, bytes)
    )  # fmt: skip
    verdicts: list[list[object]] = [[] for _ in raws]
    operations = _read_all(raws, verdicts)
    names = {op.stream for op in operations.values()}
    with server.database.writing() as connection:
        back = way_back(connection, known_epoch, cursors)
        if back is None:
            heads = streams.lock(connection, server.server_id, names)
            guard = Guard(connection, server, session, confirmed)
            guard.prepare(list(operations.values()))
            accepted = _judge(connection, guard, operations, verdicts, session, server.now())
            grown = _take(connection, guard, heads, operations, accepted, verdicts)
            now_epoch = epoch(connection)
    if back is not None:
        raise back
    if grown:
        server.poke(now_epoch, grown)
        if not _PUBLISHED.isdisjoint(operations[n].entity_kind for n in accepted):
            server.stir()
    return {"epoch": now_epoch, "verdicts": verdicts, "time": server.now()}


def way_back(connection: Connection, known_epoch: int, cursors: dict[str, Cursor]) -> Rewind | None:
    """What a desktop is told where one of its cursors is no place in this log. One of the present
    epoch shows that this server went back without saying so: then a new epoch begins."""
    strange = set(cursors) - streams.recognised(connection, cursors)
    if not strange:
        return None
    present = epoch(connection)
    if known_epoch == present:
        present = raise_epoch(connection, present)
        # What it holds of deliveries is as old: nothing is sent before it is known again.
        postings.quarantine(connection)
    return Rewind(present, strange)


def _read_all(raws: Sequence[object], verdicts: list[list[object]]) -> dict[int, Operation]:
    """By their place in the message, those that can be read; the others have their verdict."""
    operations: dict[int, Operation] = {}
    for n, raw in enumerate(raws):
        try:
            operations[n] = _read(raw)
        except BadInput as error:
            verdicts[n] = [Verdict.REJECTED.value, str(error)]
    return operations


def _read(raw: object) -> Operation:
    if not isinstance(raw, bytes):
        raise BadInput("An operation cannot be read: it is not bytes.")
    op = wire.decode_checked(raw)
    if (fault := _name_fault(op.stream, op.device, op.workspace)) is not None:
        raise BadInput(fault)
    if op.counter == 1 and op.previous != GENESIS:
        raise BadInput("An operation cannot be read: the first of a device names one before it.")
    if op.kind == _COMMAND and "\0" in decisions.claimant(op):
        raise BadInput("An operation cannot be read: nobody is called that.")
    return op


@lru_cache(4096)
def _name_fault(stream: str, device: str, workspace: str) -> str | None:
    if stream != WORKSPACE_STREAM and not incident_of_stream(stream):
        return "An operation cannot be read: there is no such stream."
    if not (_is_name(stream) and _is_name(device) and _is_name(workspace)):
        return "An operation cannot be read: one of its names is not usable."
    return None


def _is_name(name: str) -> bool:
    """What the tables can hold and find again."""
    return 0 < len(name) <= _MOST_NAME and name.isprintable()


def _judge(
    connection: Connection,
    guard: Guard,
    operations: dict[int, Operation],
    verdicts: list[list[object]],
    session: Session,
    now_ms: int,
) -> list[int]:
    """Fills in the verdicts of what is not taken; gives the places of what is."""
    known = streams.held(connection, [op.op_id for op in operations.values()])
    accepted: list[int] = []
    refused: list[tuple[Operation, str]] = []
    taken: set[bytes] = set()
    for n, op in operations.items():
        held = known.get(op.op_id)
        if held is not None:
            same = held[1] == op.hash
            verdicts[n] = (
                [Verdict.DUPLICATE.value, held[0]]
                if same
                else [Verdict.REJECTED.value, "Another operation of this id is held here."]
            )
        elif op.op_id in taken:
            verdicts[n] = [Verdict.REJECTED.value, "It was sent twice in one message."]
        elif (fault := guard.judge(op)) is not None:
            verdict = Verdict.CONFIRM if fault.may_confirm else Verdict.PARKED
            verdicts[n] = [verdict.value, fault.reason]
            refused.append((op, fault.reason))
        else:
            taken.add(op.op_id)
            accepted.append(n)
    _park(connection, refused, session, now_ms)
    return accepted


def _park(
    connection: Connection, refused: Sequence[tuple[Operation, str]], session: Session, now_ms: int
) -> None:
    upsert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for op, reason in refused:
        connection.execute(
            upsert(tables.parked)
            .values(
                op_id=op.op_id,
                stream=op.stream,
                device=op.device,
                counter=op.counter,
                hash=op.hash,
                previous=op.previous,
                account=session.account,
                reason=reason,
                raw=wire.encode(op),
                told_at=now_ms,
            )
            .on_conflict_do_nothing()
        )


def _take(
    connection: Connection,
    guard: Guard,
    heads: dict[str, streams.Head],
    operations: dict[int, Operation],
    accepted: Sequence[int],
    verdicts: list[list[object]],
) -> list[streams.Page]:
    """Number, chain and store what was accepted, stream by stream, and what follows from it."""
    server = guard.server
    by_stream: dict[str, list[int]] = defaultdict(list)
    for n in accepted:
        by_stream[operations[n].stream].append(n)
    for stream, places in by_stream.items():
        head = heads[stream]
        taken = [operations[n] for n in places]
        _answer_for(guard, head, taken)
        _tell_who_answers(guard, head, taken)
        decisions.withhold(connection, server, head, taken)
        first = head.cursor.seq + 1
        streams.append(connection, head, taken)
        for offset, n in enumerate(places):
            verdicts[n] = [_ACCEPTED, first + offset]
        decisions.decide(connection, server, head, taken)
        spoken = [op for op in taken if op.entity_kind == "device"]
        proof.keep(connection, (one for op in spoken for one in guard.vouchers_in(op)))
        blobs.note_uses(connection, taken)
    _adopt(connection, server, [operations[n] for n in accepted])
    return streams.keep(connection, [heads[stream] for stream in by_stream])


def _answer_for(guard: Guard, head: streams.Head, taken: Sequence[Operation]) -> None:
    """What was taken because of who brought it the server vouches for, before it in the log: should
    it be rolled back, others can give it back."""
    trusted: dict[str, list[Operation]] = defaultdict(list)
    for op in taken:
        if guard.takes_on_trust(op):
            trusted[op.device].append(op)
    if not trusted:
        return
    author = Writer(guard.connection, guard.server, head)
    for device, operations in trusted.items():
        author.vouch(device, operations)
    author.write()


def _tell_who_answers(guard: Guard, head: streams.Head, taken: Sequence[Operation]) -> None:
    """Words that nobody proved are taken in sight of everybody: who let them in is named."""
    if not guard.confirmed or incident_of_stream(head.stream) is None:
        return
    answered = Counter(op.actor for op in taken if guard.is_answered_for(op))
    if not answered:
        return
    author = Writer(guard.connection, guard.server, head)
    for actor, n in sorted(answered.items()):
        changes = "1 change" if n == 1 else f"{n} changes"
        text = f"{guard.session.account} answers for {changes} of {actor} that nothing proves."
        author.tell("role", text, {"answers": guard.session.account, "actor": actor})
    author.write()


def _adopt(connection: Connection, server: Server, taken: Sequence[Operation]) -> None:
    strangers = {op.workspace for op in taken} - {server.workspace}
    if strangers:
        upsert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(
            upsert(tables.alias).on_conflict_do_nothing(),
            [{"workspace": name, "since": server.now()} for name in sorted(strangers)],
        )
