"""One review: its replay over it, the room as it was, its text, and what it decided."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from models.domain.review import Section
from models.domain.timeline import TimelineEntry
from views import text
from views.review.action_rows import as_markdown
from views.review.actions_panel import ActionsPanel, RepeatBox
from views.review.document import ARRANGEMENTS, BOTH, READ, WRITE, DocumentPanel
from views.review.evidence_picker import EvidencePicker
from views.review.room_then import RoomThenPanel
from views.review.states import ActionView, Findings, PageState, ReplayState
from views.review.transport import ReplayPanel
from views.room.ask import AskLine
from views.runbooks.scroll import Scroll
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.banner import Banner
from views.widgets.button import Button, IconButton
from views.widgets.dialog import DialogFrame
from views.widgets.drops import dropped_path
from views.widgets.question import Question
from views.widgets.segments import Segment, Segments

LEFT, RIGHT = 330, 350
LEFT_NARROW, RIGHT_NARROW = 256, 328
ROOMY_FROM, SIDES_FROM = 1_440, 1_140
"""Logical pixels of the window: under the first the sides are narrower, under the second the room
and the actions share one."""
BOTH_FROM = 1_240
"""Under this width of the window what is written and how it reads do not stand side by side."""
LOW_UNDER = 860
"""Under this height of the window the number is drawn lower."""
FORMS = (
    ("md", mark("Markdown")),
    ("html", mark("HTML, one file")),
    ("pdf", mark("PDF")),
    ("json", mark("JSON")),
    ("csv", mark("Timeline as CSV")),
    ("ics", mark("Calendar file of the meeting")),
    ("warroom", mark("Whole incident (.warroom)")),
)
PUBLIC_FORMS = (
    ("md", mark("Public version as Markdown")),
    ("html", mark("Public version as HTML")),
    ("pdf", mark("Public version as PDF")),
)


class ReviewScreen(QWidget):
    """`export_asked` carries the form and whether it is for the public."""

    said = Signal(str)
    copied = Signal(str)
    export_asked = Signal(str, bool)
    helped = Signal(str, str)
    evidence_wanted = Signal()
    arranged = Signal(str)
    chat_asked = Signal()
    chat_dropped = Signal(str)
    pushed = Signal(str, str)
    """An action's uid and the tracker that it goes to."""

    def __init__(self, zone: tzinfo, dialogs: QWidget, parent: QWidget | None = None) -> None:
        """`dialogs` is what its dialogs cover."""
        super().__init__(parent)
        self._local, self._zone = zone, UTC  # type: tzinfo, tzinfo
        self._page, self._replay = PageState(), ReplayState()
        self._writing, self._reads = WRITE, False
        self.replay = ReplayPanel(self)
        self.then = RoomThenPanel(self)
        self.document = DocumentPanel(self)
        self.decided = ActionsPanel(self)
        self.repeat = RepeatBox(self)
        self.picker = EvidencePicker(dialogs)
        self.ask = AskLine(dialogs)
        self.question = Question(dialogs)
        self._notice = Banner(parent=self, wrap=True)
        self._notice.hide()
        self._sides = Segments(
            [Segment("actions", tr("Actions")), Segment("then", tr("The room then"))], self
        )
        self._sides.hide()
        self._export = Button(tr("Export"), "quiet", "arrow-square-out", parent=self)
        self._preview = Button(tr("Preview"), "quiet", "eye", parent=self)
        self._chat = IconButton("chat-text", tr("Import a chat"), self)
        self._chat.clicked.connect(self.chat_asked)
        self.setAcceptDrops(True)
        self._both = IconButton("columns", tr("Write and read side by side"), self)
        self._both.clicked.connect(self.toggle_both)
        self._refused = Banner("warning", "warn", self, wrap=True)
        self._refused.hide()
        self.go = Button("", "primary", "seal-check", ("Ctrl", "Enter"), self, height=36)
        self._lay_out()
        self._export.clicked.connect(self.ask_export)
        self._preview.clicked.connect(self.toggle_preview)
        self._sides.chosen.connect(lambda _: self._fit())
        self.document.left.connect(self.setFocus)
        self.document.evidence_wanted.connect(self.evidence_wanted)
        self.picker.picked.connect(self.document.insert_evidence)
        self.decided.add_asked.connect(self.ask_action)
        self.decided.line_opened.connect(self._right_scroll.reveal)
        self.decided.copy_asked.connect(self._copy_action)
        self.decided.help_asked.connect(self._ask_help)
        self.decided.push_asked.connect(self._ask_push)

    def _lay_out(self) -> None:
        theme = theme_of(self)
        outer = QVBoxLayout(self)
        edge = theme.sp(12)
        outer.setContentsMargins(edge, edge, edge, edge)
        outer.setSpacing(theme.sp(10))
        outer.addWidget(self._notice)
        outer.addWidget(self.replay)
        row = QHBoxLayout()
        row.setSpacing(theme.sp(10))
        self._left = QWidget(self)
        self._left_column = QVBoxLayout(self._left)
        self._left_column.setContentsMargins(0, 0, 0, 0)
        self._left_column.addWidget(self.then)
        self._right = QWidget(self)
        self._right_column = QVBoxLayout(self._right)
        self._right_column.setContentsMargins(0, 0, 0, 0)
        self._right_column.setSpacing(theme.sp(10))
        self._right_column.addWidget(self._sides)
        self._right_scroll = Scroll(self._right)
        inside = self._right_scroll.column
        inside.setSpacing(theme.sp(10))
        for widget in (self.decided, self.repeat, self._refused):
            inside.addWidget(widget)
        inside.addStretch(1)
        self._right_column.addWidget(self._right_scroll, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.sp(6))
        foot.addWidget(self._preview)
        foot.addWidget(self._both)
        foot.addWidget(self._export)
        foot.addWidget(self._chat)
        foot.addStretch(1)
        self._right_column.addLayout(foot)
        self._right_column.addWidget(self.go, 0, Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._left)
        row.addWidget(self.document, 1)
        row.addWidget(self._right)
        outer.addLayout(row, 1)

    def dialogs(self) -> tuple[DialogFrame, ...]:
        return (self.picker, self.ask, self.question)

    # What the presenters say

    def show_page(self, state: PageState) -> None:
        if state.uid != self._page.uid:
            self.decided.close_line()
            self.document.popup.hide()
        self._page = state
        self.document.show_state(state)
        self.decided.show_state(state)
        self.repeat.show_state(state)
        gate = state.gate
        self.go.setVisible(state.loaded and gate.to is not None)
        self.go.set_label(gate.verb)
        self._refused.setVisible(bool(gate.refused))
        if gate.refused:
            self._refused.say(tr("Before it can be signed off"), gate.refused)
        self._show_notice()

    def show_text(self, section: Section, words: str) -> None:
        self.document.show_text(section, words)

    def show_findings(self, findings: Findings) -> None:
        self.document.show_findings(findings)

    def show_replay(self, state: ReplayState) -> None:
        self._replay = state
        self.replay.show_state(state)
        self.then.show_state(state)
        self._show_notice()

    def _show_notice(self) -> None:
        notice = self._page.notice or self._replay.notice
        self._notice.setVisible(bool(notice))
        if notice:
            self._notice.say(tr("This review could not be read"), notice)

    def action_kept(self) -> None:
        self.decided.close_line()

    def action_refused(self, sentence: str) -> None:
        self.decided.line.set_wrong(sentence)

    def say(self, sentence: str) -> None:
        self.said.emit(sentence)

    # Gestures

    def ask_action(self) -> None:
        at = self._replay.at
        if self._is_tight():
            self._sides.set_current("actions")
            self._fit()
        self.decided.ask_action(text.clock_time(at, self._zone) if at else "")

    def ask_evidence(self, entries: Sequence[TimelineEntry], here: str) -> None:
        self.picker.ask(entries, here, self._zone)

    def _copy_action(self, action: ActionView) -> None:
        self.copied.emit(as_markdown(action, self._page.label))

    def copy_actions(self) -> None:
        lines = [as_markdown(action, self._page.label) for action in self._page.actions]
        self.copied.emit("\n".join(lines))

    def _ask_help(self, action: ActionView) -> None:
        self.ask.ask(
            tr("It came back as {incident}", incident=action.came_back),
            tr("Why is “{action}” done all the same?", action=action.text),
            tr("It is done"),
            partial(self.helped.emit, action.uid),
        )

    def _ask_push(self, action: ActionView, tracker: str) -> None:
        """It leaves the incident's room: said before it does."""
        self.question.ask(
            tr("Send to {tracker}?", tracker=tracker),
            tr(
                "“{action}” is created there once, with its owner, its date, the incident's title "
                "and the moment it comes from. Whoever reads that tracker reads it.",
                action=action.text,
            ),
            tr("Send"),
            partial(self.pushed.emit, action.uid, tracker),
        )

    def ask_export(self) -> None:
        menu = QMenu(self)
        for form, words in FORMS:
            if form != "ics" or self._page.meeting is not None:
                menu.addAction(tr(words), partial(self.export_asked.emit, form, False))
        menu.addSeparator()
        for form, words in PUBLIC_FORMS:
            menu.addAction(tr(words), partial(self.export_asked.emit, form, True))
        if self._page.actions:
            menu.addSeparator()
            menu.addAction(tr("Copy the actions as Markdown"), self.copy_actions)
        above = menu.sizeHint().height()
        corner = self._export.mapToGlobal(self._export.rect().topLeft())
        corner.setY(corner.y() - above)
        menu.popup(corner)

    def toggle_preview(self) -> None:
        self._reads = not self._reads
        self._fit()

    def toggle_both(self) -> None:
        """Side by side, or the text alone again. `arranged` carries which of them is chosen."""
        if not self._is_wide():
            self.say(tr("The window is too narrow for both side by side."))
            return
        self.arrange(WRITE if self._writing == BOTH and not self._reads else BOTH)
        self.arranged.emit(self._writing)

    def arrange(self, writing: str) -> None:
        """BOTH takes effect where the window is wide enough."""
        self._writing = writing if writing in ARRANGEMENTS else WRITE
        self._reads = False
        self._fit()

    def toggle_zone(self) -> None:
        """UTC, as the record has it, or the reader's own."""
        self._zone = self._local if self._zone is UTC else UTC
        self.replay.scrubber.set_zone(self._zone)
        self.then.set_zone(self._zone)
        self.document.facts.set_zone(self._zone)
        self.show_replay(self._replay)
        city = text.zone_word(self._replay.at or datetime.now(UTC), self._zone)
        self.say(tr("Times are in {zone} now.", zone=city))

    def focus_actions(self) -> None:
        self.decided.focus_first()

    def focus_text(self) -> None:
        if self.document.is_preview:
            self.toggle_preview()
        self.document.focus_text()

    def setFocus(self, *_: object) -> None:
        """The scrubber: the keys of the replay work at once."""
        self.replay.scrubber.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.document.popup.close_popup()
            self.setFocus()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._page.loaded and dropped_path(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.chat_dropped.emit(dropped_path(event.mimeData()))

    # Sizes

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _is_tight(self) -> bool:
        """Whether the room and the actions share one side."""
        narrow = self.window().width() < theme_of(self).sp(SIDES_FROM)
        return narrow or self.document.arrangement == BOTH

    def _is_wide(self) -> bool:
        return self.window().width() >= theme_of(self).sp(BOTH_FROM)

    def _arrange(self) -> None:
        wanted = READ if self._reads else self._writing
        shown = WRITE if wanted == BOTH and not self._is_wide() else wanted
        if shown != self.document.arrangement:
            self.document.arrange(shown)
        self._preview.set_label(tr("Write") if shown == READ else tr("Preview"))
        self._preview.set_icon("pencil-simple" if shown == READ else "eye")
        self._both.setVisible(self._is_wide())
        self._both.set_kind("tinted" if shown == BOTH else "quiet")

    def _fit(self) -> None:
        self._arrange()
        theme, tight = theme_of(self), self._is_tight()
        narrow = self.window().width() < theme.sp(ROOMY_FROM)
        self._left.setFixedWidth(theme.sp(LEFT_NARROW if narrow else LEFT))
        self._right.setFixedWidth(theme.sp(RIGHT_NARROW if narrow else RIGHT))
        self._sides.setVisible(tight)
        self._left.setVisible(not tight)
        home = self._right_column if tight else self._left_column
        if self.then.parentWidget() is not home.parentWidget():
            home.insertWidget(1 if tight else 0, self.then, 1)
        of_actions = not tight or self._sides.current() == "actions"
        self.then.setVisible(not tight or not of_actions)
        self._right_scroll.setVisible(of_actions)
        low = self.window().height() < theme.sp(LOW_UNDER)
        self.replay.fit(self.width(), low=low)
