"""Attached files, up and down: in parts, gone on with where the last try ended."""

from models.actions.desk import Desk
from models.domain.errors import Refused
from models.replication import messages
from models.replication.wire import sha256
from models.store import blobs, exchange
from models.sync.line import Line

PART_BYTES = 4 * 1024 * 1024


def carry(desk: Desk, line: Line) -> None:
    """Everything that waits to go up or to come down; what the server does not have yet stays."""
    connection = desk.store.connection
    for name, stream, size in exchange.blob_tasks(connection, "down"):
        if blobs.holds(connection, name):
            # It came in a bundle meanwhile, and perhaps nobody else brings it to the server.
            exchange.want_blob(connection, name, stream, size, "up")
            exchange.blob_done(connection, name, "down")
    for name, _, _ in exchange.blob_tasks(connection, "up"):
        if blobs.holds(connection, name):
            try:
                _send(line, name, blobs.read(connection, name))
            except Refused:
                continue  # it goes up when this account may act again
        exchange.blob_done(connection, name, "up")
    for name, _, size in exchange.blob_tasks(connection, "down"):
        body = _fetch(line, name, size)
        if body is not None:
            blobs.keep(connection, body, name)
            exchange.blob_done(connection, name, "down")


def _send(line: Line, name: str, body: bytes) -> None:
    told = line.ask("GET", f"/v1/blobs/{name}/state")
    done, whole = messages.integer(told, "size"), bool(told.get("whole"))
    while not whole:
        part = body[done : done + PART_BYTES]
        told = line.ask(
            "PUT", f"/v1/blobs/{name}", {"offset": done, "size": len(body), "part": part}
        )
        done, whole = messages.integer(told, "size"), bool(told.get("whole"))


def _fetch(line: Line, name: str, size: int) -> bytes | None:
    """None while the server has not got it."""
    found = bytearray()
    try:
        while True:
            told = line.ask("GET", f"/v1/blobs/{name}?start={len(found)}")
            part = told.get("part")
            if not isinstance(part, bytes) or len(found) + len(part) > blobs.MOST_BYTES:
                return None
            found += part
            if not part or len(found) >= messages.integer(told, "size"):
                break
    except Refused:
        return None
    return bytes(found) if sha256(bytes(found)) == name else None
