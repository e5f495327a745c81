"""The countdown to the next status update: a ring that drains, and text that is the truth."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from views import text
from views.theme import theme_of
from views.tongue import ntr, tr
from views.widgets.painted import painting

SOON_MS = 5 * 60_000
_LARGE = 70
"""From this size on it is the subject of its screen."""


def urgency(left_ms: int) -> str:
    """The colour's name: accent, warn under 5 min, bad when late."""
    if left_ms < 0:
        return "bad"
    return "warn" if left_ms < SOON_MS else "accent"


class CountdownRing(QWidget):
    """Drains clockwise from the top; late, it is full and in the colour for what is bad."""

    def __init__(self, size: int = 52, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = size
        self._left_ms = 0
        self._whole_ms = 1
        self.setAccessibleName(tr("Next update"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_left(self, left_ms: int, whole_ms: int) -> None:
        """`whole_ms` is the length that the full ring stands for."""
        if left_ms // 1000 == self._left_ms // 1000 and whole_ms == self._whole_ms:
            return
        self._left_ms, self._whole_ms = left_ms, max(1, whole_ms)
        minutes = abs(left_ms) // 60_000
        self.setAccessibleName(
            ntr("Next update {n} minute late", "Next update {n} minutes late", minutes)
            if left_ms < 0
            else ntr("Next update due in {n} minute", "Next update due in {n} minutes", minutes)
        )
        self.update()

    def sizeHint(self) -> QSize:
        side = theme_of(self).sp(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            width = 3.5 * theme.scale
            inset = width / 2 + 1
            box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.setPen(QPen(theme.color("line2"), width))
            painter.drawEllipse(box)
            late = self._left_ms < 0
            share = 1.0 if late else min(1.0, self._left_ms / self._whole_ms)
            pen = QPen(theme.color(urgency(self._left_ms)), width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(box, 90 * 16, round(share * 360 * 16))
            words = text.left(self._left_ms)
            font = theme.font("label" if self._side < _LARGE else "heading", 650)
            room = box.width() - 3 * width
            while QFontMetrics(font).horizontalAdvance(words) > room and font.pixelSize() > 9:
                font.setPixelSize(font.pixelSize() - 1)
            painter.setFont(font)
            painter.setPen(theme.color("text"))
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, words)
