"""What must hold, during a schedule and when everything has come to rest."""

from collections import Counter
from typing import TYPE_CHECKING

from models.queries import export
from models.queries.verify import verify
from models.replication import wire
from models.replication.clock import stamp_ms
from models.replication.operation import Operation
from models.replication.sequence import Cursor
from models.store import blobs, exchange, server_link
from models.sync.apply import files_of
from server import accounts
from server.access import Role
from server.door import AHEAD_MS
from tests.simulator import oracle
from tests.simulator.broken import Broken
from tests.simulator.desktop import Desktop
from tests.simulator.disk import Machine
from tests.simulator.host import SERVER_ID, WORKSPACE

if TYPE_CHECKING:
    from tests.simulator.schedule import Schedule

_NEW = "SELECT position, op_id, device, clock FROM operation WHERE position>? ORDER BY position"
_PARKED = """SELECT p.op_id, p.reason, o.seq IS NOT NULL FROM parked p
    LEFT JOIN operation o ON o.op_id=p.op_id"""


def watch(play: "Schedule", at: Desktop) -> None:
    """Nothing that a desktop ever showed goes away, and its clock moves past all it knows."""
    connection = at.connection
    rows = connection.execute(_NEW, (at.seen,)).fetchall()
    device = at.device
    for position, op_id, of, clock in rows:
        at.positions[op_id] = position
        if of == device and op_id not in play.authors:
            if clock <= at.top:
                raise Broken(f"{at.name} wrote behind what was known there.")
            play.authors[op_id] = at
        at.top = max(at.top, clock)
    at.seen = rows[-1][0] if rows else at.seen
    (held,) = connection.execute("SELECT count(*) FROM operation").fetchone()
    (entries,) = connection.execute("SELECT count(*) FROM entry").fetchone()
    epoch = int(server_link.read(connection, "epoch") or 0)
    if held != at.held + len(rows) or entries < at.entries or epoch < at.epoch:
        raise Broken(f"{at.name} lost something that was there.")
    at.held, at.entries, at.epoch = held, entries, epoch
    _tray_holds(play, at)


def _tray_holds(play: "Schedule", at: Desktop) -> None:
    """What waits for a person is here, is not there, and says what the server said of it."""
    for op_id, reason, is_there in at.connection.execute(_PARKED).fetchall():
        if is_there != 0:
            raise Broken(f"{at.name} has in the tray what is gone, or there already.")
        if reason not in play.host.reasons.get(op_id, ()):
            raise Broken(f"{at.name} shows a reason that was never given: {reason}")


def what_was_taken(play: "Schedule") -> None:
    """The server takes nothing that its door should have kept out."""
    rows = play.host.rows("SELECT rowid, hash, raw FROM op WHERE rowid>?", play.server_seen)
    for rowid, hash_, raw in rows:
        play.server_seen = rowid
        if hash_ in play.forged:
            raise Broken("A lie was taken.")
        op = wire.decode(raw)
        if op.workspace != WORKSPACE or op.device == SERVER_ID:
            continue
        if stamp_ms(op.clock) > play.clock_ms() + AHEAD_MS and op.op_id not in play.confirmed:
            raise Broken("An operation from the far future was taken.")
        owners = play.host.rows("SELECT account FROM device_key WHERE device=?", op.device)
        roles = [role for name, role in play.roles.items() if (accounts.fold(name),) in owners]
        said_of_itself = op.entity_kind == "device"
        if roles and not said_of_itself and all(role is Role.OBSERVER for role in roles):
            raise Broken("An observer's change was taken.")


def server_log(play: "Schedule") -> dict[str, list[Operation]]:
    """The operations of every stream, its order and its hashes proved."""
    found: dict[str, list[Operation]] = {}
    ends: dict[str, Cursor] = {}
    for stream, seq, op_id, hash_, chain, raw in play.host.rows(
        "SELECT stream, seq, op_id, hash, chain, raw FROM op ORDER BY stream, seq"
    ):
        op = wire.decode_checked(raw)
        ends[stream] = ends.get(stream, Cursor()).after([op.hash])
        if (op.op_id, op.hash, op.stream) != (op_id, hash_, stream) or ends[stream] != Cursor(
            seq, chain
        ):
            raise Broken(f"The server's log of {stream} does not hold at {seq}.")
        found.setdefault(stream, []).append(op)
    for stream, seq, chain, clock in play.host.rows("SELECT name, seq, chain, clock FROM stream"):
        held = found.get(stream, [])
        if ends.get(stream, Cursor()) != Cursor(seq, chain):
            raise Broken(f"The server's cursor of {stream} is not where its log ends.")
        if held and clock < max(op.clock for op in held):
            raise Broken(f"The server's clock of {stream} is behind its log.")
    return found


def all_but_parked(play: "Schedule") -> None:
    """Where something was refused: everybody has all the rest, and what was refused is kept."""
    there = {op.op_id for ops in server_log(play).values() for op in ops}
    for at in play.present:
        parked = {op.op_id for op, reason in exchange.parked(at.connection) if reason}
        here = {op_id for (op_id,) in at.connection.execute("SELECT op_id FROM operation")}
        if here - parked != there or not parked.isdisjoint(there):
            raise Broken(f"{at.name} has neither sent nor kept everything.")
        _verified(at)


