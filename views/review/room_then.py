"""The room as it was at the playhead: who and what, what they knew, and what they did not yet."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from models.domain.entry import EntryKind
from models.domain.incident import Incident
from models.domain.timeline import TimelineEntry
from models.domain.times import to_ms
from models.queries.reel import RoomThen, said
from models.queries.replay import Unknown
from views import text
from views.review.states import ReplayState
from views.review.then_words import LABELS, facts_of, unknown_words
from views.runbooks.scroll import Scroll
from views.theme import theme_of
from views.tongue import tr
from views.widgets.badge import SeverityBadge
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.panel import Icon, Panel

LABEL_WIDTH = 92
MOST_UNKNOWN = 3
_ICONS = {
    EntryKind.NOTE: "note-pencil",
    EntryKind.DECISION: "scales",
    EntryKind.EVIDENCE: "paperclip",
    EntryKind.METRIC: "pulse",
    EntryKind.TASK: "check-square",
    EntryKind.ALERT: "bell",
    EntryKind.SEVERITY: "warning",
    EntryKind.STAGE: "flag",
    EntryKind.ROLE: "user",
    EntryKind.RUNBOOK: "list-checks",
    EntryKind.UPDATE: "megaphone",
}
_INKS = {EntryKind.DECISION: "accent", EntryKind.UPDATE: "info"}


class MomentLine(QWidget):
    """What happened, and how long before or after the playhead."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.sp(3), 0, theme.sp(3))
        row.setSpacing(theme.sp(8))
        top = Qt.AlignmentFlag.AlignTop
        self._icon = Icon("note-pencil", "text3", 15, self)
        self._words = Label("", "body", "text2", self, wrap=True)
        self._away = Label("", "meta", "text3", self)
        row.addWidget(self._icon, 0, top)
        row.addWidget(self._words, 1)
        row.addWidget(self._away, 0, top)

    def show_entry(self, entry: TimelineEntry, at: datetime, *, past: bool) -> None:
        icon = _ICONS.get(entry.kind, "circle")
        self._icon.set_icon(icon, _INKS.get(entry.kind, "text3") if past else "text3")
        self._words.setText(shortened(said(entry)))
        self._words.set_look(color="text2" if past else "text3")
        self._away.setText(away(entry.happened_at, at))


class RoomThenPanel(Panel):
    """Rows are kept and filled anew: the playhead asks many times a second."""

    entry_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("The room"), "clock-counter-clockwise", None, parent)
        self._zone: tzinfo = UTC
        self._shown: RoomThen | None = None
        self._severity = SeverityBadge(None, "m", self)
        self._stage = Label("", "strong", parent=self)
        self._minute = ElideLabel("", "body", "text3", self)
        self._nothing = Label("", "body", "text3", self, wrap=True)
        self._values: dict[str, Label] = {}
        self._just: list[MomentLine] = []
        self._next: list[MomentLine] = []
        self._scroll = Scroll(self)
        self._column = self._scroll.column
        self._column.setContentsMargins(0, 0, theme_of(self).sp(6), 0)
        self._column.setSpacing(theme_of(self).sp(5))
        self._lay_rows()
        self.body.addWidget(self._scroll)

    def set_zone(self, zone: tzinfo) -> None:
        self._zone = zone

    def _lay_rows(self) -> None:
        theme, column = theme_of(self), self._column
        head = QHBoxLayout()
        head.setSpacing(theme.sp(8))
        head.addWidget(self._severity)
        head.addWidget(self._stage)
        head.addWidget(self._minute, 1)
        column.addLayout(head)
        column.addWidget(self._nothing)
        column.addWidget(_line(self))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.sp(10))
        grid.setVerticalSpacing(theme.sp(7))
        grid.setColumnMinimumWidth(0, theme.sp(LABEL_WIDTH))
        grid.setColumnStretch(1, 1)
        self._heads: dict[str, Label] = {}
        for n, (key, words) in enumerate(LABELS):
            head_label = Label(tr(words), "meta", "text3", self, wrap=True)
            head_label.setFixedWidth(theme.sp(LABEL_WIDTH))
            value = Label("", "body", parent=self, wrap=True)
            grid.addWidget(head_label, n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, n, 1)
            self._heads[key], self._values[key] = head_label, value
        column.addLayout(grid)
        for title, lines, n in (
            (tr("Just happened"), self._just, 5),
            (tr("Comes next"), self._next, 3),
        ):
            column.addWidget(_line(self))
            column.addWidget(Label(title, "label", "text2", self))
            for _ in range(n):
                line = MomentLine(self)
                line.hide()
                lines.append(line)
                column.addWidget(line)
        column.addStretch(1)

    def show_state(self, state: ReplayState) -> None:
        then = state.then
        if then is None or then is self._shown:
            return
        self._shown = then
        at = text.clock_time(then.at, self._zone)
        self.set_title(tr("The room at {time}", time=at))
        incident = then.incident
        self._show_head(incident, then.at)
        values = facts_of(then, state.course.line if state.course else None, self._zone)
        values["unknown"] = self._unknown(then.unknown)
        for key, value in self._values.items():
            words = values.get(key, "")
            value.setText(words)
            value.setVisible(bool(words))
            self._heads[key].setVisible(bool(words))
            if key == "metric" and state.course and state.course.line:
                self._heads[key].setText(state.course.line.name)
        for lines, entries, past in (
            (self._just, then.just, True),
            (self._next, then.coming, False),
        ):
            for n, line in enumerate(lines):
                if n < len(entries):
                    line.show_entry(entries[n], then.at, past=past)
                line.setVisible(n < len(entries))

    def _show_head(self, incident: Incident | None, at: datetime) -> None:
        known = incident is not None
        for widget in (self._severity, self._stage, self._minute):
            widget.setVisible(known)
        self._nothing.setVisible(not known)
        self._nothing.setText(tr("Nobody had noticed anything yet."))
        if incident is None:
            return
        self._severity.set_severity(incident.severity)
        self._stage.setText(tr(incident.stage.word))
        visit = incident.visits[-1] if incident.visits else None
        minutes = (at - visit.start) // timedelta(minutes=1) if visit else -1
        self._minute.set_text(tr("minute {n}", n=minutes + 1) if minutes >= 0 else "")

    def _unknown(self, unknown: Sequence[Unknown]) -> str:
        lines = [shortened(unknown_words(one, self._zone)) for one in unknown]
        return "\n".join(lines[-MOST_UNKNOWN:])


def away(moment: datetime, at: datetime) -> str:
    """`now`, `-2:10` before the playhead, `+2:17` after it."""
    ms = to_ms(moment) - to_ms(at)
    if abs(ms) < 1000:
        return tr("now")
    return f"{'−' if ms < 0 else '+'}{text.duration_clock(abs(ms))}"


def shortened(words: str, most: int = 120) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Plain)
    line.setForegroundRole(line.palette().ColorRole.Mid)
    return line
