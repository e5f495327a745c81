"""The inbox: everything that waits, and the switch for webhooks on this machine."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from models.queries.inbox import InboxItem
from views.home.inbox import InboxList
from views.theme import theme_of
from views.tongue import tr
from views.widgets.check import CheckBox
from views.widgets.label import Label
from views.widgets.panel import Panel


class InboxScreen(QWidget):
    declare_requested = Signal(object)
    listen_toggled = Signal(bool)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        theme = theme_of(self)
        column = QVBoxLayout(self)
        edge = theme.sp(12)
        column.setContentsMargins(edge, edge, edge, edge)
        self._panel = Panel(tr("Waiting"), "tray", parent=self)
        self._address = Label("", "mono_small", "text3", self._panel)
        self._listen = CheckBox(tr("Take alert webhooks on this machine"), self._panel)
        self._listen.toggled.connect(self.listen_toggled)
        self._panel.head.addWidget(self._address)
        self._panel.head.addWidget(self._listen)
        self.items = InboxList(self._panel)
        self.items.declare_requested.connect(self.declare_requested)
        scroll = QScrollArea(self._panel)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setWidget(self.items)
        self.items.setAutoFillBackground(False)  # after setWidget, which turns it on
        self._panel.body.addWidget(scroll, 1)
        column.addWidget(self._panel, 1)

    def show_items(self, items: Sequence[InboxItem], total: int) -> None:
        self._panel.set_count(total)
        self.items.show_items(items, total, self._now())

    def show_listening(self, address: str) -> None:
        """The address that takes deliveries; "" while none does."""
        self._address.setText(address)
        self._listen.blockSignals(True)
        self._listen.setChecked(bool(address))
        self._listen.blockSignals(False)

    def tick(self, now: datetime) -> None:
        if now.second == 0:
            self.items.tick(now)

    def setFocus(self, *_: object) -> None:
        self.items.focus_first()
