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
from views.tongue import inside, tr
from views.widgets.painted import painting, rounded

HEIGHTS = {"s": 18, "m": 22, "l": 34, "xl": 46}
_TEXT = {"s": 11, "m": 12, "l": 17, "xl": 24}
_RADII = {"s": 4, "m": 4, "l": 6, "xl": 8}


class SeverityBadge(QWidget):
    """`worded` adds the severity's word ("P0 Critical"); `drill` draws it dashed and violet."""

    clicked = Signal()

    def __init__(
        self,
        severity: Severity | None,
        size: str = "m",
        parent: QWidget | None = None,
        *,
        worded: bool = False,
        drill: bool = False,
    ) -> None:
        super().__init__(parent)
        self._severity = severity
        self._size = size
        self._worded = worded
        self.drill = drill
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_severity(severity)

    def set_severity(self, severity: Severity | None) -> None:
        self._severity = severity
        words = (
            tr(
                "Severity {severity}, {word}",
                severity=severity.value,
                word=inside(tr(severity.word)),
            )
            if severity
            else tr("No severity")
        )
        if self.drill:
            words = tr("{severity}, in a drill", severity=words)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(*badge_size(theme_of(self), self._size, _word(self._severity, self._worded)))

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            paint_badge(
                painter,
                theme_of(self),
                QRectF(self.rect()),
                self._severity,
                self._size,
                drill=self.drill,
                word=_word(self._severity, self._worded),
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


def badge_size(theme: Theme, size: str, word: str = "") -> tuple[int, int]:
    """Width and height; P0 to P4 are equally wide, so that they stand in a column."""
    height = theme.sp(HEIGHTS[size])
    metrics = QFontMetrics(_font(theme, size))
    width = metrics.horizontalAdvance("P0") + round(
        height * (1.16 if height > theme.sp(30) else 1.26)
    )
    if word:
        width += metrics.horizontalAdvance(word) + round(height * 0.3)
    return width, height


def paint_badge(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    severity: Severity | None,
    size: str = "m",
    *,
    drill: bool = False,
    word: str = "",
) -> None:
    """Draws into `rect`, of `badge_size`."""
    painter.save()
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    radius = float(theme.sp(_RADII[size]))
    fill, ink, line = _colors(theme, severity, drill=drill)
    rounded(painter, rect, radius, fill, line)
    if drill:
        _paint_dashes(painter, theme, rect, radius)
    height = rect.height()
    side = height * (0.5 if height > theme.sp(30) else 0.54)
    shape = QRectF(rect.left() + height * 0.26, rect.center().y() - side / 2, side, side)
    if severity is not None:
        _paint_shape(painter, severity, shape, ink, fill)
    painter.setFont(_font(theme, size))
    painter.setPen(ink)
    text = QRectF(shape.right() + height * 0.19, rect.top(), rect.width(), height)
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, severity.value if severity else "–")
    if word:
        text.adjust(painter.fontMetrics().horizontalAdvance("P0") + height * 0.3, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, word)
    painter.restore()


def _word(severity: Severity | None, worded: bool) -> str:
    return tr(severity.word) if severity is not None and worded else ""


def _colors(
    theme: Theme, severity: Severity | None, *, drill: bool
) -> tuple[QColor, QColor, QColor | None]:
    """Fill, ink and outline; a fill under 3:1 on its ground gets an outline in its text colour."""
    if drill:
        return theme.color("drillbg"), theme.color("drill"), None
    if severity is None:
        return theme.color("raised"), theme.color("text3"), theme.color("line2")
    colors = theme.severity(severity)
    quiet = severity in (Severity.P3, Severity.P4)
    outlined = quiet or (severity is Severity.P2 and not theme.is_dark)
    return colors.fill, colors.on, colors.text if outlined else None


def _paint_dashes(painter: QPainter, theme: Theme, rect: QRectF, radius: float) -> None:
    pen = QPen(theme.color("drill"), 1.6)
    pen.setDashPattern([3.2, 2.0])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.8, 0.8, -0.8, -0.8), radius, radius)


def _font(theme: Theme, size: str) -> QFont:
    font = theme.font("label", 700)
    font.setPixelSize(theme.sp(_TEXT[size]))
    return font


def _paint_shape(
    painter: QPainter, severity: Severity, box: QRectF, ink: QColor, ground: QColor
) -> None:
    soft = QPen(ink, box.width() * 0.06)
    soft.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(soft)
    painter.setBrush(ink)
    center, half = box.center(), box.width() / 2
    if severity is Severity.P0:
        painter.drawPolygon(_octagon(box))
        painter.setPen(Qt.PenStyle.NoPen)
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
        dash = QRectF(box.left(), center.y() - half * 0.22, box.width(), half * 0.44)
        painter.drawRoundedRect(dash, half * 0.12, half * 0.12)


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
