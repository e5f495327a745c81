"""What is due and what was said last, small: the way to where updates are written."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.domain.times import to_ms
from models.domain.update import Update
from views import text
from views.room.update_presenter import UpdateState
from views.shortcuts import caps
from views.theme import theme_of
from views.tongue import told, tr
from views.widgets.button import Button, IconButton
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.panel import Icon, Panel

NEAR_MS = 5 * 60_000


class UpdatePanel(Panel):
    write_asked = Signal()
    copy_asked = Signal()
    said = Signal(str)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(tr("Status update"), "megaphone", None, parent)
        theme = theme_of(self)
        self._now = now
        self._state = UpdateState()
        self._left = ""
        self._clock = Icon("timer", "text3", 15, self)
        self._due = Label("", "label", "text3", self)
        self.head.addWidget(self._clock)
        self.head.addWidget(self._due)
        self._last = ElideLabel("", "body", "text2", self)
        self._who = ElideLabel("", "meta", "text3", self)
        self.body.addWidget(self._last)
        self.body.addWidget(self._who)
        foot = QHBoxLayout()
        foot.setSpacing(theme.sp(6))
        self.write = Button(tr("Write update"), "tinted", "note-pencil", caps("update"), self)
        self.write.clicked.connect(self.write_asked)
        foot.addWidget(self.write)
        foot.addStretch(1)
        copy = IconButton("copy", tr("Copy all updates as Markdown"), self)
        copy.clicked.connect(self.copy_asked)
        foot.addWidget(copy)
        self.body.addLayout(foot)
        self.body.addStretch(1)

    # What the presenter says

    def show_state(self, state: UpdateState) -> None:
        self._state = state
        record = state.record
        if record is None:
            return
        self.set_title(tr("Status update {n}", n=record.n))
        last = record.posted[-1] if record.posted else None
        self._last.set_text(_first_line(last) if last else tr("Nobody was told anything yet."))
        self._who.set_text(_when(last) if last else told(record.none_due))
        self.tick(self._now())

    def say(self, sentence: str) -> None:
        self.said.emit(told(sentence))

    def copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.said.emit(tr("All updates are copied as Markdown."))

    def tick(self, now: datetime) -> None:
        record = self._state.record
        due = record.due_at if record else None
        self._clock.setVisible(due is not None)
        if due is None:
            self._left = ""
            self._due.setText(tr("none due"))
            self._due.set_look(color="text3")
            return
        left = to_ms(due) - to_ms(now)
        color = "bad" if left < 0 else "warn" if left < NEAR_MS else "text3"
        self._left = text.left(left)
        self._due.setText(
            tr("late {left}", left=self._left) if left < 0 else tr("due in {left}", left=self._left)
        )
        self._due.set_look(color=color)
        self._clock.set_icon("timer", color)

    def due_words(self) -> str:
        """For a tab's name in a narrow window."""
        return self._left

    def start(self) -> None:
        self.write.setFocus()


def _first_line(update: Update) -> str:
    said = update.published or update.draft
    return next((line for line in said.text.split("\n") if line.strip()), "")


def _when(update: Update) -> str:
    at = update.out_at or (update.publication.at if update.publication else update.created_at)
    return tr("Update {n} at {time} UTC", n=update.n, time=text.clock_time(at, seconds=False))
