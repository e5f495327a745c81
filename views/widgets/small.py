"""Chips, notices, empty places and toasts."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from views.icons import paint_icon
from views.theme import theme_of
from views.widgets.button import Button
from views.widgets.label import ElideLabel, Label
from views.widgets.painted import painting, rounded
from views.widgets.panel import Icon, Surface


class Chip(QWidget):
    """A word in a rounded box, with an icon."""

    def __init__(
        self,
        text: str,
        color: str = "text2",
        fill: str = "raised",
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._color, self._fill, self._icon = text, color, fill, icon
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_chip(self, text: str, color: str, fill: str, icon: str | None = None) -> None:
        if (text, color, fill, icon) != (self._text, self._color, self._fill, self._icon):
            self._text, self._color, self._fill, self._icon = text, color, fill, icon
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        width = QFontMetrics(theme.font("chip")).horizontalAdvance(self._text) + theme.sp(18)
        return QSize(width + (theme.sp(18) if self._icon else 0), theme.sp(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            rect = QRectF(self.rect())
            rounded(painter, rect, rect.height() / 2, theme.color(self._fill))
            text = rect.adjusted(theme.sp(9), 0, -theme.sp(6), 0)
            if self._icon:
                side = theme.sp(14)
                box = QRectF(text.left(), rect.center().y() - side / 2, side, side)
                paint_icon(painter, self._icon, theme.color(self._color), box)
                text.adjust(theme.sp(18), 0, 0, 0)
            painter.setFont(theme.font("chip"))
            painter.setPen(theme.color(self._color))
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self._text)


class Banner(Surface):
    """A notice in its place: what is so, then what to do."""

    def __init__(self, icon: str = "warning", kind: str = "warn", parent: QWidget | None = None):
        super().__init__(f"{kind}bg", f"{kind}bg", 8, parent)
        theme = theme_of(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.sp(14), theme.sp(10), theme.sp(14), theme.sp(10))
        row.setSpacing(theme.sp(10))
        row.addWidget(Icon(icon, kind, 18, self), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.sp(2))
        self._title = ElideLabel("", "strong", parent=self)
        self._detail = ElideLabel("", "meta", "text2", self)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        row.addLayout(words, 1)
        self.tail = row

    def say(self, title: str, detail: str = "") -> None:
        self._title.set_text(title)
        self._detail.set_text(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(f"{title} {detail}".strip())


class EmptyState(QWidget):
    """What would be here, and one thing to do about it."""

    def __init__(self, icon: str, title: str, detail: str = "", parent: QWidget | None = None):
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


class CheckBox(QCheckBox):
    """A checkbox as drawn: 18 px, filled with a check when ticked."""

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        width = QFontMetrics(theme.font("body")).horizontalAdvance(self.text())
        return QSize(width + theme.sp(32), theme.sp(26))

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            side = theme.sp(18)
            box = QRectF(1, (self.height() - side) / 2, side, side)
            if self.isChecked():
                rounded(painter, box, 4, theme.color("accentfill"))
                paint_icon(painter, "check", theme.color("onaccent"), box.adjusted(3, 3, -3, -3))
            else:
                rounded(painter, box, 4, theme.color("inset"), theme.color("control"), 1.4)
            if self.hasFocus():
                rounded(painter, box.adjusted(-1, -1, 1, 1), 5, None, theme.color("focus"), 2)
            painter.setFont(theme.font("body"))
            painter.setPen(theme.color("text" if self.isEnabled() else "disabled"))
            text = QRectF(self.rect()).adjusted(side + theme.sp(10), 0, 0, 0)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())


class Toast(Surface):
    """The result of one's own act, bottom right, one at a time; errors stay until clicked away."""

    undo_requested = Signal()
    SHOWN_MS = 6_000

    def __init__(self, parent: QWidget) -> None:
        super().__init__("overlay", "line2", 8, parent)
        theme = theme_of(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.sp(14), theme.sp(8), theme.sp(8), theme.sp(8))
        self._words = Label("", "body", parent=self, wrap=True)
        row.addWidget(self._words, 1)
        self._close = Button("Close", "quiet", parent=self, height=26)
        self._close.clicked.connect(self.hide)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.setFixedWidth(theme.sp(380))
        self.hide()

    def say(self, sentence: str, *, stays: bool = False) -> None:
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        inner = self.width() - self._close.sizeHint().width() - 36
        self.setFixedHeight(max(44, self._words.heightForWidth(inner) + theme_of(self).sp(20)))
        self.place()
        self.show()
        self.raise_()
        if stays:
            self._timer.stop()
        else:
            self._timer.start(self.SHOWN_MS)

    def place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            margin = theme_of(self).sp(14)
            bottom = theme_of(self).sp(30) + margin
            self.move(
                parent.width() - self.width() - margin, parent.height() - self.height() - bottom
            )

    def hideEvent(self, event: object) -> None:
        self._timer.stop()
