"""The one place where every part of the window is named and joined."""

import sys
from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.declare_parts import DeclareParts
from app.first_run import FirstRun, is_first_run
from app.listening import Listening
from app.need_notices import NeedNotices
from app.palette_parts import PaletteParts
from app.polling import Polling
from app.qt_changes import ForeignCommits, QtChangeRelay
from app.qt_jobs import QtJobRunner
from app.ready import IDLE_MS, polish
from app.room_parts import RoomParts
from app.runbook_parts import RunbookParts
from app.settings_parts import SettingsParts
from app.wall import Wall
from app.workspace import Workspace
from models import settings as kept
from models.changes import Change
from models.domain.needs import Need
from models.queries import home, incidents
from models.queries.home import HomeQuery, HomeRecord
from models.queries.inbox import InboxItem
from models.store import lookup
from views import text
from views.home.presenter import HomePresenter, HomeState
from views.home.screen import HomeScreen
from views.inbox.screen import InboxScreen
from views.shell.keys_sheet import KeysSheet
from views.shell.window import MainWindow
from views.shortcuts import Shortcuts, set_overrides
from views.theme import apply_theme, resolved
from views.widgets.dialog import DialogFrame

_NAMES = {"home": "Home", "inbox": "Inbox", "runbooks": "Runbooks", "settings": "Settings"}


