"""The parts of the window beyond Home: each is loaded and built when it is first needed."""

from abc import abstractmethod
from collections.abc import Callable
from datetime import tzinfo
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.chosen import follow, take_up
from app.learning_parts import LearningParts
from app.listening import Listening
from app.qt_jobs import QtJobRunner
from app.workspace import Workspace
from app.writing_parts import WritingParts
from models import settings as kept
from models.store import lookup
from views.home.presenter import HomePresenter
from views.home.screen import HomeScreen
from views.shell.window import MainWindow
from views.shortcuts import Shortcuts
from views.tongue import told, tr

if TYPE_CHECKING:
    from app.bundles import Bundles
    from app.conflict_parts import ConflictParts
    from app.declare_parts import DeclareParts
    from app.first_run import FirstRun
    from app.polling import Polling
    from app.room_parts import RoomParts
    from app.runbook_parts import RunbookParts
    from app.settings_parts import SettingsParts
    from app.sync_parts import SyncParts
    from app.wall import Wall
    from models.domain.syncing import SyncPort
    from models.queries.inbox import InboxItem
    from views.declare.presenter import DeclarePresenter
    from views.declare.screen import DeclareScreen
    from views.inbox.screen import InboxScreen
    from views.palette.screen import Palette
    from views.room.presenter import RoomPresenter
    from views.room.screen import RoomScreen
    from views.shell.keys_sheet import KeysSheet
    from views.widgets.dialog import DialogFrame


