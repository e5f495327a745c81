"""Work that waits for a turn of the event loop, one piece a turn: keys and clicks come between.

Neither `singleShot(0)` nor a timer of one's own gives that: the first is one more event among those
that wait already, and timers that are due are served together, the longest due first. So the next
turn is asked for when a piece is done: what became due meanwhile comes before it."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from shiboken6 import isValid

_waiting: dict[Callable[[], object], QObject] = {}
TIMER = "warroom.turns"


def in_turn(work: Callable[[], object], owner: QObject) -> None:
    """Asked again before its turn came, it is done once. Not at all where `owner` is gone."""
    if not _waiting:
        _soon()
    _waiting.setdefault(work, owner)


def waiting() -> set[Callable[[], object]]:
    return set(_waiting)


def _soon() -> None:
    application = QCoreApplication.instance()
    if application is None:
        return
    timer = application.findChild(QTimer, TIMER, Qt.FindChildOption.FindDirectChildrenOnly)
    if timer is None:
        timer = QTimer(application)
        timer.setObjectName(TIMER)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(_turn)
    timer.start(1)  # at 0 it would be no timer


def _turn() -> None:
    if not _waiting:
        return
    work = next(iter(_waiting))
    owner = _waiting.pop(work)
    if _waiting:
        _soon()  # for the work may turn events itself, as a menu does
    if isValid(owner):
        work()
    if _waiting:
        _soon()
