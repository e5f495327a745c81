"""The room: header, objective, stepper, and the panels in their columns."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.entry import TYPED_BY_PEOPLE, EntryKind
from models.domain.incident import Role
from models.domain.needs import Need
from models.domain.severity import Severity
from models.queries.room import FILTERS, RoomRecord
from models.queries.timeline import Filter
from views.room.asks import RoomAsks
from views.room.frame import RoomFrame
from views.room.header import Header
from views.room.impact_panel import ImpactPanel
from views.room.note_line import NoteLine
from views.room.objective import Objective
from views.room.presenter import RoomState
from views.room.roles_panel import RolesPanel
from views.room.roles_strip import RolesStrip
from views.room.sources import RoomSource, SourceOf
from views.room.steps import steps_of
from views.room.stops import focus_next
from views.room.team import HatRow
from views.room.team_presenter import TeamState
from views.room.timeline_filters import FilterBar
from views.room.timeline_view import TimelineView
from views.room.triage_dialog import Suggest
from views.shortcuts import caps
from views.theme import theme_of
from views.tongue import told, tr
from views.widgets.needs_panel import NeedsPanel
from views.widgets.panel import Panel, Surface
from views.widgets.stepper import Stepper
from views.widgets.turns import in_turn

NOTE_KINDS = (*TYPED_BY_PEOPLE, EntryKind.TASK)
LOW_UNDER, ON_A_WALL = 860, 1.5


class RoomScreen(QWidget):
    """Panels that other parts make (runbook, update, signal) are handed in by name."""

    severities = tuple(Severity)
    note_written = Signal(object)
    draft_changed = Signal(str)
    filter_changed = Signal(str, str)
    step_requested = Signal(str, str)
    stage_requested = Signal(object)
    key_moment_toggled = Signal(str, bool)
    need_answered = Signal(object, bool)
    said = Signal(str)
    conflict_opened = Signal(str)
    asking_ended = Signal()
    update_asked = Signal()
    team_shown = Signal()
    need_of_update = Signal(object, bool)
    preset_asked = Signal(str)

    def __init__(
        self,
        now: Callable[[], datetime],
        zone: tzinfo,
        source_of: SourceOf,
        dialogs: QWidget,
        suggest: Suggest,
        device: str = "",
        panels: Mapping[str, QWidget] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`dialogs` is what dialogs cover: the whole window."""
        super().__init__(parent)
        self._now = now
        self._source_of = source_of
        self._state = RoomState()
        self._team = TeamState()
        self._shown = ("", "", "")
        self._source: RoomSource | None = None
        self.asks = RoomAsks(dialogs, suggest)
        self.header = Header(self)
        self._objective = Objective(self)
        self._strip = RolesStrip(self)
        self.stepper = Stepper(self)
        self.timeline = TimelineView(now(), device=device, zone=zone, parent=self)
        self.filters = FilterBar(self)
        self.note_line = NoteLine(now, zone=zone, kinds=NOTE_KINDS, parent=self)
        self.impact = ImpactPanel(self)
        self.roles = RolesPanel(self)
        self.needs = NeedsPanel(self)
        self._given = tuple((panels or {}).values())
        self.panels = {
            "impact": self.impact,
            "roles": self.roles,
            "timeline": self._timeline_panel(),
            "needs": self.needs,
            **(panels or {}),
        }
        self.frame = RoomFrame(self.panels, self)
        self._lay_out()
        self._connect()

    def _timeline_panel(self) -> Panel:
        panel = Panel(tr("Timeline"), "list", caps("timeline")[0], self)
        panel.head.addWidget(self.filters)
        panel.body.addWidget(self.timeline, 1)
        panel.body.addWidget(self.note_line)
        panel.setMinimumHeight(theme_of(self).sp(220))
        return panel

    def _lay_out(self) -> None:
        theme = theme_of(self)
        edge, gap = theme.sp(12), theme.sp(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, edge)
        column.setSpacing(gap)
        column.addWidget(self.header)
        self._folded = Surface("surface", "line", 8, self)
        folded = QHBoxLayout(self._folded)
        folded.setContentsMargins(theme.sp(10), theme.sp(2), theme.sp(10), theme.sp(2))
        folded.setSpacing(theme.sp(14))
        folded.addWidget(self._strip)
        self._objective_row = QHBoxLayout()
        self._objective_row.setContentsMargins(edge, 0, edge, 0)
        self._objective_row.addWidget(self._folded)
        self._objective_row.addWidget(self._objective, 1)
        column.addLayout(self._objective_row)
        for widget, grow in ((self.stepper, 0), (self.frame, 1)):
            row = QHBoxLayout()
            row.setContentsMargins(edge, 0, edge, 0)
            row.addWidget(widget)
            column.addLayout(row, grow)

    def _connect(self) -> None:
        asks = self.asks
        asks.step_requested.connect(self.step_requested)
        asks.said.connect(self.said)
        self.header.severity_asked.connect(lambda: self.ask_severity(None))
        self.header.note_asked.connect(self.focus_note)
        self.header.update_asked.connect(self.update_asked)
        self.header.step_asked.connect(lambda step: self.step_requested.emit(step, ""))
        self.header.start_asked.connect(lambda: self.ask_time("impact_started_at"))
        self.stepper.stage_requested.connect(self.stage_requested)
        self._objective.asked.connect(self.ask_objective)
        self._strip.pressed.connect(lambda: self.frame.reveal("roles"))
        self.impact.severity_chosen.connect(self.ask_severity)
        self.impact.triage_asked.connect(self.ask_triage)
        self.roles.handover_asked.connect(self.ask_handover)
        self.roles.assign_asked.connect(self.ask_assign)
        self.roles.take_command_asked.connect(self.ask_take_command)
        self.roles.task_asked.connect(self.start_task)
        self.needs.answered.connect(self.need_answered)
        self.note_line.posted.connect(self.note_written)
        self.note_line.left.connect(self.focus_timeline)
        self.note_line.draft_changed.connect(self.draft_changed)
        self.filters.filter_changed.connect(self.filter_changed)
        self.filters.left.connect(self.focus_timeline)
        self.timeline.search_requested.connect(self.filters.open_search)
        self.timeline.key_moment_toggled.connect(self._toggle_key)
        self.timeline.correction_requested.connect(self._ask_correction)
        self.timeline.copied.connect(lambda words: self.said.emit(tr("Copied.")))

    # What the presenters say

    def show_state(self, state: RoomState) -> None:
        asked_before = self._state.asking
        self._state = state
        record = state.record
        if state.note_error:
            self.note_line.set_error(state.note_error)
        if record is None:
            return
        now = self._now()
        step = (state.steps[0].id, state.steps[0].label) if state.steps else None
        self.header.show_record(record, step, now)
        self._objective.show_incident(record.incident)
        self._strip.show_record(record, now)
        self._show_impact(record, now)
        self._show_roles(record, now)
        self.filters.set_counts(record.counts)
        self.stepper.set_steps(steps_of(record.incident, now))
        self._show_timeline(state, record)
        if state.asking is not None and asked_before is None:
            self.asks.ask_reason(state.asking)
            self.asking_ended.emit()

    def show_team(self, state: TeamState) -> None:
        self._team = state
        self.needs.show_needs(state.needs)
        self.team_shown.emit()
        record = self._state.record
        if record is not None:
            self._show_impact(record, self._now())
            self._show_roles(record, self._now())

    def open_offer(self, state: TeamState) -> None:
        self.asks.open_offer(state)

    def open_assign(self, role: Role) -> None:
        self.asks.open_assign(self._team.people, role)

    def open_handover(self) -> None:
        self.asks.open_handover(self._team)

    def start_update(self) -> None:
        self.update_asked.emit()

    def open_conflict(self, conflict: str) -> None:
        self.conflict_opened.emit(conflict)

    def answer_update(self, need: Need, yes: bool) -> None:
        self.need_of_update.emit(need, yes)

    def timeline_changed(self) -> None:
        record = self._state.record
        if record is not None and not self._show_timeline(self._state, record):
            self.timeline.refresh()

    def show_entry(self, entry: str) -> None:
        position = self._source.position(entry) if self._source else None
        if position is not None:
            self.focus_timeline()
            self.timeline.make_current(position)

    def note_posted(self) -> None:
        self.note_line.accepted()

    def say(self, sentence: str) -> None:
        """Also a sentence of a part that knows no language."""
        self.said.emit(told(sentence))

    def tick(self, now: datetime) -> None:
        record = self._state.record
        self.timeline.set_now(now)
        if record is not None:
            self.header.tick(now)
            self.stepper.set_steps(steps_of(record.incident, now))
            self.impact.tick(record.incident, now)
            for panel in self._given:
                tick = getattr(panel, "tick", None)
                if callable(tick):
                    tick(now)
            if now.second % 10 == 0:
                self._strip.show_record(record, now)
                self._show_roles(record, now)

    # What a person asks for

    def focus_note(self) -> None:
        self.note_line.start()

    def start_task(self, person: str) -> None:
        """The note line, with the task's beginning typed."""
        self.note_line.begin(f"/task @{person.replace(' ', '_')} ")

    def focus_timeline(self) -> None:
        self.frame.reveal("timeline")
        self.timeline.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.timeline.current < 0:
            self.timeline.make_current(self.timeline.count - 1)

    def focus_severity(self) -> None:
        self.frame.reveal("impact")
        self.impact.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_roles(self) -> None:
        self.frame.reveal("roles")
        self.roles.first().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_needs(self) -> None:
        self.frame.reveal("needs")
        self.needs.start()

    def focus_panel(self, by: int) -> None:
        """F6 and Shift+F6 go round the panels, as they stand from left to right."""
        focus_next(
            (self.stepper, self.impact, self.roles.first(), self.timeline, self.note_line.editor),
            self.panels,
            by,
        )

    def setFocus(self, *_: object) -> None:
        self.timeline.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_objective(self) -> None:
        if self._state.record is not None:
            self.asks.ask_objective(self._state.record.incident)

    def ask_time(self, field: str) -> None:
        if self._state.record is not None:
            self.asks.ask_time(field)

    def ask_severity(self, severity: Severity | None) -> None:
        if self._state.record is not None:
            self.asks.ask_severity(severity, self._state.record.incident.severity)

    def ask_triage(self) -> None:
        self.asks.open_triage(self._team)

    def ask_promote(self) -> None:
        self.asks.open_promote(self._team)

    def ask_handover(self) -> None:
        self.asks.open_handover(self._team)

    def ask_assign(self, row: HatRow | None = None) -> None:
        vacant = row or HatRow(Role.COMMS, "", "", "vacant")
        instead = vacant.person if vacant.state == "worn" else ""
        self.asks.open_assign(self._team.people, vacant.role, vacant.area, instead)

    def ask_assign_to(self, person: str) -> None:
        self.asks.open_assign(self._team.people, Role.SME, person=person)

    def ask_take_command(self) -> None:
        if self._state.record is not None:
            self.asks.ask_take_command(self._state.record.incident)

    def _ask_correction(self, uid: str) -> None:
        entry = self.timeline.current_entry()
        if entry is not None:
            self.asks.ask_correction(uid, entry.corrected_text or entry.text or "")

    def _toggle_key(self, uid: str) -> None:
        entry = self.timeline.current_entry()
        if entry is not None:
            self.key_moment_toggled.emit(uid, not entry.is_key)

    # Parts

    def _show_impact(self, record: RoomRecord, now: datetime) -> None:
        team = self._team
        self.impact.show_incident(record.incident, now, team.suggestion, team.tiers, record.policy)

    def _show_roles(self, record: RoomRecord, now: datetime) -> None:
        people = sorted(self._team.people, key=lambda person: not person.on_call)
        names = [person.name for person in people]
        self.roles.show_incident(record.incident, now, names, self._team.contacts, record.policy)

    def _show_timeline(self, state: RoomState, record: RoomRecord) -> bool:
        """Another incident or filter starts at the end; True where that was so."""
        wanted = (record.incident.uid, state.filter, state.words)
        if wanted == self._shown:
            return False
        if wanted[0] != self._shown[0]:
            self.note_line.set_draft(state.draft)
            self.timeline.set_start(
                record.incident.times.impact_started_at or record.incident.times.detected_at
            )
            self.timeline.set_now_line(record.incident.is_live)
        self._shown = wanted
        chosen = FILTERS[state.filter]
        chosen = Filter(kinds=chosen.kinds, key_only=chosen.key_only, words=state.words)
        self._source = self._source_of(record.incident.uid, chosen)
        self.timeline.reset(self._source)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        theme = theme_of(self)
        window = self.window()
        low = window.height() < theme.sp(LOW_UNDER)
        self.frame.arrange(window.width())
        compact = self.frame.step != "three"
        self.header.set_compact(compact=compact)
        writing = self.frame.preset == "composer"
        self._folded.setVisible((compact or low) and not writing)
        self._objective.setVisible(not writing)
        self.stepper.setVisible(not writing)
        self.header.update_button.set_kind("secondary" if writing else "primary")
        self.roles.set_compact(compact=low)
        self.stepper.compact = compact or low
        self.stepper.updateGeometry()
        signal = self.panels.get("signal")
        set_compact = getattr(signal, "set_compact", None)
        if callable(set_compact):
            set_compact(compact=low)

    def adopt(self, panels: Mapping[str, QWidget]) -> None:
        """Panels that were made when they were first needed."""
        self.panels.update(panels)
        self._given += tuple(panels.values())
        self.frame.adopt(panels)
        in_turn(self.arrange, self)  # making them took long enough

    def set_preset(self, name: str) -> None:
        """`wall` shows and takes nothing in. `preset_asked` is told before, for panels that are
        made when they are first seen."""
        self.preset_asked.emit(name)
        self.frame.set_preset(name)
        wall = name == "wall"
        self.timeline.enlarge(ON_A_WALL if wall else 1.0)
        self.note_line.setVisible(not wall)
        self.header.set_inputs(shown=not wall)
        self.arrange()
