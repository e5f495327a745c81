"""Drawing the rows of the timeline, the line that joins them, and the line of now."""

from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from models.domain.entry import EntryKind
from models.domain.severity import Severity
from models.domain.timeline import TimelineEntry
from views.icons import paint_icon
from views.room.timeline_rows import Chip, Face, Metrics, Row
from views.room.timeline_stamps import Stamps
from views.room.timeline_words import (
    RoomClock,
    separator_stage,
    separator_words,
    severities_of,
)
from views.tongue import tr

KIND_ICONS = {
    EntryKind.NOTE: "note-pencil",
    EntryKind.DECISION: "scales",
    EntryKind.EVIDENCE: "paperclip",
    EntryKind.METRIC: "chart-line-up",
    EntryKind.TASK: "check-circle",
    EntryKind.ALERT: "bell-ringing",
    EntryKind.SEVERITY: "arrow-fat-up",
    EntryKind.STAGE: "flow-arrow",
    EntryKind.ROLE: "users",
    EntryKind.RUNBOOK: "play-circle",
    EntryKind.UPDATE: "megaphone",
    EntryKind.FIELD: "pencil-simple",
    EntryKind.CORRECTION: "pencil-simple",
    EntryKind.CONFLICT: "git-merge",
    EntryKind.SYSTEM: "info",
}

ACTIONS = (("key", "star"), ("copy", "copy"), ("correct", "pencil-simple"))
"""The acts of a row under the pointer, from left to right, with their icons."""


class Look(NamedTuple):
    """How one row stands just now. A tuple: one is made of every row at every paint."""

    day: str = ""
    hovered: bool = False
    current: bool = False
    ringed: bool = False
    actions: tuple[str, ...] = ()
    lit_action: str = ""
    first: bool = False
    last: bool = False


PLAIN = Look()


def action_places(row: Row, top: int, names: tuple[str, ...], m: Metrics) -> dict[str, QRect]:
    """Where the acts of a row are, in the viewport: beside a line that leaves room for them, beside
    the chips, else over the end of the first line."""
    size = m.theme.sp(24)
    left, middle = _free_place(row, size * len(names) + m.theme.sp(6), m)
    y = top + middle - size // 2
    return {name: QRect(left + size * n, y, size, size) for n, name in enumerate(names)}


def _free_place(row: Row, width: int, m: Metrics) -> tuple[int, int]:
    """The left edge and the middle of a place of that width."""
    first = row.body_top + m.row // 2
    left = row.chips_left - width
    if row.layout is None:
        return left, first
    lines = [row.layout.lineAt(n) for n in range(row.layout.lineCount())]
    ends = [m.text_x + line.naturalTextWidth() for line in lines]
    ends[-1] = max(ends[-1], row.more.right() if row.more.isValid() else 0)
    for n, line in enumerate(lines):
        if all(end < left for end in ends[max(0, n - 1) : n + 2]):
            return left, first + round(line.y())
    if row.chips and row.chips_left == m.right:
        lowest = row.chips[-1].place
        if lowest.left() - width > m.text_x:
            return lowest.left() - width, lowest.center().y()
    return left, first


