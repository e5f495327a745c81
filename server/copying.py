"""Many operations into the log of a PostgreSQL at once, as the bytes of a COPY."""

import struct
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from models.replication.operation import Operation

_COPY = "COPY op (stream, device, seq, counter, op_id, hash, chain, raw) FROM STDIN (FORMAT BINARY)"
_BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_COLUMNS = (8).to_bytes(2, "big")
_FIXED = struct.Struct(">iq iq i16s i32s i32s i")
"""seq, counter, op_id, hash, chain, each behind its length; then the length of what follows."""
Row = tuple[int, Operation, bytes, bytes]
"""seq, operation, chain, the operation's bytes."""
_PART = 100
"""Rows handed over together."""


def copy(connection: Connection, stream: str, rows: Iterable[Row]) -> None:
    """In the same transaction. The rows are packed here: the driver packs a value at a time, and
    takes as long for it as the database for its work. They go in parts, so that the database works
    on one while the next is made."""
    driver: Any = connection.connection.driver_connection
    failed = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(_COPY) as sent:
            for part in _parts(stream, rows, driver.info.encoding):
                sent.write(part)
    except failed as error:  # as of any other statement
        raise DBAPIError.instance(_COPY, None, error, failed, dialect=connection.dialect) from error


def _parts(stream: str, rows: Iterable[Row], encoding: str) -> Iterator[bytes]:
    parts = [_BEGIN]
    for seq, op, chain, raw in rows:
        parts += (
            _names(stream, op.device, encoding),
            _FIXED.pack(8, seq, 8, op.counter, 16, op.op_id, 32, op.hash, 32, chain, len(raw)),
            raw,
        )
        if len(parts) > 3 * _PART:
            yield b"".join(parts)
            parts.clear()
    parts.append(_END)
    yield b"".join(parts)


@lru_cache(1024)
def _names(stream: str, device: str, encoding: str) -> bytes:
    """How a row begins."""
    packed = (name.encode(encoding) for name in (stream, device))
    return _COLUMNS + b"".join(len(name).to_bytes(4, "big") + name for name in packed)
