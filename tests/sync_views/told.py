"""A way to a server that says what a test tells it, and the window over it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.composition import Desktop
from app.workspace import Workspace
from models.domain.errors import WarRoomError
from models.domain.syncing import SyncStatus


class ToldPort:
    """A way to a server that says what it is told, and remembers what it was asked."""

    def __init__(self) -> None:
        self._status = SyncStatus()
        self._listeners: list[Callable[[SyncStatus], None]] = []
        self.asked: list[tuple[str, ...]] = []
        self.refuses: WarRoomError | None = None

    def tell(self, status: SyncStatus) -> None:
        self._status = status
        for listener in self._listeners:
            listener(status)

    def status(self) -> SyncStatus:
        return self._status

    def on_change(self, listener: Callable[[SyncStatus], None]) -> None:
        self._listeners.append(listener)

    def start(self) -> None:
        self.asked.append(("start",))

    def sign_in(self, url: str, name: str, password: str, keep: str, passphrase: str = "") -> None:
        if self.refuses is not None:
            raise self.refuses
        self.asked.append(("sign in", url, name, password, keep, passphrase))

    def sign_out(self) -> None:
        self.asked.append(("sign out",))

    def sync_now(self) -> None:
        self.asked.append(("sync now",))

    def try_again(self) -> None:
        self.asked.append(("try again",))

    def confirm(self, op_ids: Sequence[str]) -> None:
        self.asked.append(("confirm", *op_ids))

    def look_at(self, incident: str) -> None:
        self.asked.append(("look at", incident))

    def close(self) -> None:
        self.asked.append(("close",))


@contextmanager
def window_over(
    qapp: QApplication, qtbot: QtBot, workspace: Workspace, port: ToldPort
) -> Iterator[Desktop]:
    """The real window, shown, with that way to a server."""
    desktop = Desktop(qapp, workspace, UTC, port)
    desktop.show()
    qtbot.addWidget(desktop.window)
    qtbot.waitExposed(desktop.window)
    qtbot.waitUntil(lambda: desktop.built("conflicts"))
    try:
        yield desktop
    finally:
        desktop.shortcuts.uninstall()
        desktop.window.ticker.stop()
        desktop.window.close()
        desktop.close()


def press(*keys: str) -> None:
    """Letters, words, and keys by name, to whatever has the keyboard."""
    for key in keys:
        target = QApplication.focusWidget()
        named = _KEYS.get(key)
        if named is None:
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, *named)


_NONE, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_KEYS = {
    "Enter": (Qt.Key.Key_Return, _NONE),
    "Esc": (Qt.Key.Key_Escape, _NONE),
    "Tab": (Qt.Key.Key_Tab, _NONE),
    "Down": (Qt.Key.Key_Down, _NONE),
    "Right": (Qt.Key.Key_Right, _NONE),
    "Ctrl+Enter": (Qt.Key.Key_Return, _CTRL),
    "Ctrl+K": (Qt.Key.Key_K, _CTRL),
    "Ctrl+Shift+Y": (Qt.Key.Key_Y, _CTRL | Qt.KeyboardModifier.ShiftModifier),
    "Ctrl+Shift+I": (Qt.Key.Key_I, _CTRL | Qt.KeyboardModifier.ShiftModifier),
}
