"""The server's machine is lost and put back from a backup that is older than the last hour."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.server import Member
from models.queries.verify import verify
from models.store import server_link
from models.sync.engine import Engine
from tests.sync.test_real_server import Running

LONG = bool(os.environ.get("WARROOM_LONG"))
OPERATIONS = 100_000 if LONG else 3_000


def ids(one: Member) -> set[bytes]:
    return {op_id for (op_id,) in one.database.connection.execute("SELECT op_id FROM operation")}


def test_nothing_of_the_last_hour_is_lost_while_one_desktop_holds_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = Running(tmp_path / "server", "")
    server.start()
    saved = str(tmp_path / "saved.zip")
    ana, dee = (Member(tmp_path / name, server.address, name) for name in ("Ana", "Dee"))
    _verb("backup", saved, server)
    ana.write(OPERATIONS)
    Engine(ana.desk, ana.line).exchange()
    Engine(dee.desk, dee.line).exchange()
    everything = ids(dee)
    assert len(everything) >= OPERATIONS
    assert ids(ana) == everything
    server.kill()
    ana.database.close()  # her machine is gone too
    _verb("restore", saved, server)
    server.start()
    again = Member(tmp_path / "Dee", server.address, "Dee")
    began = time.monotonic()
    done = Engine(again.desk, again.line).exchange()
    took = time.monotonic() - began
    assert done.waiting == done.parked == 0
    assert int(server_link.read(again.database.connection, "returned") or 0) >= OPERATIONS
    fresh = Member(tmp_path / "Bo", server.address, "Bo")
    Engine(fresh.desk, fresh.line).exchange()
    assert everything - ids(fresh) == set()
    assert verify(fresh.database.connection).ok
    server.kill()
    with capsys.disabled():
        print(f"\n0 of {len(everything):,} lost, given back in {took:.1f} s")  # noqa: T201


def _verb(verb: str, file: str, server: Running) -> None:
    subprocess.run(
        [sys.executable, "-m", "server", verb, file, *server._where()],
        check=True, capture_output=True,
    )  # fmt: skip


def test_backups_at_random_moments_all_lead_back(tmp_path: Path) -> None:
    """Taken while somebody writes; each put back; each time everything comes again."""
    chance = random.Random(8)
    server = Running(tmp_path / "server", "")
    server.start()
    ana = Member(tmp_path / "Ana", server.address, "Ana")
    engine = Engine(ana.desk, ana.line)
    for n in range(6 if LONG else 2):
        saved = str(tmp_path / f"{n}.zip")
        taking = subprocess.Popen(
            [sys.executable, "-m", "server", "backup", saved, *server._where()],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        while taking.poll() is None:
            ana.write(chance.randint(5, 60))
            engine.exchange()
        assert taking.returncode == 0
        server.kill()
        _verb("restore", saved, server)
        server.start()
        ana.database.close()
        ana = Member(tmp_path / "Ana", server.address, "Ana")
        engine = Engine(ana.desk, ana.line)
        done = engine.exchange()
        assert done.waiting == done.parked == 0
    fresh = Member(tmp_path / "Bo", server.address, "Bo")
    Engine(fresh.desk, fresh.line).exchange()
    assert ids(ana) == ids(fresh)
    server.kill()
