"""The checkbox."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QCheckBox

from views.theme import theme_of
from views.widgets.painted import paint_check, painting, rounded

_BOX, _GAP, _HEIGHT = 17, 9, 28


class CheckBox(QCheckBox):
    """Its whole row is the target."""

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        width = theme.sp(_BOX) + 4
        if self.text():
            advance = QFontMetrics(theme.font("body")).horizontalAdvance(self.text())
            width += theme.sp(_GAP) + advance
        return QSize(max(width, theme.sp(24)), theme.sp(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            side = theme.sp(_BOX)
            box = QRectF(2, (self.height() - side) // 2, side, side)
            radius = theme.sp(4)
            if self.isChecked():
                usable = self.isEnabled()
                rounded(painter, box, radius, theme.color("accentfill" if usable else "line2"))
                paint_check(painter, box, theme.color("onaccent" if usable else "text3"))
            else:
                fill = theme.color("hover" if self.underMouse() and self.isEnabled() else "inset")
                line = theme.color("control" if self.isEnabled() else "line2")
                rounded(painter, box, radius, fill, line, 1.5)
            if self.hasFocus():
                ring = box.adjusted(-2, -2, 2, 2)
                rounded(painter, ring, radius + 2, None, theme.color("focus"), 2)
            painter.setFont(theme.font("body"))
            painter.setPen(theme.color("text" if self.isEnabled() else "disabled"))
            text = QRectF(self.rect()).adjusted(side + 2 + theme.sp(_GAP), 0, 0, 0)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())
