"""Slow work on two lanes, answers on the owner's thread. The only file that names threads."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, QThreadPool, Signal, Slot

from models.domain.errors import WarRoomError
from views.widgets.turns import in_turn

T = TypeVar("T")

log = logging.getLogger(__name__)

BROKEN = "Something broke here; the log has the details. Try again."


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who waits. Stays on the owner's thread, so that no widget ends on a worker."""

    owner: object
    then: Callable[[Any], None]
    failed: Callable[[WarRoomError], None]


class QtJobRunner(QObject):
    """A `JobRunner` with one worker thread: jobs of the store lane touch one SQLite connection,
    so they queue instead of contending. The network has a runner of its own."""

    _done = Signal(int, object)
    _failed = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)
        self._tickets = count()
        self._asked: dict[int, _Asked] = {}
        self._answers: deque[Callable[[], None]] = deque()
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._failed.connect(self._deliver_failure, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        *,
        owner: object,
        then: Callable[[T], None],
        failed: Callable[[WarRoomError], None],
    ) -> None:
        ticket = next(self._tickets)
        self._asked[ticket] = _Asked(owner, then, failed)

        def job() -> None:
            try:
                result = work()
            except WarRoomError as error:
                self._failed.emit(ticket, error)
            except Exception:
                log.exception("a job broke")
                self._failed.emit(ticket, WarRoomError(BROKEN))
            else:
                self._done.emit(ticket, result)

        self._pool.start(job)

    def forget(self, owner: object) -> None:
        """Work already asked for is still done: a write is a promise."""
        for ticket in [t for t, asked in self._asked.items() if asked.owner is owner]:
            del self._asked[ticket]

    def finish(self, timeout_ms: int = 5_000) -> bool:
        """Wait for queued work before the process exits. False if time ran out; what had not
        begun by then is dropped."""
        in_time = self._pool.waitForDone(timeout_ms)
        self._pool.clear()
        return in_time

    @Slot(int, object)
    def _deliver(self, ticket: int, result: object) -> None:
        self._answers.append(partial(self._tell, ticket, result))
        in_turn(self._answer, self)

    @Slot(int, object)
    def _deliver_failure(self, ticket: int, error: WarRoomError) -> None:
        self._answers.append(partial(self._tell_failure, ticket, error))
        in_turn(self._answer, self)

    def _answer(self) -> None:
        """One answer a turn of the event loop: a screen that asked for several things is not
        dressed with all of them while a key waits."""
        answer = self._answers.popleft()
        if self._answers:
            in_turn(self._answer, self)
        answer()

    def _tell(self, ticket: int, result: object) -> None:
        asked = self._asked.pop(ticket, None)
        if asked is not None:
            asked.then(result)

    def _tell_failure(self, ticket: int, error: WarRoomError) -> None:
        asked = self._asked.pop(ticket, None)
        if asked is not None:
            asked.failed(error)


class ServiceThread(QThread):
    """A long-running service of its own (the webhook listener), ended by its own stop."""

    def __init__(self, serve: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._serve = serve

    def run(self) -> None:
        self._serve()
