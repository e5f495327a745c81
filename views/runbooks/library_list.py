"""The library's list: every runbook that was read, found by its words."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from views.icons import paint_icon
from views.runbooks.scroll import Scroll
from views.runbooks.states import BookRow
from views.runbooks.words import library_words, row_words
from views.theme import Theme, theme_of
from views.tongue import ntr, number, tr
from views.widgets.button import Button
from views.widgets.line_input import LineInput
from views.widgets.painted import painting, rounded
from views.widgets.panel import Panel
from views.widgets.wrap import WrapText, laid_out

TYPING_MS = 120
_PAD = 12
_CHOOSING = (Qt.Key.Key_Up, Qt.Key.Key_Down)
"""Keys that would scroll the list and choose in it instead."""


class _BookRow(QAbstractButton):
    def __init__(self, row: BookRow, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = row
        self._today = today
        self._chosen = self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{row.title}. {row_words(row, today)}. {self._mend()}".strip())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_chosen(self, chosen: bool, *, ringed: bool) -> None:
        if (chosen, ringed) != (self._chosen, self._ringed):
            self._chosen, self._ringed = chosen, ringed
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        theme = theme_of(self)
        return int(sum(height for _, height in self._lines(theme, width))) + theme.sp(18)

    def sizeHint(self) -> QSize:
        width = theme_of(self).sp(300)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            whole = QRectF(self.rect())
            if self._chosen:
                rounded(painter, whole, theme.sp(6), theme.color("selected"))
                bar = QRectF(0, 0, theme.sp(3), self.height())
                rounded(painter, bar, theme.sp(1), theme.color("accent"))
                if self._ringed:
                    rounded(painter, whole, theme.sp(6), None, theme.color("focus"), 2)
            elif self.underMouse():
                rounded(painter, whole, theme.sp(6), theme.color("hover"))
            y = float(theme.sp(9))
            inks = ("text", "text3", "text3")
            for (layout, height), ink in zip(self._lines(theme, self.width()), inks, strict=True):
                painter.setPen(theme.color(ink))
                layout.draw(painter, QPointF(theme.sp(_PAD), y))
                y += height
            self._paint_mend(painter, theme)

    def _lines(self, theme: Theme, width: int) -> list[tuple[QTextLayout, float]]:
        room = width - 2 * theme.sp(_PAD)
        name = room - (theme.sp(92) if self.row.findings else 0)
        return [
            laid_out(theme, self.row.title, "strong", name),
            laid_out(theme, row_words(self.row, self._today), "meta", room),
            laid_out(theme, self.row.folder, "meta", room),
        ]

    def _mend(self) -> str:
        return ntr("{n} to mend", "{n} to mend", self.row.findings) if self.row.findings else ""

    def _paint_mend(self, painter: QPainter, theme: Theme) -> None:
        words = self._mend()
        if not words:
            return
        painter.setFont(theme.font("chip"))
        painter.setPen(theme.color("warn"))
        width = painter.fontMetrics().horizontalAdvance(words)
        side, right = theme.sp(13), self.width() - theme.sp(_PAD)
        top = theme.sp(9)
        place = QRectF(right - width, top, width + 2, theme.sp(17))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        box = QRectF(right - width - theme.sp(17), top + theme.sp(2), side, side)
        paint_icon(painter, "warning", theme.color("warn"), box)


class BookList(Panel):
    """J and K, or the arrow keys, choose; Enter goes on to the runbook itself."""

    chosen = Signal(str)
    entered = Signal()
    words_typed = Signal(str)
    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Runbooks"), "list-numbers", parent=parent)
        self._rows: dict[str, _BookRow] = {}
        self._shown: tuple[BookRow, ...] = ()
        self._at = ""
        bring = Button(tr("Import folder"), "quiet", "folder", parent=self, height=28)
        bring.clicked.connect(self.import_requested)
        self.head.addWidget(bring)
        self.search = LineInput(
            tr("Search the runbooks"),
            tr("Title, owner or folder"),
            "magnifying-glass",
            ("/",),
            self,
        )
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(lambda: self.words_typed.emit(self.search.text()))
        self.search.textEdited.connect(lambda _: self._typing.start())
        self.search.returnPressed.connect(self.start)
        self.body.addWidget(self.search)
        self._nothing = WrapText("", "body", "text3", self)
        self.body.addWidget(self._nothing)
        self.list = Scroll(self)
        self.list.column.setSpacing(theme_of(self).sp(2))
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list.setAccessibleName(tr("Runbooks"))
        self.list.installEventFilter(self)
        self.body.addWidget(self.list, 1)

    def show_rows(self, rows: Sequence[BookRow], total: int, chosen: str, today: date) -> None:
        self.set_count(total)
        if tuple(rows) != self._shown:
            self._shown = tuple(rows)
            self.list.empty()
            self._rows = {row.uid: _BookRow(row, today, self.list.holder) for row in rows}
            for uid, widget in self._rows.items():
                widget.clicked.connect(lambda _=False, uid=uid: self.chosen.emit(uid))
                self.list.add(widget)
            self.list.column.addStretch(1)
        self._nothing.setVisible(not rows)
        self._nothing.set_text(
            tr("No runbook has these words. There are {total} in all.", total=number(total))
        )
        self.list.setAccessibleDescription(library_words(total, len(rows)))
        self._at = chosen
        self._ring()
        if chosen in self._rows:
            self.list.reveal(self._rows[chosen])

    def start(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_J: 1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_K: -1,
            Qt.Key.Key_Up: -1,
        }
        by = moves.get(Qt.Key(event.key()), 0)
        if self.search.hasFocus() and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.start()
        elif by and self._rows and self.list.hasFocus():
            order = list(self._rows)
            at = order.index(self._at) if self._at in order else -by
            self.chosen.emit(order[max(0, min(len(order) - 1, at + by))])
        elif event.key() == Qt.Key.Key_Slash:
            self.focus_search()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list:
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self._ring()
            elif (
                event.type() is QEvent.Type.KeyPress
                and isinstance(event, QKeyEvent)
                and event.key() in _CHOOSING
            ):
                self.keyPressEvent(event)
                return True
        return False

    def _ring(self) -> None:
        for uid, row in self._rows.items():
            row.set_chosen(uid == self._at, ringed=self.list.hasFocus())
