"""A choice among a few, side by side: filters with counts, severities with their badges."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.domain.severity import Severity
from views.icons import paint_icon
from views.theme import Theme, theme_of
from views.widgets.badge import badge_size, paint_badge
from views.widgets.painted import painting, rounded

_HEIGHT, _PAD, _ICON, _GAP = 30, 11, 14, 6


@dataclass(frozen=True, slots=True)
class Segment:
    """With a severity, the chosen one is drawn as its badge. `mark` is an icon behind the words,
    in the colour named, and the word that it stands for."""

    key: str
    words: str
    icon: str | None = None
    severity: Severity | None = None
    mark: tuple[str, str, str] | None = None

    @property
    def said(self) -> str:
        return f"{self.words}, {self.mark[2]}" if self.mark else self.words


class Segments(QWidget):
    """One is chosen: by click, or by Left and Right. `framed` puts them into one well."""

    chosen = Signal(str)

    def __init__(
        self,
        segments: Sequence[Segment] = (),
        parent: QWidget | None = None,
        *,
        framed: bool = True,
        height: int = _HEIGHT,
    ) -> None:
        super().__init__(parent)
        self._height = height
        self._segments: tuple[Segment, ...] = ()
        self._key = ""
        self._framed = framed
        self._hovered = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        stretch = QSizePolicy.Policy.Expanding if framed else QSizePolicy.Policy.Fixed
        self.setSizePolicy(stretch, QSizePolicy.Policy.Fixed)
        self.set_segments(segments)

    def set_segments(self, segments: Sequence[Segment]) -> None:
        """Keeps the choice where it is still there, else takes the first."""
        self._segments = tuple(segments)
        keys = [segment.key for segment in self._segments]
        if self._key not in keys:
            self._key = keys[0] if keys else ""
        self._describe()
        self.updateGeometry()
        self.update()

    def current(self) -> str:
        return self._key

    def set_current(self, key: str) -> None:
        """Shows the choice and tells nobody."""
        if key != self._key and any(segment.key == key for segment in self._segments):
            self._key = key
            self._describe()
            self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        width = sum(self._width(theme, segment) for segment in self._segments)
        return QSize(width + 2 * self._inset(theme), theme.sp(self._height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        keys = [segment.key for segment in self._segments]
        if move and keys:
            at = keys.index(self._key) + move
            self._choose(keys[max(0, min(len(keys) - 1, at))])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._at(event) or self._key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._at(event)
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = ""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            if self._framed:
                well = QRectF(self.rect())
                rounded(painter, well, theme.sp(8), theme.color("inset"), theme.color("line"))
            for segment, box in zip(self._segments, self._boxes(), strict=True):
                self._paint_segment(painter, theme, segment, box)

    def _choose(self, key: str) -> None:
        if key != self._key:
            self.set_current(key)
            self.chosen.emit(key)

    def _at(self, event: QMouseEvent) -> str:
        for segment, box in zip(self._segments, self._boxes(), strict=True):
            if box.contains(event.position()):
                return segment.key
        return ""

    def _describe(self) -> None:
        words = [segment.said for segment in self._segments if segment.key == self._key]
        self.setAccessibleName(words[0] if words else "")
        self.setAccessibleDescription(", ".join(segment.said for segment in self._segments))

    def _inset(self, theme: Theme) -> int:
        return theme.sp(2) if self._framed else 0

    def _width(self, theme: Theme, segment: Segment) -> int:
        pad = 2 * theme.sp(_PAD)
        if segment.severity is not None:
            return badge_size(theme, "m")[0] + pad
        icon = theme.sp(_ICON + _GAP) * (bool(segment.icon) + bool(segment.mark))
        return QFontMetrics(theme.font("label")).horizontalAdvance(segment.words) + icon + pad

    def _boxes(self) -> list[QRectF]:
        """In a well all share its width; without one each is as wide as its words."""
        theme = theme_of(self)
        inset = self._inset(theme)
        widths = [float(self._width(theme, segment)) for segment in self._segments]
        if self._framed and widths:
            share = (self.width() - 2 * inset - sum(widths)) / len(widths)
            widths = [width + share for width in widths]
        boxes, x = [], float(inset)
        for width in widths:
            boxes.append(QRectF(x, inset, width, self.height() - 2 * inset))
            x += width
        return boxes

    def _paint_segment(
        self, painter: QPainter, theme: Theme, segment: Segment, box: QRectF
    ) -> None:
        is_chosen = segment.key == self._key
        if is_chosen:
            rounded(painter, box, theme.sp(6), theme.color("overlay"), theme.color("line2"))
            if self.hasFocus():
                rounded(painter, box, theme.sp(6), None, theme.color("focus"), 2)
        elif segment.key == self._hovered:
            rounded(painter, box, theme.sp(6), theme.color("hover"))
        if is_chosen and segment.severity is not None:
            width, height = badge_size(theme, "m")
            badge = QRectF(0, 0, width, height)
            badge.moveCenter(box.center())
            paint_badge(painter, theme, badge, segment.severity, "m")
            return
        ink = theme.color("text" if is_chosen else "text3")
        painter.setFont(theme.font("label"))
        advance = painter.fontMetrics().horizontalAdvance(segment.words)
        side = theme.sp(_ICON)
        beside = theme.sp(_ICON + _GAP) * (bool(segment.icon) + bool(segment.mark))
        x = box.center().x() - (advance + beside) / 2
        if segment.icon:
            paint_icon(
                painter, segment.icon, ink, QRectF(x, box.center().y() - side / 2, side, side)
            )
            x += theme.sp(_ICON + _GAP)
        painter.setPen(ink)
        text = QRectF(x, box.top(), advance + 2, box.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, segment.words)
        if segment.mark:
            x += advance + theme.sp(_GAP)
            drawn = QRectF(x, box.center().y() - side / 2, side, side)
            paint_icon(painter, segment.mark[0], theme.color(segment.mark[1]), drawn)
