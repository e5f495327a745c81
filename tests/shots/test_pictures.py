"""Screens look as they looked when somebody last looked at them; no label is cut."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel

from app.composition import Desktop
from app.demo import fill
from app.workspace import Workspace
from tests.shots.scenes import SCENES, file_name, looks_of, scene
from tests.shots.stage import SIZES, THEMES, staged
from tests.shots.states import STATES
from tests.shots.test_access import SMALL, cut_labels, nameless
from views.theme import apply_theme

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
def test_a_screen_looks_as_it_did_and_no_word_on_it_is_cut(
    desktop: Desktop, name: str, theme: str
) -> None:
    """In every look that is kept, and in the smallest window; what takes the keyboard says what
    it is."""
    apart, wrong = {}, {}
    kept = [size for look, size in looks_of(name) if look == theme]
    for size in (*kept, SMALL) if theme == "dark" else kept:
        found: list[str] = []

        def look(found: list[str] = found) -> None:
            found += [*cut_labels(desktop), *nameless(desktop)]

        now = scene(desktop, name, theme, size, look=look)
        file = file_name(name, theme, size)
        if found:
            wrong[file] = found
        if size in kept and (share := _apart_from_kept(now, file)) > MOST_PIXELS:
            apart[file] = share
    assert wrong == {}
    assert apart == {}, "look at them in tests/pictures/failed; scripts/shots renews"


@pytest.mark.parametrize("name", STATES)
def test_a_screen_in_another_state_looks_as_it_did(
    qapp: QApplication, tmp_path: Path, name: str
) -> None:
    state = STATES[name]
    now = state.grab(qapp, tmp_path)
    share = _apart_from_kept(now, file_name(name, *state.look))
    assert share <= MOST_PIXELS, "look at it in tests/pictures/failed; scripts/shots renews"
    apply_theme(qapp, "dark")


@pytest.mark.parametrize("name", ["home", "room"])
def test_a_change_of_theme_reaches_all_that_stands(
    qapp: QApplication, tmp_path: Path, name: str
) -> None:
    with staged(qapp, tmp_path / "changed") as desktop:
        scene(desktop, name, "dark", SIZES[0])
        changed = scene(desktop, name, "light", SIZES[0])
    apply_theme(qapp, "light")
    with staged(qapp, tmp_path / "fresh", fill=_in_light) as desktop:
        fresh = scene(desktop, name, "light", SIZES[0])
    apply_theme(qapp, "dark")
    assert _share_apart(changed, fresh, fine=True) == 0


def _in_light(workspace: Workspace) -> None:
    fill(workspace)
    workspace.database.remember("theme", "light")


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


def _apart_from_kept(now: QImage, file: str) -> float:
    """What differs too much is put where somebody can look at it."""
    share = _share_apart(now, QImage(str(PICTURES / file)))
    if share > MOST_PIXELS:
        FAILED.mkdir(parents=True, exist_ok=True)
        now.save(str(FAILED / file))
    return share


def _share_apart(one: QImage, other: QImage, *, fine: bool = False) -> float:
    """The share of coarse pixels that differ by more than MOST_APART in some channel; `fine`
    looks at every pixel, for pictures of one machine."""
    if one.size() != other.size():
        return 1.0
    small = [
        image.scaled(
            image.size() / (1 if fine else COARSE),
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
