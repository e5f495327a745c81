"""People and services."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.queries.people import Person
from views.settings.list_page import ON, ListPage, Values, two_lines
from views.settings.plain_pages import areas_of
from views.settings.presenter import ServiceRow, SettingsState
from views.theme import theme_of
from views.widgets.avatar import Avatar
from views.widgets.chip import Chip
from views.widgets.label import Label


class PeoplePage(ListPage[Person]):
    person_saved = Signal(object)

    noun = "person"
    fields = {  # noqa: RUF012 -- read only
        "name": ("Name", "Ana Silva"),
        "areas": ("Areas, with commas between", "payments, checkout"),
        "contact": ("Contact, kept on this machine only", "+351 21 000 0000"),
    }
    tick = ("on_call", "On call now")

    def __init__(self, parent: QWidget) -> None:
        about = (
            "Who can be asked, for what, and who is on call. Contacts are kept on this machine "
            "only: they are never in an export, a bundle or a copy."
        )
        super().__init__("people", "People", about, parent)
        self.edit.saved.connect(self._saved)

    def show_state(self, state: SettingsState) -> None:
        if state.record is not None:
            self.show_items(state.record.people, state.problems.get("people", ""))

    def name_of(self, item: Person) -> str:
        return item.name

    def values_of(self, item: Person) -> Values:
        return {
            "name": item.name,
            "areas": ", ".join(item.areas),
            "contact": item.contact or "",
            "on_call": ON if item.on_call else "",
        }

    def row_of(self, item: Person) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme_of(self).sp(12))
        row.addWidget(Avatar(item.name, 28, self.card))
        about = ", ".join(item.areas) or ("" if item.listed else "Seen in an incident")
        row.addLayout(two_lines(item.name, about, self.card), 1)
        if item.contact:
            row.addWidget(Label(item.contact, "meta", "text2", self.card))
        if item.on_call:
            row.addWidget(Chip("on call", "ok", "okbg", "phone", self.card))
        return row

    def _saved(self, values: Values) -> None:
        areas = areas_of(values["areas"])
        on_call = values["on_call"] == ON
        self.person_saved.emit(Person(values["name"], areas, on_call, values["contact"]))


class ServicesPage(ListPage[ServiceRow]):
    service_saved = Signal(str, str, str)

    noun = "service"
    fields = {  # noqa: RUF012 -- read only
        "name": ("Name", "checkout-api"),
        "tier": ("Tier, 1 is the most important", "1"),
        "component": ("Name on the status page", "Checkout"),
    }

    def __init__(self, parent: QWidget) -> None:
        about = "What can be hit. The tier and the status page count when a severity is suggested."
        super().__init__("services", "Services", about, parent)
        self.edit.saved.connect(
            lambda v: self.service_saved.emit(v["name"], v["tier"], v["component"])
        )

    def show_state(self, state: SettingsState) -> None:
        if state.record is not None:
            self.show_items(state.record.services, state.problems.get("services", ""))

    def name_of(self, item: ServiceRow) -> str:
        return item.name

    def values_of(self, item: ServiceRow) -> Values:
        tier = "" if item.tier is None else str(item.tier)
        return {"name": item.name, "tier": tier, "component": item.component}

    def row_of(self, item: ServiceRow) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme_of(self).sp(12))
        about = f"{item.component} on the status page" if item.component else ""
        row.addLayout(two_lines(item.name, about, self.card), 1)
        if item.tier is not None:
            row.addWidget(Chip(f"tier {item.tier}", parent=self.card))
        return row
