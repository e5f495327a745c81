"""One window a data folder: a second start shows the first one's window and goes."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject

if TYPE_CHECKING:  # the network is loaded when somebody listens or calls
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

REACH_MS = 500
MOST_BYTES = 64 * 1024


class SingleInstance(QObject):
    """`is_first` is False where a window is open on this folder; `call` then reaches it. The lock
    of a process that died is taken over."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / "window.lock"))
        # Held for days: only the death of its process frees it, never its age.
        self._lock.setStaleLockTime(0)
        # Short: a socket's path has little room on some systems.
        self._name = "warroom-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._server: QLocalServer | None = None
        self._called: Callable[[], None] = _ignore
        self._handed: Callable[[Sequence[str]], None] = _ignore
        self.is_first = self._lock.tryLock(0)

    def listen(
        self,
        called: Callable[[], None],
        handed: Callable[[Sequence[str]], None] | None = None,
    ) -> None:
        """Calls `called` whenever a second start asks for the window, and `handed` with what it
        was started with, where that is anything."""
        self._called = called
        self._handed = handed or _ignore
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        self._server.listen(self._name)

    def call(self, arguments: Sequence[str] = ()) -> bool:
        """Ask the first window to show itself. False where it does not answer."""
        import json

        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(REACH_MS):
            return False
        socket.write(json.dumps(list(arguments)).encode() + b"\n")
        socket.flush()
        socket.disconnectFromServer()
        state = QLocalSocket.LocalSocketState
        return socket.state() is state.UnconnectedState or socket.waitForDisconnected(REACH_MS)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
        if self.is_first:
            self._lock.unlock()

    def _answer(self) -> None:
        socket = self._server.nextPendingConnection() if self._server else None
        if socket is None:
            return
        socket.readyRead.connect(lambda: self._read(socket))
        socket.disconnected.connect(socket.deleteLater)
        if socket.canReadLine():
            self._read(socket)

    def _read(self, socket: "QLocalSocket") -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > MOST_BYTES:
                socket.abort()
            return
        arguments = _parse(bytes(socket.readLine(MOST_BYTES).data()))
        socket.disconnectFromServer()
        self._called()
        if arguments:
            self._handed(arguments)


def _ignore(*ignored: object) -> None:
    """Nobody asked to hear."""


def _parse(line: bytes) -> tuple[str, ...]:
    """What a second start wrote; nothing where another program wrote it."""
    import json

    try:
        given = json.loads(line)
    except ValueError:
        return ()
    return tuple(str(word) for word in given) if isinstance(given, list) else ()
