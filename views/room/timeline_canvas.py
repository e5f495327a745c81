"""Paints the visible rows of a timeline, however many there are, and keeps them in place."""

from datetime import UTC, date, datetime, tzinfo

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from models.domain.timeline import TimelineEntry
from views.room.timeline_pages import Pages, TimelineSource
from views.room.timeline_paint import PLAIN, Look
from views.room.timeline_pictures import RowPictures
from views.room.timeline_rows import Metrics, Row, Rows
from views.room.timeline_window import Shown, TimelineWindow
from views.room.timeline_words import ClockMode, RoomClock, day_words, is_running
from views.theme import theme_of
from views.tongue import tr
from views.widgets.painted import painting


class TimelineCanvas(QAbstractScrollArea):
    """Give it a source with `reset`, then tell it that something changed (`refresh`). At its end it
    follows; elsewhere it keeps still."""

    arranged = Signal()
    clock_mode_changed = Signal(object)  # a ClockMode

    def __init__(
        self, now: datetime, *, device: str = "", zone: tzinfo = UTC, parent: QWidget | None = None
    ) -> None:
        """`device` is this one's id: what it wrote is never marked as new."""
        super().__init__(parent)
        self._now, self._device = now, device
        self._clock = RoomClock(zone=zone)
        self._pages: Pages | None = None
        self._open: set[str] = set()
        self._unseen = 0
        self._syncing = False
        self._has_now_line = True
        self._empty = (tr("Nothing is written here yet."), tr("Press N to log the first note."))
        self._times = 1.0
        self._rows = self._new_rows()
        self._pictures = RowPictures(self._rows.metrics, self._clock)
        self._window = TimelineWindow(self._lay_out, self._rows.metrics.row)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # `_paint` fills it
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # What the presenter says

    def reset(self, source: TimelineSource) -> None:
        """Another timeline or another filter: start at its end."""
        self._pages = Pages(source)
        self._open.clear()
        self._unseen = 0
        self._window.reset(self._pages.count())
        self._arrange()

    def refresh(self) -> bool:
        """Something changed, nobody knows what: read again without moving what is being read. True
        where rows have come or gone before others: those stand at other positions now."""
        if self._pages is None:
            return False
        top, last = self._window.top, self.entry_at(self.count - 1)
        anchor = self.entry_at(top)
        count = self._pages.refresh(top, len(self._window.shown))
        added, tail = count - self.count, self.entry_at(self.count - 1)
        is_longer = added >= 0 and (last is None or (tail is not None and tail.uid == last.uid))
        if is_longer and not self.trouble:
            self._unseen += 0 if self._window.following else added
            self._window.grew(added)
        elif not self.trouble:
            self._window.recount(count, self._pages.find(anchor, count) if anchor else 0)
        self._arrange(afresh=not is_longer or not self._shows_what_is())
        return not is_longer and not self.trouble

    def _shows_what_is(self) -> bool:
        """Whether the rows in sight are those that were read again: mostly what changed is that one
        more came."""
        entry = self._pages.entry if self._pages else self.entry_at
        return all(entry(s.position) is s.row.entry for s in self._window.shown)

    def set_now(self, now: datetime) -> None:
        """One tick of the room's clock."""
        before, self._now = self._now, now
        shown = self._window.shown
        if any(
            self._rows.is_new(s.row.entry, before) != self._rows.is_new(s.row.entry, now)
            for s in shown
        ):
            self._arrange()
            return
        for s in shown:
            if is_running(s.row.entry):
                self.viewport().update(0, s.top, self.viewport().width(), s.row.body_top)
        self.viewport().update(self._now_place())

    def set_now_line(self, shown: bool) -> None:
        """Without it for an incident that is over."""
        self._has_now_line = shown
        self._arrange(afresh=False)

    def set_start(self, start: datetime | None) -> None:
        """The zero of "since start"."""
        self._set_clock(RoomClock(self._clock.mode, self._clock.zone, start))

    def set_zone(self, zone: tzinfo) -> None:
        self._set_clock(RoomClock(self._clock.mode, zone, self._clock.start))

    def set_clock_mode(self, mode: ClockMode) -> None:
        if mode is not self._clock.mode:
            self._set_clock(RoomClock(mode, self._clock.zone, self._clock.start))
            self.clock_mode_changed.emit(mode)

    def cycle_clock(self) -> None:
        self.set_clock_mode(self._clock.mode.following)

    def set_empty_words(self, what: str, then: str) -> None:
        """Said where there is no row: what would be here, and what to do."""
        self._empty = (what, then)
        self.viewport().update()

    # What can be asked

    @property
    def count(self) -> int:
        return len(self._window.heights)

    @property
    def clock(self) -> RoomClock:
        return self._clock

    @property
    def is_following(self) -> bool:
        return self._window.following

    @property
    def unseen(self) -> int:
        """Rows that came below while the view did not follow."""
        return self._unseen

    @property
    def trouble(self) -> str:
        """Why rows could not be read, "" when all is well. The next change tries again."""
        return self._pages.trouble if self._pages else ""

    @property
    def shown(self) -> tuple[Shown, ...]:
        return tuple(self._window.shown)

    def entry_at(self, position: int) -> TimelineEntry | None:
        if self._pages is None or not 0 <= position < self.count:
            return None
        return self._pages.entry(position)

    def follow(self) -> None:
        """Go to the end and stay there."""
        self._window.following = True
        self._arrange(afresh=False)

    def show_position(self, position: int) -> None:
        """Put a row in the middle of the view."""
        if 0 <= position < self.count:
            self._window.bring(position, centered=True)
            self._arrange(afresh=False)

    def bring_into_view(self, position: int) -> None:
        """Scroll no further than needed to show a row whole."""
        self._window.bring(position)
        self._arrange(afresh=False)

    def position_of(self, entry: TimelineEntry) -> int:
        """Where an entry stands, or would stand."""
        return self._pages.find(entry, self.count) if self._pages else -1

    def is_open(self, uid: str) -> bool:
        return uid in self._open

    def toggle_open(self, uid: str) -> None:
        """All of a long text, and what stood there before a correction; or the short form."""
        self._open ^= {uid}
        self._window.hold(uid)
        self._arrange()

    def enlarge(self, times: float) -> None:
        """Rows so much larger than the text beside them."""
        if times != self._times:
            self._times = times
            self._rebuild(keep_heights=False)

    # How it stands

    def _new_rows(self) -> Rows:
        theme = theme_of(self) if self._times == 1.0 else theme_of(self).enlarged(self._times)
        bar = self.verticalScrollBar().sizeHint().width()
        # Room for the bar is kept while there is none: its coming must not wrap the rows anew.
        metrics = Metrics.of(theme, self.width() - bar, bar)
        return Rows(metrics, self._clock, self._device)

    def _lay_out(self, position: int) -> Row | None:
        entry = self._pages.entry(position) if self._pages else None
        if entry is None:
            return None
        return self._rows.row(entry, self._now, is_open=entry.uid in self._open)

    def _arrange(self, *, afresh: bool = True) -> None:
        theme = self._rows.metrics.theme
        self._window.resize(self.viewport().height(), self._footer())
        self._window.arrange(afresh=afresh)
        if self._window.following:
            self._unseen = 0
        elif self._window.shown:
            self._unseen = min(self._unseen, self.count - 1 - self._window.shown[-1].position)
        bar = self.verticalScrollBar()
        self._syncing = True
        bar.setRange(0, self._window.maximum)
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(theme.sp(32))
        bar.setValue(self._window.value)
        self._syncing = False
        self.viewport().update()
        self.arranged.emit()

    def _footer(self) -> int:
        sp = self._rows.metrics.theme.sp
        return sp(24) if self._has_now_line else sp(8)

    def _now_place(self) -> QRect:
        end = self._window.shown[-1] if self._window.shown else None
        if not self._has_now_line or (end and end.position != self.count - 1):
            return QRect()
        top = end.bottom if end else 0
        return QRect(0, top, self.viewport().width(), self._rows.metrics.theme.sp(20))

    def _set_clock(self, clock: RoomClock) -> None:
        self._clock = clock
        self._rebuild(keep_heights=True)

    def _rebuild(self, *, keep_heights: bool) -> None:
        self._rows = self._new_rows()
        self._pictures = RowPictures(self._rows.metrics, self._clock)
        if not keep_heights:
            self._window.forget_heights(self._rows.metrics.row)
        self._arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._syncing:
            return
        value = self.verticalScrollBar().value()
        moved = value - self._window.value
        if abs(moved) <= 2 * self.viewport().height() and value < self._window.maximum:
            self._window.scroll_by(moved)
        else:
            self._window.scroll_to(value)
        self._arrange(afresh=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        bar = self.verticalScrollBar().sizeHint().width()
        if self._rows.metrics.width != self.width() - bar:
            self._rebuild(keep_heights=False)
        elif self.viewport().height() != self._window.height:
            self._arrange(afresh=False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._rebuild(keep_heights=False)

    def look(self, shown: Shown, before: date | None) -> Look:
        """How a row is to be drawn; `before` is the day of the row above."""
        day, words = shown.row.day, ""
        if day is not None and day != (before or self._clock.day(self._now)):
            words = day_words(shown.row.entry.happened_at, self._clock)
        first = shown.position == 0
        last = not self._has_now_line and shown.position == self.count - 1
        return Look(words, first=first, last=last) if words or first or last else PLAIN

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self.viewport()) as painter:
            self._paint(painter, event.rect())

    def _fill(self, painter: QPainter, part: QRect, *, whole: bool) -> None:
        """The ground where no row brings its own, which is as much to fill as all rows are to copy;
        `whole` where rows end between two pixels."""
        ground, right = self._rows.metrics.theme.color("surface"), self._rows.metrics.width
        rows = self._window.shown
        below = 0 if whole or not rows else rows[-1].bottom
        painter.fillRect(
            part & QRect(0, below, part.right() + 1, part.bottom() + 1 - below), ground
        )
        if part.right() >= right:
            painter.fillRect(part & QRect(right, 0, part.right() + 1 - right, below), ground)

    def _paint(self, painter: QPainter, part: QRect) -> None:
        shown = self._window.shown
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        self._fill(painter, part, whole=not ratio.is_integer())
        above = self.entry_at(shown[0].position - 1) if shown else None
        before = self._clock.day(above.happened_at) if above else None
        rows = []
        for row in shown:
            if row.bottom > part.top() and row.top <= part.bottom():
                rows.append((row.row, row.top, self.look(row, before)))
            before = row.row.day
        self._pictures.draw(painter, ratio, rows, self._now)
        place = self._now_place()
        if place.isValid() and place.intersects(part):
            self._pictures.now_line(painter, ratio, place, self._now, joined=bool(shown))
        if self.trouble or not shown:
            what, then = (self.trouble, "") if self.trouble else self._empty
            self._pictures.brush(painter, ratio).notice(what, then, self.viewport().rect())
