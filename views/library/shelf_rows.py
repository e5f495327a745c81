"""A list of incidents with lines of text below each: what was found, and by which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from models.domain.severity import Severity
from views.theme import Theme, theme_of
from views.widgets.badge import badge_size, paint_badge
from views.widgets.painted import rounded

Index = QModelIndex | QPersistentModelIndex
Spans = tuple[tuple[int, int], ...]
_HEAD, _LINE, _PAD = 24, 20, 9


@dataclass(frozen=True, slots=True)
class Line:
    """`before` says where the text stands; `spans` of it are drawn as found."""

    text: str
    before: str = ""
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """`uid` opens it. `aside` stands at the right; with `has_badge` False there is no place for a
    severity. The label is drawn in figures of one width."""

    uid: str
    label: str
    title: str
    severity: Severity | None = None
    aside: str = ""
    title_spans: Spans = ()
    lines: tuple[Line, ...] = ()
    has_badge: bool = True

    @property
    def spoken(self) -> str:
        severity = self.severity.value if self.severity else ""
        lines = (f"{line.before}: {line.text}" if line.before else line.text for line in self.lines)
        parts = (severity, self.label, self.title, self.aside, *lines)
        return ", ".join(part for part in parts if part)


class ShelfModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[ShelfRow, ...] = ()

    def show(self, rows: Sequence[ShelfRow]) -> bool:
        """False where they are shown already."""
        if tuple(rows) == self.rows:
            return False
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.title
        return None


class _Paint(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model, sp = index.model(), theme_of().sp
        lines = len(model.rows[index.row()].lines) if isinstance(model, ShelfModel) else 0
        return QSize(sp(200), sp(2 * _PAD + _HEAD + _LINE * lines))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, ShelfModel):
            return
        theme, row = theme_of(), model.rows[index.row()]
        sp = theme.sp
        rect = QRectF(option.rect)
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
            edge = QRectF(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(edge, theme.color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        painter.fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        inner = rect.adjusted(sp(14), sp(_PAD), -sp(14), 0)
        head = QRectF(inner.left(), inner.top(), inner.width(), sp(_HEAD))
        left = _paint_head(painter, theme, row, head)
        for n, line in enumerate(row.lines):
            top = inner.top() + sp(_HEAD) + n * sp(_LINE)
            box = QRectF(left, top, inner.right() - left, sp(_LINE))
            _paint_line(painter, theme, line, box)
        painter.restore()


def _paint_head(painter: QPainter, theme: Theme, row: ShelfRow, box: QRectF) -> float:
    """Badge, label, title and what stands at the right; gives where the title begins."""
    sp, x = theme.sp, box.left()
    middle = Qt.AlignmentFlag.AlignVCenter
    if row.has_badge:
        width, height = badge_size(theme, "s")
        if row.severity is not None:
            badge = QRectF(x, box.center().y() - height / 2, width, height)
            paint_badge(painter, theme, badge, row.severity, "s")
        x += width + sp(10)
    right = box.right()
    if row.aside:
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("text3"))
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, row.aside)
        right -= painter.fontMetrics().horizontalAdvance(row.aside) + sp(12)
    if row.label:
        painter.setFont(theme.font("mono_small"))
        painter.setPen(theme.color("text3"))
        width = max(painter.fontMetrics().horizontalAdvance(row.label), sp(56))
        painter.drawText(QRectF(x, box.top(), width, box.height()), middle, row.label)
        x += width + sp(10)
    painter.setFont(theme.font("strong"))
    title = QRectF(x, box.top(), right - x, box.height())
    _paint_marked(painter, theme, row.title, row.title_spans, title, "text")
    return x


def _paint_line(painter: QPainter, theme: Theme, line: Line, box: QRectF) -> None:
    if line.before:
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("text3"))
        width = painter.fontMetrics().horizontalAdvance(line.before)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, line.before)
        box = box.adjusted(width + theme.sp(8), 0, 0, 0)
    painter.setFont(theme.font("body"))
    _paint_marked(painter, theme, line.text, line.spans, box, "text2")


def _paint_marked(
    painter: QPainter, theme: Theme, text: str, spans: Spans, box: QRectF, ink: str
) -> None:
    """One line, cut where it does not fit; what was found stands on a tint."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    whole = len(shown) if shown == text else len(shown) - 1
    height = metrics.height() + theme.sp(1)
    for start, end in spans:
        if start < whole:
            x = box.left() + metrics.horizontalAdvance(shown[:start])
            width = metrics.horizontalAdvance(shown[start : min(end, whole)])
            tint = QRectF(x - 1, box.center().y() - height / 2, width + 2, height)
            rounded(painter, tint, 3, theme.color("accentbg"))
    painter.setPen(theme.color(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


class ShelfList(QListView):
    """`opened` and `chosen` give the uid of a row; `acted` what a letter does, and to which."""

    opened = Signal(str)
    chosen = Signal(str, str)
    acted = Signal(str, str)
    left_up = Signal()

    def __init__(
        self, name: str, parent: QWidget, letters: Mapping[Qt.Key, str] | None = None
    ) -> None:
        """`letters` are keys and what each does to the row it is pressed on."""
        super().__init__(parent)
        self.model_of = ShelfModel(self)
        self._letters = dict(letters or {})
        self._is_told = False
        self.setModel(self.model_of)
        self.setItemDelegate(_Paint(self))
        self.setAccessibleName(name)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setTabKeyNavigation(False)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().currentChanged.connect(lambda now, _: self._tell(now.row()))

    def show_rows(self, rows: Sequence[ShelfRow], chosen: str = "") -> None:
        """`chosen` is the uid of the row that is chosen already; nobody is told of it again."""
        self.model_of.show(rows)
        uids = [row.uid for row in self.model_of.rows]
        at = uids.index(chosen) if chosen in uids else -1
        if at >= 0 and self.currentIndex().row() != at:
            self._is_told = True
            self.setCurrentIndex(self.model_of.index(at))
            self._is_told = False

    def uid_at(self) -> str:
        at = self.currentIndex().row()
        return self.model_of.rows[at].uid if 0 <= at < len(self.model_of.rows) else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at, count = self.currentIndex().row(), len(self.model_of.rows)
        moves = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at >= 0:
            self._open(at)
        elif key in self._letters and not event.modifiers() and at >= 0:
            self.acted.emit(self._letters[key], self.model_of.rows[at].uid)
        elif key is Qt.Key.Key_Up and at <= 0:
            self.left_up.emit()
        elif key in moves and count and not event.modifiers():
            to = max(0, min(count - 1, at + moves[key]))
            self.setCurrentIndex(self.model_of.index(to))
        else:
            super().keyPressEvent(event)

    def _open(self, at: int) -> None:
        if 0 <= at < len(self.model_of.rows):
            self.opened.emit(self.model_of.rows[at].uid)

    def _tell(self, at: int) -> None:
        if not self._is_told and 0 <= at < len(self.model_of.rows):
            row = self.model_of.rows[at]
            self.chosen.emit(row.uid, row.label)
