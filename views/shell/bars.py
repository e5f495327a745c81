"""The top bar and the status bar."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from views import shortcuts, text
from views.icons import paint_icon
from views.sync.indicator import SyncIndicator
from views.sync.presence import Presence
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.button import Button
from views.widgets.chip import Chip
from views.widgets.keycap import HEIGHT, KeyCap, cap_width, paint_cap
from views.widgets.label import Label
from views.widgets.painted import painting, rounded

_WORDS_AT = 34
_SHORT = mark("Search")


class SearchBox(QAbstractButton):
    """Looks like a field and opens the palette."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(tr("Search or run a command"))
        self.setAccessibleName(self.text())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.sp(330), theme.sp(32))

    def minimumSizeHint(self) -> QSize:
        """One word and its keys, in a narrow window with large type."""
        theme = theme_of(self)
        words = QFontMetrics(theme.font("body")).horizontalAdvance(tr(_SHORT))
        return QSize(theme.sp(_WORDS_AT) + words + self._keys_width(), theme.sp(32))

    def _keys_width(self) -> int:
        theme = theme_of(self)
        keys = sum(cap_width(theme, key) + theme.sp(3) for key in shortcuts.caps("palette"))
        return keys + theme.sp(20)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            rect = QRectF(self.rect())
            line = theme.color("focus" if self.hasFocus() else "line2")
            rounded(painter, rect, 7, theme.color("inset"), line, 2 if self.hasFocus() else 1)
            side = theme.sp(15)
            spot = QRectF(theme.sp(11), (self.height() - side) / 2, side, side)
            paint_icon(painter, "magnifying-glass", theme.color("text3"), spot)
            painter.setFont(theme.font("body"))
            painter.setPen(theme.color("text2"))
            words = rect.adjusted(theme.sp(_WORDS_AT), 0, -self._keys_width(), 0)
            fits = painter.fontMetrics().horizontalAdvance(self.text()) <= words.width()
            said = self.text() if fits else tr(_SHORT)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, said)
            x = self.width() - theme.sp(9)
            for key in reversed(shortcuts.caps("palette")):
                width, height = cap_width(theme, key), theme.sp(HEIGHT)
                x -= width
                paint_cap(
                    painter, theme, QRectF(x, (self.height() - height) / 2, width, height), key
                )
                x -= theme.sp(3)


class Bar(QWidget):
    """A strip of surface with one line at its edge (`line_at` top or bottom)."""

    def __init__(self, height: int, line_at: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line_at = line_at
        self.setFixedHeight(theme_of(self).sp(height))
        self.row = QHBoxLayout(self)
        pad = theme_of(self).sp(16)
        self.row.setContentsMargins(pad, 0, pad, 0)
        self.row.setSpacing(theme_of(self).sp(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))
            y = 0 if self._line_at == "top" else self.height() - 1
            painter.fillRect(QRectF(0, y, self.width(), 1), theme.color("line"))


class TopBar(Bar):
    search_requested = Signal()
    declare_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(50, "bottom", parent)
        self._where = Label("", "title", parent=self)
        self._slash = Label("/", "body", "text3", self)
        self._detail = Label("", "body", "text2", self)
        self._chip = Chip(tr("live"), "ok", "okbg", "broadcast", self)
        self._sample = Chip(tr("sample data"), "info", "infobg", "info", self)
        for widget in (self._where, self._slash, self._detail, self._chip, self._sample):
            self.row.addWidget(widget)
        self._sample.hide()
        self.row.addStretch(1)
        self._search = SearchBox(self)
        self._search.clicked.connect(self.search_requested)
        self.row.addWidget(self._search)
        declare = Button(
            tr("Declare incident"), "secondary", "warning-circle", shortcuts.caps("declare"), self
        )
        declare.setObjectName("declare")
        declare.clicked.connect(self.declare_requested)
        self.row.addWidget(declare)
        self.set_path(("",))

    def set_path(self, parts: Sequence[str], *, live: bool = False) -> None:
        """One part is a place and what stands beside it (`Home`, `Monday 23 November`)."""
        self._where.setText(parts[0])
        self._detail.setText(parts[1] if len(parts) > 1 else "")
        self._slash.setVisible(len(parts) > 2)
        if len(parts) > 2:
            self._detail.setText(" / ".join(part for part in parts[2:] if part != "/"))
        self._detail.set_look(font="mono_small" if len(parts) > 2 else "body")
        self._chip.setVisible(live)

    def set_sample(self, sample: bool) -> None:
        self._sample.setVisible(sample)


class StatusBar(Bar):
    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(30, "top", parent)
        self._zone = zone
        self.indicator = SyncIndicator(self)
        self.presence = Presence(self)
        self._utc_first = True
        self._now: datetime | None = None
        self._first = Label("", "label", parent=self)
        self._second = Label("", "meta", "text2", self)
        theme = theme_of(self)
        pads = self.row.contentsMargins()
        self.row.setContentsMargins(theme.sp(10), 0, pads.right(), 0)
        self.row.addWidget(self.indicator, 1)
        self.row.addWidget(self.presence)
        self.row.addSpacing(theme.sp(8))
        self.row.addWidget(self._first)
        self.row.addWidget(self._second)
        self.row.addSpacing(theme.sp(8))
        self.row.addWidget(KeyCap("?", self))
        self.row.addWidget(Label(tr("keys"), "meta", "text3", self))

    def set_utc_first(self, *, utc_first: bool) -> None:
        self._utc_first = utc_first
        if self._now is not None:
            self.set_time(self._now)

    def set_time(self, now: datetime) -> None:
        """The time that is lived by, to the second, and beside it the other one."""
        self._now = now
        word = text.zone_word(now, self._zone)
        if self._zone is UTC or word == "UTC":
            self._first.setText(f"{text.clock_time(now)} UTC")
            self._second.setText("")
        elif self._utc_first:
            self._first.setText(f"{text.clock_time(now)} UTC")
            self._second.setText(f"{text.clock_time(now, self._zone, seconds=False)} {word}")
        else:
            self._first.setText(f"{text.clock_time(now, self._zone)} {word}")
            self._second.setText(f"{text.clock_time(now, seconds=False)} UTC")
