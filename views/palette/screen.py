"""The palette: one line, and what it finds."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from views.icons import paint_icon
from views.palette.presenter import Hit, PaletteItem, rank
from views.theme import theme_of
from views.widgets.dialog import DialogFrame
from views.widgets.keycap import HEIGHT, cap_width, paint_cap
from views.widgets.painted import rounded

ROW, HEAD = 36, 24
WIDTH, TOP, MOST_ROWS = 680, 150, 11

Index = QModelIndex | QPersistentModelIndex


class _Hits(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []

    def show(self, hits: list[Hit]) -> None:
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and index.row() < len(self.hits):
            return self.hits[index.row()].item.title
        return None


class _Row(QStyledItemDelegate):
    def __init__(self, view: QWidget, model: _Hits) -> None:
        super().__init__(view)
        self._view = view
        self._model = model

    def begins_group(self, row: int) -> bool:
        hits = self._model.hits
        return row == 0 or hits[row].item.group != hits[row - 1].item.group

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = theme_of(self._view)
        head = theme.sp(HEAD) if self.begins_group(index.row()) else 0
        return QSize(100, theme.sp(ROW) + head)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = theme_of(self._view)
        hit = self._model.hits[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        if self.begins_group(index.row()):
            head = QRectF(rect.left() + theme.sp(12), rect.top(), rect.width(), theme.sp(HEAD))
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text3"))
            painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, hit.item.group)
            rect.setTop(rect.top() + theme.sp(HEAD))
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            rounded(painter, rect, 7, theme.color("selected"))
            painter.fillRect(
                QRectF(rect.left(), rect.top() + 5, 3, rect.height() - 10), theme.color("accent")
            )
        side = theme.sp(16)
        if hit.item.icon:
            spot = QRectF(rect.left() + theme.sp(12), rect.center().y() - side / 2, side, side)
            paint_icon(painter, hit.item.icon, theme.color("text2"), spot)
        x = rect.left() + theme.sp(38)
        right = rect.right() - theme.sp(10)
        for key in reversed(hit.item.keys):
            width, height = cap_width(theme, key), theme.sp(HEIGHT)
            right -= width
            paint_cap(
                painter, theme, QRectF(right, rect.center().y() - height / 2, width, height), key
            )
            right -= theme.sp(3)
        x = self._paint_title(painter, hit, x, rect)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text3"))
        room = right - x - theme.sp(16)
        detail = painter.fontMetrics().elidedText(
            hit.item.detail, Qt.TextElideMode.ElideRight, int(max(0, room))
        )
        at = QRectF(x + theme.sp(8), rect.top(), max(0.0, room), rect.height())
        painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, detail)
        painter.restore()

    def _paint_title(self, painter: QPainter, hit: Hit, x: float, rect: QRectF) -> float:
        theme = theme_of(self._view)
        matched = set(hit.matched)
        for n, letter in enumerate(hit.item.title):
            found = n in matched
            painter.setFont(theme.font("body", 700 if found else 500))
            ink: QColor = theme.color("accent" if found else "text")
            painter.setPen(ink)
            width = painter.fontMetrics().horizontalAdvance(letter)
            painter.drawText(
                QRectF(x, rect.top(), width + 2, rect.height()),
                Qt.AlignmentFlag.AlignVCenter,
                letter,
            )
            x += width
        return x


class Palette(DialogFrame):
    """`provide` is asked for everything there is each time the palette opens."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, provide: Callable[[], Sequence[PaletteItem]]) -> None:
        super().__init__(parent, WIDTH)
        self.setAccessibleName("Command palette")
        self._provide = provide
        self._items: Sequence[PaletteItem] = ()
        self._recent: list[str] = []
        theme = theme_of(self)
        self.card.setContentsMargins(theme.sp(10), theme.sp(10), theme.sp(10), theme.sp(10))
        self._line = QLineEdit(self.surface)
        self._line.setPlaceholderText("Search, or type > for commands, # for incidents")
        self._line.setAccessibleName("Search or run a command")
        self._line.setFixedHeight(theme.sp(42))
        self._line.textChanged.connect(self._search)
        self._line.installEventFilter(self)
        self._model = _Hits(self)
        self._list = QListView(self.surface)
        self._list.setModel(self._model)
        # Kept by name: the view does not keep it.
        self._row = _Row(self._list, self._model)
        self._list.setItemDelegate(self._row)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.viewport().setAutoFillBackground(False)
        self._list.clicked.connect(lambda index: self._choose(index.row()))
        self.card.addWidget(self._line)
        self.card.addWidget(self._list)
        self.rejected.connect(self.close_dialog)

    def open_palette(self, typed: str = "") -> None:
        self._items = self._provide()
        self._line.setText(typed)
        self._search(typed)
        self.open(self._line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line and event.type() is QEvent.Type.KeyPress:
            key = event.key()  # type: ignore[attr-defined]  # a key press is a QKeyEvent
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._move(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self._list.currentIndex().row())
                return True
        return super().eventFilter(watched, event)

    def _search(self, typed: str) -> None:
        hits = rank(self._items, typed, self._recent)
        groups = list(dict.fromkeys(hit.item.group for hit in hits))
        self._model.show(sorted(hits, key=lambda hit: groups.index(hit.item.group)))
        if self._model.hits:
            self._list.setCurrentIndex(self._model.index(0))
        theme = theme_of(self)
        shown = min(len(self._model.hits), MOST_ROWS)
        heads = sum(self._row.begins_group(row) for row in range(shown))
        self._list.setFixedHeight(
            max(theme.sp(ROW), shown * theme.sp(ROW) + heads * theme.sp(HEAD))
        )
        self.refit()

    def refit(self) -> None:
        super().refit()
        self.surface.move(self.surface.x(), min(theme_of(self).sp(TOP), self.height() // 6))

    def _move(self, by: int) -> None:
        count = len(self._model.hits)
        if count:
            row = (self._list.currentIndex().row() + by) % count
            self._list.setCurrentIndex(self._model.index(row))

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._model.hits):
            return
        chosen = self._model.hits[row].item.id
        self._recent = [chosen, *(name for name in self._recent if name != chosen)][:20]
        self.close_dialog()
        self.chosen.emit(chosen)
