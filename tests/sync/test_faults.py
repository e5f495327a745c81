"""What goes wrong between a desktop and its server: lines, disks, clocks, long absences."""

import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from models.actions.declare import Declare, declare
from models.actions.note import Note, note
from models.domain.errors import StoreTrouble, Unavailable
from models.net.channel import HttpChannel
from models.queries import timeline
from models.replication import messages
from models.store import exchange
from models.store.database import Database, quick_check
from tests.server.served import Served
from tests.simulator.host import quick_passwords
from tests.sync.proxy import Fault, Proxy
from tests.sync.world import Desktop, World

as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting a small disk needs root"
)


@pytest.fixture(autouse=True)
def _quick_passwords() -> Iterator[None]:
    with quick_passwords():
        yield


def texts(at: Desktop) -> list[str]:
    rows = at.database.connection.execute("SELECT text FROM entry WHERE text LIKE 'note %'")
    return sorted(text for (text,) in rows)


# The line


@pytest.mark.parametrize("fault", [f for f in Fault if f is not Fault.NONE])
def test_a_bad_line_loses_and_doubles_nothing(
    tmp_path: Path, fault: Fault, allow_log: Callable[[str], None]
) -> None:
    allow_log("timeout graceful shutdown exceeded")
    world = World(tmp_path, url="")
    served = Served(world)
    parts = urlsplit(served.url)
    proxy = Proxy((parts.hostname or "", parts.port or 0))
    world.member("Ana")
    channel = HttpChannel(proxy.url, timeout=(1.0, 0.4))
    ana = Desktop("Ana", tmp_path / "ana", world.clock, channel, Database(tmp_path / "ana"))
    world.desktops.append(ana)
    ana.sign_in()
    uid = declare(Declare("Checkout fails"), ana.desk)
    missed = 0
    for n in range(8):
        for m in range(5):
            note(Note(uid, f"note {n}.{m}"), ana.desk)
        proxy.fault = fault if n % 4 < 3 else Fault.NONE
        proxy.hang_up()
        try:
            ana.sync()
        except Unavailable:
            missed += 1
    assert missed > 1 or fault is Fault.SLOW
    proxy.fault = Fault.NONE
    proxy.hang_up()
    assert ana.sync().waiting == 0
    dee = world.desktop("Dee")
    world.settle()
    assert texts(dee) == texts(ana) == sorted(f"note {n}.{m}" for n in range(8) for m in range(5))
    assert dee.verified()
    channel.close()
    proxy.close()
    served.stop()
    world.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def test_why_a_server_is_silent_is_said() -> None:
    quiet = socket.create_server(("127.0.0.1", 0))
    refuses, waits = free_port(), quiet.getsockname()[1]
    for url, why in (
        (f"http://127.0.0.1:{refuses}", "nothing listens there"),
        (f"http://127.0.0.1:{waits}", "no answer came in time"),
        ("https://warroom.invalid", "its name is not known here"),
    ):
        channel = HttpChannel(url, timeout=(1.0, 0.2))
        with pytest.raises(Unavailable, match=rf"does not answer \({why}\)\. What you do is saved"):
            channel.exchange("GET", "/v1/hello", b"", messages.BINARY)
        channel.close()
    quiet.close()


