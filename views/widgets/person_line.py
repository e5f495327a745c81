"""A line that takes a person's name, with the people known beneath it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from views.theme import theme_of
from views.tongue import tr
from views.widgets.avatar import paint_avatar
from views.widgets.line_input import LineInput
from views.widgets.painted import painting, rounded

MOST_SHOWN = 4
_ROW = 34


@dataclass(frozen=True, slots=True)
class Choice:
    """`beside` is what speaks for this person: an area, `on call`."""

    name: str
    beside: str = ""


def matching(typed: str, choices: Sequence[Choice]) -> list[Choice]:
    """Those with a word that begins as typed first, then those that hold it anywhere."""
    wanted = typed.strip().casefold()
    if not wanted:
        return list(choices)
    starts, holds = [], []
    for choice in choices:
        words = f"{choice.name} {choice.beside}".casefold().split()
        if choice.name.casefold().startswith(wanted) or any(w.startswith(wanted) for w in words):
            starts.append(choice)
        elif wanted in choice.name.casefold():
            holds.append(choice)
    return starts + holds


class _Rows(QWidget):
    picked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Choice] = []
        self.at = 0
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("People"))

    def show_rows(self, rows: Sequence[Choice]) -> None:
        self.rows, self.at = list(rows), 0
        self.updateGeometry()
        self.update()

    def step(self, by: int) -> None:
        if self.rows:
            self.at = max(0, min(len(self.rows) - 1, self.at + by))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, theme_of(self).sp(_ROW) * MOST_SHOWN)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        n = int(event.position().y()) // theme_of(self).sp(_ROW)
        if 0 <= n < len(self.rows):
            self.picked.emit(self.rows[n].name)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        height = theme.sp(_ROW)
        middle = Qt.AlignmentFlag.AlignVCenter
        with painting(self) as painter:
            for n, choice in enumerate(self.rows):
                box = QRectF(0, n * height, self.width(), height)
                if n == self.at:
                    rounded(painter, box, theme.sp(6), theme.color("selected"))
                side = theme.sp(22)
                top = box.center().y() - side / 2
                paint_avatar(painter, theme, QRectF(theme.sp(8), top, side, side), choice.name)
                x = theme.sp(8) + side + theme.sp(9)
                painter.setFont(theme.font("strong"))
                painter.setPen(theme.color("text"))
                words = box.adjusted(x, 0, -theme.sp(10), 0)
                painter.drawText(words, middle, choice.name)
                words.setLeft(
                    x + painter.fontMetrics().horizontalAdvance(choice.name) + theme.sp(8)
                )
                painter.setFont(theme.font("meta"))
                painter.setPen(theme.color("text3"))
                beside = painter.fontMetrics().elidedText(
                    choice.beside, Qt.TextElideMode.ElideRight, int(words.width())
                )
                painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, beside)


class PersonLine(QWidget):
    """A name that nobody knows is taken too. Up and Down choose, Enter takes the one chosen."""

    changed = Signal(str)
    settled = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices: Sequence[Choice] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme_of(self).sp(6))
        self.line: QLineEdit = LineInput(name, tr("A name"), "user", parent=self, height=38)
        self._rows = _Rows(self)
        column.addWidget(self.line)
        column.addWidget(self._rows)
        self.line.textEdited.connect(self._typed)
        self.line.installEventFilter(self)
        self._rows.picked.connect(self._take)

    def offer(self, choices: Sequence[Choice], text: str = "") -> None:
        self._choices = choices
        self.line.setText(text)
        self._rows.show_rows(matching(text, choices)[:MOST_SHOWN])

    def name(self) -> str:
        return self.line.text().strip()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent):
            pressed = event.type() is QEvent.Type.KeyPress
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            by = steps.get(Qt.Key(event.key()))
            if pressed and by is not None:
                self._rows.step(by)
                return True
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if pressed and enter and plain:
                rows = self._rows.rows
                self._take(rows[self._rows.at].name if rows else self.name())
                return True
        return False

    def _typed(self, words: str) -> None:
        self._rows.show_rows(matching(words, self._choices)[:MOST_SHOWN])
        self.changed.emit(words.strip())

    def _take(self, name: str) -> None:
        if name:
            self.line.setText(name)
            self._rows.show_rows(matching(name, self._choices)[:MOST_SHOWN])
            self.changed.emit(name)
            self.settled.emit(name)
