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
        self._heard: tuple[QObject, ...] = ()
        app.focusChanged.connect(self._moved)
        app.focusWindowChanged.connect(self._another_window)
        self._moved(None, app.focusWidget())

    def leave(self) -> None:
        self._app.focusChanged.disconnect(self._moved)
        self._app.focusWindowChanged.disconnect(self._another_window)
        self._hear(())

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        # Where nothing has it, a key comes to one of the windows.
        self._hear((now,) if now is not None else tuple(self._app.topLevelWidgets()))

    def _another_window(self, window: object) -> None:
        self._moved(None, self._app.focusWidget())

    def _hear(self, places: tuple[QObject, ...]) -> None:
        for place in self._heard:
            if isValid(place):
                place.removeEventFilter(self._listener)
        self._heard = places
        for place in places:
            place.installEventFilter(self._listener)
