"""The commander's one sentence, under the header."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.domain.incident import Incident
from views import text
from views.icons import paint_icon
from views.shortcuts import caps
from views.theme import theme_of
from views.tongue import tr
from views.widgets.keycap import HEIGHT, cap_width, paint_cap
from views.widgets.painted import painting, rounded


class Objective(QWidget):
    """The commander's one sentence; a click or O changes it."""

    asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._by = "", ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_incident(self, incident: Incident) -> None:
        self._words = incident.objective
        self._by = ""
        if incident.objective and incident.objective_at:
            at = text.clock_time(incident.objective_at, seconds=False)
            self._by = tr("set by {person} at {time}", person=incident.objective_by, time=at)
        self.setAccessibleName(tr("Objective: {words}", words=self._words or tr("none yet")))
        self.setToolTip(self._words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, theme_of(self).sp(36))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.asked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        middle = Qt.AlignmentFlag.AlignVCenter
        with painting(self) as painter:
            rect = QRectF(self.rect())
            rounded(
                painter,
                rect,
                8,
                theme.color("accentbg" if self._words else "surface"),
                (None if self._words else theme.color("line")),
            )
            side = theme.sp(16)
            spot = QRectF(theme.sp(14), (self.height() - side) / 2, side, side)
            paint_icon(painter, "target", theme.color("accent"), spot)
            x = spot.right() + theme.sp(9)
            painter.setFont(theme.font("strong"))
            painter.setPen(theme.color("accent"))
            painter.drawText(QRectF(x, 0, 200, self.height()), middle, tr("Objective"))
            x += painter.fontMetrics().horizontalAdvance(tr("Objective")) + theme.sp(10)
            key = caps("objective")[0]
            width, height = cap_width(theme, key), theme.sp(HEIGHT)
            right = self.width() - theme.sp(12) - width
            cap = QRectF(right, (self.height() - height) / 2, width, height)
            paint_cap(painter, theme, cap, key)
            painter.setFont(theme.font("meta"))
            painter.setPen(theme.color("text3"))
            by = painter.fontMetrics().horizontalAdvance(self._by)
            right -= by + theme.sp(12)
            painter.drawText(QRectF(right, 0, by + 2, self.height()), middle, self._by)
            painter.setFont(theme.font("strong" if self._words else "body"))
            painter.setPen(theme.color("text" if self._words else "text3"))
            words = painter.fontMetrics().elidedText(
                self._words or tr("Say in one sentence what everybody works towards now."),
                Qt.TextElideMode.ElideRight,
                int(right - x - theme.sp(12)),
            )
            painter.drawText(QRectF(x, 0, right - x, self.height()), middle, words)
