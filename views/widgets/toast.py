"""The result of one's own act: bottom right, one at a time, never for an incident's events."""

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from views.theme import theme_of
from views.tongue import tr
from views.widgets.button import Button, IconButton
from views.widgets.label import Label
from views.widgets.painted import painting
from views.widgets.panel import Icon, Surface
from views.widgets.shadow import Shadow

_ICONS = {"ok": "check-circle", "warn": "warning", "bad": "warning-octagon", "info": "info"}
_WIDTH, _MARGIN, _STATUS_BAR = 420, 14, 30


class Toast(Surface):
    """Goes after 6 s, or stays until it is clicked away. `undo_requested` comes from its button."""

    undo_requested = Signal()
    SHOWN_MS = 6_000

    def __init__(self, parent: QWidget) -> None:
        super().__init__("overlay", "line2", 8, parent)
        theme = theme_of(self)
        self._kind = "info"
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.sp(16), theme.sp(10), theme.sp(8), theme.sp(10))
        row.setSpacing(theme.sp(10))
        self._icon = Icon("info", "info", 16, self)
        row.addWidget(self._icon)
        words = QVBoxLayout()
        words.setSpacing(theme.sp(2))
        self._title = Label("", "strong", parent=self, wrap=True)
        self._detail = Label("", "meta", "text2", self, wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        row.addLayout(words, 1)
        self._undo = Button(tr("Undo"), keys=("Z",), parent=self, height=28)
        self._undo.clicked.connect(self._ask_undo)
        row.addWidget(self._undo)
        close = IconButton("x", tr("Close this notice"), self)
        close.clicked.connect(self.hide)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()
        Shadow(self)

    def say(
        self,
        sentence: str,
        detail: str = "",
        *,
        kind: str = "",
        undo: str = "",
        stays: bool = False,
    ) -> None:
        """`kind` is ok, warn, bad or info; unsaid, what stays is bad and what goes is info.

        `undo` is the word on the button; without it there is none.
        """
        self._kind = kind or ("bad" if stays else "info")
        self._icon.set_icon(_ICONS[self._kind], self._kind)
        self._title.setText(sentence)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._undo.set_label(undo)
        self._undo.setVisible(bool(undo))
        self.setAccessibleName(f"{sentence} {detail}".strip())
        self.place()
        self.show()
        self.raise_()
        if stays:
            self._timer.stop()
        else:
            self._timer.start(self.SHOWN_MS)

    def place(self) -> None:
        """Where it belongs in its parent, which calls this when it was resized."""
        parent, layout = self.parentWidget(), self.layout()
        if parent is None or layout is None:
            return
        theme = theme_of(self)
        layout.activate()
        width = min(theme.sp(_WIDTH), parent.width() - 2 * theme.sp(_MARGIN))
        height = max(theme.sp(48), layout.totalHeightForWidth(width))
        margin = theme.sp(_MARGIN)
        bottom = parent.height() - theme.sp(_STATUS_BAR) - margin
        self.setGeometry(parent.width() - width - margin, bottom - height, width, height)

    def _ask_undo(self) -> None:
        self.hide()
        self.undo_requested.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = theme_of(self)
        whole = QPainterPath()
        inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        whole.addRoundedRect(inside, theme.sp(8), theme.sp(8))
        with painting(self) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setClipPath(whole)
            painter.fillRect(QRectF(1, 0, theme.sp(3), self.height()), theme.color(self._kind))
