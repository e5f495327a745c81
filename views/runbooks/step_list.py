"""The steps of a run, a row each."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from models.domain.runbook import StepState
from views.runbooks.marks import BOX, paint_mark
from views.runbooks.scroll import Scroll
from views.runbooks.states import StepView
from views.runbooks.words import STATE_WORDS, beside, spoken, took_words
from views.theme import Theme, theme_of
from views.tongue import tr
from views.widgets.painted import painting, rounded
from views.widgets.wrap import laid_out

_BAR = 3
_TEXT_INK = {StepState.NOT_STARTED: "text", StepState.NOW: "text", StepState.SKIPPED: "text3"}
_TOLD = (StepState.FAILED, StepState.SKIPPED)


class _Row(QAbstractButton):
    """A click chooses it; the keyboard belongs to what is around."""

    def __init__(self, step: StepView, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.step = step
        self.is_next = False
        self.say()

    def say(self) -> None:
        self.setAccessibleName(spoken(self.step))

    @property
    def shown_state(self) -> StepState:
        """The step to do now looks so before anybody took it up."""
        return StepState.NOW if self.is_next and not self.step.state.is_over else self.step.state


class ShortRow(_Row):
    """One line: the box and the words; what did not go well is told at the right."""

    def __init__(self, step: StepView, parent: QWidget) -> None:
        super().__init__(step, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(step.plan.text)

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.sp(160), theme.sp(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            if self.underMouse():
                rounded(painter, QRectF(self.rect()), theme.sp(6), theme.color("hover"))
            side = theme.sp(BOX - 1)
            box = QRectF(theme.sp(10), (self.height() - side) // 2, side, side)
            paint_mark(painter, theme, box, self.shown_state)
            x, right = box.right() + theme.sp(9), float(self.width() - theme.sp(8))
            if self.step.state in _TOLD:
                right = self._paint_state(painter, theme, right)
            painter.setFont(theme.font("body"))
            over = self.step.state is StepState.SKIPPED
            painter.setPen(theme.color("text3" if over else "text2"))
            shown = painter.fontMetrics().elidedText(
                self.step.plan.text, Qt.TextElideMode.ElideRight, int(right - x)
            )
            place = QRectF(x, 0, right - x, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_state(self, painter: QPainter, theme: Theme, right: float) -> float:
        words = STATE_WORDS[self.step.state]
        painter.setFont(theme.font("chip"))
        painter.setPen(theme.color("bad" if self.step.state is StepState.FAILED else "text3"))
        width = painter.fontMetrics().horizontalAdvance(words)
        place = QRectF(right - width, 0, width + 2, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        return right - width - theme.sp(8)


class StepRow(_Row):
    """Number, words, how long; under them what was seen."""

    def __init__(self, step: StepView, now: datetime, parent: QWidget) -> None:
        super().__init__(step, parent)
        self._now = now
        self._chosen = False
        self._ringed = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_chosen(self, chosen: bool, *, ringed: bool) -> None:
        if (chosen, ringed) != (self._chosen, self._ringed):
            self._chosen, self._ringed = chosen, ringed
            self.update()

    def tick(self, now: datetime) -> None:
        before, self._now = took_words(self.step, self._now), now
        if took_words(self.step, now) != before:
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        theme = theme_of(self)
        height = self._words_height(theme, width)
        under = beside(self.step)
        if under:
            height += laid_out(theme, under, "meta", self._under_width(theme, width))[1]
        return int(height) + theme.sp(18)

    def sizeHint(self) -> QSize:
        width = theme_of(self).sp(300)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            whole = QRectF(self.rect())
            if self._chosen:
                rounded(painter, whole, theme.sp(6), theme.color("selected"))
                bar = QRectF(0, 0, theme.sp(_BAR), self.height())
                rounded(painter, bar, theme.sp(1), theme.color("accent"))
                if self._ringed:
                    rounded(painter, whole, theme.sp(6), None, theme.color("focus"), 2)
            elif self.underMouse():
                rounded(painter, whole, theme.sp(6), theme.color("hover"))
            side = theme.sp(BOX)
            top = theme.sp(9)
            box = QRectF(theme.sp(12), top, side, side)
            paint_mark(painter, theme, box, self.shown_state)
            took = took_words(self.step, self._now)
            painter.setFont(theme.font("label"))
            painter.setPen(theme.color("text2"))
            width = painter.fontMetrics().horizontalAdvance(took)
            place = QRectF(self.width() - theme.sp(12) - width, top, width + 2, side)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, took)
            self._paint_words(painter, theme, top)

    def _paint_words(self, painter: QPainter, theme: Theme, top: float) -> None:
        x = theme.sp(12 + BOX + 12)
        painter.setPen(theme.color("text3"))
        number, line = laid_out(theme, f"{self.step.n}.", "body", self._number_width(theme))
        lift = max(0.0, (theme.sp(BOX) - line) / 2)
        number.draw(painter, QPointF(x, top + lift))
        painter.setPen(theme.color(_TEXT_INK.get(self.shown_state, "text2")))
        words, height = self._words(theme, self.width())
        words.draw(painter, QPointF(x + self._number_width(theme), top + lift))
        under = beside(self.step)
        if under:
            bad = self.step.state is StepState.FAILED or self.step.run.mismatch
            painter.setPen(theme.color("bad" if bad else "text3"))
            seen, _ = laid_out(theme, under, "meta", self._under_width(theme, self.width()))
            seen.draw(painter, QPointF(x, top + lift + height + 1))

    def _number_width(self, theme: Theme) -> int:
        return theme.sp(18 if self.step.n < 10 else 26)

    def _words(self, theme: Theme, width: int) -> tuple[QTextLayout, float]:
        left = theme.sp(12 + BOX + 12) + self._number_width(theme)
        right = theme.sp(12 if self.step.run.began_at is None else 92)
        return laid_out(theme, self.step.plan.text, "strong", width - left - right)

    def _words_height(self, theme: Theme, width: int) -> float:
        return self._words(theme, width)[1]

    def _under_width(self, theme: Theme, width: int) -> int:
        return width - theme.sp(12 + BOX + 12 + 12)


class StepList(Scroll):
    """All steps; the chosen one stays in sight. It takes the keyboard for the page around it."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Steps"))
        self.column.setSpacing(theme_of(self).sp(4))
        self._rows: dict[int, StepRow] = {}
        self._at = 0

    def show_steps(
        self, steps: Sequence[StepView], cursor: int, next_n: int, now: datetime
    ) -> None:
        """`next_n` is the step to do now, 0 where all are over."""
        if [row.step.n for row in self._rows.values()] != [step.n for step in steps]:
            self.empty()
            self._rows = {step.n: StepRow(step, now, self.holder) for step in steps}
            for row in self._rows.values():
                row.clicked.connect(lambda _=False, n=row.step.n: self.chosen.emit(n))
                self.add(row)
            self.column.addStretch(1)
        for step in steps:
            row = self._rows[step.n]
            if (row.step, row.is_next) != (step, step.n == next_n):
                row.step, row.is_next = step, step.n == next_n
                row.say()
                row.updateGeometry()
                row.update()
            row.set_chosen(step.n == cursor, ringed=self.hasFocus())
            row.tick(now)
        self._at = cursor
        here = self._rows.get(cursor)
        self.setAccessibleDescription(spoken(here.step) if here else "")
        if here is not None:
            self.reveal(here)

    def tick(self, now: datetime) -> None:
        for row in self._rows.values():
            row.tick(now)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring()

    def _ring(self) -> None:
        if self._at in self._rows:
            self._rows[self._at].set_chosen(chosen=True, ringed=self.hasFocus())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down choose a step; only the keys of a page scroll."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)
