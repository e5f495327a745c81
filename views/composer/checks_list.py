"""What the checks say, a line each: what holds, what had better be changed, what stops it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from views.composer.states import CheckLine
from views.theme import theme_of
from views.tongue import mark, ntr, told, tr
from views.widgets.button import Button
from views.widgets.label import Label
from views.widgets.panel import Icon, Surface

_LOOKS = {
    "ok": ("check-circle", "ok", "text2"),
    "warn": ("warning", "warn", "text"),
    "stop": ("warning-octagon", "bad", "text"),
}
SAYS_ICONS = {"ok": mark("holds"), "warn": mark("advice"), "stop": mark("stops it")}


class CheckRow(QWidget):
    """A line that speaks of a stretch of the text can be pressed to get there."""

    pressed = Signal(int, int)
    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = CheckLine("ok", "")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme_of(self).sp(2), 0, theme_of(self).sp(2))
        row.setSpacing(theme_of(self).sp(9))
        self._icon = Icon("check-circle", "ok", 15, self)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words = Label("", "body", "text2", self, wrap=True)
        row.addWidget(self._words, 1)
        self._ask = Button("", "quiet", parent=self, height=24)
        self._ask.clicked.connect(lambda: self.asked.emit(self._line.person))
        row.addWidget(self._ask, 0, Qt.AlignmentFlag.AlignTop)

    def show_line(self, line: CheckLine) -> None:
        if line == self._line and self._words.text():
            return
        self._line = line
        icon, color, ink = _LOOKS[line.kind]
        said = told(line.sentence)
        self._icon.set_icon(icon, color)
        self._words.setText(said)
        self._words.set_look(color=ink)
        self._ask.setVisible(bool(line.person))
        self._ask.set_label(tr("Ask {person}", person=line.person.split(" ")[0]))
        self.setAccessibleName(f"{tr(SAYS_ICONS[line.kind])}: {said}")
        leads = line.end > line.start
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if leads else Qt.FocusPolicy.NoFocus)
        shape = Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._go()
        else:
            super().keyPressEvent(event)

    def _go(self) -> None:
        if self._line.end > self._line.start:
            self.pressed.emit(self._line.start, self._line.end)


class ChecksList(Surface):
    """`shown_at` carries a stretch of the text, `asked` a person."""

    shown_at = Signal(int, int)
    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("raised", "raised", 8, parent)
        theme = theme_of(self)
        self.setAccessibleName(tr("Checks"))
        self._folded, self._most = False, 9
        self._lines: tuple[CheckLine, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.sp(14), theme.sp(8), theme.sp(14), theme.sp(8))
        self._column.setSpacing(0)
        self._rows: list[CheckRow] = []

    def set_room(self, most: int, *, folded: bool) -> None:
        """So many lines, for the text above them keeps its room; folded, what holds is one."""
        if (most, folded) != (self._most, self._folded):
            self._most, self._folded = most, folded
            self._show_rows()

    def show_lines(self, lines: Sequence[CheckLine]) -> None:
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self._show_rows()

    def _fewer(self, lines: list[CheckLine]) -> list[CheckLine]:
        """The worst, and how many there are beside."""
        worst = sorted(lines, key=lambda line: ("stop", "warn", "ok").index(line.kind))
        if self._most == 1:
            return worst[:1]
        kept = worst[: self._most - 1]
        return [*kept, CheckLine("warn", tr("{n} more", n=len(lines) - len(kept)))]

    def _show_rows(self) -> None:
        shown = list(self._lines)
        hold = [line for line in shown if line.kind == "ok"]
        if self._folded and len(hold) > 1:
            shown = [line for line in shown if line.kind != "ok"]
            words = ntr("{n} check holds", "{n} checks hold", len(hold))
            shown.insert(0, CheckLine("ok", words))
        if len(shown) > self._most:
            shown = self._fewer(shown)
        while len(self._rows) < len(shown):
            row = CheckRow(self)
            row.pressed.connect(self.shown_at)
            row.asked.connect(self.asked)
            self._rows.append(row)
            self._column.addWidget(row)
        for n, row in enumerate(self._rows):
            if n < len(shown):
                row.show_line(shown[n])
            row.setVisible(n < len(shown))
        self.setAccessibleDescription(". ".join(told(line.sentence) for line in shown))
