"""What painted widgets share: a guarded paint, and shapes on half pixels."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPaintDevice, QPainter, QPen, QPixmap

log = logging.getLogger(__name__)

_OF_A_WIDGET = (RuntimeError, ValueError, TypeError, KeyError, AttributeError)
_NOTHING = QColor(0, 0, 0, 0)


class painting:  # noqa: N801 - used as a function
    """A smooth painter that is always ended: one left open by an exception ends the process.
    What is painted by hand keeps its order inside when the window is mirrored; a widget whose
    order carries meaning turns its own shapes round."""

    __slots__ = ("_painter",)

    def __init__(self, device: QPaintDevice) -> None:
        self._painter = QPainter(device)

    def __enter__(self) -> QPainter:
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        return self._painter

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: object
    ) -> bool:
        self._painter.end()
        if not isinstance(error, _OF_A_WIDGET):
            return False
        log.error("a widget could not be painted", exc_info=error)
        return True


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None = None,
    line: QColor | None = None,
    width: float = 1.0,
) -> None:
    """A rounded box whose line lies on whole pixels."""
    place, edge = rect.toRect(), ceil(radius + width)
    ratio = ratio_of(painter)
    is_even = QRectF(place) == rect and width == int(width) and ratio == int(ratio)
    if not is_even or painter.worldMatrixEnabled() or min(place.width(), place.height()) < 2 * edge:
        _paint_box(painter, rect, radius, fill, line, width)
        return
    # Qt draws the whole outline as a smooth path; only the corners are one.
    colors = tuple(None if color is None else color.rgba() for color in (fill, line))
    x, y, w, h = place.x(), place.y(), place.width(), place.height()
    right, low, wide, high = x + w - edge, y + h - edge, w - 2 * edge, h - 2 * edge
    corners = _corners(edge, radius, colors, width, ratio)
    for corner, at_x, at_y in zip(corners, (x, right, x, right), (y, y, low, low), strict=True):
        painter.drawPixmap(at_x, at_y, corner)
    if fill is not None:
        painter.fillRect(QRect(x + edge, y, wide, h), fill)
        painter.fillRect(QRect(x, y + edge, edge, high), fill)
        painter.fillRect(QRect(right, y + edge, edge, high), fill)
    if line is not None:
        thick = int(width)
        painter.fillRect(QRect(x + edge, y, wide, thick), line)
        painter.fillRect(QRect(x + edge, y + h - thick, wide, thick), line)
        painter.fillRect(QRect(x, y + edge, thick, high), line)
        painter.fillRect(QRect(x + w - thick, y + edge, thick, high), line)


def ratio_of(painter: QPainter) -> float:
    """Pixels of the device to a logical one."""
    device = painter.device()
    return device.devicePixelRatioF() if device is not None else 1.0


@contextmanager
def painting_picture(width: int, height: int, ratio: float) -> Iterator[tuple[QPixmap, QPainter]]:
    """A picture of so many logical pixels, transparent, and what paints on it."""
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(_NOTHING)
    with painting(picture) as painter:
        yield picture, painter


@lru_cache(maxsize=512)
def _corners(
    edge: int, radius: float, colors: tuple[int | None, int | None], width: float, ratio: float
) -> tuple[QPixmap, QPixmap, QPixmap, QPixmap]:
    """Of a box: above left and right, below left and right."""
    fill, line = (None if rgba is None else QColor.fromRgba(rgba) for rgba in colors)
    with painting_picture(2 * edge, 2 * edge, ratio) as (picture, painter):
        _paint_box(painter, QRectF(0, 0, 2 * edge, 2 * edge), radius, fill, line, width)
    side = round(edge * ratio)
    return (
        picture.copy(0, 0, side, side),
        picture.copy(side, 0, side, side),
        picture.copy(0, side, side, side),
        picture.copy(side, side, side, side),
    )


def _paint_box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None,
    line: QColor | None,
    width: float,
) -> None:
    half = width / 2 if line is not None else 0.0
    painter.setBrush(_NOTHING if fill is None else fill)
    painter.setPen(_NOTHING if line is None else QPen(line, width))
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)


def paint_check(painter: QPainter, disc: QRectF, ink: QColor) -> None:
    """A heavy check in the middle of a disc or a box; the icon's is too thin at this size."""
    side = disc.width()
    pen = QPen(ink, max(1.6, side * 0.1))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    corners = ((0.29, 0.53), (0.44, 0.67), (0.72, 0.36))
    points = [QPointF(disc.left() + side * x, disc.top() + side * y) for x, y in corners]
    painter.drawPolyline(points)
