"""The left column: severity and impact, roles, and what is due."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.incident import Hat, Incident, Role
from models.domain.measures import durations
from models.domain.response import Deadline, DeadlineStatus, deadlines, missing_roles
from models.domain.severity import Severity
from models.domain.times import to_ms
from views import text
from views.shortcuts import caps
from views.theme import theme_of
from views.widgets.avatar import Avatar
from views.widgets.badge import SeverityBadge
from views.widgets.button import Button
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.panel import Icon, Panel, Surface

ROLE_WORDS = {
    Role.COMMANDER: "Incident Commander",
    Role.DEPUTY: "Deputy",
    Role.COMMS: "Communications Lead",
    Role.SCRIBE: "Scribe",
    Role.SME: "Subject matter expert",
}
_STATUS = {
    DeadlineStatus.ON_TRACK: ("on track", "text3", "timer"),
    DeadlineStatus.AT_RISK: ("at risk", "warn", "warning"),
    DeadlineStatus.BREACHED: ("late", "bad", "warning-circle"),
    DeadlineStatus.MET: ("met", "ok", "check-circle"),
}


class Fact(QWidget):
    """An icon, what it is, and its value."""

    def __init__(self, icon: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sp(9))
        self._icon = Icon(icon, "text3", 16, self)
        row.addWidget(self._icon)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(name, "caption", "text3", self))
        self._value = ElideLabel("", "strong", parent=self)
        column.addWidget(self._value)
        row.addLayout(column, 1)
        self._tail = Label("", "meta", "text3", self)
        row.addWidget(self._tail)

    def show_fact(self, value: str, tail: str = "", color: str = "text3", icon: str = "") -> None:
        self._value.set_text(value)
        self._tail.setText(tail)
        self._tail.set_look(color=color)
        if icon:
            self._icon.set_icon(icon, color)


class SeverityPanel(Panel):
    severity_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Impact and severity", "pulse", caps("severity.0")[0], parent)
        theme = theme_of(self)
        self._segments = Surface("inset", "line", 8, self)
        row = QHBoxLayout(self._segments)
        row.setContentsMargins(*[theme.sp(4)] * 4)
        row.setSpacing(theme.sp(2))
        self._badges: dict[Severity, SeverityBadge] = {}
        self._buttons: dict[Severity, Button] = {}
        for severity in Severity:
            badge = SeverityBadge(severity, "m", self._segments)
            button = Button(severity.value, "quiet", parent=self._segments, height=26)
            button.setAccessibleName(f"Set severity {severity.value}, {severity.word}")
            button.clicked.connect(
                lambda _=False, chosen=severity: self.severity_chosen.emit(chosen)
            )
            self._badges[severity], self._buttons[severity] = badge, button
            row.addWidget(badge)
            row.addWidget(button, 1)
        self.body.addWidget(self._segments)
        self._users = Fact("users", "Users affected", self)
        self._systems = Fact("stack", "Systems", self)
        self._business = Fact("currency-eur", "Business impact", self)
        for fact in (self._users, self._systems, self._business):
            self.body.addWidget(fact)

    def show_incident(self, incident: Incident) -> None:
        for severity in Severity:
            chosen = severity is incident.severity
            self._badges[severity].setVisible(chosen)
            self._buttons[severity].setVisible(not chosen)
        self._users.show_fact(text.users(incident.users))
        self._systems.show_fact(", ".join(incident.services) or "not known yet")
        self._business.show_fact(incident.business or "not known yet")


class RolesPanel(Panel):
    """Who wears which hat; a required one that nobody wears is said to be empty."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Roles", "users-three", None, parent)
        self._shown: tuple[object, ...] = ()
        self._since: list[QWidget] = []
        self._compact = False
        self._rows: list[QWidget] = []

    def show_incident(self, incident: Incident) -> None:
        missing = missing_roles(incident)
        if (incident.hats, missing) == self._shown:
            return
        self._shown = (incident.hats, missing)
        for row in self._rows:
            self.body.removeWidget(row)
            row.deleteLater()
        self._since = []
        hats = [*incident.hats, *(Hat(role, "") for role in missing)]
        self._rows = [self._hat_row(hat) for hat in hats]
        for row in self._rows:
            self.body.addWidget(row)
        self.set_count(len(incident.hats))

    def set_compact(self, *, compact: bool) -> None:
        """In a small window a hat takes two lines."""
        self._compact = compact
        for line in self._since:
            line.setVisible(not compact)

    def _hat_row(self, hat: Hat) -> QWidget:
        theme = theme_of(self)
        lead = hat.role is Role.COMMANDER
        row = Surface("raised" if lead else "surface", "line2" if lead else "surface", 8, self)
        line = QHBoxLayout(row)
        pad = theme.sp(10)
        line.setContentsMargins(pad, theme.sp(8), pad, theme.sp(8))
        line.setSpacing(theme.sp(11))
        line.addWidget(Avatar(hat.person, 32, row, ring=lead))
        column = QVBoxLayout()
        column.setSpacing(theme.sp(1))
        name = ROLE_WORDS[hat.role] + (f" · {hat.area}" if hat.area else "")
        column.addWidget(Label(name, "caption", "accent" if lead else "text3", row))
        column.addWidget(
            ElideLabel(hat.person or "Nobody", "strong", "text" if hat.person else "warn", row)
        )
        since = (
            f"since {text.clock_time(hat.since, seconds=False)} UTC" if hat.since else "required"
        )
        last = Label(since, "meta", "text3", row)
        last.setVisible(not self._compact)
        self._since.append(last)
        column.addWidget(last)
        line.addLayout(column, 1)
        return row


class DeadlinesPanel(Panel):
    """Both deadlines and the times so far."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Deadlines and times", "timer", None, parent)
        self._facts = {
            name: Fact(icon, name, self)
            for name, icon in (
                ("Response due", "timer"),
                ("Resolution due", "timer"),
                ("Time to detect", "eye"),
                ("Time to acknowledge", "hand-tap"),
                ("Time to mitigate", "target"),
                ("Time to resolve", "check-circle"),
            )
        }
        for fact in self._facts.values():
            self.body.addWidget(fact)

    def show_incident(self, incident: Incident, now: datetime) -> None:
        due = deadlines(incident, now)
        self._show_deadline("Response due", due.response, now)
        self._show_deadline("Resolution due", due.resolution, now)
        took = durations(incident)
        for name, ms in (
            ("Time to detect", took.ttd_ms),
            ("Time to acknowledge", took.tta_ms),
            ("Time to mitigate", took.ttm_ms),
            ("Time to resolve", took.ttr_ms),
        ):
            self._facts[name].setVisible(ms is not None)
            if ms is not None:
                self._facts[name].show_fact(text.duration_words(ms))

    def _show_deadline(self, name: str, deadline: Deadline | None, now: datetime) -> None:
        fact = self._facts[name]
        fact.setVisible(deadline is not None)
        if deadline is None:
            return
        words, color, icon = _STATUS[deadline.status]
        left = to_ms(deadline.due_at) - to_ms(now)
        open_still = deadline.status in (DeadlineStatus.ON_TRACK, DeadlineStatus.AT_RISK)
        tail = f"{words}, {text.left(left)} left" if open_still else words
        fact.show_fact(f"{text.clock_time(deadline.due_at, seconds=False)} UTC", tail, color, icon)
