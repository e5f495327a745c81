"""What reviews decided and nobody finished by its day, whoever it belongs to."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.queries.home import OverdueAction
from views.text import day_of
from views.theme import theme_of
from views.tongue import ntr, tr
from views.widgets.avatar import Avatar
from views.widgets.button import Button
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.panel import Icon, Panel

MOST = 4


class OverduePanel(Panel):
    incident_opened = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Overdue actions"), "check-square", None, parent)
        self._shown: tuple[OverdueAction, ...] = ()
        self._rows: list[QWidget] = []

    def show_actions(self, actions: Sequence[OverdueAction]) -> None:
        shown = tuple(actions)
        self.setVisible(bool(shown))
        if shown == self._shown:
            return
        self._shown = shown
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row_of(one) for one in shown[:MOST]]
        if len(shown) > MOST:
            more = ntr("{n} more", "{n} more", len(shown) - MOST)
            self._rows.append(Label(more, "meta", "text3", self))
        for row in self._rows:
            self.body.addWidget(row)
        self.set_count(len(shown))

    def _row_of(self, one: OverdueAction) -> QWidget:
        theme = theme_of(self)
        action = one.action
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, theme.sp(2), 0, theme.sp(2))
        row.setSpacing(theme.sp(10))
        if action.owner:
            row.addWidget(Avatar(action.owner, 24, holder))
        else:
            row.addWidget(Icon("user", "text3", 16, holder))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(ElideLabel(action.text, "strong", parent=holder))
        due = day_of(action.due) if action.due else ""
        owner = action.owner or tr("nobody")
        said = tr("due {day}, {incident}, {owner}", incident=one.label, owner=owner, day=due)
        column.addWidget(ElideLabel(said, "meta", "warn", holder))
        row.addLayout(column, 1)
        look = Button(tr("Open"), "quiet", parent=holder, height=26)
        look.setAccessibleName(tr("Open {incident}", incident=one.label))
        look.clicked.connect(lambda: self.incident_opened.emit(action.incident))
        row.addWidget(look)
        holder.setAccessibleName(f"{action.text}, {said}")
        return holder
