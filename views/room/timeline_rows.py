"""One row of the timeline: its words laid out for a width, its chips, and its height."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from models.domain.entry import EntryKind
from models.domain.timeline import TimelineEntry
from views.room.timeline_words import (
    NEW_FOR,
    RoomClock,
    added_words,
    has_body,
    offset_words,
    separator_stage,
    shown_text,
)
from views.theme import Theme
from views.tongue import tr

LINES = 4
_CLOSED_TEXT = 1200  # more than four lines of the widest column can hold
_KEPT_LAYOUTS = 256
_LINE_BREAK = "\u2028"
_WRAPPED = QTextOption()
_WRAPPED.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
TINTED = (EntryKind.DECISION, EntryKind.SEVERITY)


class Face(NamedTuple):
    """A font, and how far below the middle of a line its letters stand."""

    font: QFont
    drop: int

    @classmethod
    def of(cls, font: QFont) -> "Face":
        metrics = QFontMetrics(font)
        return cls(font, (metrics.ascent() - metrics.descent() + 1) // 2)


@dataclass(frozen=True, slots=True)
class Metrics:
    """Places and fonts of a timeline of one width, in one theme at one text size."""

    theme: Theme
    width: int
    time_x: int
    node_x: int
    heading_x: int
    tint_x: int
    text_x: int
    tint_right: int
    right: int
    row: int
    heading: int
    padding: int
    body: QFont
    strong: QFont
    label: Face
    label_strong: Face
    chip: Face
    caption: Face

    @classmethod
    def of(cls, theme: Theme, width: int, margin: int) -> "Metrics":
        """`margin` px stand between the rows and the edge of the panel: the scroll bar."""
        sp = theme.sp
        edge = min(width + margin, sp(120) + sp(820) + sp(18))
        return cls(
            theme=theme,
            width=width,
            time_x=sp(11),
            node_x=sp(89),
            heading_x=sp(114),
            tint_x=sp(110),
            text_x=sp(120),
            tint_right=min(edge - sp(8), width),
            right=min(edge - sp(18), width - sp(4)),
            row=sp(32),
            heading=sp(28),
            padding=sp(8),
            body=theme.font("body"),
            strong=theme.font("body", 600),
            label=Face.of(theme.font("label", 400)),
            label_strong=Face.of(theme.font("label", 600)),
            chip=Face.of(theme.font("label", 500)),
            caption=Face.of(theme.font("caption")),
        )


class Chip(NamedTuple):
    """A mark at the right of a row. `role` says what a click on it means."""

    role: str
    words: str
    icon: str
    place: QRect


class Row(NamedTuple):
    """Laid out; every place is counted from the row's top left corner. `day` is that of the clock,
    None where it shows none."""

    entry: TimelineEntry
    day: date | None
    height: int
    body_top: int
    layout: QTextLayout | None
    chips: tuple[Chip, ...]
    chips_left: int
    more: QRect


class Rows:
    """Lays rows out and keeps the latest layouts of one width, theme, text size and clock."""

    def __init__(self, metrics: Metrics, clock: RoomClock, device: str) -> None:
        self.metrics = metrics
        self.clock = clock
        self._device = device
        self._kept: OrderedDict[tuple[str, bool, bool], Row] = OrderedDict()
        # The same few words stand in most chips, and the same few formats in all texts.
        self._chip_metrics = QFontMetrics(metrics.chip.font)
        # Not the method itself: to name what it keeps, the cache would have Qt's described, 45 ms.
        self._chip_advance = lru_cache(_KEPT_LAYOUTS)(
            lambda words: self._chip_metrics.horizontalAdvance(words)  # noqa: PLW0108
        )
        self._actor = _format(metrics.strong, metrics.theme.color("text"))
        self._said = {
            name: _format(metrics.body, metrics.theme.color(name))
            for name in ("text", "text2", "text3")
        }
        self._said["text3"].setFontStrikeOut(True)

    def row(self, entry: TimelineEntry, now: datetime, *, is_open: bool) -> Row:
        is_new = self.is_new(entry, now)
        key = (entry.uid, is_open, is_new)
        row = self._kept.get(key)
        if row is None or (row.entry is not entry and row.entry != entry):
            row = self._kept[key] = self._lay_out(entry, is_open, is_new)
            if len(self._kept) > _KEPT_LAYOUTS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return row

    def is_new(self, entry: TimelineEntry, now: datetime) -> bool:
        """Written elsewhere within the last minutes."""
        return entry.device != self._device and now - entry.recorded_at < NEW_FOR

    def _lay_out(self, entry: TimelineEntry, is_open: bool, is_new: bool) -> Row:
        m, day = self.metrics, self.clock.day(entry.happened_at)
        body_top = m.heading if separator_stage(entry) else 0
        if not has_body(entry):
            return Row(entry, day, body_top, body_top, None, (), m.right, QRect())
        marks = self._marks(entry, is_new)
        widths = [self._chip_width(*mark) for mark in marks]
        chips_width = sum(widths) + m.theme.sp(8) * len(widths)
        column = m.right - m.text_x
        below = bool(marks) and chips_width > column * 0.4
        width = max(column if below else column - chips_width, m.theme.sp(60))
        text = shown_text(entry)
        words = self._words(entry, text, is_open)
        layout = QTextLayout("".join(part for part, _ in words), m.body)
        layout.setFormats(_ranges(words))
        tall, more = _break_lines(layout, width, m, unlimited=is_open)
        if not is_open and not more.isValid() and len(text) > _CLOSED_TEXT:
            more = QRect(0, tall, m.theme.sp(50), m.theme.sp(16))
            tall += m.theme.sp(16)
        more.translate(m.text_x, body_top + m.padding)
        height = body_top + max(m.row, tall + 2 * m.padding)
        if not below:
            placed, left = self._place(marks, widths, body_top + m.theme.sp(5), column)
            return Row(entry, day, height, body_top, layout, placed, left, more)
        placed, _ = self._place(marks, widths, height - m.padding + m.theme.sp(4), column)
        height = placed[-1].place.bottom() + 1 + m.theme.sp(6)
        return Row(entry, day, height, body_top, layout, placed, m.right, more)

    def _words(
        self, entry: TimelineEntry, text: str, is_open: bool
    ) -> list[tuple[str, QTextCharFormat]]:
        tinted = entry.kind in TINTED and not entry.struck
        parts = [
            (f"{entry.actor}  ", self._actor),
            (
                text if is_open else text[:_CLOSED_TEXT],
                self._said["text" if tinted else "text3" if entry.struck else "text2"],
            ),
        ]
        if is_open and entry.corrected_text is not None:
            parts.append((f"\n{entry.text}", self._said["text3"]))
        return [(_one_paragraph(part), form) for part, form in parts]

    def _marks(self, entry: TimelineEntry, is_new: bool) -> list[tuple[str, str, str]]:
        """Role, words and icon of each chip, from the right edge to the left."""
        marks = []
        if entry.pending:
            marks.append(("pending", "", "clock"))
        if is_new:
            marks.append(("new", tr("new"), ""))
        if entry.is_key:
            marks.append(("key", tr("key"), "star"))
        if words := added_words(entry, self.clock):
            marks.append(("added", words, ""))
        if words := offset_words(entry):
            marks.append(("offset", words, ""))
        if entry.corrected_text is not None:
            marks.append(("corrected", tr("corrected"), ""))
        if entry.struck:
            marks.append(("struck", tr("taken back"), ""))
        if len(entry.attachments) > 1:
            marks.append(("files", f"+{len(entry.attachments) - 1}", ""))
        if entry.attachments:
            name = self._chip_metrics.elidedText(
                entry.attachments[0].name, Qt.TextElideMode.ElideMiddle, self.metrics.theme.sp(150)
            )
            marks.append(("file", name, "paperclip"))
        return marks

    def _chip_width(self, role: str, words: str, icon: str) -> int:
        sp = self.metrics.theme.sp
        sides = sp(4) if role in ("new", "pending") else sp(16)
        picture = (sp(17) if words else sp(16)) if icon else 0
        return (self._chip_advance(words) if words else 0) + sides + picture

    def _place(
        self, marks: list[tuple[str, str, str]], widths: list[int], top: int, column: int
    ) -> tuple[tuple[Chip, ...], int]:
        """From the right to the left, in further lines where `column` px are used up; and how far
        to the left the chips reach."""
        sp, right = self.metrics.theme.sp, self.metrics.right
        placed: list[Chip] = []
        for mark, wide in zip(marks, widths, strict=True):
            width = min(wide, column)
            if placed and right - width < self.metrics.right - column:
                right, top = self.metrics.right, top + sp(26)
            placed.append(Chip(*mark, QRect(right - width, top, width, sp(22))))
            right -= width + sp(8)
        return tuple(placed), right if placed else self.metrics.right


def _break_lines(
    layout: QTextLayout, width: int, metrics: Metrics, *, unlimited: bool
) -> tuple[int, QRect]:
    """How tall the words are, and where "more" stands if they do not fit LINES lines."""
    layout.setCacheEnabled(True)  # else its words are shaped again whenever it is drawn
    layout.setTextOption(_WRAPPED)
    tall, lines, more = 0, 0, QRect()
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, tall))
        lines += 1
        if lines == LINES and not unlimited and _goes_on_after(line, layout):
            more = _make_room(line, width, tall, metrics)
            tall += ceil(line.height())
            break
        tall += ceil(line.height())
    layout.endLayout()
    return tall, more


def _goes_on_after(line: QTextLine, layout: QTextLayout) -> bool:
    return line.textStart() + line.textLength() < _utf16(layout.text())


def _make_room(line: QTextLine, width: int, top: int, metrics: Metrics) -> QRect:
    wide = QFontMetrics(metrics.strong).horizontalAdvance(tr("… more")) + metrics.theme.sp(8)
    line.setLineWidth(max(width - wide, wide))
    left = ceil(line.naturalTextWidth())
    return QRect(left, top, wide, ceil(line.height()))


def _format(font: QFont, color: QColor) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(font)
    made.setForeground(color)
    return made


def _ranges(words: list[tuple[str, QTextCharFormat]]) -> list[QTextLayout.FormatRange]:
    ranges, start = [], 0
    for part, form in words:
        found, length = QTextLayout.FormatRange(), _utf16(part)
        found.start, found.length, found.format = start, length, form
        start += length
        ranges.append(found)
    return ranges


def _one_paragraph(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", _LINE_BREAK)


def _utf16(text: str) -> int:
    """The length as Qt counts it: characters beyond the first plane are two."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
