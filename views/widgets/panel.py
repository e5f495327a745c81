"""A panel: a box with one line around it, a title, and room below."""

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from views.icons import paint_icon
from views.theme import theme_of
from views.widgets.keycap import KeyCap
from views.widgets.label import Label
from views.widgets.painted import painting, rounded


class Icon(QWidget):
    """One icon in a colour of the theme."""

    def __init__(
        self, name: str, color: str = "text3", size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._color, self._side = name, color, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str, color: str) -> None:
        self._name, self._color = name, color
        self.update()

    def set_color(self, color: str) -> None:
        self.set_icon(self._name, color)

    def sizeHint(self) -> QSize:
        side = theme_of(self).sp(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            paint_icon(painter, self._name, theme.color(self._color), QRectF(self.rect()))


class Surface(QWidget):
    """A filled, outlined box; `selected` gives it the focus ring's line."""

    def __init__(
        self,
        fill: str = "surface",
        line: str = "line",
        radius: float = 10,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fill, self._line, self._radius = fill, line, radius
        self._ringed = False

    def set_colors(self, fill: str, line: str) -> None:
        self._fill, self._line = fill, line
        self.update()

    def set_ringed(self, ringed: bool) -> None:
        if ringed != self._ringed:
            self._ringed = ringed
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            line = theme.color("focus" if self._ringed else self._line)
            width = 2.0 if self._ringed else 1.0
            rounded(
                painter, QRectF(self.rect()), self._radius, theme.color(self._fill), line, width
            )


class Panel(Surface):
    """`body` takes what it shows; `head` what stands at the right of its title."""

    def __init__(
        self,
        title: str,
        icon: str | None = None,
        key: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(title)
        self._touches = False
        self._outer = QVBoxLayout(self)
        self._row = QHBoxLayout()
        self._icon = Icon(icon, parent=self) if icon else None
        if self._icon is not None:
            self._row.addWidget(self._icon)
        self._title = Label(title, "strong", parent=self)
        self._row.addWidget(self._title)
        self._count = Label("", "body", "text3", self)
        self._row.addWidget(self._count)
        self._row.addStretch(1)
        self.head = QHBoxLayout()
        self._row.addLayout(self.head)
        if key:
            self._row.addWidget(KeyCap(key, self))
        self._holder = QWidget(self)
        self._holder.setLayout(self._row)
        self._outer.addWidget(self._holder)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme_of(self).sp(6))
        self._outer.addLayout(self.body, 1)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        sp = theme_of(self).sp
        side = 1 if self._touches else sp(14)
        self._outer.setContentsMargins(side, sp(6), side, sp(14))
        inset = sp(14) - side
        self._row.setContentsMargins(inset, 0, inset, 0)
        self._outer.setSpacing(sp(4))
        self._row.setSpacing(sp(8))
        self.head.setSpacing(sp(6))
        self._holder.setFixedHeight(sp(34))

    def let_body_touch(self) -> None:
        """A table runs to the panel's edges, inside its line."""
        self._touches = True
        self._fit()

    def set_look(self, font: str, icon_color: str) -> None:
        """The one panel that a screen is about."""
        self._title.set_look(font=font)
        if self._icon is not None:
            self._icon.set_color(icon_color)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_count(self, n: int | None) -> None:
        self._count.setText("" if n is None else f"{n:,}")
