"""One window a data folder: a second start shows the first one's window and goes."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

REACH_MS = 500


class SingleInstance(QObject):
    """`is_first` is False where a window is open on this folder; `call` then reaches it. The lock
    of a process that died is taken over."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)
        # Short: a socket's path has little room on some systems.
        self._name = "warroom-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._server = QLocalServer(self)
        self.is_first = self._lock.tryLock(0)

    def listen(self, called: Callable[[], None]) -> None:
        """Calls `called` whenever a second start asks for the window."""
        QLocalServer.removeServer(self._name)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(lambda: self._answer(called))
        self._server.listen(self._name)

    def call(self) -> bool:
        """Ask the first window to show itself. False where it does not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        reached = socket.waitForConnected(REACH_MS)
        socket.disconnectFromServer()
        return reached

    def close(self) -> None:
        self._server.close()
        if self.is_first:
            self._lock.unlock()

    def _answer(self, called: Callable[[], None]) -> None:
        connection = self._server.nextPendingConnection()
        if connection is not None:
            connection.disconnectFromServer()
            connection.deleteLater()
        called()
