"""Oneself, where alerts and figures come from, and which runbooks were taken in."""

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.queries.people import Person
from views.settings.form import Card, Page, Problem, Row, SwitchRow
from views.settings.presenter import FolderRow, SettingsState
from views.theme import theme_of
from views.tongue import mark, ntr, tr
from views.widgets.button import Button
from views.widgets.check import CheckBox
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.line_input import LineInput
from views.widgets.panel import Icon

_FIELD = 280


def areas_of(typed: str) -> tuple[str, ...]:
    """From "payments, checkout"."""
    return tuple(area.strip() for area in typed.split(",") if area.strip())


def _line(name: str, hint: str, width: int, parent: QWidget) -> LineInput:
    line = LineInput(name, hint, parent=parent)
    if width:
        line.setFixedWidth(theme_of(parent).sp(width))
    # Text from a clipboard may end in a line break, and an address never has one.
    line.setValidator(QRegularExpressionValidator(QRegularExpression(r"[^\r\n]*"), line))
    return line


class YouPage(Page):
    """Oneself: the name acts are written under, and what the list of people says of it."""

    actor_saved = Signal(str)
    person_saved = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("you", tr("You"), tr("Who acts on this machine."), parent)
        card = Card(self)
        self.name_line = _line(tr("Your name"), tr("Ana Silva"), _FIELD, card)
        self.name_line.editingFinished.connect(lambda: self.actor_saved.emit(self.name_line.text()))
        about = tr("It stands beside everything you do. What is written already keeps its name.")
        self._name_row = Row(tr("Your name"), about, self.name_line, card)
        card.add(self._name_row)
        card = Card(self, tr("In the list of people"))
        self.on_call = CheckBox(card)
        self.on_call.clicked.connect(self._save)
        card.add(Row(tr("On call now"), tr("Shown on Home to everybody."), self.on_call, card))
        self.areas = _line(tr("Your areas"), tr("payments, checkout"), _FIELD, card)
        self.areas.editingFinished.connect(self._save)
        card.add(
            Row(tr("Your areas"), tr("What you can be asked for, with commas."), self.areas, card)
        )
        self.contact = _line(tr("Your contact"), "+351 21 000 0000", _FIELD, card)
        self.contact.editingFinished.connect(self._save)
        self._contact_row = Row(
            tr("Your contact"), tr("Kept on this machine only."), self.contact, card
        )
        card.add(self._contact_row)
        self._person = Person("")
        self.finish()

    def show_state(self, state: SettingsState) -> None:
        record = state.record
        if record is None:
            return
        self._name_row.problem.say(state.problems.get("you", ""))
        self._contact_row.problem.say(state.problems.get("people", ""))
        wanted = record.actor.casefold()
        found = (p for p in record.people if p.name.casefold() == wanted)
        self._person = person = next(found, Person(record.actor))
        self.on_call.setChecked(person.on_call)
        for line, text in (
            (self.name_line, record.actor),
            (self.areas, ", ".join(person.areas)),
            (self.contact, person.contact or ""),
        ):
            if not line.hasFocus():
                line.setText(text)

    def _save(self) -> None:
        told = Person(
            self._person.name,
            areas_of(self.areas.text()),
            self.on_call.isChecked(),
            self.contact.text().strip(),
        )
        known = self._person
        if told.name and (told.areas, told.on_call, told.contact) != (
            known.areas, known.on_call, known.contact or "",
        ):  # fmt: skip
            self.person_saved.emit(told)


_PROMETHEUS = {
    "prometheus_url": (
        mark("Address"), mark("Without the path of the query."), "http://localhost:9090", _FIELD,
    ),
    "prometheus_query": (
        mark("Query"), mark("It is asked while an incident is open in front of you."),
        'sum(rate(http_requests_total{code=~"5.."}[1m]))', 0,
    ),
    "prometheus_name": (
        mark("Name of the figure"), mark("What the chart is called."), "5xx share", _FIELD,
    ),
    "prometheus_limit": (
        mark("Limit"), mark("A line across the chart, where there is one."), "2.5", _FIELD,
    ),
}  # fmt: skip
"""(title, what it is, a sample, how wide; 0 is the whole width), by setting."""


