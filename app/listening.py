"""The webhook listener, switched on and off from the window."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.qt_jobs import ServiceThread
from app.workspace import Workspace
from models.domain.errors import WarRoomError

PORT = 8751


class Listening:
    """`show` gets the address, "" while nothing listens; `say` a sentence about trouble."""

    def __init__(
        self,
        workspace: Workspace,
        parent: QObject,
        show: Callable[[str], None],
        say: Callable[[str], None],
    ) -> None:
        self._workspace = workspace
        self._parent = parent
        self._show = show
        self._say = say
        self._thread: ServiceThread | None = None
        self._stop: Callable[[], None] = lambda: None

    def switch(self, on: bool) -> None:
        if not on:
            self._stop()
            self._show("")
            return
        from app.listen import AlertListener

        try:
            listener = AlertListener(lambda: self._workspace.desk, PORT)
        except WarRoomError as error:
            self._show("")
            self._say(str(error))
            return
        self._thread = ServiceThread(listener.serve, self._parent)
        self._thread.start()
        self._stop = listener.stop
        self._show(f"{listener.address}/intake/SOURCE")

    def close(self) -> None:
        self._stop()
        if self._thread is not None:
            self._thread.wait(2_000)
