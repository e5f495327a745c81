"""The tray in the window: every way to it, by keys alone and by mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.composition import Desktop
from app.workspace import open_workspace
from models.actions.import_bundle import import_bundle
from models.queries import export, incidents, timeline
from tests.conflicts.conftest import NOW, Pair
from tests.sync_views.told import ToldPort, press, window_over


@pytest.fixture
def desktop(qapp: QApplication, qtbot: QtBot, pair: Pair, tmp_path: Path) -> Iterator[Desktop]:
    """Ana's window; Dee's file and hers have met in it."""
    pair.severities_apart()
    pair.summaries_apart()
    pair.meet()
    workspace = open_workspace(tmp_path / "window", actor="Ana", now=lambda: NOW)
    workspace.database.remember("first_run", "empty")
    import_bundle(export.incident_as_archive(pair.here.connection, pair.uid), workspace.desk)
    with window_over(qapp, qtbot, workspace, ToldPort()) as built:
        qtbot.waitUntil(lambda: built.sync.presenter.state.choice_count == 2)
        yield built


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def shown(desktop: Desktop) -> str:
    front = desktop.conflicts.presenter.state.shown
    return front.title if front else ""


def until_shown(desktop: Desktop, qtbot: QtBot, title: str) -> None:
    qtbot.waitUntil(lambda: desktop.window.current == "conflicts" and shown(desktop) == title)


def last_lines(desktop: Desktop, uid: str, n: int) -> list[str]:
    rows = timeline.every(desktop._reading, uid, timeline.Filter())
    return [row.text for row in rows[-n:]]


def test_both_are_settled_by_keys_alone(desktop: Desktop, pair: Pair, qtbot: QtBot) -> None:
    press("g", "c")
    until_shown(desktop, qtbot, "Severity of INC-1")
    press("1", "Enter")
    until_shown(desktop, qtbot, "Summary of INC-1")
    press("Enter")
    qtbot.waitUntil(lambda: desktop.conflicts.presenter.state.settled == 2)
    assert last_lines(desktop, pair.uid, 2) == [
        "Chose severity P2 (Ana). Not kept: P0 (Dee).",
        "Chose summary primary disk full (Dee). Not kept: db pool saturated (Ana).",
    ]
    assert incidents.incident(desktop._reading, pair.uid).conflicts == ()
    qtbot.waitUntil(lambda: desktop.sync.presenter.state.choice_count == 0)
    press("Esc")
    assert desktop.window.current == "home"


def test_a_card_and_the_button_do_the_same_by_mouse(
    desktop: Desktop, pair: Pair, qtbot: QtBot
) -> None:
    click(desktop.window.status.indicator.choices)
    until_shown(desktop, qtbot, "Severity of INC-1")
    tray = desktop.conflicts.screen
    click(tray.list.row(1))
    assert shown(desktop) == "Summary of INC-1"
    click(tray.cards.card(1))
    assert tray.preview.text().endswith("Not kept: primary disk full (Dee).")
    click(tray.keep)
    until_shown(desktop, qtbot, "Severity of INC-1")
    assert last_lines(desktop, pair.uid, 1)[0].startswith("Chose summary db pool saturated (Ana).")


def test_arrows_move_between_the_cards_and_the_chosen_one_is_spoken(
    desktop: Desktop, qtbot: QtBot
) -> None:
    press("g", "c")
    until_shown(desktop, qtbot, "Severity of INC-1")
    cards = desktop.conflicts.screen.cards
    qtbot.waitUntil(cards.hasFocus)
    assert cards.accessibleDescription().startswith("Value 2 of 2: P0, Critical. Dee")
    QTest.keyClick(cards, Qt.Key.Key_Left)
    assert cards.accessibleDescription().startswith("Value 1 of 2: P2, Moderate. You")


def test_deciding_later_leaves_both_open_and_goes_back(desktop: Desktop, qtbot: QtBot) -> None:
    press("g", "c")
    until_shown(desktop, qtbot, "Severity of INC-1")
    press("Esc")
    until_shown(desktop, qtbot, "Summary of INC-1")
    press("Esc")
    assert desktop.window.current == "home"
    assert desktop.sync.presenter.state.choices == "2 need your choice"


def test_what_needs_me_leads_to_its_own_conflict(desktop: Desktop, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desktop.home_presenter.state.record.whole)
    needs = [n for n in desktop.home_presenter.state.record.needs if n.kind == "conflict"]
    assert len(needs) == 2
    desktop.home.need_answered.emit(needs[1], True)
    until_shown(desktop, qtbot, "Summary of INC-1")


def test_in_the_room_it_leads_there_too_and_back(desktop: Desktop, pair: Pair, qtbot) -> None:
    desktop.open_incident(pair.uid)
    qtbot.waitUntil(lambda: any(n.kind == "conflict" for n in desktop.rooms.team.state.needs))
    need = next(n for n in desktop.rooms.team.state.needs if n.kind == "conflict")
    desktop.room.need_answered.emit(need, True)
    until_shown(desktop, qtbot, "Severity of INC-1")
    press("Esc", "Esc")
    assert desktop.window.current == "room"


def test_the_palette_knows_the_way(desktop: Desktop, qtbot: QtBot) -> None:
    press("Ctrl+K")
    qtbot.waitUntil(desktop.palette.isVisible)
    press("Go to the conf")
    press("Enter")
    until_shown(desktop, qtbot, "Severity of INC-1")


def test_a_conflict_that_comes_while_one_looks_takes_its_place_in_the_list(
    desktop: Desktop, pair: Pair, qtbot: QtBot
) -> None:
    from models.actions.assess_impact import AssessImpact, assess_impact

    press("g", "c")
    until_shown(desktop, qtbot, "Severity of INC-1")
    assess_impact(AssessImpact(pair.uid, users="100"), pair.at(pair.ana, 50))
    assess_impact(AssessImpact(pair.uid, users="900"), pair.at(pair.dee, 51))
    desk = desktop._workspace.desk
    for giver in (pair.here, pair.there):
        import_bundle(export.incident_as_archive(giver.connection, pair.uid), desk)
    qtbot.waitUntil(lambda: len(desktop.conflicts.presenter.state.listed) == 3)
    assert shown(desktop) == "Severity of INC-1"
