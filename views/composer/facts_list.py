"""Facts that may be inserted, each with its number."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from models.composing.facts import Fact
from views.theme import theme_of
from views.tongue import tr
from views.widgets.elide import ElideLabel
from views.widgets.keycap import HEIGHT, paint_cap
from views.widgets.label import Label
from views.widgets.painted import painting, rounded
from views.widgets.panel import Surface

MOST = 9


class FactButton(QAbstractButton):
    """`1  eu-west errors under 1 %          Diego, 15:39`"""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._n, self._source = 0, ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_fact(self, n: int, label: str, source: str) -> None:
        if (n, label, source) != (self._n, self.text(), self._source):
            self._n, self._source = n, source
            self.setText(label)
            self.setAccessibleName(tr("Insert {fact}", fact=label))
            self.setAccessibleDescription(source)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(200), theme_of(self).sp(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            box = QRectF(self.rect())
            if self.hasFocus():
                rounded(painter, box, theme.sp(6), theme.color("hover"), theme.color("focus"), 2)
            elif self.underMouse():
                rounded(painter, box, theme.sp(6), theme.color("hover"))
            side = theme.sp(HEIGHT)
            cap = QRectF(theme.sp(4), (self.height() - side) / 2, side, side)
            paint_cap(painter, theme, cap, str(self._n))
            painter.setFont(theme.font("meta"))
            painter.setPen(theme.color("text3"))
            right = box.adjusted(0, 0, -theme.sp(6), 0)
            taken = painter.fontMetrics().horizontalAdvance(self._source)
            painter.drawText(
                right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._source
            )
            painter.setFont(theme.font("body"))
            painter.setPen(theme.color("text"))
            words = box.adjusted(cap.right() + theme.sp(9), 0, -taken - theme.sp(16), 0)
            shown = painter.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, round(words.width())
            )
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)


class FactsList(Surface):
    """`chosen` carries the place of a fact in the list, from 1."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("surface", "line", 8, parent)
        theme = theme_of(self)
        self._most, self._wanted = 4, True
        self._facts: tuple[Fact, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.sp(9), theme.sp(8), theme.sp(9), theme.sp(8))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(theme.sp(4), 0, theme.sp(6), theme.sp(2))
        head.setSpacing(theme.sp(8))
        head.addWidget(Label(tr("Facts from the timeline"), "label", "text2", self))
        self._hint = ElideLabel(tr("Alt and a number inserts one"), "meta", "text3", self)
        head.addWidget(self._hint, 1)
        column.addLayout(head)
        self._rows = [FactButton(self) for _ in range(MOST)]
        for n, row in enumerate(self._rows, start=1):
            row.clicked.connect(lambda _=False, n=n: self.chosen.emit(n))
            column.addWidget(row)
        self._none = Label(
            tr("Nothing to insert yet. What is measured and noted on the timeline comes here."),
            "meta", "text3", self, wrap=True,
        )  # fmt: skip
        column.addWidget(self._none)
        self.show_facts(())

    def set_most(self, most: int) -> None:
        """How many there is room for."""
        if most != self._most:
            self._most = most
            self.show_facts(self._facts)

    def set_wanted(self, *, wanted: bool) -> None:
        """An update that is only looked at takes no facts."""
        self._wanted = wanted
        self.setVisible(wanted and self._most > 0)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        self._facts = tuple(facts)
        shown = self._facts[: min(self._most, MOST)]
        for n, row in enumerate(self._rows):
            if n < len(shown):
                row.set_fact(n + 1, shown[n].label, shown[n].source)
            row.setVisible(n < len(shown))
        self._hint.setVisible(bool(shown))
        self._none.setVisible(not facts)
        self.setVisible(self._wanted and self._most > 0)
