"""Reading what can be read out of a damaged file."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from models.domain.errors import BadInput
from models.replication import wire
from models.replication.operation import Operation
from models.store import driver, log, projector
from models.store.database import Salvage, aside_name, write_meta
from models.store.driver import Connection

_SIDE_FILES = ("-wal", "-shm")


def set_aside_and_recover(path: Path, fresh: Callable[[], Connection]) -> Salvage:
    """Move the file (and its log files) aside, make a new one, and put in every operation whose
    hash still holds. The device and the workspace are kept where they can be read, so that this
    device goes on in its own chains; where a chain has a hole, `verify` says so."""
    aside = aside_name(path)
    path.rename(aside)
    for ending in _SIDE_FILES:
        side = path.with_name(path.name + ending)
        if side.exists():
            side.rename(aside.with_name(aside.name + ending))
    operations, lost, names, blobs = _readable(aside)
    with closing(fresh()) as connection:
        connection.execute("BEGIN IMMEDIATE")
        kept = log.not_held(connection, operations)
        log.append(connection, kept)
        projector.project(connection, kept)
        for row in blobs:
            connection.execute("INSERT OR IGNORE INTO blob VALUES (?,?,?)", row)
        for key, value in names.items():
            write_meta(connection, key, value)
        latest = max((op.clock for op in kept), default=0)
        write_meta(connection, "clock", str(latest))
        _keep_chains(connection, kept, names.get("device"))
        connection.execute("COMMIT")
    return Salvage(aside, len(kept), lost)


def _keep_chains(connection: Connection, kept: list[Operation], device: str | None) -> None:
    newest: dict[str, Operation] = {}
    for op in kept:
        if op.device == device:
            present = newest.get(op.stream)
            newest[op.stream] = op if present is None or op.counter > present.counter else present
    connection.executemany(
        "INSERT OR REPLACE INTO chain VALUES (?,?,?)",
        [(stream, op.counter, op.hash) for stream, op in newest.items()],
    )


def _readable(
    path: Path,
) -> tuple[list[Operation], int, dict[str, str], list[tuple[str, int, bytes]]]:
    operations: list[Operation] = []
    names: dict[str, str] = {}
    blobs: list[tuple[str, int, bytes]] = []
    lost = 0
    try:
        connection = driver.connect(path)
    except driver.DatabaseError:
        return operations, lost, names, blobs
    with closing(connection):
        for (raw,) in _rows(connection, "operation", "position", "raw"):
            try:
                operations.append(wire.decode_checked(raw if isinstance(raw, bytes) else b""))
            except (BadInput, TypeError):
                lost += 1
        for key in ("workspace", "device", "actor"):
            for (value,) in _some(connection, "SELECT value FROM meta WHERE key=?", (key,)):
                names[key] = str(value)
        for sha256, size, body in _rows(connection, "blob", "rowid", "sha256, size, body"):
            if isinstance(body, bytes) and wire.sha256(body) == sha256:
                blobs.append((str(sha256), int(str(size)), body))
    return operations, lost, names, blobs


def _rows(
    connection: Connection, table: str, key: str, columns: str
) -> Iterator[tuple[object, ...]]:
    """Every row that can be read: a damaged page ends one pass, the next starts behind it."""
    (last,) = next(_some(connection, f"SELECT max({key}) FROM {table}", ()), (None,))
    if not isinstance(last, int):
        last = 1_000_000
    position, misses = 0, 0
    while position <= last and misses < 1_000:
        failed = True
        query = f"SELECT {key}, {columns} FROM {table} WHERE {key}>? ORDER BY {key}"
        try:
            for found, *row in connection.execute(query, (position,)):
                position, misses = int(found), 0
                yield tuple(row)
            failed = False
        except driver.DatabaseError:
            position, misses = position + 1, misses + 1
        if not failed:
            return


def _some(
    connection: Connection, query: str, values: tuple[object, ...]
) -> Iterator[tuple[object, ...]]:
    try:
        yield from connection.execute(query, values).fetchall()
    except driver.DatabaseError:
        return
