"""Where the room's panels stand: three columns of splitters, fewer in a narrow window."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.segments import Segment, Segments

LEFT, LEFT_WIDE, RIGHT, RIGHT_WIDE, RIGHT_NARROW = 330, 360, 400, 460, 384
WIDE_FROM, THREE_FROM, TWO_FROM = 1920, 1440, 1200
"""Logical pixels at the person's text size: room for wide sides, three columns, two."""


@dataclass(frozen=True, slots=True)
class Preset:
    """Panels by name, from the top. `grows` are those that take the room that is left."""

    word: str
    left: tuple[str, ...]
    centre: tuple[str, ...]
    right: tuple[str, ...]


PRESETS: dict[str, Preset] = {
    "command": Preset(
        mark("Command"), ("impact", "roles"), ("signal", "timeline"), ("needs", "runbook", "update")
    ),
    "comms": Preset(mark("Comms"), ("updates",), ("signal", "composer"), ("needs", "timeline")),
    "hands_on": Preset(
        mark("Hands on"), ("impact", "roles"), ("signal", "runbook"), ("needs", "timeline")
    ),
    "wall": Preset(mark("Wall"), (), ("signal", "timeline"), ()),
    "composer": Preset(mark("Composer"), ("updates",), ("composer",), ("preview", "approval")),
}
PASSING = ("composer",)
"""Nobody's layout: opened for one thing, and left again."""
GROWS = ("timeline", "runbook", "composer", "updates", "preview")
TABS: dict[str, str] = {
    "runbook": mark("Runbook"),
    "update": mark("Update"),
    "preview": mark("Preview"),
    "approval": mark("Approval"),
    "updates": mark("Updates"),
    "timeline": mark("Timeline"),
    "impact": mark("Impact"),
    "roles": mark("Roles"),
}
"""What may stand in a tab of a narrow window, in their order."""


