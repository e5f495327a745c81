"""What screens read is a function of the log, on every machine that holds it."""

import os
import random
from pathlib import Path

import pytest

from models.changes import ChangeFeed
from models.queries import export
from models.queries.verify import verify
from models.store import log, projector
from models.store.database import Database
from models.store.unit_of_work import UnitOfWork
from tests.store.conftest import Worker, contents

ACTS = 10_000 if os.environ.get("WARROOM_LONG") else 800


def receive(database: Database, operations: list[object]) -> None:
    with UnitOfWork(database.connection, ChangeFeed(), lambda: 0, os.urandom) as unit:
        unit.receive(operations)


def test_operations_shuffled_and_doubled_make_the_same_workspace(
    worker: Worker, data_dir: Path
) -> None:
    for _ in range(ACTS):
        worker.act()
    first = worker.database
    operations = list(log.every(first.connection))
    chance = random.Random(5)
    doubled = operations + chance.sample(operations, len(operations) // 2)
    chance.shuffle(doubled)
    second = Database(data_dir / "two")
    while doubled:
        size = chance.randint(1, 400)
        receive(second, doubled[:size])
        doubled = doubled[size:]
    assert contents(first) == contents(second)
    assert verify(first.connection).ok
    assert verify(second.connection).ok
    for uid in worker.incidents:
        one, other = (export.incident_as_json(d.connection, uid) for d in (first, second))
        assert one == other
    before = contents(first)
    projector.rebuild(first.connection)
    assert contents(first) == before


def test_one_flipped_byte_anywhere_in_an_operation_is_named(worker: Worker) -> None:
    for _ in range(20):
        worker.act()
    connection = worker.database.connection
    rows = connection.execute("SELECT position, op_id, raw FROM operation").fetchall()
    chance = random.Random(2)
    for position, op_id, raw in chance.sample(rows, 12):
        at = chance.randrange(len(raw))
        flipped = raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :]
        connection.execute("UPDATE operation SET raw=? WHERE position=?", (flipped, position))
        assert verify(connection).first_broken == op_id.hex()
        connection.execute("UPDATE operation SET raw=? WHERE position=?", (raw, position))
    assert verify(connection).ok


def test_a_missing_end_of_the_log_is_noticed(worker: Worker) -> None:
    connection = worker.database.connection
    connection.execute("DELETE FROM operation WHERE position=(SELECT max(position) FROM operation)")
    assert not verify(connection).ok


def test_a_refused_act_leaves_no_trace(worker: Worker) -> None:
    before = contents(worker.database)

    def break_half_way() -> None:
        with worker.desk.act() as act:
            act.set(worker.incidents[0], "title", "half")
            act.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_half_way()
    assert contents(worker.database) == before


def test_a_copied_folder_goes_on_under_a_new_name(worker: Worker, data_dir: Path) -> None:
    import shutil

    shutil.copytree(worker.database.folder, data_dir / "copy")
    copy = Database(data_dir / "copy")
    for _ in range(5):
        worker.act()
    held = copy.meta("device")
    fork = Worker.__new__(Worker)
    fork.__dict__.update(worker.__dict__)
    fork.database = copy
    fork.desk = type(worker.desk)(
        copy, ChangeFeed(), worker.desk.now, random.Random(99).randbytes, "Ben"
    )
    for _ in range(5):
        fork.act()
    receive(copy, list(log.every(worker.database.connection)))
    assert copy.meta("device") != held
    assert verify(copy.connection).ok
