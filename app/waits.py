"""What is done a while later, unless it is asked for again or called off."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer


class Waits:
    """One timer a name: asked for again, the wait begins anew."""

    def __init__(self, parent: QObject) -> None:
        self._parent = parent
        self._timers: dict[str, QTimer] = {}
        self._calls: dict[str, Callable[[], None]] = {}

    def after(self, name: str, ms: int, call: Callable[[], None]) -> None:
        if name not in self._timers:
            timer = QTimer(self._parent)
            timer.setSingleShot(True)
            timer.timeout.connect(partial(self._due, name))
            self._timers[name] = timer
        self._calls[name] = call
        self._timers[name].start(ms)

    def _due(self, name: str) -> None:
        self._calls[name]()

    def cancel(self, name: str) -> None:
        if name in self._timers:
            self._timers[name].stop()

    def close(self) -> None:
        for timer in self._timers.values():
            timer.stop()
