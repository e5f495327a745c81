"""What is made ready while nobody waits, after the first paint."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

IDLE_MS = 250
"""After the first paint there is time for what the first step would have to wait for."""
AT_ONCE = 40


def polish(tops: Sequence[QWidget], owner: QObject) -> None:
    """A style is put on a widget before it is first seen: a few at a time, between events."""
    _some([widget for top in tops for widget in (top, *top.findChildren(QWidget))], owner)


def _some(waiting: list[QWidget], owner: QObject) -> None:
    for widget in waiting[:AT_ONCE]:
        if isValid(widget):
            widget.ensurePolished()
    rest = waiting[AT_ONCE:]
    if rest:
        QTimer.singleShot(0, owner, lambda: _some(rest, owner))
