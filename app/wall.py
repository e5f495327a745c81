"""The second window: at most one, and what is in it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from app.qt_jobs import QtJobRunner
from app.room_parts import RoomParts
from views.shell.second import SecondWindow
from views.widgets.turns import in_turn


class Wall:
    """`new_room` makes a room whose dialogs cover the window it is given."""

    def __init__(self, new_room: Callable[[QWidget], RoomParts], jobs: QtJobRunner) -> None:
        self._new_room = new_room
        self._jobs = jobs
        self._open: tuple[SecondWindow, RoomParts] | None = None

    @property
    def window(self) -> SecondWindow | None:
        return self._open[0] if self._open else None

    def show(self, uid: str, label: str) -> None:
        """Opens it on an incident, or turns the one that is open to it. It is seen once it is
        built: a piece a turn."""
        fresh = self._open is None
        if self._open is None:
            self._open = self._made()
        window, room = self._open
        window.setWindowTitle(f"{label} · War room")
        if fresh:
            in_turn(partial(room.layouts.stay, "wall"), window)
        in_turn(partial(room.open, uid), window)
        in_turn(partial(_bring, window), window)

    def _made(self) -> tuple[SecondWindow, RoomParts]:
        window = SecondWindow()
        room = self._new_room(window)
        window.setCentralWidget(room.screen)
        window.closed.connect(self._closed)
        return window, room

    def changed(self, uid: str) -> None:
        if self._open is not None:
            self._open[1].changed(uid)

    def tick(self, now: datetime) -> None:
        if self._open is not None:
            self._open[1].screen.tick(now)

    def close(self) -> None:
        if self._open is not None:
            self._open[0].close()

    def _closed(self) -> None:
        if self._open is None:
            return
        window, room = self._open
        self._open = None
        room.close()
        for owner in room.owners:
            self._jobs.forget(owner)
        window.deleteLater()


def _bring(window: SecondWindow) -> None:
    window.show()
    window.raise_()
