"""What a chat's export proposed: each message is accepted or skipped with one key."""

from datetime import tzinfo
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from models.domain.chat import Why
from models.queries.proposals import Waiting
from views import text
from views.library.chat_presenter import ChatState
from views.library.shelf_rows import Line, ShelfList, ShelfRow
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.button import Button
from views.widgets.drops import dropped_path
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
_LONGEST, _TITLE = 400, 60


class ChatScreen(QWidget):
    """`import_asked` carries the uid and the label of an incident, and the path of what was
    dropped, "" where a file is still to be chosen."""

    import_asked = Signal(str, str, str)
    chosen = Signal(str)
    accepted = Signal(str)
    skipped = Signal(str)
    rest_accepted = Signal()

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._state = ChatState()
        self._asks = False
        self.setAcceptDrops(True)
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
        self.offer = Button(tr("Import a chat"), "secondary", "download-simple", ("I",), self)
        self.offer.clicked.connect(self.ask_incident)
        self._nothing.offers.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (self._rule, self.rows, self._nothing):
            self._panel.body.addWidget(widget, 0 if widget is self._rule else 1)
        self._accept = Button(tr("Accept"), "quiet", "check", ("A",), self._panel, height=28)
        self._skip = Button(tr("Skip"), "quiet", "x", ("S",), self._panel, height=28)
        every = tr("Accept all of it")
        self._rest = Button(every, "quiet", "list-checks", (), self._panel, height=28)
        self._accept.clicked.connect(lambda: self._act("accept", self.rows.uid_at()))
        self._skip.clicked.connect(lambda: self._act("skip", self.rows.uid_at()))
        self._rest.clicked.connect(self.rest_accepted)
        self._import = Button(
            tr("Import a chat"), "quiet", "download-simple", ("I",), self._panel, height=28
        )
        self._import.clicked.connect(self.ask_incident)
        self._buttons = (self._accept, self._skip, self._rest, self._import)
        for button in self._buttons:
            self._panel.head.addWidget(button)

    def show_state(self, state: ChatState) -> None:
        self._state = state
        focus = QApplication.focusWidget()
        is_inside = focus is not None and self.isAncestorOf(focus)
        goes = is_inside and (not state.rows or self.offer.hasFocus())
        self.rows.show_rows([self._row(one) for one in state.rows], state.chosen)
        self._panel.set_count(len(state.rows) or None)
        empty = not state.rows
        self.rows.setVisible(not empty)
        self._nothing.setVisible(empty and state.loaded)
        for button in self._buttons:
            button.setVisible(not empty)
        busy = tr("Reading {name}.", name=state.reading) if state.reading else ""
        said = busy or state.notice or state.done
        self._nothing.say(
            busy or tr("Nothing from a chat waits"),
            tr("What it says of the incident is proposed as soon as it is read.")
            if busy
            else said or tr("Messages of a Slack export, chosen or dropped here, are proposed."),
        )
        for button in (self.offer, self._import):
            button.setEnabled(bool(state.places))
        words = tr("Proposed only: what you accept stands on the timeline at its own time.")
        self._rule.setText(" ".join(part for part in (words, said) if part))
        self._rule.setVisible(not empty)
        if goes:  # what had the keyboard is not there any more
            self.focus_rows()
        if self._asks and state.loaded and self.isVisible():
            self.ask_incident()

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

    def ask_incident(self) -> None:
        """Whose timeline it is for; then the file is asked for. Waits for the incidents."""
        self._asks = not self._state.loaded
        button = self.offer if self.offer.isVisible() else self._import
        self._ask_incident("", button.mapToGlobal(button.rect().bottomLeft()))

    def _ask_incident(self, path: str, at: QPoint) -> None:
        if not self._state.places:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("For the timeline of")).setEnabled(False)
        for place in self._state.places:
            title = place.title if len(place.title) <= _TITLE else f"{place.title[:_TITLE]}…"
            words = f"{place.label}   {title}".replace("&", "&&")
            action = menu.addAction(words)
            asked = partial(self.import_asked.emit, place.uid, place.label, path)
            action.triggered.connect(lambda _=False, ask=asked: ask())
        menu.popup(at)
        menu.setActiveAction(menu.actions()[1])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_path(event.mimeData()) and self._state.places:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        at = self.mapToGlobal(event.position().toPoint())
        self._ask_incident(dropped_path(event.mimeData()), at)

    def focus_rows(self) -> None:
        where = self.rows if self._state.rows or not self.offer.isEnabled() else self.offer
        where.setFocus(Qt.FocusReason.OtherFocusReason)
