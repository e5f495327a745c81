"""A live incident as a card."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.times import to_ms
from models.queries.incident_rows import IncidentRow
from views import text
from views.theme import theme_of
from views.tongue import marks, tr
from views.vocabulary import title_words
from views.widgets.avatar import Avatar
from views.widgets.badge import SeverityBadge
from views.widgets.button import Button
from views.widgets.countdown import urgency
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.panel import Icon, Surface
from views.widgets.spark import Spark
from views.widgets.stage_bar import StageBar

if TYPE_CHECKING:
    from models.metrics.sla import Deadlines

_UPDATE_COLORS = {"accent": "text2", "warn": "warn", "bad": "bad"}


def impact_clock(row: IncidentRow, now: datetime) -> str:
    """How long the impact has lasted; one that is over says so."""
    over = row.impact_ms or 0
    if row.impact_began_at is None:
        return text.duration_clock(over)
    return text.duration_clock(over + max(0, to_ms(now) - to_ms(row.impact_began_at)))


def update_words(row: IncidentRow, now: datetime) -> tuple[str, str]:
    """(words, colour) for the next update."""
    if row.update_due_at is None:
        return tr("No update due"), "text3"
    left = to_ms(row.update_due_at) - to_ms(now)
    color = _UPDATE_COLORS[urgency(left)]
    words = (
        tr("Update late {left}", left=text.left(left))
        if left < 0
        else tr("Update due in {left}", left=text.left(left))
    )
    return words, color


_RESPOND = marks("Response late {left}", "Response late", "Respond in {left}")
_RESOLVE = marks("Resolution late {left}", "Resolution late", "Resolve in {left}")


def deadline_words(deadlines: "Deadlines | None", now: datetime) -> tuple[str, str]:
    """(words, colour) for the deadline that is next to be met; "" where none is left."""
    if deadlines is None:
        return "", "text3"
    for deadline, (late, unmet, due) in (
        (deadlines.response, _RESPOND),
        (deadlines.resolution, _RESOLVE),
    ):
        if deadline is None or deadline.met_at is not None:
            continue
        if deadlines.paused:
            return tr("Clock stands"), "text3"
        left = to_ms(deadline.due_at) - to_ms(now)
        if left < 0:
            return tr(late, left=text.left(left)), "bad"
        if deadline.breached_at is not None:
            return tr(unmet), "bad"
        color = "warn" if now >= deadline.at_risk_at else "text3"
        return tr(due, left=text.left(left)), color
    return "", "text3"


class LiveCard(Surface):
    opened = Signal(str)

    def __init__(self, row: IncidentRow, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__("surface", "line2", 10, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme = theme_of(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.sp(14), theme.sp(12), theme.sp(14), theme.sp(12))
        column.setSpacing(theme.sp(8))
        head = QHBoxLayout()
        head.setSpacing(theme.sp(10))
        self._badge = SeverityBadge(row.severity, "m", self)
        self._label = Label("", "mono_small", "text2", self)
        self._clock = Label("", "title", parent=self)
        head.addWidget(self._badge)
        head.addWidget(self._label)
        head.addStretch(1)
        head.addWidget(self._clock)
        column.addLayout(head)
        self._title = ElideLabel("", "title", parent=self)
        column.addWidget(self._title)
        self._bar = StageBar(row.stage, self)
        column.addWidget(self._bar)
        self._stage = Label("", "label", parent=self)
        self._stage_n = ElideLabel("", "meta", "text3", self)
        stage = QHBoxLayout()
        stage.addWidget(self._stage)
        stage.addWidget(self._stage_n, 1)
        self._due = Label("", "meta", "text3", self)
        stage.addWidget(self._due)
        column.addLayout(stage)
        column.addLayout(self._facts())
        foot = QHBoxLayout()
        foot.setSpacing(theme.sp(8))
        self._timer = Icon("timer", "text3", 15, self)
        self._update = Label("", "label", "text2", self)
        self._open = Button(tr("Open"), "secondary", height=28, parent=self)
        self._open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._open.clicked.connect(self._ask_open)
        foot.addWidget(self._timer)
        foot.addWidget(self._update)
        foot.addStretch(1)
        foot.addWidget(self._open)
        column.addLayout(foot)
        self.row = row
        self.show_row(row, now)

    def _facts(self) -> QHBoxLayout:
        theme = theme_of(self)
        facts = QHBoxLayout()
        facts.setSpacing(theme.sp(20))
        self._users = Label("", "strong", parent=self)
        self._person = Avatar("", 18, self)
        self._commander = ElideLabel("", "strong", parent=self)
        users = QVBoxLayout()
        users.setSpacing(theme.sp(2))
        users.addWidget(Label(tr("Users"), "caption", "text3", self))
        users.addWidget(self._users)
        person = QVBoxLayout()
        person.setSpacing(theme.sp(2))
        person.addWidget(Label(tr("Commander"), "caption", "text3", self))
        line = QHBoxLayout()
        line.setSpacing(theme.sp(6))
        line.addWidget(self._person)
        line.addWidget(self._commander, 1)
        person.addLayout(line)
        users.addStretch(1)
        person.addStretch(1)
        facts.addLayout(users)
        facts.addLayout(person, 1)
        self._spark = Spark(self, low=0.0)
        self._spark.hide()
        facts.addWidget(self._spark, 1)
        return facts

    def show_row(
        self, row: IncidentRow, now: datetime, deadlines: "Deadlines | None" = None
    ) -> None:
        self.row = row
        self._deadlines = deadlines
        self._badge.set_severity(row.severity)
        self._badge.drill = row.kind == "drill"
        self._label.setText(row.label)
        title = title_words(row.title)
        self._title.set_text(title)
        self._bar.set_stage(row.stage)
        self._stage.setText(tr(row.stage.word))
        self._stage_n.set_text(tr("stage {number} of 5", number=row.stage.number))
        self._users.setText(text.users(row.users))
        self._person.set_name(row.commander)
        self._commander.set_text(row.commander or tr("Nobody"))
        severity = row.severity.value if row.severity else tr("no severity")
        self.setAccessibleName(f"{severity}, {row.label}, {title}, {tr(row.stage.word)}")
        self.tick(now)

    def show_spark(self, values: Sequence[float | None]) -> None:
        """The line of the number it is watched by; nothing where there is none."""
        self._spark.show_values(values)
        self._spark.setVisible(bool(values))

    def tick(self, now: datetime) -> None:
        clock = impact_clock(self.row, now)
        if clock != self._clock.text():
            self._clock.setText(clock)
        due, due_color = deadline_words(self._deadlines, now)
        if due != self._due.text():
            self._due.setText(due)
            self._due.set_look(color=due_color)
        words, color = update_words(self.row, now)
        if words != self._update.text():
            self._update.setText(words)
            self._update.set_look(color=color)
            self._timer.set_icon("timer", color)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._ask_open()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self._ask_open()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.set_ringed(True)
        self._open.set_kind("tinted")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.set_ringed(False)
        self._open.set_kind("secondary")

    def _ask_open(self) -> None:
        self.opened.emit(self.row.uid)
