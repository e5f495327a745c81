"""One line of words drawn by hand. Shaping words takes longer than painting them, and the same few
stand in every picture: they are shaped once."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStaticText, QTextOption, QTransform

from views.theme import Theme


@lru_cache(maxsize=4096)
def _shaped(
    theme: Theme, words: str, font: str, weight: int | None
) -> tuple[QStaticText, QFont, float]:
    """The words, their font and their height."""
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    dressed = theme.font(font, weight)
    shaped = QStaticText(words)
    shaped.setTextFormat(Qt.TextFormat.PlainText)
    shaped.setTextOption(option)
    shaped.prepare(QTransform(), dressed)
    return shaped, dressed, shaped.size().height()


@lru_cache(maxsize=4096)
def width_of(theme: Theme, words: str, font: str, weight: int | None = None) -> int:
    """Logical pixels."""
    return QFontMetrics(theme.font(font, weight)).horizontalAdvance(words)


@lru_cache(maxsize=4096)
def elided(theme: Theme, words: str, width: int, font: str, weight: int | None = None) -> str:
    """As much of it as there is room for, then …"""
    if width_of(theme, words, font, weight) <= width:
        return words
    metrics = QFontMetrics(theme.font(font, weight))
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
    shaped, dressed, height = _shaped(theme, words, font, weight)
    left = rect.left()
    if side != Qt.AlignmentFlag.AlignLeft:
        spare = rect.width() - width_of(theme, words, font, weight)
        left += spare if side == Qt.AlignmentFlag.AlignRight else spare / 2
    painter.setFont(dressed)
    painter.drawStaticText(QPointF(left, rect.top() + (rect.height() - height) / 2), shaped)
