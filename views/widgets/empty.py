"""A place with nothing in it yet, or nothing to show."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from views.theme import theme_of
from views.widgets.label import Label
from views.widgets.panel import Icon


class EmptyState(QWidget):
    """What would be here, and one thing to do about it."""

    def __init__(
        self, icon: str, title: str, detail: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        column = QVBoxLayout(self)
        column.setSpacing(theme.sp(8))
        column.addStretch(1)
        center = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Icon(icon, "text3", 30, self), 0, center)
        self._title = Label(title, "title", parent=self)
        self._detail = Label(detail, "body", "text3", self)
        column.addWidget(self._title, 0, center)
        column.addWidget(self._detail, 0, center)
        self.offers = QHBoxLayout()
        column.addLayout(self.offers)
        column.addStretch(2)

    def say(self, title: str, detail: str = "") -> None:
        self._title.setText(title)
        self._detail.setText(detail)
