"""The room's screen and its presenters, wired to the acts and the queries."""

from collections.abc import Callable
from datetime import tzinfo
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from app.commands import carry_out
from app.files import read_file, write_whole
from app.qt_jobs import QtJobRunner
from app.room_layouts import Layouts, role_of
from app.runbook_views import panel_view
from app.series import keep_csv
from app.team_state import load_team
from app.workspace import Workspace
from models.actions.post_update import AUDIENCES
from models.actions.run import EscalateRun, MarkStep, StartRun
from models.domain.runbook import StepState
from models.domain.severity import Severity
from models.domain.times import to_ms
from models.domain.triage import Suggestion, suggest
from models.queries import incidents, room, timeline
from models.queries.room import RoomTimeline
from models.queries.signal import Signal, signal
from models.queries.timeline_csv import timeline_as_csv
from models.queries.triage import answers_of
from models.queries.updates import UpdateRecord, as_markdown, update_record
from models.store import blobs, drafts, lookup, policies
from models.store.database import read_meta
from models.store.driver import Connection
from views.room.evidence import Shown, look
from views.room.presenter import RoomPresenter
from views.room.runbook_panel import RunbookPanel
from views.room.screen import RoomScreen
from views.room.signal_chart import SignalChart
from views.room.team_presenter import TeamPresenter
from views.room.update_panel import UpdatePanel
from views.room.update_presenter import UpdatePresenter, place_of
from views.runbooks.states import Offer, RunView

NEEDS_EVERY_MS = 15_000
"""What waits on a person also changes by time alone."""


