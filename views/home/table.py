"""The table of past incidents: a model over a page of rows, painted row by row."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from models.domain.severity import Severity
from models.queries.incident_rows import IncidentRow
from views import text
from views.theme import Theme, theme_of
from views.tongue import marks, tr
from views.vocabulary import status_word, title_words
from views.widgets.avatar import paint_avatar
from views.widgets.badge import badge_size, paint_badge
from views.widgets.table_head import TableHead

Index = QModelIndex | QPersistentModelIndex

COLUMNS = marks("Severity", "Incident", "Title", "Stage", "Commander", "Impact", "Ended")
_WIDTHS = (92, 112, 0, 118, 160, 100, 116)
_NARROW = (78, 96, 0, 96, 116, 88, 104)
"""Logical pixels; 0 takes what is left. The narrow ones in a table under NARROW_UNDER."""

NARROW_UNDER = 960

ROW = 38


def impact_words(row: IncidentRow) -> str:
    return tr("not known") if row.impact_ms is None else text.duration_words(row.impact_ms)


def stage_words(row: IncidentRow) -> str:
    return tr(row.stage.word) if row.status == "open" else status_word(row.status)


class RecentModel(QAbstractTableModel):
    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.rows: Sequence[IncidentRow] = ()

    def show(self, rows: Sequence[IncidentRow]) -> None:
        """Apply the difference: a page that only grew keeps selection and scroll."""
        held = len(self.rows)
        if held and tuple(rows[:held]) == tuple(self.rows):
            if len(rows) > held:
                self.beginInsertRows(QModelIndex(), held, len(rows) - 1)
                self.rows = tuple(rows)
                self.endInsertRows()
            return
        if len(rows) == held:
            self.rows = tuple(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(max(0, held - 1), len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return tr(COLUMNS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.rows[index.row()]
        words = self.words(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return words if index.column() == 2 else None
        return words

    def words(self, row: IncidentRow, column: int) -> str:
        severity = row.severity.value if row.severity else tr("none")
        ended = text.dated(row.ended_at, self._now()) if row.ended_at else tr("not known")
        cells = (
            severity,
            row.label,
            title_words(row.title),
            stage_words(row),
            row.commander or "–",
            impact_words(row),
            ended,
        )
        return cells[column]


class _Cell(QStyledItemDelegate):
    def __init__(self, view: QTableView, model: RecentModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = theme_of(self._view)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
            if index.column() == 0:
                painter.fillRect(
                    QRectF(rect.left(), rect.top(), 3, rect.height()), theme.color("accent")
                )
        painter.fillRect(
            QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color("line")
        )
        row = self._model.rows[index.row()]
        self._paint_cell(painter, theme, rect.adjusted(theme.sp(14), 0, -6, 0), row, index.column())
        painter.restore()

    def _paint_cell(
        self, painter: QPainter, theme: Theme, rect: QRectF, row: IncidentRow, column: int
    ) -> None:
        if column == 0:
            self._paint_severity(painter, theme, rect, row.severity)
            return
        words = self._model.words(row, column)
        font, color = {
            1: ("mono_small", "text2"),
            2: ("strong", "text"),
            3: ("body", "text2"),
            6: ("body", "text3"),
        }.get(column, ("body", "text"))
        if column == 4 and row.commander:
            side = theme.sp(20)
            disc = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
            paint_avatar(painter, theme, disc, row.commander)
            rect.adjust(theme.sp(27), 0, 0, 0)
        missing = words in (tr("not known"), "–")
        painter.setFont(theme.font(font))
        painter.setPen(theme.color("text3" if missing else color))
        shown = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, int(rect.width())
        )
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_severity(
        self, painter: QPainter, theme: Theme, rect: QRectF, severity: Severity | None
    ) -> None:
        width, height = badge_size(theme, "s")
        box = QRectF(rect.left(), round(rect.center().y() - height / 2), width, height)
        paint_badge(painter, theme, box, severity, "s")


class RecentTable(QTableView):
    opened = Signal(str)
    more_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recent")
        self.setAccessibleName(tr("Past incidents"))
        self.rows = RecentModel(now, self)
        self.setModel(self.rows)
        # Kept by name: the view does not keep it.
        self._cell = _Cell(self, self.rows)
        self.setItemDelegate(self._cell)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme_of(self).sp(ROW))
        header = TableHead(COLUMNS, self)
        self.setHorizontalHeader(header)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.clicked.connect(lambda index: self._open(index.row()))
        self.verticalScrollBar().valueChanged.connect(self._near_end)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = theme_of(self)
        narrow = self.viewport().width() < theme.sp(NARROW_UNDER)
        widths = _NARROW if narrow else _WIDTHS
        taken = sum(theme.sp(width) for width in widths)
        for column, width in enumerate(widths):
            free = max(theme.sp(160), self.viewport().width() - taken)
            self.setColumnWidth(column, theme.sp(width) if width else free)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_J, Qt.Key.Key_K):
            by = 1 if event.key() == Qt.Key.Key_J else -1
            row = max(0, min(len(self.rows.rows) - 1, self.currentIndex().row() + by))
            self.selectRow(row)
        else:
            super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.rows.rows):
            self.opened.emit(self.rows.rows[row].uid)

    def _near_end(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if value > bar.maximum() - 4 * theme_of(self).sp(ROW):
            self.more_wanted.emit()
