"""The timeline at hand: pointer, keys, menu and what is said to screen readers."""

from datetime import UTC, date, datetime, tzinfo
from functools import partial

from PySide6.QtCore import QEvent, QKeyCombination, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from models.domain.timeline import TimelineEntry
from views.keys import cap_word
from views.room.timeline_acts import act_words, acts_of, can_correct, can_take_back, chip_words
from views.room.timeline_canvas import TimelineCanvas
from views.room.timeline_pages import TimelineSource
from views.room.timeline_paint import Look, action_places
from views.room.timeline_pill import NewRowsPill
from views.room.timeline_readers import SpokenRows
from views.room.timeline_speech import Speech
from views.room.timeline_window import Shown
from views.room.timeline_words import as_markdown, as_text, sentence
from views.tongue import ntr, tr

_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_J: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_K: -1,
}
_LETTERS = (Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_M, Qt.Key.Key_C, Qt.Key.Key_E)
_COPY_MARKDOWN = QKeyCombination(
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_C
)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class TimelineView(TimelineCanvas):
    key_moment_toggled = Signal(str)
    correction_requested = Signal(str)
    undo_requested = Signal(str)  # the act that wrote the row
    copied = Signal(str)  # the words now on the clipboard
    attachment_opened = Signal(str, str)  # the entry's uid, the file's sha256
    search_requested = Signal()

    def __init__(
        self, now: datetime, *, device: str = "", zone: tzinfo = UTC, parent: QWidget | None = None
    ) -> None:
        super().__init__(now, device=device, zone=zone, parent=parent)
        self._current = self._hovered = -1
        self._chosen: TimelineEntry | None = None  # the current row's, as it was when it became so
        self._hovered_act = ""
        self._letters = True
        self._undo_offered = False
        self._speech = Speech(self)
        self._spoken = SpokenRows(self.viewport())
        self._pill = NewRowsPill(self.viewport())
        self._pill.clicked.connect(self.follow)
        self.arranged.connect(self._on_arranged)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(tr("Timeline"))

    def set_letters(self, on: bool) -> None:
        """Whether J, K, M, C, E, / and ' act by themselves; a person may switch them off."""
        self._letters = on

    def set_undo_offered(self, on: bool) -> None:
        """Whether the row menu takes acts back; not where a timeline is only read."""
        self._undo_offered = on

    @property
    def current(self) -> int:
        """The position of the row the keys act on; -1 for none. Looked for only when it is asked
        for: what came and went meanwhile may have moved it."""
        if self._chosen is not None:
            there = self.entry_at(self._current)
            if there is None and self.trouble:
                return self._current
            if there is None or there.uid != self._chosen.uid:
                self._current = self.position_of(self._chosen)
                self._chosen = self.entry_at(self._current)
        return self._current

    def current_entry(self) -> TimelineEntry | None:
        return self.entry_at(self.current)

    def reset(self, source: TimelineSource) -> None:
        self._current = self._hovered = -1
        self._chosen = None
        super().reset(source)

    def refresh(self) -> bool:
        count = self.count
        has_moved = super().refresh()
        if self.count > count:
            self._say_new(self.count - 1, self.count - count)
        if has_moved and self.current >= 0:  # now, lest one that went leaves none
            self.viewport().update()
        return has_moved

    def show_position(self, position: int) -> None:
        super().show_position(position)
        self.make_current(position)

    def make_current(self, position: int) -> None:
        """Choose a row, bring it wholly into view and say it."""
        if not 0 <= position < self.count:
            return
        self._current = position
        self.bring_into_view(position)
        entry = self._chosen = self.entry_at(position)
        if entry is not None:
            words = sentence(entry, self._now, self.clock)
            self.setAccessibleDescription(words)
            changed = QAccessible.Event.DescriptionChanged
            QAccessible.updateAccessibility(QAccessibleEvent(self, changed))
            if self.hasFocus():
                self._speech.now(words)

    def move_current(self, rows: int) -> None:
        start = self.current if self._current >= 0 else self.count
        self.make_current(max(0, min(self.count - 1, start + rows)))

    # Acts of the current row

    def toggle_key_moment(self) -> None:
        if entry := self.current_entry():
            self.key_moment_toggled.emit(entry.uid)

    def request_correction(self) -> None:
        entry = self.current_entry()
        if entry is not None and can_correct(entry):
            self.correction_requested.emit(entry.uid)

    def request_undo(self) -> None:
        entry = self.current_entry()
        if entry is not None and can_take_back(entry):
            self.undo_requested.emit(entry.act)

    def copy_text(self) -> None:
        if entry := self.current_entry():
            self._copy(as_text(entry, self.clock))

    def copy_markdown(self) -> None:
        if entry := self.current_entry():
            self._copy(as_markdown(entry, self.clock))

    def open_current(self) -> None:
        if entry := self.current_entry():
            self.toggle_open(entry.uid)

    def _say_new(self, position: int, n: int) -> None:
        newest = self.entry_at(position)
        if newest is not None:
            self._speech.soon(lambda: sentence(newest, self._now, self.clock), n)

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.copied.emit(words)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_text()
            return True
        if event.keyCombination() == _COPY_MARKDOWN:
            self.copy_markdown()
            return True
        if event.modifiers() not in _PLAIN or (key in _LETTERS and not self._letters):
            return False
        page = max(1, len(self.shown) - 1)
        moves = {**_MOVES, Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}
        acts = {
            Qt.Key.Key_Home: lambda: self.make_current(0),
            Qt.Key.Key_End: self._to_end,
            Qt.Key.Key_Space: self.open_current,
            Qt.Key.Key_Return: self.open_current,
            Qt.Key.Key_Enter: self.open_current,
            Qt.Key.Key_M: self.toggle_key_moment,
            Qt.Key.Key_C: self.copy_markdown,
            Qt.Key.Key_E: self.request_correction,
        }
        if key in moves:
            self.move_current(moves[key])
        elif key in acts:
            acts[key]()
        elif self._letters and event.text() == "'":
            self.cycle_clock()
        elif self._letters and event.text() == "/":
            self.search_requested.emit()
        else:
            return False
        return True

    def _to_end(self) -> None:
        self.make_current(self.count - 1)
        self.follow()

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        row = self.row_at(at)
        if row is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self.make_current(row.position)
        self._press(row, at)
        self.viewport().update()

    def _press(self, row: Shown, at: QPoint) -> None:
        entry = row.row.entry
        act = self._act_at(row, at)
        inside = at - QPoint(0, row.top)
        chip = next((c.role for c in row.row.chips if c.place.contains(inside)), "")
        if act == "key":
            self.toggle_key_moment()
        elif act == "copy":
            self.copy_text()
        elif act == "correct":
            self.request_correction()
        elif row.row.more.contains(inside) or chip == "corrected":
            self.toggle_open(entry.uid)
        elif chip == "file":
            self.attachment_opened.emit(entry.uid, entry.attachments[0].sha256)
        elif chip == "files":
            self._menu(row).popup(self.viewport().mapToGlobal(at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # all was done at the press

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())

    def _hover(self, at: QPoint) -> None:
        row = self.row_at(at)
        position, act = (row.position, self._act_at(row, at)) if row else (-1, "")
        if (position, act) != (self._hovered, self._hovered_act):
            self._hovered, self._hovered_act = position, act
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered, self._hovered_act = -1, ""
        self.viewport().update()
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def tip_at(self, at: QPoint) -> str:
        """What a place in the viewport says when the pointer rests on it."""
        row = self.row_at(at)
        if row is None:
            return ""
        entry, inside = row.row.entry, at - QPoint(0, row.top)
        if act := self._act_at(row, at):
            return act_words(entry)[act]
        chip = next((c for c in row.row.chips if c.place.contains(inside)), None)
        if chip is not None:
            return chip_words(chip.role, entry)
        if inside.x() < self._rows.metrics.tint_x:
            return as_text(entry, self.clock).split("  ")[0]
        return ""

    def _act_at(self, row: Shown, at: QPoint) -> str:
        names = acts_of(row.row.entry)
        if row.row.layout is None:
            return ""
        places = action_places(row.row, row.top, names, self._rows.metrics)
        return next((name for name, place in places.items() if place.contains(at)), "")

    def row_at(self, at: QPoint) -> Shown | None:
        return next((s for s in self.shown if s.top <= at.y() < s.bottom), None)

    # Menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        row = (
            next((s for s in self.shown if s.position == self.current), None)
            if by_key
            else self.row_at(event.pos())
        )
        if row is None:
            return
        self.make_current(row.position)
        place = QPoint(self._rows.metrics.text_x, row.bottom) if by_key else event.pos()
        self._menu(row).popup(self.viewport().mapToGlobal(place))

    def _menu(self, row: Shown) -> QMenu:
        entry, menu = row.row.entry, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = act_words(entry)
        menu.addAction(f"{words['key']}\tM", self.toggle_key_moment)
        menu.addAction(f"{tr('Copy')}\tCtrl+C", self.copy_text)
        menu.addAction(f"{tr('Copy as Markdown')}\tC", self.copy_markdown)
        correct = menu.addAction(f"{words['correct']}\tE", self.request_correction)
        correct.setEnabled(can_correct(entry))
        if self._undo_offered:
            menu.addAction(tr("Take back"), self.request_undo).setEnabled(can_take_back(entry))
        if row.row.more.isValid() or entry.corrected_text is not None or self.is_open(entry.uid):
            label = tr("Show less") if self.is_open(entry.uid) else tr("Show all of it")
            menu.addAction(f"{label}\t{cap_word('Space')}", self.open_current)
        for file in entry.attachments:
            opened = partial(self.attachment_opened.emit, entry.uid, file.sha256)
            menu.addAction(tr("Open {name}", name=file.name), opened)
        return menu

    # Looks

    def look(self, shown: Shown, before: date | None) -> Look:
        plain = super().look(shown, before)
        hovered = shown.position == self._hovered
        current = self._is_current(shown.row.entry) and self.hasFocus()
        if not (hovered or current):
            return plain
        return plain._replace(
            hovered=hovered,
            current=current,
            ringed=current,
            actions=acts_of(shown.row.entry),
            lit_action=self._hovered_act if hovered else "",
        )

    def _is_current(self, entry: TimelineEntry) -> bool:
        return self._chosen is not None and self._chosen.uid == entry.uid

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._current < 0 and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.move_current(-1)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _on_arranged(self) -> None:
        self._pill.show_count(self.unseen)
        if self._hovered >= 0:  # another row may have come under the pointer
            self._hover(self.viewport().mapFromGlobal(QCursor.pos()))
        self._spoken.follow(self.shown, lambda entry: sentence(entry, self._now, self.clock))
        self.setAccessibleName(ntr("Timeline, {n} entry", "Timeline, {n} entries", self.count))
