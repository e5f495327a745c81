"""The rules that suggest a severity: as a table to read, as text to change."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from models.domain.triage import TriageRule
from views.settings.form import Card, Page, Problem
from views.settings.presenter import SettingsState
from views.settings.rules_history import RulesHistory
from views.theme import theme_of
from views.tongue import told, tr
from views.widgets.badge import SeverityBadge
from views.widgets.button import Button
from views.widgets.label import Label
from views.widgets.segments import Segment, Segments
from views.widgets.turns import in_turn

_EDITOR = 420


class RulesPage(Page):
    """What was typed is kept until it is saved or dropped, also while another page is looked at."""

    typed = Signal(str)
    policy_saved = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        about = tr(
            "When the three questions are answered, the worst rule that holds suggests the "
            "severity. A person decides."
        )
        super().__init__("rules", tr("Severity rules"), about, parent)
        views = Segments(
            [
                Segment("table", tr("Rules"), "list-bullets"),
                Segment("text", tr("As text"), "file-code"),
                Segment("history", tr("Changes"), "clock-counter-clockwise"),
            ],
            self.form,
        )
        views.chosen.connect(self._turn)
        self.column.addWidget(views)
        self.card = Card(self)
        self._rules: tuple[TriageRule, ...] | None = None
        self._text = self._sentence = ""
        self._editing = self._build_editor()
        self.column.addWidget(self._editing)
        self.history = RulesHistory(self)
        self.finish()
        self._turn("table")

    def _build_editor(self) -> QWidget:
        theme = theme_of(self)
        holder = QWidget(self.form)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.sp(10))
        about = tr(
            "Severities, triage, goals, deadlines and objectives. What you leave out is as the "
            "product has it. A change counts from now on: what has ended keeps what counted then, "
            "and its figures say so."
        )
        column.addWidget(Label(about, "meta", "text2", holder, wrap=True))
        self.editor = QPlainTextEdit(holder)
        self.editor.setAccessibleName(tr("The rules as TOML text"))
        self.editor.setFont(theme.font("mono_small"))
        self.editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.editor.setTabChangesFocus(True)
        self.editor.setMinimumHeight(theme.sp(_EDITOR))
        self.editor.textChanged.connect(self._typed)
        column.addWidget(self.editor)
        self.problem = Problem(holder)
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.setSpacing(theme.sp(8))
        foot.addStretch(1)
        self.drop = Button(tr("Drop my changes"), "quiet", parent=holder)
        self.drop.clicked.connect(self._drop)
        foot.addWidget(self.drop)
        self.save = Button(tr("Save rules"), "primary", parent=holder)
        self.save.clicked.connect(lambda: self.policy_saved.emit(self.editor.toPlainText()))
        foot.addWidget(self.save)
        column.addLayout(foot)
        return holder

    def show_state(self, state: SettingsState) -> None:
        if state.record is None:
            return
        if state.record.rules != self._rules:
            self._rules = state.record.rules
            in_turn(self._show_rules, self)  # a row each: as long as building the page takes
        if state.record.policy_text != self._text:
            untouched = not self.is_changed()
            self._text = state.record.policy_text
            if untouched:
                self._drop()
        self.history.show_history(state.record.policy_history)
        self._sentence = state.problems.get("rules", "")
        self._show_problem()

    def is_changed(self) -> bool:
        return self.editor.toPlainText() != self._text

    def close_edit(self) -> None:
        """What was typed is what is kept now, in the order and the words of the product."""
        self._text = self.editor.toPlainText()

    def _show_problem(self) -> None:
        changed = self.is_changed()
        good = changed and not self._sentence
        self.problem.say(tr("This can be saved.") if good else self._sentence, good=good)
        self.save.setEnabled(good)
        self.drop.setEnabled(changed)

    def _typed(self) -> None:
        self._show_problem()
        self.typed.emit(self.editor.toPlainText())

    def _drop(self) -> None:
        self.editor.setPlainText(self._text)

    def _turn(self, view: str) -> None:
        self.card.setVisible(view == "table")
        self._editing.setVisible(view == "text")
        self.history.setVisible(view == "history")

    def _show_rules(self) -> None:
        column = self.card.column
        while (item := column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for rule in self._rules or ():
            self.card.add(self._row_of(rule))

    def _row_of(self, rule: TriageRule) -> QWidget:
        theme = theme_of(self)
        holder = QWidget(self.card)
        holder.setAccessibleName(f"{rule.id}: {told(rule.words)}, {rule.severity.value}")
        row = QHBoxLayout(holder)
        row.setContentsMargins(theme.sp(16), theme.sp(7), theme.sp(16), theme.sp(7))
        row.setSpacing(theme.sp(12))
        name = Label(rule.id, "mono_small", "text3", holder)
        name.setMinimumWidth(theme.sp(40))
        row.addWidget(name)
        row.addWidget(Label(told(rule.words), "body", parent=holder, wrap=True), 1)
        row.addWidget(SeverityBadge(rule.severity, "m", holder))
        return holder
