"""At the right of a review: its actions, a line for the next one, and what came back."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from models.domain.action_item import ActionKind
from views.review.action_rows import KIND_ICONS, KIND_WORDS, ActionRow
from views.review.states import ActionView, PageState
from views.shortcuts import caps
from views.theme import theme_of
from views.tongue import tr
from views.widgets.banner import Banner
from views.widgets.button import Button
from views.widgets.label import Label
from views.widgets.line_input import LineInput
from views.widgets.panel import Panel


class ActionLine(QWidget):
    """One line for an action: what, @who, by when. Enter keeps it, Esc leaves it."""

    given = Signal(str, object)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        self._kind: ActionKind | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.sp(6), theme.sp(6), theme.sp(6), theme.sp(6))
        column.setSpacing(theme.sp(6))
        self._head = Label("", "label", "text2", self, wrap=True)
        self.line = LineInput(tr("Action"), tr("What changes  @who  by when"), parent=self)
        self.line.returnPressed.connect(self._enter)
        self.line.textEdited.connect(lambda _: self.set_wrong(""))
        foot = QHBoxLayout()
        foot.setSpacing(theme.sp(6))
        self._choice = Button("", "secondary", "sliders-horizontal", parent=self, height=26)
        self._choice.clicked.connect(self._ask_kind)
        foot.addWidget(self._choice)
        foot.addStretch(1)
        foot.addWidget(Label(tr("Enter keeps it"), "meta", "text3", self))
        self._wrong = Label("", "meta", "bad", self, wrap=True)
        self._wrong.hide()
        for widget in (self._head, self.line, self._wrong):
            column.addWidget(widget)
        column.addLayout(foot)

    def begin(self, head: str, words: str = "", kind: ActionKind | None = None) -> None:
        self._head.setText(head)
        self.line.setText(words)
        self.set_wrong("")
        self.set_kind(kind or ActionKind.FIX)
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.end(False)  # nothing is selected: one types on

    def set_kind(self, kind: ActionKind) -> None:
        self._kind = kind
        self._choice.set_label(tr(KIND_WORDS[kind]))
        self._choice.set_icon(KIND_ICONS[kind])

    def set_wrong(self, sentence: str) -> None:
        self.line.set_wrong(sentence)
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        if self.line.text().strip():
            self.given.emit(self.line.text(), self._kind)
        else:
            self.left.emit()

    def _ask_kind(self) -> None:
        menu = QMenu(self)
        for kind, words in KIND_WORDS.items():
            menu.addAction(tr(words), partial(self.set_kind, kind))
        menu.popup(self._choice.mapToGlobal(self._choice.rect().bottomLeft()))


class ActionsPanel(Panel):
    """`added` carries the line typed and the kind chosen; `changed` the action's uid too."""

    add_asked = Signal()
    added = Signal(str, object)
    changed = Signal(str, str, object)
    state_chosen = Signal(str, object)
    moment_opened = Signal(str)
    copy_asked = Signal(object)
    help_asked = Signal(object)
    push_asked = Signal(object, str)
    link_asked = Signal(str)
    line_opened = Signal(QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Actions"), "check-square", None, parent)
        theme = theme_of(self)
        self._shown: tuple[ActionView, ...] | None = None
        self._rows: list[ActionRow] = []
        self._changing = ""
        self._done = Label("", "body", "text3", self)
        self.head.addWidget(self._done)
        inside, self._column = self, self.body
        self._none = Label(
            tr("What has to change so that this does not come back?"), "body", "text3", self,
            wrap=True,
        )  # fmt: skip
        self._column.addWidget(self._none)
        self.line = ActionLine(inside)
        self.line.hide()
        self.line.given.connect(self._given)
        self.line.left.connect(self.close_line)
        self._add = Button(
            tr("Add an action from this moment"), "link", "plus", caps("review.action"), inside
        )
        self._add.clicked.connect(self.add_asked)
        self._column.addWidget(self.line)
        self._column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.setSpacing(theme.sp(2))

    def show_state(self, state: PageState) -> None:
        if state.actions == self._shown:
            return
        self._shown = state.actions
        focused = next((row.action.uid for row in self._rows if row.hasFocus()), "")
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row_of(action) for action in state.actions]
        for n, row in enumerate(self._rows):
            self._column.insertWidget(n, row)
            if row.action.uid == focused:
                row.setFocus(Qt.FocusReason.OtherFocusReason)
        self._none.setVisible(not self._rows)
        of = tr("{done} of {every}", done=state.done, every=state.counted)
        self._done.setText(of if state.counted else "")
        self.setAccessibleDescription(of)

    def _row_of(self, action: ActionView) -> ActionRow:
        row = ActionRow(action, self)
        row.state_chosen.connect(self.state_chosen)
        row.change_asked.connect(self._change)
        row.moment_opened.connect(self.moment_opened)
        row.copy_asked.connect(self.copy_asked)
        row.help_asked.connect(self.help_asked)
        row.push_asked.connect(self.push_asked)
        row.link_asked.connect(self.link_asked)
        return row

    def focus_first(self) -> None:
        target = self._rows[0] if self._rows else self._add
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # The line

    def ask_action(self, when: str) -> None:
        """`when` is the time at the playhead."""
        self._changing = ""
        self._add.hide()
        self.line.begin(tr("Action from {time}", time=when))
        self.line_opened.emit(self.line)

    def _change(self, action: ActionView) -> None:
        self._changing = action.uid
        self._add.hide()
        self.line.begin(tr("Change this action"), action.line, action.kind)
        self.line_opened.emit(self.line)

    def _given(self, typed: str, kind: ActionKind) -> None:
        if self._changing:
            self.changed.emit(self._changing, typed, kind)
        else:
            self.added.emit(typed, kind)

    def close_line(self) -> None:
        had = self.line.line.hasFocus()
        self.line.hide()
        self.line.line.clear()
        self._add.show()
        if had:
            self._add.setFocus(Qt.FocusReason.OtherFocusReason)


class RepeatBox(Banner):
    """Seen before: when, and what was left open then. A click opens that review."""

    opened = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("arrows-clockwise", "warn", parent, wrap=True)
        self._uid = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_state(self, state: PageState) -> None:
        repeat = state.repeat
        self.setVisible(repeat is not None)
        if repeat is not None:
            self._uid = repeat.uid
            self.say(repeat.title, repeat.detail)

    def mouseReleaseEvent(self, event: object) -> None:
        self.opened.emit(self._uid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self._uid)
        else:
            super().keyPressEvent(event)
