"""Where the keyboard is: one filter goes with it from widget to widget."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class Keyboard:
    """Lets `listener` filter the events of what has the keyboard. A filter on the whole application
    would cost each of its events a call into Python."""

    def __init__(self, app: QApplication, listener: QObject) -> None:
        self._app = app
        self._listener = listener
        self._heard: QObject | None = None
        app.focusChanged.connect(self._moved)
        self._moved(None, app.focusWidget())

    def leave(self) -> None:
        self._app.focusChanged.disconnect(self._moved)
        self._hear(None)

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        # Where nothing has it, a key may come to any window.
        self._hear(now if now is not None else self._app)

    def _hear(self, place: QObject | None) -> None:
        if self._heard is not None and isValid(self._heard):
            self._heard.removeEventFilter(self._listener)
        self._heard = place
        if place is not None:
            place.installEventFilter(self._listener)
