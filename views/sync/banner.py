"""One calm line under the top bar while something about the server is worth knowing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from views.theme import theme_of
from views.widgets.button import Button
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.painted import painting
from views.widgets.panel import Icon

_HEIGHT = 44

if TYPE_CHECKING:  # there is nothing to tell at the first paint
    from views.sync.states import Notice


class SyncBanner(QWidget):
    """`acted` carries the word on its button."""

    acted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        self._kind = "warn"
        self._notice: Notice | None = None
        self.setFixedHeight(theme.sp(_HEIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.sp(18), 0, theme.sp(14), 0)
        row.setSpacing(theme.sp(10))
        self._icon = Icon("cloud-slash", "warn", 17, self)
        self._title = Label("", "strong", parent=self)
        self._detail = ElideLabel("", "body", "text2", self)
        self.button = Button("", "secondary", parent=self, height=28)
        self.button.clicked.connect(lambda: self.acted.emit(self.button.text()))
        row.addWidget(self._icon)
        row.addWidget(self._title)
        row.addWidget(self._detail, 1)
        row.addWidget(self.button)
        self.hide()

    def say(self, notice: "Notice | None") -> None:
        before, self._notice = self._notice, notice
        self.setVisible(notice is not None)
        if notice is None:
            if before is not None and before.over:
                self._speak(before.over)
            return
        self._kind = notice.kind
        self._icon.set_icon(notice.icon, notice.kind)
        self._title.setText(notice.title)
        self._detail.set_text(notice.detail)
        self.button.set_label(notice.act)
        self.button.setVisible(bool(notice.act))
        self.setAccessibleName(f"{notice.title} {notice.detail}")
        if before is None or before.icon != notice.icon:
            self._speak(notice.title)
        self.update()

    def _speak(self, sentence: str) -> None:
        said = QAccessibleAnnouncementEvent(self, sentence)
        said.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(said)

    def words(self) -> str:
        return "" if self.isHidden() else f"{self._title.text()} {self._detail.text()}"

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            painter.fillRect(self.rect(), theme.color(f"{self._kind}bg"))
            edge = QRectF(0, self.height() - 1, self.width(), 1)
            painter.fillRect(edge, theme.color("line"))
