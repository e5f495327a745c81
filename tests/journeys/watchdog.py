"""How long the UI thread was away from its event loop."""

from time import thread_time

from PySide6.QtCore import QObject, Qt, QTimer

EVERY_MS = 4


class Watchdog(QObject):
    """Beats on the UI thread; what was computed between two beats is how long nothing else could
    be done. Counted in the thread's own time: a busy machine is nobody's block."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_ms = 0.0
        self.at = ""
        self.doing = ""
        self.beats = 0
        self.blocks: list[tuple[str, float]] = []
        self._last = thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last = thread_time()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def rest(self) -> None:
        """What came before does not count: the test itself was busy."""
        self._last = thread_time()

    def _beat(self) -> None:
        self.beats += 1
        now = thread_time()
        late = (now - self._last) * 1000
        self._last = now
        if late > self.longest_ms:
            self.longest_ms, self.at = late, self.doing
        if late > 50:
            self.blocks.append((self.doing, round(late)))
