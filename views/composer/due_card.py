"""When the next update is due, and what was promised: the subject of this screen."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.times import to_ms
from views import text
from views.composer.states import Due
from views.theme import theme_of
from views.tongue import tr
from views.widgets.button import Button
from views.widgets.countdown import CountdownRing
from views.widgets.label import Label
from views.widgets.panel import Surface


class DueCard(Surface):
    snooze_asked = Signal()
    slow_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        theme = theme_of(self)
        self._due = Due()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.sp(14), theme.sp(12), theme.sp(14), theme.sp(12))
        row.setSpacing(theme.sp(14))
        self._ring = CountdownRing(76, self)
        row.addWidget(self._ring)
        column = QVBoxLayout()
        column.setSpacing(theme.sp(4))
        self._title = Label("", "strong", parent=self, wrap=True)
        self._words = Label("", "meta", "text3", self, wrap=True)
        self._note = Label("", "meta", "text2", self, wrap=True)
        for label in (self._title, self._words, self._note):
            column.addWidget(label)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.sp(6))
        self.snooze = Button(tr("Snooze 5 min"), "secondary", parent=self, height=26)
        self.snooze.clicked.connect(self.snooze_asked)
        self.slow = Button(tr("Slow down"), "quiet", parent=self, height=26)
        self.slow.setToolTip(tr("A long incident: fewer updates, each still promised"))
        self.slow.clicked.connect(self.slow_asked)
        buttons.addWidget(self.snooze)
        buttons.addWidget(self.slow)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        row.addLayout(column, 1)
        self.show_due(Due(), None)

    def show_due(self, due: Due, now: datetime | None) -> None:
        self._due = due
        self._title.setText(due.title)
        self._words.setText(due.words)
        self._words.setVisible(bool(due.words))
        self._note.setText(due.note)
        self._note.setVisible(bool(due.note))
        self.snooze.setVisible(due.may_snooze)
        self.slow.setVisible(due.may_slow)
        self._ring.setVisible(due.at is not None)
        self.setAccessibleName(f"{due.title}. {due.words} {due.note}".strip())
        if now is not None:
            self.tick(now)

    def tick(self, now: datetime) -> None:
        if self._due.at is not None:
            left = to_ms(self._due.at) - to_ms(now)
            self._ring.set_left(left, self._due.whole_ms)
            late = tr("Update is late by {time}", time=text.duration_clock(-left))
            self._title.setText(late if left < 0 else self._due.title)
