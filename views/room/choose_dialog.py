"""Two people wrote different things: one is chosen, the other stays in the record."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.incident import Conflict
from models.queries.values import value_words
from views import text
from views.theme import theme_of
from views.widgets.button import Button, IconButton
from views.widgets.dialog import DialogFrame
from views.widgets.label import Label
from views.widgets.panel import Icon, Surface


class ChooseDialog(DialogFrame):
    """A card a value: whose, when, what. `chosen` carries the conflict's id and the number."""

    chosen = Signal(str, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 560)
        theme = theme_of(self)
        head = QHBoxLayout()
        head.setSpacing(theme.sp(10))
        head.addWidget(Icon("git-merge", "warn", 18, self.surface))
        self._title = Label("", "dialog_title", parent=self.surface)
        head.addWidget(self._title)
        head.addStretch(1)
        close = IconButton("x", "Close, choose later", self.surface)
        close.clicked.connect(self.rejected)
        head.addWidget(close)
        self.card.addLayout(head)
        words = "Both were written without seeing the other. What is not kept stays on the record."
        self.card.addWidget(Label(words, "body", "text2", self.surface, wrap=True))
        self._cards = QVBoxLayout()
        self._cards.setSpacing(theme.sp(8))
        self.card.addLayout(self._cards)
        self.rejected.connect(self.close_dialog)

    def open_for(self, conflict: Conflict) -> None:
        field = conflict.field.replace("_", " ")
        self._title.setText(f"Which {field} is right?")
        self.setAccessibleName(self._title.text())
        while (item := self._cards.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        buttons = []
        for head in conflict.heads:
            card = Surface("raised", "line2", 8, self.surface)
            row = QHBoxLayout(card)
            row.setContentsMargins(*[theme_of(self).sp(14), theme_of(self).sp(10)] * 2)
            column = QVBoxLayout()
            column.setSpacing(0)
            shown = value_words(conflict.field, head.value)
            column.addWidget(Label(shown, "strong", parent=card, wrap=True))
            when = f"{head.actor}, {text.clock_time(head.happened_at)} UTC"
            column.addWidget(Label(when, "meta", "text3", card))
            row.addLayout(column, 1)
            keep = Button(f"Keep {shown[:24]}", "secondary", keys=(str(head.n),), parent=card)
            keep.clicked.connect(lambda _=False, n=head.n: self._keep(conflict.id, n))
            row.addWidget(keep)
            buttons.append(keep)
            self._cards.addWidget(card)
        self.open(buttons[0] if buttons else self.surface)

    def _keep(self, conflict: str, n: int) -> None:
        self.close_dialog()
        self.chosen.emit(conflict, n)
