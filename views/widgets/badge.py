"""The severity badge: colour, shape and text, so that no cue stands alone."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.domain.severity import Severity
from views.theme import Theme, theme_of
from views.widgets.painted import painting, rounded

HEIGHTS = {"s": 20, "m": 22, "l": 34, "xl": 46}
_TEXT = {"s": 11, "m": 12, "l": 17, "xl": 23}


class SeverityBadge(QWidget):
    clicked = Signal()

    def __init__(
        self, severity: Severity | None, size: str = "m", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._severity = severity
        self._size = size
        self.drill = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_severity(severity)

    def set_severity(self, severity: Severity | None) -> None:
        self._severity = severity
        words = f"Severity {severity.value}, {severity.word.lower()}" if severity else "No severity"
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(*badge_size(theme_of(self), self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            paint_badge(
                painter,
                theme_of(self),
                QRectF(self.rect()),
                self._severity,
                self._size,
                drill=self.drill,
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


def badge_size(theme: Theme, size: str) -> tuple[int, int]:
    height = theme.sp(HEIGHTS[size])
    width = QFontMetrics(_font(theme, size)).horizontalAdvance("P0") + round(height * 1.25)
    return width, height


def paint_badge(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    severity: Severity | None,
    size: str = "m",
    *,
    drill: bool = False,
) -> None:
    """Draws into `rect`, of `badge_size`."""
    painter.save()
    radius = 4.0 if size in ("s", "m") else 7.0
    fill, ink = theme.color("raised"), theme.color("text3")
    line: QColor | None = theme.color("line2")
    if severity is not None:
        colors = theme.severity(severity)
        fill, ink, line = colors.fill, colors.on, None
        quiet = severity in (Severity.P3, Severity.P4)
        if quiet or (severity is Severity.P2 and not theme.is_dark):
            line = colors.text
    if drill:
        fill, ink, line = theme.color("drillbg"), theme.color("drill"), None
    rounded(painter, rect, radius, fill, line)
    if drill:
        pen = QPen(theme.color("drill"), 1.6, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
    side = rect.height() * 0.5
    left = rect.left() + rect.height() * 0.28
    shape = QRectF(left, rect.center().y() - side / 2, side, side)
    if severity is not None:
        _paint_shape(painter, severity, shape, ink, fill)
    painter.setFont(_font(theme, size))
    painter.setPen(ink)
    text = QRectF(shape.right() + rect.height() * 0.18, rect.top(), rect.width(), rect.height())
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, severity.value if severity else "–")
    painter.restore()


def _font(theme: Theme, size: str) -> QFont:
    font = theme.font("label", 700)
    font.setPixelSize(theme.sp(_TEXT[size]))
    return font


def _paint_shape(
    painter: QPainter, severity: Severity, box: QRectF, ink: QColor, ground: QColor
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    center, half = box.center(), box.width() / 2
    if severity is Severity.P0:
        painter.drawPolygon(_octagon(box))
        painter.setBrush(ground)
        bar = box.width() * 0.17
        stem = QRectF(center.x() - bar / 2, box.top() + half * 0.36, bar, half * 0.78)
        painter.drawRoundedRect(stem, bar / 2, bar / 2)
        painter.drawEllipse(QPointF(center.x(), box.bottom() - half * 0.48), bar * 0.62, bar * 0.62)
    elif severity is Severity.P1:
        path = QPainterPath(QPointF(center.x(), box.top()))
        path.lineTo(box.right(), box.bottom() - half * 0.1)
        path.lineTo(box.left(), box.bottom() - half * 0.1)
        path.closeSubpath()
        painter.drawPath(path)
    elif severity is Severity.P2:
        corners = [
            QPointF(center.x(), box.top()),
            QPointF(box.right(), center.y()),
            QPointF(center.x(), box.bottom()),
            QPointF(box.left(), center.y()),
        ]
        painter.drawPolygon(QPolygonF(corners))
    elif severity is Severity.P3:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        width = box.width() * 0.24
        painter.setPen(QPen(ink, width))
        painter.drawEllipse(center, half - width / 2, half - width / 2)
    else:
        painter.drawRoundedRect(
            QRectF(box.left(), center.y() - half * 0.2, box.width(), half * 0.4), 1, 1
        )


def _octagon(box: QRectF) -> QPolygonF:
    cut = box.width() * 0.29
    points = [
        (box.left() + cut, box.top()),
        (box.right() - cut, box.top()),
        (box.right(), box.top() + cut),
        (box.right(), box.bottom() - cut),
        (box.right() - cut, box.bottom()),
        (box.left() + cut, box.bottom()),
        (box.left(), box.bottom() - cut),
        (box.left(), box.top() + cut),
    ]
    return QPolygonF([QPointF(x, y) for x, y in points])
