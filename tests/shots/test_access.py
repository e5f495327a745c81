"""Every screen can be read, reached and named: in every size, at every size of text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.composition import Desktop
from models.domain.severity import Severity
from tests.shots.scenes import SCENES, scene
from tests.shots.stage import answered, staged
from views.theme import apply_theme
from views.widgets.badge import SeverityBadge
from views.widgets.keycap import KeyLine
from views.widgets.wrap import WrapText

SMALL = (1024, 700)


@pytest.fixture
def large_text(qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    """At 130 %, as somebody who needs it starts the program."""
    with staged(qapp, tmp_path, text_scale="1.3") as built:
        yield built
    apply_theme(qapp, "dark")


def cut_labels(desktop: Desktop) -> list[str]:
    return [
        f"{label.text()[:40]!r} in {type(label.parentWidget()).__name__}"
        for label in desktop.window.findChildren(QLabel)
        if label.isVisible() and label.text() and _is_cut(label)
    ] + [
        f"{text.accessibleName()[:40]!r} in {type(text.parentWidget()).__name__}"
        for kind in (WrapText, KeyLine)
        for text in desktop.window.findChildren(kind)
        if text.isVisible() and text.heightForWidth(text.width()) > text.height() + 1
    ]


def _is_cut(label: QLabel) -> bool:
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + 1
    return (
        label.sizeHint().width() > label.width() + 1
        or label.fontMetrics().height() > label.height() + 1
    )


def nameless(desktop: Desktop) -> list[str]:
    """What takes the keyboard and cannot say what it is."""
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in desktop.window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not _says_itself(widget)
    ]


def _says_itself(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton) and bool(widget.text())


@pytest.mark.parametrize("name", SCENES)
def test_no_word_is_cut_at_the_largest_text(large_text: Desktop, name: str) -> None:
    found: list[str] = []
    scene(large_text, name, "dark", (1600, 1000), look=lambda: found.extend(cut_labels(large_text)))
    assert found == []


def test_no_word_of_a_search_in_one_incident_is_cut(large_text: Desktop) -> None:
    scene(large_text, "room", "dark", SMALL)
    large_text.palette.open_palette("roll")
    answered(large_text)
    palette = large_text.palette
    assert palette.is_scoped
    assert cut_labels(large_text) == []
    spare = palette._holder.height() - palette._list.height()
    assert spare < 24  # no hole above the first of what was found
    palette.close_dialog()


def test_severities_are_told_apart_without_colour(qapp: QApplication) -> None:
    grey = {}
    for theme in ("dark", "light"):
        apply_theme(qapp, theme)
        for severity in Severity:
            badge = SeverityBadge(severity, "m")
            badge.resize(badge.sizeHint())
            image = badge.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
            grey[theme, severity] = bytes(image.constBits())
        kinds = [grey[theme, severity] for severity in Severity]
        assert len(set(kinds)) == len(kinds)
    apply_theme(qapp, "dark")