def at_rest(play: "Schedule") -> None:
    log = server_log(play)
    places = {op.op_id: seq for ops in log.values() for seq, op in enumerate(ops, start=1)}
    ends = {stream: Cursor().after(op.hash for op in ops) for stream, ops in log.items()}
    for at in play.present:
        _same_as_server(at, places, ends)
    _nothing_lost(play, places)
    _nobody_writes_as_another(play, log)
    _who_is_out_stays_out(play, log)
    newcomer = _newcomer(play)
    _alike(play, [*play.present, newcomer])
    _files_arrived(play, log)
    oracle.fields_hold(play, log, newcomer)
    oracle.command_holds(play, log, newcomer)
    oracle.numbers_hold(play, log, newcomer)


def _who_is_out_stays_out(play: "Schedule", log: dict[str, list[Operation]]) -> None:
    """Also where the server went back to a copy from before it was said."""
    said = {op.entity for ops in log.values() for op in ops if op.field == "revoked"}
    served = {
        device for (device,) in play.host.rows("SELECT id FROM device WHERE revoked_at IS NULL")
    }
    if said & served:
        raise Broken("A device that the log says was revoked may sign in.")


def _same_as_server(at: Desktop, places: dict[bytes, int], ends: dict[str, Cursor]) -> None:
    connection = at.connection
    here = dict(connection.execute("SELECT op_id, seq FROM operation").fetchall())
    if here != places:
        missing, more = places.keys() - here.keys(), here.keys() - places.keys()
        reasons = {reason for _, reason in exchange.parked(connection)}
        raise Broken(
            f"{at.name} has not what the server has: {len(missing)} missing, {len(more)} more, "
            f"others in another order. Parked: {sorted(reasons)}"
        )
    if exchange.count_waiting(connection) or exchange.parked(connection):
        raise Broken(f"{at.name} still has something to send.")
    if exchange.cursors(connection) != ends:
        raise Broken(f"{at.name} is not where the server's log ends.")
    _verified(at)


def _verified(at: Desktop) -> None:
    check = verify(at.connection)
    if not check.ok:
        raise Broken(f"The log of {at.name} does not hold: {check.reason}.")


def _nobody_writes_as_another(play: "Schedule", log: dict[str, list[Operation]]) -> None:
    """A device counts each of its operations once; where a folder was copied and both wrote, both
    have gone on under names of their own."""
    counted = Counter((op.stream, op.device, op.counter) for ops in log.values() for op in ops)
    forked = {device for (_, device, _), n in counted.items() if n > 1}
    if play.host.restores:
        forked.discard(SERVER_ID)  # it decided anew what it had forgotten
    if forked and not play.may_fork:
        raise Broken("A device counted two operations as one.")
    if any(at.device in forked for at in play.present):
        raise Broken("Two machines still write as one.")


def _nothing_lost(play: "Schedule", places: dict[bytes, int]) -> None:
    """What anybody present ever held is on the server, and it knows nothing out of thin air."""
    for at in play.present:
        if at.positions.keys() - places.keys():
            raise Broken(f"Something that {at.name} held is lost.")


def _newcomer(play: "Schedule") -> Desktop:
    """Somebody who joins now and reads it all from the beginning."""
    machine = Machine.new(play.random_bytes(16).hex(), play.random_bytes(16).hex())
    made = play.new_desktop("Ana", machine)
    made.sign_in()
    made.engine().exchange()
    play.watch(made)
    if exchange.count_waiting(made.connection):
        raise Broken("Who only read has something to send.")
    return made


_TABLES = {
    "head": "stream, entity_kind, entity, field, op_id, clock, actor, act_id, value",
    "entry": """uid, incident, kind, level, actor, text, happened_at, recorded_at, clock, device,
        corrects, detail, attachments, struck, is_key""",
    "entry_count": "incident, kind, level, n, 1",
    "incident": """uid, number, title, status, stage, severity, services, commander, merged_into,
        live, conflicts, declared_at, ended_at, impact_ms""",
}


def _alike(play: "Schedule", everybody: list[Desktop]) -> None:
    """What screens read is the same everywhere, to the byte."""
    first, *others = everybody
    for table, columns in _TABLES.items():
        sql = f"SELECT {columns} FROM {table} ORDER BY 1, 2, 3, 4, 5"
        wanted = first.connection.execute(sql).fetchall()
        for at in others:
            if at.connection.execute(sql).fetchall() != wanted:
                raise Broken(f"{at.name} shows another {table} than {first.name}.")
    known = first.incidents()
    if known:
        uid = play.rng.choice(known)
        wanted = export.incident_as_json(first.connection, uid)
        if any(export.incident_as_json(at.connection, uid) != wanted for at in others):
            raise Broken("The exports differ.")


def _files_arrived(play: "Schedule", log: dict[str, list[Operation]]) -> None:
    names = {name for ops in log.values() for op in ops for name, _ in files_of(op)}
    for name in names:
        holds = [at for at in play.present if blobs.holds(at.connection, name)]
        if holds and len(holds) < len(play.present):
            raise Broken("A file did not reach everybody.")
