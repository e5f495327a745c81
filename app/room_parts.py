"""The room's screen and its presenters, wired to the acts and the queries."""

from collections.abc import Callable
from datetime import tzinfo
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.commands import carry_out
from app.qt_jobs import QtJobRunner
from app.room_files import RoomFiles
from app.room_layouts import Layouts, role_of
from app.runbook_views import panel_view
from app.series import keep_csv
from app.team_state import load_team
from app.workspace import Workspace
from models import settings as kept
from models.actions.run import EscalateRun, MarkStep, StartRun
from models.domain.runbook import StepState
from models.domain.severity import Severity
from models.domain.times import to_ms
from models.domain.triage import Suggestion, suggest
from models.queries import incidents, room
from models.queries.room import RoomTimeline
from models.queries.signal import Signal, signal
from models.queries.triage import answers_of
from models.queries.update_log import update_log
from models.queries.updates import UpdateRecord, update_record, with_drafts
from models.settings import Settings
from models.store import drafts, lookup, policies
from models.store.database import read_meta
from models.store.driver import Connection
from views.room.presenter import RoomPresenter
from views.room.runbook_panel import RunbookPanel
from views.room.screen import RoomScreen
from views.room.signal_chart import SignalChart
from views.room.team_presenter import TeamPresenter
from views.room.timeline_words import ClockMode
from views.room.update_panel import UpdatePanel
from views.room.update_presenter import UpdatePresenter
from views.runbooks.states import Offer, RunView
from views.tongue import tr

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
        place: QWidget | None = None,
    ) -> None:
        """`keep` remembers a preference of this machine under a key, and does not wait. `place` is
        what the screen is made in, `dialogs` what its dialogs cover."""
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
            parent=place or dialogs,
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
            known=self._known_people,
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
        self.files = RoomFiles(workspace, jobs, reading, self.screen, self.presenter)
        self.layouts = Layouts(self.screen, partial(read_meta, reading), keep)
        self._wire(say)
        self._look_often(dialogs)
        self.follow(kept.load(workspace.database))

    def follow(self, chosen: Settings) -> None:
        """Which times the timeline begins with; a key changes them for the while."""
        self.screen.timeline.set_clock_mode(ClockMode.UTC if chosen.utc_first else ClockMode.LOCAL)

    def _look_often(self, parent: QWidget) -> None:
        self._often = QTimer(parent)
        self._often.setInterval(NEEDS_EVERY_MS)
        self._often.timeout.connect(self._refresh_if_seen)
        self._often.start()

    def _known_people(self) -> list[str]:
        return [person.name for person in self.team.state.people]

    def _update_presenter(self) -> UpdatePresenter:
        return UpdatePresenter(
            self.update_panel,
            self._jobs,
            load=self._load_updates,
            markdown=self._updates_as_markdown,
        )

    def _updates_as_markdown(self, uid: str) -> str:
        connection = self._workspace.connection
        incident = with_drafts(connection, incidents.incident(connection, uid))
        policy = policies.book(connection).of(incident, self._workspace.now())
        return update_log(incident, lookup.label(connection, uid), policy)

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

    def _load_updates(self, uid: str) -> UpdateRecord:
        connection, now = self._workspace.connection, self._workspace.now()
        incident = incidents.incident(connection, uid)
        return update_record(incident, now, policies.book(connection).of(incident, now))

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
        asks.role_assigned.connect(team.assign)
        asks.person_asked.connect(team.ask)
        asks.command_offered.connect(team.offer)
        asks.offer_answered.connect(lambda yes: team.answer_offer(yes=yes))
        asks.impact_answered.connect(
            lambda users, services, business, use: team.triage(users, services, business, use=use)
        )
        asks.promoted.connect(team.promote)
        screen.impact.suggestion_used.connect(team.use_suggestion)
        screen.roles.person_dropped.connect(team.drop)
        screen.roles.take_off_asked.connect(team.take_off)
        screen.roles.ask_again_asked.connect(team.ask_again)
        screen.need_answered.connect(team.answer)
        screen.note_line.set_names(
            self._known_people, partial(incidents.latest_labels, self._reading)
        )
        screen.timeline.set_undo_offered(True)
        screen.timeline.undo_requested.connect(presenter.undo)
        screen.said.connect(say)
        panel, updates = self.update_panel, self.updates
        panel.write_asked.connect(screen.update_asked)
        panel.copy_asked.connect(updates.copy)
        panel.said.connect(say)
        self.chart.csv_given.connect(self.add_csv)
        steps = self.runbook_panel
        steps.start_requested.connect(self.start_run)
        steps.step_marked.connect(self._mark_step)
        steps.escalate_requested.connect(lambda: self._do(EscalateRun(presenter.uid)))
        steps.copied.connect(self.copy)
        screen.team_shown.connect(self._take_role)

    def _take_role(self) -> None:
        incident = self.team.state.incident
        if incident is not None:
            self.layouts.take_role(role_of(incident, self._workspace.actor))

    def copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.screen.say(tr("Copied."))

    def start_runbook(self) -> None:
        self.screen.frame.reveal("runbook")
        self.runbook_panel.start()

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
            "timeline.save": self.files.save_timeline,
            "update": screen.update_asked.emit,
            "runbook": self.start_runbook,
            "layout.default": self.layouts.reset,
            "layout.next": self.layouts.next,
            "drawer": screen.frame.toggle_drawer,
        }
        for severity in Severity:
            bound[f"severity.{severity.rank}"] = partial(screen.ask_severity, severity)
        return bound
