"""The conflict tray: the list at the left, the one in front at the right."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from views.conflicts.cards import Cards
from views.conflicts.presenter import AroundRow, ConflictsState, Shown
from views.conflicts.side import ListedPanel, ParkedPanel, scrolling
from views.room.timeline_paint import KIND_ICONS
from views.theme import theme_of
from views.tongue import mark, ntr, tr
from views.widgets.button import Button
from views.widgets.chip import Chip
from views.widgets.elide import ElideLabel
from views.widgets.empty import EmptyState
from views.widgets.label import Label
from views.widgets.painted import painting
from views.widgets.panel import Icon, Surface

_GAP = 10
_SIDES = ((1300, 350), (1100, 290), (0, 236))
"""(width from, width of the list), in logical pixels."""

_NONE = mark("Nothing needs your choice")
_ABOUT = mark("When two people write different things without seeing each other, both wait here.")


class Dashed(QWidget):
    """What is not there yet."""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            painter.setPen(QPen(theme.color("line2"), 1, Qt.PenStyle.DashLine))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, 8, 8)


class ConflictsScreen(QWidget):
    """1 to 9 choose, Enter keeps, Esc decides later."""

    listed = Signal(str)
    chosen = Signal(int)
    moved = Signal(int)
    kept = Signal()
    put_off = Signal()
    left = Signal()
    incident_opened = Signal(str)
    said = Signal(str)
    copy_asked = Signal()
    again_asked = Signal()
    confirmed = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        self.setAccessibleName(tr("Conflicts"))
        self._incident = ""
        self._front_one = ("", 0)
        outer = QHBoxLayout(self)
        edge = theme.sp(12)
        outer.setContentsMargins(edge, edge, edge, edge)
        outer.setSpacing(theme.sp(_GAP))
        self._side = QWidget(self)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme.sp(_GAP))
        self.list = ListedPanel(self._side)
        self.list.chosen.connect(self.listed)
        self.parked = ParkedPanel(self._side)
        self.parked.copy_asked.connect(self.copy_asked)
        self.parked.again_asked.connect(self.again_asked)
        self.parked.confirmed.connect(self.confirmed)
        side.addWidget(self.list, 1)
        side.addWidget(self.parked, 1)
        outer.addWidget(self._side)
        self._stack = QStackedWidget(self)
        self._front = self._build_front()
        self._empty = EmptyState("check-circle", tr(_NONE), tr(_ABOUT), self._stack)
        self._back = Button(tr("Back"), "secondary", keys=("Esc",), parent=self._empty)
        self._back.clicked.connect(self.put_off)
        self._empty.offers.addWidget(self._back, 0, Qt.AlignmentFlag.AlignHCenter)
        self._stack.addWidget(self._front)
        self._stack.addWidget(self._empty)
        outer.addWidget(self._stack, 1)

    def show_state(self, state: ConflictsState) -> None:
        had_keyboard = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.list.show_list(state.listed, state.at)
        self.list.setVisible(bool(state.listed))
        self.parked.show_parked(state.parked)
        self._side.setVisible(bool(state.listed or state.parked))
        self._stack.setVisible(state.is_loaded)
        shown = state.shown
        self._stack.setCurrentWidget(self._front if shown else self._empty)
        if shown is not None:
            self._place.setText(tr("{n} of {of}", n=state.at + 1, of=len(state.listed)))
            self._show(shown)
        elif state.settled:
            made = ntr(
                "You made {n} choice. It stands on the timeline.",
                "You made {n} choices. They stand on the timeline.",
                state.settled,
            )
            self._empty.say(tr("All settled"), made)
        else:
            self._empty.say(tr(_NONE), tr(_ABOUT))
        now = self.focusWidget()
        if had_keyboard and shown is None and not (now and self.parked.isAncestorOf(now)):
            self._back.setFocus()

    def leave(self) -> None:
        self.left.emit()

    def say(self, sentence: str) -> None:
        self.said.emit(sentence)

    def setFocus(self, *_: object) -> None:
        (self.cards if self._stack.currentWidget() is self._front else self._back).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.text().isdecimal() and event.text() != "0":
            self.chosen.emit(int(event.text()))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit()
        elif key == Qt.Key.Key_Escape:
            self.put_off.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = theme_of(self)
        wide = next(side for least, side in _SIDES if self.width() >= theme.sp(least))
        self._side.setFixedWidth(theme.sp(wide))

    # The one in front

    def _build_front(self) -> QWidget:
        theme = theme_of(self)
        front = Surface(parent=self._stack)
        outer = QVBoxLayout(front)
        outer.setContentsMargins(*[theme.sp(24), theme.sp(18)] * 2)
        outer.setSpacing(theme.sp(12))
        column, self._scroll = scrolling(front)
        column.setSpacing(theme.sp(14))
        parts = (self._build_head, self._build_cards, self._build_suggestion, self._build_around)
        for n, build in enumerate(parts):
            column.insertWidget(n, build(front))
        # What the choice will say stays in sight, under what scrolls.
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        outer.addWidget(self._scroll, 1000)
        outer.addWidget(self._build_preview(front))
        outer.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.sp(8))
        self._open = Button(tr("Open"), "quiet", "arrow-square-out", parent=front, height=36)
        self._open.clicked.connect(lambda: self.incident_opened.emit(self._incident))
        foot.addWidget(self._open)
        foot.addStretch(1)
        later = Button(tr("Decide later"), "secondary", keys=("Esc",), parent=front, height=36)
        later.clicked.connect(self.put_off)
        self.keep = Button(tr("Keep"), "primary", "check", ("Enter",), front, height=36)
        self.keep.clicked.connect(self.kept)
        foot.addWidget(later)
        foot.addWidget(self.keep)
        outer.addLayout(foot)
        return front

    def _build_head(self, parent: QWidget) -> QWidget:
        theme = theme_of(self)
        holder = QWidget(parent)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(theme.sp(2))
        self._title = Label("", "heading", parent=holder, wrap=True)
        self._about = Label("", "body", "text2", holder, wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._about)
        row.addLayout(words, 1)
        self._place = Label("", "strong", "text3", holder)
        row.addWidget(self._place, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _build_cards(self, parent: QWidget) -> QWidget:
        self.cards = Cards(parent)
        self.cards.chosen.connect(self.chosen)
        self.cards.moved.connect(self.moved)
        return self.cards

    def _build_around(self, parent: QWidget) -> QWidget:
        self._around = Surface("inset", "line", 8, parent)
        theme = theme_of(self)
        column = QVBoxLayout(self._around)
        column.setContentsMargins(*[theme.sp(18), theme.sp(12)] * 2)
        column.setSpacing(theme.sp(6))
        column.addWidget(Label(tr("Around that time"), "label", "text3", self._around))
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(theme.sp(12))
        self._lines.setVerticalSpacing(theme.sp(5))
        self._lines.setColumnStretch(2, 1)
        column.addLayout(self._lines)
        self._rows: tuple[AroundRow, ...] = ()
        return self._around

    def _build_suggestion(self, parent: QWidget) -> QWidget:
        theme = theme_of(self)
        box = Surface("accentbg", "accentbg", 8, parent)
        row = QHBoxLayout(box)
        row.setContentsMargins(*[theme.sp(18), theme.sp(12)] * 2)
        row.setSpacing(theme.sp(12))
        row.addWidget(Icon("lightbulb", "text2", 16, box), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.sp(2))
        self._suggestion = Label("", "strong", parent=box, wrap=True)
        self._rule = Label("", "body", "text2", box, wrap=True)
        words.addWidget(self._suggestion)
        words.addWidget(self._rule)
        row.addLayout(words, 1)
        return box

    def _build_preview(self, parent: QWidget) -> QWidget:
        theme = theme_of(self)
        box = Dashed(parent)
        column = QVBoxLayout(box)
        column.setContentsMargins(*[theme.sp(18), theme.sp(12)] * 2)
        column.setSpacing(theme.sp(6))
        column.addWidget(Label(tr("What the timeline will say"), "label", "text3", box))
        row = QHBoxLayout()
        row.setSpacing(theme.sp(12))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Icon("git-merge", "text3", 16, box), 0, top)
        self._when = Label("", "body", parent=box)
        row.addWidget(self._when, 0, top)
        self.preview = Label("", "body", "text2", box, wrap=True)
        row.addWidget(self.preview, 1)
        column.addLayout(row)
        return box

    def _show(self, shown: Shown) -> None:
        before, self._front_one = self._front_one, (shown.id, shown.chosen)
        self._incident = shown.incident
        self._title.setText(shown.title)
        self._about.setText(shown.about)
        self.cards.show_cards(shown.cards, shown.chosen)
        self._show_around(shown.around)
        self._suggestion.setText(shown.suggestion)
        self._rule.setText(shown.rule)
        self._when.setText(shown.preview_time)
        self.preview.setText(f"{shown.preview_actor}: {shown.preview}")
        self._open.set_label(tr("Open {name}", name=shown.label))
        self.keep.set_label(shown.keep_words)

        if shown.id != before[0]:
            self._scroll.verticalScrollBar().setValue(0)
        elif shown.chosen != before[1]:
            self._scroll.ensureWidgetVisible(self.cards.card(shown.chosen))

    def _show_around(self, rows: tuple[AroundRow, ...]) -> None:
        self._around.setVisible(bool(rows))
        if rows == self._rows:
            return
        self._rows = rows
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for n, row in enumerate(rows):
            lit = "text" if row.mark else "text2"
            middle = Qt.AlignmentFlag.AlignVCenter
            self._lines.addWidget(Label(row.when, "meta", "text2", self._around), n, 0)
            icon = Icon(KIND_ICONS[row.kind], "text3", 15, self._around)
            self._lines.addWidget(icon, n, 1, middle)
            self._lines.addWidget(ElideLabel(row.said, "body", lit, self._around), n, 2)
            if row.mark:
                chip = Chip(row.mark, "warn", "warnbg", "git-merge", self._around)
                self._lines.addWidget(chip, n, 3, middle | Qt.AlignmentFlag.AlignRight)
