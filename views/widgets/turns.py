"""Work that waits for a turn of the event loop, one piece a turn: keys and clicks come between.

Neither `singleShot(0)` nor a timer of one's own gives that: the first is one more event among those
that wait already, and timers that are due are served together."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from shiboken6 import isValid

_waiting: dict[Callable[[], object], QObject] = {}


def in_turn(work: Callable[[], object], owner: QObject) -> None:
    """Asked again before its turn came, it is done once. Not at all where `owner` is gone."""
    if not _waiting:
        _soon()
    _waiting.setdefault(work, owner)


def waiting() -> set[Callable[[], object]]:
    return set(_waiting)


def _soon() -> None:
    application = QCoreApplication.instance()
    if application is not None:
        QTimer.singleShot(1, application, _turn)  # at 0 it would be no timer


def _turn() -> None:
    if not _waiting:
        return
    work = next(iter(_waiting))
    owner = _waiting.pop(work)
    if _waiting:
        _soon()
    if isValid(owner):
        work()
