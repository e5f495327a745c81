"""Where F6 goes in the room: panel by panel, as they stand from left to right."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

GIVEN = ("updates", "composer", "preview", "approval", "runbook", "update")
"""Panels that other parts made."""


def focus_next(own: Sequence[QWidget], panels: Mapping[str, QWidget], by: int) -> None:
    """`own` are the room's; only what is seen counts."""
    stops = [*own, *(panels[name] for name in GIVEN if name in panels)]
    there = [stop for stop in stops if stop.isVisible()]
    focused = next((n for n, stop in enumerate(there) if _has_focus(stop)), -1)
    target = there[(focused + by) % len(there)]
    start = getattr(target, "start", None)
    if callable(start):
        start()
    else:
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _has_focus(widget: QWidget) -> bool:
    return widget.hasFocus() or widget.focusWidget() is not None
