"""The settings screen over a record of its own, as the tests and the pictures see it."""

from PySide6.QtWidgets import QApplication, QWidget

from models.domain.errors import BadInput, Unavailable, WarRoomError
from models.domain.policy import DEFAULT_POLICY
from models.intake.policy_toml import read_policy, write_policy
from models.queries.people import Person
from models.settings import Settings
from views import shortcuts
from views.settings.presenter import (
    FolderRow,
    ServiceRow,
    SettingsCalls,
    SettingsPresenter,
    SettingsRecord,
)
from views.settings.screen import SettingsScreen
from views.theme import apply_theme, resolved

PEOPLE = (
    Person("Amara Okafor", ("network", "edge"), on_call=True, contact="+44 20 0000 0000"),
    Person("Diego Alvarez", ("checkout-api",), on_call=True, contact="diego on chat"),
    Person("Jonas Weber", ("status page", "customers")),
    Person("Mei Tanaka", ("database",), contact="+81 3 0000 0000"),
    Person("Priya Nair", ("payments", "orders")),
    Person("Sofia Lindqvist", listed=False),
)
SERVICES = (
    ServiceRow("checkout-api", 1, "Checkout"),
    ServiceRow("mail", 3),
    ServiceRow("search", 2, "Search"),
    ServiceRow("webapp-prod", 1, "Shop"),
)
FOLDERS = (
    FolderRow("runbooks", "~/team/platform/runbooks", 14),
    FolderRow("database", "~/team/storage/oncall/database", 6),
)


class AtOnce:
    """Jobs that are done when they are asked for."""

    def run(self, work, *, owner, then, failed):
        try:
            result = work()
        except WarRoomError as error:
            failed(error)
        else:
            then(result)

    def forget(self, owner):
        pass


class Stage:
    """`kept` is what reached this machine's memory; `said` what a toast would say."""

    def __init__(self, parent: QWidget | None = None, **fields):
        self.record = SettingsRecord(
            "Priya Nair",
            Settings(theme="dark"),
            PEOPLE,
            SERVICES,
            DEFAULT_POLICY.triage,
            write_policy(DEFAULT_POLICY),
            FOLDERS,
            20,
            **fields,
        )
        self.kept, self.said, self.people, self.policies = {}, [], [], []
        self.screen = SettingsScreen(parent)
        self.presenter = SettingsPresenter(self.screen, AtOnce(), AtOnce(), self.calls())
        self.screen.connect_to(self.presenter)
        self.screen.said.connect(lambda sentence, undo: self.said.append((sentence, undo)))
        self.presenter.load()

    def calls(self):
        return SettingsCalls(
            load=lambda: self.record,
            set_value=self.kept.__setitem__,
            apply=self.apply,
            acting=lambda _: None,
            save_actor=lambda name: self.kept.update(actor=name),
            save_person=self.people.append,
            save_service=self.people.append,
            save_policy=self.policies.append,
            check_policy=read_policy,
            test_query=self.ask,
            refusal=shortcuts.refusal,
            own_keys=own_keys,
        )

    def apply(self, settings):
        app = QApplication.instance()
        apply_theme(
            app,
            resolved(app, settings.theme),
            settings.text_scale,
            high_contrast=settings.high_contrast,
        )
        shortcuts.set_overrides(settings.keys)

    def ask(self, url, query):
        if "nowhere" in url:
            raise Unavailable(f"{url} did not answer within 5 s. Check the address.")
        if "(" in query and ")" not in query:
            raise BadInput("Prometheus cannot read the query: a bracket is left open.")
        return "1 series, now 2.1."


def own_keys(name):
    return next(s.keys for s in shortcuts.SHORTCUTS if s.id == name)
