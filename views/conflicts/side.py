"""The left of the tray: which conflicts are open, and what the server did not take."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from models.domain.syncing import Parked
from views import text
from views.conflicts.presenter import Listed
from views.theme import theme_of
from views.tongue import mark, ntr, told, tr
from views.widgets.button import Button
from views.widgets.label import Label
from views.widgets.painted import painting, rounded
from views.widgets.panel import Icon, Panel

_ANSWERS = mark("Goes to everybody as it is, with what came before it; you answer for it")


class ListedRow(QAbstractButton):
    def __init__(self, listed: Listed, place: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.listed = listed
        self._place = place
        self.setText(listed.title)
        self.setAccessibleName(f"{listed.title}, {place}. {listed.detail}")
        self.setToolTip(listed.detail)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.sp(200), theme.sp(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            rect = QRectF(self.rect())
            if self.isChecked():
                rounded(painter, rect, 8, theme.color("selected"))
                bar = QRectF(0, theme.sp(6), 3, rect.height() - theme.sp(12))
                rounded(painter, bar, 1.5, theme.color("accent"))
            elif self.underMouse():
                rounded(painter, rect, 8, theme.color("hover"))
            if self.hasFocus():
                rounded(painter, rect, 8, None, theme.color("focus"), 2)
            left, right = theme.sp(12), theme.sp(12)
            painter.setFont(theme.font("meta"))
            painter.setPen(theme.color("text3"))
            width = painter.fontMetrics().horizontalAdvance(self._place)
            spot = QRectF(rect.right() - right - width, theme.sp(7), width + 1, theme.sp(18))
            painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter, self._place)
            elide = Qt.TextElideMode.ElideRight
            rows = (
                (self.listed.title, "strong", "text", 7, spot.left() - theme.sp(8)),
                (self.listed.detail, "meta", "text2", 27, rect.right() - right),
            )
            for words, font, color, y, end in rows:
                painter.setFont(theme.font(font))
                painter.setPen(theme.color(color))
                shown = painter.fontMetrics().elidedText(words, elide, int(end - left))
                at = QRectF(left, theme.sp(y), end - left, theme.sp(18))
                painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, shown)


class ListedPanel(Panel):
    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Needs your choice"), "git-merge", parent=parent)
        self._rows: list[ListedRow] = []
        self.body.setSpacing(theme_of(self).sp(2))
        self._column, scroll = scrolling(self)
        self.body.addWidget(scroll)

    def show_list(self, listed: Sequence[Listed], at: int) -> None:
        if tuple(row.listed for row in self._rows) != tuple(listed):
            kept = any(row.hasFocus() for row in self._rows)
            for row in self._rows:
                self._column.removeWidget(row)
                row.hide()
                row.deleteLater()
            of = len(listed)
            self._rows = [
                ListedRow(one, tr("{n} of {of}", n=n, of=of), self)
                for n, one in enumerate(listed, start=1)
            ]
            for n, row in enumerate(self._rows):
                row.clicked.connect(lambda _=False, row=row: self.chosen.emit(row.listed.id))
                self._column.insertWidget(n, row)
            if kept and self._rows:
                self._rows[at].setFocus()
        if self._rows:
            self._rows[at].setChecked(True)
        self.set_count(len(listed))

    def row(self, n: int) -> ListedRow:
        return self._rows[n]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go through the list."""
        by = {
            Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1,
        }.get(Qt.Key(event.key()), 0)  # fmt: skip
        at = next((n for n, row in enumerate(self._rows) if row.hasFocus()), None)
        if by and at is not None:
            fresh = self._rows[max(0, min(len(self._rows) - 1, at + by))]
            fresh.setFocus(Qt.FocusReason.TabFocusReason)
            fresh.click()
        else:
            super().keyPressEvent(event)


