"""Home: live incidents, past ones, and what waits in the inbox."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from models.domain.severity import Severity
from views import text
from views.home.card import LiveCard
from views.home.inbox import InboxList
from views.home.on_call import OnCallPanel
from views.home.overdue import OverduePanel
from views.home.presenter import PERIODS, HomeState
from views.home.table import RecentTable
from views.shortcuts import caps
from views.theme import theme_of
from views.tongue import ntr, tr
from views.widgets.button import Button
from views.widgets.empty import EmptyState
from views.widgets.keycap import KeyCap
from views.widgets.label import Label
from views.widgets.needs_panel import NeedsPanel
from views.widgets.panel import Panel

MOST_CARDS = 6
CARD_WIDTH = 300
TYPING_MS = 120
ROOMY_FROM = 1440
TALL_FROM = 900


class HomeScreen(QWidget):
    incident_opened = Signal(str)
    declare_requested = Signal(object)
    severity_chosen = Signal(object)
    period_chosen = Signal(int)
    words_typed = Signal(str)
    more_wanted = Signal()
    need_answered = Signal(object, bool)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._cards: list[LiveCard] = []
        self._state = HomeState()
        self._record = self._state.record
        theme = theme_of(self)
        row = QHBoxLayout(self)
        edge = theme.sp(12)
        row.setContentsMargins(edge, edge, edge, edge)
        row.setSpacing(theme.sp(10))
        left = QVBoxLayout()
        left.setSpacing(theme.sp(10))
        left.addLayout(self._live_head())
        self._card_holder = QWidget(self)
        self._card_row = QHBoxLayout(self._card_holder)
        self._card_row.setContentsMargins(0, 0, 0, 0)
        self._card_row.setSpacing(theme.sp(10))
        left.addWidget(self._card_holder)
        left.addWidget(self._recent_panel(), 1)
        row.addLayout(left, 1)
        row.addWidget(self._inbox_panel())

    def _live_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme_of(self).sp(8))
        head.addWidget(Label(tr("Live"), "title", parent=self))
        self._live_count = Label("", "body", "text3", self)
        self._live_hint = Label(tr("Arrow keys move, Enter opens"), "meta", "text3", self)
        head.addWidget(self._live_count)
        head.addStretch(1)
        head.addWidget(self._live_hint)
        return head

    def _recent_panel(self) -> Panel:
        panel = Panel(tr("Past incidents"), parent=self)
        self._recent_title = panel
        panel.let_body_touch()
        self._period = Button(tr(PERIODS[-1][0]), "secondary", "calendar", height=28, parent=panel)
        self._period.clicked.connect(self._ask_period)
        self._severity = Button(tr("Any severity"), "secondary", "funnel", height=28, parent=panel)
        self._severity.clicked.connect(self._ask_severity)
        self._words = QLineEdit(panel)
        self._words.setPlaceholderText(tr("Filter by title"))
        self._words.setAccessibleName(tr("Filter past incidents by title"))
        self._words.setFixedSize(theme_of(self).sp(180), theme_of(self).sp(28))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(lambda: self.words_typed.emit(self._words.text()))
        self._words.textEdited.connect(self._restart)
        for widget in (self._words, self._period, self._severity):
            panel.head.addWidget(widget)
        panel.head.addWidget(KeyCap(caps("home.filter")[0], panel))
        self.table = RecentTable(self._now, panel)
        self.table.opened.connect(self.incident_opened)
        self.table.more_wanted.connect(self.more_wanted)
        self._nothing = EmptyState("clock-counter-clockwise", "", "", panel)
        panel.body.addWidget(self.table, 1)
        panel.body.addWidget(self._nothing, 1)
        self._nothing.hide()
        return panel

    def _inbox_panel(self) -> QWidget:
        holder = QWidget(self)
        holder.setFixedWidth(theme_of(self).sp(330))
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self._inbox = Panel(tr("Inbox"), "tray", parent=holder)
        for key in caps("go.inbox"):
            self._inbox.head.addWidget(KeyCap(key, self._inbox))
        self.inbox = InboxList(self._inbox)
        self.inbox.declare_requested.connect(self.declare_requested)
        self._inbox.body.addWidget(self.inbox)
        self.needs = NeedsPanel(holder, key=None)
        self.needs.answered.connect(self.need_answered)
        self.needs.hide()
        self.overdue = OverduePanel(holder)
        self.overdue.incident_opened.connect(self.incident_opened)
        self.overdue.hide()
        self.on_call = OnCallPanel(holder)
        self.on_call.hide()
        column.setSpacing(theme_of(self).sp(10))
        for panel in (self.needs, self._inbox, self.overdue, self.on_call):
            column.addWidget(panel)
        column.addStretch(1)
        self._side = holder
        return holder

    # What the presenter says

    def show_state(self, state: HomeState) -> None:
        record, now = state.record, self._now()
        self._show_live(state)
        self.table.rows.show(record.recent)
        self._recent_title.set_count(record.past_count)
        self._show_nothing(state)
        self._period.set_label(tr(PERIODS[state.period][0]))
        self._severity.set_label(state.severity.value if state.severity else tr("Any severity"))
        self._inbox.set_count(record.waiting_count)
        self.inbox.show_items(record.waiting, record.waiting_count, now)
        self.needs.show_needs(record.needs)
        self.needs.setVisible(bool(record.needs))
        self.overdue.show_rows(record.overdue)
        self._record = record
        self._show_on_call()

    def _show_on_call(self) -> None:
        """What is overdue goes before who is on call, where there is no room for both."""
        record = self._record
        has_room = self.window().height() >= theme_of(self).sp(TALL_FROM) or not record.overdue
        self.on_call.show_rows(record.on_call if has_room else ())

    def _show_live(self, state: HomeState) -> None:
        now = self._now()
        rows = state.record.live[: self._room_for_cards()]
        uids = [card.row.uid for card in self._cards]
        if uids != [row.uid for row in rows]:
            for card in self._cards:
                self._card_row.removeWidget(card)
                card.deleteLater()
            while self._card_row.count():
                self._card_row.takeAt(0)
            self._cards = []
            for row in rows:
                card = LiveCard(row, now, self._card_holder)
                card.opened.connect(self.incident_opened)
                card.setMaximumWidth(theme_of(self).sp(520))
                self._cards.append(card)
                self._card_row.addWidget(card, 1)
            if len(rows) < 3:
                self._card_row.addStretch(3 - len(rows))
        for card, row in zip(self._cards, rows, strict=True):
            card.show_row(row, now, state.record.deadlines.get(row.uid))
            card.show_spark(state.record.sparks.get(row.uid, ()))
        live = len(state.record.live)
        hidden = live - len(rows)
        words = ntr("{n} incident", "{n} incidents", live)
        if hidden:
            words = tr("{incidents}, {hidden} more by Ctrl K", incidents=words, hidden=hidden)
        self._live_count.setText(words)
        self._live_hint.setVisible(bool(rows))
        self._card_holder.setVisible(bool(rows))
        if not live:
            ended = state.record.last_ended_at
            quiet = tr("Nothing is on fire.")
            if ended:
                day = text.dated(ended, now)
                quiet = tr("Nothing is on fire. Last incident ended {day}.", day=day)
            self._live_count.setText(quiet)
        self._state = state

    def _show_nothing(self, state: HomeState) -> None:
        empty = not state.record.recent
        self.table.setVisible(not empty)
        self._nothing.setVisible(empty)
        if state.notice:
            self._nothing.say(tr("Past incidents could not be read"), state.notice)
        elif state.is_filtered:
            self._nothing.say(tr("No past incident matches"), tr("Change or clear the filter."))
        else:
            self._nothing.say(
                tr("No past incidents yet"), tr("Bring your history: warroom import incidents PATH")
            )

    def _room_for_cards(self) -> int:
        room = self.width() - self._side.width() - theme_of(self).sp(34)
        return max(1, min(MOST_CARDS, room // theme_of(self).sp(CARD_WIDTH)))

    def tick(self, now: datetime) -> None:
        for card in self._cards:
            card.tick(now)
        if now.second == 0:
            self.inbox.tick(now)

    def _restart(self, words: str) -> None:
        """Each letter puts the query off a little."""
        self._typing.start()

    def focus_filter(self) -> None:
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._words.selectAll()

    def focus_inbox(self) -> None:
        self.inbox.focus_first()

    def setFocus(self, *_: object) -> None:
        """The first live card, else the table: Enter then opens what burns most."""
        target: QWidget = self._cards[0] if self._cards else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = next((n for n, card in enumerate(self._cards) if card.hasFocus()), None)
        moves = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() == Qt.Key.Key_Escape and self._words.hasFocus():
            self.table.setFocus()
        elif focused is not None and event.key() in moves:
            by = moves[Qt.Key(event.key())]
            self._cards[(focused + by) % len(self._cards)].setFocus()
        elif focused is not None and event.key() == Qt.Key.Key_Down:
            self.table.setFocus()
            self.table.selectRow(0)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.window().width() < theme_of(self).sp(ROOMY_FROM)
        self._side.setFixedWidth(theme_of(self).sp(280 if narrow else 330))
        self._show_live(self._state)
        self._show_on_call()

    def _ask_period(self) -> None:
        menu = QMenu(self)
        for n, (words, _) in enumerate(PERIODS):
            menu.addAction(tr(words), partial(self.period_chosen.emit, n))
        menu.popup(self._period.mapToGlobal(self._period.rect().bottomLeft()))

    def _ask_severity(self) -> None:
        menu = QMenu(self)
        menu.addAction(tr("Any severity"), lambda: self.severity_chosen.emit(None))
        for severity in Severity:
            words = f"{severity.value} {tr(severity.word)}"
            menu.addAction(words, partial(self.severity_chosen.emit, severity))
        menu.popup(self._severity.mapToGlobal(self._severity.rect().bottomLeft()))
