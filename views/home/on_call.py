"""Who is on call now, and for what."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.queries.people import Person
from views.home.rows_panel import RowsPanel, small_button
from views.tongue import tr
from views.widgets.avatar import Avatar


class OnCallPanel(RowsPanel[Person]):
    """Contact details are those kept on this machine; a click copies them."""

    contact_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("On call now"), "phone", parent)

    def row_of(self, one: Person) -> QWidget:
        holder = QWidget(self)
        areas = ", ".join(one.areas)
        row = self.row(holder, Avatar(one.name, 28, holder), one.name, areas, "text3")
        if one.contact:
            named = tr("Copy the contact of {name}", name=one.name)
            copy, contact = small_button(tr("Copy contact"), named, holder), one.contact
            copy.setToolTip(contact)
            copy.clicked.connect(lambda: self.contact_wanted.emit(contact))
            row.addWidget(copy)
        return holder
