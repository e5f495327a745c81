"""The keys of the screen in front, by group."""

from itertools import groupby

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from views.keys import NO_KEY, caps_of
from views.shortcuts import ANYWHERE, ON_THE_SPOT, Shortcut, is_chosen, on_screen
from views.theme import theme_of
from views.widgets.button import Button
from views.widgets.dialog import DialogFrame
from views.widgets.keycap import KeyCap
from views.widgets.label import Label

WIDTH = 820
ROW_GAP, COLUMN_GAP = 7, 16

# Several of a kind stand in one line: (ids begin with, what is shown for all of them).
FOLDED = (
    ("live.", ("Ctrl", "1 to 9"), "Open a live incident"),
    ("severity.", ("S", "0 to 4"), "Set the severity"),
)
Line = tuple[tuple[str, ...], str, str]


class KeysSheet(DialogFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, WIDTH)
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
        fresh = QWidget(self.surface)
        columns = QHBoxLayout(fresh)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(theme_of(self).sp(26))
        for group, lines in groupby(lines_of(scope), key=lambda line: line[2]):
            columns.addLayout(_column(group, list(lines), fresh), 1)
        self.card.replaceWidget(self._list, fresh)
        self._list.deleteLater()
        self._list = fresh
        self.open(self._close)


def lines_of(scope: str) -> list[Line]:
    """(key caps, words, group) of every key that works on this screen, groups together."""
    lines: dict[Line, None] = {}
    for shortcut in on_screen(scope):
        caps, words = _line(shortcut)
        lines[caps, words, shortcut.group] = None
    for key, where, words, group in ON_THE_SPOT:
        if where in (ANYWHERE, scope):
            lines[caps_of(key), words, group] = None
    groups = list(dict.fromkeys(line[2] for line in lines))
    return sorted(lines, key=lambda line: groups.index(line[2]))


def _line(shortcut: Shortcut) -> tuple[tuple[str, ...], str]:
    """One whose key a person chose stands for itself."""
    if not is_chosen(shortcut.id):
        for begins, caps, words in FOLDED:
            if shortcut.id.startswith(begins):
                return caps, words
    key = shortcut.keys[0] if shortcut.keys else NO_KEY
    return caps_of(key), shortcut.label


def _column(group: str, lines: list[Line], parent: QWidget) -> QVBoxLayout:
    theme = theme_of(parent)
    column = QVBoxLayout()
    column.setSpacing(theme.sp(ROW_GAP))
    column.addWidget(Label(group, "label", "text3", parent))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.sp(COLUMN_GAP))
    grid.setVerticalSpacing(theme.sp(ROW_GAP))
    for row, (caps, words, _) in enumerate(lines):
        grid.addWidget(_caps(caps, parent), row, 0)
        grid.addWidget(Label(words, "body", parent=parent), row, 1)
    grid.setColumnMinimumWidth(0, theme.sp(116))
    grid.setColumnStretch(1, 1)
    column.addLayout(grid)
    column.addStretch(1)
    return column


def _caps(caps: tuple[str, ...], parent: QWidget) -> QWidget:
    holder = QWidget(parent)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme_of(parent).sp(3))
    for key in caps:
        row.addWidget(KeyCap(key, holder))
    row.addStretch(1)
    return holder
