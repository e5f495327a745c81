"""A chart in its panel: with a legend, a table of the same, and one sentence for who cannot see."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from views.kpis.states import Sheet
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.button import IconButton
from views.widgets.elide import ElideLabel
from views.widgets.empty import EmptyState
from views.widgets.label import Label
from views.widgets.painted import painting
from views.widgets.panel import Panel

PICTURES = (("png", mark("Picture (PNG)")), ("svg", mark("Drawing (SVG)")))
SHOW_TABLE, SHOW_CHART = mark("Show as table (T)"), mark("Show as chart (T)")


def why_button(name: str, parent: QWidget) -> IconButton:
    button = IconButton("question", tr("Why this number?"), parent)
    button.setAccessibleName(name)
    return button


_APART, _LEAST = 14, 90


class SheetTable(QTableWidget):
    """Rows of words, to read and to copy."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setFrameShape(self.Shape.NoFrame)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

    def show_rows(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], faint: Sequence[bool] = ()
    ) -> None:
        theme = theme_of(self)
        self.clear()
        self.setColumnCount(len(heads))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(list(heads))
        self.verticalHeader().setDefaultSectionSize(theme.sp(28))
        for n, cells in enumerate(rows):
            for m, words in enumerate(cells):
                item = QTableWidgetItem(words)
                if n < len(faint) and faint[n]:
                    item.setForeground(theme.color("text3"))
                self.setItem(n, m, item)
        header = self.horizontalHeader()
        header.resizeSections(QHeaderView.ResizeMode.ResizeToContents)
        last = len(heads) - 1
        for n in range(last):
            header.resizeSection(n, header.sectionSize(n) + theme.sp(_APART))
        header.resizeSection(last, theme.sp(_LEAST))  # it takes what is left
        header.setStretchLastSection(True)


class Dot(QWidget):
    """A short bar of a legend."""

    def __init__(self, color: QColor, parent: QWidget) -> None:
        super().__init__(parent)
        self._color = color
        self.setFixedSize(theme_of(self).sp(12), theme_of(self).sp(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(self.rect(), self._color)


class ChartPanel(Panel):
    """`chart` is what is drawn; T or the button shows the same as a table. `name` is the number
    that Why? opens."""

    toggled = Signal(bool)
    number_opened = Signal(str)
    picture_asked = Signal(str)

    def __init__(self, title: str, name: str, chart: QWidget, parent: QWidget) -> None:
        super().__init__(title, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.name = name
        self._sheet: Sheet | None = None
        self._legend = QHBoxLayout()
        self._legend.setSpacing(theme_of(self).sp(5))
        self.head.addLayout(self._legend)
        self.why = why_button(tr("Why? {title}", title=title), self)
        self.why.clicked.connect(lambda: self.number_opened.emit(self.name))
        self.head.addWidget(self.why)
        self._button = IconButton("list-bullets", tr(SHOW_TABLE), self)
        self._button.clicked.connect(self.toggle)
        self.head.addWidget(self._button)
        self._export = IconButton("upload-simple", tr("Export this chart"), self)
        self._export.clicked.connect(self._ask_picture)
        self.head.addWidget(self._export)
        self.subtitle = ElideLabel("", "meta", "text3", self)
        self.body.addWidget(self.subtitle)
        self._stack = QStackedWidget(self)
        self._table, self._is_told = SheetTable(title, self._stack), True
        self._empty = EmptyState("chart-bar", tr("No data"), "", self._stack)
        for widget in (chart, self._table, self._empty):
            self._stack.addWidget(widget)
        self._chart = chart
        self.body.addWidget(self._stack, 1)

    @property
    def table(self) -> SheetTable:
        """Told its rows when somebody asks for it: most people look at the chart alone."""
        if not self._is_told and self._sheet is not None:
            self._is_told = True
            self._table.show_rows(self._sheet.heads, self._sheet.rows)
        return self._table

    @property
    def shows_table(self) -> bool:
        return self._stack.currentWidget() is self._table

    def toggle(self) -> None:
        if self._sheet is None or not self._sheet.rows:
            return
        self._stack.setCurrentWidget(self._chart if self.shows_table else self.table)
        words = tr(SHOW_CHART if self.shows_table else SHOW_TABLE)
        self._button.setToolTip(words)
        self._button.setAccessibleName(words)
        self.toggled.emit(self.shows_table)

    @property
    def sentence(self) -> str:
        """What the chart shows, in one sentence."""
        return self.accessibleDescription()

    def _ask_picture(self) -> None:
        menu = QMenu(self)
        for form, words in PICTURES:
            menu.addAction(tr(words), partial(self.picture_asked.emit, form))
        menu.popup(self._export.mapToGlobal(self._export.rect().bottomLeft()))

    def show_sheet(self, sheet: Sheet, subtitle: str = "") -> None:
        """The table and the sentence of what the chart shows now."""
        self._sheet, self._is_told = sheet, False
        self.why.setVisible(True)
        if self.shows_table:
            _ = self.table
        self.setAccessibleDescription(sheet.sentence)
        self.setToolTip(sheet.sentence)
        if subtitle:
            self.subtitle.set_text(subtitle)
        if not sheet.rows:
            self._set_empty(tr("No data"), sheet.sentence)
        elif self._stack.currentWidget() is self._empty:
            self._stack.setCurrentWidget(self._chart)
        self._export.setEnabled(bool(sheet.rows))

    def show_nothing(self, title: str, hint: str = "") -> None:
        """There is no number here to ask about."""
        self._sheet = None
        self.why.setVisible(False)
        self._export.setEnabled(False)
        self._set_empty(title, hint)

    def _set_empty(self, title: str, hint: str) -> None:
        self._empty.say(title, hint)
        self.setAccessibleDescription(f"{title} {hint}".strip())
        self._stack.setCurrentWidget(self._empty)

    def show_legend(self, entries: Sequence[tuple[QColor, str]]) -> None:
        while (item := self._legend.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for color, words in entries:
            self._legend.addWidget(Dot(color, self))
            self._legend.addWidget(Label(words, "meta", "text2", self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self.toggle()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.set_ringed(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.set_ringed(False)
