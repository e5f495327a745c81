"""Carries changes announced on worker threads over to the UI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from models.changes import EVERYTHING, ChangeFeed, Listener, Unsubscribe

FOREIGN_POLL_MS = 500


class QtChangeRelay(QObject):
    """Screens listen here; only this class knows which thread announced."""

    changed = Signal(object)

    def __init__(self, feed: ChangeFeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = feed.listen(self.changed.emit)

    def listen(self, listener: Listener) -> Unsubscribe:
        self.changed.connect(listener)

        def stop() -> None:
            self.changed.disconnect(listener)

        return stop

    def close(self) -> None:
        self._stop()


class ForeignCommits(QObject):
    """Notices what another process (the command line) committed, and announces it as our own.

    `version` reads `PRAGMA data_version` of a connection that never writes itself.
    """

    def __init__(
        self, version: Callable[[], int], feed: ChangeFeed, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._version = version
        self._feed = feed
        self._seen = version()
        self._timer = QTimer(self)
        self._timer.setInterval(FOREIGN_POLL_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        version = self._version()
        if version != self._seen:
            self._seen = version
            self._feed.announce(EVERYTHING)
