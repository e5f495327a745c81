"""Every act with its keys, each to be chosen anew."""

from collections.abc import Iterator
from functools import cached_property
from itertools import groupby, islice

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from views import shortcuts
from views.settings.form import Card, Page, Problem, SwitchRow
from views.settings.key_field import KeyField
from views.settings.presenter import SettingsState
from views.shortcuts import Shortcut
from views.theme import theme_of
from views.tongue import told, tr
from views.widgets.button import IconButton
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.line_input import LineInput
from views.widgets.slices import Slices

AT_ONCE = 24
"""Rows that stand when the page comes to the front: as many as a window shows. Those below follow
between events, for all of them together would hold a person up."""


class KeyRow(QWidget):
    key_chosen = Signal(str, str)
    reset_asked = Signal(str)

    def __init__(self, shortcut: Shortcut, parent: QWidget) -> None:
        super().__init__(parent)
        self.id, self.words = shortcut.id, told(shortcut.label)
        theme = theme_of(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.sp(16), theme.sp(3), theme.sp(8), theme.sp(3))
        self._column.setSpacing(theme.sp(2))
        row = QHBoxLayout()
        row.setSpacing(theme.sp(6))
        row.addWidget(ElideLabel(self.words, "body", parent=self), 1)
        self.reset = IconButton(
            "arrow-counter-clockwise",
            tr("Give {label} its own key back", label=self.words),
            self,
        )
        self.reset.clicked.connect(lambda: self.reset_asked.emit(self.id))
        row.addWidget(self.reset)
        self.field = KeyField(self.words, self)
        self.field.chosen.connect(lambda key: self.key_chosen.emit(self.id, key))
        row.addWidget(self.field)
        self._column.addLayout(row)

    @cached_property
    def problem(self) -> Problem:
        """Made when there is one: few rows of many ever have one."""
        problem = Problem(self)
        self._column.addWidget(problem)
        return problem

    def show_keys(self, keys: tuple[str, ...], *, chosen: bool, problem: str) -> None:
        self.field.set_keys(keys)
        self.reset.setVisible(chosen)
        if problem or "problem" in self.__dict__:
            self.problem.say(problem)


class KeysPage(Page):
    """The registry as it stands; the keys themselves are `Shortcuts`' business."""

    key_chosen = Signal(str, str)
    reset_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        about = tr(
            "Choose a row and press the new key. Esc leaves it, Backspace takes the key away. "
            "Buttons show a new key from the next start on."
        )
        super().__init__("keys", tr("Keys"), about, parent)
        card = Card(self)
        self._letters = SwitchRow(
            self, card, "letters", tr("Single letters"),
            tr("They work where no text has the keyboard. Keys with Ctrl or Alt always work."),
        )  # fmt: skip
        self.filter = LineInput(
            tr("Filter keys"), tr("Filter by act or key"), "magnifying-glass", parent=self.form
        )
        self.filter.textChanged.connect(self._sift)
        self.column.addWidget(self.filter)
        self._cards: list[tuple[QWidget, list[KeyRow]]] = []
        self._state = SettingsState()
        self._unbuilt = self._build()
        self._slices = Slices(self)
        self._none = Label(tr("No act is called so."), "body", "text3", self.form)
        self._none.hide()
        self.column.addWidget(self._none)

    def show_state(self, state: SettingsState) -> None:
        if state.record is None:
            return
        self._state = state
        self._letters.show_state(state)
        self._dress()
        if not self._cards:
            for _ in islice(self._unbuilt, AT_ONCE):
                pass
            self._slices.add(self._unbuilt)

    def row(self, shortcut_id: str) -> KeyRow | None:
        """One that is still to come is built for whoever asks for it."""
        while (found := self._found(shortcut_id)) is None and next(self._unbuilt, None):
            pass
        return found

    def _found(self, shortcut_id: str) -> KeyRow | None:
        return next((r for _, rows in self._cards for r in rows if r.id == shortcut_id), None)

    def _dress(self) -> None:
        known = {shortcut.id: shortcut for shortcut in shortcuts.effective()}
        for _, rows in self._cards:
            for row in rows:
                self._dress_row(row, known[row.id])

    def _dress_row(self, row: KeyRow, shortcut: Shortcut) -> None:
        row.show_keys(
            shortcut.keys,
            chosen=shortcuts.is_chosen(shortcut.id),
            problem=self._state.problems.get(f"key:{shortcut.id}", ""),
        )

    def _build(self) -> Iterator[KeyRow]:
        """Gives the rows, one a step."""
        known = list(shortcuts.effective())
        groups = list(dict.fromkeys(s.group for s in known))
        known.sort(key=lambda s: groups.index(s.group))
        for group, members in groupby(known, key=lambda s: s.group):
            holder = QWidget(self.form)
            box = QVBoxLayout(holder)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(theme_of(self).sp(6))
            box.addWidget(Label(tr(group), "label", "text3", holder))
            card = Card(self)
            self.column.removeWidget(card)
            box.addWidget(card)
            rows: list[KeyRow] = []
            self.column.addWidget(holder)
            self._cards.append((holder, rows))
            for shortcut in members:
                row = KeyRow(shortcut, card)
                row.key_chosen.connect(self.key_chosen)
                row.reset_asked.connect(self.reset_asked)
                card.add(row)
                rows.append(row)
                self._dress_row(row, shortcut)
                if words := self.filter.text():
                    self._sift(words)
                yield row
        self.finish()
        self._dress()  # a key may have been chosen meanwhile

    def _sift(self, words: str) -> None:
        wanted = words.strip().casefold()
        keys = {s.id: " ".join(s.keys).casefold() for s in shortcuts.effective()}
        for holder, rows in self._cards:
            fits = [wanted in row.words.casefold() or wanted == keys[row.id] for row in rows]
            for row, fit in zip(rows, fits, strict=True):
                row.setVisible(fit)
            holder.setVisible(any(fits))
        self._none.setVisible(not any(holder.isVisibleTo(self.form) for holder, _ in self._cards))
