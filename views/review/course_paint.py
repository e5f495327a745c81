"""How the still parts of the scrubber are drawn: in colour where they are past, grey before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from models.domain.series import Point, stretches
from models.domain.times import from_ms, to_ms
from models.queries.reel import Course, ReelMark
from views.theme import Theme
from views.tongue import tr
from views.vocabulary import moment_word

BAND, LINE, LINE_LOW, MARKS, AXIS = 16, 84, 50, 28, 20
"""Logical pixels from top to bottom: stages, the number (in a low window too), events, times."""
SIDE = 7
"""Room for half a mark at either end."""
HEADROOM = 1.35
FAINT = 120
"""How strong what is still to come is drawn, of 255."""
_TICKS = (60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400)
_TICK_WIDTH = 110
MARK_COLORS = {
    "key": "accentfill",
    "alert": "warn",
    "update": "info",
    "step": "ok",
    "note": "text3",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Leads from a moment to a place."""

    start: int
    span: int
    left: float
    width: float
    line: float = 0.0

    @classmethod
    def of(cls, course: Course, width: int, line: float = 0.0) -> "Frame":
        """`line` is how high the number is drawn."""
        start = to_ms(course.start)
        span = max(1, to_ms(course.end) - start)
        return cls(start, span, SIDE, max(1, width - 2 * SIDE), line)

    def x(self, at: datetime) -> float:
        return self.left + self.width * (to_ms(at) - self.start) / self.span


def paint_course(
    painter: QPainter, theme: Theme, course: Course, size: QSize, zone: tzinfo, *, is_past: bool
) -> None:
    """Fills `size`; what the other rows leave is the number's."""
    frame = Frame.of(course, size.width(), size.height() - theme.sp(BAND + MARKS + AXIS))
    _paint_stages(painter, theme, course, frame)
    _paint_line(painter, theme, course, frame, is_past=is_past)
    floor = theme.sp(BAND) + frame.line
    painter.fillRect(QRectF(frame.left, floor, frame.width, 1), theme.color("line"))
    _paint_marks(painter, theme, course, frame, is_past=is_past)
    _paint_axis(painter, theme, course, frame, zone)


def _paint_stages(painter: QPainter, theme: Theme, course: Course, frame: Frame) -> None:
    painter.setFont(theme.font("caption"))
    metrics = painter.fontMetrics()
    for stage, since, until in course.stages:
        box = QRectF(frame.x(since), 0, frame.x(until) - frame.x(since) - 1, theme.sp(BAND))
        if box.width() <= 0:
            continue
        tint = QColor(theme.stage(stage))
        tint.setAlpha(60)
        painter.fillRect(box, tint)
        painter.fillRect(QRectF(box.left(), box.bottom() - 2, box.width(), 2), theme.stage(stage))
        word = tr(stage.word)
        if metrics.horizontalAdvance(word) + theme.sp(14) <= box.width():
            painter.setPen(theme.color("text"))
            inside = box.adjusted(theme.sp(7), 0, 0, -2)
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, word)


