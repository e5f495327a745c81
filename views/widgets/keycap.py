"""A key, drawn as a key."""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.keys import cap_word
from views.theme import Theme, theme_of
from views.tongue import tr
from views.widgets.painted import painting, rounded
from views.widgets.wrap import WIDEST, laid_out

HEIGHT, GAP = 18, 3
LEAST_WORDS = 120


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
        return QSize(caps_width(theme, self._keys), theme.sp(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            paint_caps(painter, theme_of(self), 0, 0, self._keys)


class KeyLine(QWidget):
    """Keys, then from `indent` pixels on what they do; words that do not fit take a further
    line."""

    def __init__(self, keys: Sequence[str], words: str, indent: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys, self._words, self._indent = tuple(keys), words, indent
        said = " ".join(cap_word(one) for one in self._keys)
        self.setAccessibleName(tr("Key {key}", key=said))
        self.setAccessibleDescription(words)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(self._indent + theme_of(self).sp(LEAST_WORDS), theme_of(self).sp(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(theme_of(self).sp(HEIGHT), ceil(self._laid_out(width)[1]))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        words, high = self._laid_out(self.width())
        caps, left = 0, self._indent
        if self.isRightToLeft():
            caps = self.width() - caps_width(theme, self._keys)
            left = 0
        with painting(self) as painter:
            paint_caps(painter, theme, caps, (self.height() - theme.sp(HEIGHT)) // 2, self._keys)
            painter.setPen(theme.color("text"))
            words.draw(painter, QPointF(left, (self.height() - high) / 2))

    def _laid_out(self, width: int) -> tuple[QTextLayout, float]:
        theme, room = theme_of(self), width - self._indent
        one_line = laid_out(theme, self._words, "body", WIDEST)
        if one_line[0].maximumWidth() <= room:
            return one_line
        return laid_out(theme, self._words, "body", room)


def caps_width(theme: Theme, keys: Sequence[str]) -> int:
    return sum(cap_width(theme, key) for key in keys) + theme.sp(GAP) * (len(keys) - 1)


def paint_caps(painter: QPainter, theme: Theme, left: int, top: int, keys: Sequence[str]) -> None:
    for key in keys:
        width = cap_width(theme, key)
        paint_cap(painter, theme, QRectF(left, top, width, theme.sp(HEIGHT)), key)
        left += width + theme.sp(GAP)


@lru_cache(maxsize=512)
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
