"""Who is on call now, and for what."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.queries.people import Person
from views.theme import theme_of
from views.tongue import tr
from views.widgets.avatar import Avatar
from views.widgets.button import Button
from views.widgets.elide import ElideLabel
from views.widgets.panel import Panel

MOST = 6


class OnCallPanel(Panel):
    """Contact details are those kept on this machine; a click copies them."""

    contact_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("On call now"), "phone", None, parent)
        self._shown: tuple[Person, ...] = ()
        self._rows: list[QWidget] = []

    def show_people(self, people: Sequence[Person]) -> None:
        shown = tuple(people)
        self.setVisible(bool(shown))
        if shown == self._shown:
            return
        self._shown = shown
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row_of(person) for person in shown[:MOST]]
        for row in self._rows:
            self.body.addWidget(row)
        self.set_count(len(shown))

    def _row_of(self, person: Person) -> QWidget:
        theme = theme_of(self)
        holder = QWidget(self)
        holder.setAccessibleName(f"{person.name}, {', '.join(person.areas)}")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, theme.sp(2), 0, theme.sp(2))
        row.setSpacing(theme.sp(10))
        row.addWidget(Avatar(person.name, 28, holder))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(ElideLabel(person.name, "strong", parent=holder))
        column.addWidget(ElideLabel(", ".join(person.areas), "meta", "text3", holder))
        row.addLayout(column, 1)
        if person.contact:
            copy = Button(tr("Copy contact"), "quiet", parent=holder, height=26)
            copy.setToolTip(person.contact)
            copy.setAccessibleName(tr("Copy the contact of {name}", name=person.name))
            contact = person.contact
            copy.clicked.connect(lambda: self.contact_wanted.emit(contact))
            row.addWidget(copy)
        return holder
