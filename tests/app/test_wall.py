"""The second window: the room for a wall, and nothing to press."""

from app.composition import Desktop
from tests.shots.stage import wait_for


def test_it_shows_the_incident_and_builds_no_dialog(desktop: Desktop) -> None:
    desktop.pop_out()
    wait_for(lambda: desktop.wall.window is not None and desktop.wall.window.isVisible())
    window, room = desktop.wall.window, desktop.wall._open[1]
    wait_for(lambda: room.screen.timeline.count > 0)
    assert "INC-" in window.windowTitle()
    assert room.screen.frame.preset == "wall"
    assert room.screen.asks.all() == ()
    desktop.pop_out()
    assert desktop.wall.window is window
    desktop.wall.close()
    assert desktop.wall.window is None


def test_closed_before_it_was_built_it_stays_closed(desktop: Desktop) -> None:
    desktop.pop_out()
    window = desktop.wall.window
    desktop.wall.close()
    assert desktop.wall.window is None
    desktop.pop_out()
    wait_for(lambda: desktop.wall.window is not None and desktop.wall.window.isVisible())
    assert desktop.wall.window is not window
    desktop.wall.close()


def test_a_question_of_the_room_is_built_by_its_first_asking(desktop: Desktop) -> None:
    assert desktop.room.asks.all() == ()
    desktop.room.ask_assign()
    assert desktop.room.asks.all() == (desktop.room.asks.assign,)
    assert desktop.shortcuts._blocked
    desktop.room.asks.assign.close_dialog()
    assert not desktop.shortcuts._blocked
    desktop.room.ask_assign()
    assert len(desktop.room.asks.all()) == 1
    desktop.room.asks.assign.close_dialog()
