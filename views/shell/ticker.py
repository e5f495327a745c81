"""The one clock of the window: a tick at each full second."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer, Signal


class Ticker(QObject):
    """Emits the time of the clock it was given, so that tests can hold it still."""

    tick = Signal(object)

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.fire)

    def start(self) -> None:
        self._timer.start(1000 - self._now().microsecond // 1000)

    def stop(self) -> None:
        self._timer.stop()

    def fire(self) -> None:
        self.tick.emit(self._now())
        self.start()
