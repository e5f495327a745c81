"""What a person chose for the whole window: in force before its first widget, then followed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.language import speak
from models.settings import Settings
from views.shell.window import MainWindow
from views.shortcuts import set_overrides
from views.theme import apply_theme, resolved

_BLINK, _EFFECTS = "system's blinking", "system's effects"


def take_up(app: QApplication, chosen: Settings) -> None:
    speak(app, chosen.language)
    theme, scale = resolved(app, chosen.theme), chosen.text_scale
    apply_theme(app, theme, scale, high_contrast=chosen.high_contrast)
    set_overrides(chosen.keys)


def follow(app: QApplication, window: MainWindow, chosen: Settings) -> None:
    """What changes at once, beside the look and the keys."""
    _keep_still(app, still=chosen.reduce_motion)
    window.status.set_utc_first(utc_first=chosen.utc_first)
    window.set_words_in_rail(worded=chosen.labels_in_rail)


def _keep_still(app: QApplication, *, still: bool) -> None:
    """What moves by itself: the cursor in a text, and menus that the toolkit lets slide or fade.
    Nothing of ours does."""
    every = Qt.UIEffect.UI_General
    if app.property(_BLINK) is None:
        app.setProperty(_BLINK, app.cursorFlashTime())
        app.setProperty(_EFFECTS, app.isEffectEnabled(every))
    app.setCursorFlashTime(0 if still else int(app.property(_BLINK)))
    app.setEffectEnabled(every, not still and bool(app.property(_EFFECTS)))