class Desktop:
    """Everything between the first paint and the last: parts, and the wires between them."""

    def __init__(self, app: QApplication, workspace: Workspace, zone: tzinfo) -> None:
        self._app = app
        self._workspace = workspace
        self._zone = zone
        database = workspace.database
        chosen = kept.load(database)
        contrast = chosen.high_contrast
        apply_theme(app, resolved(app, chosen.theme), chosen.text_scale, high_contrast=contrast)
        set_overrides(chosen.keys)
        # The window reads on a connection of its own, so that it never waits for a write.
        self._reading = database.connect()
        self._jobs = QtJobRunner()
        self._polling: Polling | None = None
        self._wall = Wall(self._new_room, self._jobs)
        self.window = MainWindow(workspace.now, zone)
        self.shortcuts = Shortcuts(self.window)
        self._build_screens()
        self._build_dialogs()
        self._bind_keys()
        self._relay = QtChangeRelay(workspace.feed, self.window)
        self._relay.listen(self._changed)
        self._foreign = ForeignCommits(self._data_version, workspace.feed, self.window)
        self.go("first" if is_first_run(self._reading) else "home")

    # Parts

    def _build_screens(self) -> None:
        workspace, window = self._workspace, self.window
        self.home = HomeScreen(workspace.now, window)
        self.home_presenter = HomePresenter(self, self._jobs, self._load_home, workspace.now)
        self.home.incident_opened.connect(self.open_incident)
        self.home.declare_requested.connect(self.open_declare)
        self.home.severity_chosen.connect(self.home_presenter.filter_severity)
        self.home.period_chosen.connect(self.home_presenter.filter_period)
        self.home.words_typed.connect(self.home_presenter.filter_words)
        self.home.more_wanted.connect(self.home_presenter.more)
        self.home.need_answered.connect(self._answer_at_home)
        self.home.on_call.contact_wanted.connect(self._copy)
        self.inbox = InboxScreen(workspace.now, window)
        self.inbox.declare_requested.connect(self.open_declare)
        self._listening = Listening(workspace, window, self._show_listening, self.say)
        self.inbox.listen_toggled.connect(self._listening.switch)
        self.rooms = RoomParts(
            workspace, self._jobs, self._reading, self._zone, window, window.toast, self._keep
        )
        self.room, self.room_presenter = self.rooms.screen, self.rooms.presenter
        self.runbooks = RunbookParts(
            workspace,
            self._jobs,
            window,
            lambda: self.rooms.presenter.uid,
            window.toast,
            self._copy,
            self.open_incident,
        )
        self.rooms.runbook_panel.page_requested.connect(self.open_run)
        self.settings = SettingsParts(
            self._app,
            workspace,
            self._jobs,
            self.shortcuts,
            window,
            self._listening.switch,
            self._acting,
        )
        self.settings.screen.said.connect(
            lambda words, undo: window.toaster.say(words, undo="Undo" if undo else "")
        )
        self.settings.screen.copied.connect(self._copy)
        self.settings.screen.import_requested.connect(self.runbooks.ask_folder)
        self.settings.notices.opened.connect(self.open_incident)
        notify = self.settings.notices.notify
        self._needs = NeedNotices(notify, partial(lookup.label, self._reading))
        window.toaster.undo_requested.connect(self._undo_setting)
        self.first = FirstRun(
            workspace, self._jobs, window, self._acting, window.toast, lambda: self.go("home")
        )
        window.add_screen("home", self.home)
        window.add_screen("room", self.room, folds_top=True)
        window.add_screen("inbox", self.inbox)
        window.add_screen("runbooks", self.runbooks.screen)
        window.add_screen("settings", self.settings.screen)
        window.add_screen("first", self.first.screen)
        self._acting(workspace.actor)
        window.navigate.connect(self.go)
        window.ticker.tick.connect(self._tick)

    def _build_dialogs(self) -> None:
        workspace, window = self._workspace, self.window
        parts = DeclareParts(workspace, self._jobs, window, self._zone, self.open_incident)
        self.declare, self.declare_presenter = parts.screen, parts.presenter
        self.palette = PaletteParts(
            window,
            self._reading,
            self.rooms,
            self.shortcuts,
            self.open_incident,
            self._open_runbook,
            self._copy,
        ).screen
        self.keys = KeysSheet(window)
        for dialog in self.dialogs():
            dialog.shown.connect(partial(self.shortcuts.block, True))
            dialog.hidden.connect(partial(self.shortcuts.block, False))
        window.palette_requested.connect(self.palette.open_palette)
        window.declare_requested.connect(partial(self.open_declare, None))
        window.keys_requested.connect(self._show_keys)
        window.theme_toggled.connect(self.settings.toggle_theme)

    def dialogs(self) -> tuple[DialogFrame, ...]:
        """Everything that may cover the window."""
        return (self.declare, self.palette, self.keys, *self.room.asks.all())

    def _load_home(self, query: HomeQuery) -> HomeRecord:
        here = self._workspace
        return home.home(here.connection, query, here.actor, here.now())

    def _new_room(self, window: QWidget) -> RoomParts:
        return RoomParts(
            self._workspace, self._jobs, self._reading, self._zone, window, self.window.toast,
            lambda key, value: None,
        )  # fmt: skip

    def _open_runbook(self, uid: str) -> None:
        self.go("runbooks")
        self.runbooks.show_library(uid)

    def pop_out(self) -> None:
        """The room in a second window, for a wall display."""
        uid = self.room_presenter.uid
        if uid:
            self._wall.show(uid, lookup.label(self._reading, uid))

    def _answer_at_home(self, need: Need, yes: bool) -> None:
        self.open_incident(need.incident)
        self.rooms.team.answer_when_loaded(need, yes=yes)

    def _bind_keys(self) -> None:
        bound: dict[str, Callable[[], None]] = {
            "palette": self.palette.open_palette,
            "declare": self._declare_from_focus,
            "go.home": partial(self.go, "home"),
            "go.room": partial(self.go, "room"),
            "go.inbox": partial(self.go, "inbox"),
            "go.runbooks": partial(self.go, "runbooks"),
            "go.settings": partial(self.go, "settings"),
            "settings.undo": self.settings.presenter.undo,
            "theme": self.settings.toggle_theme,
            "keys": self._show_keys,
            "home.filter": self.home.focus_filter,
            "popout": self.pop_out,
            **self.rooms.bindings(),
        }
        for name, handler in bound.items():
            self.shortcuts.bind(name, handler)
        for n in range(1, 10):
            self.shortcuts.bind(f"live.{n}", partial(self._open_live, n))
        self.shortcuts.install(self._app)

    # Life

    def show(self) -> None:
        """The window opens with its rows; what may wait comes after the first paint."""
        self.home_presenter.load_now()
        self.window.resize(1600, 1000)
        self.window.show()
        if self.window.current == "home":
            self.home.setFocus()
        self.window.ticker.start()
        QTimer.singleShot(0, self._after_first_paint)

    def _after_first_paint(self) -> None:
        sys.stderr.write("warroom: ready\n")
        sys.stderr.flush()
        database = self._workspace.database
        if database.salvage is not None:
            self.window.notice("The database was repaired", database.salvage.sentence())
        database.mark_in_use()
        self._polling = Polling(
            self._workspace, self._jobs, lambda: self.room_presenter.uid, self.say, self.window
        )
        QTimer.singleShot(IDLE_MS, self.window, self._make_ready)
        self._polling.load_charts(
            lambda: QTimer.singleShot(IDLE_MS, self.window, self.rooms.chart.make_ready)
        )
        self._jobs.run(
            database.check,
            owner=self,
            then=self._checked,
            failed=lambda error: self.say(str(error)),
        )

    def _make_ready(self) -> None:
        """The room is laid out before anybody opens it."""
        if self.window.current != "room":
            self.room.resize(self.home.size())
            self.room.arrange()
        polish((self.room, *self.dialogs()), self.window)

    def _checked(self, trouble: str | None) -> None:
        if trouble:
            self.window.notice(
                "The database is damaged",
                f"{trouble}. Close War room and run 'warroom doctor'; it keeps what can be read.",
            )

    def close(self) -> None:
        self._listening.close()
        self.settings.close()
        self._wall.close()
        if self._polling is not None:
            self._polling.close()
        self._foreign.stop()
        self._relay.close()
        self.rooms.close()
        presenters = (
            self.home_presenter,
            self.declare_presenter,
            self.runbooks.presenter,
            self.settings.presenter,
            self.first.screen,
        )
        for owner in (self, *presenters, *self.rooms.owners):
            self._jobs.forget(owner)
        self._jobs.finish()
        self._reading.close()
        self._workspace.close()

    def come_forward(self) -> None:
        """A second start asks for this window."""
        self.window.showNormal()
        self.window.raise_()
        self.window.activateWindow()

    def say(self, sentence: str) -> None:
        self.window.toast(sentence, stays=True)

    # Changes

    def show_state(self, state: HomeState) -> None:
        """Home's state feeds the inbox, its count and the top bar too."""
        record: HomeRecord = state.record
        self.home.show_state(state)
        self.inbox.show_items(record.waiting, record.waiting_count)
        self.window.rail.set_count("inbox", record.waiting_count)
        self.window.top.set_sample(record.sample)
        self._needs.look(record.needs)

    def _changed(self, change: object) -> None:
        if isinstance(change, Change):
            self.home_presenter.refresh()
            self.runbooks.changed()
            if change.kind != "inbox":
                self.rooms.changed(change.entity)
                self._wall.changed(change.entity)

    def _data_version(self) -> int:
        (version,) = self._reading.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _tick(self, now: datetime) -> None:
        if now.second == 0:  # time alone makes an update late
            self.home_presenter.refresh()
        if self.window.current == "home":
            self.home.tick(now)
        elif self.window.current == "room":
            self.room.tick(now)
        elif self.window.current == "runbooks":
            self.runbooks.tick(now)
        else:
            self.inbox.tick(now)
        self._wall.tick(now)

    # Ways

    def open_incident(self, uid: str) -> None:
        self.rooms.open(uid)
        self.go("room")

    def open_run(self) -> None:
        self.go("runbooks")
        self.runbooks.show_run()

    def open_declare(self, item: InboxItem | None = None) -> None:
        self.declare_presenter.open(item)
        self.declare.open_dialog()

    def _declare_from_focus(self) -> None:
        on_inbox = {"home": self.home.inbox, "inbox": self.inbox.items}.get(self.window.current)
        self.open_declare(on_inbox.current_item() if on_inbox else None)

    def _open_live(self, n: int) -> None:
        rows = self.home_presenter.state.record.live
        if n <= len(rows):
            self.open_incident(rows[n - 1].uid)

    def go(self, name: str) -> None:
        if name == "room" and not self.room_presenter.uid:
            rows = self.home_presenter.state.record.live
            if not rows:
                self.window.rail.set_current(self.window.current)
                self.window.toast("No incident is open. Choose one on Home, or declare with D.")
                return
            self.rooms.open(rows[0].uid)
        if name == "runbooks":
            self.runbooks.show_library()
        if name == "settings":
            self.settings.presenter.load()
        self.window.show_screen(name)
        self.shortcuts.activate(name)
        self._show_path(name)

    def _show_path(self, name: str) -> None:
        if name == "room":
            row = incidents.row(self._reading, self.room_presenter.uid)
            label = row.label if row else ""
            self.window.set_path(("War room", "/", label), live=bool(row and row.live))
        else:
            beside = text.long_day(self._workspace.now(), self._zone) if name == "home" else ""
            self.window.set_path((_NAMES.get(name, "War room"), beside))

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.window.toast("Copied.")

    def _show_keys(self) -> None:
        self.keys.show_scope(self.window.current)

    def _acting(self, name: str) -> None:
        """Who acts from now on."""
        self.window.rail.set_person(name)
        self.window.status.set_saved("Saved on this machine", f"acting as {name}")

    def _show_listening(self, address: str) -> None:
        self.inbox.show_listening(address)
        self.settings.show_listening(address)

    def _undo_setting(self) -> None:
        if self.window.current == "settings":
            self.settings.presenter.undo()

    def _keep(self, key: str, value: str) -> None:
        """A preference of this machine."""
        self._jobs.run(
            lambda: self._workspace.database.remember(key, value),
            owner=self,
            then=lambda _: None,
            failed=lambda error: self.say(str(error)),
        )
