"""The window's lane over a real server process: what one does shows on the other at once."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.syncing import SyncService
from app.workspace import Workspace, open_workspace
from models.actions.declare import Declare, declare
from models.actions.note import Note, note
from models.domain.syncing import Link
from models.queries import incidents, timeline

PASSWORD = "a long password"
SERVER = (sys.executable, "-m", "server")


class RealServer:
    """A server process that can be stopped and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""
        for name, role in (("Ana", "admin"), ("Dee", "responder")):
            self._run("user", "add", name, "--role", role, "--password-stdin")

    def start(self) -> None:
        port = self.url.rpartition(":")[2] or "0"
        self.process = subprocess.Popen(
            [*SERVER, "serve", "--port", port, "--data-dir", str(self.folder)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().split()[-1]

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _run(self, *typed: str) -> None:
        subprocess.run(
            [*SERVER, *typed, "--data-dir", str(self.folder)],
            input=PASSWORD, text=True, check=True, capture_output=True,
        )  # fmt: skip


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RealServer]:
    running = RealServer(tmp_path / "server")
    running.start()
    yield running
    running.stop()


class Window:
    """A workspace and its lane, as the window has them."""

    def __init__(self, folder: Path, name: str, url: str) -> None:
        self.workspace: Workspace = open_workspace(folder, actor=name)
        self.lane = SyncService(self.workspace)
        self.lane.sign_in(url, name, PASSWORD, "session")

    def close(self) -> None:
        self.lane.close()
        self.workspace.close()

    def holds(self, uid: str, words: str) -> bool:
        if incidents.row(self.workspace.connection, uid) is None:
            return False
        found = timeline.every(self.workspace.connection, uid, timeline.Filter())
        return any(entry.text == words for entry in found)


@pytest.fixture
def windows(tmp_path: Path, server: RealServer, qtbot: QtBot) -> Iterator[tuple[Window, Window]]:
    ana = Window(tmp_path / "ana", "Ana", server.url)
    dee = Window(tmp_path / "dee", "Dee", server.url)
    qtbot.waitUntil(lambda: all(w.lane.status().link is Link.SYNCED for w in (ana, dee)))
    yield ana, dee
    ana.close()
    dee.close()


def test_an_act_is_on_the_other_desktop_by_itself(
    windows: tuple[Window, Window], qtbot: QtBot
) -> None:
    ana, dee = windows
    uid = declare(Declare("Checkout fails"), ana.workspace.desk)
    note(Note(uid, "the pool is full"), ana.workspace.desk)
    qtbot.waitUntil(lambda: dee.holds(uid, "the pool is full"))
    note(Note(uid, "restarting"), dee.workspace.desk)
    qtbot.waitUntil(lambda: ana.holds(uid, "restarting"))
    qtbot.waitUntil(lambda: ana.lane.status().waiting == 0)


def test_who_is_there_is_known(windows: tuple[Window, Window], qtbot: QtBot) -> None:
    ana, dee = windows

    uid = declare(Declare("Checkout fails"), dee.workspace.desk)
    qtbot.waitUntil(lambda: dee.lane.status().waiting == 0)
    dee.lane.look_at(uid)

    def seen() -> list[tuple[str, str]]:
        return [(one.person, one.incident) for one in ana.lane.status().present]

    looks = count()

    def looks_up() -> bool:
        ana.lane.look_at(f"look {next(looks)}")
        return seen() == [("Dee", uid)]

    qtbot.waitUntil(looks_up)


def test_signing_out_ends_the_lane_and_keeps_the_work(
    windows: tuple[Window, Window], qtbot: QtBot
) -> None:
    ana, _ = windows
    ana.lane.sign_out()
    qtbot.waitUntil(lambda: ana.lane.status().link is Link.SIGNED_OUT)
    uid = declare(Declare("Meanwhile"), ana.workspace.desk)
    assert incidents.row(ana.workspace.connection, uid) is not None


def test_what_a_closed_lane_said_last_begins_no_other(
    windows: tuple[Window, Window], qtbot: QtBot
) -> None:
    ana, _ = windows
    status = ana.lane.status()
    speaking = threading.Thread(target=lambda: ana.lane.changed.emit(status))
    speaking.start()
    speaking.join()
    ana.lane.close()
    QCoreApplication.sendPostedEvents(ana.lane)
    assert ana.lane._thread is None


def test_with_the_server_gone_work_goes_on_and_is_sent_when_it_is_back(
    windows: tuple[Window, Window], server: RealServer, qtbot: QtBot
) -> None:
    ana, dee = windows
    uid = declare(Declare("Checkout fails"), ana.workspace.desk)
    qtbot.waitUntil(lambda: dee.holds(uid, "Declared P1: Checkout fails"))
    server.stop()
    for window in windows:
        note(Note(uid, f"{window.workspace.actor} goes on"), window.workspace.desk)
        qtbot.waitUntil(lambda window=window: window.lane.status().link is Link.OFFLINE)
        assert window.lane.status().waiting > 0
        assert window.lane.status().offline_since is not None
    server.start()
    for window in windows:
        window.lane.sync_now()
        for name in ("Ana", "Dee"):
            qtbot.waitUntil(
                lambda window=window, name=name: window.holds(uid, f"{name} goes on"),
            )
        qtbot.waitUntil(lambda window=window: window.lane.status().link is Link.SYNCED)
    assert ana.lane.status().waiting == 0
