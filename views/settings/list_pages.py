"""People and services."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.queries.people import Person
from views.settings.list_page import ON, ListPage, Values, two_lines
from views.settings.plain_pages import areas_of
from views.settings.presenter import ServiceRow, SettingsState
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.avatar import Avatar
from views.widgets.chip import Chip
from views.widgets.label import Label


class PeoplePage(ListPage[Person]):
    person_saved = Signal(object)

    none = mark("No person is in the list yet.")
    adds = mark("Add a person")
    saves = mark("Save person")
    fields = {  # noqa: RUF012 -- read only
        "name": (mark("Name"), mark("Ana Silva")),
        "areas": (mark("Areas, with commas between"), mark("payments, checkout")),
        "contact": (mark("Contact, kept on this machine only"), "+351 21 000 0000"),
    }
    tick = ("on_call", mark("On call now"))

    def __init__(self, parent: QWidget) -> None:
        about = tr(
            "Who can be asked, for what, and who is on call. Contacts are kept on this machine "
            "only: they are never in an export, a bundle or a copy."
        )
        super().__init__("people", tr("People"), about, parent)
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
        about = ", ".join(item.areas) or ("" if item.listed else tr("Seen in an incident"))
        row.addLayout(two_lines(item.name, about, self.card), 1)
        if item.contact:
            row.addWidget(Label(item.contact, "meta", "text2", self.card))
        if item.on_call:
            row.addWidget(Chip(tr("on call"), "ok", "okbg", "phone", self.card))
        return row

    def _saved(self, values: Values) -> None:
        areas = areas_of(values["areas"])
        on_call = values["on_call"] == ON
        self.person_saved.emit(Person(values["name"], areas, on_call, values["contact"]))


class ServicesPage(ListPage[ServiceRow]):
    service_saved = Signal(str, str, str, str)

    none = mark("No service is in the list yet.")
    adds = mark("Add a service")
    saves = mark("Save service")
    fields = {  # noqa: RUF012 -- read only
        "name": (mark("Name"), "checkout-api"),
        "tier": (mark("Tier, 1 is the most important"), "1"),
        "public_name": (mark("What customers call it"), "Checkout"),
        "component": (mark("Id on the status page"), "cmp_checkout"),
    }

    def __init__(self, parent: QWidget) -> None:
        about = tr(
            "What can be hit. The tier and the status page count when a severity is suggested."
        )
        super().__init__("services", tr("Services"), about, parent)
        self.edit.saved.connect(
            lambda v: self.service_saved.emit(
                v["name"], v["tier"], v["component"], v["public_name"]
            )
        )

    def show_state(self, state: SettingsState) -> None:
        if state.record is not None:
            self.show_items(state.record.services, state.problems.get("services", ""))

    def name_of(self, item: ServiceRow) -> str:
        return item.name

    def values_of(self, item: ServiceRow) -> Values:
        tier = "" if item.tier is None else str(item.tier)
        return {
            "name": item.name,
            "tier": tier,
            "component": item.component,
            "public_name": item.public_name,
        }

    def row_of(self, item: ServiceRow) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme_of(self).sp(12))
        on_page = tr("{component} on the status page", component=item.component)
        about = " · ".join(p for p in (item.public_name, on_page if item.component else "") if p)
        row.addLayout(two_lines(item.name, about, self.card), 1)
        if item.tier is not None:
            row.addWidget(Chip(tr("tier {tier}", tier=item.tier), parent=self.card))
        return row
