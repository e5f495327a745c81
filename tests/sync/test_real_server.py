"""The real server process, over SQLite and over PostgreSQL with two workers."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.server import PASSWORD, Member
from models.actions.declare import Declare, declare
from models.actions.hand_over import TakeCommand, take_command
from models.actions.note import Note, note
from models.domain.errors import Unavailable
from models.domain.runbook import StepState
from models.domain.severity import Severity
from models.queries import export, incidents
from models.queries.verify import verify
from models.sync.engine import Engine, Exchanged
from server import accounts
from server.access import Role
from server.database import ServerDatabase
from tests.sync.test_scenario import begun, of_ana, of_dee

LONG = bool(os.environ.get("WARROOM_LONG"))
RACES = {"SQLite": 100, "PostgreSQL": 1_000} if LONG else {"SQLite": 12, "PostgreSQL": 12}
ROUNDS = 20
"""Of one incident; then another is declared."""
DESKTOP_KILLS = 125 if LONG else 5
SERVER_KILLS = {"SQLite": 150, "PostgreSQL": 100} if LONG else {"SQLite": 5, "PostgreSQL": 5}
"""Over both databases 500 in all, or 20."""


class Running:
    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        self.address = ""
        database = ServerDatabase(folder, url)
        with database.writing() as connection:
            for name in ("Ana", "Bo", "Dee"):
                accounts.add_account(connection, name, PASSWORD, Role.ADMIN, 0)
        database.close()

    def start(self) -> None:
        port = self.address.rpartition(":")[2] or "0"
        workers = ("--workers", "2") if self.url else ()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "server", "serve", "--port", port, *workers, *self._where()],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().split()[-1]

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _where(self) -> tuple[str, ...]:
        database = ("--database", self.url) if self.url else ()
        return ("--data-dir", str(self.folder), *database)


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    url = ""
    if request.param == "PostgreSQL":
        postgres = request.getfixturevalue("postgres")
        name = f"w{random.randrange(10**9)}"
        postgres.psql(f"create database {name}")
        url = postgres.get_uri(name)
    running = Running(tmp_path / "server", url)
    running.start()
    yield running
    running.kill()


def member(server: Running, tmp_path: Path, name: str) -> Member:
    return Member(tmp_path / name, server.address, name)


def sync(one: Member) -> Exchanged:
    return Engine(one.desk, one.line).exchange()


def operations(one: Member) -> set[bytes]:
    return {op_id for (op_id,) in one.database.connection.execute("SELECT op_id FROM operation")}


def test_two_desktops_hold_the_same(server: Running, tmp_path: Path) -> None:
    ana, dee = member(server, tmp_path, "Ana"), member(server, tmp_path, "Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    sync(ana)
    sync(dee)
    note(Note(uid, "seen"), dee.desk)
    for one in (dee, ana, dee):
        sync(one)
    assert operations(ana) == operations(dee)
    one, other = (export.incident_as_json(m.database.connection, uid) for m in (ana, dee))
    assert one == other
    assert incidents.incident(ana.database.connection, uid).number == 1
    assert verify(dee.database.connection).ok


def test_two_take_command_at_once_and_one_has_it(server: Running, tmp_path: Path) -> None:
    ana, bo, dee = (member(server, tmp_path, name) for name in ("Ana", "Bo", "Dee"))
    with ThreadPoolExecutor(2) as pool:
        for n in range(RACES["PostgreSQL" if server.url else "SQLite"]):
            if n % ROUNDS == 0:
                uid = declare(Declare(f"Checkout fails {n}"), ana.desk)
            for one in (ana, bo, dee):
                sync(one)
            holder = incidents.incident(ana.database.connection, uid).commander
            rivals = [one for one in (ana, bo, dee) if one.name != holder]
            for one in rivals:
                take_command(TakeCommand(uid, f"round {n}"), one.desk)
            list(pool.map(sync, rivals))
            for one in (ana, bo, dee):
                sync(one)
            found = {
                incidents.incident(one.database.connection, uid).commander for one in (ana, bo, dee)
            }
            assert len(found) == 1
            told = f"{next(r.name for r in rivals if r.name not in found)} claimed command"
            (said,) = ana.database.connection.execute(
                "SELECT count(*) FROM entry WHERE incident=? AND text LIKE '%not granted%'", (uid,)
            ).fetchone()
            assert said == n % ROUNDS + 1, "each time the other is told, once"
            (last,) = ana.database.connection.execute(
                "SELECT text FROM entry WHERE incident=? AND text LIKE '%not granted%' "
                "ORDER BY clock DESC LIMIT 1", (uid,),
            ).fetchone()  # fmt: skip
            assert last.startswith(told)


@pytest.mark.parametrize("first", ["Ana", "Dee"])
def test_s3_ends_alike_in_either_order(server: Running, tmp_path: Path, first: str) -> None:
    ana, dee = member(server, tmp_path, "Ana"), member(server, tmp_path, "Dee")
    ana_desk, dee_desk = (
        replace(one.desk, now=lambda ahead=ahead: datetime.now(UTC) + ahead)
        for one, ahead in ((ana, timedelta()), (dee, timedelta(minutes=7)))
    )
    uid, n1 = begun(ana)
    for one in (ana, dee):
        sync(one)
    of_ana(ana_desk, uid, n1)
    of_dee(dee_desk, uid, n1)
    done = operations(ana) | operations(dee)
    order = (ana, dee) if first == "Ana" else (dee, ana)
    for one in (*order, *order):
        sync(one)
    assert done <= operations(ana) == operations(dee)
    one, other = (export.incident_as_json(m.database.connection, uid) for m in (ana, dee))
    assert one == other
    for m in (ana, dee):
        found = incidents.incident(m.database.connection, uid)
        assert {c.field for c in found.conflicts} == {"severity", "summary"}
        assert found.severity is Severity.P0
        steps = {step.n: step.state for step in found.runs[0].steps}
        assert steps[4] is steps[5] is StepState.DONE
        assert verify(m.database.connection).ok


def test_a_desktop_killed_at_any_moment_loses_and_doubles_nothing(
    server: Running, tmp_path: Path
) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.sync.killed", str(tmp_path / "Ana"), server.address,
         str(DESKTOP_KILLS)],
        text=True, check=True, capture_output=True,
    )  # fmt: skip
    acknowledged: list[str] = json.loads(told.stdout)
    ana, dee = member(server, tmp_path, "Ana"), member(server, tmp_path, "Dee")
    assert sync(ana).waiting == 0
    sync(dee)
    assert operations(ana) == operations(dee)
    for one in (ana, dee):
        rows = one.database.connection.execute(
            "SELECT text FROM entry WHERE text LIKE 'note %'"
        ).fetchall()
        texts = [text for (text,) in rows]
        assert len(texts) == len(set(texts))
        assert set(acknowledged) <= set(texts)
        assert verify(one.database.connection).ok
    assert len(acknowledged) >= DESKTOP_KILLS


def test_a_server_killed_at_any_moment_loses_and_doubles_nothing(
    server: Running, tmp_path: Path
) -> None:
    ana, dee = member(server, tmp_path, "Ana"), member(server, tmp_path, "Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    chance = random.Random(5)
    kills = SERVER_KILLS["PostgreSQL" if server.url else "SQLite"]
    with ThreadPoolExecutor(1) as pool:
        for n in range(kills):
            for m in range(20):
                note(Note(uid, f"note {n}.{m}"), ana.desk)
            under_way = pool.submit(sync, ana)
            until = time.monotonic() + chance.random() * 0.06
            while time.monotonic() < until and not under_way.done():
                pass
            server.kill()
            with suppress(Unavailable):
                under_way.result()
            server.start()
        done = sync(ana)
    assert done.waiting == 0
    sync(dee)
    sync(ana)
    sync(dee)
    assert operations(dee) >= operations(ana)
    (rows, different) = dee.database.connection.execute(
        "SELECT count(*), count(DISTINCT op_id) FROM operation"
    ).fetchone()
    assert rows == different
    texts = [
        text
        for (text,) in dee.database.connection.execute(
            "SELECT text FROM entry WHERE text LIKE 'note %'"
        )
    ]
    assert sorted(texts) == sorted(f"note {n}.{m}" for n in range(kills) for m in range(20))
    assert verify(dee.database.connection).ok
