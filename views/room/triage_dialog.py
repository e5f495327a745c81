"""The three questions of triage: how many users, which systems, what it costs."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from models.domain.incident import Incident
from models.domain.triage import Suggestion
from views.room.impact_panel import SuggestedBox
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.button import Button, IconButton
from views.widgets.check import CheckBox
from views.widgets.dialog import DialogFrame
from views.widgets.label import Label
from views.widgets.line_input import LineInput
from views.widgets.panel import Icon
from views.widgets.segments import Segment, Segments

Suggest = Callable[[str | None, tuple[str, ...], str], Suggestion | None]
"""From the three answers to what the rules would say."""

_USERS = (
    ("unknown", mark("Not known yet")),
    ("0", mark("None")),
    ("few", mark("A few")),
    ("share", mark("A number or share")),
    ("everyone", mark("Everyone")),
)
BUSINESS = {
    "revenue": mark("Revenue"),
    "sign-ups": mark("Sign-ups"),
    "safety": mark("Safety"),
    "data": mark("Data"),
    "contract": mark("Contract"),
}
"""What an incident may cost, in the words that the rules know."""


class TriageDialog(DialogFrame):
    """`answered` carries users (None for no answer), services and business words; with True the
    suggested severity is to be used too."""

    answered = Signal(object, object, str, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 620)
        self.setAccessibleName(tr("Triage: three questions"))
        theme = theme_of(self)
        self._suggest: Suggest = lambda *_: None
        self._services: list[CheckBox] = []
        head = QHBoxLayout()
        head.setSpacing(theme.sp(10))
        head.addWidget(Icon("scales", "accent", 18, self.surface))
        head.addWidget(Label(tr("How bad is it?"), "dialog_title", parent=self.surface))
        head.addStretch(1)
        close = IconButton("x", tr("Close, change nothing"), self.surface)
        close.clicked.connect(self.rejected)
        head.addWidget(close)
        self.card.addLayout(head)
        self.card.addWidget(Label(tr("How many users?"), "label", "text2", self.surface))
        self.users = Segments([Segment(key, tr(words)) for key, words in _USERS], self.surface)
        self.users.setAccessibleName(tr("How many users?"))
        self.card.addWidget(self.users)
        self.number = LineInput(
            tr("Number or share of users"), tr("12400 or 38%"), parent=self.surface
        )
        self.card.addWidget(self.number)
        self.card.addWidget(Label(tr("Which systems?"), "label", "text2", self.surface))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.sp(14))
        self._grid.setVerticalSpacing(0)
        self.card.addLayout(self._grid)
        self.other = LineInput(
            tr("Another system"), tr("Another system, by its name"), "stack", parent=self.surface
        )
        self.card.addWidget(self.other)
        self.card.addWidget(Label(tr("What does it cost?"), "label", "text2", self.surface))
        ticks = QHBoxLayout()
        ticks.setSpacing(theme.sp(14))
        self._ticks = {word: CheckBox(tr(label), self.surface) for word, label in BUSINESS.items()}
        for tick in self._ticks.values():
            ticks.addWidget(tick)
            tick.toggled.connect(self._show)
        ticks.addStretch(1)
        self.card.addLayout(ticks)
        self.business = LineInput(
            tr("Business impact in words"),
            tr("In words, such as 41k EUR an hour"),
            parent=self.surface,
        )
        self.card.addWidget(self.business)
        self._box = SuggestedBox(self.surface)
        self._box.used.connect(lambda: self._answer(use=True))
        self.card.addWidget(self._box)
        self._error = Label("", "label", "bad", self.surface, wrap=True)
        self.card.addWidget(self._error)
        self.card.addLayout(self._foot())
        self.users.chosen.connect(self._users_chosen)
        for line in (self.number, self.other, self.business):
            line.textEdited.connect(self._show)
        self.accepted.connect(lambda: self._answer(use=False))
        self.rejected.connect(self.close_dialog)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = Button(tr("Cancel"), "quiet", keys=("Esc",), parent=self.surface, height=36)
        cancel.clicked.connect(self.rejected)
        foot.addWidget(cancel)
        keep = Button(
            tr("Keep answers"), "primary", "check", ("Ctrl", "Enter"), self.surface, height=36
        )
        keep.clicked.connect(lambda: self._answer(use=False))
        foot.addWidget(keep)
        return foot

    def open_for(self, incident: Incident, known: Sequence[str], suggest: Suggest) -> None:
        """`known` are the services of the catalog."""
        self._suggest, self._present = suggest, incident.severity
        users = incident.users or "unknown"
        plain = users in {key for key, _ in _USERS}
        self.users.set_current(users if plain else "share")
        self.number.setText("" if plain else users)
        for tick in self._services:
            self._grid.removeWidget(tick)
            tick.hide()
            tick.deleteLater()
        names = list(dict.fromkeys([*incident.services, *known]))[:9]
        self._services = [CheckBox(name, self.surface) for name in names]
        for n, tick in enumerate(self._services):
            tick.setChecked(tick.text() in incident.services)
            tick.setEnabled(tick.text() not in incident.services)
            tick.toggled.connect(self._show)
            self._grid.addWidget(tick, n // 3, n % 3)
        words = incident.business or ""
        for word, tick in self._ticks.items():
            tick.setChecked(word in words.casefold())
        self.business.setText(words)
        self.other.clear()
        self._error.hide()
        self._show()
        self.open(self.users)

    def refuse(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.refit()

    def answers(self) -> tuple[str | None, tuple[str, ...], str]:
        chosen = self.users.current()
        users = self.number.text().strip() or None if chosen == "share" else chosen
        services = [tick.text() for tick in self._services if tick.isChecked()]
        other = self.other.text().strip()
        words = self.business.text().strip()
        ticked = [word for word, tick in self._ticks.items() if tick.isChecked()]
        missing = [word for word in ticked if word not in words.casefold()]
        business = "; ".join([*([words] if words else []), *missing])
        return users, (*services, *([other] if other else [])), business

    def _users_chosen(self, key: str) -> None:
        self._show()
        if key == "share":
            self.number.setFocus()

    def _show(self, _: object = None) -> None:
        self.number.setVisible(self.users.current() == "share")
        self._box.show_suggestion(self._suggest(*self.answers()), self._present)
        if self.isVisible():
            self.refit()

    def _answer(self, *, use: bool) -> None:
        users, services, business = self.answers()
        self.close_dialog()
        self.answered.emit(users, services, business, use)
