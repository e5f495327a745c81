"""Pages drawn by Qt: HTML with drawings becomes PDF or PNG, with or without a display."""

import importlib
import os

from models.domain.errors import Unavailable
from models.report.page import Page


def draw(page: Page, form: str) -> bytes:
    """`form` is pdf or png.

    Raises:
        Unavailable: Qt cannot be loaded here; says what to type.
    """
    from app.preflight import library_hint

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        gui = importlib.import_module("PySide6.QtGui")
    except ImportError:
        raise Unavailable(
            library_hint() or "Drawing needs Qt, which cannot be loaded here. Run scripts/setup."
        ) from None
    app = gui.QGuiApplication.instance() or gui.QGuiApplication(["warroom"])
    from app.qt_page import as_pdf, as_png

    drawn = as_pdf(page) if form == "pdf" else as_png(page)
    del app
    return drawn
