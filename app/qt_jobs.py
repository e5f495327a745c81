"""Slow work on two lanes, answers on the owner's thread. The only file that names threads."""

import logging
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QThread, QThreadPool, Signal, Slot

from models.domain.errors import WarRoomError

T = TypeVar("T")

log = logging.getLogger(__name__)


class QtJobRunner(QObject):
    """A `JobRunner` with one worker thread: jobs of the store lane touch one SQLite connection,
    so they queue instead of contending. The network has a runner of its own."""

    _answer = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)
        self._forgotten: set[int] = set()
        self._answer.connect(self._deliver)

    def run(
        self,
        work: Callable[[], T],
        *,
        owner: object,
        then: Callable[[T], None],
        failed: Callable[[WarRoomError], None],
    ) -> None:
        self._forgotten.discard(id(owner))

        def job() -> None:
            try:
                result = work()
            except WarRoomError as error:
                caught = error
                self._answer.emit(owner, lambda: failed(caught))
            except Exception:
                log.exception("a job broke")
                broken = WarRoomError("Something broke here; the log has the details. Try again.")
                self._answer.emit(owner, lambda: failed(broken))
            else:
                self._answer.emit(owner, lambda: then(result))

        self._pool.start(job)

    def forget(self, owner: object) -> None:
        self._forgotten.add(id(owner))

    def finish(self, timeout_ms: int = 5_000) -> bool:
        """Wait for queued work before the process exits. False if time ran out."""
        return self._pool.waitForDone(timeout_ms)

    @Slot(object, object)
    def _deliver(self, owner: object, answer: Callable[[], None]) -> None:
        if id(owner) not in self._forgotten:
            answer()


class ServiceThread(QThread):
    """A long-running service of its own (the webhook listener), ended by its own stop."""

    def __init__(self, serve: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._serve = serve

    def run(self) -> None:
        self._serve()
