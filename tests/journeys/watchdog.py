"""How long the UI thread was away from its event loop."""

from time import thread_time

from PySide6.QtCore import QObject, Qt, QTimer

from tests.pace import slowness

EVERY_MS = 4
LONG_MS = 25
"""From here on the machine's pace is taken, right behind the block: it may be another a second
later."""


class Watchdog(QObject):
    """Beats on the UI thread; what was computed between two beats is how long nothing else could
    be done. Counted in the thread's own time, by the machine's pace just then: a busy machine is
    nobody's block."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_ms = 0.0
        self.doing = ""
        self.beats = 0
        self.blocks: list[tuple[str, int, int]] = []
        """What was being done, and how long it took by its pace and by the bare clock."""
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
        late = (thread_time() - self._last) * 1000
        if late > LONG_MS:
            bare, late = late, late / slowness()
            self.blocks.append((self.doing, round(late), round(bare)))
        self.longest_ms = max(self.longest_ms, late)
        self._last = thread_time()
