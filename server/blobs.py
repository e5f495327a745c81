"""Attached files by their hash: carried in parts, taken only when whole and right."""

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from models.domain.errors import BadInput, NotFound, Refused
from models.replication.operation import Operation
from server import tables

MOST_BYTES = 25 * 1024 * 1024
PART_BYTES = 4 * 1024 * 1024
_NAME = re.compile(r"[0-9a-f]{64}")


class Blobs:
    """The folder of files. A file that is not whole yet ends in `.part`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "blobs"

    def size(self, sha256: str) -> tuple[int, bool]:
        """(bytes here, whether that is all of it); (0, False) where there is nothing yet."""
        path = self._path(sha256)
        if path.exists():
            return path.stat().st_size, True
        part = path.with_suffix(".part")
        return (part.stat().st_size, False) if part.exists() else (0, False)

    def add(self, sha256: str, offset: int, size: int, part: bytes) -> tuple[int, bool]:
        """Add a part at `offset`, which must be where the last one ended. Gives what `size` gives.

        Raises:
            Refused: too large, or not where the last part ended.
            BadInput: whole, and not what its name says; it has to be sent again.
        """
        if size > MOST_BYTES or len(part) > PART_BYTES or offset + len(part) > size:
            raise Refused(f"A file has at most {MOST_BYTES // 1024 // 1024} MiB.")
        here, whole = self.size(sha256)
        if whole:
            return here, True
        if offset != here:
            raise Refused(f"This file goes on at byte {here}, not at {offset}.")
        path = self._path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part")
        with partial.open("ab") as file:
            file.write(part)
            file.flush()
            os.fsync(file.fileno())
        if offset + len(part) < size:
            return offset + len(part), False
        if hashlib.sha256(partial.read_bytes()).hexdigest() != sha256:
            partial.unlink()
            raise BadInput("The file does not match its hash. Send it again from its beginning.")
        partial.replace(path)
        return size, True

    def read(self, sha256: str, start: int = 0, most: int = PART_BYTES) -> bytes:
        """Raises NotFound."""
        path = self._path(sha256)
        if not path.exists():
            raise NotFound("The file's content is not on the server yet.")
        with path.open("rb") as file:
            file.seek(start)
            return file.read(most)

    def keep(self, body: bytes) -> str:
        sha256 = hashlib.sha256(body).hexdigest()
        if not self.size(sha256)[1]:
            path = self._path(sha256)
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".whole")
            partial.write_bytes(body)
            partial.replace(path)
        return sha256

    def _path(self, sha256: str) -> Path:
        if _NAME.fullmatch(sha256) is None:
            raise BadInput("A file is named by its SHA-256, 64 hex digits.")
        return self._folder / sha256[:2] / sha256


def note_uses(connection: Connection, operations: Sequence[Operation]) -> None:
    """Remember in which streams files are named."""
    uses = [
        {"sha256": name, "stream": op.stream}
        for op in operations
        if (named := _NAMED.get(op.entity_kind)) and isinstance(op.value, dict)
        for name in named(op.value)
    ]
    if uses:
        upsert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(upsert(tables.blob_use).on_conflict_do_nothing(), uses)


def _by_entry(value: dict[str, Any]) -> Iterable[str]:
    files = value.get("attachments")
    for file in files if isinstance(files, list) else ():
        if isinstance(file, dict):
            yield from _name_in(file.get("sha256"))
    detail = value.get("detail")
    if isinstance(detail, dict):
        yield from _name_in(detail.get("payload"))


def _by_alert(value: dict[str, Any]) -> Iterable[str]:
    yield from _name_in(value.get("payload"))


_NAMED = {"entry": _by_entry, "alert": _by_alert}
"""What the things that name files name, by their kind: nothing else is looked at in a push."""


def _name_in(told: object) -> Iterable[str]:
    if isinstance(told, str) and _NAME.fullmatch(told):
        yield told


def streams_of(connection: Connection, sha256: str) -> list[str]:
    found = connection.execute(
        select(tables.blob_use.c.stream).where(tables.blob_use.c.sha256 == sha256)
    )
    return list(found.scalars())
