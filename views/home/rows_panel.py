"""A panel with a row for each of a few things, gone where there is none."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from views.theme import theme_of
from views.tongue import ntr
from views.widgets.button import Button
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.panel import Panel

Shown = TypeVar("Shown")


class RowsPanel(Panel, Generic[Shown]):
    """The first `most`, and how many more there are."""

    most = 6

    def __init__(self, title: str, icon: str, parent: QWidget) -> None:
        super().__init__(title, icon, None, parent)
        self._shown: tuple[Shown, ...] = ()
        self._rows: list[QWidget] = []

    def row_of(self, one: Shown) -> QWidget:
        raise NotImplementedError

    def show_rows(self, several: Sequence[Shown]) -> None:
        shown = tuple(several)
        self.setVisible(bool(shown))
        if shown == self._shown:
            return
        self._shown = shown
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self.row_of(one) for one in shown[: self.most]]
        if len(shown) > self.most:
            more = ntr("{n} more", "{n} more", len(shown) - self.most)
            self._rows.append(Label(more, "meta", "text3", self))
        for row in self._rows:
            self.body.addWidget(row)
        self.set_count(len(shown))

    def row(self, holder: QWidget, sign: QWidget, name: str, said: str, tone: str) -> QHBoxLayout:
        """A sign, a name over what is said of it; a button may be added."""
        theme = theme_of(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, theme.sp(2), 0, theme.sp(2))
        row.setSpacing(theme.sp(10))
        row.addWidget(sign)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(ElideLabel(name, "strong", parent=holder))
        column.addWidget(ElideLabel(said, "meta", tone, holder))
        row.addLayout(column, 1)
        holder.setAccessibleName(f"{name}, {said}")
        return row


def small_button(words: str, name: str, parent: QWidget) -> Button:
    button = Button(words, "quiet", parent=parent, height=26)
    button.setAccessibleName(name)
    return button