class Parts(WritingParts, LearningParts):
    """A part is a property that imports and builds at its first use: at its key, or before while
    nobody waits (app/ready.py). Only Home is there from the start."""

    home: HomeScreen
    home_presenter: HomePresenter

    def __init__(
        self,
        app: QApplication,
        workspace: Workspace,
        zone: tzinfo,
        port: "SyncPort | None" = None,
    ) -> None:
        """`port` stands in for this machine's own way to the server."""
        self._app = app
        self._workspace = workspace
        self._zone = zone
        chosen = kept.load(workspace.database)
        take_up(app, chosen)
        # Of its own, so that reading for the window never waits for a write.
        self._reading = workspace.database.connect()
        self._jobs = QtJobRunner()
        self.window = MainWindow(workspace.now, zone)
        follow(app, self.window, chosen)
        self.shortcuts = Shortcuts(self.window)
        self.shortcuts.set_letters(chosen.letters)
        self._port = port
        self._address = ""
        self._listening = Listening(workspace, self.window, self._show_listening, self.say)

    def built(self, part: str) -> bool:
        return part in self.__dict__

    # Ways from one part to another

    @abstractmethod
    def go(self, name: str) -> None: ...

    @abstractmethod
    def open_incident(self, uid: str) -> None: ...

    @abstractmethod
    def open_imported(self, uid: str) -> None: ...

    @abstractmethod
    def open_review(self, uid: str) -> None: ...

    @abstractmethod
    def open_declare(self, item: "InboxItem | None" = None) -> None: ...

    @abstractmethod
    def open_run(self) -> None: ...

    @abstractmethod
    def open_runbook(self, uid: str) -> None: ...

    def open_setting(self, page: str) -> None:
        self.go("settings")
        self.settings.screen.open_page(page)

    @abstractmethod
    def open_conflict(self, conflict: str) -> None: ...

    @abstractmethod
    def go_back(self) -> None: ...

    def say(self, sentence: str) -> None:
        self.window.toast(told(sentence), stays=True)

    def copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.window.toast(tr("Copied."))

    def acting(self, name: str) -> None:
        """Who acts from now on."""
        self.window.rail.set_person(name)
        self.window.status.indicator.show_actor(name)

    @property
    def incident(self) -> str:
        """The uid of the incident in the room; "" while no room is open."""
        return self.room_presenter.uid if self.built("rooms") else ""

    # Screens

    @cached_property
    def inbox(self) -> "InboxScreen":
        from views.inbox.screen import InboxScreen

        screen = InboxScreen(self._workspace.now, self.window.place)
        screen.declare_requested.connect(self.open_declare)
        screen.listen_toggled.connect(self._listening.switch)
        record = self.home_presenter.state.record
        screen.show_items(record.waiting, record.waiting_count)
        screen.show_listening(self._address)
        self.window.add_screen("inbox", screen)
        return screen

    @cached_property
    def rooms(self) -> "RoomParts":
        from app.room_parts import RoomParts

        window = self.window
        parts = RoomParts(
            self._workspace,
            self._jobs,
            self._reading,
            self._zone,
            window,
            window.toast,
            self._keep,
            window.place,
        )
        parts.runbook_panel.page_requested.connect(self.open_run)
        parts.chart.load_by(self._load_charts)
        for name, handler in parts.bindings().items():
            self.shortcuts.bind(name, handler)
        parts.screen.asks.made.connect(self._hush)
        parts.screen.conflict_opened.connect(self.open_conflict)
        parts.screen.update_asked.connect(self._write)
        parts.screen.preset_asked.connect(self._before_preset)
        parts.screen.need_of_update.connect(self._answer_update)
        window.add_screen("room", parts.screen, folds_top=True)
        return parts

    @property
    def room(self) -> "RoomScreen":
        return self.rooms.screen

    @property
    def room_presenter(self) -> "RoomPresenter":
        return self.rooms.presenter

    @cached_property
    def runbooks(self) -> "RunbookParts":
        from app.runbook_parts import RunbookParts

        window = self.window
        parts = RunbookParts(
            self._workspace,
            self._jobs,
            window,
            lambda: self.incident,
            window.toast,
            self.copy,
            self.open_incident,
        )
        window.add_screen("runbooks", parts.screen)
        return parts

    @cached_property
    def settings(self) -> "SettingsParts":
        from app.settings_parts import SettingsParts

        window, switch = self.window, self._listening.switch
        parts = SettingsParts(
            self._app, self._workspace, self._jobs, self.shortcuts, window, switch, self.acting,
            lambda chosen: self.rooms.follow(chosen) if self.built("rooms") else None,
        )  # fmt: skip
        parts.screen.said.connect(
            lambda words, undo: window.toaster.say(words, undo=tr("Undo") if undo else "")
        )
        parts.screen.copied.connect(self.copy)
        parts.screen.import_requested.connect(self._ask_runbook_folder)
        parts.notices.opened.connect(self.open_incident)
        parts.show_listening(self._address)
        self.shortcuts.bind("settings.undo", parts.presenter.undo)
        undo = parts.presenter.undo
        window.toaster.undo_requested.connect(lambda: window.current == "settings" and undo())
        for dialog in (parts.publishing.pages.bytes, parts.publishing.pages.question):
            self._hush(dialog)
        parts.publishing.pages.bytes.copied.connect(self.copy)
        window.add_screen("settings", parts.screen)
        self.sync.follow(parts.screen)
        return parts

    @cached_property
    def conflicts(self) -> "ConflictParts":
        from app.conflict_parts import ConflictParts

        window, sync = self.window, self.sync
        parts = ConflictParts(
            self._workspace,
            self._jobs,
            window,
            lambda: sync.port.status().parked,
            sync.presenter.try_again,
            sync.presenter.confirm,
            self.copy,
            self.open_incident,
        )
        parts.screen.left.connect(self.go_back)
        window.add_screen("conflicts", parts.screen)
        return parts

    @cached_property
    def sync(self) -> "SyncParts":
        from app.sync_parts import SyncParts

        return SyncParts(
            self._workspace,
            self._jobs,
            self._reading,
            self.window,
            self._port or self._own_port(),
            self.acting,
            self._hush,
            self._sync_changed,
        )

    def _own_port(self) -> "SyncPort":
        from app.syncing import SyncService

        return SyncService(self._workspace, self.window)

    def _sync_changed(self) -> None:
        if self.built("conflicts"):
            self.conflicts.changed()

    @cached_property
    def first(self) -> "FirstRun":
        from app.first_run import FirstRun

        window = self.window
        parts = FirstRun(
            self._workspace, self._jobs, window, self.acting, window.toast, lambda: self.go("home")
        )
        window.add_screen("first", parts.screen)
        return parts

    @cached_property
    def wall(self) -> "Wall":
        from app.room_parts import RoomParts
        from app.wall import Wall

        def new_room(window: QWidget) -> RoomParts:
            room = RoomParts(
                self._workspace, self._jobs, self._reading, self._zone, window, self.window.toast,
                lambda key, value: None,
            )  # fmt: skip
            room.chart.load_by(self._load_charts)
            return room

        return Wall(new_room, self._jobs)

    # Dialogs

    @cached_property
    def declaring(self) -> "DeclareParts":
        from app.declare_parts import DeclareParts

        parts = DeclareParts(
            self._workspace, self._jobs, self.window, self._zone, self.open_incident
        )
        self._hush(parts.screen)
        return parts

    @property
    def declare(self) -> "DeclareScreen":
        return self.declaring.screen

    @property
    def declare_presenter(self) -> "DeclarePresenter":
        return self.declaring.presenter

    @cached_property
    def palette(self) -> "Palette":
        from app.palette_parts import PaletteParts

        screen = PaletteParts(
            self.window,
            self._reading,
            self.rooms,
            self.shortcuts,
            self.open_incident,
            self.open_runbook,
            self.open_setting,
            self.copy,
        ).screen
        self._hush(screen)
        return screen

    @cached_property
    def keys(self) -> "KeysSheet":
        from views.shell.keys_sheet import KeysSheet

        sheet = KeysSheet(self.window)
        self._hush(sheet)
        return sheet

    @cached_property
    def bundles(self) -> "Bundles":
        from app.bundles import Bundles

        parts = Bundles(self._workspace, self._jobs, self.window, self.open_imported)
        self._hush(parts.question)
        return parts

    def dialogs(self) -> tuple["DialogFrame", ...]:
        """Everything that may cover the window."""
        asked = (self.sync.dialog,) if self.sync.has_dialog else ()
        reviewing = self.reviews.screen.dialogs() if self.built("reviews") else ()
        writing = self.composer.screen.dialogs() if self.built("composer") else ()
        every = (self.declare, self.palette, self.keys, *self.room.asks.all())
        return (*every, *writing, *reviewing, *asked)

    def _hush(self, dialog: "DialogFrame") -> None:
        """While it is open, nothing behind it hears a key."""
        dialog.shown.connect(partial(self.shortcuts.block, True))
        dialog.hidden.connect(partial(self.shortcuts.block, False))

    # Around

    @cached_property
    def polling(self) -> "Polling":
        from app.polling import Polling

        return Polling(self._workspace, self._jobs, lambda: self.incident, self.say, self.window)

    def _load_charts(self, then: Callable[[], None]) -> None:
        self.polling.load_charts(then)

    def pop_out(self) -> None:
        """The room in a second window, for a wall display."""
        if uid := self.incident:
            self.wall.show(uid, lookup.label(self._reading, uid))

    def _show_listening(self, address: str) -> None:
        self._address = address
        if self.built("inbox"):
            self.inbox.show_listening(address)
        if self.built("settings"):
            self.settings.show_listening(address)

    def _ask_runbook_folder(self) -> None:
        self.runbooks.ask_folder()

    def _keep(self, key: str, value: str) -> None:
        """A preference of this machine."""
        self._jobs.run(
            lambda: self._workspace.database.remember(key, value),
            owner=self,
            then=lambda _: None,
            failed=lambda error: self.say(str(error)),
        )
