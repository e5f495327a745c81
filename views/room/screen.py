"""The room: header, objective, stepper, what is known, timeline and note line."""

from collections.abc import Callable
from datetime import datetime, tzinfo

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from models.domain.incident import Incident
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.times import to_ms
from models.domain.timestamps import WORDS
from models.queries.room import FILTERS, RoomRecord
from models.queries.timeline import Filter
from views import text
from views.icons import paint_icon
from views.room.ask import AskLine
from views.room.facts import DeadlinesPanel, RolesPanel, SeverityPanel
from views.room.header import Header
from views.room.note_line import NoteLine
from views.room.presenter import RoomState
from views.room.timeline_filters import FilterBar
from views.room.timeline_pages import TimelineSource
from views.room.timeline_view import TimelineView
from views.shortcuts import caps
from views.theme import theme_of
from views.widgets.keycap import HEIGHT, cap_width, paint_cap
from views.widgets.painted import painting, rounded
from views.widgets.panel import Panel
from views.widgets.stepper import Step, Stepper

SourceOf = Callable[[str, Filter], TimelineSource]
"""From an incident's uid and a filter to its timeline."""

LEFT_FROM, LEFT_WIDTH, LEFT_WIDE = 1200, 330, 360
COMPACT_UNDER = 1440


class Objective(QWidget):
    """The commander's one sentence; a click or O changes it."""

    asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._by = "", ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_incident(self, incident: Incident) -> None:
        self._words = incident.objective
        self._by = ""
        if incident.objective and incident.objective_at:
            at = text.clock_time(incident.objective_at, seconds=False)
            self._by = f"set by {incident.objective_by} at {at}"
        self.setAccessibleName(f"Objective: {self._words or 'none yet'}")
        self.setToolTip(self._words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, theme_of(self).sp(36))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.asked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        middle = Qt.AlignmentFlag.AlignVCenter
        with painting(self) as painter:
            rect = QRectF(self.rect())
            rounded(
                painter,
                rect,
                8,
                theme.color("accentbg" if self._words else "surface"),
                (None if self._words else theme.color("line")),
            )
            side = theme.sp(16)
            spot = QRectF(theme.sp(14), (self.height() - side) / 2, side, side)
            paint_icon(painter, "target", theme.color("accent"), spot)
            x = spot.right() + theme.sp(9)
            painter.setFont(theme.font("strong"))
            painter.setPen(theme.color("accent"))
            painter.drawText(QRectF(x, 0, 200, self.height()), middle, "Objective")
            x += painter.fontMetrics().horizontalAdvance("Objective") + theme.sp(10)
            key = caps("objective")[0]
            width, height = cap_width(theme, key), theme.sp(HEIGHT)
            right = self.width() - theme.sp(12) - width
            cap = QRectF(right, (self.height() - height) / 2, width, height)
            paint_cap(painter, theme, cap, key)
            painter.setFont(theme.font("meta"))
            painter.setPen(theme.color("text3"))
            by = painter.fontMetrics().horizontalAdvance(self._by)
            right -= by + theme.sp(12)
            painter.drawText(QRectF(right, 0, by + 2, self.height()), middle, self._by)
            painter.setFont(theme.font("strong" if self._words else "body"))
            painter.setPen(theme.color("text" if self._words else "text3"))
            words = painter.fontMetrics().elidedText(
                self._words or "Say in one sentence what everybody works towards now.",
                Qt.TextElideMode.ElideRight,
                int(right - x - theme.sp(12)),
            )
            painter.drawText(QRectF(x, 0, right - x, self.height()), middle, words)


