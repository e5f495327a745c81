"""One file that a server can be put back from, over either database."""

import hashlib
import io
import json
import os
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, insert, select

from models.domain.errors import BadInput
from models.replication.packing import pack, unpack
from server import postings, tables
from server.blobs import Blobs
from server.core import KEY_FILE, epoch
from server.database import REVISION, ServerDatabase, begin_at, migrate, revisions

FORMAT = "warroom-server/1"
_BATCH = 500
_LEFT_OUT = ("presence", "token")
"""Who is there now, and sign-ins: people sign in again after a restore."""
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError,
    RuntimeError,  # a member says it is locked, or packed in a way that zipfile does not know
)  # fmt: skip


def write(database: ServerDatabase, folder: Path, out: Path) -> dict[str, int]:
    """While the server runs or not; everything of one moment. Gives rows by table."""
    fresh = out.with_name(out.name + ".part")
    counts: dict[str, int] = {}
    digests: dict[str, str] = {}
    with (
        os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw,
        zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        with database.of_one_moment() as connection:
            for table in _kept(tables.metadata):
                digest = hashlib.sha256()
                counts[table.name] = 0
                with archive.open(f"tables/{table.name}", "w", force_zip64=True) as member:
                    for part in _rows(connection, table):
                        packed = pack(part)
                        framed = len(packed).to_bytes(4, "big") + packed
                        digest.update(framed)
                        member.write(framed)
                        counts[table.name] += len(part)
                digests[table.name] = digest.hexdigest()
        files = {
            f"blobs/{path.name}": path
            for path in sorted((folder / "blobs").rglob("*"))
            if path.is_file() and path.suffix == ""
        }
        if (folder / KEY_FILE).exists():
            files[KEY_FILE] = folder / KEY_FILE
        for name, path in files.items():
            archive.write(path, name)
        manifest = {
            "format": FORMAT,
            "made_at": time.time_ns() // 1_000_000,
            "revision": REVISION,
            "rows": counts,
            "sha256": digests,
            "files": sorted(files),
        }
        archive.writestr("manifest.json", json.dumps(manifest, sort_keys=True))
        archive.close()
        raw.flush()
        os.fsync(raw.fileno())
    fresh.replace(out)
    return counts


@dataclass(frozen=True, slots=True)
class Restored:
    """Rows by table, and when the backup was made, in milliseconds since the epoch; those of older
    versions do not say."""

    counts: dict[str, int]
    made_at: int | None


def restore(database: ServerDatabase, folder: Path, file: Path) -> Restored:
    """Replaces everything, in one transaction, and begins a new epoch, so that desktops give back
    what was done since. A backup of an older version is brought to the present form.

    Raises:
        BadInput: not a backup, or damaged; nothing was changed.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if manifest.get("format") != FORMAT:
                raise BadInput("The file is a backup of something else.")
            revision, made_at = str(manifest["revision"]), manifest.get("made_at")
            if revision not in revisions():
                raise BadInput(
                    "The backup was made by a newer version of the server. Update this one, then "
                    "restore it."
                )
            parts = {name: archive.read(f"tables/{name}") for name in manifest["sha256"]}
            if not _is_whole(archive, manifest, parts):
                raise BadInput("The backup is damaged. Take an older one.")
            _restore_files(archive, folder)
            counts = _replace(database, revision, parts)
            _restore_key(archive, folder)
    except _UNREADABLE as error:
        raise BadInput(f"{file.name} cannot be read as a backup ({error}).") from None
    return Restored(counts, made_at if isinstance(made_at, int) else None)


def _is_whole(archive: zipfile.ZipFile, manifest: dict[str, Any], parts: dict[str, bytes]) -> bool:
    """Every byte is read once before the first one is put back."""
    return (
        archive.testzip() is None
        and set(manifest.get("files", ())) <= set(archive.namelist())
        and all(
            hashlib.sha256(raw).hexdigest() == manifest["sha256"][name]
            for name, raw in parts.items()
        )
    )


def _replace(database: ServerDatabase, revision: str, parts: dict[str, bytes]) -> dict[str, int]:
    counts: dict[str, int] = {}
    with database.writing() as connection:
        before = epoch(connection)
        for table in _kept(begin_at(connection, revision)):
            columns = [column.name for column in table.columns]
            counts[table.name] = 0
            for batch in _batches(parts[table.name]):
                connection.execute(
                    insert(table), [dict(zip(columns, row, strict=True)) for row in batch]
                )
                counts[table.name] += len(batch)
        migrate(connection)
        after = max(before, epoch(connection)) + 1
        connection.execute(
            tables.meta.update().where(tables.meta.c.key == "epoch").values(value=str(after))
        )
        postings.quarantine(connection)
        (held,) = connection.execute(select(func.count()).select_from(tables.op)).one()
        counts["op"] = int(held)
    return counts


def _restore_files(archive: zipfile.ZipFile, folder: Path) -> None:
    """Beside what is there: a file is named by its content."""
    kept = Blobs(folder)
    for name in archive.namelist():
        if name.startswith("blobs/"):
            kept.keep(archive.read(name))


def _restore_key(archive: zipfile.ZipFile, folder: Path) -> None:
    if KEY_FILE in archive.namelist():
        fresh = folder / (KEY_FILE + ".part")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as key:
            key.write(archive.read(KEY_FILE))
        fresh.replace(folder / KEY_FILE)


def _kept(held: MetaData) -> list[Table]:
    return [table for table in held.sorted_tables if table.name not in _LEFT_OUT]


def _rows(connection: Connection, table: Table) -> Iterator[list[list[Any]]]:
    found = connection.execution_options(stream_results=True).execute(select(table))
    for part in found.partitions(_BATCH):
        yield [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in part]


def _batches(raw: bytes) -> Iterator[list[list[Any]]]:
    reader = io.BytesIO(raw)
    while length := reader.read(4):
        yield unpack(reader.read(int.from_bytes(length, "big")))
