"""The one file a server is put back from, with each of its bytes damaged in turn."""

import shutil
from pathlib import Path

from sqlalchemy import select, update

from models.domain.errors import BadInput
from server import backup, tables
from server.blobs import Blobs
from server.database import ServerDatabase
from tests.server.test_command_line import added

PICTURE = b"the screen at 16:05"


def called(database: ServerDatabase) -> str:
    with database.reading() as connection:
        return str(connection.execute(select(tables.account.c.name)).scalar_one())


def rename(database: ServerDatabase, name: str) -> None:
    with database.writing() as connection:
        connection.execute(update(tables.account).values(name=name))


def test_a_backup_with_one_byte_changed_is_refused_or_gives_back_all(tmp_path: Path) -> None:
    """The byte that says when a part was packed may change; one that means something may not."""
    folder, saved = tmp_path / "server", tmp_path / "saved.zip"
    added(folder, "Ana")
    kept = Blobs(folder).keep(PICTURE)
    database = ServerDatabase(folder)
    backup.write(database, folder, saved)
    rename(database, "Dee")
    whole, tried, refused = saved.read_bytes(), 0, 0
    for n in range(0, len(whole), 7):
        saved.write_bytes(whole[:n] + bytes((whole[n] ^ 0x55,)) + whole[n + 1 :])
        shutil.rmtree(folder / "blobs", ignore_errors=True)
        tried += 1
        try:
            backup.restore(database, folder, saved)
        except BadInput:
            refused += 1
            assert called(database) == "Dee", n
            assert not (folder / "blobs").exists(), n
        else:
            assert called(database) == "Ana", n
            assert Blobs(folder).read(kept) == PICTURE, n
            rename(database, "Dee")
    database.close()
    assert refused > tried // 2
