"""Settings joined to the workspace: what they show, and what a change does."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication

from app.chosen import follow
from app.notices import Notices
from app.publishing_settings import PublishingSettings
from app.qt_jobs import QtJobRunner
from app.workspace import Workspace
from models import settings as kept
from models.actions.import_policy import ImportPolicy, import_policy
from models.actions.set_person import SetPerson, set_person
from models.actions.set_service import SetService, set_service
from models.intake.policy_toml import read_policy, write_policy
from models.intake.series import read_prometheus
from models.queries.people import Person, people
from models.queries.policy_history import policy_history
from models.settings import Settings
from models.store import catalog, policies, runbooks
from views import shortcuts
from views.settings.presenter import (
    FolderRow,
    ServiceRow,
    SettingsCalls,
    SettingsPresenter,
    SettingsRecord,
)
from views.settings.screen import SettingsScreen
from views.shell.window import MainWindow
from views.shortcuts import Shortcuts
from views.theme import apply_theme, follow_system, resolved
from views.tongue import ntr, tr

FOLDER = "runbook_folder:"


class SettingsParts:
    """`listen` switches the listener; `acting` hears who acts from now on, `in_rooms` what a room
    has to follow."""

    def __init__(
        self,
        app: QApplication,
        workspace: Workspace,
        jobs: QtJobRunner,
        shortcuts_: Shortcuts,
        window: MainWindow,
        listen: Callable[[bool], None],
        acting: Callable[[str], None],
        in_rooms: Callable[[Settings], None],
    ) -> None:
        self._app = app
        self._window = window
        self._in_rooms = in_rooms
        self._workspace = workspace
        self._shortcuts = shortcuts_
        self._listen, self._acting = listen, acting
        self._network = QtJobRunner(window)
        self.listening = ""
        self.notices = Notices(window, window.windowIcon(), lambda: workspace.actor)
        self.settings = kept.load(workspace.database)
        self.screen = SettingsScreen(window.place)
        self.presenter = SettingsPresenter(self.screen, jobs, self._network, self._calls())
        self.screen.connect_to(self.presenter)
        self.publishing = PublishingSettings(workspace, self.screen, jobs, self._network, window)
        follow_system(app, self._dress)
        self._follow()

    @property
    def owners(self) -> tuple[object, ...]:
        """Who waits for answers of the job runner."""
        return (self.presenter, *self.publishing.owners)

    def load(self) -> None:
        self.presenter.load()
        self.publishing.load()

    @property
    def theme(self) -> str:
        return resolved(self._app, self.settings.theme)

    def toggle_theme(self) -> None:
        """Dark or light, by key or from the rail; a desktop that was followed no longer is."""
        other = "light" if self.theme == "dark" else "dark"
        if self.presenter.state.record is not None:
            self.presenter.set_value("theme", other)
        else:
            self.apply(kept.changed(self.settings, "theme", other))
            kept.save(self._workspace.database, "theme", other)

    def show_listening(self, address: str) -> None:
        self.listening = address
        self.presenter.show_listening(address)

    def apply(self, settings: Settings) -> None:
        before, self.settings = self.settings, settings
        if self._look(before) != self._look(settings):
            self._dress()
        if before.listen != settings.listen:
            self._listen(settings.listen)
        self._follow()

    def close(self) -> None:
        self.notices.close()
        for owner in self.owners:
            self._network.forget(owner)
        self._network.finish()

    def _follow(self) -> None:
        self._shortcuts.set_overrides(self.settings.keys)
        self._shortcuts.set_letters(self.settings.letters)
        self.notices.follow(self.settings)
        follow(self._app, self._window, self.settings)
        self._in_rooms(self.settings)

    def _look(self, settings: Settings) -> tuple[object, ...]:
        return settings.theme, settings.text_scale, settings.high_contrast

    def _dress(self) -> None:
        scale, strong = self.settings.text_scale, self.settings.high_contrast
        apply_theme(self._app, self.theme, scale, high_contrast=strong)

    def _calls(self) -> SettingsCalls:
        workspace, database = self._workspace, self._workspace.database
        return SettingsCalls(
            load=self._load,
            set_value=partial(kept.save, database),
            apply=self.apply,
            acting=self._acting,
            save_actor=self._save_actor,
            save_person=self._save_person,
            save_service=self._save_service,
            save_policy=lambda text: import_policy(ImportPolicy(text), workspace.desk),
            check_policy=read_policy,
            test_query=self._test_query,
            refusal=shortcuts.refusal,
            own_keys=lambda name: next(s.keys for s in shortcuts.SHORTCUTS if s.id == name),
        )

    def _load(self) -> SettingsRecord:
        workspace = self._workspace
        connection = workspace.connection
        policy = policies.in_force(connection, workspace.now())
        books = runbooks.every(connection)
        folders = connection.execute(
            "SELECT key, value FROM meta WHERE key>=? AND key<? ORDER BY key",
            (FOLDER, FOLDER[:-1] + ";"),
        )
        rows = [(key.removeprefix(FOLDER), _text(value)) for key, value in folders]
        return SettingsRecord(
            workspace.actor,
            self.settings,
            people(connection),
            tuple(_service(name, told) for name, told in catalog.services(connection).items()),
            policy.triage,
            write_policy(policy),
            tuple(FolderRow(n, p, sum(b.folder == n for b in books)) for n, p in rows),
            len(books),
            self.listening,
            Notices.available(),
            policy_history=policy_history(connection),
        )

    def _save_actor(self, name: str) -> None:
        self._workspace.database.remember("actor", name)
        self._workspace.actor = name

    def _save_person(self, person: Person) -> None:
        command = SetPerson(person.name, person.areas, person.on_call, person.contact)
        set_person(command, self._workspace.desk)

    def _save_service(self, service: ServiceRow) -> None:
        command = SetService(
            service.name, service.tier, service.component, public_name=service.public_name
        )
        set_service(command, self._workspace.desk)

    def _test_query(self, url: str, query: str) -> str:
        from datetime import timedelta

        from models.net.client import HttpClient
        from models.net.prometheus import query_range

        client = HttpClient()
        end = self._workspace.now()
        try:
            body = query_range(client, url, query, end - timedelta(minutes=5), end)
        finally:
            client.close()
        found = read_prometheus(body, "")
        if not found or found[0].current is None:
            return tr("Prometheus answers, and knows no value of this in the last five minutes.")
        value = f"{found[0].current:g}"
        return ntr(
            "Now {value}.",
            "Now {value}. {n} series match; a room draws the first.",
            len(found),
            value=value,
        )


def _service(name: str, told: dict[str, object]) -> ServiceRow:
    tier = told.get("tier")
    component = str(told.get("component") or "")
    public_name = str(told.get("public_name") or "")
    return ServiceRow(name, tier if isinstance(tier, int) else None, component, public_name)


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