class SourcesPage(Page):
    tested = Signal(str, str)
    copied = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        about = tr("Where alerts come in, and where figures are read from.")
        super().__init__("sources", tr("Sources"), about, parent)
        self._lines: dict[str, LineInput] = {}
        self._rows: dict[str, Row] = {}
        card = Card(self, tr("Alerts and bug reports"))
        self._listen = SwitchRow(
            self, card, "listen", tr("Listen for webhooks"),
            tr("Senders post alerts to the address shown here. They wait for you in the inbox."),
        )  # fmt: skip
        self._address = self._build_address(card)
        card.add(self._address)
        card = Card(self, "Prometheus")
        for name, (title, about, hint, width) in _PROMETHEUS.items():
            line = _line(tr(title), hint, width, card)
            line.editingFinished.connect(
                lambda line=line, name=name: self.value_set.emit(name, line.text().strip())
            )
            row = Row(tr(title), tr(about), line, card, below=not width)
            card.add(row)
            self._lines[name], self._rows[name] = line, row
        self.url, self.query = self.line("prometheus_url"), self.line("prometheus_query")
        card.add(self._build_test(card))
        self.finish()

    def show_state(self, state: SettingsState) -> None:
        record = state.record
        if record is None:
            return
        self._listen.show_state(state)
        self._address.setVisible(bool(record.listening))
        self._where.set_text(record.listening)
        for name, line in self._lines.items():
            problem = state.problems.get(name, "")
            self._rows[name].problem.say(problem)
            line.set_wrong(problem)
            if not line.hasFocus() and not problem:
                line.setText(str(getattr(record.settings, name)))
        self.test.set_label(tr("Asking") if state.is_testing else tr("Test the query"))
        self.test.setEnabled(not state.is_testing)
        self.result.say(state.tested, good=not state.test_failed)

    def line(self, name: str) -> LineInput:
        """The field of a setting."""
        return self._lines[name]

    def _build_address(self, card: Card) -> QWidget:
        theme = theme_of(self)
        holder = QWidget(card)
        row = QHBoxLayout(holder)
        row.setContentsMargins(*[theme.sp(16), theme.sp(9)] * 2)
        row.setSpacing(theme.sp(10))
        row.addWidget(Icon("broadcast", "ok", 16, holder))
        self._where = ElideLabel("", "mono_small", parent=holder)
        row.addWidget(self._where, 1)
        copy = Button(tr("Copy address"), "secondary", "copy", parent=holder, height=28)
        copy.clicked.connect(lambda: self.copied.emit(self._where.text()))
        row.addWidget(copy)
        return holder

    def _build_test(self, card: Card) -> QWidget:
        theme = theme_of(self)
        holder = QWidget(card)
        row = QHBoxLayout(holder)
        row.setContentsMargins(*[theme.sp(16), theme.sp(11)] * 2)
        row.setSpacing(theme.sp(12))
        self.result = Problem(holder)
        row.addWidget(self.result, 100, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.test = Button(tr("Test the query"), "secondary", "pulse", parent=holder)
        self.test.clicked.connect(lambda: self.tested.emit(self.url.text(), self.query.text()))
        row.addWidget(self.test)
        return holder


class RunbooksPage(Page):
    import_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        about = tr(
            "Folders of Markdown files that were taken in. Import one again when it changed."
        )
        super().__init__("runbooks", tr("Runbooks"), about, parent)
        self._card = Card(self)
        self._shown: tuple[FolderRow, ...] | None = None
        foot = QHBoxLayout()
        foot.setSpacing(theme_of(self).sp(12))
        button = Button(tr("Import a folder"), "secondary", "folder", parent=self.form)
        button.clicked.connect(self.import_requested)
        foot.addWidget(button)
        self._count = Label("", "body", "text2", self.form)
        foot.addWidget(self._count, 1)
        self.column.addLayout(foot)
        self.finish()

    def show_state(self, state: SettingsState) -> None:
        record = state.record
        if record is None:
            return
        n = record.runbooks
        self._count.setText(ntr("{n} runbook in all", "{n} runbooks in all", n) if n else "")
        if record.folders == self._shown:
            return
        self._shown = record.folders
        column = self._card.column
        while (item := column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for folder in record.folders:
            self._card.add(self._row_of(folder))
        if not record.folders:
            none = Label(tr("No folder was imported yet."), "body", "text3", self._card)
            margin = theme_of(self).sp(14)
            none.setContentsMargins(margin, margin, margin, margin)
            self._card.add(none)

    def _row_of(self, folder: FolderRow) -> QWidget:
        theme = theme_of(self)
        holder = QWidget(self._card)
        row = QHBoxLayout(holder)
        row.setContentsMargins(*[theme.sp(16), theme.sp(10)] * 2)
        row.setSpacing(theme.sp(12))
        row.addWidget(Icon("folder", "text3", 18, holder))
        words = QVBoxLayout()
        words.setSpacing(theme.sp(1))
        words.addWidget(ElideLabel(folder.name, "strong", parent=holder))
        words.addWidget(ElideLabel(folder.path, "mono_small", "text2", holder))
        row.addLayout(words, 1)
        count = ntr("{n} runbook", "{n} runbooks", folder.runbooks)
        row.addWidget(Label(count, "meta", "text2", holder))
        return holder
