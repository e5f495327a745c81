"""The rows in sight, one by one, for those who have them read out.

PySide6 does not bind the table interface, so each row in sight has a label over it that paints
nothing and has a name, and only while somebody has the window read out.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QWidget

from models.domain.timeline import TimelineEntry
from views.room.timeline_window import Shown


class SpokenRows:
    def __init__(self, viewport: QWidget) -> None:
        self._viewport = viewport
        self._labels: list[QLabel] = []

    def follow(self, rows: Sequence[Shown], words: Callable[[TimelineEntry], str]) -> None:
        """`rows` are those in sight, from above."""
        if not QAccessible.isActive():
            return
        while len(self._labels) < len(rows):
            label = QLabel(self._viewport)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._labels.append(label)
        for label, shown in zip(self._labels, rows, strict=False):
            label.setGeometry(0, shown.top, self._viewport.width(), shown.row.height)
            label.setAccessibleName(words(shown.row.entry))
            label.show()
        for label in self._labels[len(rows) :]:
            label.hide()
