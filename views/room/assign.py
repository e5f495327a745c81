"""Who gets which hat: assign at once, or ask first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.incident import Role
from views.room.team import DUTIES
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.button import Button, IconButton
from views.widgets.dialog import DialogFrame
from views.widgets.label import Label
from views.widgets.line_input import LineInput
from views.widgets.panel import Icon, Surface
from views.widgets.person_line import Choice, PersonLine
from views.widgets.segments import Segment, Segments

_OFFERED = (Role.COMMS, Role.SME, Role.DEPUTY, Role.SCRIBE)
_WORDS = {
    Role.COMMS: mark("Comms"),
    Role.SME: mark("SME"),
    Role.DEPUTY: mark("Deputy"),
    Role.SCRIBE: mark("Scribe"),
}


class AssignDialog(DialogFrame):
    """`assigned` and `asked` carry role, person, area and who gives the hat up."""

    assigned = Signal(object, str, str, str)
    asked = Signal(object, str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 560)
        self.setAccessibleName(tr("Assign a role"))
        theme = theme_of(self)
        self._instead = ""
        head = QHBoxLayout()
        head.setSpacing(theme.sp(10))
        head.addWidget(Icon("user-plus", "accent", 18, self.surface))
        head.addWidget(Label(tr("Assign a role"), "dialog_title", parent=self.surface))
        head.addStretch(1)
        close = IconButton("x", tr("Close, change nothing"), self.surface)
        close.clicked.connect(self.rejected)
        head.addWidget(close)
        self.card.addLayout(head)
        self.person = PersonLine(tr("Who"), self.surface)
        self.card.addWidget(self.person)
        segments = [Segment(role.value, tr(_WORDS[role])) for role in _OFFERED]
        self.role = Segments(segments, self.surface)
        self.role.setAccessibleName(tr("Role"))
        self.card.addWidget(self.role)
        self.area = LineInput(
            tr("Area of the expert"), tr("Area, such as Database"), parent=self.surface
        )
        self.card.addWidget(self.area)
        self._duties = Surface("raised", "raised", 8, self.surface)
        lines = QVBoxLayout(self._duties)
        lines.setContentsMargins(*[theme.sp(14), theme.sp(10)] * 2)
        self._duty = Label("", "body", "text2", self._duties, wrap=True)
        lines.addWidget(self._duty)
        self.card.addWidget(self._duties)
        foot = QHBoxLayout()
        self.ask = Button(tr("Ask first"), "secondary", "bell", parent=self.surface, height=36)
        self.ask.clicked.connect(self._ask)
        foot.addWidget(self.ask)
        foot.addStretch(1)
        cancel = Button(tr("Cancel"), "quiet", keys=("Esc",), parent=self.surface, height=36)
        cancel.clicked.connect(self.rejected)
        foot.addWidget(cancel)
        self.go = Button("", "primary", "check", ("Ctrl", "Enter"), self.surface, height=36)
        self.go.clicked.connect(self._assign)
        foot.addWidget(self.go)
        self.card.addLayout(foot)
        self.role.chosen.connect(lambda _: self._show())
        self.person.changed.connect(lambda _: self._show())
        self.accepted.connect(self._assign)
        self.rejected.connect(self.close_dialog)

    def open_for(
        self,
        choices: Sequence[Choice],
        role: Role = Role.COMMS,
        area: str = "",
        instead: str = "",
        person: str = "",
    ) -> None:
        """`instead` is who wears the hat now and gives it up."""
        self._instead = instead
        self.role.set_current(role.value)
        self.area.setText(area)
        self.person.offer(choices, person)
        self._show()
        self.open(self.person.line)

    def _chosen(self) -> Role:
        return Role(self.role.current())

    def _show(self) -> None:
        role, name = self._chosen(), self.person.name()
        self.area.setVisible(role is Role.SME)
        self._duty.setText("\n".join(tr(line) for line in DUTIES[role]))
        first = name.split()[0] if name else ""
        self.go.set_label(
            tr("Make {first} {role}", first=first, role=tr(_WORDS[role])) if first else tr("Assign")
        )
        self.ask.set_label(tr("Ask {first} first", first=first) if first else tr("Ask first"))
        self.go.setEnabled(bool(name))
        self.ask.setEnabled(bool(name))
        if self.isVisible():
            self.refit()

    def _assign(self) -> None:
        if name := self.person.name():
            self.close_dialog()
            area = self.area.text().strip() if self._chosen() is Role.SME else ""
            self.assigned.emit(self._chosen(), name, area, self._instead)

    def _ask(self) -> None:
        if name := self.person.name():
            self.close_dialog()
            area = self.area.text().strip() if self._chosen() is Role.SME else ""
            self.asked.emit(self._chosen(), name, area)