class RoomScreen(QWidget):
    severities = tuple(Severity)
    note_written = Signal(object)
    draft_changed = Signal(str)
    filter_changed = Signal(str, str)
    step_requested = Signal(str, str)
    stage_requested = Signal(object)
    severity_requested = Signal(object, str)
    objective_written = Signal(str)
    time_corrected = Signal(str, str)
    key_moment_toggled = Signal(str, bool)
    corrected = Signal(str, str)
    said = Signal(str)
    asking_ended = Signal()

    def __init__(
        self,
        now: Callable[[], datetime],
        zone: tzinfo,
        source_of: SourceOf,
        dialogs: QWidget,
        device: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`dialogs` is what dialogs cover: the whole window."""
        super().__init__(parent)
        self._now = now
        self._source_of = source_of
        self._state = RoomState()
        self._shown = ("", "", "")
        self.ask = AskLine(dialogs)
        self.header = Header(self)
        self._objective = Objective(self)
        self.stepper = Stepper(self)
        self.timeline = TimelineView(now(), device=device, zone=zone, parent=self)
        self.filters = FilterBar(self)
        self.note_line = NoteLine(now, zone=zone, parent=self)
        self._severity = SeverityPanel(self)
        self._roles = RolesPanel(self)
        self._deadlines = DeadlinesPanel(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        theme = theme_of(self)
        edge, gap = theme.sp(12), theme.sp(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, edge)
        column.setSpacing(gap)
        column.addWidget(self.header)
        for widget in (self._objective, self.stepper):
            row = QHBoxLayout()
            row.setContentsMargins(edge, 0, edge, 0)
            row.addWidget(widget)
            column.addLayout(row)
        body = QHBoxLayout()
        body.setContentsMargins(edge, 0, edge, 0)
        body.setSpacing(gap)
        column_of_facts = QWidget(self)
        left = QVBoxLayout(column_of_facts)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(gap)
        for panel in (self._severity, self._roles, self._deadlines):
            left.addWidget(panel)
        left.addStretch(1)
        # In a low window the column scrolls rather than squeeze a word.
        self._left = QScrollArea(self)
        self._left.setFrameShape(QScrollArea.Shape.NoFrame)
        self._left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._left.setWidgetResizable(True)
        self._left.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._left.viewport().setAutoFillBackground(False)
        self._left.setWidget(column_of_facts)
        column_of_facts.setAutoFillBackground(False)  # after setWidget, which turns it on
        body.addWidget(self._left)
        middle = Panel("Timeline", "list", caps("timeline")[0], self)
        middle.head.addWidget(self.filters)
        middle.body.addWidget(self.timeline, 1)
        middle.body.addWidget(self.note_line)
        body.addWidget(middle, 1)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self.header.severity_asked.connect(lambda: self.ask_severity(None))
        self.header.note_asked.connect(self.focus_note)
        self.header.step_asked.connect(lambda step: self.step_requested.emit(step, ""))
        self.header.start_asked.connect(lambda: self.ask_time("impact_started_at"))
        self.stepper.stage_requested.connect(self.stage_requested)
        self._objective.asked.connect(self.ask_objective)
        self._severity.severity_chosen.connect(self.ask_severity)
        self.note_line.posted.connect(self.note_written)
        self.note_line.left.connect(self.focus_timeline)
        self.note_line.draft_changed.connect(self.draft_changed)
        self.filters.filter_changed.connect(self.filter_changed)
        self.filters.left.connect(self.focus_timeline)
        self.timeline.search_requested.connect(self.filters.open_search)
        self.timeline.key_moment_toggled.connect(self._toggle_key)
        self.timeline.correction_requested.connect(self._ask_correction)
        self.timeline.copied.connect(lambda words: self.said.emit("Copied."))

    # What the presenter says

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
        self._severity.show_incident(record.incident)
        self._roles.show_incident(record.incident)
        self._deadlines.show_incident(record.incident, now)
        self.filters.set_counts(record.counts)
        self._show_steps(record, now)
        self._show_timeline(state, record)
        if state.asking is not None and asked_before is None:
            self._ask_reason(state)

    def timeline_changed(self) -> None:
        record = self._state.record
        if record is not None and not self._show_timeline(self._state, record):
            self.timeline.refresh()

    def note_posted(self) -> None:
        self.note_line.accepted()

    def say(self, sentence: str) -> None:
        self.said.emit(sentence)

    def tick(self, now: datetime) -> None:
        record = self._state.record
        self.timeline.set_now(now)
        if record is not None:
            self.header.tick(now)
            self._show_steps(record, now)
            self._deadlines.show_incident(record.incident, now)

    # What a person asks for

    def focus_note(self) -> None:
        self.note_line.start()

    def focus_timeline(self) -> None:
        self.timeline.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.timeline.current < 0:
            self.timeline.make_current(self.timeline.count - 1)

    def focus_panel(self, by: int) -> None:
        """F6 and Shift+F6 go round the panels."""
        panels: list[QWidget] = [self.stepper, self.timeline, self.note_line.editor]
        focused = next((n for n, panel in enumerate(panels) if panel.hasFocus()), -1)
        panels[(focused + by) % len(panels)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def setFocus(self, *_: object) -> None:
        self.timeline.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_objective(self) -> None:
        record = self._state.record
        if record is not None:
            self.ask.ask(
                "Set the objective",
                "One sentence that everybody works towards now.",
                "Set objective",
                self.objective_written.emit,
                text=record.incident.objective,
            )

    def ask_time(self, field: str) -> None:
        """The time and the reason in one line, as they are said aloud."""
        if self._state.record is not None:
            self.ask.ask(
                f"Correct {WORDS[field]}",
                "The time in UTC, then why: 16:00 error rate began to rise",
                "Correct",
                lambda typed: self.time_corrected.emit(field, typed),
            )

    def ask_severity(self, severity: Severity | None) -> None:
        record = self._state.record
        if record is None:
            return
        present = record.incident.severity
        if severity is None:
            worse = max(0, (present.rank if present else 2) - 1)
            severity = Severity(f"P{worse}")
        if severity is present:
            self.said.emit(f"It is {severity.value} already. Choose another severity.")
            return
        moved = (
            "Set" if present is None else ("Raise" if severity.is_worse_than(present) else "Lower")
        )
        before = f" from {present.value}" if present else ""
        self.ask.ask(
            f"{moved} severity{before} to {severity.value}",
            "Why? One line; Enter with nothing typed says that no reason was given.",
            f"{moved} to {severity.value}",
            lambda reason: self.severity_requested.emit(severity, reason),
            needs_words=False,
        )

    def _ask_reason(self, state: RoomState) -> None:
        step = state.asking
        if step is not None:
            self.ask.ask(
                step.label,
                f"{step.question} Go on with a reason; it goes on the timeline.",
                step.label,
                lambda reason: self.step_requested.emit(step.id, reason),
            )
            self.asking_ended.emit()

    def _ask_correction(self, uid: str) -> None:
        entry = self.timeline.current_entry()
        if entry is not None:
            self.ask.ask(
                "Correct this entry",
                "The old text stays, struck through, one key away.",
                "Correct",
                lambda words: self.corrected.emit(uid, words),
                text=entry.corrected_text or entry.text,
            )

    def _toggle_key(self, uid: str) -> None:
        entry = self.timeline.current_entry()
        if entry is not None:
            self.key_moment_toggled.emit(uid, not entry.is_key)

    # Parts

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
        self.timeline.reset(self._source_of(record.incident.uid, chosen))
        return True

    def _show_steps(self, record: RoomRecord, now: datetime) -> None:
        incident = record.incident
        spent: dict[Stage, int] = {}
        for visit in incident.visits:
            end = visit.end or max(now, visit.start)
            spent[visit.stage] = spent.get(visit.stage, 0) + to_ms(end) - to_ms(visit.start)
        over = not incident.is_live
        steps = []
        for stage in Stage:
            ahead = stage.number > incident.stage.number
            state = "ahead" if ahead else "done"
            if stage is incident.stage:
                state = "done" if over else "now"
            steps.append(Step(stage, state, self._caption(incident, stage, spent, state), 0.5))
        self.stepper.set_steps(tuple(steps))

    def _caption(
        self, incident: Incident, stage: Stage, spent: dict[Stage, int], state: str
    ) -> str:
        took = text.duration_words(spent[stage]) if stage in spent else ""
        if state == "now":
            return f"{took} so far" if took else "now"
        if state == "ahead":
            return "next" if stage.number == incident.stage.number + 1 else "later"
        return took or "passed over"

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = theme_of(self)
        window = self.window().width()
        self._left.setVisible(window >= theme.sp(LEFT_FROM))
        self._left.setFixedWidth(theme.sp(LEFT_WIDE if window >= theme.sp(1920) else LEFT_WIDTH))
        compact = window < theme.sp(COMPACT_UNDER)
        self.header.set_compact(compact=compact)
        self._roles.set_compact(compact=compact)
        self.stepper.compact = compact or self.window().height() < theme.sp(860)
        self.stepper.updateGeometry()