class ParkedPanel(Panel):
    """What waits for a person because the server said no."""

    copy_asked = Signal()
    again_asked = Signal()
    confirmed = Signal(list)
    """Ids of operations that a person looked at and wants sent as they are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Not taken"), "warning-circle", parent=parent)
        theme = theme_of(self)
        self._shown: tuple[tuple[str, Parked], ...] = ()
        self.sends: list[Button] = []
        """Of each change that goes on a person's word, in the order shown."""
        self._about = Label("", "meta", "text2", self, wrap=True)
        self.body.addWidget(self._about)
        self._column, scroll = scrolling(self)
        self._column.setSpacing(theme.sp(10))
        self.body.addWidget(scroll, 1)
        self.send_all = Button("", "secondary", "paper-plane-tilt", parent=self, height=28)
        self.send_all.setToolTip(tr(_ANSWERS))
        self.send_all.clicked.connect(lambda: self.confirmed.emit(self._confirmable()))
        self.body.addWidget(self.send_all)
        foot = QHBoxLayout()
        foot.setSpacing(theme.sp(8))
        self.again = Button(tr("Try again"), "tinted", "arrows-clockwise", parent=self, height=28)
        self.again.clicked.connect(self.again_asked)
        self.copy = Button(tr("Copy all"), "secondary", "copy", parent=self, height=28)
        self.copy.clicked.connect(self.copy_asked)
        foot.addWidget(self.again)
        foot.addWidget(self.copy)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.hide()

    def show_parked(self, parked: tuple[tuple[str, Parked], ...]) -> None:
        self.setVisible(bool(parked))
        if parked == self._shown:
            return
        self._shown = parked
        self.set_count(len(parked))
        self._about.setText(
            ntr(
                "The server did not take {n} change. Everything is kept on this machine and its "
                "timelines.",
                "The server did not take {n} changes. Everything is kept on this machine and its "
                "timelines.",
                len(parked),
            )
        )
        had_keyboard = any(send.hasFocus() for send in (*self.sends, self.send_all))
        self.sends = []
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            old = item.widget() if item else None
            if old is not None:
                old.hide()
                old.deleteLater()
        for n, (label, one) in enumerate(parked):
            row = self._parked_row(label, one)
            self._column.insertWidget(n, row)
            row.show()  # at once: what is not shown takes no keyboard
        several = len(self.sends)
        self.send_all.set_label(tr("Send {n} anyway", n=several))
        self.send_all.setVisible(several > 1)
        if had_keyboard:
            next(iter(self.sends), self.again).setFocus()

    def _parked_row(self, label: str, one: Parked) -> QWidget:
        theme = theme_of(self)
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, theme.sp(4), 0)
        row.setSpacing(theme.sp(9))
        row.addWidget(Icon("x", "warn", 14, holder), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.sp(1))
        words.addWidget(Label(told(one.words), "strong", parent=holder, wrap=True))
        when = text.clock_time(one.recorded_at, seconds=False)
        place = " · ".join(part for part in (label, one.person, f"{when} UTC") if part)
        words.addWidget(Label(place, "meta", "text3", holder, wrap=True))
        words.addWidget(Label(told(one.reason), "meta", "warn", holder, wrap=True))
        if one.may_confirm:
            send = Button(tr("Send anyway"), "tinted", "paper-plane-tilt", parent=holder, height=26)
            send.setAccessibleName(tr("Send anyway: {what}", what=told(one.words)))
            send.setToolTip(tr(_ANSWERS))
            send.clicked.connect(lambda: self.confirmed.emit([one.op_id]))
            words.addSpacing(theme.sp(5))
            words.addWidget(send, 0, Qt.AlignmentFlag.AlignLeft)  # else it narrows the words
            self.sends.append(send)
        row.addLayout(words, 1)
        return holder

    def _confirmable(self) -> list[str]:
        return [one.op_id for _, one in self._shown if one.may_confirm]


class Scroll(QScrollArea):
    """Would like to be as high as what is in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        inside = self.widget()
        layout = inside.layout() if inside else None
        if layout is None:
            return super().sizeHint()
        high = layout.totalHeightForWidth(max(1, self.viewport().width()))
        if high < 0:  # nothing in it wraps
            high = layout.totalSizeHint().height()
        return QSize(super().sizeHint().width(), high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def scrolling(parent: QWidget) -> tuple[QVBoxLayout, Scroll]:
    """A column in an area that scrolls, with what is left over below."""
    scroll = Scroll(parent)
    inside = QWidget(scroll)
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme_of(parent).sp(2))
    column.addStretch(1)
    scroll.setWidget(inside)
    inside.setAutoFillBackground(False)  # after setWidget, which turns it on
    return column, scroll
