"""How bad it is: the severity, what is hit, what the rules suggest, and what is due."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from models.domain.incident import Incident
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.response import time_in_severity
from models.domain.severity import Severity
from models.domain.times import to_ms
from models.domain.triage import Suggestion
from models.metrics.sla import Deadline, DeadlineStatus, deadlines
from views import text
from views.theme import theme_of
from views.tongue import inside, mark, ntr, told, tr
from views.widgets.badge import SeverityBadge
from views.widgets.button import Button
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.painted import painting, rounded
from views.widgets.panel import Icon, Panel, Surface

_STATUS = {
    DeadlineStatus.ON_TRACK: (mark("on track"), "text3", "timer"),
    DeadlineStatus.AT_RISK: (mark("at risk"), "warn", "warning"),
    DeadlineStatus.BREACHED: (mark("late"), "bad", "warning-octagon"),
    DeadlineStatus.MET: ("met", "ok", "check-circle"),
}


class Fact(QWidget):
    """An icon, what it is, and its value. With `asks` a click or Enter changes it."""

    pressed = Signal()

    def __init__(self, icon: str, name: str, parent: QWidget, *, asks: bool = False) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        self._name, self._asks = name, asks
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sp(9))
        row.addWidget(Icon(icon, "text3", 16, self))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(name, "caption", "text3", self))
        self._value = ElideLabel("", "strong", parent=self)
        column.addWidget(self._value)
        row.addLayout(column, 1)
        self._tail = Label("", "meta", "text3", self)
        row.addWidget(self._tail)

        if asks:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_fact(self, value: str, tail: str = "") -> None:
        self._value.set_text(value)
        self._tail.setText(tail)
        self.setAccessibleName(f"{self._name}: {value} {tail}".strip())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._asks and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()


class DueLine(QWidget):
    """A deadline in one line: what, when, how it stands. One that was met is no news."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).sp(9))
        self._icon = Icon("timer", "text3", 16, self)
        row.addWidget(self._icon)
        row.addWidget(Label(name, "meta", "text3", self))
        self._at = Label("", "label", parent=self)
        row.addWidget(self._at)
        row.addStretch(1)
        self._tail = Label("", "meta", "text3", self)
        row.addWidget(self._tail)

    def show_due(self, deadline: Deadline | None, now: datetime, *, paused: bool = False) -> None:
        shown = deadline is not None and deadline.status is not DeadlineStatus.MET
        self.setVisible(shown)
        if deadline is None or not shown:
            return
        plain, color, icon = _STATUS[deadline.status]
        words = tr(plain)
        left = text.left(to_ms(deadline.due_at) - to_ms(now))
        open_still = deadline.status in (DeadlineStatus.ON_TRACK, DeadlineStatus.AT_RISK)
        at = text.clock_time(deadline.due_at, seconds=False)
        other_day = deadline.due_at.date() != now.date()
        self._at.setText(f"{text.day(deadline.due_at)} {at}" if other_day else at)
        at_risk = deadline.status is DeadlineStatus.AT_RISK
        said = (
            (tr("at risk, {left} left", left=left) if at_risk else tr("{left} left", left=left))
            if open_still
            else words
        )
        if paused and open_still:
            said = tr("the clock stands")
        self._tail.setText(said)
        self._tail.set_look(color=color)
        self._icon.set_icon(icon, color)
        self.setAccessibleName(
            tr(
                "{name} {at} UTC, {words}, {said}",
                name=self._name,
                at=self._at.text(),
                words=words,
                said=said,
            )
        )


