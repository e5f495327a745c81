"""The text of an update with all that belongs to it: for whom, in which state, checked how."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from models.composing.facts import Fact
from views.composer.answers import AnswersRow
from views.composer.checks_list import ChecksList
from views.composer.facts_list import FactsList
from views.composer.marks import spans_of
from views.composer.states import ComposerState, Primary, Tab
from views.composer.text_edit import UpdateText
from views.composer.words import STATES, TEMPLATE_WORDS
from views.theme import theme_of
from views.tongue import mark, ntr, told, tr
from views.widgets.button import Button
from views.widgets.check import CheckBox
from views.widgets.chip import Chip
from views.widgets.label import Label
from views.widgets.panel import Panel
from views.widgets.segments import Segment, Segments

_SAVED = {
    "typing": (mark("not saved yet"), "text3", "pencil-simple"),
    "saving": (mark("saving"), "text3", "pencil-simple"),
    "saved": (mark("draft saved"), "text2", "cloud-check"),
}
LOW_UNDER, LOWER_UNDER, LEAST_UNDER = 720, 560, 470
"""Logical pixels of this panel's height: fewer facts, checks folded to those that matter, and at
last the text with no more than what stops it."""


class ComposerPanel(Panel):
    """`typed` carries the text, `state_chosen` and `audience_chosen` their words."""

    audience_chosen = Signal(str)
    state_chosen = Signal(str)
    template_chosen = Signal(str)
    can_asked = Signal()
    typed = Signal(str)
    fact_chosen = Signal(int)
    person_asked = Signal(str)
    save_asked = Signal()
    primary_asked = Signal()
    back_asked = Signal()
    suggestions_asked = Signal(str)
    then_send_chosen = Signal(bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Status update"), "megaphone", None, parent)
        theme = theme_of(self)
        self._state = ComposerState()
        self._source = ("", "", "")
        self._templates: Mapping[str, str] = {}
        self.body.setSpacing(theme.sp(8))
        self.set_look("title", "accent")
        self._saved = Chip(tr("draft saved"), icon="cloud-check", parent=self)
        self._saved.hide()
        self.states = Segments([Segment(key, tr(words)) for key, words in STATES], self)
        self.states.setAccessibleName(tr("State"))
        self.head.addWidget(self._saved)
        self.head.addWidget(self.states)
        self.audiences = Segments((), self, height=36)
        self.body.addWidget(self.audiences)
        self.body.addLayout(self._toolbar())
        self.text = UpdateText(self)
        self.body.addWidget(self.text, 1)
        self.answers = AnswersRow(self)
        self.body.addWidget(self.answers)
        self.facts = FactsList(self)
        self.body.addWidget(self.facts)
        self.checks = ChecksList(self)
        self.body.addWidget(self.checks)
        self._error = Label("", "label", "bad", self, wrap=True)
        self._error.hide()
        self.body.addWidget(self._error)
        self.body.addLayout(self._foot())
        self._connect()

    def _toolbar(self) -> QHBoxLayout:
        theme = theme_of(self)
        row = QHBoxLayout()
        row.setSpacing(theme.sp(6))
        self.template = Button(tr("Template"), "secondary", "file", parent=self, height=28)
        self.insert = Button(
            tr("Insert fact"), "secondary", "brackets-curly", parent=self, height=28
        )
        self.can = Button(tr("From CAN"), "secondary", "list-bullets", parent=self, height=28)
        self.can.setToolTip(
            tr("Conditions, actions, needs: one report, told to each in their words")
        )
        for button in (self.template, self.insert, self.can):
            row.addWidget(button)
        row.addStretch(1)
        self._words = Label("", "meta", "text3", self)
        row.addWidget(self._words)
        return row

    def _foot(self) -> QHBoxLayout:
        theme = theme_of(self)
        row = QHBoxLayout()
        row.setSpacing(theme.sp(8))
        self.then_send = CheckBox(tr("Send it once approved"), self)
        self.then_send.setChecked(True)
        self.then_send.toggled.connect(self.then_send_chosen)
        row.addWidget(self.then_send)
        self._reason = Label("", "meta", "warn", self, wrap=True)
        row.addWidget(self._reason, 1)
        self.back = Button(tr("Back to the draft"), "quiet", parent=self)
        self.save = Button(tr("Save draft"), "quiet", None, ("Ctrl", "S"), self)
        self.primary = Button("", "primary", "paper-plane-tilt", ("Ctrl", "Enter"), self, height=34)
        for button in (self.back, self.save, self.primary):
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self.audiences.chosen.connect(self.audience_chosen)
        self.states.chosen.connect(self.state_chosen)
        self.template.clicked.connect(self._open_templates)
        self.insert.clicked.connect(self._open_facts)
        self.can.clicked.connect(self.can_asked)
        self.text.typed.connect(self.typed)
        self.text.fact_asked.connect(self.fact_chosen)
        self.text.send_asked.connect(self._ask_primary)
        self.text.save_asked.connect(self.save_asked)
        self.text.left.connect(self.left)
        self.text.suggestions_asked.connect(self.suggestions_asked)
        self.facts.chosen.connect(self.fact_chosen)
        self.checks.shown_at.connect(self.text.select)
        self.checks.asked.connect(self.person_asked)
        self.save.clicked.connect(self.save_asked)
        self.primary.clicked.connect(self.primary_asked)
        self.back.clicked.connect(self.back_asked)

    # What the presenter says

    def show_state(self, state: ComposerState) -> None:
        before, self._state = self._state, state
        shown = state.shown
        self.set_title(tr("Status update {n}", n=shown.n if shown else state.n))
        self._show_saved("" if shown else state.saved)
        if state.tabs != before.tabs:
            self.audiences.set_segments([_segment(tab) for tab in state.tabs])
        self.audiences.set_current(state.audience)
        self.states.set_current(state.update_state)
        self._show_text(state)
        for widget in (self.states, self.template, self.insert, self.can, self.facts, self.checks):
            widget.setEnabled(shown is None)
        self.template.set_label(
            tr("Template: {name}", name=tr(TEMPLATE_WORDS[state.template]))
            if state.template
            else tr("Template")
        )
        self.facts.show_facts(state.facts)
        self.facts.set_wanted(wanted=shown is None)
        self.answers.show_answers(state)
        self._error.setText(told(state.error))
        self._error.setVisible(bool(state.error))
        self.back.setVisible(shown is not None)
        self.save.setVisible(shown is None)
        self._show_primary(state.primary, busy=state.is_busy)
        self.show_analysis(state)

    def show_typing(self, state: ComposerState) -> None:
        self._state = state
        self._show_saved(state.saved)
        self._error.hide()
        self._show_primary(state.primary, busy=state.is_busy)

    def show_analysis(self, state: ComposerState) -> None:
        """What was found in the text; the text itself is left alone."""
        self._state = state
        found = state.analysis
        words = ntr("{n} word", "{n} words", found.words)
        if self._words.text() != words:
            self._words.setText(words)
        self.checks.show_lines(state.checks)
        self.checks.setVisible(state.shown is None and bool(state.checks))
        if found.text == self.text.toPlainText():
            self.text.mark(spans_of(found, tr("The source says now: {now}")))
        self._show_primary(state.primary, busy=state.is_busy)

    def show_templates(self, names: Mapping[str, str]) -> None:
        """Keys of the templates for the audience shown, and their words."""
        self._templates = names

    def put(self, words: str) -> None:
        self.text.insert(words)

    def start(self) -> None:
        self.text.start()

    def tick(self, now: datetime) -> None:
        """Nothing here goes by the clock."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme, height = theme_of(self), self.height()
        low, lower = height < theme.sp(LOW_UNDER), height < theme.sp(LOWER_UNDER)
        least = height < theme.sp(LEAST_UNDER)
        self.facts.set_most(0 if least else 2 if lower else 3 if low else 4)
        self.checks.set_room(1 if least else 5 if low else 9, folded=low)

    # Parts

    def _show_saved(self, saved: str) -> None:
        self._saved.setVisible(bool(saved))
        if saved:
            words, color, icon = _SAVED[saved]
            self._saved.set_chip(tr(words), color, "raised", icon)

    def _show_text(self, state: ComposerState) -> None:
        shown = state.shown
        source = (state.uid, state.audience, shown.uid if shown else "")
        words = shown.draft.text if shown else state.text
        if source != self._source:
            self._source = source
            self.text.begin_with(words)
        else:
            self.text.set_words(words)
        self.text.setReadOnly(shown is not None)

    def _show_primary(self, primary: Primary, *, busy: bool) -> None:
        self.primary.set_label(primary.words)
        self.primary.setEnabled(primary.is_enabled and not busy)
        self.primary.setVisible(bool(primary.words))
        self.primary.set_icon(primary.icon)
        self.then_send.setVisible(primary.asks and not primary.reason)
        said = told(primary.reason)
        if self._reason.text() != said:
            self._reason.setText(said)
        self.primary.setAccessibleDescription(said)
        self.primary.setToolTip(said)

    def _ask_primary(self) -> None:
        if self.primary.isVisible() and self.primary.isEnabled():
            self.primary_asked.emit()

    def _open_templates(self) -> None:
        rows = [
            (words, lambda key=key: self.template_chosen.emit(key))
            for key, words in self._templates.items()
        ]
        self._open_menu(self.template, rows)

    def _open_facts(self) -> None:
        facts: Sequence[Fact] = self._state.facts
        rows = [
            (f"{fact.label}    {fact.source}", lambda n=n: self.fact_chosen.emit(n))
            for n, fact in enumerate(facts, start=1)
        ]
        self._open_menu(self.insert, rows)

    def _open_menu(self, button: Button, rows: Sequence[tuple[str, Callable[[], None]]]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, chosen in rows:
            action = menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _=False, chosen=chosen: chosen())
        if not rows:
            menu.addAction(tr("Nothing to insert yet")).setEnabled(False)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def _segment(tab: Tab) -> Segment:
    return Segment(
        tab.audience, tr(tab.words), tab.icon, mark=(tab.state_icon, tab.state_color, tr(tab.state))
    )