def _paint_line(
    painter: QPainter, theme: Theme, course: Course, frame: Frame, *, is_past: bool
) -> None:
    line = course.line
    if line is None:
        return
    inside = [p for p in line.points if course.start <= p.at <= course.end]
    values = [p.value for p in inside if p.value is not None]
    if not values:
        return
    low, high = min(0.0, *values), max(*values, line.limit or 0.0, 1e-9) * HEADROOM
    top, height = theme.sp(BAND), frame.line

    def place(point: Point) -> QPointF:
        share = ((point.value or 0.0) - low) / (high - low)
        return QPointF(frame.x(point.at), top + height * (1 - share))

    ink = theme.color("plot1" if is_past else "plotmuted")
    if line.limit is not None:
        y = top + height * (1 - (line.limit - low) / (high - low))
        painter.setPen(QPen(theme.color("line2"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(frame.left, y), QPointF(frame.left + frame.width, y))
    for stretch in stretches(inside):
        points = [place(point) for point in thinned(stretch, int(frame.width))]
        if is_past:
            fill = QColor(ink)
            fill.setAlpha(44)
            floor = top + height
            under = [QPointF(points[0].x(), floor), *points, QPointF(points[-1].x(), floor)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawPolygon(QPolygonF(under))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 2 if is_past else 1.4))
        painter.drawPolyline(QPolygonF(points))


def thinned(points: tuple[Point, ...], most: int) -> Iterator[Point]:
    """At most two points in a pixel: the least and the greatest."""
    each = max(1, 2 * len(points) // max(1, most))
    if each <= 2:
        yield from points
        return
    for first in range(0, len(points), each):
        block = points[first : first + each]
        ends = {id(p): p for p in (min(block, key=_value), max(block, key=_value))}
        yield from sorted(ends.values(), key=lambda p: p.at)


def _value(point: Point) -> float:
    return point.value or 0.0


def _paint_marks(
    painter: QPainter, theme: Theme, course: Course, frame: Frame, *, is_past: bool
) -> None:
    """Key moments over the others; of several alike in one place, one."""
    y = theme.sp(BAND) + frame.line + theme.sp(MARKS) / 2
    drawn: set[tuple[int, str]] = set()
    for mark in sorted(course.marks, key=lambda mark: (mark.kind == "key", mark.kind != "note")):
        spot = (round(frame.x(mark.at) / 2), mark.kind)
        if spot in drawn:
            continue
        drawn.add(spot)
        ink = QColor(theme.color(MARK_COLORS[mark.kind]))
        if not is_past:
            ink.setAlpha(FAINT)
        paint_mark(painter, mark.kind, QPointF(frame.x(mark.at), y), theme.sp(5), ink)
        if mark.moment is not None:
            _paint_letter(painter, theme, mark, frame, y)


def _paint_letter(painter: QPainter, theme: Theme, mark: ReelMark, frame: Frame, y: float) -> None:
    """What a reviewer called it stands over the mark."""
    if mark.moment is None:
        return
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.color("accent"))
    word = moment_word(mark.moment)
    width = painter.fontMetrics().horizontalAdvance(word) + 2
    x = min(max(frame.left, frame.x(mark.at) - width / 2), frame.left + frame.width - width)
    box = QRectF(x, y - theme.sp(24), width, theme.sp(14))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)


def paint_mark(painter: QPainter, kind: str, at: QPointF, half: float, ink: QColor) -> None:
    """Diamond, triangle, square or disc around `at`."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    x, y = at.x(), at.y()
    if kind == "key":
        d = half * 1.25
        corners = [QPointF(x, y - d), QPointF(x + d, y), QPointF(x, y + d), QPointF(x - d, y)]
        painter.drawPolygon(QPolygonF(corners))
    elif kind == "alert":
        d = half * 1.15
        corners = [QPointF(x, y - d), QPointF(x + d, y + d * 0.85), QPointF(x - d, y + d * 0.85)]
        painter.drawPolygon(QPolygonF(corners))
    elif kind == "update":
        painter.drawRoundedRect(QRectF(x - half, y - half, 2 * half, 2 * half), 1, 1)
    else:
        painter.drawEllipse(at, half * 0.85, half * 0.85)


def _paint_axis(
    painter: QPainter, theme: Theme, course: Course, frame: Frame, zone: tzinfo
) -> None:
    painter.setFont(theme.font("caption", 400))
    painter.setPen(theme.color("text3"))
    top = theme.sp(BAND) + frame.line + theme.sp(MARKS)
    wide = theme.sp(60)
    for at in ticks(course.start, course.end, int(frame.width // theme.sp(_TICK_WIDTH))):
        x = frame.x(at)
        if x - wide / 2 < 0 or x + wide / 2 > frame.left + frame.width + SIDE:
            continue
        box = QRectF(x - wide / 2, top, wide, theme.sp(AXIS))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{at.astimezone(zone):%H:%M}")


def ticks(start: datetime, end: datetime, most: int) -> list[datetime]:
    """Round times, at most `most` of them."""
    span = (end - start) / timedelta(seconds=1)
    step = next((one for one in _TICKS if span / one <= max(1, most)), _TICKS[-1])
    first = (to_ms(start) // 1000 // step + 1) * step
    found = range(first, to_ms(end) // 1000 + 1, step)
    return [from_ms(at * 1000) for at in found[: max(1, most) + 1]]
