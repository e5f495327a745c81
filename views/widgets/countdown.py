"""The countdown to the next status update: a ring that drains, and text that is the truth."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from views import text
from views.theme import theme_of
from views.widgets.painted import painting

SOON_MS = 5 * 60_000


def urgency(left_ms: int) -> str:
    """The colour's name: accent, warn under 5 min, bad when late."""
    if left_ms < 0:
        return "bad"
    return "warn" if left_ms < SOON_MS else "accent"


class CountdownRing(QWidget):
    def __init__(self, size: int = 52, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = size
        self._left_ms = 0
        self._whole_ms = 1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_left(self, left_ms: int, whole_ms: int) -> None:
        """`whole_ms` is the length that the full ring stands for."""
        if left_ms // 1000 == self._left_ms // 1000 and whole_ms == self._whole_ms:
            return
        self._left_ms, self._whole_ms = left_ms, max(1, whole_ms)
        minutes = abs(left_ms) // 60_000
        words = f"{minutes} minutes late" if left_ms < 0 else f"due in {minutes} minutes"
        self.setAccessibleName(f"Next update {words}")
        self.update()

    def sizeHint(self) -> QSize:
        side = theme_of(self).sp(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            width = theme.sp(4)
            box = QRectF(self.rect()).adjusted(width, width, -width, -width)
            painter.setPen(QPen(theme.color("line2"), width))
            painter.drawEllipse(box)
            color = theme.color(urgency(self._left_ms))
            share = 1.0 if self._left_ms < 0 else min(1.0, self._left_ms / self._whole_ms)
            pen = QPen(color, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(box, 90 * 16, round(share * 360 * 16))
            words = text.left(self._left_ms)
            font = theme.font("label", 700)
            if len(words) > 5:
                font.setPixelSize(theme.sp(10))
            painter.setFont(font)
            painter.setPen(color if self._left_ms < SOON_MS else theme.color("text"))
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, words)
