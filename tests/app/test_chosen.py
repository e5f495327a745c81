"""What a person chose for the whole window is followed at once, and from the next start on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.composition import Desktop
from tests.shots.scenes import scene
from tests.shots.stage import staged, wait_for
from views.room.timeline_words import ClockMode


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    with staged(qapp, tmp_path) as built:
        yield built


def choose(desktop: Desktop, name: str, value: bool) -> None:
    desktop.go("settings")
    wait_for(lambda: desktop.settings.presenter.state.record is not None)
    desktop.settings.presenter.set_value(name, value)


def test_with_reduced_motion_the_cursor_stands_still(desktop: Desktop, qapp: QApplication) -> None:
    before = qapp.cursorFlashTime(), qapp.isEffectEnabled(Qt.UIEffect.UI_General)
    assert before[0] > 0
    choose(desktop, "reduce_motion", True)
    assert (qapp.cursorFlashTime(), qapp.isEffectEnabled(Qt.UIEffect.UI_General)) == (0, False)
    choose(desktop, "reduce_motion", False)
    assert (qapp.cursorFlashTime(), qapp.isEffectEnabled(Qt.UIEffect.UI_General)) == before


def test_local_time_comes_first_in_the_status_bar_and_the_timeline(desktop: Desktop) -> None:
    scene(desktop, "room", "dark", (1600, 1000))
    assert desktop.room.timeline._clock.mode is ClockMode.UTC
    choose(desktop, "utc_first", False)
    assert desktop.window.status._first.text() == "16:51:22 Berlin"
    assert desktop.room.timeline._clock.mode is ClockMode.LOCAL


def test_the_next_start_follows_too(qapp: QApplication, tmp_path: Path) -> None:
    with staged(qapp, tmp_path) as desktop:
        choose(desktop, "utc_first", False)
        choose(desktop, "labels_in_rail", True)
        wait_for(lambda: desktop._workspace.database.meta("setting:labels_in_rail") == "yes")
        wait_for(lambda: desktop._workspace.database.meta("setting:utc_first") == "no")
    with staged(qapp, tmp_path, fill=lambda workspace: None) as desktop:
        assert desktop.window.rail.worded
        assert desktop.window.status._first.text() == "16:51:22 Berlin"
        scene(desktop, "room", "dark", (1600, 1000))
        assert desktop.room.timeline._clock.mode is ClockMode.LOCAL
