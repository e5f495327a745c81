"""The language of the window: chosen before the first widget, with the toolkit's own words."""

import os

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from views import tongue

OVERRIDE = "WARROOM_LANGUAGE"
"""A variable of the environment that stands for the system's language: a code, also one that
settings do not offer."""
_TOOLKIT = "words of the toolkit"


def speak(app: QApplication, chosen: str) -> None:
    """`chosen` is a code, or the system's."""
    code = chosen
    if code == tongue.SYSTEM:
        told = os.environ.get(OVERRIDE)
        code = told or tongue.best_of(list(QLocale.system().uiLanguages()))
    tongue.speak(code)
    mirrored = tongue.spoken().mirrored
    app.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
    )
    _translate_toolkit(app, tongue.spoken().code)


def _translate_toolkit(app: QApplication, code: str) -> None:
    """Context menus and dialogs of files: words that the toolkit brings."""
    for known in app.findChildren(QTranslator, _TOOLKIT):
        app.removeTranslator(known)
        known.deleteLater()
    if code == tongue.ENGLISH:
        return
    translator = QTranslator(app)
    translator.setObjectName(_TOOLKIT)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{code}", folder):
        app.installTranslator(translator)
