"""A run as a page: the steps, the one looked at, and who and what helps beside it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.runbook import StepState
from models.domain.times import to_ms
from views import text
from views.runbooks.ladder import Ladder, Summary
from views.runbooks.marks import ProgressBar
from views.runbooks.scroll import Scroll
from views.runbooks.side import AboutPanel, FactsPanel, LastTimesPanel
from views.runbooks.states import RunView, StepNote
from views.runbooks.step_list import StepList
from views.runbooks.step_page import StepPage
from views.runbooks.words import done_words, last_ended, present
from views.theme import theme_of
from views.tongue import tr
from views.widgets.label import Label
from views.widgets.panel import Icon, Panel
from views.widgets.turns import in_turn
from views.widgets.wrap import WrapText

_ROOMY_FROM, _NARROW_UNDER = 1400, 1080
_LEFT, _RIGHT = (400, 320), (360, 280)
"""Widths in the roomy and in the close form."""
_LEAST = (880, 420)


class RunPage(QWidget):
    """Space, X, C, E, J, K and Enter work wherever no text is written."""

    looked_at = Signal(int)
    step_marked = Signal(int, object, object)
    copied = Signal(str)
    escalate_requested = Signal()
    attached = Signal(int, str)
    edit_requested = Signal(str)
    incident_opened = Signal(str)
    link_opened = Signal(str)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._view: RunView | None = None
        self._at = 0
        self._folded: bool | None = None
        gap = theme_of(self).sp(10)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._row.setSpacing(gap)
        self._left = QWidget(self)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(gap)
        left.addWidget(self._steps_panel(), 1)
        about = Scroll(self._left, fit=True)
        self.about = AboutPanel(about)
        about.column.addWidget(self.about)
        about.column.addStretch(1)
        left.addWidget(about)
        self._row.addWidget(self._left)
        self.step = StepPage(self)
        self._row.addWidget(self.step, 1)
        self._side = Scroll(self)
        self._fill_side(gap)
        self._row.addWidget(self._side)
        self._connect()

    def _steps_panel(self) -> Panel:
        theme = theme_of(self)
        panel = Panel(tr("Steps"), "list-numbers", parent=self._left)
        row = QHBoxLayout()
        self._count = WrapText("", "label", "text", panel)
        self._took = Label("", "meta", "text2", panel)
        row.addWidget(self._count, 1)
        row.addWidget(self._took, 0, Qt.AlignmentFlag.AlignTop)
        panel.body.addLayout(row)
        self._progress = ProgressBar(panel)
        panel.body.addWidget(self._progress)
        panel.body.addSpacing(theme.sp(6))
        self.steps = StepList(panel)
        panel.body.addWidget(self.steps, 1)
        hint = QHBoxLayout()
        hint.setSpacing(theme.sp(7))
        hint.addWidget(Icon("keyboard", "text3", 14, panel))
        words = tr("J and K move, Space ticks, X fails, C copies")
        hint.addWidget(WrapText(words, "meta", "text3", panel), 1)
        panel.body.addLayout(hint)
        panel.setMinimumHeight(theme.sp(240))
        return panel

    def _fill_side(self, gap: int) -> None:
        holder = self._side.holder
        self.ladder = Ladder(holder)
        self.summary = Summary(holder)
        self.facts = FactsPanel(holder)
        self.last_times = LastTimesPanel(holder)
        self._panels = (self.ladder, self.summary, self.facts, self.last_times)
        self._side.column.setSpacing(gap)
        for panel in self._panels:
            self._side.column.addWidget(panel)
        self._side.column.addStretch(1)

    def _connect(self) -> None:
        self.steps.chosen.connect(self.looked_at)
        self.step.marked.connect(self._mark)
        self.step.went_on.connect(self._go_on)
        self.step.typing_left.connect(self.start)
        self.step.copied.connect(self.copied)
        self.step.attached.connect(self.attached)
        self.step.link_opened.connect(self.link_opened)
        self.step.escalate_requested.connect(self.escalate_requested)
        self.ladder.copied.connect(self.copied)
        self.ladder.escalate_requested.connect(self.escalate_requested)
        self.summary.copied.connect(self.copied)
        self.last_times.incident_opened.connect(self.incident_opened)
        self.about.edit_requested.connect(self._edit)

    # What is shown

    def show_run(self, view: RunView, at: int) -> None:
        """`at` is the step to look at."""
        now = self._now()
        self._view, self._at = view, at
        next_step = present(view)
        self._count.set_text(done_words(view))
        self._progress.set_progress(view.over, len(view.steps))
        self.steps.show_steps(view.steps, at, next_step.n if next_step else 0, now)
        looked = view.step(at)
        self.step.setVisible(looked is not None)
        if looked is not None:
            self.step.show_step(view, looked, now)
        self.tick(now)
        in_turn(self._show_side, self)  # nobody reads that first

    def _show_side(self) -> None:
        view = self._view
        if view is None:
            return
        self.about.show_about(view.about, self._now().date())
        self.ladder.show_contacts(view.contacts, view.escalated_at)
        self.summary.show_summary(view.summary)
        self.facts.show_facts(view.facts)
        self.last_times.show_times(view.last_times)

    def tick(self, now: datetime) -> None:
        if self._view is None:
            return
        ended = last_ended(self._view) if self._view.is_over else None
        until = ended.run.ended_at if ended and ended.run.ended_at else now
        ms = max(0, to_ms(until) - to_ms(self._view.started_at))
        self._took.setText(tr("{length} in runbook", length=text.duration_words(ms)))
        self.steps.tick(now)
        self.step.tick(now)

    def start(self) -> None:
        self.steps.setFocus(Qt.FocusReason.OtherFocusReason)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._keys().get(Qt.Key(event.key()))
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if act is None or held or self._view is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat() or event.key() in (Qt.Key.Key_J, Qt.Key.Key_K):
            act()

    def _keys(self) -> dict[Qt.Key, Callable[[], object]]:
        key = Qt.Key
        return {
            key.Key_Space: lambda: self.step.mark(StepState.DONE),
            key.Key_X: lambda: self.step.mark(StepState.FAILED),
            key.Key_C: self.step.copy,
            key.Key_E: self.escalate_requested.emit,
            key.Key_J: lambda: self._move(1),
            key.Key_Down: lambda: self._move(1),
            key.Key_K: lambda: self._move(-1),
            key.Key_Up: lambda: self._move(-1),
            key.Key_Return: self.step.go_on,
            key.Key_Enter: self.step.go_on,
        }

    def _move(self, by: int) -> None:
        order = [step.n for step in self._view.steps] if self._view else []
        if self._at in order:
            at = order.index(self._at) + by
            self.looked_at.emit(order[max(0, min(len(order) - 1, at))])

    def _mark(self, n: int, state: StepState, note: StepNote) -> None:
        self.start()
        self.step_marked.emit(n, state, note)

    def _go_on(self, n: int) -> None:
        self._mark(n, StepState.NOW, StepNote())

    def _edit(self) -> None:
        if self._view is not None:
            self.edit_requested.emit(self._view.runbook)

    # Room

    def minimumSizeHint(self) -> QSize:
        """Of the closest form: the widths set for another must not hold the window open."""
        return QSize(theme_of(self).sp(_LEAST[0]), theme_of(self).sp(_LEAST[1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        sp = theme_of(self).sp
        close = self.width() < sp(_ROOMY_FROM)
        self._left.setFixedWidth(sp(_LEFT[close]))
        self._side.setFixedWidth(sp(_RIGHT[close]))
        self._fold(self.width() < sp(_NARROW_UNDER))

    def _fold(self, folded: bool) -> None:
        """Where three columns do not fit, the right one goes on under the step."""
        if folded == self._folded:
            return
        self._folded = folded
        column = self.step.content if folded else self._side.column
        for n, panel in enumerate(self._panels):
            if folded:
                column.addWidget(panel)
            else:
                column.insertWidget(n, panel)
            panel.show()
        self._side.setVisible(not folded)
