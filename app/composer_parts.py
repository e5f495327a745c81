"""The composer and what it needs: its presenter, the outbox, the room that arranges its panels."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.commands import done
from app.going_out import GoingOut
from app.qt_jobs import QtJobRunner
from app.waits import Waits
from app.workspace import Workspace
from models import spelling
from models.domain.errors import WarRoomError
from models.domain.needs import Need
from models.publishing.message import idempotency_key
from models.queries.composing import ComposerRecord, composer_record
from models.queries.publication import messages_if_published
from views.composer.presenter import ComposerPresenter
from views.composer.screen import ComposerScreen
from views.composer.sending import Sending
from views.composer.states import ComposerState
from views.composer.words import last_of
from views.shortcuts import Shortcuts
from views.tongue import told, tr

if TYPE_CHECKING:
    from app.room_parts import RoomParts

LAYOUT = "composer"


class ComposerParts:
    """Of the main window's room. `going_out` is the outbox that it tells of what was queued."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: QtJobRunner,
        rooms: "RoomParts",
        going_out: GoingOut,
        screen: ComposerScreen,
        dialogs: QWidget,
        say: Callable[[str], None],
        copy: Callable[[str], None],
    ) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._rooms = rooms
        self._going_out = going_out
        self._before = ""
        self._thinking = QtJobRunner(dialogs)
        self._waits = Waits(dialogs)
        self.screen = screen
        self.presenter = ComposerPresenter(
            self.screen,
            jobs,
            self._thinking,
            self._waits,
            load=self._load,
            speller=spelling.speller(),
            actor=lambda: workspace.actor,
            now=workspace.now,
        )
        self.sending = Sending(
            self.presenter,
            self.screen,
            jobs,
            self._waits,
            act=lambda command: done(command, workspace.desk),
            sent=going_out.poke,
        )
        rooms.screen.adopt(self.screen.panels)
        self._wire(say, copy)

    def _load(self, uid: str) -> ComposerRecord:
        return composer_record(self._workspace.connection, uid, self._workspace.now())

    def _wire(self, say: Callable[[str], None], copy: Callable[[str], None]) -> None:
        screen, presenter, sending = self.screen, self.presenter, self.sending
        panel = screen.composer
        panel.audience_chosen.connect(presenter.choose_audience)
        panel.state_chosen.connect(presenter.choose_state)
        panel.template_chosen.connect(presenter.choose_template)
        panel.can_asked.connect(sending.open_can)
        panel.typed.connect(presenter.typed)
        panel.fact_chosen.connect(presenter.insert_fact)
        panel.person_asked.connect(self._ask_person)
        panel.save_asked.connect(sending.save)
        panel.primary_asked.connect(sending.primary)
        panel.then_send_chosen.connect(sending.choose_then_send)
        panel.back_asked.connect(presenter.look_back)
        panel.suggestions_asked.connect(presenter.suggest)
        panel.answers.data_lost_answered.connect(presenter.answer_data_lost)
        panel.answers.component_chosen.connect(presenter.choose_component)
        screen.updates.due.snooze_asked.connect(sending.snooze)
        screen.updates.due.slow_asked.connect(sending.slow)
        screen.updates.history.opened.connect(presenter.look_at)
        screen.preview.receiver_chosen.connect(presenter.choose_receiver)
        screen.preview.bytes_asked.connect(self.show_bytes)
        screen.approval.approve_asked.connect(sending.approve)
        screen.approval.send_back_asked.connect(sending.send_back)
        screen.approval.arrival_acted.connect(self._settle)
        screen.can.kept.connect(sending.keep_can)
        screen.bytes.copied.connect(copy)
        screen.left.connect(self.leave)
        screen.said.connect(say)

    @property
    def owners(self) -> tuple[object, ...]:
        return (self.presenter,)

    # Ways in and out

    def open(self) -> None:
        """To write: the keyboard is in the text, whatever was looked at before."""
        self._show()
        if self.presenter.state.shown is not None:
            self.presenter.look_back()
        self.screen.start()

    def _show(self) -> None:
        room = self._rooms.screen
        if room.frame.preset not in ("comms", LAYOUT):
            self._before = room.frame.preset
            room.set_preset(LAYOUT)
        room.frame.reveal("composer")
        self.presenter.open(self._rooms.presenter.uid)
        self.screen.shown.emit()

    def leave(self) -> None:
        """Back to the room as it was."""
        self.sending.save_all()
        room = self._rooms.screen
        if room.frame.preset == LAYOUT:
            room.set_preset(self._before or "command")
            self.screen.shown.emit()
        room.focus_timeline()

    def focus_preview(self) -> None:
        self._show()
        self._rooms.screen.frame.reveal("preview")
        self.screen.preview.start()

    def open_room(self, uid: str) -> None:
        """Another incident is in the room. What nobody looks at is not read."""
        if uid != self.presenter.uid:
            self.sending.save_all()
        if self.is_seen:
            self.presenter.open(uid)

    def changed(self) -> None:
        if self.is_seen:
            self.presenter.refresh()

    @property
    def is_seen(self) -> bool:
        return self._rooms.screen.frame.preset in ("comms", LAYOUT)

    # Needs of one update

    def answer(self, need: Need, yes: bool) -> None:
        """Approve it there and then, or come here to read it."""

        def opened(_: ComposerState) -> None:
            self.presenter.look_at(need.subject)
            if need.kind == "approval" and yes:
                self.sending.approve()
            else:
                self._show()
                room = self._rooms.screen
                room.frame.reveal("approval")
                if need.kind == "approval":
                    self.screen.approval.start()

        self.presenter.open(need.incident)
        self.presenter.when_loaded(opened)

    def send_back(self, need: Need) -> None:
        def opened(_: ComposerState) -> None:
            self.presenter.look_at(need.subject)
            self.sending.send_back()

        self.presenter.open(need.incident)
        self.presenter.when_loaded(opened)

    def bind(self, shortcuts: Shortcuts) -> None:
        room, approval = self._rooms.screen, self.screen.approval
        shortcuts.panel("room.approval", approval)
        shortcuts.panel("room.needs", room.needs)
        shortcuts.bind("composer.preview", self.focus_preview)
        shortcuts.bind("approval.approve", self.sending.approve)
        shortcuts.bind("approval.edit", self.screen.start)
        shortcuts.bind("approval.back", self.sending.send_back)
        shortcuts.bind("need.approve", partial(self._on_need, "approve"))
        shortcuts.bind("need.edit", partial(self._on_need, "edit"))
        shortcuts.bind("need.back", partial(self._on_need, "back"))

    def _on_need(self, what: str) -> None:
        need = self._rooms.screen.needs.focused()
        if need is None or need.kind != "approval":
            if what == "approve":
                self._rooms.presenter.step("ack")
        elif what == "back":
            self.send_back(need)
        else:
            self.answer(need, what == "approve")

    # What leaves

    def show_bytes(self) -> None:
        """Of the words that are saved: what is typed is saved first."""
        uid, here = self.presenter.uid, self._workspace

        def read() -> str:
            from app.outbox import publisher_of

            draft = self.presenter.draft()
            if draft is None:
                return ""
            publisher = publisher_of(here.desk, here.database.folder)
            made = messages_if_published(here.connection, uid, draft.uid, here.now())
            shown = [(message.channel, publisher.preview(message)) for message in made]
            return "\n\n".join(
                f"{channel}\n{left.method} {left.url}\n"
                + "".join(f"{name}: {value}\n" for name, value in left.headers)
                + f"\n{left.body.decode('utf-8', 'replace')}"
                for channel, left in shown
            )

        def show(text: str) -> None:
            none = tr("No channel takes this audience, or nothing is saved yet.")
            self.screen.show_bytes(tr("What would leave"), text or none)

        self.sending.save()
        self._jobs.run(read, owner=self.presenter, then=show, failed=self._failed)

    def _settle(self, channel: str, what: str) -> None:
        shown = self.presenter.state.shown
        update = shown or last_of(self.presenter.record, self.presenter.state.audience)
        if update is not None and update.publication is not None:
            key = idempotency_key(update.uid, update.publication.revision, channel)
            self._going_out.settle(what, key)

    def _ask_person(self, person: str) -> None:
        """A question to somebody is a task with an answer."""
        self.leave()
        self._rooms.screen.start_task(person)

    def _failed(self, error: WarRoomError) -> None:
        self.screen.say(told(str(error)))

    def close(self) -> None:
        self.sending.save_all()
        self._waits.close()
        self._thinking.forget(self.presenter)
        self._thinking.finish()
