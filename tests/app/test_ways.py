"""Where a button or a key of the room leads, through the whole window."""

from app.composition import Desktop
from tests.shots.stage import answered, wait_for


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
