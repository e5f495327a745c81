"""The step to do now, opened in the room's panel: its command, what to expect, how it went."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.runbook import StepState
from views.runbooks.command_block import CommandBlock
from views.runbooks.marks import BOX, paint_mark
from views.runbooks.states import StepView
from views.runbooks.words import beside, beside_usual, expect_words, is_late, on_step
from views.theme import theme_of
from views.tongue import tr
from views.widgets.avatar import Avatar
from views.widgets.button import Button
from views.widgets.label import Label
from views.widgets.painted import painting, rounded
from views.widgets.panel import Icon, Surface
from views.widgets.wrap import WrapText


class Mark(QWidget):
    """The box of one step."""

    def __init__(self, state: StepState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state

    def sizeHint(self) -> QSize:
        side = theme_of(self).sp(BOX)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        side = theme.sp(BOX)
        with painting(self) as painter:
            paint_mark(painter, theme, QRectF(0, 0, side, side), self._state)


class OpenStep(Surface):
    """`foot` holds what can be done with it. It is for whoever shows the step to place: in a low
    panel the step scrolls, and what it waits for must not scroll away."""

    marked = Signal(object)
    copied = Signal(str)
    escalate_requested = Signal()

    def __init__(self, step: StepView, now: datetime, parent: QWidget, *, is_next: bool) -> None:
        super().__init__("raised", "raised", 8, parent)
        self.step = step
        theme = theme_of(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.sp(10), theme.sp(10), theme.sp(10), theme.sp(10))
        column.setSpacing(theme.sp(8))
        column.addLayout(self._head(step, now, is_next=is_next))
        under = beside(step)
        if under:
            bad = step.run.mismatch or step.state is StepState.FAILED
            column.addWidget(WrapText(under, "meta", "bad" if bad else "text3", self))
        elif not step.plan.commands and step.plan.detail:
            column.addWidget(WrapText(_first_lines(step.plan.detail), "body", "text2", self))
        for command in step.plan.commands:
            block = CommandBlock(command, self)
            block.copied.connect(self.copied)
            column.addWidget(block)
        if step.plan.expected:
            expect = QHBoxLayout()
            expect.setSpacing(theme.sp(7))
            expect.addWidget(Icon("eye", "text3", 14, self), 0, Qt.AlignmentFlag.AlignTop)
            words = expect_words(step.plan.expected)
            expect.addWidget(WrapText(words, "meta", "text2", self), 1)
            column.addLayout(expect)
        self.foot = StepButtons(parent)
        self.foot.marked.connect(self.marked)
        self.foot.escalate_requested.connect(self.escalate_requested)
        self.tick(now)

    def _head(self, step: StepView, now: datetime, *, is_next: bool) -> QHBoxLayout:
        theme = theme_of(self)
        top = Qt.AlignmentFlag.AlignTop
        head = QHBoxLayout()
        head.setSpacing(theme.sp(8))
        state = StepState.NOW if is_next and not step.state.is_over else step.state
        head.addWidget(Mark(state, self), 0, top)
        head.addWidget(WrapText(step.plan.text, "strong", "text", self), 1)
        if step.run.person:
            person = Avatar(step.run.person, 20, self)
            person.setToolTip(on_step(step))
            head.addWidget(person, 0, top)
        self._timer = Label("", "meta", "text3", self)
        head.addWidget(self._timer, 0, top)
        return head

    def minimumSizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(240), super().minimumSizeHint().height())

    def tick(self, now: datetime) -> None:
        step = self.step
        first = step.run.person.split()[0] if step.run.person else ""
        self._timer.setText(" · ".join(part for part in (first, beside_usual(step, now)) if part))
        self._timer.set_look(color="warn" if is_late(step, now) else "text3")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = theme_of(self)
        with painting(self) as painter:
            bar = QRectF(0, 0, theme.sp(3), self.height())
            rounded(painter, bar, theme.sp(1), theme.color("accent"))


class StepButtons(QWidget):
    marked = Signal(object)
    escalate_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        gap = theme_of(self).sp(6)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme_of(self).sp(10), gap, theme_of(self).sp(10), 0)
        row.setSpacing(gap)
        done = Button(tr("Done"), "tinted", "check", ("Space",), self, height=28)
        done.clicked.connect(lambda: self.marked.emit(StepState.DONE))
        failed = Button(tr("Did not work"), "secondary", parent=self, height=28)
        failed.setToolTip(tr("Did not work (X)"))
        failed.clicked.connect(lambda: self.marked.emit(StepState.FAILED))
        escalate = Button(tr("Escalate"), "quiet", "arrow-up-right", parent=self, height=28)
        escalate.setToolTip(tr("Call the next person of the runbook (E)"))
        escalate.clicked.connect(self.escalate_requested)
        row.addWidget(done)
        row.addWidget(failed)
        row.addStretch(1)
        row.addWidget(escalate)
        self._buttons = (done, failed, escalate)

    def minimumSizeHint(self) -> QSize:
        """Of its narrow form, which `resizeEvent` chooses."""
        return QSize(theme_of(self).sp(240), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        done, failed, escalate = self._buttons
        escalate.set_label(tr("Escalate"))
        gaps = 2 * theme_of(self).sp(10) + 3 * theme_of(self).sp(6)
        wanted = sum(button.sizeHint().width() for button in (done, failed, escalate)) + gaps
        if wanted > self.width():
            escalate.set_label("")
        escalate.setAccessibleName(tr("Escalate"))


def _first_lines(detail: str) -> str:
    """What stands before the first code or list; the page shows the rest."""
    paragraph = detail.strip().split("\n\n")[0]
    return " ".join(paragraph.replace("`", "").replace("*", "").split())
