"""Says new rows to screen readers, politely: at most one announcement every ten seconds."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from views.tongue import tr

_PAUSE_MS = 10_000


class Speech(QObject):
    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._waiting: Callable[[], str] | None = None
        self._more = 0
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._say)

    def now(self, sentence: str) -> None:
        """The answer to a key just pressed: at once."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._widget, sentence))

    def soon(self, sentence: Callable[[], str], rows: int = 1) -> None:
        """What came by itself; `rows` is how many, of which the sentence is the last. It is made
        when it is said: of most rows that come together it never is."""
        self._more += rows - 1 + (self._waiting is not None)
        self._waiting = sentence
        if not self._pause.isActive():
            self._say()

    def _say(self) -> None:
        if self._waiting is None:
            return
        said = self._waiting()
        if self._more:
            said = tr("{rows} new rows. The last: {row}", rows=self._more + 1, row=said)
        self.now(said)
        self._waiting, self._more = None, 0
        self._pause.start()
