"""What waits for the server: over the left end of the status bar, as long as one looks."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from models.queries.waiting import Waiting
from views.sync.states import SyncState
from views.theme import theme_of
from views.tongue import ntr, tr
from views.widgets.button import Button, IconButton
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.panel import Icon, Surface
from views.widgets.shadow import Shadow

_WIDTH, _STATUS_BAR, _MOST = 400, 30, 6


class QueuePopup(Surface):
    """Esc, or a click elsewhere, closes it."""

    sync_asked = Signal()
    sign_in_asked = Signal()
    sign_out_asked = Signal()
    shown = Signal(bool)

    def __init__(self, window: QWidget, anchor: QWidget) -> None:
        super().__init__("overlay", "line2", 10, window)
        theme = theme_of(self)
        self._anchor = anchor
        self._before: QWidget | None = None
        self._rows: tuple[Waiting, ...] | None = None
        self.setAccessibleName(tr("What waits for the server"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.sp(16), theme.sp(12)] * 2)
        column.setSpacing(theme.sp(10))
        column.addLayout(self._build_head())
        self._server = ElideLabel("", "meta", "text2", self)
        column.addWidget(self._server)
        self._notes = [
            Label("", "meta", color, self, wrap=True) for color in ("warn", "warn", "warn")
        ]
        for note in self._notes:
            column.addWidget(note)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.sp(10))
        self._grid.setVerticalSpacing(theme.sp(6))
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        column.addLayout(self._build_foot())
        self.hide()
        Shadow(self)

    def toggle(self) -> None:
        if self.isVisible():
            self.close_popup()
        else:
            self.open_popup()

    def open_popup(self) -> None:
        self._before = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self.sync.setFocus(Qt.FocusReason.PopupFocusReason)
        self.shown.emit(True)

    def close_popup(self) -> None:
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        inside = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self.hide()
        self.shown.emit(False)
        before, self._before = self._before, None
        if inside and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_sync(self, state: SyncState) -> None:
        self._icon.set_icon(state.icon, state.kind)
        detail = f", {state.detail}" if state.detail else ""
        self._title.setText(f"{state.words}{detail}")
        synced = (
            tr("Last synced {synced}", synced=state.synced)
            if state.synced
            else tr("Never synced yet")
        )
        host = state.server.partition("://")[2] or state.server
        self._server.set_text(f"{synced} · {host}")
        self._server.setToolTip(f"{state.account} · {state.server}")
        clock = (
            tr("{clock}. Your notes keep their place, and say so.", clock=state.clock)
            if state.clock
            else ""
        )
        refused = (
            tr("{refused}. They are under Conflicts.", refused=state.refused)
            if state.refused
            else ""
        )
        for note, words in zip(self._notes, (state.trouble, clock, refused), strict=True):
            note.setText(words)
            note.setVisible(bool(words))
        self.sign_in.setVisible(not state.is_signed_in)
        self.sign_out.setVisible(state.is_signed_in)
        self.sync.setEnabled(state.is_signed_in)
        self._show_rows(state.queue)
        if self.isVisible():
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press outside closes it and still does what it does there."""
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            at = self.mapFromGlobal(event.globalPosition().toPoint())
            # What opened it closes it by itself.
            link = self._anchor.mapFromGlobal(event.globalPosition().toPoint())
            if not self.rect().contains(at) and not self._anchor.rect().contains(link):
                self.close_popup()
        elif event.type() is QEvent.Type.Resize and watched is self.parentWidget():
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_popup()
        else:
            super().keyPressEvent(event)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme_of(self).sp(9))
        self._icon = Icon("cloud-check", "ok", 16, self)
        self._title = Label("", "title", parent=self)
        row.addWidget(self._icon)
        row.addWidget(self._title, 1)
        close = IconButton("x", tr("Close this list"), self)
        close.clicked.connect(self.close_popup)
        row.addWidget(close)
        return row

    def _build_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme_of(self).sp(8))
        self.sync = Button(tr("Sync now"), "tinted", "arrows-clockwise", parent=self, height=30)
        self.sync.clicked.connect(self.sync_asked)
        self.sign_in = Button(tr("Sign in"), "secondary", "sign-in", parent=self, height=30)
        self.sign_in.clicked.connect(self._ask_sign_in)
        self.sign_out = Button(tr("Sign out"), "quiet", "door", parent=self, height=30)
        self.sign_out.clicked.connect(self._ask_sign_out)
        row.addWidget(self.sync)
        row.addWidget(self.sign_in)
        row.addStretch(1)
        row.addWidget(self.sign_out)
        return row

    def _ask_sign_in(self) -> None:
        self.close_popup()
        self.sign_in_asked.emit()

    def _ask_sign_out(self) -> None:
        self.close_popup()
        self.sign_out_asked.emit()

    def _show_rows(self, rows: tuple[Waiting, ...]) -> None:
        if rows == self._rows:
            return
        self._rows = rows
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for n, row in enumerate(rows[:_MOST]):
            self._put(Label(row.label or tr("Team"), "strong", parent=self), n, 0)
            what = row.title or tr("People, services, runbooks, alerts")
            self._put(ElideLabel(what, "body", "text2", self), n, 1)
            self._put(Label(ntr("{n} change", "{n} changes", row.n), "meta", "text2", self), n, 2)
        if more := rows[_MOST:]:
            n = sum(row.n for row in more)
            words = ntr(
                "and {n} change of {rows} others",
                "and {n} changes of {rows} others",
                n,
                rows=len(more),
            )
            self._put(Label(words, "meta", "text3", self), _MOST, 0, 3)
        if not rows:
            words = tr("Nothing waits. Everything that is here is on the server.")
            self._put(Label(words, "body", "text2", self, wrap=True), 0, 0, 3)

    def _put(self, widget: QWidget, row: int, column: int, across: int = 1) -> None:
        self._grid.addWidget(widget, row, column, 1, across)
        widget.show()  # a layout asks only what is shown for its height

    def _place(self) -> None:
        """Over the status bar, right of the rail."""
        parent, layout = self.parentWidget(), self.layout()
        if parent is None or layout is None:
            return
        theme = theme_of(self)
        layout.activate()
        width = theme.sp(_WIDTH)
        height = layout.totalHeightForWidth(width)
        height = height if height > 0 else self.sizeHint().height()
        bottom = parent.height() - theme.sp(_STATUS_BAR + 8)
        self.setGeometry(theme.sp(72), bottom - height, width, height)
