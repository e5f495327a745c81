"""Screens look as they looked when somebody last looked at them; no label is cut."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel

from app.composition import Desktop
from tests.shots.scenes import SCENES, SIZES, THEMES, file_name, looks_of, scene, staged

PICTURES = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures"
FAILED = Path(__file__).resolve().parent.parent / "pictures" / "failed"

COARSE = 8
"""Pictures are compared at an eighth of their size: edges of letters may differ between machines,
a missing panel or another colour may not."""

MOST_APART = 40
MOST_PIXELS = 0.01


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    with staged(qapp, tmp_path) as built:
        yield built


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SCENES)
def test_a_screen_looks_as_it_did(desktop: Desktop, name: str, theme: str) -> None:
    apart = {}
    for size in [size for look, size in looks_of(name) if look == theme]:
        now = scene(desktop, name, theme, size)
        file = file_name(name, theme, size)
        share = _share_apart(now, QImage(str(PICTURES / file)))
        if share > MOST_PIXELS:
            FAILED.mkdir(parents=True, exist_ok=True)
            now.save(str(FAILED / file))
            apart[file] = share
    assert apart == {}, "look at them in tests/pictures/failed; scripts/shots renews"


def test_a_changed_screen_is_noticed(desktop: Desktop) -> None:
    dark = scene(desktop, "home", "dark", SIZES[0])
    light = scene(desktop, "home", "light", SIZES[0])
    assert _share_apart(dark, light) > MOST_PIXELS


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", ["home", "room"])
def test_no_label_is_cut(desktop: Desktop, name: str, size: tuple[int, int]) -> None:
    scene(desktop, name, desktop.settings.theme, size)
    cut = [
        label.text()
        for label in desktop.window.findChildren(QLabel)
        if label.isVisible()
        and not label.wordWrap()
        and label.text()
        and (
            label.sizeHint().width() > label.width() + 1
            or label.fontMetrics().height() > label.height() + 1
        )
    ]
    assert cut == []


def _share_apart(one: QImage, other: QImage) -> float:
    """The share of coarse pixels that differ by more than MOST_APART in some channel."""
    if one.size() != other.size():
        return 1.0
    small = [
        image.scaled(
            image.size() / COARSE,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        ).convertToFormat(QImage.Format.Format_RGB888)
        for image in (one, other)
    ]
    apart = total = 0
    for y in range(small[0].height()):
        rows = [bytes(image.constScanLine(y))[: image.width() * 3] for image in small]
        for x in range(0, len(rows[0]), 3):
            total += 1
            apart += any(
                abs(a - b) > MOST_APART
                for a, b in zip(rows[0][x : x + 3], rows[1][x : x + 3], strict=True)
            )
    return apart / total
