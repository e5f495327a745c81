"""The real window over a real data folder, with a clock that stands where the test puts it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.composition import Desktop
from app.workspace import open_workspace
from models.domain.incident import Incident
from models.domain.times import parse_time


class Seat:
    """A person at the window: hands on keys and mouse, eyes on what is recorded."""

    def __init__(self, desktop: Desktop, qtbot: QtBot, clock: list[datetime]) -> None:
        self.desktop = desktop
        self._qtbot = qtbot
        self._clock = clock

    def at(self, clock: str) -> None:
        """`16:05:00` on the day of the scenario."""
        self._clock[0] = parse_time(f"2026-11-20T{clock}Z")
        self.desktop.window.ticker.tick.emit(self._clock[0])

    def keys(self, *typed: str) -> None:
        """Letters and names of keys, as pressed one after another."""
        for key in typed:
            target = QApplication.focusWidget() or self.desktop.window
            code, held = _KEYS.get(key, (None, Qt.KeyboardModifier.NoModifier))
            if code is None:
                QTest.keyClicks(target, key)
            else:
                QTest.keyClick(target, code, held)

    def sits(self, name: str) -> None:
        """Somebody else at the same desk."""
        self.desktop._workspace.actor = name
        self.desktop.acting(name)
        if self.desktop.built("composer"):
            self.desktop.composer.changed()

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def until(self, holds: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(holds)

    @property
    def incident(self) -> Incident:
        """The incident as the room shows it; an empty one while it shows none."""
        record = self.desktop.room_presenter.state.record
        return record.incident if record else Incident("")

    def clipboard(self) -> str:
        return QApplication.clipboard().text()

    def has_incident(self) -> bool:
        found = self.desktop._reading.execute("SELECT 1 FROM incident").fetchone()
        return found is not None


_NONE = Qt.KeyboardModifier.NoModifier
_KEYS = {
    "Enter": (Qt.Key.Key_Return, _NONE),
    "Esc": (Qt.Key.Key_Escape, _NONE),
    "Tab": (Qt.Key.Key_Tab, _NONE),
    "Space": (Qt.Key.Key_Space, _NONE),
    "Down": (Qt.Key.Key_Down, _NONE),
    "Ctrl+Enter": (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    "Ctrl+.": (Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier),
    "Home": (Qt.Key.Key_Home, _NONE),
    "End": (Qt.Key.Key_End, _NONE),
    "Left": (Qt.Key.Key_Left, _NONE),
    "Right": (Qt.Key.Key_Right, _NONE),
    "Shift+Left": (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier),
    "Ctrl+K": (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
    "Ctrl+A": (Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier),
    "Ctrl+S": (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier),
    "Alt+1": (Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier),
    "Alt+0": (Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier),
}


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, data_dir: Path) -> Iterator[Seat]:
    clock = [parse_time("2026-11-20T16:00:00Z")]
    workspace = open_workspace(data_dir, actor="Ana", now=lambda: clock[0])
    workspace.database.remember("first_run", "empty")
    desktop = Desktop(qapp, workspace, UTC)
    desktop.show()
    qtbot.addWidget(desktop.window)
    qtbot.waitExposed(desktop.window)
    yield Seat(desktop, qtbot, clock)
    desktop.shortcuts.uninstall()
    desktop.window.ticker.stop()
    desktop.window.close()
    desktop.close()
