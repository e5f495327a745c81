"""The timeline's filters: segments with counts, and a field for words."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from views.icons import icon
from views.theme import Theme, theme_of
from views.tongue import mark, number, tr
from views.widgets.painted import painting

FILTERS = {
    "all": mark("All"),
    "key": mark("Key"),
    "decisions": mark("Decisions"),
    "updates": mark("Updates"),
    "alerts": mark("Alerts"),
}
"""The ids of the queries' filters, with the words on their segments."""


class FilterSegments(QWidget):
    """One of FILTERS is chosen: Left and Right, or a click."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Mapping[str, int] = {}
        self._at = "all"
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._describe()

    @property
    def filter(self) -> str:
        return self._at

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """By the filters' ids; a filter without a count shows none."""
        if counts != self._counts:
            self._counts = dict(counts)
            self._describe()
            self.updateGeometry()
            self.update()

    def choose(self, filter_id: str) -> None:
        if filter_id != self._at:
            self._at = filter_id
            self._describe()
            self.update()
            self.chosen.emit(filter_id)

    def label(self, filter_id: str) -> str:
        count = self._counts.get(filter_id)
        words = tr(FILTERS[filter_id])
        return words if count is None else f"{words} {number(count)}"

    def places(self) -> dict[str, QRect]:
        """A rectangle a segment. What does not fit is beyond the edge and comes with the arrow
        keys: the chosen one is always inside."""
        theme, x, found = theme_of(self), 0, {}
        for shown in FILTERS:
            width = self._width(theme, shown)
            found[shown] = QRect(x, 0, width, self.height())
            x += width + theme.sp(2)
        beyond = max(0, found[self._at].right() + 1 - self.width())
        return {shown: place.translated(-beyond, 0) for shown, place in found.items()}

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        width = sum(self._width(theme, f) + theme.sp(2) for f in FILTERS)
        return QSize(width, theme.sp(28))

    def minimumSizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(self._width(theme, "all"), theme.sp(28))

    def _width(self, theme: Theme, shown: str) -> int:
        self.setFont(theme.font("label"))
        return self.fontMetrics().horizontalAdvance(self.label(shown)) + theme.sp(18)

    def _describe(self) -> None:
        self.setAccessibleName(tr("Show: {label}", label=self.label(self.filter)))
        self.setAccessibleDescription(", ".join(self.label(shown) for shown in FILTERS))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            ids = list(FILTERS)
            self.choose(ids[(ids.index(self._at) + step) % len(ids)])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        for shown, place in self.places().items():
            if place.contains(at):
                self.choose(shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme = theme_of(self)
        painter.setFont(theme.font("label"))
        for shown, place in self.places().items():
            is_chosen = shown == self._at
            if not is_chosen and not self.rect().contains(place):
                continue
            if is_chosen:
                focused = self.hasFocus()
                outline = QPen(theme.color("focus" if focused else "line2"), 2 if focused else 1)
                painter.setPen(outline)
                painter.setBrush(theme.color("overlay"))
                box = QRectF(place).adjusted(1, 1, -1, -1)
                painter.drawRoundedRect(box, theme.sp(6), theme.sp(6))
            painter.setPen(theme.color("text" if is_chosen else "text3"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.label(shown))


class FilterBar(QWidget):
    """Segments, and a field for words that `/` opens. Esc empties and closes it."""

    filter_changed = Signal(str, str)  # one of FILTERS, the words
    left = Signal()  # the field was closed: the list gets the focus back

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.segments = FilterSegments(self)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(tr("Find words in the timeline"))
        self.field.setAccessibleName(tr("Find words in the timeline"))
        self.field.setClearButtonEnabled(True)
        self.field.hide()
        self._lens = QToolButton(self)
        self._lens.setAutoRaise(True)
        self._lens.setAccessibleName(tr("Find words in the timeline"))
        self._lens.setToolTip(tr("Find words in the timeline (/)"))
        self._lens.clicked.connect(self.open_search)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.field, 4)
        row.addWidget(self.segments)
        row.addWidget(self._lens)
        self.segments.chosen.connect(self._tell)
        self.field.textChanged.connect(self._tell)
        self._dress()

    @property
    def filter(self) -> str:
        return self.segments.filter

    @property
    def words(self) -> str:
        return self.field.text()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        self.segments.set_counts(counts)

    def open_search(self) -> None:
        self.field.show()
        self._lens.hide()
        self.field.setFocus()
        self.field.selectAll()

    def close_search(self) -> None:
        self.field.clear()
        self.field.hide()
        self._lens.show()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape and self.field.isVisible():
            self.close_search()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Down) and self.field.hasFocus():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        theme = theme_of(self)
        self.field.setFixedHeight(theme.sp(28))
        self.field.setMinimumWidth(theme.sp(120))
        self._lens.setFixedSize(theme.sp(28), theme.sp(28))
        self._lens.setIcon(icon("magnifying-glass", theme.color("text3"), theme.sp(15)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _tell(self) -> None:
        self.filter_changed.emit(self.filter, self.words)
