"""The role board: who wears which hat, what each is doing, and which hat nobody wears."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from models.domain.incident import Incident, Role
from models.domain.policy import DEFAULT_POLICY, Policy
from views.room.team import HatRow, hat_rows, people_beside
from views.shortcuts import caps
from views.theme import theme_of
from views.tongue import inside, tr
from views.widgets.avatar import Avatar
from views.widgets.button import Button
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.panel import Icon, Panel, Surface

PERSON_MIME = "application/x-warroom-person"
MOST_BESIDE = 6


class PersonDisc(Avatar):
    """A person that can be dragged onto a hat."""

    def __init__(
        self, name: str, size: int, parent: QWidget, *, ring: bool = False, asked: bool = False
    ) -> None:
        super().__init__(name, size, parent, ring=ring, asked=asked)
        self._name_to_drag = name
        self._pressed: QPoint | None = None
        if name:
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not self._name_to_drag:
            return
        moved = (event.position().toPoint() - self._pressed).manhattanLength()
        if moved < QApplication.startDragDistance():
            return
        drag = QDrag(self)
        carried = QMimeData()
        carried.setData(PERSON_MIME, self._name_to_drag.encode())
        carried.setText(self._name_to_drag)
        drag.setMimeData(carried)
        shown = QPixmap(self.size())
        shown.fill(Qt.GlobalColor.transparent)
        self.render(shown)
        drag.setPixmap(shown)
        self._pressed = None
        drag.exec(Qt.DropAction.CopyAction)


class HatCard(Surface):
    """One row of the board; a person dropped on it gets the hat."""

    dropped = Signal(object, str)
    pressed = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, row: HatRow, parent: QWidget) -> None:
        self._lead = row.role is Role.COMMANDER
        super().__init__(*self._looks(), 8, parent)
        self.row = row
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme = theme_of(self)
        line = QHBoxLayout(self)
        pad = theme.sp(10)
        line.setContentsMargins(pad, theme.sp(4), pad, theme.sp(4))
        line.setSpacing(theme.sp(11))
        asked = row.state == "asked"
        disc = PersonDisc(row.person, 32, self, ring=self._lead, asked=asked)
        disc.setToolTip(row.person)
        line.addWidget(disc)
        column = QVBoxLayout()
        column.setSpacing(0)
        tone = "accent" if self._lead else "text3"
        column.addWidget(ElideLabel(row.title, "caption", tone, self))
        person = ElideLabel(row.person or tr("Nobody"), "strong", "text", self)
        column.addWidget(person)
        self._doing = ElideLabel(row.line, "meta", row.tone, self)
        doing = QHBoxLayout()
        doing.setSpacing(theme.sp(5))
        self._bell = Icon("bell-ringing", "warn", 13, self)
        doing.addWidget(self._bell)
        doing.addWidget(self._doing, 1)
        column.addLayout(doing)
        line.addLayout(column, 1)
        self.button = Button("", "secondary", parent=self, height=28)
        self.button.clicked.connect(lambda: self.pressed.emit(self.row))
        line.addWidget(self.button)
        self.show_row(row)

    def show_row(self, row: HatRow) -> None:
        self.row = row
        self._doing.set_text(row.line)
        self._doing.set_look(color=row.tone)
        self._doing.setVisible(bool(row.line))
        self._bell.setVisible(row.state == "asked" and row.tone == "warn")
        words = {
            "vacant": tr("Assign {role}", role=inside(tr(row.role.word))),
            "asked": tr("Ask {person} again", person=row.person),
        }.get(row.state, tr("Hand over command"))
        shown = {"vacant": tr("Assign"), "asked": tr("Ask again")}.get(row.state, tr("Hand over"))
        self.button.set_label(shown)
        self.button.setAccessibleName(words)
        self.button.setVisible(
            row.state == "vacant" or row.may_be_asked_again or (self._lead and bool(row.person))
        )
        said = [row.title, row.person or "nobody", row.line]
        self.setAccessibleName(", ".join(part for part in said if part))

    def set_compact(self, *, compact: bool) -> None:
        self._doing.setVisible(bool(self.row.line) and not compact)
        asked_in_vain = self.row.state == "asked" and self.row.tone == "warn"
        self._bell.setVisible(asked_in_vain and not compact)

    def _looks(self) -> tuple[str, str]:
        return ("raised", "line2") if self._lead else ("surface", "surface")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.set_ringed(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.set_ringed(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1}
        by = steps.get(Qt.Key(event.key()))
        if by is not None:
            self.focusNextPrevChild(by > 0)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu):
            self.menu_wanted.emit(self.row, self.mapToGlobal(self.rect().center()))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.row, event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(PERSON_MIME):
            self.set_ringed(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.set_ringed(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.set_ringed(False)
        name = bytes(event.mimeData().data(PERSON_MIME).data()).decode()
        event.acceptProposedAction()
        self.dropped.emit(self.row, name)


class RolesPanel(Panel):
    """`person_dropped` carries the HatRow and the name; the others what their name says."""

    person_dropped = Signal(object, str)
    handover_asked = Signal()
    assign_asked = Signal(object)
    take_off_asked = Signal(object)
    ask_again_asked = Signal(str)
    task_asked = Signal(str)
    contact_asked = Signal(str)
    take_command_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Roles"), "users-three", "R", parent)
        self._cards: list[HatCard] = []
        self._compact = False
        self._contacts: Mapping[str, str] = {}
        self.body.setSpacing(theme_of(self).sp(1))
        add = Button(tr("Add"), "quiet", "plus", caps("role.assign"), self, height=26)
        add.setAccessibleName(tr("Add a role"))
        add.clicked.connect(lambda: self.assign_asked.emit(None))
        self.head.addWidget(add)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(theme_of(self).sp(4))
        self._beside_words = Label(tr("Drag onto a hat"), "caption", "text3", self)
        self._beside.addWidget(self._beside_words)
        self._beside.addStretch(1)
        self.body.addLayout(self._beside)
        self.body.addStretch(1)
        self._discs: dict[str, PersonDisc] = {}

    def show_incident(
        self,
        incident: Incident,
        now: datetime,
        known: Sequence[str] = (),
        contacts: Mapping[str, str] | None = None,
        policy: Policy = DEFAULT_POLICY,
    ) -> None:
        """`known` are the people of the workspace, on call first."""
        self._contacts = contacts or {}
        rows = hat_rows(incident, now, policy)
        if [_identity(card.row) for card in self._cards] != [_identity(row) for row in rows]:
            self._rebuild(rows)
        for card, row in zip(self._cards, rows, strict=True):
            if card.row != row:
                card.show_row(row)
        self._show_beside(people_beside(incident, known)[:MOST_BESIDE])
        self.set_count(sum(row.state == "worn" for row in rows))

    def set_compact(self, *, compact: bool) -> None:
        """In a low window a hat takes two lines."""
        self._compact = compact
        for card in self._cards:
            card.set_compact(compact=compact)

    def first(self) -> QWidget:
        return self._cards[0] if self._cards else self

    def card(self, role: Role, area: str = "") -> HatCard | None:
        return next((c for c in self._cards if (c.row.role, c.row.area) == (role, area)), None)

    def _rebuild(self, rows: Sequence[HatRow]) -> None:
        focused = next((_identity(c.row) for c in self._cards if c.hasFocus()), None)
        for card in self._cards:
            self.body.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [HatCard(row, self) for row in rows]
        for n, card in enumerate(self._cards):
            self.body.insertWidget(n, card)
            card.set_compact(compact=self._compact)
            card.pressed.connect(self._pressed)
            card.dropped.connect(self.person_dropped)
            card.menu_wanted.connect(self._menu)
            if _identity(card.row) == focused:
                card.setFocus()

    def _show_beside(self, names: Sequence[str]) -> None:
        if list(self._discs) != list(names):
            for disc in self._discs.values():
                self._beside.removeWidget(disc)
                disc.hide()
                disc.deleteLater()
            self._discs = {name: PersonDisc(name, 24, self) for name in names}
            for n, disc in enumerate(self._discs.values(), start=1):
                self._beside.insertWidget(n, disc)
        self._beside_words.setVisible(bool(names))

    def _pressed(self, row: HatRow) -> None:
        if row.state == "asked":
            self.ask_again_asked.emit(row.ask)
        elif row.state == "vacant":
            self.assign_asked.emit(row)
        else:
            self.handover_asked.emit()

    def _menu(self, row: HatRow, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act in self.offered(row):
            menu.addAction(words).triggered.connect(lambda _=False, act=act: act())
        menu.popup(where)

    def offered(self, row: HatRow) -> list[tuple[str, Callable[[], None]]]:
        """What can be done with a hat: the words of the menu and the acts behind them."""
        found: list[tuple[str, Callable[[], None]]] = []
        if row.role is Role.COMMANDER:
            found.append((tr("Hand over command"), self.handover_asked.emit))
            found.append((tr("Take command"), self.take_command_asked.emit))
        else:
            verb = tr("Assign somebody else") if row.person else tr("Assign somebody")
            found.append((verb, lambda: self.assign_asked.emit(row)))
        if row.state == "worn" and row.role is not Role.COMMANDER:
            found.append(
                (
                    tr("Take the hat off {person}", person=row.person),
                    lambda: self.take_off_asked.emit(row),
                )
            )
        if row.state == "asked":
            found.append(
                (
                    tr("Ask {person} again", person=row.person),
                    lambda: self.ask_again_asked.emit(row.ask),
                ),
            )
        if row.person:
            found.append(
                (
                    tr("Give {person} a task", person=row.person),
                    lambda: self.task_asked.emit(row.person),
                ),
            )
        if contact := self._contacts.get(row.person):
            found.append(
                (tr("Copy {contact}", contact=contact), lambda: self.contact_asked.emit(contact))
            )
        return found


def _identity(row: HatRow) -> tuple[object, ...]:
    return (row.state, row.role, row.area, row.person)
