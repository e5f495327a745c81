"""The reviews: their list and the page of one, wired to the acts and the queries."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.commands import carry_out
from app.library_parts import LibraryParts
from app.qt_jobs import QtJobRunner
from app.review_files import ReviewFiles
from app.workspace import Workspace
from models.actions.edit_text import EditText, edit_text
from models.domain.action_item import ActionKind, ActionState
from models.domain.errors import NothingToDo, WarRoomError
from models.domain.review import MomentKind, Section
from models.queries.reel import Reel, stamp_of
from models.queries.review_list import ReviewRow, review_list
from models.queries.review_page import review_page
from models.queries.texts import text_of
from views.review.list_page import ReviewsScreen
from views.review.presenter import ReviewPresenter
from views.review.replay_presenter import ReplayPresenter
from views.review.screen import ReviewScreen
from views.review.states import ListState
from views.shell.window import MainWindow
from views.shortcuts import Shortcuts
from views.tongue import told, tr
from views.widgets.dialog import DialogFrame

ARRANGEMENT = "review_arrangement"


@dataclass(frozen=True, slots=True)
class Ways:
    """From a review to elsewhere: `open_room` and `open_review` take the uid of an incident, `go`
    the name of a screen, `keep` a preference of this machine; `send` lets out what was queued.
    `hush` keeps keys from what is behind a dialog."""

    open_room: Callable[[str], None]
    open_review: Callable[[str], None]
    copy: Callable[[str], None]
    go: Callable[[str], None]
    hush: Callable[[DialogFrame], None]
    send: Callable[[], None]
    keep: Callable[[str, str], None]


class ReviewParts:
    def __init__(
        self,
        workspace: Workspace,
        jobs: QtJobRunner,
        window: MainWindow,
        screen: ReviewScreen,
        zone: tzinfo,
        ways: Ways,
        shortcuts: Shortcuts,
    ) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._window = window
        self._ways = ways
        self.list = ReviewsScreen(zone, window.place)
        self.screen = screen
        window.add_screen("reviews", self.list)
        window.add_screen("review", self.screen)
        self.state = ListState()
        self.presenter = ReviewPresenter(
            self.screen,
            jobs,
            load=lambda uid: review_page(workspace.connection, uid, workspace.now()),
            act=lambda command: carry_out(command, workspace.desk),
            save=self._save,
            now=workspace.now,
        )
        self.replay = ReplayPresenter(
            self.screen,
            jobs,
            load=self._load_reel,
        )
        self._files = ReviewFiles(workspace, jobs, self.screen, self.presenter)
        self.library = LibraryParts(
            workspace, jobs, zone, ways.open_review, self.list, self._open_tab
        )
        self.list.add_tab("library", tr("Library"), "stack", self.library.screen)
        self.list.add_tab("chat", tr("From chat"), "chat-text", self.library.chat_screen)
        self.list.tab_chosen.connect(self.library.open)
        self.screen.arrange(workspace.database.meta(ARRANGEMENT) or "")
        self._wire()
        for name, handler in self._bindings().items():
            shortcuts.bind(name, handler)
        for dialog in self.screen.dialogs():
            ways.hush(dialog)

    @property
    def owners(self) -> tuple[object, ...]:
        """Who waits for answers of the job runner."""
        return (self, self.presenter, self.replay, *self.library.owners)

    @property
    def uid(self) -> str:
        return self.presenter.uid

    def _wire(self) -> None:
        screen, page, replay = self.screen, self.presenter, self.replay
        panel, document, actions = screen.replay, screen.document, screen.decided
        self.list.opened.connect(self._ways.open_review)
        panel.scrubber.sought.connect(self._seek)
        panel.stepped.connect(replay.step)
        panel.play_toggled.connect(replay.toggle_play)
        panel.speed_chosen.connect(replay.set_speed)
        panel.ticked.connect(replay.tick)
        document.typed.connect(page.typed)
        document.settled.connect(page.settle)
        document.chip_opened.connect(self._show_evidence)
        document.template_chosen.connect(page.use_template)
        document.stands.connect(page.let_stand)
        document.confirmed.connect(self._go_on)
        screen.go.clicked.connect(self._go_on)
        screen.evidence_wanted.connect(self._ask_evidence)
        actions.added.connect(self._add_action)
        actions.changed.connect(page.change_action)
        actions.state_chosen.connect(page.set_action_state)
        actions.moment_opened.connect(self._show_evidence)
        screen.helped.connect(lambda uid, why: page.set_action_state(uid, ActionState.DONE, why))
        screen.repeat.opened.connect(self._ways.open_review)
        screen.pushed.connect(lambda uid, where: page.push_action(uid, where, self._ways.send))
        actions.link_asked.connect(lambda link: QDesktopServices.openUrl(QUrl(link)))
        screen.said.connect(self._window.toast)
        screen.copied.connect(self._ways.copy)
        screen.export_asked.connect(self._files.export)
        screen.arranged.connect(partial(self._ways.keep, ARRANGEMENT))
        screen.chat_asked.connect(self._ask_chat)
        screen.chat_dropped.connect(
            lambda path: self.library.take_chat(self.uid, page.state.label, path)
        )

    def _bindings(self) -> dict[str, Callable[[], None]]:
        """By the ids of the shortcuts."""
        screen, page, replay = self.screen, self.presenter, self.replay

        def mark(moment: MomentKind | None) -> Callable[[], None]:
            return lambda: page.mark(replay.mark_here(), moment)

        speeds: dict[str, Callable[[], None]] = {
            f"review.speed.{n}": partial(replay.set_speed, n) for n in (1, 4, 16, 0)
        }
        return speeds | {
            "review.back": partial(self._step, -1),
            "review.on": partial(self._step, 1),
            "review.key_back": lambda: self._step(-1, key_only=True),
            "review.key_on": lambda: self._step(1, key_only=True),
            "review.play": replay.toggle_play,
            "review.start": replay.to_start,
            "review.end": replay.to_end,
            "review.key": mark(None),
            "review.detection": mark(MomentKind.DETECTION),
            "review.diagnosis": mark(MomentKind.DIAGNOSIS),
            "review.repair": mark(MomentKind.REPAIR),
            "review.clock": screen.toggle_zone,
            "review.text": screen.focus_text,
            "review.action": screen.ask_action,
            "review.actions": screen.focus_actions,
            "review.evidence": self._ask_evidence,
            "review.finding": screen.document.next_finding,
            "review.preview": screen.toggle_preview,
            "review.both": screen.toggle_both,
            "review.template": screen.document.ask_template,
            "review.export": screen.ask_export,
            "review.list": partial(self._ways.go, "reviews"),
            "review.room": lambda: self._ways.open_room(self.uid),
            "review.chat": self._ask_chat,
            "library.search": self.search,
            "chat.import": self._import_chat,
        }

    # Life

    def open_list(self) -> None:
        self._jobs.run(
            lambda: review_list(self._workspace.connection),
            owner=self,
            then=self._listed,
            failed=self._list_failed,
        )

    def search(self) -> None:
        """The library, ready to be typed in."""
        self._open_tab("library")

    def _open_tab(self, name: str) -> None:
        if not self.list.isVisible():
            self._ways.go("reviews")
        self.list.open_tab(name)
        self.library.open(name)

    def _import_chat(self) -> None:
        self._open_tab("chat")
        self.library.chat_screen.ask_incident()

    def _ask_chat(self) -> None:
        self.library.ask_chat(self.uid, self.presenter.state.label)

    def open(self, uid: str) -> None:
        self.screen.document.flush()
        self.presenter.open(uid)
        self.replay.open(uid)

    def changed(self, entity: str) -> None:
        """Somebody changed an incident, or everything may have changed."""
        if not self.library.changed() and self.list.isVisible():
            self.open_list()
        if self.uid and entity in ("", self.uid) and self.screen.isVisible():
            self.presenter.refresh()
            self.replay.refresh()

    def leave(self) -> None:
        """What is typed is kept before another screen comes."""
        self.screen.document.flush()
        self.replay.pause()

    def close(self) -> None:
        self.leave()
        self.screen.replay.stop()
        self.library.close()

    def _listed(self, rows: list[ReviewRow]) -> None:
        self.state = ListState(tuple(rows), loaded=True)
        self.list.show_state(self.state, self._workspace.now())

    def _list_failed(self, error: WarRoomError) -> None:
        self.state = ListState(notice=told(str(error)), loaded=True)
        self.list.show_state(self.state, self._workspace.now())

    def _load_reel(self, uid: str, stamp: int) -> Reel | None:
        connection = self._workspace.connection
        if stamp_of(connection, uid) == stamp:
            return None
        return Reel(connection, uid, self._workspace.now())

    def _save(self, uid: str, section: Section, text: str, seen: str) -> str:
        with suppress(NothingToDo):
            return edit_text(EditText(uid, section.value, text, seen), self._workspace.desk)
        return text_of(self._workspace.connection, uid, section.value)

    # Gestures

    def _step(self, by: int, *, key_only: bool = False) -> None:
        self.replay.pause()
        self.replay.step(by, key_only=key_only)

    def _seek(self, at: datetime) -> None:
        self.replay.pause()
        self.replay.seek(at)

    def _show_evidence(self, entry: str) -> None:
        if not self.replay.seek_entry(entry):
            self._window.toast(tr("That line is not on this timeline any more."))

    def _ask_evidence(self) -> None:
        here = self.replay.mark_here()
        self.screen.ask_evidence(self.replay.entries(), here.entry if here else "")

    def _add_action(self, typed: str, kind: ActionKind | None) -> None:
        here = self.replay.mark_here()
        self.presenter.add_action(typed, kind, here.entry if here else "")

    def _go_on(self) -> None:
        self.screen.document.flush()
        self.presenter.go_on()
