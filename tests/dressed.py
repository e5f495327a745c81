"""Another theme, everywhere at once: a test has no time in which nobody waits."""

from PySide6.QtWidgets import QApplication

from views.recolor import recolor_of
from views.theme import Theme, apply_theme


def dress(app: QApplication, name: str) -> Theme:
    theme = apply_theme(app, name)
    recolor_of(app).finish()
    return theme
