"""The rail at the left: where one can go, and who one is."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from views.icons import paint_icon
from views.keys import said
from views.shortcuts import caps
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.avatar import Avatar
from views.widgets.painted import painting, rounded

DESTINATIONS = (
    ("home", "squares-four", mark("Home")),
    ("room", "warning-circle", mark("War room")),
    ("inbox", "tray", mark("Inbox")),
    ("runbooks", "list-numbers", mark("Runbooks")),
    ("kpis", "chart-line-up", mark("KPIs")),
    ("reviews", "clock-counter-clockwise", mark("Reviews")),
    ("conflicts", "git-merge", mark("Conflicts")),
)
INSIDE = {"review": "reviews"}
"""Screens that are reached through a place of the rail."""
WORDED = 92
"""How wide the rail is with words under its icons."""

_OTHER_THEME = {"dark": ("sun", mark("Light theme")), "light": ("moon", mark("Dark theme"))}


class RailButton(QAbstractButton):
    def __init__(self, icon: str, words: str, keys: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._count = 0
        self.worded = False
        self.set_way(icon, words, keys)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_way(self, icon: str, words: str, keys: str) -> None:
        self._icon, self._words = icon, words
        self.setAccessibleName(words)
        self.setToolTip(f"{words}  {keys}".strip())
        self.update()

    def set_count(self, n: int) -> None:
        if n != self._count:
            self._count = n
            self.setAccessibleName(
                tr("{words}, {n} waiting", words=self._words, n=n) if n else self._words
            )
            self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.sp(44), theme.sp(52 if self.worded else 40))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            side = theme.sp(WORDED - 8 if self.worded else 40)
            box = QRectF((self.width() - side) / 2, 0, side, self.height())
            if self.isChecked():
                rounded(painter, box, 8, theme.color("selected"))
                edge = self.width() - 3 if self.isRightToLeft() else 0
                bar = QRectF(edge, theme.sp(4), 3, self.height() - theme.sp(8))
                painter.fillRect(bar, theme.color("accent"))
            elif self.underMouse():
                rounded(painter, box, 8, theme.color("hover"))
            if self.hasFocus():
                rounded(painter, box, 8, None, theme.color("focus"), 2)
            glyph = theme.sp(20)
            ink = theme.color("accent" if self.isChecked() else "text2")
            spot = QRectF(0, 0, glyph, glyph)
            spot.moveCenter(box.center())
            if self.worded:
                spot.moveTop(theme.sp(7))
                self._paint_word(painter, box, ink)
            paint_icon(painter, self._icon, ink, spot)
            if self._count:
                words = str(self._count) if self._count < 100 else "99+"
                font = theme.font("caption", 700)
                font.setPixelSize(theme.sp(9))
                painter.setFont(font)
                width = max(theme.sp(16), painter.fontMetrics().horizontalAdvance(words) + 8)
                pill = QRectF(box.right() - width - 1, box.top() + 3, width, theme.sp(15))
                rounded(painter, pill, pill.height() / 2, theme.color("accentfill"))
                painter.setPen(theme.color("onaccent"))
                painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_word(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        theme = theme_of(self)
        painter.setFont(theme.font("caption"))
        painter.setPen(ink)
        metrics, elide = painter.fontMetrics(), Qt.TextElideMode.ElideRight
        word = metrics.elidedText(self._words, elide, int(box.width()) - theme.sp(2))
        line = box.adjusted(0, theme.sp(28), 0, 0)
        painter.drawText(line, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, word)


class Mark(QWidget):
    """The product's mark: a ring around a point."""

    def sizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(44), theme_of(self).sp(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            side = theme.sp(20)
            box = QRectF(0, 0, side, side)
            box.moveCenter(QRectF(self.rect()).center())
            rounded(painter, box, side / 2, None, theme.color("accent"), 2)
            inner = box.adjusted(side * 0.32, side * 0.32, -side * 0.32, -side * 0.32)
            rounded(painter, inner, side, theme.color("accent"))


class Rail(QWidget):
    chosen = Signal(str)
    help_requested = Signal()
    theme_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.sp(8), 0, theme.sp(12))
        column.setSpacing(theme.sp(8))
        self.worded = False
        column.addWidget(Mark(self))
        column.addSpacing(theme.sp(16))
        self._buttons: dict[str, RailButton] = {}
        for name, icon, words in DESTINATIONS:
            button = RailButton(icon, tr(words), said(" ".join(caps(f"go.{name}"))), self)
            button.clicked.connect(lambda _=False, name=name: self._go(name))
            self._buttons[name] = button
            column.addWidget(button)
        column.addStretch(1)
        help_button = RailButton("question", tr("Keys"), "?", self)
        help_button.setCheckable(False)
        help_button.clicked.connect(self.help_requested)
        column.addWidget(help_button)
        gear = RailButton("gear", tr("Settings"), said(" ".join(caps("go.settings"))), self)
        gear.clicked.connect(lambda: self._go("settings"))
        self._buttons["settings"] = gear
        column.addWidget(gear)
        self._theme_button = RailButton("", "", "", self)
        self._theme_button.setCheckable(False)
        self._name_theme()
        self._theme_button.clicked.connect(self.theme_requested)
        column.addWidget(self._theme_button)
        self._person = Avatar("", 28, self)
        column.addWidget(self._person, 0, Qt.AlignmentFlag.AlignHCenter)

    def set_worded(self, *, worded: bool) -> None:
        """The name of each place under its icon."""
        self.worded = worded
        for button in self.findChildren(RailButton):
            button.worded = worded
            button.updateGeometry()
            button.update()

    def set_current(self, name: str) -> None:
        place = INSIDE.get(name, name)
        for key, button in self._buttons.items():
            button.setChecked(key == place)

    def set_count(self, name: str, n: int) -> None:
        self._buttons[name].set_count(n)

    def set_person(self, name: str) -> None:
        self._person.set_name(name)
        self._person.setToolTip(tr("You act as {name}", name=name))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._name_theme()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))
            x = 0 if self.isRightToLeft() else self.width() - 1
            edge = QRectF(x, 0, 1, self.height())
            painter.fillRect(edge, theme.color("line"))

    def _name_theme(self) -> None:
        """Offers the other one."""
        icon, words = _OTHER_THEME[theme_of(self).name]
        self._theme_button.set_way(icon, tr(words), said(" ".join(caps("theme"))))

    def _go(self, name: str) -> None:
        self._buttons[name].setChecked(True)
        self.chosen.emit(name)
