"""The one file a server is put back from: made by any version, and with each byte damaged."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import MetaData, func, inspect, select, update

from models.actions.hand_over import TakeCommand, take_command
from models.domain.errors import BadInput
from models.queries import incidents
from server import backup, tables
from server.blobs import Blobs
from server.database import REVISION, ServerDatabase, revisions
from tests.server.test_command_line import added
from tests.sync.world import World

PICTURE = b"the screen at 16:05"
OLDER = sorted((Path(__file__).parent.parent / "samples" / "server").glob("backup-*.zip"))


def called(database: ServerDatabase) -> str:
    with database.reading() as connection:
        return str(connection.execute(select(tables.account.c.name)).scalar_one())


def rename(database: ServerDatabase, name: str) -> None:
    with database.writing() as connection:
        connection.execute(update(tables.account).values(name=name))


def put_back(world: World, saved: Path) -> dict[str, int]:
    done = backup.restore(world.server.database, world.folder / "server", saved)
    world.server.database.close()
    world.start_server()
    return done.counts


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


def test_there_is_a_backup_of_every_older_form_that_was_in_use() -> None:
    assert {path.stem[-4:] for path in OLDER} == revisions() - {"0001", REVISION}


@pytest.mark.parametrize("saved", OLDER, ids=lambda path: path.stem)
def test_a_backup_of_an_older_version_is_put_back(world: World, saved: Path) -> None:
    """Made where Ana had declared an incident and Dee had taken command of it."""
    counts = put_back(world, saved)
    assert (counts["account"], counts["op"]) == (2, 16)
    ana, dee = (world.desktop(name, role=None) for name in ("Ana", "Dee"))
    for desktop in (ana, dee):
        desktop.sign_in()
    world.settle()
    (seen,) = incidents.every(ana.database.connection)
    assert (seen.title, seen.commander) == ("Checkout fails", "Dee")
    take_command(TakeCommand(seen.uid, "Dee sleeps"), ana.desk)
    world.settle()
    assert dee.incident(seen.uid).commander == "Ana"
    assert ana.verified() and dee.verified()
    assert ana.exported(seen.uid) == dee.exported(seen.uid)


def test_a_database_knows_the_end_of_what_its_server_said(world: World) -> None:
    """What it says next continues the chain: two that follow the same would be a forged history."""
    for saved in OLDER:
        put_back(world, saved)
        with world.server.database.reading() as connection:
            last = connection.execute(
                select(func.max(tables.op.c.counter)).where(
                    tables.op.c.device == world.server.server_id
                )
            ).scalar_one()
            end = connection.execute(
                select(tables.op.c.counter, tables.op.c.hash).join(
                    tables.stream,
                    (tables.stream.c.own_counter == tables.op.c.counter)
                    & (tables.stream.c.own_hash == tables.op.c.hash)
                    & (tables.op.c.device == world.server.server_id),
                )
            ).one()
        assert end.counter == last > 0


def test_a_backup_of_a_newer_version_is_refused_by_name(world: World, tmp_path: Path) -> None:
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(OLDER[-1]) as read, zipfile.ZipFile(newer, "w") as written:
        for name in read.namelist():
            raw = read.read(name)
            if name == "manifest.json":
                raw = json.dumps({**json.loads(raw), "revision": "9999"}).encode()
            written.writestr(name, raw)
    with pytest.raises(BadInput, match="made by a newer version of the server"):
        backup.restore(world.server.database, world.folder / "server", newer)


def test_tables_are_as_they_are_described(world: World) -> None:
    """Also in their order, in which a backup holds them."""
    made = MetaData()
    with world.server.database.reading() as connection:
        made.reflect(connection)
        indexes = {
            name: {tuple(one["column_names"]) for one in inspect(connection).get_indexes(name)}
            for name in tables.metadata.tables
        }
    for name, table in tables.metadata.tables.items():
        assert list(made.tables[name].columns.keys()) == list(table.columns.keys())
        assert {tuple(one.columns.keys()) for one in table.indexes} <= indexes[name], name
