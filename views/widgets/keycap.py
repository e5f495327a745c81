"""A key, drawn as a key."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.keys import cap_word
from views.theme import Theme, theme_of
from views.tongue import tr
from views.widgets.painted import painting, rounded

HEIGHT = 18


class KeyCap(QWidget):
    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setAccessibleName(tr("Key {key}", key=cap_word(text)))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(cap_width(theme, self._text), theme.sp(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            paint_cap(painter, theme_of(self), QRectF(self.rect()), self._text)


def cap_width(theme: Theme, text: str) -> int:
    metrics = QFontMetrics(theme.font("caption", 500))
    return max(theme.sp(HEIGHT), metrics.horizontalAdvance(cap_word(text)) + theme.sp(10))


def paint_cap(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    text: str,
    ink: QColor | None = None,
    line: QColor | None = None,
) -> None:
    ground = theme.color("overlay") if ink is None else QColor(0, 0, 0, 0)
    rounded(painter, rect, 4, ground, line or theme.color("line2"))
    painter.setFont(theme.font("caption", 500))
    painter.setPen(ink or theme.color("text3"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, cap_word(text))
