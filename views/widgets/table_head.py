"""The names of a table's columns, over it."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QTableView

from views.theme import theme_of
from views.tongue import tr


class TableHead(QHeaderView):
    """`columns` are marked words."""

    def __init__(self, columns: Sequence[str], parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = tuple(columns)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(theme_of(self).sp(32))
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        theme = theme_of(self)
        box = QRectF(rect)
        painter.save()
        painter.fillRect(box, theme.color("surface"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.color("line"))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text3"))
        cell = box.adjusted(theme.sp(14), 0, 0, 0)
        painter.drawText(cell, Qt.AlignmentFlag.AlignVCenter, tr(self._columns[index]))
        painter.restore()
