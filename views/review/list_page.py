"""All reviews: where each stands, when its meeting is due, and what it left undone."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

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
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from models.domain.action_item import end_of
from models.queries.review_list import ReviewRow
from views import text
from views.icons import paint_icon
from views.review.page_of import STATE_ICONS, state_word
from views.review.states import ListState
from views.theme import Theme, theme_of
from views.tongue import marks, ntr, tr
from views.vocabulary import title_words
from views.widgets.badge import badge_size, paint_badge
from views.widgets.empty import EmptyState
from views.widgets.panel import Panel
from views.widgets.segments import Segment, Segments
from views.widgets.table_head import TableHead

Index = QModelIndex | QPersistentModelIndex
COLUMNS = marks(
    "Severity", "Incident", "Title", "Resolved", "State", "Meeting", "Actions", "Came back"
)
_WIDTHS = (92, 112, 0, 110, 126, 170, 120, 110)
_NARROW = (78, 92, 0, 96, 112, 146, 92, 92)
NARROW_UNDER = 1_100
ROW = 40


class ReviewRows(QAbstractTableModel):
    def __init__(self, zone: tzinfo, parent: QObject) -> None:
        super().__init__(parent)
        self._zone = zone
        self.rows: tuple[ReviewRow, ...] = ()
        self.now: datetime | None = None

    def show(self, rows: Sequence[ReviewRow], now: datetime) -> None:
        same = tuple(rows) == self.rows and self.now and self.now.date() == now.date()
        if same:
            return
        self.beginResetModel()
        self.rows, self.now = tuple(rows), now
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(COLUMNS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return self.words(self.rows[index.row()])[index.column()]

    def words(self, row: ReviewRow) -> tuple[str, ...]:
        return (
            row.severity.value if row.severity else "",
            row.label,
            title_words(row.title),
            text.day(row.resolved_at, self._zone) if row.resolved_at else tr("not yet"),
            state_word(row.state),
            meeting_words(row, self.now.date() if self.now else None),
            tr("{done} of {every}", done=row.done, every=row.actions) if row.actions else "–",
            tr("yes, ask") if row.came_back else "",
        )

    def is_late(self, row: ReviewRow) -> bool:
        return bool(self.now and row.waits and row.due and self.now >= end_of(row.due))


def meeting_words(row: ReviewRow, today: date | None) -> str:
    if row.due is None:
        return tr("when asked for")
    day = text.day_of(row.due)
    if not row.waits:
        return tr("held, was due {day}", day=day)
    if today and today > row.due:
        return tr("was due {day}", day=day)
    return tr("by {day}", day=day)


class _Paint(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, ReviewRows):
            return
        theme, row = theme_of(), model.rows[index.row()]
        rect = QRectF(option.rect)
        state = option.state
        painter.save()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, theme.color("selected"))
            if index.column() == 0:
                painter.fillRect(
                    QRectF(rect.left(), rect.top(), 3, rect.height()), theme.color("accent")
                )
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        painter.fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        self._paint_cell(
            painter, theme, rect.adjusted(theme.sp(14), 0, -theme.sp(6), 0), model, row, index
        )
        painter.restore()

    def _paint_cell(
        self,
        painter: QPainter,
        theme: Theme,
        rect: QRectF,
        model: ReviewRows,
        row: ReviewRow,
        index: Index,
    ) -> None:
        column = index.column()
        if column == 0:
            width, height = badge_size(theme, "s")
            badge = QRectF(rect.left(), rect.center().y() - height / 2, width, height)
            paint_badge(painter, theme, badge, row.severity, "s")
            return
        ink, font = "text2", "body"
        if column == 2:
            ink, font = "text", "strong"
        elif column == 5 and model.is_late(row):
            ink = "warn"
        elif column == 6 and row.actions and row.done < row.actions:
            ink = "text"
        elif column == 7:
            ink = "warn"
        icon = {4: STATE_ICONS[row.state], 7: "arrows-clockwise" if row.came_back else ""}.get(
            column, ""
        )
        if icon:
            side = theme.sp(15)
            spot = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
            paint_icon(painter, icon, theme.color("warn" if column == 7 else "text3"), spot)
            rect = rect.adjusted(theme.sp(22), 0, 0, 0)
        painter.setFont(theme.font("mono_small" if column == 1 else font))
        painter.setPen(theme.color(ink))
        words = painter.fontMetrics().elidedText(
            model.words(row)[column], Qt.TextElideMode.ElideRight, int(rect.width())
        )
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, words)


class ReviewTable(QTableView):
    opened = Signal(str)

    def __init__(self, zone: tzinfo, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = ReviewRows(zone, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Paint(self))
        self.setAccessibleName(tr("Reviews"))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalHeader(TableHead(COLUMNS, self))
        self.clicked.connect(lambda index: self._open(index.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        sp = theme_of(self).sp
        widths = _NARROW if self.width() < sp(NARROW_UNDER) else _WIDTHS
        taken = sum(sp(width) for width in widths)
        for n, width in enumerate(widths):
            free = max(sp(160), self.viewport().width() - taken)
            self.setColumnWidth(n, sp(width) if width else free)
        self.verticalHeader().setDefaultSectionSize(sp(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex().row()
        moves = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at >= 0:
            self._open(at)
        elif event.key() in moves and not event.modifiers():
            self.selectRow(max(0, min(len(self.rows.rows) - 1, at + moves[Qt.Key(event.key())])))
        else:
            super().keyPressEvent(event)

    def _open(self, at: int) -> None:
        if 0 <= at < len(self.rows.rows):
            self.opened.emit(self.rows.rows[at].uid)


class ReviewsScreen(QWidget):
    """The list, and tabs for what else is learnt from: `add_tab` takes a page of its own."""

    opened = Signal(str)
    tab_chosen = Signal(str)

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        column = QVBoxLayout(self)
        edge = theme.sp(12)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.sp(10))
        self._tabs = Segments([Segment("reviews", tr("Reviews"), "clock-counter-clockwise")], self)
        self._tabs.chosen.connect(self._choose)
        self._pages: dict[str, QWidget] = {}
        self._words: list[Segment] = [Segment("reviews", tr("Reviews"), "clock-counter-clockwise")]
        self._bar = QWidget(self)
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self._tabs)
        bar.addStretch(3)
        self._bar.hide()
        column.addWidget(self._bar)
        self._panel = Panel(tr("Reviews"), "clock-counter-clockwise", None, self)
        self._panel.let_body_touch()
        self.table = ReviewTable(zone, self._panel)
        self.table.opened.connect(self.opened)
        self._nothing = EmptyState("clock-counter-clockwise", "", "", self._panel)
        self._nothing.hide()
        self._panel.body.addWidget(self.table, 1)
        self._panel.body.addWidget(self._nothing, 1)
        self._column = column
        column.addWidget(self._panel, 1)
        self._pages["reviews"] = self._panel

    def add_tab(self, name: str, words: str, icon: str, page: QWidget) -> None:
        """Another page beside the list; the tabs are shown from the second one on."""
        self._pages[name] = page
        self._words.append(Segment(name, words, icon))
        self._tabs.set_segments(self._words)
        self._column.addWidget(page, 1)
        page.hide()
        self._bar.show()

    def open_tab(self, name: str) -> None:
        self._tabs.set_current(name)
        for key, page in self._pages.items():
            page.setVisible(key == name)

    def _choose(self, name: str) -> None:
        self.open_tab(name)
        self.tab_chosen.emit(name)

    def show_state(self, state: ListState, now: datetime) -> None:
        self.table.rows.show(state.rows, now)
        if state.rows and self.table.currentIndex().row() < 0:
            self.table.selectRow(0)
        empty = state.loaded and not state.rows
        self.table.setVisible(not empty and not state.notice)
        self._nothing.setVisible(empty or bool(state.notice))
        waiting = sum(row.waits for row in state.rows)
        count = ntr("{n} review", "{n} reviews", len(state.rows))
        words = tr("{reviews}, {waiting} waiting for a meeting", reviews=count, waiting=waiting)
        self._panel.setAccessibleDescription(words)
        self._panel.set_count(len(state.rows) or None)
        if state.notice:
            self._nothing.say(tr("Reviews could not be read"), state.notice)
        elif empty:
            self._nothing.say(
                tr("No reviews yet"), tr("One begins when a major incident is resolved.")
            )

    def setFocus(self, *_: object) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
