"""A window read from right to left: places change sides, nothing lies on anything else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QSplitter, QStyle, QWidget

from app.composition import Desktop
from models.domain.severity import Severity
from models.domain.stage import Stage
from tests.shots.scenes import scene
from tests.translations.stage import spoken
from views.tongue import MIRRORED
from views.widgets.badge import SeverityBadge
from views.widgets.elide import ElideLabel
from views.widgets.stepper import Step, Stepper

SIZE = (1600, 1000)
LOOKED_AT = ("home", "room", "declare", "runbook", "settings", "kpis", "assign")


@pytest.fixture
def mirrored(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    with spoken(MIRRORED, qapp, tmp_path, monkeypatch) as built:
        yield built


@pytest.fixture
def right_to_left(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def where(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def overlaps(desktop: Desktop) -> list[str]:
    """Texts that lie on each other within one parent. What is in a splitter or floats is laid out
    by hand."""
    found = []
    texts = (QLabel, ElideLabel)
    for parent in desktop.window.findChildren(QWidget):
        if not parent.isVisible() or isinstance(parent, QSplitter):
            continue
        beside = [c for c in parent.children() if isinstance(c, texts) and c.isVisible()]
        for n, one in enumerate(beside):
            for other in beside[n + 1 :]:
                both = one.geometry().intersected(other.geometry())
                if one.text() and other.text() and both.width() > 1 and both.height() > 1:
                    found.append(f"{one.text()!r} on {other.text()!r}")
    return found


def test_the_rail_is_at_the_right_and_what_waits_at_the_left(mirrored: Desktop) -> None:
    scene(mirrored, "home", "dark", SIZE, look=lambda: None)
    rail, cards = where(mirrored.window.rail), where(mirrored.home.table)
    waiting = where(mirrored.home.inbox)
    assert waiting.right() < cards.left()
    assert cards.right() < rail.left()


def test_the_room_changes_sides(mirrored: Desktop) -> None:
    seen: list[QRect] = []

    def look() -> None:
        parts = mirrored.rooms
        seen.extend(
            where(part) for part in (parts.screen.needs, parts.screen.timeline, parts.screen.impact)
        )

    scene(mirrored, "room", "dark", SIZE, look=look)
    needs, timeline, impact = seen
    assert needs.right() < timeline.left()
    assert timeline.right() < impact.left()


def sides(desktop: Desktop) -> set[Qt.AlignmentFlag]:
    """Where lines of text begin."""
    return {
        QStyle.visualAlignment(label.layoutDirection(), label.alignment())
        & (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignRight)
        for label in desktop.window.findChildren(QLabel)
        if label.isVisible() and label.text()
    }


@pytest.mark.parametrize("name", LOOKED_AT)
def test_text_begins_at_the_right_and_lies_on_no_other(mirrored: Desktop, name: str) -> None:
    found: list[str] = []
    begins: set[Qt.AlignmentFlag] = set()

    def look() -> None:
        found.extend(overlaps(mirrored))
        begins.update(sides(mirrored))

    scene(mirrored, name, "dark", SIZE, look=look)
    assert found == []
    assert Qt.AlignmentFlag.AlignLeft not in begins
    assert Qt.AlignmentFlag.AlignRight in begins


@pytest.mark.usefixtures("right_to_left")
def test_the_stages_go_from_right_to_left(qapp: QApplication) -> None:
    stepper = Stepper()
    stepper.resize(1000, 46)
    stepper.set_steps(tuple(Step(stage, "ahead", "") for stage in Stage))
    boxes = stepper._boxes()
    assert [box.left() for box in boxes] == sorted((box.left() for box in boxes), reverse=True)


def test_a_badge_is_the_same_on_both_sides(qapp: QApplication) -> None:
    def drawn(direction: Qt.LayoutDirection) -> QImage:
        badge = SeverityBadge(Severity.P1, "m")
        badge.setLayoutDirection(direction)
        badge.resize(badge.sizeHint())
        return badge.grab().toImage()

    assert drawn(Qt.LayoutDirection.LeftToRight) == drawn(Qt.LayoutDirection.RightToLeft)