class RoomParts:
    """One room: the main window's, or that of a second window."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: QtJobRunner,
        reading: Connection,
        zone: tzinfo,
        dialogs: QWidget,
        say: Callable[[str], None],
        keep: Callable[[str, str], None],
    ) -> None:
        """`keep` remembers a preference of this machine under a key, and does not wait."""
        self._workspace = workspace
        self._jobs = jobs
        self._reading = reading
        self.update_panel = UpdatePanel(workspace.now)
        self.runbook_panel = RunbookPanel(workspace.now, workspace.actor)
        self._unkept = 0
        self.chart = SignalChart()
        self.screen = RoomScreen(
            workspace.now,
            zone,
            partial(RoomTimeline, reading),
            dialogs,
            self._suggest,
            workspace.database.meta("device") or "",
            panels={
                "signal": self.chart,
                "runbook": self.runbook_panel,
                "update": self.update_panel,
            },
            parent=dialogs,
        )
        self.updates = self._update_presenter()
        self.presenter = RoomPresenter(
            self.screen,
            jobs,
            load=partial(room.room, workspace.connection),
            act=lambda command: carry_out(command, workspace.desk),
            keep_draft=self._keep_draft,
            read_draft=partial(drafts.read, workspace.connection),
            now=workspace.now,
            known=lambda: [person.name for person in self.team.state.people],
        )
        self.team = TeamPresenter(
            self.screen,
            jobs,
            load=partial(load_team, workspace),
            act=lambda command: carry_out(command, workspace.desk),
            act_as=lambda command, name: carry_out(command, workspace.seat(name)),
            actor=lambda: workspace.actor,
            now=workspace.now,
            start_run=self.start_run,
        )
        self.layouts = Layouts(self.screen, partial(read_meta, reading), keep)
        self._wire(say)
        self._often = QTimer(dialogs)
        self._often.setInterval(NEEDS_EVERY_MS)
        self._often.timeout.connect(self._refresh_if_seen)
        self._often.start()

    def _update_presenter(self) -> UpdatePresenter:
        workspace = self._workspace
        return UpdatePresenter(
            self.update_panel,
            self._jobs,
            load=self._load_updates,
            act=lambda command: carry_out(command, workspace.desk),
            keep=self._keep_draft,
            markdown=lambda uid: as_markdown(
                incidents.incident(workspace.connection, uid),
                lookup.label(workspace.connection, uid),
            ),
        )

    @property
    def owners(self) -> tuple[object, ...]:
        """Who waits for answers of the job runner."""
        return (self.presenter, self.team, self.updates)

    def open(self, uid: str) -> None:
        self.presenter.open(uid)
        self.team.open(uid)
        self.updates.open(uid)
        self._refresh_run()

    def changed(self, uid: str) -> None:
        self.presenter.incident_changed(uid)
        self.team.refresh()
        self.updates.refresh()
        self._refresh_run()

    def close(self) -> None:
        self._often.stop()

    def _keep_draft(self, place: str, words: str) -> None:
        workspace = self._workspace
        drafts.keep(workspace.connection, place, words, to_ms(workspace.now()))

    def _load_updates(self, uid: str) -> tuple[UpdateRecord, dict[str, str]]:
        connection, now = self._workspace.connection, self._workspace.now()
        incident = incidents.incident(connection, uid)
        record = update_record(incident, now, policies.book(connection).of(incident, now))
        kept = {name: drafts.read(connection, place_of(uid, name)) for name in AUDIENCES}
        return record, kept

    def _refresh_run(self) -> None:
        uid, workspace = self.presenter.uid, self._workspace
        if uid:
            self._jobs.run(
                lambda: (
                    uid,
                    *panel_view(workspace.connection, uid, workspace.now()),
                    signal(workspace.connection, uid),
                ),
                owner=self.presenter,
                then=lambda found: self._show_run(*found),
                failed=lambda error: self.screen.say(str(error)),
            )

    def _show_run(
        self, uid: str, run: RunView | None, offers: tuple[Offer, ...], numbers: Signal
    ) -> None:
        if uid == self.presenter.uid:
            self.chart.show_signal(numbers)
            self.screen.frame.set_panel_visible("signal", visible=not numbers.is_empty)
            if not self._unkept:
                self.runbook_panel.show_run(run, offers)
            done = f"{run.over}/{len(run.steps)}" if run else ""
            self.screen.frame.set_tab_words({"runbook": done})

    def add_csv(self, given: str) -> None:
        """A table that was dropped or pasted, or the file it names."""
        uid, workspace = self.presenter.uid, self._workspace

        def work() -> str:
            return keep_csv(workspace.desk, uid, given)

        self._jobs.run(
            work,
            owner=self.presenter,
            then=self.screen.say,
            failed=lambda error: self.screen.say(str(error)),
        )

    def start_run(self, runbook: str) -> None:
        self._do(StartRun(self.presenter.uid, runbook))

    def _mark_step(self, n: int, state: StepState) -> None:
        """The panel shows the mark already: what was read before it is kept would take it back."""
        self._unkept += 1

        def over(words: str) -> None:
            self._unkept -= 1
            if words:
                self.screen.say(words)
            self._refresh_run()

        command = MarkStep(self.presenter.uid, n, state)
        self._jobs.run(
            lambda: carry_out(command, self._workspace.desk),
            owner=self.presenter,
            then=over,
            failed=lambda error: over(str(error)),
        )

    def _do(self, command: object) -> None:
        self._jobs.run(
            lambda: carry_out(command, self._workspace.desk),
            owner=self.presenter,
            then=lambda words: self.screen.say(words) if words else None,
            failed=lambda error: self.screen.say(str(error)),
        )

    def _refresh_if_seen(self) -> None:
        if self.screen.isVisible():
            self.team.refresh()

    def _suggest(
        self, users: str | None, services: tuple[str, ...], business: str
    ) -> Suggestion | None:
        """What the rules say to answers still being given, by the policy of the room shown."""
        incident = self.team.state.incident
        if incident is None:
            return None
        moment = incident.times.detected_at or self._workspace.now()
        policy = policies.in_force(self._reading, moment)
        return suggest(
            answers_of(self._reading, incident, users=users, services=services, business=business),
            policy.triage,
        )

    def _wire(self, say: Callable[[str], None]) -> None:
        screen, presenter, team, asks = self.screen, self.presenter, self.team, self.screen.asks
        screen.note_written.connect(presenter.post_note)
        screen.draft_changed.connect(presenter.draft_changed)
        screen.filter_changed.connect(presenter.choose)
        screen.step_requested.connect(presenter.step)
        screen.stage_requested.connect(presenter.move_to)
        screen.key_moment_toggled.connect(presenter.mark_key)
        screen.asking_ended.connect(presenter.dismiss)
        asks.severity_requested.connect(presenter.set_severity)
        asks.objective_written.connect(presenter.set_objective)
        asks.time_corrected.connect(presenter.correct_time)
        asks.corrected.connect(presenter.correct)
        asks.command_taken.connect(team.take_command)
        asks.assign.assigned.connect(team.assign)
        asks.assign.asked.connect(team.ask)
        asks.handover.offered.connect(team.offer)
        asks.offer.answered.connect(lambda yes: team.answer_offer(yes=yes))
        asks.triage.answered.connect(
            lambda users, services, business, use: team.triage(users, services, business, use=use)
        )
        asks.promote.promoted.connect(team.promote)
        asks.choose.chosen.connect(team.choose)
        screen.impact.suggestion_used.connect(team.use_suggestion)
        screen.roles.person_dropped.connect(team.drop)
        screen.roles.take_off_asked.connect(team.take_off)
        screen.roles.ask_again_asked.connect(team.ask_again)
        screen.need_answered.connect(team.answer)
        screen.timeline.set_undo_offered(True)
        screen.timeline.undo_requested.connect(presenter.undo)
        screen.note_line.files_pasted.connect(
            lambda paths: presenter.attach(
                [(Path(p).name, partial(read_file, Path(p))) for p in paths]
            )
        )
        screen.note_line.image_pasted.connect(
            lambda body: presenter.attach([("pasted.png", lambda: body)])
        )
        screen.said.connect(say)
        panel, updates = self.update_panel, self.updates
        panel.audience_chosen.connect(updates.choose_audience)
        panel.state_chosen.connect(updates.choose_state)
        panel.typed.connect(updates.typed)
        panel.post_asked.connect(updates.post)
        panel.copy_asked.connect(updates.copy)
        panel.left.connect(screen.focus_timeline)
        panel.said.connect(say)
        screen.update_asked.connect(self.start_update)
        self.chart.csv_given.connect(self.add_csv)
        steps = self.runbook_panel
        steps.start_requested.connect(self.start_run)
        steps.step_marked.connect(self._mark_step)
        steps.escalate_requested.connect(lambda: self._do(EscalateRun(presenter.uid)))
        steps.copied.connect(self.copy)
        screen.team_shown.connect(self._take_role)
        screen.timeline.attachment_opened.connect(self._show_file)
        asks.evidence.save_asked.connect(self._save_copy)

    def _take_role(self) -> None:
        incident = self.team.state.incident
        if incident is not None:
            self.layouts.take_role(role_of(incident, self._workspace.actor))

    def start_update(self) -> None:
        self.screen.frame.reveal("update")
        self.update_panel.start()

    def copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.screen.say("Copied.")

    def start_runbook(self) -> None:
        self.screen.frame.reveal("runbook")
        self.runbook_panel.start()

    def _show_file(self, entry: str, digest: str) -> None:
        connection = self._workspace.connection

        def read() -> Shown:
            found = timeline.one(connection, entry)
            files = found.attachments if found else ()
            name = next((file.name for file in files if file.sha256 == digest), "file")
            return look(name, blobs.read(connection, digest))

        self._jobs.run(
            read,
            owner=self.presenter,
            then=self.screen.asks.evidence.open_for,
            failed=lambda error: self.screen.say(str(error)),
        )

    def save_timeline(self) -> None:
        """The whole timeline as CSV, into a file that the person names."""
        uid, connection = self.presenter.uid, self._workspace.connection
        label = lookup.label(self._reading, uid)
        self._ask_where(
            f"{label} timeline.csv",
            lambda path: write_whole(path, timeline_as_csv(connection, uid)),
        )

    def _save_copy(self, name: str, body: bytes) -> None:
        self._ask_where(name, lambda path: write_whole(path, body))

    def _ask_where(self, name: str, write: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self.screen.window(), "Save", name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(
            lambda path: self._jobs.run(
                lambda: write(Path(path)),
                owner=self.presenter,
                then=lambda _: self.screen.say(f"Saved as {path}."),
                failed=lambda error: self.screen.say(str(error)),
            )
        )
        dialog.open()

    def bindings(self) -> dict[str, Callable[[], None]]:
        """What the room's keys do, by the id of the shortcut."""
        screen, presenter = self.screen, self.presenter
        bound: dict[str, Callable[[], None]] = {
            "note": screen.focus_note,
            "timeline": screen.focus_timeline,
            "objective": screen.ask_objective,
            "ack": partial(presenter.step, "ack"),
            "stage.on": presenter.stage_on,
            "stage.back": partial(presenter.stage_on, back=True),
            "undo": presenter.undo,
            "clock": screen.timeline.cycle_clock,
            "room.filter": screen.filters.open_search,
            "follow": screen.timeline.follow,
            "panel.next": partial(screen.focus_panel, 1),
            "panel.back": partial(screen.focus_panel, -1),
            "severity": screen.focus_severity,
            "triage": screen.ask_triage,
            "needs": screen.focus_needs,
            "roles": screen.focus_roles,
            "role.handover": screen.ask_handover,
            "role.assign": screen.ask_assign,
            "role.take": screen.ask_take_command,
            "promote": screen.ask_promote,
            "timeline.save": self.save_timeline,
            "update": self.start_update,
            "runbook": self.start_runbook,
            "layout.default": self.layouts.reset,
            "layout.next": self.layouts.next,
            "drawer": screen.frame.toggle_drawer,
        }
        for severity in Severity:
            bound[f"severity.{severity.rank}"] = partial(screen.ask_severity, severity)
        return bound
