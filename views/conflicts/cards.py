"""The values of one conflict, side by side: one of them is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from views.conflicts.presenter import Card
from views.theme import theme_of
from views.tongue import tr
from views.widgets.avatar import Avatar
from views.widgets.badge import SeverityBadge
from views.widgets.keycap import KeyCap
from views.widgets.label import Label
from views.widgets.painted import painting, rounded
from views.widgets.panel import Icon, Surface

SIDE_BY_SIDE_FROM = 540
"""Logical pixels; under it the cards stand under each other."""


class Radio(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._on = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_on(self, on: bool) -> None:
        if on != self._on:
            self._on = on
            self.update()

    def sizeHint(self) -> QSize:
        side = theme_of(self).sp(18)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        with painting(self) as painter:
            line = theme.color("accent" if self._on else "control")
            rounded(painter, box, box.height() / 2, None, line, 2 if self._on else 1.5)
            if self._on:
                part = box.width() * 0.27
                dot = box.adjusted(part, part, -part, -part)
                rounded(painter, dot, dot.height() / 2, theme.color("accent"))


class CardView(Surface):
    clicked = Signal(int)

    def __init__(self, card: Card, of: int, parent: QWidget) -> None:
        super().__init__("raised", "line2", 8, parent)
        self.card = card
        theme = theme_of(self)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_spoken(card, of))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.sp(18), theme.sp(14)] * 2)
        column.setSpacing(theme.sp(10))
        column.addLayout(self._head())
        column.addWidget(Rule(self))
        column.addLayout(self._value())
        reason = QVBoxLayout()
        reason.setSpacing(theme.sp(2))
        reason.addWidget(Label(card.reason_title, "label", "text3", self))
        reason.addWidget(Label(card.reason, "body", parent=self, wrap=True))
        column.addLayout(reason)
        column.addStretch(1)
        unseen = QVBoxLayout()
        unseen.setSpacing(theme.sp(4))
        for n, words in enumerate(card.unseen):
            row = QHBoxLayout()
            row.setSpacing(theme.sp(8))
            icon = "clock" if n == len(card.unseen) - 1 else "eye-slash"
            row.addWidget(Icon(icon, "text3", 14, self), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(words, "meta", "text2", self, wrap=True), 1)
            unseen.addLayout(row)
        column.addLayout(unseen)

    def set_chosen(self, chosen: bool, *, focused: bool) -> None:
        self.radio.set_on(chosen)
        self.set_colors("raised", "accent" if chosen else "line2")
        self.set_ringed(chosen and focused)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit(self.card.n)

    def _head(self) -> QHBoxLayout:
        theme, card = theme_of(self), self.card
        row = QHBoxLayout()
        row.setSpacing(theme.sp(10))
        row.addWidget(Avatar(card.name, 32, self))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(card.who, "title", parent=self))
        place = f"{card.where} · {card.when}"
        words.addWidget(Label(place, "meta", "text2", self, wrap=True))
        if card.clock:
            words.addWidget(
                Label(f"{card.clock[:1].upper()}{card.clock[1:]}", "meta", "warn", self)
            )
        row.addLayout(words, 1)
        self.radio = Radio(self)
        row.addWidget(self.radio)
        row.addWidget(KeyCap(str(card.n), self))
        return row

    def _value(self) -> QHBoxLayout:
        theme, card = theme_of(self), self.card
        row = QHBoxLayout()
        row.setSpacing(theme.sp(12))
        if card.severity is not None:
            row.addWidget(SeverityBadge(card.severity, "l", self))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(card.value, "title", parent=self, wrap=True))
        if card.set_by:
            words.addWidget(Label(card.set_by, "meta", "text2", self))
        row.addLayout(words, 1)
        return row


class Rule(QWidget):
    """A line across."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(self.rect(), theme_of(self).color("line"))


class Cards(QWidget):
    """One stop for Tab; keys and clicks choose. `chosen` is a card's number, `moved` how many
    cards on."""

    chosen = Signal(int)
    moved = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Values"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme_of(self).sp(12))
        self._shown: tuple[Card, ...] = ()
        self._views: list[CardView] = []
        self._chosen = 0
        self._across = 0

    def show_cards(self, cards: Sequence[Card], chosen: int) -> None:
        self._chosen = chosen
        if tuple(cards) != self._shown:
            self._shown = tuple(cards)
            for view in self._views:
                self._grid.removeWidget(view)
                view.hide()
                view.deleteLater()
            self._views = [CardView(card, len(cards), self) for card in cards]
            for view in self._views:
                view.clicked.connect(self._clicked)
            self._across = 0
            self._arrange()
        self._mark()

    def card(self, n: int) -> CardView:
        return next(view for view in self._views if view.card.n == n)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows belong to the cards, not to what scrolls around them."""
        by = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1,
        }.get(Qt.Key(event.key()), 0)  # fmt: skip
        if by:
            self.moved.emit(by)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _clicked(self, n: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.chosen.emit(n)

    def _mark(self) -> None:
        for view in self._views:
            view.set_chosen(view.card.n == self._chosen, focused=self.hasFocus())
            if view.card.n == self._chosen:
                self.setAccessibleDescription(view.accessibleName())

    def _arrange(self) -> None:
        across = 2 if self.width() >= theme_of(self).sp(SIDE_BY_SIDE_FROM) else 1
        if across == self._across:
            return
        self._across = across
        for view in self._views:
            self._grid.removeWidget(view)
        for at, view in enumerate(self._views):
            self._grid.addWidget(view, at // across, at % across)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
        self.updateGeometry()


def _spoken(card: Card, of: int) -> str:
    value = f"{card.severity.value}, {card.value}" if card.severity else card.value
    facts = [
        tr("Value {n} of {of}: {value}", n=card.n, of=of, value=value),
        f"{card.who}, {card.where}, {card.when}",
        card.clock,
        card.set_by,
        f"{card.reason_title}: {card.reason}",
        *card.unseen,
    ]
    return ". ".join(fact.rstrip(".") for fact in facts if fact)
