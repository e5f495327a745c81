"""One step of a run, whole: what to do, what should be seen, and what was."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from models.domain.runbook import RunbookStep, StepState
from views.runbooks.command_block import CommandBlock
from views.runbooks.link_bar import LinkBar
from views.runbooks.markdown import MarkdownText
from views.runbooks.scroll import Scroll
from views.runbooks.states import RunView, StepNote, StepView
from views.runbooks.step_foot import StepFoot
from views.runbooks.words import Next, after_failure, clock_words, is_late, usual_words
from views.theme import theme_of
from views.tongue import tr
from views.widgets.button import Button
from views.widgets.label import Label
from views.widgets.line_input import LineInput
from views.widgets.panel import Icon, Surface
from views.widgets.segments import Segment, Segments
from views.widgets.wrap import WrapText

_CARDS_SIDE_BY_SIDE_FROM = 520
_AS, _NOT_AS = "as", "not"


class _Card(Surface):
    """A heading and what the runbook says under it."""

    def __init__(self, title: str, icon: str, parent: QWidget) -> None:
        super().__init__("raised", "raised", 8, parent)
        theme = theme_of(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.sp(14), theme.sp(10), theme.sp(14), theme.sp(12))
        column.setSpacing(theme.sp(5))
        column.addWidget(Label(title, "label", "text2", self))
        row = QHBoxLayout()
        row.setSpacing(theme.sp(9))
        row.addWidget(Icon(icon, "text3", 15, self), 0, Qt.AlignmentFlag.AlignTop)
        self._words = WrapText("", "body", "text", self)
        row.addWidget(self._words, 1)
        column.addLayout(row)
        column.addStretch(1)

    def say(self, words: str) -> None:
        self._words.set_text(words)
        self.setVisible(bool(words))


class StepPage(Surface):
    """What is typed for a step is kept while others are looked at, until it is marked."""

    marked = Signal(int, object, object)
    went_on = Signal(int)
    copied = Signal(str)
    attached = Signal(int, str)
    escalate_requested = Signal()
    link_opened = Signal(str)
    typing_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        theme = theme_of(self)
        self._step: StepView | None = None
        self._plan: RunbookStep | None = None
        self._then: Next | None = None
        self._drafts: dict[int, tuple[str, str, str]] = {}
        pad = theme.sp(22)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.sp(14), 0, theme.sp(16))
        column.setSpacing(theme.sp(12))
        self._scroll = Scroll(self)
        self.content = self._scroll.column
        self.content.setContentsMargins(pad, 0, pad, 0)
        self.content.setSpacing(theme.sp(10))
        column.addWidget(self._scroll, 1)
        self._fill_content()
        self.foot = StepFoot(self)
        self.foot.setContentsMargins(pad, 0, pad, 0)
        self.foot.marked.connect(self._mark)
        self.foot.left.connect(self.typing_left)
        column.addWidget(self.foot)

    def _fill_content(self) -> None:
        holder = self._scroll.holder
        self.content.addLayout(self._head())
        self._name = WrapText("", "display", "text", holder)
        self.content.addWidget(self._name)
        self._then_card = self._make_then()
        self.content.addWidget(self._then_card)
        self._detail = MarkdownText("", holder)
        self.content.addWidget(self._detail)
        self._link_bar = LinkBar(holder)
        self._link_bar.opened.connect(self.link_opened)
        self._detail.link_asked.connect(self._link_bar.ask)
        self.content.addWidget(self._link_bar)
        self._run_label = Label(tr("Run"), "label", "text2", holder)
        self.content.addWidget(self._run_label)
        self._commands = QWidget(holder)
        self._command_column = QVBoxLayout(self._commands)
        self._command_column.setContentsMargins(0, 0, 0, 0)
        self._command_column.setSpacing(theme_of(self).sp(8))
        self.content.addWidget(self._commands)
        self._cards = QWidget(holder)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._cards)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(theme_of(self).sp(10))
        self._see = _Card(tr("What you should see"), "eye", self._cards)
        self._if_not = _Card(tr("If it does not work"), "arrow-right", self._cards)
        self._both.addWidget(self._see, 1)
        self._both.addWidget(self._if_not, 1)
        self.content.addWidget(self._cards)
        self._observe()
        self._paste()

    def _head(self) -> QHBoxLayout:
        theme, holder = theme_of(self), self._scroll.holder
        head = QHBoxLayout()
        head.setSpacing(theme.sp(7))
        self._where = Label("", "label", "accent", holder)
        head.addWidget(self._where)
        head.addStretch(1)
        self._timer_icon = Icon("timer", "text3", 15, holder)
        self._timer = Label("", "title", "text", holder)
        self._usual = Label("", "body", "text3", holder)
        for widget in (self._timer_icon, self._timer, self._usual):
            head.addWidget(widget)
        return head

    def _make_then(self) -> Surface:
        theme = theme_of(self)
        card = Surface("badbg", "badbg", 8, self._scroll.holder)
        column = QVBoxLayout(card)
        column.setContentsMargins(theme.sp(14), theme.sp(10), theme.sp(14), theme.sp(12))
        column.setSpacing(theme.sp(6))
        self._then_name = WrapText("", "strong", "text", card)
        self._then_words = WrapText("", "body", "text", card)
        self.then = Button("", "secondary", "arrow-right", ("Enter",), card)
        self.then.clicked.connect(self.go_on)
        row = QHBoxLayout()
        row.addWidget(self.then)
        row.addStretch(1)
        column.addWidget(self._then_name)
        column.addWidget(self._then_words)
        column.addLayout(row)
        card.hide()
        return card

    def _observe(self) -> None:
        holder = self._scroll.holder
        self.content.addWidget(Label(tr("What you saw"), "label", "text2", holder))
        row = QHBoxLayout()
        row.setSpacing(theme_of(self).sp(10))
        self.observed = LineInput(tr("What you saw"), tr("Such as: errors at 0.4%"), parent=holder)
        choices = (Segment(_AS, tr("As expected")), Segment(_NOT_AS, tr("Not as expected")))
        self.match = Segments(choices, holder, framed=False)
        row.addWidget(self.observed, 1)
        row.addWidget(self.match)
        self.content.addLayout(row)

    def _paste(self) -> None:
        theme, holder = theme_of(self), self._scroll.holder
        row = QHBoxLayout()
        row.addWidget(Label(tr("Output"), "label", "text2", holder))
        row.addStretch(1)
        self.attach = Button(
            tr("Attach to timeline"), "quiet", "paperclip", parent=holder, height=28
        )
        self.attach.clicked.connect(self._attach)
        row.addWidget(self.attach)
        self.content.addLayout(row)
        self.output = QPlainTextEdit(holder)
        self.output.setAccessibleName(tr("Output"))
        self.output.setPlaceholderText(tr("Paste what the command printed"))
        self.output.setFont(theme.font("mono_small"))
        self.output.setTabChangesFocus(True)
        self.output.setMinimumHeight(theme.sp(110))
        self.output.textChanged.connect(self._show_attach)
        self.content.addWidget(self.output, 1)
        self._show_attach()

    # What is shown

    def show_step(self, view: RunView, step: StepView, now: datetime) -> None:
        if self._plan != step.plan:
            self._keep_draft()
            self._plan = step.plan
            self._show_plan(step.plan)
            self._load_draft(step)
        self._step = step
        names = [each.n for each in view.steps]
        last = step.n == names[-1]
        self._where.setText(
            tr("Step {step} of {steps}", step=names.index(step.n) + 1, steps=len(names))
        )
        self.foot.show_step(step, last=last)
        self._show_then(after_failure(view))
        self.tick(now)

    def _show_plan(self, plan: RunbookStep) -> None:
        self._name.set_text(plan.text)
        self._detail.set_markdown(plan.detail)
        self._detail.setVisible(bool(plan.detail.strip()))
        self._link_bar.hide()
        while self._command_column.count():
            item = self._command_column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for command in plan.commands:
            block = CommandBlock(command, self._commands, roomy=True)
            block.copied.connect(self.copied)
            self._command_column.addWidget(block)
        self._commands.setVisible(bool(plan.commands))
        self._run_label.setVisible(bool(plan.commands))
        self._see.say(plan.expected)
        self._if_not.say(plan.if_not)
        self._cards.setVisible(bool(plan.expected or plan.if_not))
        self._scroll.verticalScrollBar().setValue(0)

    def _show_then(self, then: Next | None) -> None:
        self._then = then
        self._then_card.setVisible(then is not None)
        if then is None:
            return
        self._then_name.set_text(tr("Step {failed} did not work", failed=then.failed))
        self._then_words.set_text(then.words)
        self.then.set_label(
            tr("Escalate") if then.step is None else tr("Go on with step {step}", step=then.step)
        )

    def tick(self, now: datetime) -> None:
        if self._step is None:
            return
        clock = clock_words(self._step, now)
        usual = usual_words(self._step)
        self._timer.setText(clock)
        self._timer.setVisible(bool(clock))
        self._timer.set_look(color="warn" if is_late(self._step, now) else "text")
        self._usual.setText(usual if clock else usual.removeprefix("of "))
        self._timer_icon.setVisible(bool(clock or usual))

    # What a person does

    @property
    def has_next_offer(self) -> bool:
        return self._then is not None

    def go_on(self) -> None:
        """What the runbook says after a step that did not work."""
        if self._then is None:
            return
        if self._then.step is None:
            self.escalate_requested.emit()
        else:
            self.went_on.emit(self._then.step)

    def mark(self, state: StepState) -> None:
        self._mark(state, "")

    def copy(self) -> None:
        if self._plan is not None and self._plan.commands:
            self.copied.emit(self._plan.commands[0])

    def _mark(self, state: StepState, reason: str) -> None:
        if self._step is None:
            return
        mismatch = self.match.current() == _NOT_AS
        note = StepNote(self.observed.text().strip(), mismatch, reason)
        n = self._step.n
        if state.is_over:
            self._plan = None
            self._drafts.pop(n, None)
        self.marked.emit(n, state, note)

    def _keep_draft(self) -> None:
        if self._plan is not None:
            written = (self.observed.text(), self.match.current(), self.output.toPlainText())
            self._drafts[self._plan.n] = written

    def _load_draft(self, step: StepView) -> None:
        usual = (step.run.observed, _NOT_AS if step.run.mismatch else _AS, "")
        observed, match, output = self._drafts.get(step.n, usual)
        self.observed.setText(observed)
        self.match.set_current(match)
        self.output.setPlainText(output)

    def _attach(self) -> None:
        if self._step is not None:
            self.attached.emit(self._step.n, self.output.toPlainText())
            self.output.clear()

    def _show_attach(self) -> None:
        self.attach.setEnabled(bool(self.output.toPlainText().strip()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme_of(self).sp(_CARDS_SIDE_BY_SIDE_FROM)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._both.direction() is not way:
            self._both.setDirection(way)
