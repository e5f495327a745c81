"""How a step went: it worked, it did not, or it is skipped and why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.domain.runbook import StepState
from views.runbooks.states import StepView
from views.runbooks.words import on_step
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.avatar import Avatar
from views.widgets.button import Button
from views.widgets.label import Label
from views.widgets.line_input import LineInput

_WHOLE_WORDS_FROM = 600
_WHY = mark("Say in a few words why; the timeline keeps it.")


class _Reason(LineInput):
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class StepFoot(QWidget):
    """`marked` carries the state and the reason, "" where none is needed."""

    marked = Signal(object, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = False
        theme = theme_of(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._usual = QWidget(self)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._usual)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(theme.sp(8))
        self._both.addLayout(self._buttons())
        self._both.addStretch(1)
        self._holder = self._who()
        self._both.addWidget(self._holder)
        column.addWidget(self._usual)
        self._asking = self._ask()
        column.addWidget(self._asking)
        self._asking.hide()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme_of(self).sp(8))
        box = self._usual
        self.done = Button(
            tr("It worked, next step"), "primary", "check", ("Space",), box, height=38
        )
        self.failed = Button(tr("Did not work"), "secondary", "x", ("X",), box, height=38)
        self.skip = Button(tr("Skip with a reason"), "quiet", "skip-forward", parent=box, height=38)
        self.done.clicked.connect(lambda: self.marked.emit(StepState.DONE, ""))
        self.failed.clicked.connect(lambda: self.marked.emit(StepState.FAILED, ""))
        self.skip.clicked.connect(self.ask_reason)
        for button in (self.done, self.failed, self.skip):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _who(self) -> QWidget:
        holder = QWidget(self._usual)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).sp(8))
        self._face = Avatar("", 22, holder)
        self._on_step = Label("", "meta", "text2", holder)
        self.take = Button(tr("Take this step"), "quiet", "hand-pointing", parent=holder)
        self.take.clicked.connect(lambda: self.marked.emit(StepState.NOW, ""))
        for widget in (self._face, self._on_step, self.take):
            row.addWidget(widget)
        row.addStretch(1)
        return holder

    def _ask(self) -> QWidget:
        theme = theme_of(self)
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sp(8))
        self.reason = _Reason(
            tr("Why is this step skipped"),
            tr("Why is this step skipped?"),
            parent=holder,
            height=38,
        )
        self.reason.returnPressed.connect(self._skip)
        self.reason.left.connect(self.stop_asking)
        self.reason.textEdited.connect(lambda _: self.reason.set_wrong(""))
        skip = Button(tr("Skip step"), "tinted", "skip-forward", ("Enter",), holder, height=38)
        skip.clicked.connect(self._skip)
        cancel = Button(tr("Cancel"), "quiet", keys=("Esc",), parent=holder, height=38)
        cancel.clicked.connect(self.stop_asking)
        row.addWidget(self.reason, 1)
        row.addWidget(skip)
        row.addWidget(cancel)
        return holder

    def show_step(self, step: StepView, *, last: bool) -> None:
        self._last = last
        self._label()
        taken = bool(step.run.person) and not step.state.is_over
        self._face.setVisible(taken)
        self._on_step.setVisible(taken)
        self.take.setVisible(not taken and not step.state.is_over)
        self._face.set_name(step.run.person)
        self._on_step.setText(on_step(step))
        self._turn()

    def _label(self) -> None:
        """Where there is little room the button says only what it marks."""
        whole = tr("It worked, finish") if self._last else tr("It worked, next step")
        roomy = self.width() >= theme_of(self).sp(_WHOLE_WORDS_FROM)
        self.done.set_label(whole if roomy else tr("It worked"))
        self.done.setAccessibleName(whole)

    def ask_reason(self) -> None:
        self._usual.hide()
        self._asking.show()
        self.reason.clear()
        self.reason.set_wrong("")
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_asking(self) -> None:
        if self._asking.isVisible():
            self._asking.hide()
            self._usual.show()
            self.left.emit()

    def _skip(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self.reason.set_wrong(tr(_WHY))
            self.reason.setPlaceholderText(_WHY)
            return
        self.stop_asking()
        self.marked.emit(StepState.SKIPPED, reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._label()
        self._turn()

    def _turn(self) -> None:
        """Who is on the step stands beside the buttons where both fit, else over them."""
        theme, edges = theme_of(self), self.contentsMargins()
        parts = (self.done, self.failed, self.skip, self._holder)
        wanted = sum(part.sizeHint().width() + theme.sp(8) for part in parts) + theme.sp(8)
        wide = self.width() - edges.left() - edges.right() >= wanted
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.BottomToTop
        if self._both.direction() is not way:
            self._both.setDirection(way)
