"""The status update: for whom, in which state, in which words, and by when."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from models.domain.times import to_ms
from views import text
from views.room.update_presenter import UpdateState
from views.theme import theme_of
from views.widgets.button import Button, IconButton
from views.widgets.chip import Chip
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.panel import Icon, Panel
from views.widgets.segments import Segment, Segments

_AUDIENCES = (
    ("customers", "Customers", "globe"),
    ("internal", "Support", "headset"),
    ("leadership", "Leadership", "briefcase"),
)
_STATES = (
    ("investigating", "Investigating"),
    ("identified", "Identified"),
    ("monitoring", "Monitoring"),
    ("resolved", "Resolved"),
)
NEAR_MS = 5 * 60_000


class UpdateText(QPlainTextEdit):
    """Ctrl+Enter posts, Esc leaves."""

    post_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Text of the status update")
        self.setTabChangesFocus(True)
        self.setFont(theme_of(self).font("body"))
        self.setMinimumHeight(theme_of(self).sp(72))

    def sizeHint(self) -> QSize:
        return QSize(200, theme_of(self).sp(84))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.post_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class UpdatePanel(Panel):
    audience_chosen = Signal(str)
    state_chosen = Signal(str)
    typed = Signal(str)
    post_asked = Signal()
    copy_asked = Signal()
    left = Signal()
    said = Signal(str)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__("Status update", "megaphone", "U", parent)
        theme = theme_of(self)
        self._now = now
        self._state = UpdateState()
        self._draft = Chip("draft", icon="pencil-simple", parent=self)
        self._clock = Icon("timer", "text3", 15, self)
        self._due = Label("", "label", "text3", self)
        for widget in (self._draft, self._clock, self._due):
            self.head.addWidget(widget)
        self.audience = Segments(
            [Segment(key, words, icon) for key, words, icon in _AUDIENCES], self, framed=False
        )
        self.audience.setAccessibleName("For whom")
        self.body.addWidget(self.audience)
        self.states = Segments([Segment(key, words) for key, words in _STATES], self)
        self.states.setAccessibleName("State")
        self.body.addWidget(self.states)
        self.text = UpdateText(self)
        self.body.addWidget(self.text, 1)
        self._error = Label("", "label", "bad", self, wrap=True)
        self._error.hide()
        self.body.addWidget(self._error)
        foot = QHBoxLayout()
        foot.setSpacing(theme.sp(6))
        self._who = ElideLabel("", "meta", "text3", self)
        foot.addWidget(self._who, 1)
        copy = IconButton("copy", "Copy all updates as Markdown", self)
        copy.clicked.connect(self.copy_asked)
        foot.addWidget(copy)
        self.post = Button("Post update", "tinted", None, ("Ctrl", "Enter"), self, height=30)
        self.post.clicked.connect(self.post_asked)
        foot.addWidget(self.post)
        self.body.addLayout(foot)
        self.audience.chosen.connect(self.audience_chosen)
        self.states.chosen.connect(self.state_chosen)
        self.text.textChanged.connect(self._changed)
        self.text.post_asked.connect(self.post_asked)
        self.text.left.connect(self.left)

    # What the presenter says

    def show_state(self, state: UpdateState) -> None:
        self._state = state
        record = state.record
        if record is None:
            return
        self.set_title(f"Status update {record.n}")
        self.audience.set_current(state.audience)
        self.states.set_current(state.state)
        words = state.texts.get(state.audience, "")
        if words != self.text.toPlainText():
            self.text.blockSignals(True)
            self.text.setPlainText(words)
            self.text.blockSignals(False)
        self._draft.setVisible(state.audience in state.typed)
        self._error.setText(state.error)
        self._error.setVisible(bool(state.error))
        self.post.setEnabled(not state.busy)
        self.tick(self._now())
        last = record.posted[-1] if record.posted else None
        self._who.set_text(
            f"Update {last.n} at {text.clock_time(last.at, seconds=False)} UTC"
            if last
            else record.none_due
        )

    def say(self, sentence: str) -> None:
        self.said.emit(sentence)

    def copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.said.emit("All updates are copied as Markdown.")

    def tick(self, now: datetime) -> None:
        record = self._state.record
        due = record.due_at if record else None
        self._clock.setVisible(due is not None)
        if due is None:
            self._due.setText("none due")
            self._due.set_look(color="text3")
            return
        left = to_ms(due) - to_ms(now)
        color = "bad" if left < 0 else "warn" if left < NEAR_MS else "text3"
        self._due.setText(f"late {text.left(left)}" if left < 0 else f"due in {text.left(left)}")
        self._due.set_look(color=color)
        self._clock.set_icon("timer", color)

    def due_words(self) -> str:
        """For a tab's name in a narrow window."""
        return self._due.text().removeprefix("due in ").replace("none due", "")

    def start(self) -> None:
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def _changed(self) -> None:
        self.typed.emit(self.text.toPlainText())
        self._draft.show()
