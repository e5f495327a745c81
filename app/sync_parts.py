"""The shared server in the window: status bar, line across, queue, sign-in and settings."""

from collections.abc import Callable
from functools import cached_property

from app.qt_jobs import QtJobRunner
from app.urgent import LinkNews
from app.workspace import Workspace
from models import credentials
from models.domain.syncing import SyncPort
from models.queries import conflicts
from models.queries.waiting import waiting
from models.store import lookup
from models.store.driver import Connection
from views.settings.screen import SettingsScreen
from views.shell.window import MainWindow
from views.sync.presenter import SyncPresenter, SyncSources
from views.sync.queue import QueuePopup
from views.sync.sign_in import SignInDialog
from views.sync.states import SignInState, SyncState
from views.widgets.dialog import DialogFrame


class SyncParts:
    """`acting` hears who acts from now on, `hush` keeps keys inside a dialog; `changed` hears of
    every new state."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: QtJobRunner,
        reading: Connection,
        window: MainWindow,
        port: SyncPort,
        acting: Callable[[str], None],
        hush: Callable[[DialogFrame], None],
        changed: Callable[[], None],
    ) -> None:
        self._window = window
        self._hush = hush
        self._changed = changed
        self._settings: SettingsScreen | None = None
        self._news = LinkNews(window.announce)
        self.acting = acting
        self.port = port
        self._network = QtJobRunner(window)
        self.presenter = SyncPresenter(
            self,
            port,
            jobs,
            self._network,
            SyncSources(
                choices=lambda: conflicts.count(workspace.connection),
                queue=lambda: waiting(workspace.connection),
                label=lambda uid: lookup.label(reading, uid),
                keyring=lambda: credentials.backend_name() is not None,
                actor=lambda: workspace.actor,
                device=workspace.database.meta("device") or "",
            ),
            workspace.now,
        )
        self.queue = QueuePopup(window, window.status.indicator.link)
        self.queue.sync_asked.connect(self.presenter.sync_now)
        self.queue.sign_in_asked.connect(self.presenter.ask_sign_in)
        self.queue.sign_out_asked.connect(self.presenter.sign_out)
        self.queue.shown.connect(self.presenter.queue_shown)
        window.status.indicator.queue_asked.connect(self.show_queue)
        window.sync_banner.acted.connect(self._act_on_notice)
        self.presenter.show()
        self.presenter.refresh()

    @cached_property
    def dialog(self) -> SignInDialog:
        dialog = SignInDialog(self._window)
        dialog.asked.connect(self.presenter.sign_in)
        dialog.keep_chosen.connect(self.presenter.choose_keep)
        self._hush(dialog)
        return dialog

    @property
    def has_dialog(self) -> bool:
        """Whether it was asked for already."""
        return "dialog" in self.__dict__

    def show_queue(self) -> None:
        if self.presenter.state.has_server:
            self.queue.toggle()
        else:
            self.presenter.ask_sign_in()

    def follow(self, settings: SettingsScreen) -> None:
        """The page of settings shows what is so."""
        self._settings = settings
        settings.sign_in_asked.connect(self.presenter.ask_sign_in)
        settings.sign_out_asked.connect(self.presenter.sign_out)
        settings.sync_asked.connect(self.presenter.sync_now)
        settings.show_sync(self.presenter.state)

    def close(self) -> None:
        self._network.forget(self.presenter)
        self.port.close()
        self._network.finish()

    # What the presenter asks

    def show_sync(self, state: SyncState) -> None:
        window = self._window
        window.status.indicator.show_sync(state)
        window.status.presence.show_people(state.people)
        window.sync_banner.say(state.notice)
        self._news.look(state.link)
        window.rail.set_count("conflicts", state.choice_count)
        self.queue.show_sync(state)
        if self._settings is not None:
            self._settings.show_sync(state)
        self._changed()

    def show_sign_in(self, state: SignInState) -> None:
        self.dialog.show_state(state)

    def open_sign_in(self) -> None:
        self.dialog.open_dialog()

    def close_sign_in(self) -> None:
        self.dialog.close_dialog()

    def say(self, sentence: str) -> None:
        self._window.toast(sentence)

    def _act_on_notice(self, word: str) -> None:
        if word == "Sign in":
            self.presenter.ask_sign_in()
        else:
            self.presenter.dismiss()
