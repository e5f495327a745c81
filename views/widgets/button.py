"""Buttons: a verb with its object, an icon before it, its keys behind it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from views.icons import paint_icon
from views.theme import Theme, theme_of
from views.widgets.keycap import HEIGHT, cap_width, paint_cap
from views.widgets.painted import painting, rounded

_PAD, _GAP, _ICON = 12, 7, 16


class Button(QAbstractButton):
    """`kind`: primary (filled, one a panel), secondary (outlined), tinted (accent), quiet."""

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

    def set_kind(self, kind: str) -> None:
        if kind != self._kind:
            self._kind = kind
            self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        width = 2 * theme.sp(_PAD)
        if self._icon:
            width += theme.sp(_ICON) + (theme.sp(_GAP) if self.text() else 0)
        width += QFontMetrics(theme.font("strong")).horizontalAdvance(self.text())
        for n, key in enumerate(self._keys):
            width += cap_width(theme, key) + theme.sp(_GAP if n == 0 else 3)
        return QSize(width, theme.sp(self._height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            fill, line, ink, icon_ink = self._colors(theme)
            rect = QRectF(self.rect())
            rounded(painter, rect, 7, fill, line)
            if self.hasFocus():
                rounded(painter, rect, 7, None, theme.color("focus"), 2)
            content = self.sizeHint().width() - 2 * theme.sp(_PAD)
            x = max(theme.sp(_PAD), (self.width() - content) / 2)
            if self._icon:
                side = theme.sp(_ICON)
                box = QRectF(x, (self.height() - side) / 2, side, side)
                paint_icon(painter, self._icon, icon_ink, box)
                x += side + theme.sp(_GAP)
            painter.setFont(theme.font("strong"))
            painter.setPen(ink)
            advance = painter.fontMetrics().horizontalAdvance(self.text())
            text = QRectF(x, 0, advance + 2, self.height())
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())
            x += advance + theme.sp(_GAP)
            for key in self._keys:
                width, height = cap_width(theme, key), theme.sp(HEIGHT)
                box = QRectF(x, (self.height() - height) / 2, width, height)
                filled = self._kind in ("primary", "tinted")
                faint = QColor(ink)
                faint.setAlpha(120)
                paint_cap(
                    painter, theme, box, key, ink if filled else None, faint if filled else None
                )
                x += width + theme.sp(3)

    def _colors(self, theme: Theme) -> tuple[QColor | None, QColor | None, QColor, QColor]:
        over, down = self.underMouse() and self.isEnabled(), self.isDown()
        if not self.isEnabled():
            off = theme.color("disabled")
            return theme.color("raised"), theme.color("line"), off, off
        if self._kind == "primary":
            fill = theme.color("accentfill")
            ink = theme.color("onaccent")
            return (fill.darker(112) if down or over else fill), None, ink, ink
        if self._kind == "tinted":
            ink = theme.color("accent")
            fill = theme.color("selected") if down or over else theme.color("accentbg")
            return fill, ink, ink, ink
        hover = theme.color("selected") if down else theme.color("hover")
        if self._kind == "quiet":
            return (
                (hover if over or down else None),
                None,
                theme.color("text"),
                theme.color("text2"),
            )
        fill = hover if over or down else theme.color("raised")
        return fill, theme.color("line2"), theme.color("text"), theme.color("text2")


class IconButton(Button):
    """An icon alone, with a tooltip and a name."""

    def __init__(self, icon: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__("", "quiet", icon, parent=parent, height=30)
        self.setAccessibleName(words)
        self.setToolTip(words)

    def sizeHint(self) -> QSize:
        side = theme_of(self).sp(30)
        return QSize(side, side)
