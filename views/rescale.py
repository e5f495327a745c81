"""Another size of text while the window is open: what was sized for the old one follows.

Widgets ask the theme for type and for their size hints each time. Fixed sizes, fonts that were
set, and the gaps of layouts were asked for once; these are found here and made anew.
"""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QLayout,
    QSpacerItem,
    QSplitter,
    QToolButton,
    QWidget,
)

_BASE, _FONT = "warroom.sizes", "warroom.font"
NO_LIMIT = 16_777_215
"""What Qt calls QWIDGETSIZE_MAX, and does not hand to Python."""
Sizes = tuple[int, ...]


def rescale(app: QApplication, old: float, new: float) -> None:
    """Fixed sizes and gaps made at the scale `old` are made anew at `new`."""
    for widget in app.allWidgets():
        if not widget.isWindow():
            _fix_anew(widget, old, new)
        if isinstance(widget, QSplitter):
            widget.setHandleWidth(round(widget.handleWidth() / old * new))
        if isinstance(widget, QToolButton):
            _forget_hint(widget)
        layout = widget.layout()
        if layout is not None:
            for inner in _layouts(layout):
                _space_anew(inner, old, new)


def set_fonts(app: QApplication) -> dict[QWidget, int]:
    """Widgets that were given a font of their own, with its size in pixels."""
    return {
        widget: widget.font().pixelSize()
        for widget in app.allWidgets()
        if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont) and widget.font().pixelSize() > 0
    }


def rescale_fonts(before: Mapping[QWidget, int], old: float, new: float) -> None:
    """A widget that took its new font itself, when the style changed, is left with it."""
    for widget, size in before.items():
        font = widget.font()
        if font.pixelSize() == size:
            (fresh,) = _anew(widget, (size,), old, new, _FONT)
            font.setPixelSize(fresh)
            widget.setFont(font)


def _fix_anew(widget: QWidget, old: float, new: float) -> None:
    """Least and largest sizes that were set; what was not is 0 and NO_LIMIT, and stays."""
    low, high = widget.minimumSize(), widget.maximumSize()
    set_ones = (
        low.width(),
        low.height(),
        0 if high.width() >= NO_LIMIT else high.width(),
        0 if high.height() >= NO_LIMIT else high.height(),
    )
    if any(set_ones):
        least_w, least_h, most_w, most_h = _anew(widget, set_ones, old, new)
        # The other way round a fixed size would meet its old limit.
        widget.setMaximumSize(most_w or NO_LIMIT, most_h or NO_LIMIT)
        widget.setMinimumSize(least_w, least_h)


def _forget_hint(button: QToolButton) -> None:
    """Qt keeps the hint of a tool button until its icon has another size."""
    size = button.iconSize()
    button.setIconSize(size + QSize(1, 1))
    button.setIconSize(size)


def _space_anew(layout: QLayout, old: float, new: float) -> None:
    margins = layout.contentsMargins()
    gaps = (
        (layout.horizontalSpacing(), layout.verticalSpacing())
        if isinstance(layout, QGridLayout)
        else (layout.spacing(), 0)
    )
    found = (margins.left(), margins.top(), margins.right(), margins.bottom(), *gaps)
    left, top, right, bottom, across, down = _anew(layout, found, old, new)
    layout.setContentsMargins(left, top, right, bottom)
    if isinstance(layout, QGridLayout):
        layout.setHorizontalSpacing(across)
        layout.setVerticalSpacing(down)
        for column in range(layout.columnCount()):
            least = layout.columnMinimumWidth(column)
            layout.setColumnMinimumWidth(column, round(least / old * new))
    else:
        layout.setSpacing(across)
    for spacer in _spacers(layout):
        hint = spacer.sizeHint()
        policy = spacer.sizePolicy()
        spacer.changeSize(
            round(hint.width() / old * new),
            round(hint.height() / old * new),
            policy.horizontalPolicy(),
            policy.verticalPolicy(),
        )
    layout.invalidate()


def _anew(owner: QObject, found: Sizes, old: float, new: float, kept_as: str = _BASE) -> Sizes:
    """What stands as it was left is counted from what it was first, so that nothing drifts."""
    known = owner.property(kept_as)
    left, base = known if isinstance(known, tuple) else ((), ())
    if left != found:
        base = tuple(size / old for size in found)
    fresh = tuple(round(size * new) for size in base)
    owner.setProperty(kept_as, (fresh, base))
    return fresh


def _layouts(layout: QLayout) -> Iterator[QLayout]:
    yield layout
    for at in range(layout.count()):
        item = layout.itemAt(at)
        inner = item.layout() if item is not None else None
        if inner is not None:
            yield from _layouts(inner)


def _spacers(layout: QLayout) -> Iterator[QSpacerItem]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        spacer = item.spacerItem() if item is not None else None
        if spacer is not None:
            yield spacer
