"""A command to copy. Nothing here runs it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QWidget

from views.theme import theme_of
from views.tongue import tr
from views.widgets.button import Button, IconButton
from views.widgets.label import Label
from views.widgets.panel import Surface
from views.widgets.wrap import WrapText


class CommandBlock(Surface):
    """`roomy` spells the button out; else it is an icon."""

    copied = Signal(str)

    def __init__(self, command: str, parent: QWidget | None = None, *, roomy: bool = False) -> None:
        super().__init__("inset", "line2", 7, parent)
        self.command = command
        theme = theme_of(self)
        font = "mono" if roomy else "mono_small"
        row = QHBoxLayout(self)
        pad = theme.sp(12 if roomy else 9)
        edge = theme.sp(5 if roomy else 1)
        row.setContentsMargins(pad, edge, theme.sp(7 if roomy else 2), edge)
        row.setSpacing(theme.sp(9))
        top = Qt.AlignmentFlag.AlignTop
        text = QHBoxLayout()
        # One line stands in the middle of its button; more lines begin there.
        spare = max(0, theme.sp(30) - QFontMetrics(theme.font(font)).height()) // 2
        text.setContentsMargins(0, spare, 0, spare)
        text.setSpacing(theme.sp(9))
        text.addWidget(Label("$", font, "text3", self), 0, top)
        text.addWidget(WrapText(command, font, "text", self, hang=14), 1, top)
        row.addLayout(text, 1)
        self.copy: Button
        if roomy:
            self.copy = Button(tr("Copy"), "secondary", "copy", ("C",), self, height=30)
        else:
            self.copy = IconButton("copy", tr("Copy the command"), self)
        self.copy.setAccessibleName(tr("Copy the command {command}", command=command))
        self.copy.clicked.connect(lambda: self.copied.emit(command))
        row.addWidget(self.copy, 0, top)
