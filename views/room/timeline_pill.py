"""The pill that waits at the bottom while rows come in below."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from views.icons import paint_icon
from views.theme import theme_of
from views.tongue import ntr, tr
from views.widgets.painted import painting


class NewRowsPill(QAbstractButton):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("Show the newest rows and follow (End)"))
        self.hide()

    def show_count(self, n: int) -> None:
        """Nothing to show for 0."""
        self.setVisible(n > 0)
        if n > 0:
            self.setText(ntr("{n} new", "{n} new", n))
            self.setAccessibleName(ntr("{n} new below. Show it", "{n} new below. Show them", n))
            self.place()

    def place(self) -> None:
        """In the middle of the lower edge."""
        sp, room = theme_of(self).sp, self._room.rect()
        self.resize(self.sizeHint())
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - sp(10))
        self.raise_()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        self.setFont(theme.font("label"))
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(words + theme.sp(46), theme.sp(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.setBrush(theme.color("hover" if self.underMouse() else "overlay"))
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
            side = theme.sp(14)
            place = QRectF(theme.sp(12), (self.height() - side) / 2, side, side)
            paint_icon(painter, "caret-down", theme.color("accent"), place)
            painter.setPen(theme.color("accent"))
            painter.setFont(theme.font("label"))
            words = self.rect().adjusted(theme.sp(32), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
