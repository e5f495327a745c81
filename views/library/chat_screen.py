"""What a chat's export proposed: each message is accepted or skipped with one key."""

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.domain.chat import Why
from models.queries.proposals import Waiting
from views import text
from views.library.chat_presenter import ChatState
from views.library.shelf_rows import Line, ShelfList, ShelfRow
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.button import Button
from views.widgets.empty import EmptyState
from views.widgets.label import Label
from views.widgets.panel import Panel

_WHY = {
    Why.DECISION: mark("a decision"),
    Why.CHANGE: mark("a change"),
    Why.RECOVERY: mark("recovery"),
    Why.IMPACT: mark("impact"),
    Why.ALERT: mark("an alert"),
    Why.LINK: mark("a link"),
    Why.IMAGE: mark("a picture"),
    Why.FILE: mark("a file"),
    Why.TIME: mark("a time"),
    Why.PINNED: mark("pinned"),
}
_LONGEST = 400


class ChatScreen(QWidget):
    chosen = Signal(str)
    accepted = Signal(str)
    skipped = Signal(str)
    rest_accepted = Signal()

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        theme = theme_of(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._panel = Panel(tr("From chat"), "chat-text", None, self)
        self._panel.let_body_touch()
        column.addWidget(self._panel, 1)
        self._rule = Label("", "meta", "text3", self._panel, wrap=True)
        self._rule.setContentsMargins(theme.sp(14), 0, theme.sp(14), theme.sp(6))
        letters = {Qt.Key.Key_A: "accept", Qt.Key.Key_S: "skip"}
        self.rows = ShelfList(tr("Messages proposed for timelines"), self._panel, letters)
        self.rows.chosen.connect(lambda uid, _: self.chosen.emit(uid))
        self.rows.opened.connect(self.accepted)
        self.rows.acted.connect(self._act)
        self._nothing = EmptyState("chat-text", "", "", self._panel)
        for widget in (self._rule, self.rows, self._nothing):
            self._panel.body.addWidget(widget, 0 if widget is self._rule else 1)
        self._accept = Button(tr("Accept"), "quiet", "check", ("A",), self._panel, height=28)
        self._skip = Button(tr("Skip"), "quiet", "x", ("S",), self._panel, height=28)
        every = tr("Accept all of it")
        self._rest = Button(every, "quiet", "list-checks", (), self._panel, height=28)
        self._accept.clicked.connect(lambda: self._act("accept", self.rows.uid_at()))
        self._skip.clicked.connect(lambda: self._act("skip", self.rows.uid_at()))
        self._rest.clicked.connect(self.rest_accepted)
        self._buttons = (self._accept, self._skip, self._rest)
        for button in self._buttons:
            self._panel.head.addWidget(button)

    def show_state(self, state: ChatState) -> None:
        self.rows.show_rows([self._row(one) for one in state.rows], state.chosen)
        self._panel.set_count(len(state.rows) or None)
        empty = not state.rows
        self.rows.setVisible(not empty)
        self._nothing.setVisible(empty and state.loaded)
        for button in self._buttons:
            button.setVisible(not empty)
        self._nothing.say(
            tr("Nothing from a chat waits"),
            state.notice or state.done or tr("warroom import chat INC FOLDER proposes messages."),
        )
        words = tr("Proposed only: what you accept stands on the timeline at its own time.")
        self._rule.setText(" ".join(part for part in (words, state.notice or state.done) if part))
        self._rule.setVisible(not empty)

    def _row(self, one: Waiting) -> ShelfRow:
        message = one.proposal.message
        first, _, rest = message.text.partition("\n")
        why = ", ".join(tr(_WHY[reason]) for reason in message.why)
        said = tr("{person} in {channel}", person=message.who, channel=f"#{message.channel}")
        lines = [Line(tr("{said}, for {why}", said=said, why=why), one.label)]
        if rest.strip():
            lines.insert(0, Line(" ".join(rest.split())[:_LONGEST]))
        day = text.day(message.at, self._zone)
        clock = text.clock_time(message.at, self._zone, seconds=False)
        return ShelfRow(
            one.proposal.uid, clock, first[:_LONGEST], aside=day, lines=tuple(lines),
            has_badge=False,
        )  # fmt: skip

    def _act(self, what: str, uid: str) -> None:
        if uid:
            (self.accepted if what == "accept" else self.skipped).emit(uid)

    def focus_rows(self) -> None:
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
