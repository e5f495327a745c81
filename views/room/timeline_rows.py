"""One row of the timeline: its words laid out for a width, its chips, and its height."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

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
TINTED = (EntryKind.DECISION, EntryKind.SEVERITY)


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
    label: QFont
    label_strong: QFont
    chip: QFont
    caption: QFont

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
            label=theme.font("label", 400),
            label_strong=theme.font("label", 600),
            chip=theme.font("label", 500),
            caption=theme.font("caption"),
        )


@dataclass(frozen=True, slots=True)
class Chip:
    """A mark at the right of a row. `role` says what a click on it means."""

    role: str
    words: str
    icon: str = ""
    place: QRect = field(default_factory=QRect)


@dataclass(frozen=True, slots=True)
class Row:
    """Laid out; every place is counted from the row's top left corner."""

    entry: TimelineEntry
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
        self._chip_metrics = QFontMetrics(metrics.chip)
        self._kept: OrderedDict[tuple[str, bool, bool], Row] = OrderedDict()

    def row(self, entry: TimelineEntry, now: datetime, *, is_open: bool) -> Row:
        key = (entry.uid, is_open, self.is_new(entry, now))
        row = self._kept.get(key)
        if row is None or (row.entry is not entry and row.entry != entry):
            row = self._kept[key] = self._lay_out(entry, now, is_open)
            if len(self._kept) > _KEPT_LAYOUTS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return row

    def is_new(self, entry: TimelineEntry, now: datetime) -> bool:
        """Written elsewhere within the last minutes."""
        return entry.device != self._device and now - entry.recorded_at < NEW_FOR

    def _lay_out(self, entry: TimelineEntry, now: datetime, is_open: bool) -> Row:
        m = self.metrics
        body_top = m.heading if separator_stage(entry) else 0
        if not has_body(entry):
            return Row(entry, body_top, body_top, None, (), m.right, QRect())
        chips = self._chips(entry, now)
        gap = m.theme.sp(8)
        widths = [self._chip_width(chip) for chip in chips]
        chips_width = sum(widths) + gap * len(widths)
        column = m.right - m.text_x
        below = bool(chips) and chips_width > column * 0.4
        width = max(column if below else column - chips_width, m.theme.sp(60))
        words = self._words(entry, is_open)
        layout = QTextLayout("".join(part for part, _ in words), m.body)
        layout.setFormats(_ranges(words))
        tall, more = _break_lines(layout, width, m, unlimited=is_open)
        if not is_open and not more.isValid() and len(shown_text(entry)) > _CLOSED_TEXT:
            more = QRect(0, tall, m.theme.sp(50), m.theme.sp(16))
            tall += m.theme.sp(16)
        more.translate(m.text_x, body_top + m.padding)
        height = body_top + max(m.row, tall + 2 * m.padding)
        if not below:
            placed, left = self._place(chips, widths, body_top + m.theme.sp(5), column)
            return Row(entry, height, body_top, layout, placed, left, more)
        placed, _ = self._place(chips, widths, height - m.padding + m.theme.sp(4), column)
        height = placed[-1].place.bottom() + 1 + m.theme.sp(6)
        return Row(entry, height, body_top, layout, placed, m.right, more)

    def _words(self, entry: TimelineEntry, is_open: bool) -> list[tuple[str, QTextCharFormat]]:
        m, color = self.metrics, self.metrics.theme.color
        tinted = entry.kind in TINTED and not entry.struck
        said = _format(m.body, color("text" if tinted else "text3" if entry.struck else "text2"))
        said.setFontStrikeOut(entry.struck)
        words = shown_text(entry)
        parts = [
            (f"{entry.actor}  ", _format(m.strong, color("text"))),
            (words if is_open else words[:_CLOSED_TEXT], said),
        ]
        if is_open and entry.corrected_text is not None:
            before = _format(m.body, color("text3"))
            before.setFontStrikeOut(True)
            parts.append((f"\n{entry.text}", before))
        return [(_one_paragraph(part), form) for part, form in parts]

    def _chips(self, entry: TimelineEntry, now: datetime) -> list[Chip]:
        """From the right edge to the left."""
        chips = [
            Chip("pending", "", "clock") if entry.pending else None,
            Chip("new", tr("new")) if self.is_new(entry, now) else None,
            Chip("key", tr("key"), "star") if entry.is_key else None,
            Chip("added", words) if (words := added_words(entry, self.clock)) else None,
            Chip("offset", words) if (words := offset_words(entry)) else None,
            Chip("corrected", tr("corrected")) if entry.corrected_text is not None else None,
            Chip("struck", tr("taken back")) if entry.struck else None,
        ]
        if len(entry.attachments) > 1:
            chips.append(Chip("files", f"+{len(entry.attachments) - 1}"))
        if entry.attachments:
            name = QFontMetrics(self.metrics.chip).elidedText(
                entry.attachments[0].name, Qt.TextElideMode.ElideMiddle, self.metrics.theme.sp(150)
            )
            chips.append(Chip("file", name, "paperclip"))
        return [chip for chip in chips if chip is not None]

    def _chip_width(self, chip: Chip) -> int:
        sp = self.metrics.theme.sp
        words = self._chip_metrics.horizontalAdvance(chip.words) if chip.words else 0
        sides = sp(4) if chip.role in ("new", "pending") else sp(16)
        picture = (sp(17) if chip.words else sp(16)) if chip.icon else 0
        return words + sides + picture

    def _place(
        self, chips: list[Chip], widths: list[int], top: int, column: int
    ) -> tuple[tuple[Chip, ...], int]:
        """From the right to the left, in further lines where `column` px are used up; and how far
        to the left the chips reach."""
        sp, right = self.metrics.theme.sp, self.metrics.right
        placed: list[Chip] = []
        for chip, wide in zip(chips, widths, strict=True):
            width = min(wide, column)
            if placed and right - width < self.metrics.right - column:
                right, top = self.metrics.right, top + sp(26)
            place = QRect(right - width, top, width, sp(22))
            placed.append(Chip(chip.role, chip.words, chip.icon, place))
            right -= width + sp(8)
        return tuple(placed), right if placed else self.metrics.right


def _break_lines(
    layout: QTextLayout, width: int, metrics: Metrics, *, unlimited: bool
) -> tuple[int, QRect]:
    """How tall the words are, and where "more" stands if they do not fit LINES lines."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    length, tall, lines, more = _utf16(layout.text()), 0, 0, QRect()
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, tall))
        lines += 1
        if lines == LINES and not unlimited and line.textStart() + line.textLength() < length:
            more = _make_room(line, width, tall, metrics)
            tall += ceil(line.height())
            break
        tall += ceil(line.height())
    layout.endLayout()
    return tall, more


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
        found = QTextLayout.FormatRange()
        found.start, found.length, found.format = start, _utf16(part), form
        start += found.length
        ranges.append(found)
    return ranges


def _one_paragraph(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", _LINE_BREAK)


def _utf16(text: str) -> int:
    """The length as Qt counts it: characters beyond the first plane are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
