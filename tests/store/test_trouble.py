"""Killed, full, damaged, old, shared: the file stays sound and says what happened."""

import os
import random
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from models.actions.note import Note, note
from models.domain.errors import StoreTrouble
from models.queries import incidents
from models.queries.verify import verify
from models.store import tables
from models.store.database import Database, quick_check
from tests.store.conftest import Worker, contents

KILLS = 200 if os.environ.get("WARROOM_LONG") else 8
MUSEUM = Path(__file__).resolve().parent.parent / "museum"

WRITER = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from models.actions.desk import Desk
from models.actions.note import Note, note
from models.changes import ChangeFeed
from models.store.database import Database
desk = Desk(Database(Path(sys.argv[1])), ChangeFeed(), lambda: datetime.now(UTC), os.urandom, "Ana")
while True:
    print(note(Note("INC-1", "written down"), desk), flush=True)
"""


def test_nothing_acknowledged_is_lost_to_a_kill(worker: Worker, data_dir: Path) -> None:
    folder = worker.database.folder
    worker.database.close()
    chance = random.Random(1)
    acknowledged: list[str] = []
    for _ in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        acknowledged += [writer.stdout.readline().strip() for _ in range(chance.randint(1, 60))]
        writer.send_signal(signal.SIGKILL)
        acknowledged += [line.strip() for line in writer.stdout if len(line.strip()) == 32]
        writer.wait()
        writer.stdout.close()
    with closing(Database(folder)) as again:
        held = {uid for (uid,) in again.connection.execute("SELECT uid FROM entry")}
        assert set(acknowledged) <= held
        assert quick_check(again.connection) is None
        assert verify(again.connection).ok


def test_a_full_disk_refuses_the_act_whole_and_goes_on_when_there_is_room(worker: Worker) -> None:
    connection = worker.database.connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={pages + 2}")

    def fill_up() -> None:
        for _ in range(200):
            note(Note("INC-1", "x" * 4_000), worker.desk)

    with pytest.raises(StoreTrouble, match="The disk is full"):
        fill_up()
    before = contents(worker.database)
    assert quick_check(connection) is None
    assert verify(connection).ok
    connection.execute("PRAGMA max_page_count=1000000")
    note(Note("INC-1", "room again"), worker.desk)
    assert len(contents(worker.database)["entry"]) == len(before["entry"]) + 1


@pytest.mark.parametrize("damage", ["a page in the middle", "the first page"])
def test_a_damaged_file_is_set_aside_and_what_can_be_read_comes_back(
    worker: Worker, damage: str
) -> None:
    for _ in range(60):
        worker.act()
    (held,) = worker.database.connection.execute("SELECT count(*) FROM operation").fetchone()
    worker.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = worker.database.path
    worker.database.close()
    raw = bytearray(path.read_bytes())
    at = 0 if damage == "the first page" else 4096 * (len(raw) // 4096 // 2)
    raw[at : at + 4096] = b"\xa5" * 4096
    path.write_bytes(bytes(raw))
    again = Database(path.parent)
    if again.salvage is None:
        again.repair()
    assert again.salvage is not None
    assert again.salvage.set_aside.exists()
    assert "damaged" in again.salvage.sentence()
    assert again.salvage.operations <= held
    if damage == "a page in the middle":
        assert again.salvage.operations > 0
    assert quick_check(again.connection) is None
    again.close()


def test_migrations_make_what_the_tables_say(data_dir: Path) -> None:
    with closing(Database(data_dir)) as database:
        engine = create_engine(f"sqlite:///{database.path}")
        found = inspect(engine)
        for table in tables.metadata.sorted_tables:
            columns = {column["name"] for column in found.get_columns(table.name)}
            assert columns == set(table.columns.keys())
            indexes = {index["name"] for index in found.get_indexes(table.name)}
            assert indexes == {str(index.name) for index in table.indexes}
        engine.dispose()


@pytest.mark.parametrize("kept", sorted(MUSEUM.glob("*.db")), ids=lambda path: path.stem)
def test_a_file_of_every_released_form_opens(kept: Path, data_dir: Path) -> None:
    data_dir.mkdir(parents=True, exist_ok=True)
    (data_dir / "warroom.db").write_bytes(kept.read_bytes())
    with closing(Database(data_dir)) as database:
        found = incidents.named(database.connection, "INC-1")
        assert found.title == "Checkout is down"
        assert found.times.resolved_at is not None
        assert verify(database.connection).ok


def test_two_processes_write_in_turn_and_see_each_other(worker: Worker) -> None:
    other = Database(worker.database.folder)
    seen = other.data_version()
    note(Note("INC-1", "from the first"), worker.desk)
    assert other.data_version() != seen
    desk = type(worker.desk)(
        other, worker.desk.feed, worker.desk.now, random.Random(4).randbytes, "Ben"
    )
    note(Note("INC-1", "from the second"), desk)
    note(Note("INC-1", "from the first again"), worker.desk)
    assert verify(other.connection).ok
    other.close()
