"""The course of an incident on one line: stages, the number, what happened, and the playhead."""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta, tzinfo

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleValueChangeEvent,
    QMouseEvent,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from models.domain.times import to_ms
from models.queries.reel import Course, ReelMark
from views import text
from views.review.course_paint import (
    AXIS,
    BAND,
    LINE,
    LINE_LOW,
    MARKS,
    Frame,
    paint_course,
)
from views.theme import theme_of
from views.tongue import tr
from views.widgets.painted import painting, rounded

NEAR = 9
"""Logical pixels from an event within which the pointer means it."""


class Scrubber(QWidget):
    """What stands still is painted twice into pixmaps, past and future; the playhead says how much
    of each is shown. The value a screen reader hears is the second of the incident."""

    sought = Signal(datetime)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course: Course | None = None
        self._at: datetime | None = None
        self._zone: tzinfo = UTC
        self._compact = False
        self._past: QPixmap | None = None
        self._future: QPixmap | None = None
        self._drawn: tuple[object, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Replay"))

    def set_zone(self, zone: tzinfo) -> None:
        if zone != self._zone:
            self._zone = zone
            self.update()

    def show_course(self, course: Course | None) -> None:
        if course is not self._course:
            self._course = course
            self._drawn = ()
            self.update()

    def show_at(self, at: datetime | None) -> None:
        if at == self._at:
            return
        self._at = at
        if at is not None and self._course is not None:
            here = self.mark_at(at)
            said = text.clock_time(at, self._zone)
            self.setAccessibleDescription(f"{said}, {here.text}" if here else said)
            seconds = (to_ms(at) - to_ms(self._course.start)) // 1000
            QAccessible.updateAccessibility(QAccessibleValueChangeEvent(self, seconds))
        self.update()

    def mark_at(self, at: datetime) -> ReelMark | None:
        """The event of just that moment."""
        marks = self._course.marks if self._course else ()
        place = bisect_left(marks, at, key=lambda mark: mark.at)
        return marks[place] if place < len(marks) and marks[place].at == at else None

    def sizeHint(self) -> QSize:
        return QSize(600, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._height())

    def _height(self) -> int:
        line = LINE_LOW if self._compact else LINE
        return sum(theme_of(self).sp(part) for part in (BAND, line, MARKS, AXIS))

    def set_compact(self, *, compact: bool) -> None:
        if compact != self._compact:
            self._compact = compact
            self.updateGeometry()

    def x_of(self, at: datetime) -> float:
        course = self._course
        return 0.0 if course is None else Frame.of(course, self.width()).x(at)

    def moment_at(self, x: float) -> datetime | None:
        """An event that is near wins over the exact second."""
        course = self._course
        if course is None:
            return None
        frame = Frame.of(course, self.width())
        near = self._near(x)
        if near is not None:
            return near.at
        share = min(1.0, max(0.0, (x - frame.left) / max(1.0, frame.width)))
        ms = share * (to_ms(course.end) - to_ms(course.start))
        return course.start + timedelta(seconds=round(ms / 1000))

    # Hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event.position().x())
            return
        near = self._near(event.position().x())
        if near is not None:
            words = f"{text.clock_time(near.at, self._zone)} {near.text[:160]}"
            QToolTip.showText(event.globalPosition().toPoint(), words, self)
        else:
            QToolTip.hideText()

    def _seek(self, x: float) -> None:
        at = self.moment_at(x)
        if at is not None:
            self.sought.emit(at)

    def _near(self, x: float) -> ReelMark | None:
        course = self._course
        if course is None or not course.marks:
            return None
        frame = Frame.of(course, self.width())
        reach = theme_of(self).sp(NEAR)
        place = bisect_left(course.marks, x, key=lambda mark: frame.x(mark.at))
        beside = course.marks[max(0, place - 1) : place + 1]
        nearest = min(beside, key=lambda mark: abs(frame.x(mark.at) - x))
        return nearest if abs(frame.x(nearest.at) - x) <= reach else None

    # Paint

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._drawn = ()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        course, at = self._course, self._at
        theme = theme_of(self)
        with painting(self) as painter:
            if course is None or at is None:
                return
            self._draw_still(course)
            x = round(Frame.of(course, self.width()).x(at))
            height = self.height()
            if self._past is None or self._future is None:
                return
            painter.setClipRect(QRectF(0, 0, x, height))
            painter.drawPixmap(0, 0, self._past)
            painter.setClipRect(QRectF(x, 0, self.width() - x, height))
            painter.drawPixmap(0, 0, self._future)
            painter.setClipping(False)
            top = theme.sp(BAND)
            foot = height - theme.sp(AXIS) - theme.sp(MARKS) / 2
            ink = theme.color("accentfill")
            painter.fillRect(QRectF(x - 1, top, 2, foot - top), ink)
            disc = theme.sp(6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(x, foot), disc, disc)
            if self.hasFocus():
                ring = QRectF(x - disc - 3, foot - disc - 3, 2 * disc + 6, 2 * disc + 6)
                rounded(painter, ring, disc + 3, None, theme.color("focus"), 2)
            painter.setFont(theme.font("label"))
            said = text.clock_time(at, self._zone)
            width = painter.fontMetrics().horizontalAdvance(said) + theme.sp(14)
            left = min(max(0.0, x - width / 2), self.width() - width)
            tag = QRectF(left, top + theme.sp(3), width, theme.sp(20))
            rounded(painter, tag, theme.sp(4), ink)
            painter.setPen(theme.color("onaccent"))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, said)

    def _draw_still(self, course: Course) -> None:
        theme, ratio = theme_of(self), self.devicePixelRatioF()
        wanted = (
            id(course),
            self.width(),
            self.height(),
            theme.name,
            theme.scale,
            ratio,
            self._zone,
        )
        if wanted == self._drawn:
            return
        drawn = []
        for is_past in (True, False):
            pixmap = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            with painting(pixmap) as painter:
                paint_course(painter, theme, course, self.size(), self._zone, is_past=is_past)
            drawn.append(pixmap)
        self._past, self._future = drawn
        self._drawn = wanted
