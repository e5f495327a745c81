"""Asks before a link of a runbook is followed: it says where it leads."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from views.theme import theme_of
from views.tongue import tr
from views.widgets.button import Button
from views.widgets.panel import Surface
from views.widgets.wrap import WrapText


class LinkBar(Surface):
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("raised", "line2", 8, parent)
        theme = theme_of(self)
        self._target = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.sp(12)] * 4)
        column.setSpacing(theme.sp(8))
        self._words = WrapText("", "body", "text", self)
        column.addWidget(self._words)
        row = QHBoxLayout()
        self.follow = Button(
            tr("Open link"), "secondary", "arrow-square-out", parent=self, height=28
        )
        stay = Button(tr("Stay here"), "quiet", parent=self, height=28)
        self.follow.clicked.connect(self._follow)
        stay.clicked.connect(self.hide)
        row.addWidget(self.follow)
        row.addWidget(stay)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def ask(self, target: str) -> None:
        self._target = target
        self._words.set_text(tr("Leave the room and open {link}?", link=target))
        self.show()
        self.follow.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        self.hide()
        self.opened.emit(self._target)
