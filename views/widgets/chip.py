"""A word or two in a rounded box: a state, a filter, a file."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.icons import paint_icon
from views.theme import theme_of
from views.widgets.painted import painting, rounded


class Chip(QWidget):
    """A word in a rounded box, with an icon."""

    def __init__(
        self,
        text: str,
        color: str = "text2",
        fill: str = "raised",
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._color, self._fill, self._icon = text, color, fill, icon
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_chip(self, text: str, color: str, fill: str, icon: str | None = None) -> None:
        if (text, color, fill, icon) != (self._text, self._color, self._fill, self._icon):
            self._text, self._color, self._fill, self._icon = text, color, fill, icon
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        width = QFontMetrics(theme.font("chip")).horizontalAdvance(self._text) + theme.sp(18)
        return QSize(width + (theme.sp(18) if self._icon else 0), theme.sp(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            rect = QRectF(self.rect())
            rounded(painter, rect, rect.height() / 2, theme.color(self._fill))
            text = rect.adjusted(theme.sp(9), 0, -theme.sp(6), 0)
            if self._icon:
                side = theme.sp(14)
                box = QRectF(text.left(), rect.center().y() - side / 2, side, side)
                paint_icon(painter, self._icon, theme.color(self._color), box)
                text.adjust(theme.sp(18), 0, 0, 0)
            painter.setFont(theme.font("chip"))
            painter.setPen(theme.color(self._color))
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self._text)
