"""The inbox as a list of alerts, on Home and as a screen of its own."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from models.domain.times import to_ms
from models.queries.inbox import InboxItem
from views import text
from views.icons import paint_icon
from views.theme import theme_of
from views.tongue import ntr, tr
from views.widgets.label import Label
from views.widgets.painted import painting, rounded


def item_words(item: InboxItem, now: datetime) -> str:
    """`alertmanager · checkout · 6 min · 2 times`."""
    age = text.ago(to_ms(now) - to_ms(item.fired_at or item.first_at))
    parts = [item.source, item.service, age]
    if item.count > 1:
        parts.append(ntr("{n} time", "{n} times", item.count))
    if item.ended_at is not None:
        parts.append(tr("resolved by itself"))
    return " · ".join(part for part in parts if part)


class InboxRow(QWidget):
    """Enter or a click declares from it."""

    declare_requested = Signal(object)

    def __init__(self, item: InboxItem, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self._words = item_words(item, now)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{item.title}, {self._words}")
        self.setToolTip(tr("{title}\nDeclare an incident from {id}", title=item.title, id=item.id))

    def show_item(self, item: InboxItem, now: datetime) -> None:
        self.item = item
        self.tick(now)

    def tick(self, now: datetime) -> None:
        words = item_words(self.item, now)
        if words != self._words:
            self._words = words
            self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.sp(280), theme.sp(44))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.declare_requested.emit(self.item)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_J):
            self.focusNextChild()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_K):
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.declare_requested.emit(self.item)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            rect = QRectF(self.rect())
            if self.underMouse() or self.hasFocus():
                ring = theme.color("focus") if self.hasFocus() else None
                rounded(painter, rect, 7, theme.color("hover"), ring, 2)
            side = theme.sp(16)
            firing = self.item.ended_at is None
            spot = QRectF(theme.sp(8), theme.sp(6), side, side)
            paint_icon(
                painter,
                "bell-ringing" if firing else "check-circle",
                theme.color("text2" if firing else "ok"),
                spot,
            )
            x = spot.right() + theme.sp(10)
            width = int(rect.width() - x - theme.sp(8))
            elide = Qt.TextElideMode.ElideRight
            for words, font, color, y in (
                (self.item.title, "strong", "text", 4),
                (self._words, "meta", "text3", 23),
            ):
                painter.setFont(theme.font(font))
                painter.setPen(theme.color(color))
                shown = painter.fontMetrics().elidedText(words, elide, width)
                at = QRectF(x, theme.sp(y), width, theme.sp(18))
                painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, shown)


class InboxList(QWidget):
    """All rows given; `more` says how many wait beside those."""

    declare_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme_of(self).sp(2))
        self._rows: list[InboxRow] = []
        self._note = Label("", "meta", "text3", self, wrap=True)
        self._column.addWidget(self._note)
        self._column.addStretch(1)

    def show_items(self, items: Sequence[InboxItem], total: int, now: datetime) -> None:
        if [row.item.uid for row in self._rows] == [item.uid for item in items]:
            # The same alerts, told again: whoever stands on one keeps the keyboard.
            for row, item in zip(self._rows, items, strict=True):
                row.show_item(item, now)
        else:
            for row in self._rows:
                self._column.removeWidget(row)
                row.deleteLater()
            self._rows = [InboxRow(item, now, self) for item in items]
            for n, row in enumerate(self._rows):
                row.declare_requested.connect(self.declare_requested)
                self._column.insertWidget(n, row)
        waiting = sum(item.ended_at is None for item in items)
        more = total - waiting
        words = ""
        if more > 0:
            words = ntr("and {n} more in the inbox", "and {n} more in the inbox", more)
        if not items:
            words = tr("No alerts wait. They come from 'warroom listen' or an import.")
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def rows(self) -> int:
        return len(self._rows)

    def row(self, n: int) -> InboxRow:
        return self._rows[n]

    def focus_first(self) -> None:
        if self._rows:
            self._rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def current_item(self) -> InboxItem | None:
        return next((row.item for row in self._rows if row.hasFocus()), None)

    def tick(self, now: datetime) -> None:
        for row in self._rows:
            row.tick(now)
