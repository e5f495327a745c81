"""The main window: a frame, and nothing else."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from views.shell.announcement import announce
from views.shell.bars import StatusBar, TopBar
from views.shell.rail import WORDED, Rail
from views.shell.settled import SettledWindow
from views.shell.ticker import Ticker
from views.sync.banner import SyncBanner
from views.theme import page_by_page, theme_of
from views.tongue import tr
from views.widgets.banner import Banner
from views.widgets.toast import Toast

SMALLEST = (1024, 700)
USUAL = (1600, 1000)
ROOMY_FROM = 1440
"""Logical pixels; under it the rail narrows and a room takes the top bar's place."""


class MainWindow(SettledWindow):
    """`now` is the clock everything on screen goes by."""

    navigate = Signal(str)
    declare_requested = Signal()
    palette_requested = Signal()
    keys_requested = Signal()
    theme_toggled = Signal()
    closed = Signal()

    def __init__(self, now: Callable[[], datetime], zone: tzinfo) -> None:
        super().__init__()
        self.setWindowTitle(tr("War room"))
        self.setMinimumSize(*SMALLEST)
        self.ticker = Ticker(now, self)
        self.rail = Rail(self)
        self.top = TopBar(self)
        self.status = StatusBar(zone, self)
        self.sync_banner = SyncBanner(self)
        self._stack = QStackedWidget(self)
        page_by_page(self._stack)
        self._screens: dict[str, QWidget] = {}
        self._folds: set[str] = set()
        self._notice = Banner(parent=self)
        self._notice.hide()
        self._lay_out()
        self.toaster = Toast(self)
        self.rail.chosen.connect(self.navigate)
        self.rail.help_requested.connect(self.keys_requested)
        self.rail.theme_requested.connect(self.theme_toggled)
        self.top.search_requested.connect(self.palette_requested)
        self.top.declare_requested.connect(self.declare_requested)
        self.ticker.tick.connect(self.status.set_time)
        self.status.set_time(now())

    def _lay_out(self) -> None:
        center = QWidget(self)
        row = QHBoxLayout(center)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.sync_banner)
        holder = QWidget(self)
        inside = QVBoxLayout(holder)
        edge = theme_of(self).sp(12)
        inside.setContentsMargins(edge, edge, edge, 0)
        inside.addWidget(self._notice)
        self._notice_holder = holder
        holder.hide()
        column.addWidget(holder)
        column.addWidget(self._stack, 1)
        column.addWidget(self.status)
        row.addLayout(column, 1)
        self.setCentralWidget(center)

    @property
    def place(self) -> QWidget:
        """Where screens are made: one made elsewhere is styled anew when it moves here."""
        return self._stack

    def add_screen(self, name: str, screen: QWidget, *, folds_top: bool = False) -> None:
        """`folds_top`: in a narrow window the screen's own header stands in for the top bar."""
        self._screens[name] = screen
        self._stack.addWidget(screen)
        if folds_top:
            self._folds.add(name)

    def show_screen(self, name: str) -> None:
        self._stack.setCurrentWidget(self._screens[name])
        self.rail.set_current(name)
        self._fold()
        self._screens[name].setFocus()

    @property
    def current(self) -> str:
        shown = self._stack.currentWidget()
        return next((name for name, screen in self._screens.items() if screen is shown), "")

    def set_path(self, parts: Sequence[str], *, live: bool = False) -> None:
        self.top.set_path(parts, live=live)
        self.setWindowTitle(" · ".join([tr("War room"), *(part for part in parts[1:] if part)]))

    def announce(self, sentence: str) -> None:
        """To a screen reader, at once."""
        announce(self, sentence)

    def toast(self, sentence: str, *, stays: bool = False) -> None:
        self.toaster.say(sentence, stays=stays)

    def notice(self, title: str, detail: str = "") -> None:
        """A lasting notice over the content; "" takes it away."""
        self._notice.say(title, detail)
        self._notice.setVisible(bool(title))
        self._notice_holder.setVisible(bool(title))

    def its_place(self) -> str:
        """Where it stands and how large it is, for `take_place`."""
        at = self.normalGeometry() if self.isMaximized() else self.geometry()
        numbers = (at.x(), at.y(), at.width(), at.height(), int(self.isMaximized()))
        return " ".join(str(number) for number in numbers)

    def take_place(self, kept: str) -> None:
        """As it was left; as it comes where nothing was kept or that cannot be read. A place on a
        screen that is gone is left to the desktop."""
        try:
            x, y, width, height, maximized = (int(number) for number in kept.split())
        except ValueError:
            self.resize(*USUAL)
            return
        self.resize(width, height)
        title = QPoint(x + width // 2, y + 1)
        if any(screen.availableGeometry().contains(title) for screen in QGuiApplication.screens()):
            self.move(x, y)
        if maximized:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()
        self.toaster.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.ticker.stop()
        self.closed.emit()
        super().closeEvent(event)

    def set_words_in_rail(self, *, worded: bool) -> None:
        self.rail.set_worded(worded=worded)
        self._fold()

    def _fold(self) -> None:
        theme = theme_of(self)
        narrow = self.width() < theme.sp(ROOMY_FROM)
        self.rail.setFixedWidth(theme.sp(WORDED if self.rail.worded else 52 if narrow else 60))
        self.top.setVisible(not (narrow and self.current in self._folds))
