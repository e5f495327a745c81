"""What the blameless check asks, beside the words it asks about."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.checks.finding import Finding
from models.domain.review import Section
from views.theme import theme_of
from views.tongue import told, tr
from views.widgets.button import Button
from views.widgets.label import Label
from views.widgets.line_input import LineInput
from views.widgets.panel import Icon, Surface

WIDTH = 380


class FindingPopup(Surface):
    """A question, and a way to let the words stand with a reason. Esc closes."""

    stands = Signal(object, object, str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("overlay", "line2", 10, parent)
        theme = theme_of(self)
        self._section = Section.WHAT_HAPPENED
        self._finding: Finding | None = None
        self.setFixedWidth(theme.sp(WIDTH))
        column = QVBoxLayout(self)
        edge = theme.sp(14)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.sp(8))
        head = QHBoxLayout()
        head.setSpacing(theme.sp(8))
        head.addWidget(Icon("lightbulb", "warn", 16, self), 0, Qt.AlignmentFlag.AlignTop)
        self._sentence = Label("", "strong", parent=self, wrap=True)
        head.addWidget(self._sentence, 1)
        column.addLayout(head)
        self._ask = Label("", "body", "text2", self, wrap=True)
        column.addWidget(self._ask)
        self.reason = LineInput(tr("Why it may stand"), tr("Why it may stand"), parent=self)
        self.reason.returnPressed.connect(self._stand)
        self.reason.hide()
        column.addWidget(self.reason)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self._let = Button(tr("Let it stand"), "quiet", parent=self, height=28)
        self._let.clicked.connect(self._stand_or_ask)
        self._close = Button(tr("Close"), "secondary", keys=("Esc",), parent=self, height=28)
        self._close.clicked.connect(self.close_popup)
        foot.addWidget(self._let)
        foot.addWidget(self._close)
        column.addLayout(foot)
        self.hide()

    def open_at(self, section: Section, finding: Finding, words: QRect) -> None:
        """`words` is where they stand, in the places of the parent. The keyboard stays in the
        text; Tab leads here."""
        self._section, self._finding = section, finding
        self._sentence.setText(told(finding.sentence))
        self._ask.setText(told(finding.ask))
        self.setAccessibleName(f"{told(finding.sentence)} {told(finding.ask)}")
        self.reason.clear()
        self.reason.hide()
        self._settle(words)
        self.show()
        self.raise_()

    @property
    def shown(self) -> Finding | None:
        return self._finding

    def _settle(self, words: QRect) -> None:
        layout, around = self.layout(), self.parentWidget()
        if layout is None or around is None:
            return
        height = layout.totalHeightForWidth(self.width())
        self.setFixedHeight(height)
        x = max(8, min(words.left(), around.width() - self.width() - 8))
        y = words.bottom() + 6
        if y + height > around.height() - 8:
            y = words.top() - height - 6
        self.move(QPoint(x, max(8, y)))
        self._words = words

    def ask_reason(self) -> None:
        self.reason.show()
        self._settle(self._words)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stand_or_ask(self) -> None:
        if self.reason.isVisible():
            self._stand()
        else:
            self.ask_reason()

    def _stand(self) -> None:
        why = self.reason.text().strip()
        if self._finding is None or not why:
            self.reason.set_wrong(tr("Say why it may stand."))
            return
        self.stands.emit(self._section, self._finding, why)
        self.close_popup()

    def close_popup(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_popup()
        else:
            super().keyPressEvent(event)
