"""The one place where every part of the window is joined."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.need_notices import NeedNotices
from app.parts import Parts
from app.path import path_of
from app.qt_changes import ForeignCommits, QtChangeRelay
from app.ready import Ready
from app.urgent import Urgent
from app.workspace import Workspace
from models.changes import Change
from models.queries import home, incident_rows
from models.queries.home import HomeQuery, HomeRecord, is_first_run
from models.queries.inbox import InboxItem
from models.store import lookup
from views.home.presenter import HomePresenter, HomeState
from views.home.screen import HomeScreen
from views.tongue import mark, told, tr

if TYPE_CHECKING:
    from models.domain.needs import Need
    from models.domain.syncing import SyncPort

_DAMAGED = mark("{trouble}. Close War room and run 'warroom doctor'; it keeps what can be read.")


_PLACE = "window"
"""Where the window stood when it was closed, on this machine."""


class Desktop(Parts):
    """Everything between the first paint and the last: parts, and the wires between them."""

    def __init__(
        self,
        app: QApplication,
        workspace: Workspace,
        zone: tzinfo,
        port: "SyncPort | None" = None,
    ) -> None:
        super().__init__(app, workspace, zone, port)
        self._before = "home"
        self._is_closed = False
        self._build_home()
        self._needs = NeedNotices(self._notify, partial(lookup.label, self._reading))
        self._urgent = Urgent(self.window.announce)
        self.acting(workspace.actor)
        if workspace.is_linked:
            from views.sync.states import connecting

            self.window.status.indicator.show_sync(connecting())
        self._ready = Ready(self)
        self._bind_keys()
        self._relay = QtChangeRelay(workspace.feed, self.window)
        self._relay.listen(self._changed)
        self._foreign = ForeignCommits(self._data_version, workspace.feed, self.window)
        self.go("first" if is_first_run(self._reading) else "home")

    def _build_home(self) -> None:
        workspace, window = self._workspace, self.window
        self.home = HomeScreen(workspace.now, window.place)
        self.home_presenter = HomePresenter(self, self._jobs, self._load_home, workspace.now)
        self.home.incident_opened.connect(self.open_incident)
        self.home.declare_requested.connect(self.open_declare)
        self.home.severity_chosen.connect(self.home_presenter.filter_severity)
        self.home.period_chosen.connect(self.home_presenter.filter_period)
        self.home.words_typed.connect(self.home_presenter.filter_words)
        self.home.more_wanted.connect(self.home_presenter.more)
        self.home.need_answered.connect(self._answer_at_home)
        self.home.on_call.contact_wanted.connect(self.copy)
        window.add_screen("home", self.home)
        window.navigate.connect(self.go)
        window.ticker.tick.connect(self._tick)
        window.palette_requested.connect(self.open_palette)
        window.declare_requested.connect(partial(self.open_declare, None))
        window.keys_requested.connect(self.show_keys)
        window.theme_toggled.connect(self.toggle_theme)
        window.status.indicator.conflicts_asked.connect(partial(self.go, "conflicts"))

    def _load_home(self, query: HomeQuery) -> HomeRecord:
        here = self._workspace
        return home.home(here.connection, query, here.actor, here.now())

    def _answer_at_home(self, need: "Need", yes: bool) -> None:
        if need.kind == "conflict":
            self.open_conflict(need.subject)
            return
        self.open_incident(need.incident)
        self.rooms.team.answer_when_loaded(need, yes=yes)

    def _notify(self, title: str, body: str, incident: str, actor: str) -> bool:
        return self.settings.notices.notify(title, body, incident, actor)

    def _bind_keys(self) -> None:
        """Those that are heard anywhere and at Home; a part binds its own when it is built."""
        bound: dict[str, Callable[[], None]] = {
            "palette": self.open_palette,
            "declare": self._declare_from_focus,
            "go.home": partial(self.go, "home"),
            "go.room": partial(self.go, "room"),
            "go.inbox": partial(self.go, "inbox"),
            "go.runbooks": partial(self.go, "runbooks"),
            "go.kpis": partial(self.go, "kpis"),
            "go.reviews": partial(self.go, "reviews"),
            "go.conflicts": partial(self.go, "conflicts"),
            "sync.queue": self.open_queue,
            "sync.sign_in": self.open_sign_in,
            "go.settings": partial(self.go, "settings"),
            "theme": self.toggle_theme,
            "keys": self.show_keys,
            "home.filter": self.home.focus_filter,
            "popout": self.pop_out,
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
        self.window.take_place(self._workspace.database.meta(_PLACE) or "")
        self.window.show()
        if self.window.current == "home":
            self.home.setFocus()
        self.window.ticker.start()
        QTimer.singleShot(0, self.window, self._after_first_paint)

    def when_ready(self, done: Callable[[], None]) -> None:
        """`done` is called once, when everything that can be made ready is."""
        self._ready.done = done

    def _after_first_paint(self) -> None:
        sys.stderr.write("warroom: ready\n")
        sys.stderr.flush()
        database = self._workspace.database
        if database.salvage is not None:
            self.window.notice(tr("The database was repaired"), told(database.salvage.sentence()))
        database.mark_in_use()
        self._jobs.run(
            database.check,
            owner=self,
            then=self._checked,
            failed=lambda error: self.say(str(error)),
        )
        self._ready.start()

    def _checked(self, trouble: str | None) -> None:
        if trouble:
            self.window.notice(
                tr("The database is damaged"),
                tr(_DAMAGED, trouble=trouble),
            )

    def close(self) -> None:
        self._is_closed = True
        self._ready.stop()
        self._listening.close()
        owners: list[object] = [self, self.home_presenter]
        if self.built("settings"):
            self.settings.close()
            owners += self.settings.owners
        if self.built("wall"):
            self.wall.close()
        if self.built("polling"):
            self.polling.close()
        self._foreign.stop()
        self._relay.close()
        if self.built("composer"):
            self.composer.close()
            owners += self.composer.owners
        if self.built("going_out"):
            self.going_out.close()
        if self.built("rooms"):
            self.rooms.close()
            owners += self.rooms.owners
        if self.built("sync"):
            self.sync.close()
            owners.append(self.sync.presenter)
        if self.built("conflicts"):
            owners.append(self.conflicts.presenter)
        if self.built("declaring"):
            owners.append(self.declare_presenter)
        if self.built("runbooks"):
            owners.append(self.runbooks.presenter)
        if self.built("kpis"):
            owners.append(self.kpis.presenter)
        if self.built("reviews"):
            self.reviews.close()
            owners += self.reviews.owners
        if self.built("first"):
            owners.append(self.first.screen)
        for owner in owners:
            self._jobs.forget(owner)
        self._jobs.finish()
        self._workspace.database.remember(_PLACE, self.window.its_place())
        self._reading.close()
        self._workspace.close()

    def come_forward(self) -> None:
        """A second start asks for this window."""
        self.window.showNormal()
        self.window.raise_()
        self.window.activateWindow()

    def offer_files(self, paths: Sequence[str]) -> None:
        """Bundles that were given at the start, or to a second start: asked about, the last one
        where there are several."""
        if paths:
            self.bundles.offer(Path(paths[-1]))

    # Changes

    def show_state(self, state: HomeState) -> None:
        """Home's state feeds the inbox, its count and the top bar too."""
        record: HomeRecord = state.record
        self.home.show_state(state)
        if self.built("inbox"):
            self.inbox.show_items(record.waiting, record.waiting_count)
        self.window.rail.set_count("inbox", record.waiting_count)
        self.window.top.set_sample(record.sample)
        if record.whole:
            self._needs.look(record.needs)
            self._urgent.look(record.needs, record.live)

    def _changed(self, change: object) -> None:
        # What a lane announced last may arrive when everything is put away.
        if isinstance(change, Change) and not self._is_closed:
            self.home_presenter.refresh()
            if self.built("runbooks"):
                self.runbooks.changed()
            if self.built("sync"):
                self.sync.presenter.refresh()
            if self.built("conflicts"):
                self.conflicts.changed()
            if change.kind != "inbox" and self.built("rooms"):
                self.rooms.changed(change.entity)
            if change.kind != "inbox" and self.built("composer"):
                self.composer.changed()
            if self.built("kpis"):
                self.kpis.changed()
            if change.kind != "inbox" and self.built("reviews"):
                self.reviews.changed(change.entity)
            if change.kind != "inbox" and self.built("wall"):
                self.wall.changed(change.entity)

    def _data_version(self) -> int:
        (version,) = self._reading.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _tick(self, now: datetime) -> None:
        """What is on screen goes by the clock."""
        if now.second == 0:  # time alone makes an update late
            self.home_presenter.refresh()
        current = self.window.current
        if current == "home":
            self.home.tick(now)
        elif current == "room":
            self.room.tick(now)
        elif current == "runbooks":
            self.runbooks.tick(now)
        elif current == "inbox":
            self.inbox.tick(now)
        if self.built("wall"):
            self.wall.tick(now)
        if self.built("sync"):
            self.sync.presenter.show()

    # Ways

    def open_incident(self, uid: str) -> None:
        self._open_room(uid)
        self.go("room")

    def open_review(self, uid: str) -> None:
        self.reviews.open(uid)
        self._front("review")

    def open_imported(self, uid: str) -> None:
        """What is over comes to be read, what is not to be worked on."""
        row = incident_rows.row(self._reading, uid)
        if row is not None and row.ended_at is not None:
            self.open_review(uid)
        else:
            self.open_incident(uid)

    def _open_room(self, uid: str) -> None:
        self.rooms.open(uid)
        if self.built("composer"):
            self.composer.open_room(uid)

    def open_run(self) -> None:
        self.runbooks.show_run()
        self._front("runbooks")  # where `go` leads is the library

    def open_runbook(self, uid: str) -> None:
        self.go("runbooks")
        self.runbooks.show_library(uid)

    def open_conflict(self, conflict: str) -> None:
        self.conflicts.presenter.open(conflict)
        self._front("conflicts")

    def go_back(self) -> None:
        """From the conflicts to where one came from."""
        self.go(self._before)

    def open_declare(self, item: InboxItem | None = None) -> None:
        self.declare_presenter.open(item)
        self.declare.open_dialog()

    def open_palette(self) -> None:
        self.palette.open_palette()

    def open_queue(self) -> None:
        self.sync.show_queue()

    def open_sign_in(self) -> None:
        self.sync.presenter.ask_sign_in()

    def toggle_theme(self) -> None:
        self.settings.toggle_theme()

    def show_keys(self) -> None:
        self.keys.show_scope(self.window.current)

    def _declare_from_focus(self) -> None:
        lists = {"home": lambda: self.home.inbox, "inbox": lambda: self.inbox.items}
        shown = lists.get(self.window.current)
        self.open_declare(shown().current_item() if shown else None)

    def _open_live(self, n: int) -> None:
        rows = self.home_presenter.state.record.live
        if n <= len(rows):
            self.open_incident(rows[n - 1].uid)

    def go(self, name: str) -> None:
        if name == "room" and not self.incident:
            rows = self.home_presenter.state.record.live
            if not rows:
                self.window.rail.set_current(self.window.current)
                self.window.toast(tr("No incident is open. Choose one on Home, or declare with D."))
                return
            self._open_room(rows[0].uid)
        if name == "inbox":
            _ = self.inbox  # built at the first visit
        if name == "runbooks":
            self.runbooks.show_library()
        if name == "kpis":
            if not self.built("kpis"):
                self._ready.for_charts(partial(self._go_on_from, self.window.current, name))
                self.window.rail.set_current(self.window.current)
                return
            self.kpis.open()
        if name == "settings":
            self.settings.load()
        if name == "first":
            _ = self.first
        if name == "conflicts":
            self.conflicts.presenter.open()
        if name == "reviews":
            self.reviews.open_list()
            self._ready.for_library()
        self._front(name)

    def _go_on_from(self, before: str, name: str) -> None:
        """To where somebody wanted, unless they went somewhere else meanwhile."""
        if self.window.current == before:
            self.go(name)

    def _front(self, name: str) -> None:
        if self.window.current != "conflicts":
            self._before = self.window.current or "home"
        if self.window.current == "review" and name != "review":
            self.reviews.leave()
        self.window.show_screen(name)
        self.shortcuts.activate(name)
        self._show_path(name)
        if self.built("sync"):
            self.sync.presenter.look_at(self.incident if name == "room" else "")

    def show_path(self) -> None:
        self._show_path(self.window.current)

    def _show_path(self, name: str) -> None:
        path, live = path_of(self, name, self._reading, self._workspace.now(), self._zone)
        self.window.set_path(path, live=live)
