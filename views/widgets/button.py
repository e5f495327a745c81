"""Buttons: a verb with its object, an icon before it, its keys behind it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from models.domain.severity import Severity
from views.icons import paint_icon
from views.theme import Theme, theme_of
from views.widgets.keycap import HEIGHT, cap_width, paint_cap
from views.widgets.lettering import paint_words, width_of
from views.widgets.painted import painting, rounded

PAD, _GAP, _ICON, _RADIUS = 12, 8, 15, 7
_FILLED = ("primary", "danger")


class Button(QAbstractButton):
    """`kind`: primary (filled, one a panel), secondary (outlined), tinted (accent), quiet, link
    (accent words alone); danger only where something is deleted for good."""

    def __init__(
        self,
        text: str,
        kind: str = "secondary",
        icon: str | None = None,
        keys: tuple[str, ...] = (),
        parent: QWidget | None = None,
        *,
        height: int = 32,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self._kind = kind
        self._icon = icon
        self._keys = keys
        self._height = height
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_label(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()

    def set_icon(self, icon: str | None) -> None:
        if icon != self._icon:
            self._icon = icon
            self.updateGeometry()
            self.update()

    def set_kind(self, kind: str) -> None:
        if kind != self._kind:
            self._kind = kind
            self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        width = 2 * theme.sp(PAD)
        if self._icon:
            width += theme.sp(_ICON) + (theme.sp(_GAP) if self.text() else 0)
        width += width_of(theme, self.text(), "strong")
        for n, key in enumerate(self._keys):
            width += cap_width(theme, key) + theme.sp(_GAP if n == 0 else 3)
        return QSize(width, theme.sp(self._height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses too; with Ctrl it belongs to the dialog around."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            fill, line, ink, icon_ink = self._colors(theme)
            rect = QRectF(self.rect())
            radius = theme.sp(_RADIUS)
            rounded(painter, rect, radius, fill, line)
            if self.hasFocus():
                self._paint_focus(painter, theme, rect)
            content = self.sizeHint().width() - 2 * theme.sp(PAD)
            x = max(theme.sp(PAD), (self.width() - content) / 2)
            if not self.text() and not self._keys:
                x = (self.width() - theme.sp(_ICON)) / 2  # an icon alone
            if self._icon:
                side = theme.sp(_ICON)
                box = QRectF(x, (self.height() - side) / 2, side, side)
                paint_icon(painter, self._icon, icon_ink, box)
                x += side + theme.sp(_GAP)
            painter.setPen(ink)
            advance = width_of(theme, self.text(), "strong")
            text = QRectF(x, 0, advance + 2, self.height())
            paint_words(painter, theme, text, self.text(), "strong")
            x += advance + theme.sp(_GAP)
            for key in self._keys:
                width, height = cap_width(theme, key), theme.sp(HEIGHT)
                box = QRectF(x, (self.height() - height) / 2, width, height)
                filled = self._kind in (*_FILLED, "tinted")
                faint = QColor(ink)
                faint.setAlpha(120)
                paint_cap(
                    painter, theme, box, key, ink if filled else None, faint if filled else None
                )
                x += width + theme.sp(3)

    def _paint_focus(self, painter: QPainter, theme: Theme, rect: QRectF) -> None:
        """The ring, and on a filled button a gap that parts it from the fill."""
        radius = theme.sp(_RADIUS)
        rounded(painter, rect, radius, None, theme.color("focus"), 2)
        if self._kind in _FILLED:
            inner = rect.adjusted(2, 2, -2, -2)
            rounded(painter, inner, radius - 2, None, theme.color("surface"), 1.5)

    def _colors(self, theme: Theme) -> tuple[QColor | None, QColor | None, QColor, QColor]:
        over, down = self.underMouse() and self.isEnabled(), self.isDown()
        if not self.isEnabled():
            off = theme.color("disabled")
            quiet = self._kind in ("quiet", "link")
            return None, None if quiet else theme.color("line"), off, off
        if self._kind in _FILLED:
            fill, ink = theme.color("accentfill"), theme.color("onaccent")
            if self._kind == "danger":
                worst = theme.severity(Severity.P0)
                fill, ink = worst.fill, worst.on
            return fill.darker(120 if down else 110) if over or down else fill, None, ink, ink
        if self._kind == "tinted":
            ink = theme.color("accent")
            fill = theme.color("selected") if down or over else theme.color("accentbg")
            return fill, ink, ink, ink
        touched = theme.color("selected" if down else "hover") if over or down else None
        if self._kind == "link":
            ink = theme.color("accent")
            return touched, None, ink, ink
        if self._kind == "quiet":
            ink = theme.color("text" if touched else "text2")
            return touched, None, ink, ink
        return (
            touched or theme.color("raised"),
            theme.color("line2"),
            theme.color("text"),
            theme.color("text2"),
        )


class IconButton(Button):
    """An icon alone, with a tooltip and a name."""

    def __init__(self, icon: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__("", "quiet", icon, parent=parent, height=30)
        self.setAccessibleName(words)
        self.setToolTip(words)

    def sizeHint(self) -> QSize:
        side = theme_of(self).sp(30)
        return QSize(side, side)