def test_a_line_that_breaks_says_so() -> None:
    def hang_up() -> None:
        server.accept()[0].close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = threading.Thread(target=hang_up)
        answering.start()
        channel = HttpChannel(f"http://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(Unavailable, match=r"\(the line broke\)"):
            channel.exchange("GET", "/v1/hello", b"", messages.BINARY)
        answering.join()
        channel.close()


# Time


def test_half_an_hour_apart_and_everything_meets(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    ana.channel.cut = dee.channel.cut = True
    for minute in range(30):
        world.clock.pass_by(minutes=1)
        for at in (ana, dee):
            note(Note(uid, f"note {at.name} {minute}"), at.desk)
            with pytest.raises(Unavailable):
                at.sync()
    ana.channel.cut = dee.channel.cut = False
    world.settle()
    assert len(texts(ana)) == 60
    assert texts(ana) == texts(dee)
    assert ana.exported(uid) == dee.exported(uid)
    assert [at.sync().waiting for at in (ana, dee)] == [0, 0]


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_an_hour_off_syncs_and_says_so(world: World, hours: int) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    dee.skew = timedelta(hours=hours)
    for n in range(20):
        note(Note(uid, f"note {n}"), (ana if n % 2 else dee).desk)
        world.clock.pass_by(seconds=20)
    done = dee.sync()
    world.settle()
    assert (done.parked, done.waiting) == (0, 0)
    assert done.clock_offset_ms == hours * 3_600_000
    assert len(texts(ana)) == 20
    assert texts(ana) == texts(dee)
    rows = timeline.every(ana.database.connection, uid, timeline.Filter())
    offsets = {row.clock_offset_ms for row in rows if row.text in ("note 2", "note 4")}
    assert offsets == {hours * 3_600_000}


def test_a_desktop_that_was_away_for_thirty_days_brings_its_work(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    for day in range(31):
        world.clock.pass_by(days=1)
        note(Note(uid, f"note of Dee {day}"), dee.desk)
        note(Note(uid, f"note of Ana {day}"), ana.desk)
        if ana.line().vault.read(ana.line().name) is not None:
            ana.sync()
    assert exchange.count_waiting(dee.database.connection) == 31
    dee.sign_in()  # tokens end after thirty days; the work does not
    world.settle()
    assert len(texts(ana)) == 62
    assert texts(ana) == texts(dee)
    assert ana.exported(uid) == dee.exported(uid)
    assert dee.verified()


# Disks


@contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[None]:
    folder.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def grow(folder: Path, kib: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={kib}k", str(folder)], check=True)


def fill_up(at: Desktop, kept: list[str]) -> None:
    for n in range(1_000):
        kept.append(declare(Declare(f"Own {n}"), at.desk))
        note(Note(kept[-1], "y" * 4_000), at.desk)


@as_root
def test_a_desktop_whose_disk_is_full_keeps_what_it_said_it_kept(
    tmp_path: Path, world: World
) -> None:
    ana = world.desktop("Ana")
    uid = declare(Declare("Checkout fails"), ana.desk)
    for n in range(150):
        note(Note(uid, f"note {n} " + "x" * 3_000), ana.desk)
    world.settle()
    folder = tmp_path / "small"
    with small_disk(folder, 2_048):
        world.member("Dee")
        dee = Desktop("Dee", folder / "d", world.clock, ana.channel, Database(folder / "d"))
        dee.sign_in()
        kept: list[str] = []
        with pytest.raises(StoreTrouble, match="The disk is full"):
            fill_up(dee, kept)
        with pytest.raises(StoreTrouble, match="The disk is full"):
            dee.sync()
        assert quick_check(dee.database.connection) is None
        assert kept and set(kept) <= {
            u for (u,) in dee.database.connection.execute("SELECT uid FROM incident")
        }
        dee.database.close()
        dee.database = Database(folder / "d")  # it opens while the disk is full
        grow(folder, 65_536)
        assert dee.sync().waiting == 0
        world.settle()
        assert texts(dee) == texts(ana)
        assert all(ana.incident(own).title.startswith("Own") for own in kept)
        assert dee.verified()
        dee.database.close()


@as_root
def test_a_server_whose_disk_is_full_goes_on_reading_and_takes_all_when_there_is_room(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "team"
    with small_disk(folder / "server", 1_536):
        world = World(folder, url="")
        ana, dee = world.desktop("Ana"), world.desktop("Dee")
        uid = declare(Declare("Checkout fails"), ana.desk)
        world.settle()
        for n in range(400):
            note(Note(uid, f"note {n} " + "x" * 4_000), ana.desk)
        with pytest.raises(Unavailable, match="disk is full"):
            ana.sync()
        assert exchange.count_waiting(ana.database.connection) > 0
        dee.sync()
        assert dee.incident(uid).title == "Checkout fails"
        grow(folder / "server", 65_536)
        assert ana.sync().waiting == 0
        world.settle()
        assert texts(dee) == texts(ana)
        assert len(texts(dee)) == 400
        assert dee.verified()
        world.close()
