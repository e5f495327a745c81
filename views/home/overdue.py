"""What reviews decided and nobody finished by its day, whoever it belongs to."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.queries.home import OverdueAction
from views.home.rows_panel import RowsPanel, small_button
from views.text import day_of
from views.tongue import tr
from views.widgets.avatar import Avatar
from views.widgets.panel import Icon


class OverduePanel(RowsPanel[OverdueAction]):
    incident_opened = Signal(str)
    most = 4

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Overdue actions"), "check-square", parent)

    def row_of(self, one: OverdueAction) -> QWidget:
        action, holder = one.action, QWidget(self)
        owned = action.owner
        sign = Avatar(owned, 24, holder) if owned else Icon("user", "text3", 16, holder)
        due = day_of(action.due) if action.due else ""
        owner = owned or tr("nobody")
        said = tr("due {day}, {incident}, {owner}", incident=one.label, owner=owner, day=due)
        row = self.row(holder, sign, action.text, said, "warn")
        look = small_button(tr("Open"), tr("Open {incident}", incident=one.label), holder)
        look.clicked.connect(lambda: self.incident_opened.emit(action.incident))
        row.addWidget(look)
        return holder
