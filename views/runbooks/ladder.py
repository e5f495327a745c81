"""Who to call next, and what to tell them."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from views import text
from views.runbooks.states import Contact
from views.runbooks.words import copied_contact
from views.theme import theme_of
from views.tongue import tr
from views.widgets.button import Button
from views.widgets.label import Label
from views.widgets.painted import painting, rounded
from views.widgets.panel import Icon, Panel
from views.widgets.wrap import WrapText

_SIDE_BY_SIDE_FROM = 300


class _Rung(QWidget):
    """The number of a contact; filled for who is next."""

    def __init__(self, n: int, parent: QWidget, *, is_next: bool) -> None:
        super().__init__(parent)
        self._n, self._is_next = n, is_next
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = theme_of(self).sp(24)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            disc = QRectF(self.rect())
            fill = theme.color("accentfill" if self._is_next else "overlay")
            rounded(painter, disc, disc.height() / 2, fill)
            painter.setFont(theme.font("label"))
            painter.setPen(theme.color("onaccent" if self._is_next else "text2"))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(self._n))


class _ContactRow(QWidget):
    def __init__(self, n: int, contact: Contact, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        top = Qt.AlignmentFlag.AlignTop
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sp(10))
        row.addWidget(_Rung(n, self, is_next=n == 1), 0, top)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(theme.sp(6))
        words = QVBoxLayout()
        words.setSpacing(theme.sp(1))
        words.addWidget(WrapText(contact.name, "strong", "text", self))
        for line in (contact.note, contact.reach):
            if line:
                words.addWidget(WrapText(line, "meta", "text3", self))
        self._both.addLayout(words, 1)
        kind = "tinted" if n == 1 else "secondary"
        self.copy = Button(tr("Copy contact"), kind, "copy", parent=self, height=28)
        self.copy.setAccessibleName(tr("Copy contact of {name}", name=contact.name))
        self._both.addWidget(self.copy, 0, top)
        row.addLayout(self._both, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme_of(self).sp(_SIDE_BY_SIDE_FROM)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._both.direction() is not way:
            self._both.setDirection(way)


class Ladder(Panel):
    copied = Signal(str)
    escalate_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Who to call next"), "phone", "E", parent)
        self._shown: tuple[object, ...] | None = None
        self.body.setSpacing(theme_of(self).sp(10))

    def show_contacts(
        self, contacts: Sequence[Contact], escalated_at: datetime | None = None
    ) -> None:
        if (tuple(contacts), escalated_at) == self._shown:
            return
        self._shown = (tuple(contacts), escalated_at)
        while self.body.count():
            item = self.body.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for n, contact in enumerate(contacts, 1):
            self.body.addWidget(self._rung(n, contact))
        if not contacts:
            words = tr("The runbook names nobody to call.")
            self.body.addWidget(WrapText(words, "body", "text3", self))
        self.body.addWidget(self._foot(escalated_at))

    def _rung(self, n: int, contact: Contact) -> QWidget:
        rung = _ContactRow(n, contact, self)
        rung.copy.clicked.connect(lambda: self.copied.emit(copied_contact(contact)))
        return rung

    def _foot(self, escalated_at: datetime | None) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        if escalated_at is not None:
            words = tr("Escalated at {time} UTC", time=text.clock_time(escalated_at, seconds=False))
            row.addWidget(Icon("check", "ok", 14, holder))
            row.addWidget(Label(words, "meta", "text2", holder))
            row.addStretch(1)
            return holder
        escalate = Button(tr("Mark as escalated"), "quiet", "arrow-up-right", (), holder)
        escalate.clicked.connect(self.escalate_requested)
        row.addWidget(escalate)
        row.addStretch(1)
        return holder


class Summary(Panel):
    """Written from the timeline; what a person changed in it stays as it is."""

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Escalation summary"), "chat-text", parent=parent)
        theme = theme_of(self)
        self._written = ""
        self.edit = QPlainTextEdit(self)
        self.edit.setAccessibleName(tr("Escalation summary"))
        self.edit.setPlaceholderText(tr("Nothing is written yet"))
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(theme.sp(112))
        self.body.addWidget(self.edit)
        words = tr("Written from the timeline. Edit before sending.")
        self.body.addWidget(WrapText(words, "meta", "text3", self))
        row = QHBoxLayout()
        row.addStretch(1)
        copy = Button(tr("Copy summary"), "secondary", "copy", parent=self, height=28)
        copy.clicked.connect(lambda: self.copied.emit(self.edit.toPlainText()))
        row.addWidget(copy)
        self.body.addLayout(row)

    def show_summary(self, written: str) -> None:
        if self.edit.toPlainText() == self._written and written != self._written:
            self._written = written
            self.edit.setPlainText(written)
