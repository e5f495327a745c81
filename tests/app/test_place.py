"""Where the window stands: as it was left, and as it comes the first time."""

from datetime import UTC
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.composition import Desktop
from app.workspace import open_workspace
from views.shell.window import USUAL


def opened(qapp: QApplication, qtbot: QtBot, folder: Path) -> Desktop:
    desktop = Desktop(qapp, open_workspace(folder, actor="Ana"), UTC)
    desktop.show()
    qtbot.addWidget(desktop.window)
    qtbot.waitUntil(lambda: desktop._ready.is_over, timeout=30_000)
    return desktop


def closed(qapp: QApplication, desktop: Desktop) -> None:
    desktop.shortcuts.uninstall()
    desktop.window.close()
    desktop.close()


def test_the_window_opens_as_large_as_it_was_left(
    qapp: QApplication, qtbot: QtBot, data_dir: Path
) -> None:
    first = opened(qapp, qtbot, data_dir)
    assert (first.window.width(), first.window.height()) == USUAL
    first.window.resize(1100, 720)
    closed(qapp, first)
    again = opened(qapp, qtbot, data_dir)
    assert (again.window.width(), again.window.height()) == (1100, 720)
    closed(qapp, again)


def test_a_place_that_cannot_be_read_is_the_usual_one(
    qapp: QApplication, qtbot: QtBot, data_dir: Path
) -> None:
    workspace = open_workspace(data_dir, actor="Ana")
    workspace.database.remember("window", "not a place")
    workspace.close()
    desktop = opened(qapp, qtbot, data_dir)
    assert (desktop.window.width(), desktop.window.height()) == USUAL
    closed(qapp, desktop)
