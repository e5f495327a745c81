"""The window over a real server process: signed in by hand, sent by itself, out again."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.composition import Desktop
from app.workspace import open_workspace
from models.actions.declare import Declare, declare
from models.actions.note import Note, note
from tests.sync.test_lane import PASSWORD, RealServer
from tests.sync_views.told import press

LONG = 15_000


@pytest.fixture
def desktop(qapp: QApplication, qtbot: QtBot, data_dir: Path) -> Iterator[Desktop]:
    workspace = open_workspace(data_dir, actor="Ana")
    workspace.database.remember("first_run", "empty")
    built = Desktop(qapp, workspace, UTC)
    built.show()
    qtbot.addWidget(built.window)
    qtbot.waitExposed(built.window)
    qtbot.waitUntil(lambda: built.built("conflicts"), timeout=LONG)
    yield built
    built.shortcuts.uninstall()
    built.window.ticker.stop()
    built.window.close()
    built.close()


def test_signing_in_sending_and_signing_out(
    desktop: Desktop, server: RealServer, qtbot: QtBot
) -> None:
    link = desktop.window.status.indicator.link
    assert link.text() == "On this machine"
    uid = declare(Declare("Checkout fails"), desktop._workspace.desk)
    press("Ctrl+Shift+I")
    dialog = desktop.sync.dialog
    qtbot.waitUntil(lambda: dialog.keep.current() == "session")
    press(server.url, "Tab", "Tab", "wrong", "Enter")
    qtbot.waitUntil(lambda: bool(dialog.problem.text()), timeout=LONG)
    assert dialog.isVisible()
    dialog.password.clear()
    press(PASSWORD, "Enter")
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=LONG)
    qtbot.waitUntil(lambda: link.text() == "Synced", timeout=LONG)
    note(Note(uid, "pool is full"), desktop._workspace.desk)
    qtbot.waitUntil(lambda: desktop.sync.port.status().waiting == 0, timeout=LONG)
    desktop.sync.presenter.sign_out()
    qtbot.waitUntil(lambda: link.text() == "Signed out", timeout=LONG)
    assert desktop.window.sync_banner.words().startswith("You are signed out")
