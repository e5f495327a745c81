"""Why this number: the formula, the rows behind it, and those that are not and why."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from views.kpis.chart_panel import SheetTable
from views.kpis.states import Explanation
from views.theme import theme_of
from views.tongue import tr
from views.widgets.button import Button
from views.widgets.dialog import DialogFrame
from views.widgets.label import Label

WIDTH, TALL = 940, 360


class ExplainDialog(DialogFrame):
    """`opened` carries the uid of the incident whose row was opened."""

    opened = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, WIDTH)
        self.state: Explanation | None = None
        self._title = Label("", "dialog_title", parent=self.surface)
        self._formula = Label("", "mono_small", "text2", self.surface, wrap=True)
        self._sentence = Label("", "body", "text2", self.surface, wrap=True)
        self.table = SheetTable(tr("The incidents behind this number"), self.surface)
        self.table.setMinimumHeight(theme_of(self).sp(TALL))
        self.table.cellDoubleClicked.connect(lambda row, _: self._open(row))
        self.table.installEventFilter(self)
        for widget in (self._title, self._formula, self._sentence, self.table):
            self.card.addWidget(widget)
        foot = QHBoxLayout()
        foot.addWidget(Label(tr("Enter opens the incident"), "meta", "text3", self.surface))
        foot.addStretch(1)
        close = Button(tr("Close"), "secondary", keys=("Esc",), parent=self.surface)
        close.clicked.connect(self.leave)
        self.rejected.connect(self.close_dialog)
        foot.addWidget(close)
        self.card.addLayout(foot)

    def show_explanation(self, state: Explanation) -> None:
        """Shown again while it is open, it keeps the row."""
        row = self.table.currentRow() if self.isVisible() else 0
        self.state = state
        self._title.setText(state.title)
        self._formula.setText(state.formula)
        self._sentence.setText(state.sentence)
        rows = [one.cells for one in state.rows]
        self.table.show_rows(state.heads, rows, [not one.used for one in state.rows])
        self.table.selectRow(min(max(row, 0), len(rows) - 1))
        if not self.isVisible():
            self.open(self.table)

    def leave(self) -> None:
        self.rejected.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and isinstance(event, QKeyEvent):
            pressed = event.type() is QEvent.Type.KeyPress
            if pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self.table.currentRow())
                return True
        return super().eventFilter(watched, event)

    def _open(self, row: int) -> None:
        if self.state is not None and 0 <= row < len(self.state.rows):
            self.leave()
            self.opened.emit(self.state.rows[row].uid)
