"""A page with a list whose entries are edited in their place."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from views.settings.form import Card, Page, Problem
from views.theme import theme_of
from views.tongue import tr
from views.widgets.button import Button
from views.widgets.check import CheckBox
from views.widgets.label import Label
from views.widgets.line_input import LineInput

Item = TypeVar("Item")
NEW = ""
Values = dict[str, str]
ON = "yes"


class EditForm(QWidget):
    """Named fields in columns, and a tick where there is one; gives texts by name, a tick as
    "yes" or "". The first field names the entry: where `name_stands`, it cannot be changed while an
    old entry is edited. Subclasses put more into `middle` and `foot`."""

    saved = Signal(dict)
    left = Signal()
    columns = 2
    name_stands = True
    keys: tuple[str, ...] = ("Enter",)

    def __init__(
        self,
        saves: str,
        fields: Mapping[str, tuple[str, str]],
        tick: tuple[str, str] | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        self.lines: dict[str, LineInput] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.sp(16), theme.sp(12)] * 2)
        column.setSpacing(theme.sp(10))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.sp(14))
        grid.setVerticalSpacing(theme.sp(4))
        for at, (name, (label, hint)) in enumerate(fields.items()):
            line = LineInput(tr(label), tr(hint), parent=self)
            line.returnPressed.connect(self.save)
            row, place = divmod(at, self.columns)
            above = Label(tr(label), "label", "text2", self)
            above.setContentsMargins(0, theme.sp(6) if row and self.columns == 1 else 0, 0, 0)
            grid.addWidget(above, row * 2, place)
            grid.addWidget(line, row * 2 + 1, place)
            self.lines[name] = line
        for place in range(self.columns):
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        self.middle = QVBoxLayout()
        self.middle.setSpacing(theme.sp(10))
        column.addLayout(self.middle)
        self._tick_name = tick[0] if tick else ""
        self.tick = CheckBox(tr(tick[1]) if tick else "", self)
        self.tick.setVisible(tick is not None)
        self.problem = Problem(self)
        column.addWidget(self.problem)
        self.foot = foot = QHBoxLayout()
        foot.setSpacing(theme.sp(8))
        foot.addWidget(self.tick)
        foot.addStretch(1)
        self.cancel = Button(tr("Cancel"), "quiet", parent=self)
        self.cancel.clicked.connect(self.left)
        foot.addWidget(self.cancel)
        self.go = Button(tr(saves), "primary", keys=self.keys, parent=self)
        self.go.clicked.connect(self.save)
        foot.addWidget(self.go)
        column.addLayout(foot)
        self.hide()

    def fill(self, values: Mapping[str, str], *, is_new: bool) -> None:
        for at, (name, line) in enumerate(self.lines.items()):
            line.setText(values.get(name, ""))
            line.setReadOnly(at == 0 and not is_new and self.name_stands)
        self.tick.setChecked(values.get(self._tick_name) == ON)
        lines = list(self.lines.values())
        at = 1 if self.name_stands and not is_new else 0
        lines[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def values(self) -> Values:
        values = {name: line.text().strip() for name, line in self.lines.items()}
        if self._tick_name:
            values[self._tick_name] = ON if self.tick.isChecked() else ""
        return values

    def save(self) -> None:
        self.saved.emit(self.values())


class ListPage(Page, Generic[Item]):
    """Subclasses say how an entry looks. `none`, `adds` and `saves` are what is said of an empty
    list, and the buttons."""

    none = adds = saves = ""
    fields: Mapping[str, tuple[str, str]] = {}
    tick: tuple[str, str] | None = None
    form_kind: type[EditForm] = EditForm

    def __init__(self, name: str, title: str, about: str, parent: QWidget) -> None:
        super().__init__(name, title, about, parent)
        self.card = Card(self)
        self._empty = Label(tr(self.none), "body", "text3", self.card)
        margin = theme_of(self).sp(14)
        self._empty.setContentsMargins(margin, margin, margin, margin)
        self.card.add(self._empty)
        self.edit = self.form_kind(self.saves, self.fields, self.tick, self.card)
        self.card.add(self.edit)
        self.edit.left.connect(self.close_edit)
        self._rows: dict[str, QWidget] = {}
        self._shown: tuple[Item, ...] | None = None
        self._edited: str | None = None
        self.add_button = Button(tr(self.adds), "secondary", "plus", parent=self.form)
        self.add_button.clicked.connect(lambda: self.open_edit(NEW))
        self.column.addWidget(self.add_button)
        self.finish()

    @property
    def edited(self) -> str | None:
        """The name of what is edited, `NEW` for what is added, None while nothing is."""
        return self._edited

    def item(self, name: str) -> Item | None:
        return next((one for one in self._shown or () if self.name_of(one) == name), None)

    def name_of(self, item: Item) -> str:
        raise NotImplementedError

    def values_of(self, item: Item) -> Values:
        raise NotImplementedError

    def row_of(self, item: Item) -> QHBoxLayout:
        """What stands before the edit button."""
        raise NotImplementedError

    def show_items(self, items: Sequence[Item], problem: str) -> None:
        self.edit.problem.say(problem)
        if tuple(items) == self._shown:
            return
        self._shown = tuple(items)
        for row in self._rows.values():
            self.card.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {self.name_of(item): self._holder(item) for item in items}
        for at, row in enumerate(self._rows.values()):
            self.card.column.insertWidget(at, row)
        self._empty.setVisible(not items and self._edited is None)
        if self._edited in self._rows:
            self._rows[self._edited].hide()

    def open_edit(self, name: str) -> None:
        """`NEW` opens the fields for an entry to be added, below the others."""
        self.close_edit()
        self._edited = name
        self.card.column.removeWidget(self.edit)
        at = self.card.column.count()
        values: Values = {}
        if name in self._rows:
            row = self._rows[name]
            at = self.card.column.indexOf(row)
            row.hide()
            item = self.item(name)
            values = {} if item is None else self.values_of(item)
        self.card.column.insertWidget(at, self.edit)
        self._empty.hide()
        self.add_button.hide()
        self.edit.problem.say("")
        self.edit.show()
        self.edit.fill(values, is_new=name == NEW)

    def close_edit(self) -> None:
        edited, self._edited = self._edited, None
        if edited is None:
            return
        self.edit.hide()
        if edited in self._rows:
            self._rows[edited].show()
        self._empty.setVisible(not self._rows)
        self.add_button.show()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _holder(self, item: Item) -> QWidget:
        theme = theme_of(self)
        name = self.name_of(item)
        holder = QWidget(self.card)
        row = QHBoxLayout(holder)
        row.setContentsMargins(theme.sp(16), theme.sp(9), theme.sp(10), theme.sp(9))
        row.setSpacing(theme.sp(12))
        row.addLayout(self.row_of(item), 1)
        button = Button(tr("Edit"), "quiet", parent=holder, height=28)
        button.setAccessibleName(tr("Edit {name}", name=name))
        button.clicked.connect(lambda: self.open_edit(name))
        row.addWidget(button)
        return holder


def two_lines(title: str, about: str, parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme_of(parent).sp(1))
    column.addWidget(Label(title, "strong", parent=parent))
    if about:
        column.addWidget(Label(about, "meta", "text2", parent, wrap=True))
    return column
