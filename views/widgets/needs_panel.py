"""What waits on the person looking, each with the one act that answers it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.domain.needs import Need
from views.theme import theme_of
from views.widgets.button import Button
from views.widgets.label import Label
from views.widgets.panel import Icon, Panel

LOOKS: dict[str, tuple[str, str, str, str]] = {
    "handover": ("arrows-left-right", "accent", "Read the brief", ""),
    "late_update": ("megaphone", "bad", "Write update", ""),
    "update": ("megaphone", "warn", "Write update", ""),
    "time_box": ("timer", "warn", "Mark done", ""),
    "question": ("bell", "accent", "Take it", "Not now"),
    "task": ("hand-tap", "accent", "Understood", ""),
    "no_answer": ("bell-ringing", "warn", "Ask again", ""),
    "conflict": ("git-merge", "warn", "Choose", ""),
    "role_vacant": ("user-plus", "warn", "Assign", ""),
    "long_duty": ("clock", "warn", "Line up handover", ""),
    "wide_span": ("users-three", "warn", "", ""),
}
"""Of each kind: icon, its colour, the act, and the act that turns it down."""
OFFERED = ("arrows-left-right", "warn", "They are here", "Take back")
"""An offer of command nobody has taken yet, at the desktop of who made it."""


def looks(need: Need) -> tuple[str, str, str, str]:
    return OFFERED if need.subject == "offer" else LOOKS[need.kind]


class NeedRow(QWidget):
    def __init__(self, need: Need, panel: "NeedsPanel") -> None:
        super().__init__(panel)
        icon, color, verb, turn_down = looks(need)
        theme = theme_of(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.sp(2), 0, theme.sp(2))
        row.setSpacing(theme.sp(9))
        row.addWidget(Icon(icon, color, 16, self))
        words = Label(need.text, "strong", parent=self, wrap=True)
        row.addWidget(words, 1)
        self.buttons: list[Button] = []
        for label, yes in ((turn_down, False), (verb, True)):
            if label:
                button = Button(label, "secondary" if yes else "quiet", parent=self, height=28)
                button.setAccessibleName(f"{label}: {need.text}")
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
        super().__init__("Needs you", "hand-tap", key, parent)
        self._needs: tuple[Need, ...] = ()
        self._rows: list[NeedRow] = []
        self._none = Label("Nothing waits on you.", "body", "text3", self)
        self.body.addWidget(self._none)
        self.body.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_needs(self, needs: Sequence[Need]) -> None:
        if tuple(needs) == self._needs and (needs or not self._rows):
            return
        self._needs = tuple(needs)
        focused = next((n for n, row in enumerate(self._rows) if row.focusWidget()), None)
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
        said = ". ".join(need.text for need in needs)
        self.setAccessibleDescription(said or "Nothing waits on you.")
        if focused is not None and self._rows:
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_J: True, Qt.Key.Key_Down: True, Qt.Key.Key_K: False, Qt.Key.Key_Up: False}
        forward = by.get(Qt.Key(event.key()))
        if forward is None:
            super().keyPressEvent(event)
        else:
            self.focusNextPrevChild(forward)
