"""What stands beside a run: what the runbook is, what is known, how it went before."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from views.runbooks.states import About, Fact, Held, LastTime
from views.runbooks.words import checked_words, day_words, source_words, worked_words
from views.theme import theme_of
from views.tongue import mark, told, tr
from views.widgets.button import PAD, Button
from views.widgets.label import Label
from views.widgets.panel import Icon, Panel
from views.widgets.wrap import WrapText

_HELD = {
    Held.TRUE: ("check", "ok", mark("So")),
    Held.FALSE: ("x", "text3", mark("Not so")),
    Held.OPEN: ("question", "warn", mark("Not known yet")),
}


class _List(Panel):
    """A panel whose body is made anew when what it shows changes."""

    _holder_of_rows: QWidget | None = None

    def _fresh(self) -> QVBoxLayout:
        if self._holder_of_rows is not None:
            self.body.removeWidget(self._holder_of_rows)
            self._holder_of_rows.hide()
            self._holder_of_rows.deleteLater()
        self._holder_of_rows = QWidget(self)
        column = QVBoxLayout(self._holder_of_rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme_of(self).sp(7))
        self.body.insertWidget(0, self._holder_of_rows)
        return column


class AboutPanel(_List):
    edit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("About this runbook"), "bookmark-simple", parent=parent)
        self.edit = Button(tr("Edit"), "quiet", "pencil-simple", parent=self, height=26)
        self.edit.setAccessibleName(tr("Edit this runbook"))
        self.edit.clicked.connect(self.edit_requested)
        self.head.addWidget(self.edit)
        self._shown: tuple[About, date] | None = None

    def show_about(self, about: About, today: date) -> None:
        if (about, today) == self._shown:
            return
        self._shown = (about, today)
        theme = theme_of(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.sp(12))
        grid.setVerticalSpacing(theme.sp(7))
        grid.setColumnStretch(1, 1)
        column = self._fresh()
        column.addLayout(grid)
        checked, stale = checked_words(about.last_reviewed, today)
        if about.last_used:
            checked = tr(
                "{checked}, last used in {incident}", checked=checked, incident=about.last_used
            )
        rows = (
            (tr("Use when"), "\n".join(about.triggers) or tr("The file does not say"), ""),
            (tr("Owner"), about.owner or tr("Nobody, as far as its file says"), ""),
            (tr("Checked"), checked, "warning" if stale else ""),
            (tr("Works"), worked_words(about.runs, about.worked), ""),
            (tr("Source"), source_words(about.path, about.commit), ""),
        )
        top = Qt.AlignmentFlag.AlignTop
        for n, (name, words, icon) in enumerate(rows):
            if not words:
                continue
            grid.addWidget(Label(name, "meta", "text3", self), n, 0, top)
            value = QHBoxLayout()
            value.setSpacing(theme.sp(6))
            if icon:
                value.addWidget(Icon(icon, "warn", 14, self), 0, top)
            ink = "warn" if icon else "text"
            value.addWidget(WrapText(words, "body", ink, self), 1)
            grid.addLayout(value, n, 1)


class FactsPanel(_List):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Facts so far"), "magnifying-glass", parent=parent)
        self._shown: tuple[Fact, ...] | None = None

    def show_facts(self, facts: Sequence[Fact]) -> None:
        if tuple(facts) == self._shown:
            return
        self._shown = tuple(facts)
        column, theme = self._fresh(), theme_of(self)
        for fact in facts:
            icon, ink, word = _HELD[fact.held]
            row = QHBoxLayout()
            row.setSpacing(theme.sp(9))
            mark = Icon(icon, ink, 14, self)
            mark.setAccessibleName(word)
            mark.setToolTip(word)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(WrapText(fact.text, "body", "text2", self), 1)
            column.addLayout(row)
        if not facts:
            words = tr("No evidence yet. What is attached to the timeline stands here.")
            column.addWidget(WrapText(words, "body", "text3", self))


class LastTimesPanel(_List):
    incident_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Last times"), "clock-counter-clockwise", parent=parent)
        self._shown: tuple[LastTime, ...] | None = None

    def show_times(self, times: Sequence[LastTime]) -> None:
        if tuple(times) == self._shown:
            return
        self._shown = tuple(times)
        self.set_count(len(times) or None)
        column, theme = self._fresh(), theme_of(self)
        for time in times:
            row = QHBoxLayout()
            link = Button(time.number, "quiet", parent=self, height=24)
            link.setAccessibleName(tr("Open {number}", number=time.number))
            link.clicked.connect(lambda _=False, uid=time.incident: self.incident_opened.emit(uid))
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(link)
            row.addStretch(1)
            row.addWidget(Label(day_words(time.on), "meta", "text3", self))
            entry = QVBoxLayout()
            entry.setSpacing(theme.sp(1))
            entry.addLayout(row)
            below = QVBoxLayout()
            below.setContentsMargins(theme.sp(PAD), 0, 0, 0)  # under the words of the link
            below.addWidget(WrapText(told(time.outcome), "body", "text2", self))
            entry.addLayout(below)
            column.addLayout(entry)
        if not times:
            column.addWidget(WrapText(tr("This is its first run here."), "body", "text3", self))
