"""What goes between this file and the server: what waits to be read back, and how far it was read.

An operation waits as long as its `seq` is null. It gets one only when it is read in the server's
own order, never for having been sent: a server that loses what it acknowledged loses nothing here.
"""

from collections.abc import Iterable, Sequence

from models.replication import wire
from models.replication.operation import Operation
from models.replication.sequence import Cursor
from models.store.driver import Connection, blob

_KEPT_CHECKPOINTS = 24


def cursor(connection: Connection, stream: str) -> Cursor:
    row = connection.execute("SELECT seq, chain FROM cursor WHERE stream=?", (stream,)).fetchone()
    return Cursor(*row) if row else Cursor()


def cursors(connection: Connection) -> dict[str, Cursor]:
    rows = connection.execute("SELECT stream, seq, chain FROM cursor")
    return {stream: Cursor(seq, chain) for stream, seq, chain in rows}


def advance(connection: Connection, stream: str, to: Cursor) -> None:
    """Checkpoints thin out backwards: the newest few, then ever fewer, and the first."""
    connection.execute(
        "INSERT INTO cursor VALUES (?,?,?) ON CONFLICT (stream) DO UPDATE SET "
        "seq=excluded.seq, chain=excluded.chain",
        (stream, to.seq, to.chain),
    )
    connection.execute(
        "INSERT OR REPLACE INTO checkpoint VALUES (?,?,?)", (stream, to.seq, to.chain)
    )
    held = [
        seq
        for (seq,) in connection.execute(
            "SELECT seq FROM checkpoint WHERE stream=? ORDER BY seq DESC", (stream,)
        )
    ]
    if len(held) > _KEPT_CHECKPOINTS:
        gone = held[_KEPT_CHECKPOINTS // 2 :: 2]
        connection.executemany(
            "DELETE FROM checkpoint WHERE stream=? AND seq=?", [(stream, seq) for seq in gone]
        )


def checkpoints(connection: Connection, stream: str) -> list[Cursor]:
    """Newest first."""
    rows = connection.execute(
        "SELECT seq, chain FROM checkpoint WHERE stream=? ORDER BY seq DESC", (stream,)
    )
    return [Cursor(seq, chain) for seq, chain in rows]


def rewind(connection: Connection, stream: str, to: Cursor) -> int:
    """Go back to a place that the server still has: everything read after it waits again,
    whoever wrote it. Gives how many operations that are. Never forward: while the server was asked,
    another exchange of this file may have gone back further, and has not read up to there yet."""
    if to.seq >= cursor(connection, stream).seq:
        return 0
    connection.execute("DELETE FROM checkpoint WHERE stream=? AND seq>?", (stream, to.seq))
    if to.seq == 0:
        connection.execute("DELETE FROM cursor WHERE stream=?", (stream,))
    else:
        connection.execute(
            "UPDATE cursor SET seq=?, chain=? WHERE stream=?", (to.seq, to.chain, stream)
        )
    found = connection.execute(
        "UPDATE operation SET seq=NULL WHERE stream=? AND seq>?", (stream, to.seq)
    )
    return int(found.rowcount)


def mark_read(connection: Connection, places: Iterable[tuple[int, bytes]]) -> None:
    """`places`: (seq, operation id). What was parked and is there after all is parked no more."""
    listed = [(seq, blob(op_id)) for seq, op_id in places]
    connection.executemany("UPDATE operation SET seq=? WHERE op_id=?", listed)
    connection.executemany("DELETE FROM parked WHERE op_id=?", [(op_id,) for _, op_id in listed])


_WAITING = (
    " WHERE seq IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM parked p WHERE p.op_id=o.op_id AND p.confirmed=0)"
)


def waiting(
    connection: Connection, after: int, most: int, device: str = ""
) -> list[tuple[int, bytes]]:
    """(position, bytes) of what waits, in the order it was written, without what is parked; of
    that device alone where one is named."""
    return connection.execute(
        f"SELECT position, raw FROM operation o{_WAITING} AND position>? AND ? IN ('', device) "
        "ORDER BY position LIMIT ?",
        (after, device, most),
    ).fetchall()


def held_back(connection: Connection) -> list[tuple[int, bytes]]:
    """(position, bytes) of what is parked and has something of its own chain waiting behind it."""
    return connection.execute(
        "SELECT o.position, o.raw FROM parked p JOIN operation o ON o.op_id=p.op_id "
        # Asked at every act: left alone, it would look through the whole log, and not what waits.
        "JOIN (SELECT stream, device, max(counter) AS last FROM operation o "
        f"INDEXED BY ix_operation_waiting{_WAITING} GROUP BY stream, device) chain "
        "ON chain.stream=o.stream AND chain.device=o.device AND chain.last>o.counter "
        "WHERE o.seq IS NULL AND p.confirmed=0 ORDER BY o.position"
    ).fetchall()


def count_waiting(connection: Connection) -> int:
    (n,) = connection.execute(f"SELECT count(*) FROM operation o{_WAITING}").fetchone()
    return int(n)


def streams_waiting(connection: Connection) -> dict[str, int]:
    rows = connection.execute(f"SELECT stream, count(*) FROM operation o{_WAITING} GROUP BY stream")
    return dict(rows.fetchall())


def park(connection: Connection, refused: Sequence[tuple[bytes, str, bool]], told_at: int) -> None:
    """`refused`: (operation id, reason, whether a person may confirm it). What was read back by
    another exchange of this file meanwhile is taken, whatever this one was told."""
    connection.executemany(
        "INSERT INTO parked (op_id, reason, may_confirm, told_at) SELECT op_id,?,?,? "
        "FROM operation WHERE op_id=? AND seq IS NULL "
        "ON CONFLICT (op_id) DO UPDATE SET reason=excluded.reason, "
        "may_confirm=excluded.may_confirm, confirmed=0",
        [(reason, may_confirm, told_at, op_id) for op_id, reason, may_confirm in refused],
    )


def try_again(connection: Connection) -> None:
    """Send everything once more that was not taken: roles and clocks may be right by now."""
    connection.execute("DELETE FROM parked")


def try_chains_again(connection: Connection, chains: Iterable[tuple[str, str]]) -> None:
    """The same of what these devices wrote in these streams: (stream, device)."""
    connection.executemany(
        "DELETE FROM parked WHERE confirmed=0 AND EXISTS (SELECT 1 FROM operation o "
        "WHERE o.op_id=parked.op_id AND o.stream=? AND o.device=?)",
        sorted(chains),
    )


_CONFIRM = """WITH act AS (
    SELECT stream, device, max(counter) AS last FROM operation
    WHERE act_id=(SELECT act_id FROM operation WHERE op_id=?) GROUP BY stream, device)
UPDATE parked SET confirmed=1 WHERE may_confirm=1 AND op_id IN (
    SELECT o.op_id FROM parked p JOIN operation o ON o.op_id=p.op_id
    JOIN act ON o.stream=act.stream AND o.device=act.device AND o.counter<=act.last)"""


def confirm(connection: Connection, op_ids: Iterable[bytes]) -> None:
    """A person looked at these and wants them sent as they are: each with its whole act, and with
    what its device did there before, for the others would make nothing of a part."""
    connection.executemany(_CONFIRM, [(op_id,) for op_id in op_ids])


def confirmable(connection: Connection) -> set[bytes]:
    """Of what is parked, what the server takes once a person says that they looked at it."""
    rows = connection.execute("SELECT op_id FROM parked WHERE may_confirm=1 AND confirmed=0")
    return {op_id for (op_id,) in rows}


def confirmed(connection: Connection) -> set[bytes]:
    rows = connection.execute("SELECT op_id FROM parked WHERE confirmed=1")
    return {op_id for (op_id,) in rows}


def parked(connection: Connection) -> list[tuple[Operation, str]]:
    rows = connection.execute(
        "SELECT o.raw, p.reason FROM parked p JOIN operation o ON o.op_id=p.op_id "
        "WHERE o.seq IS NULL AND p.confirmed=0 ORDER BY o.position"
    )
    return [(wire.decode(raw), reason) for raw, reason in rows]


def want_blob(connection: Connection, sha256: str, stream: str, size: int, direction: str) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO blob_task VALUES (?,?,?,?)", (sha256, stream, size, direction)
    )


def blob_tasks(connection: Connection, direction: str) -> list[tuple[str, str, int]]:
    """(SHA-256, stream, bytes)."""
    return connection.execute(
        "SELECT sha256, stream, size FROM blob_task WHERE direction=? ORDER BY sha256",
        (direction,),
    ).fetchall()


def blob_done(connection: Connection, sha256: str, direction: str) -> None:
    connection.execute("DELETE FROM blob_task WHERE sha256=? AND direction=?", (sha256, direction))
