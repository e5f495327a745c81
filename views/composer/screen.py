"""The composer's panels, joined: what the presenter says to them, what they say to it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.composing.can import Can
from views.composer.approval_panel import ApprovalPanel
from views.composer.bytes_dialog import BytesDialog
from views.composer.can_dialog import CanDialog
from views.composer.due_card import DueCard
from views.composer.history import HistoryList, Scroll
from views.composer.panel import ComposerPanel
from views.composer.preview_panel import PreviewPanel
from views.composer.states import ComposerState, HistoryRow
from views.room.ask import AskLine
from views.theme import theme_of
from views.tongue import tr
from views.widgets.label import Label
from views.widgets.panel import Panel
from views.widgets.question import Question


class UpdatesColumn(QWidget):
    """When the next one is due, and those before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme_of(self).sp(10))
        self.due = DueCard(self)
        column.addWidget(self.due)
        self.panel = Panel(tr("Updates"), "clock-counter-clockwise", None, self)
        self.history = HistoryList(self.panel)
        self._none = Label(tr("Nobody was told anything yet."), "body", "text3", self.panel)
        self.panel.body.addWidget(self._none)
        self.panel.body.addWidget(Scroll(self.history, self.panel), 1)
        column.addWidget(self.panel, 1)

    def show_rows(self, rows: Sequence[HistoryRow], current: str) -> None:
        self._none.setVisible(not rows)
        self.panel.set_count(len(rows) or None)
        self.history.show_rows(rows, current)

    def start(self) -> None:
        self.history.setFocus(Qt.FocusReason.ShortcutFocusReason)


class ComposerScreen(QObject):
    """`panels` are arranged by the room. `left` when the keyboard leaves the lists too; `shown`
    when it came to the front or went, or has another number."""

    left = Signal()
    said = Signal(str)
    shown = Signal()

    def __init__(
        self, now: Callable[[], datetime], dialogs: QWidget, place: QWidget | None = None
    ) -> None:
        """`dialogs` is what dialogs cover: the whole window; `place` is where panels are made, for
        one that moves afterwards is styled anew."""
        super().__init__(dialogs)
        self._now = now
        self._state = ComposerState()
        self.composer = ComposerPanel(place)
        self.updates = UpdatesColumn(place)
        self.preview = PreviewPanel(place)
        self.approval = ApprovalPanel(place)
        self.question = Question(dialogs)
        self.line = AskLine(dialogs)
        self.can = CanDialog(dialogs)
        self.bytes = BytesDialog(dialogs)
        self.panels: dict[str, QWidget] = {
            "composer": self.composer,
            "updates": self.updates,
            "preview": self.preview,
            "approval": self.approval,
        }
        self.composer.left.connect(self.updates.start)
        self.updates.history.left.connect(self.left)
        self.approval.edit_asked.connect(self.start)

    def dialogs(self) -> tuple[Question | AskLine | CanDialog | BytesDialog, ...]:
        return (self.question, self.line, self.can, self.bytes)

    # What the presenter says

    def show_state(self, state: ComposerState) -> None:
        before, self._state = self._state, state
        self.composer.show_state(state)
        self.updates.due.show_due(state.due, self._now())
        current = state.shown.uid if state.shown else _open_row(state)
        self.updates.show_rows(state.history, current)
        self.preview.show_receivers(state.receivers, state.receiver)
        self._show_preview(state)
        self.preview.show_news(state.analysis.news, state.analysis.since)
        self.approval.show_approval(state.approval)
        self.approval.show_arrivals(state.arrivals, state.arrived_n)
        if (state.uid, state.n) != (before.uid, before.n):
            self.shown.emit()

    def show_typing(self, state: ComposerState) -> None:
        self._state = state
        self.composer.show_typing(state)
        self._show_preview(state)

    def show_analysis(self, state: ComposerState) -> None:
        self._state = state
        self.composer.show_analysis(state)
        self.preview.show_news(state.analysis.news, state.analysis.since)

    def show_templates(self, names: dict[str, str]) -> None:
        self.composer.show_templates(names)

    def put(self, words: str) -> None:
        self.composer.put(words)

    def show_suggestions(self, words: tuple[str, ...]) -> None:
        self.composer.text.show_suggestions(words)

    def ask_send(self, title: str, why: str, verb: str, answer: Callable[[], None]) -> None:
        self.question.ask(title, why, verb, answer)

    def ask_line(self, title: str, why: str, verb: str, answer: Callable[[str], None]) -> None:
        self.line.ask(title, why, verb, answer)

    def open_can(self, can: Can) -> None:
        self.can.open_for(can)

    def show_bytes(self, title: str, text: str) -> None:
        self.bytes.open_for(title, text)

    def say(self, sentence: str) -> None:
        self.said.emit(sentence)

    def tick(self, now: datetime) -> None:
        self.updates.due.tick(now)

    def start(self) -> None:
        self.composer.start()

    def _show_preview(self, state: ComposerState) -> None:
        kind = state.receivers[state.receiver].kind if state.receivers else "page"
        self.preview.show_preview(state.preview, kind)


def _open_row(state: ComposerState) -> str:
    """The draft that is written in, where the store has one."""
    wanted = state.draft_uid
    return wanted if any(row.uid == wanted for row in state.history) else ""
