"""The rows of the palette: what was found, painted."""

from itertools import groupby

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from views.icons import paint_icon
from views.palette.presenter import Hit
from views.theme import Theme, theme_of
from views.tongue import tr
from views.widgets.keycap import HEIGHT, cap_width, paint_cap
from views.widgets.painted import rounded

ROW, HEAD = 40, 27
ICON, TEXT_AT, EDGE = 16, 38, 10
PLAIN, FOUND = 500, 700

Index = QModelIndex | QPersistentModelIndex


class Hits(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []

    def show(self, hits: list[Hit]) -> None:
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def begins_group(self, row: int) -> bool:
        return row == 0 or self.hits[row].item.group != self.hits[row - 1].item.group

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.row() >= len(self.hits):
            return None
        item = self.hits[index.row()].item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (tr(item.group), item.title, item.detail) if part)
        return None


def height_of(theme: Theme, hits: Hits, rows: int) -> int:
    heads = sum(hits.begins_group(row) for row in range(rows))
    return rows * theme.sp(ROW) + heads * theme.sp(HEAD)


class HitRow(QStyledItemDelegate):
    """Icon, title with what matched in accent, detail, keys; above the first of a group its
    name."""

    def __init__(self, view: QWidget, hits: Hits) -> None:
        super().__init__(view)
        self._view = view
        self._hits = hits

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = theme_of(self._view)
        head = theme.sp(HEAD) if self._hits.begins_group(index.row()) else 0
        return QSize(100, theme.sp(ROW) + head)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = theme_of(self._view)
        hit = self._hits.hits[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        if self._hits.begins_group(index.row()):
            head = QRectF(rect.left() + theme.sp(EDGE), rect.top(), rect.width(), theme.sp(HEAD))
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text3"))
            painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, tr(hit.item.group))
            rect.setTop(rect.top() + theme.sp(HEAD))
        _paint_ground(painter, theme, rect, option.state)
        if hit.item.icon:
            side = theme.sp(ICON)
            spot = QRectF(rect.left() + theme.sp(EDGE), rect.center().y() - side / 2, side, side)
            paint_icon(painter, hit.item.icon, theme.color("text2"), spot)
        right = _paint_keys(painter, theme, hit, rect)
        words = QRectF(rect)
        words.setLeft(rect.left() + theme.sp(TEXT_AT))
        words.setRight(right - theme.sp(12))
        _paint_words(painter, theme, hit, words)
        painter.restore()


def _paint_ground(painter: QPainter, theme: Theme, rect: QRectF, state: QStyle.StateFlag) -> None:
    if state & QStyle.StateFlag.State_Selected:
        rounded(painter, rect, 7, theme.color("selected"))
        bar = QRectF(rect.left(), rect.top() + 1, 3, rect.height() - 2)
        painter.fillRect(bar, theme.color("accent"))
    elif state & QStyle.StateFlag.State_MouseOver:
        rounded(painter, rect, 7, theme.color("hover"))


def _paint_keys(painter: QPainter, theme: Theme, hit: Hit, rect: QRectF) -> float:
    """Gives where the keys begin."""
    right = rect.right() - theme.sp(EDGE)
    height = theme.sp(HEIGHT)
    for key in reversed(hit.item.keys):
        width = cap_width(theme, key)
        right -= width
        paint_cap(painter, theme, QRectF(right, rect.center().y() - height / 2, width, height), key)
        right -= theme.sp(4)
    return right


def _paint_words(painter: QPainter, theme: Theme, hit: Hit, rect: QRectF) -> None:
    middle = Qt.AlignmentFlag.AlignVCenter
    metrics = QFontMetrics(theme.font("body", FOUND))
    title = metrics.elidedText(hit.item.title, Qt.TextElideMode.ElideRight, int(rect.width()))
    matched = set(hit.matched)
    x = rect.left()
    for found, run in groupby(enumerate(title), key=lambda placed: placed[0] in matched):
        part = "".join(letter for _, letter in run)
        painter.setFont(theme.font("body", FOUND if found else PLAIN))
        painter.setPen(theme.color("accent" if found else "text"))
        width = painter.fontMetrics().horizontalAdvance(part)
        painter.drawText(QRectF(x, rect.top(), width + 2, rect.height()), middle, part)
        x += width
    x += theme.sp(10)
    painter.setFont(theme.font("body"))
    painter.setPen(theme.color("text2"))
    room = max(0.0, rect.right() - x)
    detail = painter.fontMetrics().elidedText(
        hit.item.detail, Qt.TextElideMode.ElideRight, int(room)
    )
    painter.drawText(QRectF(x, rect.top(), room, rect.height()), middle, detail)
