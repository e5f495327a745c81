"""What waits on the person looking, each with the one act that answers it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from views.theme import theme_of
from views.tongue import mark, told, tr
from views.widgets.button import Button
from views.widgets.label import Label
from views.widgets.panel import Icon, Panel

if TYPE_CHECKING:
    from models.domain.needs import Need

LOOKS: dict[str, tuple[str, str, str, str]] = {
    "handover": ("arrows-left-right", "accent", mark("Read the brief"), ""),
    "late_update": ("megaphone", "bad", mark("Write update"), ""),
    "update": ("megaphone", "warn", mark("Write update"), ""),
    "time_box": ("timer", "warn", mark("Mark done"), ""),
    "question": ("bell", "accent", mark("Take it"), mark("Not now")),
    "task": ("hand-tap", "accent", mark("Understood"), ""),
    "no_answer": ("bell-ringing", "warn", mark("Ask again"), ""),
    "conflict": ("git-merge", "warn", mark("Choose"), ""),
    "role_vacant": ("user-plus", "warn", mark("Assign"), ""),
    "long_duty": ("clock", "warn", mark("Line up handover"), ""),
    "approval": ("seal-check", "accent", mark("Approve"), mark("Read it")),
    "sent_back": ("arrow-left", "warn", mark("Open it"), ""),
    "unread": ("hourglass", "warn", mark("Open it"), ""),
    "delivery": ("question", "warn", mark("Look"), ""),
    "burn": ("trend-down", "warn", "", ""),
    "late_action": ("check-square", "warn", mark("Open"), ""),
    "came_back": ("arrows-clockwise", "warn", mark("Open"), ""),
    "review": ("calendar", "accent", mark("Open"), ""),
    "wide_span": ("users-three", "warn", "", ""),
}
"""Of each kind: icon, its colour, the act, and the act that turns it down."""
OFFERED = ("arrows-left-right", "warn", mark("They are here"), mark("Take back"))
"""An offer of command nobody has taken yet, at the desktop of who made it."""


def looks(need: Need) -> tuple[str, str, str, str]:
    return OFFERED if need.subject == "offer" else LOOKS[need.kind]


class NeedRow(QWidget):
    def __init__(self, need: Need, panel: NeedsPanel) -> None:
        super().__init__(panel)
        icon, color, verb, turn_down = looks(need)
        theme = theme_of(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.sp(2), 0, theme.sp(2))
        row.setSpacing(theme.sp(9))
        row.addWidget(Icon(icon, color, 16, self))
        said = told(need.text)
        words = Label(said, "strong", parent=self, wrap=True)
        row.addWidget(words, 1)
        self.buttons: list[Button] = []
        for verb_, yes in ((turn_down, False), (verb, True)):
            if verb_:
                label = tr(verb_)
                button = Button(label, "secondary" if yes else "quiet", parent=self, height=28)
                button.setAccessibleName(f"{label}: {said}")
                button.clicked.connect(lambda _=False, yes=yes: panel.answered.emit(need, yes))
                row.addWidget(button)
                self.buttons.append(button)

    def fit(self, width: int) -> None:
        """As tall as its words need at this width: a splitter asks only for the least height."""
        laid_out = self.layout()
        if laid_out is not None:
            self.setMinimumHeight(laid_out.totalHeightForWidth(width))


class NeedsPanel(Panel):
    """`answered` carries the Need and whether the person takes it (True) or turns it down."""

    answered = Signal(object, bool)

    def __init__(self, parent: QWidget, key: str | None = "Y") -> None:
        super().__init__(tr("Needs you"), "hand-tap", key, parent)
        self._needs: tuple[Need, ...] = ()
        self._rows: list[NeedRow] = []
        self._none = Label(tr("Nothing waits on you."), "body", "text3", self)
        self.body.addWidget(self._none)
        self.body.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_needs(self, needs: Sequence[Need]) -> None:
        if tuple(needs) == self._needs and (needs or not self._rows):
            return
        self._needs = tuple(needs)
        focused = any(_has_keyboard(row) for row in self._rows)
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [NeedRow(need, self) for need in needs]
        for n, row in enumerate(self._rows):
            self.body.insertWidget(n, row)
        self._fit_rows()
        self._none.setVisible(not needs)
        self.set_count(len(needs) or None)
        said = ". ".join(told(need.text) for need in needs)
        self.setAccessibleDescription(said or tr("Nothing waits on you."))
        if focused and self._rows:
            self.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        for row in self._rows:
            row.fit(self.width() - 2 * theme_of(self).sp(14))

    def start(self) -> None:
        """The keyboard goes to the first thing to answer."""
        for row in self._rows:
            if row.buttons:
                row.buttons[-1].setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def focused(self) -> Need | None:
        """The need whose row has the keyboard."""
        rows = zip(self._needs, self._rows, strict=True)
        return next((need for need, row in rows if _has_keyboard(row)), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_J: True, Qt.Key.Key_Down: True, Qt.Key.Key_K: False, Qt.Key.Key_Up: False}
        forward = by.get(Qt.Key(event.key()))
        if forward is None:
            super().keyPressEvent(event)
        else:
            self.focusNextPrevChild(forward)


def _has_keyboard(row: QWidget) -> bool:
    """Not only that it would have it, were it in the window that is looked at."""
    focus = QApplication.focusWidget()
    return focus is not None and row.isAncestorOf(focus)
