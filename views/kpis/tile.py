"""A tile: one number with its goal, its trend, and how much is behind it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from views.kpis.states import Tile
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.chip import Chip
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.panel import Icon, Surface
from views.widgets.spark import Spark

VERDICTS = {
    "good": (mark("On goal"), "ok", "okbg", "check"),
    "bad": (mark("Off goal"), "warn", "warnbg", "warning"),
}
_TRENDS = {"up": "trend-up", "down": "trend-down"}


class Opening(Surface):
    """A box that opens the number in it, by click, Enter or Space."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "line", 10, parent)
        self.name = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("Why this number?"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.name)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.name)

    def focusInEvent(self, event: object) -> None:
        self.set_ringed(True)

    def focusOutEvent(self, event: object) -> None:
        self.set_ringed(False)


class LargeTile(Opening):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sp = theme_of(self).sp
        column = QVBoxLayout(self)
        column.setContentsMargins(sp(14), sp(10), sp(14), sp(10))
        column.setSpacing(sp(4))
        head = QHBoxLayout()
        self._title = ElideLabel("", "strong", parent=self)
        self._chip = Chip("", parent=self)
        head.addWidget(self._title, 1)
        head.addWidget(self._chip)
        column.addLayout(head)
        middle = QHBoxLayout()
        middle.setSpacing(sp(6))
        self.value = Label("", "figure", parent=self)
        self._unit = Label("", "body", "text3", self)
        self._spark = Spark(self)
        middle.addWidget(self.value)
        middle.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        middle.addStretch(1)
        middle.addWidget(self._spark, 1)
        column.addLayout(middle)
        foot = QHBoxLayout()
        foot.setSpacing(sp(5))
        self._goal = ElideLabel("", "meta", "text3", self)
        self._trend = Icon("trend-up", "text3", 14, self)
        self._change = Label("", "label", "text2", self)
        foot.addWidget(self._goal, 1)
        foot.addWidget(self._trend)
        foot.addWidget(self._change)
        column.addLayout(foot)
        self._used = ElideLabel("", "meta", "text3", self)
        column.addWidget(self._used)

    def show_tile(self, tile: Tile) -> None:
        self.name = tile.name
        self._title.set_text(tile.title)
        self.value.setText(tile.value)
        self.value.set_look(font="figure" if tile.unit else "heading")
        self._unit.setText(tile.unit)
        self._goal.set_text(tile.goal)
        self._used.set_text(tile.used)
        self._spark.show_values(tile.spark)
        self._chip.setVisible(bool(tile.verdict))
        if tile.verdict:
            word, *look = VERDICTS[tile.verdict]
            self._chip.set_chip(tr(word), *look)
        color = {True: "ok", False: "warn", None: "text3"}[tile.better]
        self._trend.setVisible(bool(tile.trend))
        if tile.trend:
            self._trend.set_icon(_TRENDS[tile.trend], color)
        self._change.setText(tile.change)
        self._change.set_look(color=color)
        said = tr(VERDICTS[tile.verdict][0]) if tile.verdict else ""
        self.setAccessibleName(tile.title)
        parts = (tile.sentence, tile.goal, said, tile.change)
        self.setAccessibleDescription(". ".join(part.rstrip(".") for part in parts if part) + ".")


class SmallTile(Opening):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sp = theme_of(self).sp
        column = QVBoxLayout(self)
        column.setContentsMargins(sp(12), sp(6), sp(12), sp(6))
        column.setSpacing(sp(1))
        self._title = ElideLabel("", "meta", "text3", self)
        line = QHBoxLayout()
        line.setSpacing(sp(4))
        self.value = Label("", "title", parent=self)
        self._unit = Label("", "meta", "text3", self)
        self._used = ElideLabel("", "meta", "text3", self)
        line.addWidget(self.value)
        line.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._used, 1)
        column.addWidget(self._title)
        column.addLayout(line)

    def show_tile(self, tile: Tile) -> None:
        self.name = tile.name
        self._title.set_text(tile.title)
        self.value.setText(tile.value)
        self.value.set_look(font="title" if tile.unit else "body")
        self._unit.setText(tile.unit)
        self._used.set_text(tile.brief or tile.used)
        self.setAccessibleName(tile.title)
        self.setAccessibleDescription(tile.sentence)
