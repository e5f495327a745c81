"""A person as a disc with initials."""

import hashlib
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.theme import Theme, theme_of
from views.tongue import tr
from views.widgets.painted import painting, painting_picture, ratio_of


def initials(name: str) -> str:
    words = name.replace(".", " ").replace("_", " ").replace("-", " ").split()
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2].upper()
    return (words[0][0] + words[-1][0]).upper()


class Avatar(QWidget):
    """`ring` marks the commander; no name is a dashed, empty disc, `asked` a dashed one with the
    initials of who has not answered yet."""

    def __init__(
        self,
        name: str,
        size: int = 24,
        parent: QWidget | None = None,
        *,
        ring: bool = False,
        asked: bool = False,
    ) -> None:
        super().__init__(parent)
        self._side = size
        self._asked = asked
        self._ring = ring
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        self._name = name
        self.setAccessibleName(name or tr("Nobody"))
        self.setToolTip(name)
        self.update()

    def sizeHint(self) -> QSize:
        side = theme_of(self).sp(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            paint_avatar(
                painter,
                theme_of(self),
                QRectF(self.rect()),
                self._name,
                ring=self._ring,
                asked=self._asked,
            )


def paint_avatar(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    name: str,
    *,
    ring: bool = False,
    asked: bool = False,
) -> None:
    side, ratio = round(rect.width()), ratio_of(painter)
    painter.drawPixmap(rect.topLeft(), _disc(theme, side, name, ring, asked, ratio))


@lru_cache(maxsize=512)
def _disc(theme: Theme, side: int, name: str, ring: bool, asked: bool, ratio: float) -> QPixmap:
    with painting_picture(side, side, ratio) as (picture, painter):
        _paint_disc(painter, theme, QRectF(0, 0, side, side), name, ring=ring, asked=asked)
    return picture


def _paint_disc(
    painter: QPainter, theme: Theme, rect: QRectF, name: str, *, ring: bool, asked: bool
) -> None:
    box = rect.adjusted(1, 1, -1, -1)
    if not name or asked:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("control"), 1, Qt.PenStyle.DashLine))
        painter.drawEllipse(box)
        if name:
            _paint_initials(painter, theme, rect, name, "text2")
        return
    hue = hashlib.sha256(initials(name).encode()).digest()[0] * 359 // 255
    disc = QColor.fromHsl(hue, 70, 72) if theme.is_dark else QColor.fromHsl(hue, 90, 205)
    painter.setBrush(disc)
    painter.setPen(Qt.PenStyle.NoPen)
    if ring:
        painter.setPen(QPen(theme.color("accent"), 2))
    painter.drawEllipse(box)
    _paint_initials(painter, theme, rect, name, "text")


def _paint_initials(painter: QPainter, theme: Theme, rect: QRectF, name: str, color: str) -> None:
    font = theme.font("caption", 700)
    font.setPixelSize(max(8, round(rect.height() * 0.38)))
    painter.setFont(font)
    painter.setPen(theme.color(color))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials(name))