class SeverityBand(QWidget):
    """How long it stood at each severity, to scale, the present one last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._spans: tuple[tuple[Severity, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_incident(self, incident: Incident, now: datetime) -> None:
        spans = tuple((s, ms) for s, _, _, ms in time_in_severity(incident, now) if ms > 0)
        self.setVisible(len(spans) > 1)
        said = ", ".join(
            tr("{severity} for {length}", severity=s.value, length=text.duration_words(ms))
            for s, ms in spans
        )
        if said != self.toolTip():
            self.setToolTip(said)
            self.setAccessibleName(tr("Severity so far: {said}", said=said))
        self._spans = spans
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, theme_of(self).sp(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        whole = sum(ms for _, ms in self._spans) or 1
        least = theme.sp(58)
        with painting(self) as painter:
            free = max(0, self.width() - least * len(self._spans))
            x = 0.0
            for n, (severity, ms) in enumerate(self._spans):
                width = least + free * ms / whole
                colors = theme.severity(severity)
                bar = QRectF(x, self.height() - theme.sp(5), width - theme.sp(3), theme.sp(4))
                rounded(painter, bar, theme.sp(2), colors.fill)
                last = n == len(self._spans) - 1
                painter.setFont(theme.font("caption"))
                painter.setPen(theme.color("text" if last else "text3"))
                words = f"{severity.value} {text.ago(ms)}"
                box = QRectF(x, 0, width, self.height() - theme.sp(7))
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
                x += width


class SuggestedBox(Surface):
    """What the rules would say, with their reasons. It changes nothing by itself."""

    used = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("raised", "raised", 8, parent)
        theme = theme_of(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.sp(12), theme.sp(10)] * 2)
        column.setSpacing(theme.sp(3))
        head = QHBoxLayout()
        head.setSpacing(theme.sp(7))
        head.addWidget(Icon("lightbulb", "text3", 14, self))
        head.addWidget(Label(tr("Suggested"), "label", "text2", self))
        self._badge = SeverityBadge(None, "s", self)
        head.addWidget(self._badge)
        self._beside = ElideLabel("", "meta", "text3", self)
        head.addWidget(self._beside, 1)
        self.use = Button(tr("Use"), "secondary", keys=("Enter",), parent=self, height=26)
        self.use.clicked.connect(self.used)
        head.addWidget(self.use)
        column.addLayout(head)
        self._reasons = Label("", "meta", "text2", self, wrap=True)
        column.addWidget(self._reasons)

    def show_suggestion(self, suggestion: Suggestion | None, present: Severity | None) -> None:
        shown = suggestion.severity if suggestion else None
        self.setVisible(suggestion is not None and shown is not None)
        if suggestion is None or shown is None:
            return
        self._badge.set_severity(shown)
        same = shown is present
        beside = tr("matches current")
        if present is not None and not same:
            steps = abs(shown.rank - present.rank)
            beside = (
                ntr("one higher than current", "{n} higher than current", steps)
                if shown.is_worse_than(present)
                else ntr("one lower than current", "{n} lower than current", steps)
            )
        self._beside.set_text(beside)
        self.use.setVisible(not same)
        self.use.setAccessibleName(
            tr("Use the suggested severity {severity}", severity=shown.value)
        )
        reasons = "\n".join(f"•  {told(words)} ({rule})" for rule, words in suggestion.fired)
        self._reasons.setText(reasons)
        self.setAccessibleName(
            tr(
                "Suggested severity {severity}, {beside}. {reasons}",
                severity=shown.value,
                beside=beside,
                reasons=reasons,
            )
        )


class ImpactPanel(Panel):
    """`severity_chosen` asks for a reason; `suggestion_used` takes the rules' own."""

    severity_chosen = Signal(object)
    suggestion_used = Signal(object, str)
    triage_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Impact and severity"), "pulse", "S", parent)
        theme = theme_of(self)
        self._suggestion: Suggestion | None = None
        self._present: Severity | None = None
        self.body.setSpacing(theme.sp(4))
        self._policy = DEFAULT_POLICY
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body.addWidget(self._severities())
        self._band = SeverityBand(self)
        self.body.addWidget(self._band)
        self._users = Fact("users", tr("Users affected"), self, asks=True)
        self._systems = Fact("stack", tr("Systems"), self, asks=True)
        self._business = Fact("currency-eur", tr("Business impact"), self, asks=True)
        for fact in (self._users, self._systems, self._business):
            fact.pressed.connect(self.triage_asked)
            self.body.addWidget(fact)
        self._box = SuggestedBox(self)
        self._box.used.connect(self._use)
        self.body.addWidget(self._box)
        self._dues = QVBoxLayout()
        self._dues.setSpacing(theme.sp(4))
        self._response = DueLine(tr("Response due"), self)
        self._resolution = DueLine(tr("Resolution due"), self)
        for line in (self._response, self._resolution):
            self._dues.addWidget(line)
        self.body.addLayout(self._dues)
        self.body.addStretch(1)

    def _severities(self) -> QWidget:
        theme = theme_of(self)
        well = Surface("inset", "line", 8, self)
        row = QHBoxLayout(well)
        row.setContentsMargins(*[theme.sp(4)] * 4)
        row.setSpacing(theme.sp(2))
        self._badges: dict[Severity, SeverityBadge] = {}
        self._buttons: dict[Severity, Button] = {}
        for severity in Severity:
            badge = SeverityBadge(severity, "m", well)
            button = Button(severity.value, "quiet", parent=well, height=26)
            button.setAccessibleName(
                tr(
                    "Set severity {severity}, {word}",
                    severity=severity.value,
                    word=inside(tr(severity.word)),
                )
            )
            button.clicked.connect(
                lambda _=False, chosen=severity: self.severity_chosen.emit(chosen)
            )
            self._badges[severity], self._buttons[severity] = badge, button
            row.addWidget(badge)
            row.addWidget(button, 1)
        return well

    def show_incident(
        self,
        incident: Incident,
        now: datetime,
        suggestion: Suggestion | None = None,
        tiers: Sequence[str] = (),
        policy: Policy = DEFAULT_POLICY,
    ) -> None:
        """`tiers` are words about the systems, such as `tier 1`."""
        self._suggestion, self._present = suggestion, incident.severity
        self._policy = policy
        for severity in Severity:
            chosen = severity is incident.severity
            self._badges[severity].setVisible(chosen)
            self._buttons[severity].setVisible(not chosen)
        self._users.show_fact(text.users(incident.users))
        self._systems.show_fact(
            ", ".join(incident.services) or tr("not known yet"), ", ".join(tiers)
        )
        self._business.show_fact(incident.business or tr("not known yet"))
        self._box.show_suggestion(suggestion, incident.severity)
        self.tick(incident, now)

    def tick(self, incident: Incident, now: datetime) -> None:
        self._band.show_incident(incident, now)
        due = deadlines(incident, now, self._policy)
        self._response.show_due(due.response, now, paused=due.paused)
        self._resolution.show_due(due.resolution, now, paused=due.paused)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._use()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        self.set_ringed(True)

    def focusOutEvent(self, event: object) -> None:
        self.set_ringed(False)

    def _use(self) -> None:
        found = self._suggestion
        if found is None or found.severity is None or found.severity is self._present:
            self.triage_asked.emit()
            return
        rules = ", ".join(rule for rule, _ in found.fired)
        self.suggestion_used.emit(found.severity, f"suggested by {rules}")
