"""The five answers: how bad, what, how long, who commands, when do we speak next."""

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.cadence import next_update_due
from models.domain.incident import Incident, IncidentKind
from models.domain.measures import impact_is_over, impact_so_far_ms
from models.domain.policy import DEFAULT_POLICY
from models.domain.times import to_ms
from models.queries.room import RoomRecord
from views import text
from views.shortcuts import caps
from views.theme import theme_of
from views.tongue import inside, tr
from views.vocabulary import status_word, title_words
from views.widgets.avatar import Avatar
from views.widgets.badge import SeverityBadge
from views.widgets.button import Button
from views.widgets.countdown import CountdownRing
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.painted import painting

FULL_RING_MS = 30 * 60_000


class Rule(QWidget):
    """A thin upright line between answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            line = theme_of(self).color("line2")
            painter.fillRect(QRectF(0, 10, 1, self.height() - 20), line)


class Header(QWidget):
    severity_asked = Signal()
    note_asked = Signal()
    start_asked = Signal()
    step_asked = Signal(str)
    update_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        self._incident: Incident | None = None
        self._policy = DEFAULT_POLICY
        self._step = ""
        self._inputs, self._live, self._compact = True, True, False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.sp(16), 0, theme.sp(16), 0)
        self._row.setSpacing(theme.sp(14))
        self.badge = SeverityBadge(None, "xl", self)
        self.badge.clicked.connect(self.severity_asked)
        self._row.addWidget(self.badge)
        what = QVBoxLayout()
        what.setSpacing(theme.sp(2))
        what.addStretch(1)
        self._title = ElideLabel("", "heading", parent=self)
        self._line = _TitleLine(self)
        what.addWidget(self._title)
        what.addWidget(self._line)
        what.addStretch(1)
        self._row.addLayout(what, 1)
        self.clock_label = Label("", "clock", parent=self)
        self.clock_label.setToolTip(tr("Click to correct when the impact began"))
        self.clock_label.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clock_label.installEventFilter(self)
        self._clock_words = Label(tr("impact so far"), "meta", "text3", self)
        self._add_answer(self._stack(self.clock_label, self._clock_words))
        self._avatar = Avatar("", 34, self, ring=True)
        self._person = Label("", "strong", parent=self)
        self._commander = QWidget(self)
        commander = QHBoxLayout(self._commander)
        commander.setContentsMargins(0, 0, 0, 0)
        commander.setSpacing(theme.sp(10))
        commander.addWidget(Rule(self._commander))
        commander.addWidget(self._avatar)
        hat = Label(tr("Incident Commander"), "caption", "accent", self._commander)
        commander.addLayout(self._stack(hat, self._person))
        self._row.addWidget(self._commander)
        self._ring = CountdownRing(52, self)
        self._due = Label(tr("Next update due"), "strong", parent=self)
        self._due_words = Label("", "meta", "text3", self)
        due = QHBoxLayout()
        due.setSpacing(theme.sp(10))
        due.addWidget(self._ring)
        due.addLayout(self._stack(self._due, self._due_words))
        self._add_answer(due)
        self._add_buttons()
        self.set_compact(compact=False)

    def _add_buttons(self) -> None:
        self._row.addWidget(Rule(self))
        self.note_button = Button(tr("Log note"), "secondary", "note-pencil", caps("note"), self)
        self.note_button.clicked.connect(self.note_asked)
        self._row.addWidget(self.note_button)
        self.step_button = Button("", "secondary", "check-circle", parent=self)
        self.step_button.setObjectName("step")
        self.step_button.clicked.connect(lambda: self.step_asked.emit(self._step))
        self._row.addWidget(self.step_button)
        self.update_button = Button(tr("Post update"), "primary", "megaphone", caps("update"), self)
        self.update_button.clicked.connect(self.update_asked)
        self._row.addWidget(self.update_button)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.clock_label and event.type() is QEvent.Type.MouseButtonRelease:
            self.start_asked.emit()
        return super().eventFilter(watched, event)

    def _stack(self, upper: QWidget, lower: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(upper)
        column.addWidget(lower)
        column.addStretch(1)
        return column

    def _add_answer(self, answer: QHBoxLayout | QVBoxLayout) -> None:
        self._row.addWidget(Rule(self))
        self._row.addLayout(answer)

    def set_compact(self, *, compact: bool) -> None:
        self.setFixedHeight(theme_of(self).sp(66 if compact else 78))
        self._title.set_look(font="heading_small" if compact else "heading")
        self.clock_label.set_look(font="clock_small" if compact else "clock")
        self._compact = compact
        # In a narrow window the strip of roles under the header says who commands.
        self._commander.setVisible(not compact)
        for words in (self._due, self._due_words):
            words.setVisible(not compact)
        self._show_buttons()

    def set_inputs(self, *, shown: bool) -> None:
        """On a wall nothing can be pressed."""
        self._inputs = shown
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.note_button.setVisible(self._inputs and not self._compact)
        self.step_button.setVisible(self._inputs and bool(self._step))
        self.update_button.setVisible(self._inputs and self._live)

    def show_record(self, record: RoomRecord, step: tuple[str, str] | None, now: datetime) -> None:
        """`step` is the (id, label) of what is likely next; None hides its button."""
        incident = record.incident
        self._incident, self._policy = incident, record.policy
        self.badge.set_severity(incident.severity)
        self.badge.drill = incident.kind is IncidentKind.DRILL
        self._title.set_text(title_words(incident.title))
        self._person.setText(incident.commander or tr("Nobody"))
        self._avatar.set_name(incident.commander)
        self._line.show_record(record, now)
        self._step = step[0] if step is not None else ""
        self._live = incident.is_live
        if step is not None:
            self.step_button.set_label(step[1])
        self._show_buttons()
        self.tick(now)

    def tick(self, now: datetime) -> None:
        incident = self._incident
        if incident is None:
            return
        self._clock_and_words(incident, now)
        due = next_update_due(incident, self._policy)
        self._ring.setVisible(due is not None)
        if due is None:
            running = incident.is_live and incident.times.resolved_at is None
            self._due.setText(tr("No update due") if running else tr("No more updates due"))
            self._due_words.setText(tr("at this severity") if running else "")
            return
        left = to_ms(due) - to_ms(now)
        self._ring.set_left(left, FULL_RING_MS)
        self._due.setText(tr("Update is late") if left < 0 else tr("Next update due"))
        self._due_words.setText(f"{text.clock_time(due, seconds=False)} UTC")

    def _clock_and_words(self, incident: Incident, now: datetime) -> None:
        ms = impact_so_far_ms(incident, now)
        if ms is None:
            self.clock_label.setText("–")
            self._clock_words.setText(incident.end_note or tr("impact not known"))
        elif impact_is_over(incident):
            self.clock_label.setText(text.duration_words(ms))
            self._clock_words.setText(tr("impact, over"))
        else:
            self.clock_label.setText(text.duration_clock(ms))
            self._clock_words.setText(tr("impact so far"))


class _TitleLine(QWidget):
    """Id, meaning of the severity, services, start: one line under the title."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).sp(8))
        self._label = Label("", "mono_small", "text2", self)
        self._facts = ElideLabel("", "meta", "text3", self)
        row.addWidget(self._label)
        row.addWidget(self._facts, 1)

    def show_record(self, record: RoomRecord, now: datetime) -> None:
        incident = record.incident
        self._label.setText(record.label)
        started = incident.times.impact_started_at or incident.times.detected_at
        parts = [
            tr(incident.severity.word) if incident.severity else tr("No severity"),
            inside(status_word(incident.status.value)) if incident.status.value != "open" else "",
            tr("into {incident}", incident=record.merged_into) if record.merged_into else "",
            ", ".join(incident.services),
            _started_words(started, now) if started else "",
        ]
        self._facts.set_text("  ·  ".join(["", *[part for part in parts if part]]).strip())


def _started_words(started: datetime, now: datetime) -> str:
    """With the day where it was another one."""
    time = text.clock_time(started, seconds=False)
    if started.date() == now.date():
        return tr("started {time} UTC", time=time)
    return tr("started {day} {time} UTC", day=text.day(started), time=time)
