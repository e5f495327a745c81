"""Make it a major incident in one step: the severity, the people it needs, the runbook."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.domain.severity import Severity
from views.room.team_presenter import Person, Promotion
from views.theme import theme_of
from views.tongue import tr
from views.widgets.button import Button, IconButton
from views.widgets.check import CheckBox
from views.widgets.dialog import DialogFrame
from views.widgets.label import Label
from views.widgets.line_input import LineInput
from views.widgets.panel import Icon
from views.widgets.segments import Segment, Segments


class PromoteDialog(DialogFrame):
    """What is missing is proposed, ticked, and can be left out."""

    promoted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 560)
        self.setAccessibleName(tr("Promote to a major incident"))
        theme = theme_of(self)
        self._comms, self._runbook = "", ""
        self._expert = ("", "")
        head = QHBoxLayout()
        head.setSpacing(theme.sp(10))
        head.addWidget(Icon("megaphone", "accent", 18, self.surface))
        head.addWidget(
            Label(tr("Promote to a major incident"), "dialog_title", parent=self.surface)
        )
        head.addStretch(1)
        close = IconButton("x", tr("Close, change nothing"), self.surface)
        close.clicked.connect(self.rejected)
        head.addWidget(close)
        self.card.addLayout(head)
        self.severity = Segments(
            [Segment(s.value, tr(s.word), severity=s) for s in (Severity.P1, Severity.P0)],
            self.surface,
        )
        self.severity.setAccessibleName(tr("Severity"))
        self.card.addWidget(self.severity)
        self.reason = LineInput(tr("Reason"), tr("Why? One line"), parent=self.surface, height=38)
        self.card.addWidget(self.reason)
        self.card.addWidget(Label(tr("What is missing is added"), "label", "text2", self.surface))
        self._ticks = {name: CheckBox("", self.surface) for name in ("comms", "expert", "runbook")}
        for tick in self._ticks.values():
            self.card.addWidget(tick)
        self._cadence = Label("", "body", "text2", self.surface, wrap=True)
        self.card.addWidget(self._cadence)
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = Button(tr("Cancel"), "quiet", keys=("Esc",), parent=self.surface, height=36)
        cancel.clicked.connect(self.rejected)
        foot.addWidget(cancel)
        self.go = Button("", "primary", "megaphone", ("Ctrl", "Enter"), self.surface, height=36)
        self.go.clicked.connect(self._promote)
        foot.addWidget(self.go)
        self.card.addLayout(foot)
        self.severity.chosen.connect(lambda _: self._show())
        self.reason.returnPressed.connect(self._promote)
        self.accepted.connect(self._promote)
        self.rejected.connect(self.close_dialog)

    def open_for(
        self,
        people: Sequence[Person],
        missing: Sequence[str],
        cadence: str,
        runbook: tuple[str, str] = ("", ""),
    ) -> None:
        """`missing` are the roles nobody wears, by value; `runbook` is (uid, title) of the best
        match that is not at work yet."""
        self._comms = _likeliest(people, "comm") if "comms" in missing else ""
        expert = _likeliest(people, "", but=self._comms) if "sme" in missing else ""
        area = next((p.areas[0] for p in people if p.name == expert and p.areas), "")
        self._expert = (expert, area)
        self._runbook = runbook[0]
        self._offer("comms", self._comms, tr("{person} is Communications Lead", person=self._comms))
        helps = tr("{expert} is SME", expert=expert)
        if area:
            helps = tr("{expert} is SME for {area}", expert=expert, area=area)
        self._offer("expert", expert, helps)
        self._offer("runbook", runbook[0], tr("Runbook: {runbook}", runbook=runbook[1]))
        self._cadence.setText(cadence)
        self.reason.clear()
        self.severity.set_current(Severity.P1.value)
        self._show()
        self.open(self.reason)

    def _offer(self, name: str, value: str, words: str) -> None:
        tick = self._ticks[name]
        tick.setText(words)
        tick.setChecked(bool(value))
        tick.setVisible(bool(value))
        tick.updateGeometry()

    def _show(self) -> None:
        self.go.set_label(tr("Promote to {severity}", severity=self.severity.current()))
        if self.isVisible():
            self.refit()

    def _promote(self) -> None:
        ticked = {name: tick.isChecked() for name, tick in self._ticks.items()}
        self.close_dialog()
        self.promoted.emit(
            Promotion(
                Severity(self.severity.current()),
                self.reason.text().strip(),
                self._comms if ticked["comms"] else "",
                self._expert if ticked["expert"] else ("", ""),
                self._runbook if ticked["runbook"] else "",
            )
        )


def _likeliest(people: Sequence[Person], area: str, but: str = "") -> str:
    """On call and of that area first; with no area whoever is on call for anything."""
    there = [
        person
        for person in people
        if person.name != but and any(area in known.casefold() for known in person.areas)
    ]
    ordered = sorted(there, key=lambda person: not person.on_call)
    if not area:
        ordered = [p for p in ordered if not any("comm" in known.casefold() for known in p.areas)]
    return ordered[0].name if ordered else ""
