"""Command from one person to another: the offer, and the answer to it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from views.theme import theme_of
from views.tongue import inside, marks, tr
from views.widgets.avatar import Avatar
from views.widgets.banner import Banner
from views.widgets.button import Button, IconButton
from views.widgets.check import CheckBox
from views.widgets.dialog import DialogFrame
from views.widgets.label import Label
from views.widgets.panel import Icon, Surface
from views.widgets.person_line import Choice, PersonLine

_WIDTH = 660

_BEGINNINGS = marks("Objective", "State", "Decided", "Watch out", "Next update")
"""Of the lines of a brief, which go into the record as they are written."""


def _head(words: str, icon: str, dialog: DialogFrame) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme_of(dialog).sp(10))
    row.addWidget(Icon(icon, "accent", 18, dialog.surface))
    row.addWidget(Label(words, "dialog_title", parent=dialog.surface))
    row.addStretch(1)
    close = IconButton("x", tr("Close, change nothing"), dialog.surface)
    close.clicked.connect(dialog.rejected)
    row.addWidget(close)
    return row


class BriefLine(QWidget):
    """One line of the brief: ticked it goes along; its words can be changed."""

    def __init__(self, line: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._word, _, rest = line.partition(": ")
        said = tr(self._word) if self._word in _BEGINNINGS else self._word
        theme = theme_of(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sp(8))
        self.tick = CheckBox("", self)
        self.tick.setChecked(True)
        self.tick.setAccessibleName(tr("Say the {word}", word=inside(said)))
        row.addWidget(self.tick)
        word = Label(said, "strong", parent=self)
        word.setMinimumWidth(theme.sp(88))
        row.addWidget(word)
        self.words = QLineEdit(rest, self)
        self.words.setAccessibleName(said)
        self.words.setFrame(False)
        self.words.setObjectName("brief")
        self.words.setCursorPosition(0)
        self.words.setToolTip(rest)
        row.addWidget(self.words, 1)
        self.tick.toggled.connect(self.words.setEnabled)

    def line(self) -> str:
        words = self.words.text().strip()
        return f"{self._word}: {words}" if self.tick.isChecked() and words else ""


class HandoverDialog(DialogFrame):
    """Type a name, read the brief, Ctrl+Enter. Nothing changes until the other says yes."""

    offered = Signal(str, list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _WIDTH)
        self.setAccessibleName(tr("Hand over command"))
        theme = theme_of(self)
        self.card.addLayout(_head(tr("Hand over command"), "arrows-left-right", self))
        people = QHBoxLayout()
        people.setSpacing(theme.sp(16))
        people.addWidget(self._from(), 1, Qt.AlignmentFlag.AlignTop)
        people.addWidget(Icon("arrow-right", "text3", 16, self.surface))
        to = QVBoxLayout()
        to.setSpacing(theme.sp(4))
        to.addWidget(Label(tr("To"), "label", "text2", self.surface))
        self.person = PersonLine(tr("Who takes over"), self.surface)
        to.addWidget(self.person)
        people.addLayout(to, 1)
        self.card.addLayout(people)
        told = QHBoxLayout()
        self._reads = Label("", "label", "text2", self.surface)
        told.addWidget(self._reads)
        told.addStretch(1)
        hint = tr("written from the timeline, change anything")
        told.addWidget(Label(hint, "meta", "text3", self.surface))
        self.card.addLayout(told)
        self._brief = Surface("raised", "raised", 8, self.surface)
        self._lines = QVBoxLayout(self._brief)
        self._lines.setContentsMargins(*[theme.sp(14), theme.sp(10)] * 2)
        self._lines.setSpacing(theme.sp(2))
        self.card.addWidget(self._brief)
        self._stays = Banner("hand-tap", "accent", self.surface)
        self.card.addWidget(self._stays)
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = Button(tr("Cancel"), "quiet", keys=("Esc",), parent=self.surface, height=36)
        cancel.clicked.connect(self.rejected)
        foot.addWidget(cancel)
        self.ask = Button(
            "", "primary", "arrows-left-right", ("Ctrl", "Enter"), self.surface, height=36
        )
        self.ask.clicked.connect(self._offer)
        foot.addWidget(self.ask)
        self.card.addLayout(foot)
        self.person.changed.connect(self._named)
        self.accepted.connect(self._offer)
        self.rejected.connect(self.close_dialog)

    def _from(self) -> QWidget:
        theme = theme_of(self)
        box = Surface("raised", "raised", 8, self.surface)
        row = QHBoxLayout(box)
        row.setContentsMargins(*[theme.sp(12), theme.sp(10)] * 2)
        row.setSpacing(theme.sp(11))
        self._avatar = Avatar("", 38, box, ring=True)
        row.addWidget(self._avatar)
        column = QVBoxLayout()
        column.setSpacing(theme.sp(1))
        column.addWidget(Label(tr("From"), "caption", "text3", box))
        self._holder = Label("", "strong", parent=box)
        column.addWidget(self._holder)
        row.addLayout(column, 1)
        return box

    def open_for(self, holder: str, brief: Sequence[str], choices: Sequence[Choice]) -> None:
        self._avatar.set_name(holder)
        self._holder.setText(holder)
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for line in brief:
            self._lines.addWidget(BriefLine(line, self._brief))
        self.person.offer(choices)
        self._named("")
        self.open(self.person.line)

    def _named(self, name: str) -> None:
        first = name.split(maxsplit=1)[0] if name.split() else ""
        self._reads.setText(
            tr("{first} will read this first", first=first)
            if first
            else tr("They will read this first")
        )
        self.ask.set_label(
            tr("Ask {first} to take over", first=first) if first else tr("Ask to take over")
        )
        self.ask.setEnabled(bool(first))
        self._stays.say(
            tr("You stay commander until {first} says “I have command”.", first=first)
            if first
            else tr("You stay commander until they say “I have command”."),
            tr("Without an answer in 2 minutes you are told, and nothing changes."),
        )
        if self.isVisible():
            self.refit()

    def _offer(self) -> None:
        name = self.person.name()
        if not name:
            return
        found = [
            widget.line()
            for n in range(self._lines.count())
            if (item := self._lines.itemAt(n)) is not None
            and isinstance(widget := item.widget(), BriefLine)
        ]
        self.close_dialog()
        self.offered.emit(name, [line for line in found if line])


class OfferDialog(DialogFrame):
    """The other side: read the brief, then take command or not now."""

    answered = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 560)
        theme = theme_of(self)
        self.setAccessibleName(tr("Command is offered to you"))
        self.card.addLayout(_head(tr("Command is offered to you"), "arrows-left-right", self))
        self._who = Label("", "body", "text2", self.surface, wrap=True)
        self.card.addWidget(self._who)
        self._brief = Surface("raised", "raised", 8, self.surface)
        box = QVBoxLayout(self._brief)
        box.setContentsMargins(*[theme.sp(14), theme.sp(12)] * 2)
        self._words = Label("", "reading", parent=self._brief, wrap=True)
        box.addWidget(self._words)
        self.card.addWidget(self._brief)
        foot = QHBoxLayout()
        foot.addStretch(1)
        later = Button(tr("Not now"), "quiet", keys=("Esc",), parent=self.surface, height=36)
        later.clicked.connect(lambda: self._answer(yes=False))
        foot.addWidget(later)
        self.take = Button(
            tr("I have command"), "primary", "crown", ("Ctrl", "Enter"), self.surface, height=36
        )
        self.take.clicked.connect(lambda: self._answer(yes=True))
        foot.addWidget(self.take)
        self.card.addLayout(foot)
        self.accepted.connect(lambda: self._answer(yes=True))
        self.rejected.connect(self.close_dialog)

    def open_for(self, to: str, by: str, label: str, brief: Sequence[str]) -> None:
        self._who.setText(
            tr(
                "{by} hands command of {label} to {to}. {by} keeps it until {to} takes it.",
                by=by,
                label=label,
                to=to,
            )
        )
        self._words.setText("\n".join(brief) or tr("No brief was written."))
        self.open(self.take)

    def _answer(self, *, yes: bool) -> None:
        self.close_dialog()
        self.answered.emit(yes)
