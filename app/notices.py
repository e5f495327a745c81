"""What others did, told outside the window: where the desktop has a place for it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from models.settings import Settings

SHOWN_MS = 8_000


class Notices(QObject):
    """Tells nothing while the window is in front, nothing that the person did, nothing while
    they are not to be disturbed. `opened` is the incident of a notice that was clicked."""

    opened = Signal(str)

    def __init__(self, window: QWidget, icon: QIcon, me: Callable[[], str]) -> None:
        super().__init__(window)
        self._window = window
        self._icon = icon
        self._me = me
        self._settings = Settings()
        self._tray: QSystemTrayIcon | None = None
        self._incident = ""

    @staticmethod
    def available() -> bool:
        """Whether this desktop shows notices at all; the program needs none."""
        return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()

    def follow(self, settings: Settings) -> None:
        self._settings = settings
        if settings.notify and self.available():
            self._show_tray()
        elif self._tray is not None:
            self._tray.hide()

    def notify(self, title: str, body: str, incident: str, actor: str) -> bool:
        """Whether it was told."""
        if not self._may_tell(actor) or not self._send(title, body):
            return False
        self._incident = incident
        return True

    def close(self) -> None:
        if self._tray is not None:
            self._tray.hide()

    def _may_tell(self, actor: str) -> bool:
        return (
            self._settings.notify
            and not self._settings.do_not_disturb
            and not self._window.isActiveWindow()
            and actor.casefold() != self._me().casefold()
        )

    def _send(self, title: str, body: str) -> bool:
        if self._tray is None or not self._tray.isVisible():
            return False
        self._tray.showMessage(title, body, self._icon, SHOWN_MS)
        return True

    def _show_tray(self) -> None:
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon, self)
            self._tray.setToolTip("War room")
            self._tray.messageClicked.connect(self._open)
            self._tray.activated.connect(self._come_forward)
        self._tray.show()

    def _open(self) -> None:
        self._come_forward()
        if self._incident:
            self.opened.emit(self._incident)

    def _come_forward(self) -> None:
        self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
