"""The runbook in the room: what is done, the step to do now, and what comes."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from models.domain.runbook import StepState
from views import text
from views.runbooks.marks import ProgressBar
from views.runbooks.open_step import OpenStep
from views.runbooks.scroll import Scroll
from views.runbooks.states import Offer, RunView, StepNote, with_mark
from views.runbooks.step_list import ShortRow
from views.runbooks.words import Next, after_failure, present, spoken
from views.shortcuts import caps
from views.theme import theme_of
from views.tongue import tr
from views.widgets.button import Button
from views.widgets.elide import ElideLabel
from views.widgets.empty import EmptyState
from views.widgets.label import Label
from views.widgets.panel import Icon, Panel, Surface
from views.widgets.wrap import WrapText


class RunbookPanel(Panel):
    """It has the keyboard itself: Space, X, C, E, J, K and Enter work anywhere inside it. A mark
    is shown at once; `show_run` then brings what was kept."""

    start_requested = Signal(str)
    step_marked = Signal(int, object)
    copied = Signal(str)
    escalate_requested = Signal()
    page_requested = Signal()

    def __init__(
        self, now: Callable[[], datetime], person: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Runbook"), "list-numbers", caps("runbook")[0], parent)
        self._now = now
        self._person = person
        self._view: RunView | None = None
        self._offers: tuple[Offer, ...] = ()
        self._cursor = 0
        self._open: OpenStep | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme = theme_of(self)
        self._top = QWidget(self)
        column = QVBoxLayout(self._top)
        column.setContentsMargins(0, 0, 0, theme.sp(4))
        column.setSpacing(theme.sp(5))
        row = QHBoxLayout()
        row.setSpacing(theme.sp(8))
        self._name = ElideLabel("", "label", "text2", self._top)
        self._count_words = Label("", "label", "text", self._top)
        row.addWidget(self._name, 1)
        row.addWidget(self._count_words)
        column.addLayout(row)
        self._progress = ProgressBar(self._top)
        column.addWidget(self._progress)
        self.body.addWidget(self._top)
        self._scroll = Scroll(self)
        self._scroll.column.setSpacing(theme.sp(2))
        self.body.addWidget(self._scroll, 1)
        self.setMinimumHeight(theme.sp(180))
        self.page = Button(tr("Open"), "quiet", "arrow-square-out", parent=self, height=26)
        self.page.setAccessibleName(tr("Open the runbook's page"))
        self.page.setToolTip(tr("Open the runbook's page (Enter)"))
        self.page.clicked.connect(self.page_requested)
        self.head.addWidget(self.page)
        self._show()

    def show_run(self, view: RunView | None, offers: Sequence[Offer]) -> None:
        same_run = view is not None and self._view is not None and view.uid == self._view.uid
        if (view, tuple(offers)) == (self._view, self._offers):
            return
        before = present(self._view) if self._view else None
        after = present(view) if view else None
        moved = (before.n if before else 0) != (after.n if after else 0)
        if not same_run or moved:
            self._cursor = 0
        self._view, self._offers = view, tuple(offers)
        self._show()

    def tick(self, now: datetime) -> None:
        if self._open is not None:
            self._open.tick(now)

    @property
    def at(self) -> int:
        """The step that the keys mean, 0 where there is none."""
        if self._view is None or not self._view.steps:
            return 0
        if self._view.step(self._cursor) is not None:
            return self._cursor
        at = present(self._view)
        return at.n if at else 0

    def start(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What is shown

    def _show(self) -> None:
        focus = QApplication.focusWidget()
        foot = self._open.foot if self._open is not None else None
        if focus is not None and (
            self._scroll.isAncestorOf(focus) or (foot is not None and foot.isAncestorOf(focus))
        ):
            # What had the keyboard goes away with the old rows.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        if foot is not None:
            self.body.removeWidget(foot)
            foot.hide()
            foot.deleteLater()
        self._open = None
        self._scroll.empty()
        self._top.setVisible(self._view is not None)
        self.page.setVisible(self._view is not None)
        if self._view is not None:
            self._show_steps(self._view)
        else:
            self._show_offers()
        self._scroll.column.setSpacing(theme_of(self).sp(2 if self._view else 8))
        self._describe()

    def _show_steps(self, view: RunView) -> None:
        self._name.set_text(view.title)
        self._count_words.setText(tr("{over} of {steps}", over=view.over, steps=len(view.steps)))
        self._progress.set_progress(view.over, len(view.steps))
        now, cursor = self._now(), self.at
        at = present(view)
        column = self._scroll.column
        then = after_failure(view)
        for step in view.steps:
            is_next = at is not None and step.n == at.n
            if then is not None and step.n == then.failed + 1:
                self._scroll.add(self._then_card(then))
                then = None
            if step.n == cursor:
                self._open = OpenStep(step, now, self._scroll.holder, is_next=is_next)
                self.body.addWidget(self._open.foot)
                self._open.foot.show()
                self._open.marked.connect(self._mark)
                self._open.copied.connect(self.copied)
                self._open.escalate_requested.connect(self.escalate_requested)
                self._scroll.add(self._open)
            else:
                row = ShortRow(step, self._scroll.holder)
                row.is_next = is_next
                row.clicked.connect(lambda _=False, n=step.n: self._move_to(n))
                self._scroll.add(row)
        if then is not None:
            self._scroll.add(self._then_card(then))
        elif at is None:
            self._scroll.add(self._over_card(view))
        if view.escalated_at is not None:
            words = tr(
                "Escalated at {time} UTC", time=text.clock_time(view.escalated_at, seconds=False)
            )
            self._scroll.add(Label(words, "meta", "text3", self._scroll.holder))
        column.addStretch(1)
        if self._open is not None:
            self._scroll.reveal(self._open)

    def _then_card(self, then: Next) -> Surface:
        card, column = self._card()
        title = tr("Step {failed} did not work", failed=then.failed)
        column.addWidget(_line("x", "bad", title, "strong", card))
        column.addWidget(WrapText(then.words, "body", "text2", card))
        row = QHBoxLayout()
        if then.step is not None:
            words, act = tr("Go on with step {step}", step=then.step), self._go_on
        else:
            words, act = tr("Escalate"), self.escalate_requested.emit
        button = Button(words, "tinted", "arrow-right", ("Enter",), card, height=28)
        button.clicked.connect(act)
        row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        return card

    def _over_card(self, view: RunView) -> Surface:
        card, column = self._card()
        failed = sum(step.state is StepState.FAILED for step in view.steps)
        words = tr("Every step is over")
        if failed:
            words = tr("Every step is over, {failed} did not work", failed=failed)
        column.addWidget(_line("check-circle", "ok", words, "strong", card))
        row = QHBoxLayout()
        escalate = Button(tr("Escalate"), "quiet", "arrow-up-right", ("E",), card, height=28)
        escalate.clicked.connect(self.escalate_requested)
        row.addWidget(escalate)
        row.addStretch(1)
        column.addLayout(row)
        return card

    def _card(self) -> tuple[Surface, QVBoxLayout]:
        theme = theme_of(self)
        card = Surface("raised", "line2", 8, self._scroll.holder)
        column = QVBoxLayout(card)
        column.setContentsMargins(*[theme.sp(10)] * 4)
        column.setSpacing(theme.sp(6))
        return card, column

    def _show_offers(self) -> None:
        column = self._scroll.column
        if not self._offers:
            empty = EmptyState("list-numbers", tr("No runbook fits yet"), "", self._scroll.holder)
            empty.say(
                tr("No runbook fits yet"), tr("Alerts and the title are matched as they come.")
            )
            column.addWidget(empty, 1)
            return
        for n, offer in enumerate(self._offers):
            self._scroll.add(self._offer_card(offer, best=n == 0))
        column.addStretch(1)

    def _offer_card(self, offer: Offer, *, best: bool) -> Surface:
        card, column = self._card()
        card.set_colors("raised" if best else "surface", "line2" if best else "line")
        column.addWidget(WrapText(offer.title, "strong", "text", card))
        for reason in offer.reasons:
            column.addWidget(_line("check", "text3", reason, "meta", card))
        row = QHBoxLayout()
        kind = "tinted" if best else "secondary"
        keys = ("Enter",) if best else ()
        start = Button(tr("Start runbook"), kind, "play", keys, card, height=28)
        start.setAccessibleName(tr("Start runbook {title}", title=offer.title))
        start.clicked.connect(lambda: self.start_requested.emit(offer.uid))
        row.addWidget(start)
        row.addStretch(1)
        column.addLayout(row)
        return card

    def _describe(self) -> None:
        here = self._view.step(self.at) if self._view else None
        self.setAccessibleDescription(spoken(here) if here else "")

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._keys().get(Qt.Key(event.key()))
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if act is None or held:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat() or event.key() in _REPEATED:
            act()

    def _keys(self) -> dict[Qt.Key, Callable[[], object]]:
        key = Qt.Key
        if self._view is None:
            return {key.Key_Return: self._enter, key.Key_Enter: self._enter}
        return {
            key.Key_Space: lambda: self._mark(StepState.DONE),
            key.Key_X: lambda: self._mark(StepState.FAILED),
            key.Key_C: self._copy,
            key.Key_E: self.escalate_requested.emit,
            key.Key_J: lambda: self._move(1),
            key.Key_Down: lambda: self._move(1),
            key.Key_K: lambda: self._move(-1),
            key.Key_Up: lambda: self._move(-1),
            key.Key_Return: self._enter,
            key.Key_Enter: self._enter,
        }

    def _enter(self) -> None:
        """What is offered first: to start, to go on after a failure, else the page."""
        if self._view is None:
            if self._offers:
                self.start_requested.emit(self._offers[0].uid)
            return
        then = after_failure(self._view)
        if then is None:
            self.page_requested.emit()
        elif then.step is None:
            self.escalate_requested.emit()
        else:
            self._go_on()

    def _go_on(self) -> None:
        then = after_failure(self._view) if self._view else None
        if then is not None and then.step is not None:
            self._cursor = then.step
            self._mark(StepState.NOW)

    def _mark(self, state: StepState) -> None:
        n = self.at
        if not n or self._view is None:
            return
        note = StepNote()
        self._view = with_mark(self._view, n, state, note, self._now(), self._person)
        self._cursor = 0
        self._show()
        self.step_marked.emit(n, state)

    def _copy(self) -> None:
        step = self._view.step(self.at) if self._view else None
        if step is not None and step.plan.commands:
            self.copied.emit(step.plan.commands[0])

    def _move(self, by: int) -> None:
        if self._view is None or not self._view.steps:
            return
        order = [step.n for step in self._view.steps]
        at = order.index(self.at) if self.at in order else len(order)
        self._move_to(order[max(0, min(len(order) - 1, at + by))])

    def _move_to(self, n: int) -> None:
        if n != self.at:
            self._cursor = n
            self._show()

    # The ring

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.set_ringed(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.set_ringed(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_scroll"):
            self._show()


_REPEATED = (Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_Down, Qt.Key.Key_Up)
"""A key held down moves on; a step is marked once."""


def _line(icon: str, ink: str, words: str, font: str, parent: QWidget) -> QWidget:
    theme = theme_of(parent)
    holder = QWidget(parent)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.sp(7))
    row.addWidget(Icon(icon, ink, 14, holder), 0, Qt.AlignmentFlag.AlignTop)
    color = "text" if font == "strong" else "text2"
    row.addWidget(WrapText(words, font, color, holder), 1)
    return holder
