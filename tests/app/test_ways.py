"""Where a button or a key of the room leads, through the whole window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.composition import Desktop
from tests.shots.scenes import scene
from tests.shots.stage import answered, staged, wait_for


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    with staged(qapp, tmp_path) as built:
        scene(built, "room", "dark", (1600, 1000))
        yield built


def test_the_runbook_of_the_room_opens_at_its_run(desktop: Desktop) -> None:
    desktop.rooms.runbook_panel.page.click()
    answered(desktop)
    assert desktop.window.current == "runbooks"
    assert desktop.runbooks.screen.run_page.isVisible()
    desktop.go("room")
    desktop.rooms.runbook_panel.page.click()  # again, with all of it there
    answered(desktop)
    assert desktop.runbooks.screen.run_page.isVisible()


def test_the_rail_leads_to_the_library_and_back_to_the_run_is_one_click(desktop: Desktop) -> None:
    desktop.go("runbooks")
    wait_for(lambda: desktop.runbooks.presenter.state.book is not None)
    assert not desktop.runbooks.screen.run_page.isVisible()
    wait_for(lambda: desktop.runbooks.presenter.state.run is not None)
    desktop.runbooks.screen._other.click()
    answered(desktop)
    assert desktop.runbooks.screen.run_page.isVisible()