class RowPainter:
    def __init__(
        self,
        painter: QPainter,
        ratio: float,
        metrics: Metrics,
        clock: RoomClock,
        stamps: Stamps,
    ) -> None:
        """`ratio` is that of the painter's device: pixels of it to one of ours."""
        self._p, self._m, self._clock, self._stamps = painter, metrics, clock, stamps
        self._ratio = ratio
        self._on_pixels = ratio.is_integer()  # elsewhere a copy would blur

    def row(self, row: Row, top: int, look: Look, now: datetime) -> None:
        self._joining_line(row, top, look)
        if row.body_top:
            self._heading(row.entry, top, look, now)
        if row.layout is None:
            if look.ringed:
                self._ring(QRect(self._m.tint_x, top, self._width(), row.height))
            return
        body = QRect(self._m.tint_x, top + row.body_top, self._width(), row.height - row.body_top)
        ground = self._ground(row.entry, look)
        if ground is not None:
            radius = self._m.theme.sp(8)
            self._p.setPen(Qt.PenStyle.NoPen)
            self._p.setBrush(ground)
            self._p.drawRoundedRect(QRectF(body), radius, radius)
        self._time(row.entry, look, body.top(), dated=not row.body_top)
        self._node(row.entry, look, body.top() + self._m.row // 2)
        layout_at = QPointF(self._m.text_x, body.top() + self._m.padding)
        row.layout.draw(self._p, layout_at)
        if row.more.isValid():
            self._p.setPen(self._color("accent"))
            self._p.setFont(self._m.strong)
            more = row.more.translated(0, top)
            self._p.drawText(more, Qt.AlignmentFlag.AlignLeft, tr("… more"))
        for chip in row.chips:
            self._chip(chip, chip.place.translated(0, top), on_ground=ground is not None)
        if look.actions:
            self._actions(row, top, look)
        if look.ringed:
            self._ring(body)

    def now_line(self, place: QRect, now: datetime, *, joined: bool) -> None:
        m, y, sp = self._m, place.top() + place.height() // 2, self._m.theme.sp
        accent = self._color("accent")
        if joined:
            line = QRect(m.node_x, place.top(), max(1, sp(1)), place.height() // 2)
            self._p.fillRect(line, self._color("line2"))
        self._p.setPen(accent)
        self._text(self._clock.time(now), m.time_x, y, m.label_strong)
        wide = _width(tr("now"), m.label_strong)
        self._text(tr("now"), m.right - wide, y, m.label_strong)
        self._p.fillRect(
            QRect(m.tint_x, y, m.right - wide - sp(8) - m.tint_x, max(1, sp(1))), accent
        )
        self._p.setPen(Qt.PenStyle.NoPen)
        self._p.setBrush(accent)
        self._p.drawEllipse(QPointF(m.node_x + 0.5, y + 0.5), sp(9) / 2, sp(9) / 2)

    def notice(self, what: str, then: str, room: QRect) -> None:
        """Said in the middle where there are no rows."""
        sp = self._m.theme.sp
        middle = room.center() - QPoint(0, sp(20))
        side = sp(30)
        place = QRect(middle.x() - side // 2, middle.y() - sp(50), side, side)
        self._icon("list-bullets", self._color("text3"), place)
        line = QRect(room.left() + sp(10), middle.y() - sp(8), room.width() - sp(20), sp(40))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        self._p.setFont(self._m.strong)
        self._p.setPen(self._color("text"))
        self._p.drawText(line, flags, what)
        self._p.setFont(self._m.body)
        self._p.setPen(self._color("text3"))
        self._p.drawText(line.translated(0, sp(24)), flags, then)

    def _color(self, name: str) -> QColor:
        return self._m.theme.color(name)

    def _width(self) -> int:
        return self._m.tint_right - self._m.tint_x

    def _text(self, words: str, x: int, middle: int, face: Face) -> None:
        """Draws one line around `middle`."""
        self._p.setFont(face.font)
        self._p.drawText(x, middle + face.drop, words)

    def _joining_line(self, row: Row, top: int, look: Look) -> None:
        m = self._m
        middle = (m.heading if row.layout is None else m.row) // 2
        first = row.body_top + middle if look.first and not row.body_top else 0
        if look.first and row.body_top:
            first = m.heading // 2
        end = row.height
        if look.last:
            end = middle if row.layout is None else row.body_top + middle
        line = QRect(m.node_x, top + first, max(1, m.theme.sp(1)), end - first)
        self._p.fillRect(line, self._color("line2"))

    def _heading(self, entry: TimelineEntry, top: int, look: Look, now: datetime) -> None:
        stage = separator_stage(entry)
        if stage is None:
            return
        m, sp, y = self._m, self._m.theme.sp, top + self._m.heading // 2
        side = sp(10)
        square = QRectF(m.node_x - side / 2 + 0.5, y - side / 2 + 0.5, side, side)
        self._p.setPen(Qt.PenStyle.NoPen)
        self._p.setBrush(m.theme.stage(stage))
        self._p.drawRoundedRect(square, sp(3), sp(3))
        if look.day:
            self._p.setPen(self._color("text3"))
            self._text(look.day, m.time_x, y, m.caption)
        self._p.setPen(self._color("text"))
        self._text(stage.word, m.heading_x, y, m.label_strong)
        end = m.heading_x + _width(stage.word, m.label_strong) + sp(7)
        self._p.setPen(self._color("text3"))
        words = separator_words(entry, now, self._clock)
        self._text(words, end, y, m.label)
        end += _width(words, m.label) + sp(8)
        self._p.fillRect(QRect(end, y, max(0, m.right - end), 1), self._color("line"))

    def _ground(self, entry: TimelineEntry, look: Look) -> QColor | None:
        color = self._tint(entry)
        if color is None and look.current:
            return self._color("selected")
        if color is None and look.hovered:
            return self._color("hover")
        return color

    def _tint(self, entry: TimelineEntry) -> QColor | None:
        if entry.struck:
            return None
        if entry.kind is EntryKind.DECISION:
            return self._color("accentbg")
        if entry.kind is EntryKind.SEVERITY:
            _, after = severities_of(entry)
            worse = _got_worse(entry)
            return self._m.theme.severity(after).tint if worse and after else self._color("raised")
        return None

    def _time(self, entry: TimelineEntry, look: Look, top: int, *, dated: bool) -> None:
        m, sp = self._m, self._m.theme.sp
        with_day = bool(look.day) and dated
        middle = top + m.row // 2 - (sp(6) if with_day else 0)
        self._p.setPen(self._color("text3"))
        self._text(self._clock.time(entry.happened_at), m.time_x, middle, m.chip)
        if with_day:
            self._text(look.day, m.time_x, middle + sp(13), m.caption)

    def _node(self, entry: TimelineEntry, look: Look, middle: int) -> None:
        name, color = self._picture(entry)
        ends_here = look.first or look.last  # the joining line, behind it
        if ends_here or not self._on_pixels:
            self._draw_node(self._p, name, color, middle)
            return
        m, half = self._m, self._m.theme.sp(13) + 1
        place = QRect(m.node_x - half, middle - half, 2 * half + 1, 2 * half + 1)

        def draw(painter: QPainter) -> None:
            line = QRect(m.node_x, place.top(), max(1, m.theme.sp(1)), place.height())
            painter.fillRect(line, self._color("line2"))
            self._draw_node(painter, name, color, middle)

        self._stamps.put(self._p, (name, color.rgba()), place, self._ratio, draw)

    def _draw_node(self, painter: QPainter, name: str, color: QColor, middle: int) -> None:
        m, sp = self._m, self._m.theme.sp
        center, radius = QPointF(m.node_x + 0.5, middle + 0.5), sp(26) / 2 - 0.5
        painter.setPen(QPen(self._color("line2"), 1))
        painter.setBrush(self._color("raised"))
        painter.drawEllipse(center, radius, radius)
        side = QRectF(m.node_x - sp(7), middle - sp(7), sp(14), sp(14))
        paint_icon(painter, name, color, side)

    def _picture(self, entry: TimelineEntry) -> tuple[str, QColor]:
        name, theme = KIND_ICONS[entry.kind], self._m.theme
        if entry.struck:
            return name, theme.color("text3")
        if "undoes" in entry.detail:
            return "arrow-counter-clockwise", theme.color("text2")
        if entry.kind is EntryKind.DECISION:
            return name, theme.color("accent")
        if entry.kind is EntryKind.SEVERITY:
            _, after = severities_of(entry)
            name = name if _got_worse(entry) else "arrow-fat-down"
            return name, theme.severity(after or Severity.P4).text
        if entry.kind is EntryKind.ALERT:
            written = entry.detail.get("severity")
            of_alert = next((s for s in Severity if s.value == written), None)
            return name, theme.severity(of_alert).text if of_alert else theme.color("text2")
        if entry.kind is EntryKind.METRIC and entry.detail.get("within_limit") is True:
            return "trend-down", theme.color("ok")
        return name, theme.color("text2")

    def _chip(self, chip: Chip, place: QRect, *, on_ground: bool) -> None:
        squeezed = place.width() >= self._m.right - self._m.text_x  # and its words reach out
        if on_ground or squeezed or not self._on_pixels:
            self._draw_chip(self._p, chip, place)
            return
        what = (chip.role, chip.words)
        self._stamps.put(
            self._p, what, place, self._ratio, lambda own: self._draw_chip(own, chip, place)
        )

    def _draw_chip(self, painter: QPainter, chip: Chip, place: QRect) -> None:
        m, sp = self._m, self._m.theme.sp
        middle, x = _middle(place).y(), place.left() + sp(8)
        if chip.role in ("new", "pending"):
            x = place.left() + sp(2)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._color("raised"))
            painter.drawRoundedRect(QRectF(place), place.height() / 2, place.height() / 2)
        accented = chip.role in ("new", "key")
        if chip.icon:
            color = self._color("accent" if accented else "text3")
            paint_icon(painter, chip.icon, color, QRectF(x, middle - sp(6), sp(13), sp(13)))
            x += sp(17)
        face = m.label_strong if chip.role == "new" else m.chip
        painter.setPen(self._color("accent" if accented else "text2"))
        painter.setFont(face.font)
        painter.drawText(x, middle + face.drop, chip.words)

    def _actions(self, row: Row, top: int, look: Look) -> None:
        sp = self._m.theme.sp
        places = action_places(row, top, look.actions, self._m)
        ground = QRectF(next(iter(places.values())))
        for place in places.values():
            ground = ground.united(QRectF(place))
        self._p.setPen(QPen(self._color("line2"), 1))
        self._p.setBrush(self._color("overlay"))
        self._p.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), sp(6), sp(6))
        icons = dict(ACTIONS)
        for name, place in places.items():
            lit = name == look.lit_action or (name == "key" and row.entry.is_key)
            color = self._color("accent" if lit else "text2")
            middle = _middle(place)
            corner = QPoint(middle.x() - sp(7), middle.y() - sp(7))
            self._icon(icons[name], color, QRect(corner, QSize(sp(15), sp(15))))

    def _icon(self, name: str, color: QColor, place: QRect) -> None:
        paint_icon(self._p, name, color, QRectF(place))

    def _ring(self, body: QRect) -> None:
        width, radius = self._m.theme.sp(2), self._m.theme.sp(8)
        self._p.setPen(QPen(self._color("focus"), width))
        self._p.setBrush(Qt.BrushStyle.NoBrush)
        inset = width / 2
        self._p.drawRoundedRect(QRectF(body).adjusted(inset, inset, -inset, -inset), radius, radius)


def _middle(place: QRect) -> QPoint:
    """QRect.center() is a pixel lower above the upper edge, where numbers are below 0."""
    return place.topLeft() + QPoint((place.width() - 1) // 2, (place.height() - 1) // 2)


def _width(words: str, face: Face) -> int:
    return QFontMetrics(face.font).horizontalAdvance(words)


def _got_worse(entry: TimelineEntry) -> bool:
    before, after = severities_of(entry)
    return after is not None and (before is None or after.is_worse_than(before))
