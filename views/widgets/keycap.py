"""A key, drawn as a key."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.keys import cap_word
from views.theme import Theme, theme_of
from views.tongue import tr
from views.widgets.painted import painting, rounded

HEIGHT, GAP = 18, 3


class KeyCap(QWidget):
    """One key, or several that are pressed together or in turn."""

    def __init__(self, key: str | Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = (key,) if isinstance(key, str) else tuple(key)
        words = " ".join(cap_word(one) for one in self._keys)
        self.setAccessibleName(tr("Key {key}", key=words))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        gaps = theme.sp(GAP) * (len(self._keys) - 1)
        width = sum(cap_width(theme, key) for key in self._keys) + gaps
        return QSize(width, theme.sp(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, left = theme_of(self), 0
        with painting(self) as painter:
            for key in self._keys:
                width = cap_width(theme, key)
                paint_cap(painter, theme, QRectF(left, 0, width, self.height()), key)
                left += width + theme.sp(GAP)


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
