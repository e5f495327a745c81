"""The keys of the screen in front, by group."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from views.shortcuts import Shortcut, of_scope
from views.theme import theme_of
from views.widgets.button import Button
from views.widgets.dialog import DialogFrame
from views.widgets.keycap import KeyCap
from views.widgets.label import Label


class KeysSheet(DialogFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 760)
        self.setAccessibleName("Keys")
        self.card.addWidget(Label("Keys", "dialog_title", parent=self.surface))
        self._list = QWidget(self.surface)
        self.card.addWidget(self._list)
        self._close = Button("Close", "secondary", keys=("Esc",), parent=self.surface)
        foot = QHBoxLayout()
        note = "Single letters work where no text has the keyboard; with Alt, everywhere."
        foot.addWidget(Label(note, "meta", "text3", self.surface))
        foot.addStretch(1)
        foot.addWidget(self._close)
        self.card.addLayout(foot)
        self._close.clicked.connect(self.close_dialog)
        self.rejected.connect(self.close_dialog)

    def show_scope(self, scope: str) -> None:
        theme = theme_of(self)
        fresh = QWidget(self.surface)
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.sp(18))
        grid.setVerticalSpacing(theme.sp(7))
        every = [s for s in of_scope(scope) if not s.id.startswith(("live.", "severity."))]
        half = (len(every) + 1) // 2
        for n, shortcut in enumerate(every):
            row, column = n % half, 2 * (n // half)
            grid.addWidget(_caps(shortcut, fresh), row, column)
            grid.addWidget(Label(shortcut.label, "body", parent=fresh), row, column + 1)
        if scope == "room":
            chord = Shortcut("", ("S 0",), "room", "", "")
            grid.addWidget(_caps(chord, fresh), half, 0)
            grid.addWidget(Label("Severity P0; S 1 to S 4 likewise", parent=fresh), half, 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.card.replaceWidget(self._list, fresh)
        self._list.deleteLater()
        self._list = fresh
        self.open(self._close)


def _caps(shortcut: Shortcut, parent: QWidget) -> QWidget:
    holder = QWidget(parent)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(3)
    row.addStretch(1)
    first = shortcut.keys[0]
    for key in first.split(" ") if " " in first else first.split("+"):
        row.addWidget(KeyCap(key, holder))
    return holder
