"""A key, drawn as a key."""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QTextLayout
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.keys import cap_word
from views.theme import Theme, theme_of
from views.tongue import tr
from views.widgets.lettering import paint_words, width_of
from views.widgets.painted import painting, painting_picture, ratio_of, rounded
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
            lines = [words.lineAt(n) for n in range(words.lineCount())]
            wide = max(line.naturalTextWidth() for line in lines) if lines else 0
            left = self.width() - self._indent - ceil(wide)
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


def cap_width(theme: Theme, text: str) -> int:
    return max(theme.sp(HEIGHT), width_of(theme, cap_word(text), "caption", 500) + theme.sp(10))


def paint_cap(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    text: str,
    ink: QColor | None = None,
    line: QColor | None = None,
) -> None:
    colors = tuple(None if color is None else color.rgba() for color in (ink, line))
    size = rect.toRect().size().toTuple()
    drawn = _cap(theme, cap_word(text), size, colors, ratio_of(painter))
    painter.drawPixmap(rect.toRect().topLeft(), drawn)


@lru_cache(maxsize=1024)
def _cap(
    theme: Theme,
    words: str,
    size: tuple[int, int],
    colors: tuple[int | None, int | None],
    ratio: float,
) -> QPixmap:
    ink, line = (None if rgba is None else QColor.fromRgba(rgba) for rgba in colors)
    ground = theme.color("overlay") if ink is None else None
    with painting_picture(*size, ratio) as (picture, painter):
        rect = QRectF(0, 0, *size)
        rounded(painter, rect, 4, ground, line or theme.color("line2"))
        painter.setPen(ink or theme.color("text3"))
        middle = Qt.AlignmentFlag.AlignHCenter
        paint_words(painter, theme, rect, words, "caption", 500, side=middle)
    return picture
