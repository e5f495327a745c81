"""The keys of the screen in front, by group."""

from collections.abc import Sequence
from itertools import groupby
from math import ceil

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from views.keys import NO_KEY, caps_of
from views.shortcuts import ANYWHERE, ON_THE_SPOT, Shortcut, is_chosen, on_screen
from views.theme import theme_of
from views.tongue import mark, told, tr
from views.widgets.button import Button
from views.widgets.dialog import DialogFrame
from views.widgets.keycap import KeyLine, caps_width
from views.widgets.label import Label

WIDTH, COLUMN, MOST_COLUMNS = 1100, 330, 3
ROW_GAP, CAPS, COLUMN_GAP = 6, 104, 16
FEWEST = 4
AROUND = 24
"""Pixels left free of the window at each side."""

# Several of a kind stand in one line: (ids begin with, what is shown for all of them).
FOLDED = (
    ("live.", ("Ctrl", mark("1 to 9")), mark("Open a live incident")),
    ("severity.", ("S", mark("0 to 4")), mark("Set the severity")),
)
Line = tuple[tuple[str, ...], str, str]


class KeysSheet(DialogFrame):
    """As many columns as the window has room for; what is too much for its height scrolls."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, WIDTH)
        self._scope = ANYWHERE
        self.setAccessibleName(tr("Keys"))
        self.card.addWidget(Label(tr("Keys"), "dialog_title", parent=self.surface))
        self._scroll = QScrollArea(self.surface)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(tr("Keys of this screen"))
        self.card.addWidget(self._scroll)
        self._close = Button(tr("Close"), "secondary", keys=("Esc",), parent=self.surface)
        foot = QHBoxLayout()
        note = tr("Single letters work where no text has the keyboard; with Alt, everywhere.")
        foot.addWidget(Label(note, "meta", "text3", self.surface, wrap=True), 1)
        foot.addWidget(self._close)
        self.card.addLayout(foot)
        self._close.clicked.connect(self.close_dialog)
        self.rejected.connect(self.close_dialog)

    def show_scope(self, scope: str) -> None:
        self._scope = scope
        self._lay_out()
        self.open(self._close)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self.parent() and self.isVisible():
            self._lay_out()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        theme, window = theme_of(self), self.parentWidget()
        width = min(theme.sp(WIDTH), window.width() - 2 * AROUND if window else theme.sp(WIDTH))
        self.surface.setFixedWidth(width)
        pads = self.card.contentsMargins()
        room = width - pads.left() - pads.right() - theme.sp(AROUND)
        fresh = QWidget(self._scroll.viewport())
        fresh.setAutoFillBackground(False)
        row = QHBoxLayout(fresh)
        row.setContentsMargins(0, 0, theme.sp(AROUND) // 2, 0)
        row.setSpacing(theme.sp(AROUND))
        most = max(1, min(MOST_COLUMNS, room // theme.sp(COLUMN)))
        for column in in_columns(lines_of(self._scope), most):
            row.addLayout(_column(column, fresh), 1)
        self._scroll.setWidget(fresh)
        self._scroll.viewport().setAutoFillBackground(False)
        fresh.setAutoFillBackground(False)
        high = window.height() - 2 * AROUND - theme.sp(150) if window else theme.sp(600)
        self._scroll.setFixedHeight(min(row.totalHeightForWidth(room), high))
        self.refit()


def in_columns(lines: Sequence[Line], most: int) -> list[list[Line]]:
    """About equally high; the title of a group stands over each part of it."""
    high = ceil((len(lines) + len({line[2] for line in lines})) / most)
    columns: list[list[Line]] = [[]]
    used = 0
    for at, line in enumerate(lines):
        starts = at == 0 or lines[at - 1][2] != line[2]
        # A title is not left with a line or two at the foot of a column.
        if used + (FEWEST if starts else 1) > high and columns[-1] and len(columns) < most:
            columns.append([])
            used = 0
        used += 1 + (starts or not columns[-1])
        columns[-1].append(line)
    return columns


def lines_of(scope: str) -> list[Line]:
    """(key caps, words, group) of every key that works on this screen, groups together."""
    lines: dict[Line, None] = {}
    for shortcut in on_screen(scope):
        caps, words = _line(shortcut)
        lines[caps, told(words), tr(shortcut.group)] = None
    for key, where, words, group in ON_THE_SPOT:
        if where in (ANYWHERE, scope):
            lines[caps_of(key), tr(words), tr(group)] = None
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


def _column(lines: Sequence[Line], parent: QWidget) -> QVBoxLayout:
    theme = theme_of(parent)
    column = QVBoxLayout()
    column.setSpacing(theme.sp(ROW_GAP))
    for group, members in groupby(lines, key=lambda line: line[2]):
        if column.count():
            column.addSpacing(theme.sp(ROW_GAP))
        column.addWidget(Label(group, "label", "text3", parent))
        listed = list(members)
        widest = max(caps_width(theme, caps) for caps, _, _ in listed)
        indent = max(theme.sp(CAPS), widest) + theme.sp(COLUMN_GAP)
        for caps, words, _ in listed:
            column.addWidget(KeyLine(caps, words, indent, parent))
    column.addStretch(1)
    return column
