"""One line of words drawn by hand. Shaping words takes longer than painting them, and the same few
stand in every picture: they are shaped once."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStaticText, QTextOption, QTransform

from views.theme import Fonts, Theme


@lru_cache(maxsize=4096)
def _shaped(
    fonts: Fonts, words: str, font: str, weight: int | None
) -> tuple[QStaticText, QFont, float]:
    """The words, their font and their height."""
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    dressed = fonts.font(font, weight)
    shaped = QStaticText(words)
    shaped.setTextFormat(Qt.TextFormat.PlainText)
    shaped.setTextOption(option)
    shaped.prepare(QTransform(), dressed)
    return shaped, dressed, shaped.size().height()


def width_of(theme: Theme, words: str, font: str, weight: int | None = None) -> int:
    """Logical pixels."""
    return _width(theme.fonts, words, font, weight)


@lru_cache(maxsize=4096)
def _width(fonts: Fonts, words: str, font: str, weight: int | None) -> int:
    return QFontMetrics(fonts.font(font, weight)).horizontalAdvance(words)


def elided(theme: Theme, words: str, width: int, font: str, weight: int | None = None) -> str:
    """As much of it as there is room for, then …"""
    if width_of(theme, words, font, weight) <= width:
        return words
    return _cut(theme.fonts, words, width, font, weight)


@lru_cache(maxsize=1024)
def _cut(fonts: Fonts, words: str, width: int, font: str, weight: int | None) -> str:
    metrics = QFontMetrics(fonts.font(font, weight))
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)


def paint_words(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    words: str,
    font: str,
    weight: int | None = None,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """In the painter's pen, in the middle of the height; `side` is left, right or the middle."""
    shaped, dressed, height = _shaped(theme.fonts, words, font, weight)
    left = rect.left()
    if side != Qt.AlignmentFlag.AlignLeft:
        spare = rect.width() - width_of(theme, words, font, weight)
        left += spare if side == Qt.AlignmentFlag.AlignRight else spare / 2
    painter.setFont(dressed)
    painter.drawStaticText(QPointF(left, rect.top() + (rect.height() - height) / 2), shaped)
