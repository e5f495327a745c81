"""A field that shows the keys of an act and hears new ones."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from views.keys import NO_KEY, caps_of, is_sign, said, written
from views.shortcuts import CHORD_MS, HEARS_EVERY_KEY
from views.theme import Theme, theme_of
from views.tongue import mark, tr
from views.widgets.keycap import HEIGHT, cap_width, paint_cap
from views.widgets.painted import painting, rounded

_WIDTH, _HIGH, _PAD = 236, 30, 10
_ASKED = mark("Press a key, or two letters")


class KeyField(QAbstractButton):
    """Enter or a click, then the new key. Esc leaves it as it is, Backspace takes the key away."""

    chosen = Signal(str)

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self._keys: tuple[str, ...] = ()
        self._first = ""
        self.hears = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHORD_MS)
        self._timer.timeout.connect(self._take_first)
        self.clicked.connect(self.listen)
        self.set_keys(())

    def set_keys(self, keys: tuple[str, ...]) -> None:
        self._keys = keys
        held = f" {tr('or')} ".join(said(key) for key in keys) or tr("no key")
        self.setAccessibleName(tr("Key of {words}: {keys}", words=self._words, keys=held))
        self.update()

    def listen(self) -> None:
        """From now on every key is for this field."""
        self._hear(on=True)

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.sp(_WIDTH), theme.sp(_HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.hears:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.listen()
            else:
                super().keyPressEvent(event)
            return
        event.accept()
        if event.key() == Qt.Key.Key_Escape:
            self._hear(on=False)
        elif event.key() == Qt.Key.Key_Backspace:
            self._take("")
        elif key := written(event):
            self._heard(key)

    def focusNextPrevChild(self, forward: bool) -> bool:
        self._hear(on=False)
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._hear(on=False)
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            box = QRectF(self.rect())
            over = self.underMouse() or self.hasFocus()
            fill = theme.color("inset") if over or self.hears else None
            rounded(painter, box, 7, fill, theme.color("control") if over else None)
            if self.hasFocus():
                rounded(painter, box, 7, None, theme.color("focus"), 2)
            if self.hears:
                self._paint_words(painter, theme)
            else:
                self._paint_keys(painter, theme)

    def _heard(self, key: str) -> None:
        if self._first:
            self._take(f"{self._first} {key}" if is_sign(key) else key)
        elif is_sign(key):
            self._first = key
            self._timer.start()
            self.update()
        else:
            self._take(key)

    def _take_first(self) -> None:
        self._take(self._first)

    def _take(self, key: str) -> None:
        self._hear(on=False)
        self.chosen.emit(key)

    def _hear(self, *, on: bool) -> None:
        self.hears, self._first = on, ""
        self._timer.stop()
        self.setProperty(HEARS_EVERY_KEY, on)
        self.update()

    def _paint_words(self, painter: QPainter, theme: Theme) -> None:
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("accent"))
        first = self._first
        asked = tr("{first}, and a second letter?", first=first) if first else tr(_ASKED)
        words = QRectF(self.rect()).adjusted(theme.sp(_PAD), 0, -theme.sp(_PAD), 0)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(words, right, asked)

    def _paint_keys(self, painter: QPainter, theme: Theme) -> None:
        """From the right: caps of each key, with "or" between the keys."""
        painter.setFont(theme.font("meta"))
        x = self.width() - theme.sp(_PAD)
        height = theme.sp(HEIGHT)
        top = (self.height() - height) / 2
        for at, key in enumerate(reversed(self._keys or (NO_KEY,))):
            if at:
                x -= theme.sp(20)
                painter.setFont(theme.font("meta"))
                painter.setPen(theme.color("text3"))
                between = QRectF(x, 0, theme.sp(20), self.height())
                painter.drawText(between, Qt.AlignmentFlag.AlignCenter, tr("or"))
            for cap in reversed(caps_of(key)):
                width = cap_width(theme, cap)
                x -= width
                paint_cap(painter, theme, QRectF(x, top, width, height), cap, theme.color("text2"))
                x -= theme.sp(3)
