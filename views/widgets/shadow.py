"""A soft shadow behind a box. Qt's own effect draws the box anew into a picture and blurs that at
each change of a letter in it; this one is drawn once a size of corner and laid around."""

from functools import lru_cache
from math import erfc, sqrt

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from views.theme import theme_of
from views.widgets.painted import painting

_FOLLOWED = frozenset(
    (
        QEvent.Type.Move,
        QEvent.Type.Resize,
        QEvent.Type.Show,
        QEvent.Type.Hide,
        QEvent.Type.ZOrderChange,
    )
)
_ON_DARK, _ON_LIGHT = 140, 72
"""Opacity of 255 right below the middle of the box."""


class Shadow(QWidget):
    """Behind `box`, its sibling, wherever that goes; `reach` and `drop` in logical pixels."""

    def __init__(self, box: QWidget, reach: int = 48, drop: int = 18, radius: int = 12) -> None:
        super().__init__(box.parentWidget())
        self._box, self._reach, self._drop, self._radius = box, reach, drop, radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._follow()
        box.installEventFilter(self)
        box.destroyed.connect(self.deleteLater)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _FOLLOWED:
            self._follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        strength = _ON_DARK if theme_of(self).is_dark else _ON_LIGHT
        # Under the box nobody sees it, but at its round corners.
        round_by = self._radius
        under = self._box.geometry().translated(-self.pos())
        seen = QRegion(self.rect()) - QRegion(under.adjusted(0, round_by, 0, -round_by))
        seen -= QRegion(under.adjusted(round_by, 0, -round_by, 0))
        with painting(self) as painter:
            painter.setClipRegion(seen)
            _lay_around(painter, self.rect(), _corners(self._reach, self._radius, strength))

    def _follow(self) -> None:
        reach = self._reach
        around = self._box.geometry().adjusted(-reach, -reach, reach, reach)
        self.setGeometry(around.translated(0, self._drop))
        self.setVisible(not self._box.isHidden())
        self.stackUnder(self._box)


@lru_cache(maxsize=8)
def _corners(reach: int, radius: int, strength: int) -> QPixmap:
    """The shadow of the smallest box: four corners and a pixel between them."""
    edge = 2 * reach + radius
    side = 2 * edge + 1
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    deviation = reach / 2.5
    with painting(picture) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.setPen(Qt.PenStyle.NoPen)
        for outside in range(reach, -reach - 1, -1):
            alpha = strength * erfc(outside / (deviation * sqrt(2))) / 2
            painter.setBrush(QColor(0, 0, 0, round(alpha)))
            inset = reach - outside
            round_by = max(radius + outside, 1)
            box = QRectF(picture.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(box, round_by, round_by)
    return picture


def _lay_around(painter: QPainter, place: QRect, corners: QPixmap) -> None:
    """Corners as they are, edges and middle stretched."""
    edge = min(corners.width() // 2, place.width() // 2, place.height() // 2)
    last = corners.width() - edge
    right, low = place.width() - edge, place.height() - edge
    for x, width, from_x, from_w in _thirds(edge, right, last, corners.width()):
        for y, height, from_y, from_h in _thirds(edge, low, last, corners.height()):
            painter.drawPixmap(
                QRect(QPoint(x, y), QPoint(x + width - 1, y + height - 1)),
                corners,
                QRect(from_x, from_y, from_w, from_h),
            )


def _thirds(edge: int, far: int, last: int, whole: int) -> tuple[tuple[int, int, int, int], ...]:
    """Along one side, each part as (where, how long, from where in the picture, how much of it)."""
    return (
        (0, edge, 0, edge),
        (edge, far - edge, edge, whole - 2 * edge),
        (far, edge, last, edge),
    )
