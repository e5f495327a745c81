"""What painted widgets share: a guarded paint, and shapes on half pixels."""

import logging

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintDevice, QPainter, QPen

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