class RoomFrame(QWidget):
    """Arranges panels that it is given and never makes one. `sizes_changed` carries the name of
    the arrangement and what to hand to `set_sizes` another day."""

    sizes_changed = Signal(str, str)

    def __init__(self, panels: Mapping[str, QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._panels = dict(panels)
        self._sizes: dict[str, str] = {}
        self._tabs: tuple[str, ...] = ()
        self._shown: tuple[str, str] = ("", "")
        self._hidden: set[str] = set()
        self._placed: set[str] = set()
        self._drawer_open = False
        self._wide = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._columns = QSplitter(Qt.Orientation.Horizontal, self)
        self._columns.setChildrenCollapsible(False)
        row.addWidget(self._columns)
        self._left = _ScrollColumn(self)
        self._centre = QSplitter(Qt.Orientation.Vertical, self)
        self._right = QSplitter(Qt.Orientation.Vertical, self)
        for splitter in (self._centre, self._right):
            splitter.setChildrenCollapsible(False)
        for column in (self._left, self._centre, self._right):
            self._columns.addWidget(column)
        # Said outright, so that a long word in a panel cannot widen its column.
        self._centre.setMinimumWidth(theme_of(self).sp(420))
        self._right.setMinimumWidth(theme_of(self).sp(300))
        self.tabs = Segments((), self)
        self.tabs.setAccessibleName(tr("Side"))
        self.tabs.chosen.connect(self.show_tab)
        self._stack = QStackedWidget(self)
        self._tabbed = QWidget(self)
        inside = QVBoxLayout(self._tabbed)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme_of(self).sp(8))
        inside.addWidget(self.tabs)
        inside.addWidget(self._stack, 1)
        self._tabbed.hide()
        self._pages = {name: _ScrollColumn(self._stack) for name in TABS if name in self._panels}
        for page in self._pages.values():
            self._stack.addWidget(page)
        for splitter in (self._columns, self._centre, self._right):
            splitter.setHandleWidth(theme_of(self).sp(10))
            splitter.splitterMoved.connect(lambda *_: self._moved())
        self.preset = "command"

    # What the screen says

    def adopt(self, panels: Mapping[str, QWidget]) -> None:
        """Panels that were made later than the frame. Who has the keyboard keeps it: nothing is
        placed anew but for a layout that they belong to."""
        for name, panel in panels.items():
            panel.hide()
            self._panels[name] = panel
            if name in TABS:
                self._pages[name] = _ScrollColumn(self._stack)
                self._stack.addWidget(self._pages[name])
        preset = PRESETS[self.preset]
        if set(panels) & {*preset.left, *preset.centre, *preset.right}:
            self._shown = ("", "")

    def arrange(self, width: int) -> None:
        """`width` is the window's, in logical pixels."""
        theme = theme_of(self)
        step = "three"
        if width < theme.sp(TWO_FROM):
            step = "one"
        elif width < theme.sp(THREE_FROM):
            step = "two"
        wide = width >= theme.sp(WIDE_FROM)
        self._left.setFixedWidth(theme.sp(LEFT_WIDE if wide else LEFT))
        if (self.preset, step) != self._shown:
            self._shown = (self.preset, step)
            self._place(step)
        self._wide = wide
        if self._key() not in self._sizes:
            self._default_sizes(step, wide=wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sides keep their width until a person moves a handle."""
        super().resizeEvent(event)
        if self._shown[1] and self._key() not in self._sizes:
            self._default_sizes(self._shown[1], wide=self._wide)

    @property
    def step(self) -> str:
        """`three` columns, `two`, or `one` with the side in a drawer."""
        return self._shown[1]

    def set_preset(self, name: str) -> None:
        self.preset = name if name in PRESETS else "command"

    def set_sizes(self, kept: Mapping[str, str]) -> None:
        self._sizes = dict(kept)
        self._apply_sizes()

    def reset(self) -> None:
        """Every arrangement as it came."""
        self._sizes = {}
        self._shown = ("", "")
        self.preset = "command"

    def set_panel_visible(self, name: str, *, visible: bool) -> None:
        """A panel with nothing to show takes no room."""
        (self._hidden.discard if visible else self._hidden.add)(name)
        panel = self._panels.get(name)
        if panel is not None and name in self._placed and not self._in_tab(name):
            panel.setVisible(visible)

    def toggle_drawer(self) -> None:
        self._drawer_open = not self._drawer_open
        if self.step == "one":
            self._right.setVisible(self._drawer_open)
            self._centre.setVisible(not self._drawer_open or self.width() > self._drawer_width())

    def reveal(self, name: str) -> None:
        """Brings a panel to the eye: its tab, its drawer."""
        panel = self._panels[name]
        is_beside = self._in_tab(name) or self._right.isAncestorOf(panel)
        if self.step == "one" and not self._drawer_open and is_beside:
            self.toggle_drawer()
        if self._in_tab(name):
            self.tabs.set_current(name)
            self.show_tab(name)

    def show_tab(self, name: str) -> None:
        """A panel moves into its tab when that is looked at: all at once the window would stand
        still."""
        if name in self._pages:
            self._fill_tab(name)
            self._stack.setCurrentWidget(self._pages[name])

    def set_tab_words(self, words: Mapping[str, str]) -> None:
        """What stands behind a tab's name: `3/6`, a countdown."""
        names = [name for name in TABS if self._in_tab(name)]
        self.tabs.set_segments(
            [Segment(n, f"{tr(TABS[n])} {words.get(n, '')}".strip()) for n in names]
        )

    # Parts

    def _place(self, step: str) -> None:
        preset = PRESETS[self.preset]
        # A panel keeps its place where it has it already: a new parent dresses it anew.
        for panel in self._panels.values():
            panel.hide()
        self._tabbed.hide()
        self._placed = {*preset.left, *preset.centre, *preset.right}
        left, right = self._there(preset.left), self._there(preset.right)
        self._fill(self._centre, self._there(preset.centre))
        if step == "three":
            grows = bool(set(left) & set(GROWS))
            self._left.fill([self._panels[name] for name in left], grows=grows)
            self._fill(self._right, right)
        else:
            self._left.fill([])
            self._fill_tabs([*right, *left])
        self._left.setVisible(step == "three" and bool(preset.left))
        drawn = step != "one" or self._drawer_open
        self._right.setVisible(bool(preset.right) and drawn)
        self._centre.show()
        for name in self._there(tuple(self._hidden)):
            if not self._in_tab(name):
                self._panels[name].hide()
        self._apply_sizes()

    def _in_tab(self, name: str) -> bool:
        return self.step != "three" and name in self._tabs

    def _there(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name in self._panels)

    def _fill(self, splitter: QSplitter, names: tuple[str, ...]) -> None:
        for n, name in enumerate(names):
            if splitter.indexOf(self._panels[name]) != n:
                splitter.insertWidget(n, self._panels[name])
            grows = name in GROWS or (n == len(names) - 1 and not set(names) & set(GROWS))
            splitter.setStretchFactor(n, 1 if grows else 0)
            self._panels[name].show()

    def _fill_tabs(self, names: list[str]) -> None:
        if not names:
            return
        self._tabs = tuple(name for name in TABS if name in names and name in self._panels)
        self.set_tab_words({})
        if self._right.indexOf(self._tabbed) != 0:
            self._right.insertWidget(0, self._tabbed)
        self._tabbed.show()
        self._right.setStretchFactor(0, 1)
        self.show_tab(self.tabs.current())
        if "needs" in names:
            if self._right.indexOf(self._panels["needs"]) != 1:
                self._right.insertWidget(1, self._panels["needs"])
            self._panels["needs"].show()
            self._right.setStretchFactor(1, 0)

    def _fill_tab(self, name: str) -> None:
        if self._in_tab(name):
            self._pages[name].fill([self._panels[name]], grows=name in GROWS)

    def _drawer_width(self) -> int:
        return theme_of(self).sp(RIGHT_NARROW)

    def _default_sizes(self, step: str, *, wide: bool) -> None:
        theme = theme_of(self)
        right = theme.sp(RIGHT_WIDE if wide else RIGHT if step == "three" else RIGHT_NARROW)
        left = self._left.width() if self._left.isVisible() else 0
        whole = max(self.width(), theme.sp(600))
        # Sizes given to a splitter that has not its own yet would only be proportions.
        self._columns.resize(self.size())
        self._columns.setSizes([left, max(200, whole - left - right), right])
        self._columns.setStretchFactor(0, 0)
        self._columns.setStretchFactor(1, 1)
        self._columns.setStretchFactor(2, 0)

    def _key(self) -> str:
        return ":".join(self._shown)

    def _moved(self) -> None:
        told = json.dumps([s.sizes() for s in (self._columns, self._centre, self._right)])
        self._sizes[self._key()] = told
        self.sizes_changed.emit(self._key(), told)

    def _apply_sizes(self) -> None:
        kept = self._sizes.get(self._key())
        if kept is None:
            return
        try:
            found = json.loads(kept)
        except ValueError:
            return
        for splitter, sizes in zip((self._columns, self._centre, self._right), found, strict=False):
            whole = isinstance(sizes, list) and all(isinstance(size, int) for size in sizes)
            if whole and len(sizes) == splitter.count():
                splitter.setSizes(sizes)


class _ScrollColumn(QScrollArea):
    """A column that scrolls rather than squeeze a word."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        holder = QWidget(self.viewport())
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme_of(self).sp(10))
        self.setWidget(holder)
        holder.setAutoFillBackground(False)  # after setWidget, which turns it on

    def fill(self, panels: list[QWidget], *, grows: bool = False) -> None:
        """`grows`: the panel takes the room that is left; it scrolls inside by itself."""
        held = [self._column.itemAt(n) for n in range(self._column.count())]
        if [item.widget() for item in held if item and item.widget()] == panels and panels:
            for panel in panels:
                panel.show()
            return
        while self._column.count():
            self._column.takeAt(0)
        for panel in panels:
            self._column.addWidget(panel, 1 if grows else 0)
            panel.show()
        if not grows:
            self._column.addStretch(1)
