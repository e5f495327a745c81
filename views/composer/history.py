"""Updates of the incident, the newest first: what is written, what is out, and how it arrived."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from views.composer.states import HistoryRow
from views.icons import paint_icon
from views.theme import Theme, theme_of
from views.tongue import tr
from views.widgets.painted import painting, rounded

_PAD, _GAP, _LINES = 10, 5, 2


class HistoryList(QWidget):
    """`opened` carries the uid of an update. J and K or the arrows move, Enter opens."""

    opened = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[HistoryRow, ...] = ()
        self._current = ""
        self._hovered = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Updates"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[HistoryRow], current: str) -> None:
        if (tuple(rows), current) == (self._rows, self._current):
            return
        self._rows, self._current = tuple(rows), current
        said = [f"{row.title}, {row.state}, {row.when}: {row.text} {row.mark[2]}" for row in rows]
        self.setAccessibleDescription(". ".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        boxes = self._boxes()
        height = boxes[-1][1].bottom() if boxes else 0
        return QSize(theme_of(self).sp(200), round(height) + 2)

    def resizeEvent(self, event: object) -> None:
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}
        move = by.get(Qt.Key(event.key()), 0)
        uids = [row.uid for row in self._rows]
        if move and uids:
            at = uids.index(self._current) if self._current in uids else -1
            self.opened.emit(uids[max(0, min(len(uids) - 1, at + move))])
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current:
            self.opened.emit(self._current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if uid := self._at(event):
            self.opened.emit(uid)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if (hovered := self._at(event)) != self._hovered:
            self._hovered = hovered
            self.update()

    def leaveEvent(self, event: object) -> None:
        self._hovered = ""
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            for row, box in self._boxes():
                if box.intersects(QRectF(event.rect())):
                    self._paint_row(painter, theme, row, box)

    def _at(self, event: QMouseEvent) -> str:
        found = (row.uid for row, box in self._boxes() if box.contains(event.position()))
        return next(found, "")

    def _boxes(self) -> list[tuple[HistoryRow, QRectF]]:
        theme, found, y = theme_of(self), [], 0.0
        for row in self._rows:
            height = self._height(theme, row)
            found.append((row, QRectF(0, y, self.width(), height)))
            y += height + theme.sp(4)
        return found

    def _height(self, theme: Theme, row: HistoryRow) -> float:
        parts = [theme.sp(20), self._text_height(theme, row), theme.sp(16)]
        return sum(parts) + 2 * theme.sp(_PAD) + 2 * theme.sp(_GAP)

    def _text_height(self, theme: Theme, row: HistoryRow) -> float:
        metrics = QFontMetrics(theme.font("body"))
        width = max(40, self.width() - 2 * theme.sp(_PAD))
        box = metrics.boundingRect(0, 0, width, 9999, Qt.TextFlag.TextWordWrap, row.text or " ")
        return float(min(box.height(), _LINES * metrics.lineSpacing()))

    def _paint_row(self, painter: QPainter, theme: Theme, row: HistoryRow, box: QRectF) -> None:
        chosen = row.uid == self._current
        radius = theme.sp(8)
        if chosen or row.uid == self._hovered:
            rounded(painter, box, radius, theme.color("selected" if chosen else "hover"))
        if chosen:
            bar = QRectF(box.left(), box.top(), theme.sp(3), box.height())
            rounded(painter, bar, 1.5, theme.color("accent"))
            if self.hasFocus():
                rounded(painter, box, radius, None, theme.color("focus"), 2)
        inner = box.adjusted(theme.sp(_PAD), theme.sp(_PAD), -theme.sp(_PAD), -theme.sp(_PAD))
        self._paint_head(painter, theme, row, inner)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        words = QRectF(
            inner.left(), inner.top() + theme.sp(20 + _GAP), inner.width(),
            self._text_height(theme, row),
        )  # fmt: skip
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        painter.save()
        painter.setClipRect(words)
        painter.drawText(words, row.text, option)
        painter.restore()
        icon, color, said = row.mark
        foot = QRectF(inner.left(), inner.bottom() - theme.sp(16), inner.width(), theme.sp(16))
        side = theme.sp(13)
        place = QRectF(foot.left(), foot.center().y() - side / 2, side, side)
        paint_icon(painter, icon, theme.color(color), place)
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("text3" if color == "ok" else color))
        rest = foot.adjusted(theme.sp(18), 0, 0, 0)
        shown = painter.fontMetrics().elidedText(
            said, Qt.TextElideMode.ElideRight, round(rest.width())
        )
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_head(self, painter: QPainter, theme: Theme, row: HistoryRow, box: QRectF) -> None:
        line = QRectF(box.left(), box.top(), box.width(), theme.sp(20))
        painter.setFont(theme.font("label"))
        painter.setPen(theme.color("text"))
        advance = painter.fontMetrics().horizontalAdvance(row.title)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, row.title)
        chip_font = theme.font("chip")
        width = QFontMetrics(chip_font).horizontalAdvance(row.state) + theme.sp(14)
        chip = QRectF(line.left() + advance + theme.sp(8), line.top(), width, theme.sp(20))
        rounded(painter, chip, chip.height() / 2, theme.color("overlay"))
        painter.setFont(chip_font)
        painter.setPen(theme.color("text2"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, row.state)
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("text3"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(line, right, row.when)


class Scroll(QScrollArea):
    """Holds one widget that is as wide as there is room and as high as it likes."""

    def __init__(self, held: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(held)
        held.setAutoFillBackground(False)
