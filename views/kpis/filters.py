"""What the figures are about: period, service, team, severity, kind, and what to set beside."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from models.domain.severity import Severity
from views.kpis import words
from views.kpis.presenter import MOST_ACK, PERIODS
from views.kpis.states import BoardState
from views.kpis.tile import Opening
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.button import Button
from views.widgets.elide import ElideLabel

EXPORTS = (
    ("csv", mark("Table (CSV)")),
    ("md", mark("Report (Markdown)")),
    ("pdf", mark("One page (PDF)")),
    ("png", mark("Picture (PNG)")),
)


_COUNT_WIDE = 40
"""So much of the count of incidents is always to be seen."""


class Counted(Opening):
    """How many incidents are behind the figures; it gives way to the buttons beside it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = "eligible"
        self.set_colors("canvas", "canvas")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme_of(self).sp(8), 0, 0, 0)
        self._words = ElideLabel("", "body", "text3", self)
        row.addWidget(self._words)
        self.setFixedHeight(theme_of(self).sp(30))

    def show_count(self, words: str) -> None:
        self._words.set_text(words)
        self._words.setToolTip(words)
        self.setAccessibleName(words)

    def text(self) -> str:
        return self.accessibleName()


class FilterBar(QWidget):
    period_chosen = Signal(int)
    service_chosen = Signal(str)
    team_chosen = Signal(str)
    severity_chosen = Signal(object)
    kind_chosen = Signal(int)
    most_ack_chosen = Signal(int)
    compare_toggled = Signal()
    export_asked = Signal(str)
    number_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = BoardState()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row, self._below = QHBoxLayout(), QHBoxLayout()
        self._row = row
        for line in (row, self._below):
            line.setSpacing(theme_of(self).sp(8))
            column.addLayout(line)
        self._is_short = False
        self._gap = QWidget(self)
        self._gap.hide()
        self.period = self._button("calendar", self._ask_period)
        self.team = self._button("users", self._ask_team)
        self.service = self._button("stack", self._ask_service)
        self.severity = self._button("funnel", self._ask_severity)
        self.kind = self._button("graduation-cap", self._ask_kind)
        self.compare = self._button("arrows-left-right", self.compare_toggled.emit)
        self.what_if = self._button("sliders-horizontal", self._ask_what_if)
        for button in (self.period, self.team, self.service, self.severity, self.kind):
            row.addWidget(button)
        row.addWidget(self.compare)
        row.addWidget(self.what_if)
        self.count = Counted(self)
        self.count.opened.connect(self.number_opened)
        row.addWidget(self.count, 1)
        self.export = self._button("upload-simple", self._ask_export)
        self.export.set_label(tr("Export"))
        row.addWidget(self.export)
        row.addWidget(self._gap, 1)
        self.show_state(self._state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What is not a filter goes below where there is no room beside them."""
        filters = (self.period, self.team, self.service, self.severity, self.kind)
        rest = (self.compare, self.what_if, self.count, self.export)
        buttons = [b for b in (*filters, *rest) if b is not self.count and not b.isHidden()]
        needed = sum(b.sizeHint().width() + self._row.spacing() for b in buttons)
        is_short = needed + theme_of(self).sp(_COUNT_WIDE) > self.width()
        if is_short == self._is_short:
            return
        self._is_short = is_short
        old, new = (self._row, self._below) if is_short else (self._below, self._row)
        for widget in rest:
            old.removeWidget(widget)
            new.addWidget(widget, widget is self.count)
        self._gap.setVisible(is_short)

    def _button(self, icon: str, asked: object) -> Button:
        button = Button("", "secondary", icon, parent=self, height=30)
        button.clicked.connect(asked)
        return button

    def show_state(self, state: BoardState) -> None:
        self._state = state
        self.period.set_label(tr(PERIODS[state.period][0]))
        self.service.set_label(state.service or tr(words.ANY_SERVICE))
        self.team.set_label(state.team or tr(words.ANY_TEAM))
        self.team.setVisible(bool(state.teams))
        self.severity.set_label(state.severity.value if state.severity else tr(words.ANY_SEVERITY))
        self.kind.set_label(tr(words.KINDS[state.kind]))
        self.compare.set_label(tr("Compare"))
        self.compare.setToolTip(tr("With the period before, in the chart of time to resolve"))
        self.compare.set_kind("tinted" if state.compare else "secondary")
        minutes = MOST_ACK[state.most_ack]
        self.what_if.set_label(
            tr(words.WHAT_IF_OFF)
            if minutes is None
            else tr("If ack ≤ {minutes} min", minutes=minutes)
        )
        self.what_if.set_kind("secondary" if minutes is None else "tinted")
        self.count.show_count(state.count)
        self._fit()

    def _ask_period(self) -> None:
        self._menu(self.period, [tr(name) for name, _ in PERIODS], self.period_chosen.emit)

    def _ask_service(self) -> None:
        names = ("", *self._state.services)
        self._named(self.service, names, tr(words.ANY_SERVICE), self.service_chosen)

    def _ask_team(self) -> None:
        self._named(self.team, ("", *self._state.teams), tr(words.ANY_TEAM), self.team_chosen)

    def _named(self, button: Button, names: Sequence[str], every: str, signal: object) -> None:
        emit = signal.emit  # type: ignore[attr-defined]  # a bound signal has no type of its own
        self._menu(button, [name or every for name in names], lambda n: emit(names[n]))

    def _ask_severity(self) -> None:
        choices: list[Severity | None] = [None, *Severity]
        told = [f"{s.value} {tr(s.word)}" if s else tr(words.ANY_SEVERITY) for s in choices]
        self._menu(self.severity, told, lambda n: self.severity_chosen.emit(choices[n]))

    def _ask_kind(self) -> None:
        self._menu(self.kind, [tr(kind) for kind in words.KINDS], self.kind_chosen.emit)

    def _ask_what_if(self) -> None:
        told = [
            tr("As it was")
            if m is None
            else tr("If every acknowledgement took at most {minutes} min", minutes=m)
            for m in MOST_ACK
        ]
        self._menu(self.what_if, told, self.most_ack_chosen.emit)

    def _ask_export(self) -> None:
        told = [tr(name) for _, name in EXPORTS]
        self._menu(self.export, told, lambda n: self.export_asked.emit(EXPORTS[n][0]))

    def _menu(self, button: Button, names: Sequence[str], chosen: object) -> None:
        assert callable(chosen)
        menu = QMenu(self)
        for n, name in enumerate(names):
            menu.addAction(name, partial(chosen, n))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
