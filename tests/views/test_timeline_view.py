"""What a person sees and does on the timeline."""

import itertools
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from models.domain.entry import EntryKind
from models.domain.errors import StoreTrouble
from models.domain.timeline import Attachment
from tests.views.timeline_samples import (
    DAY,
    NOW,
    ListSource,
    MadeSource,
    at,
    entry,
    made,
    picture,
    show_view,
    shown,
)
from views.room.timeline_pages import KEPT_PAGES, PAGE
from views.room.timeline_words import ClockMode


@pytest.fixture
def open_view(qtbot):
    return partial(show_view, qtbot)


def add(view, source, *entries):
    source.entries += entries
    view.refresh()


def positions(view):
    return [shown.position for shown in view.shown]


# Following


def test_a_timeline_opens_at_its_end_and_follows_what_comes(open_view):
    source = ListSource(made(i) for i in range(200))
    view = open_view(source)
    add(view, source, made(200))
    assert positions(view)[-1] == 200
    assert view.is_following
    assert view.unseen == 0
    assert view.shown[-1].bottom <= view.viewport().height()


def test_scrolled_up_it_keeps_still_and_a_pill_counts_what_came(open_view, qtbot):
    source = ListSource(made(i) for i in range(200))
    view = open_view(source)
    view.verticalScrollBar().setValue(1000)
    before = [(s.position, s.top) for s in view.shown]
    add(view, source, made(200), made(201), made(202))
    assert [(s.position, s.top) for s in view.shown] == before
    assert not view.is_following
    assert view._pill.isVisible()
    assert view._pill.text() == "3 new"
    qtbot.mouseClick(view._pill, Qt.MouseButton.LeftButton)
    assert view.is_following
    assert not view._pill.isVisible()
    assert positions(view)[-1] == 202


def test_scrolling_to_the_end_follows_again(open_view):
    source = ListSource(made(i) for i in range(200))
    view = open_view(source)
    bar = view.verticalScrollBar()
    bar.setValue(1000)
    bar.setValue(bar.maximum())
    assert view.is_following


def test_a_late_entry_above_does_not_move_what_is_being_read(open_view):
    source = ListSource(made(i) for i in range(200))
    view = open_view(source)
    view.verticalScrollBar().setValue(3000)
    before = [(s.row.entry.uid, s.top) for s in view.shown]
    source.entries.insert(5, entry(5, "late", uid="u00000004x"))
    view.refresh()
    assert [(s.row.entry.uid, s.top) for s in view.shown] == before
    assert view.unseen == 0


def test_scrolling_up_over_rows_of_unknown_height_moves_exactly_as_far_as_asked(open_view):
    view = open_view(MadeSource(5_000))
    bar = view.verticalScrollBar()
    bar.setValue(80_000)
    for _ in range(60):
        uid, top = view.shown[2].row.entry.uid, view.shown[2].top
        bar.setValue(bar.value() - 20)
        assert next(s.top for s in view.shown if s.row.entry.uid == uid) == top + 20


def test_rows_stand_edge_to_edge_wherever_one_scrolls(open_view):
    view = open_view(MadeSource(3_000))
    for value in (0, 17, 40_000, 41_111, 10**9, 500):
        view.verticalScrollBar().setValue(value)
        rows = view.shown
        assert all(a.bottom == b.top for a, b in itertools.pairwise(rows))
        assert rows[0].top <= 0
        assert rows[-1].bottom >= view.viewport().height() - 24


def test_refresh_finds_appended_rows_and_keeps_the_place_when_others_came(open_view):
    source = ListSource(made(i) for i in range(300))
    view = open_view(source)
    view.verticalScrollBar().setValue(3000)
    view.make_current(view.shown[3].position)
    chosen = view.current_entry().uid
    top = view.shown[0].row.entry.uid
    source.entries.append(made(300))
    view.refresh()
    assert (view.count, view.unseen) == (301, 1)
    source.entries[10:10] = [entry(9, "late", uid=f"u00000009{c}") for c in "abc"]
    view.refresh()
    assert view.count == 304
    assert view.shown[0].row.entry.uid == top
    assert view.current_entry().uid == chosen


def test_where_the_chosen_row_goes_the_one_after_it_is_chosen(open_view):
    source = ListSource(made(i) for i in range(50))
    view = open_view(source)
    view.make_current(40)
    del source.entries[40]
    view.refresh()
    assert (view.current, view.current_entry().uid) == (40, "u00000041")


# Reading only what is visible


def test_only_pages_near_the_viewport_are_read(open_view):
    source = MadeSource(1_000_000)
    view = open_view(source)
    assert all(first >= 1_000_000 - 2 * PAGE for first, _ in source.asked)
    source.asked.clear()
    view.show_position(500_000)
    assert {first // PAGE for first, _ in source.asked} <= {7811, 7812, 7813}
    for position in range(0, 1_000_000, 9_973):
        view.show_position(position)
    assert len(view._pages._pages) <= KEPT_PAGES


def test_a_row_that_came_costs_one_reading_of_what_is_in_sight(open_view):
    source = ListSource(made(i) for i in range(200))
    view = open_view(source)
    seen = len(view.shown)
    source.asked.clear()
    add(view, source, made(200))
    assert [n for _, n in source.asked] == [seen + 1]


# Rows


def test_a_row_wraps_to_four_lines_and_opens_in_place(open_view, qtbot):
    long = entry(1, "many words about the pool " * 60)
    view = open_view(ListSource([entry(0), long, entry(2)]))
    closed = shown(view, 1)
    assert closed.row.layout.lineCount() == 4
    assert closed.row.more.isValid()
    place = closed.row.more.center() + QPoint(0, closed.top)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    opened = shown(view, 1)
    assert opened.row.layout.lineCount() > 4
    assert opened.top == closed.top
    assert not opened.row.more.isValid()


@pytest.mark.parametrize("width", [320, 560, 766, 1400])
def test_nothing_is_wider_than_the_view(open_view, width):
    rows = [
        entry(0, "x" * 4000),
        entry(1, "w" * 300, attachments=(Attachment("a" * 90 + ".png", "0", 1),) * 3),
        entry(2, "late", recorded_at=DAY + timedelta(hours=9), clock_offset_ms=420_000),
    ]
    view = open_view(ListSource(rows), width=width)
    assert view.horizontalScrollBar().maximum() == 0
    for row in view.shown:
        lines = [row.row.layout.lineAt(i) for i in range(row.row.layout.lineCount())]
        assert all(120 + line.naturalTextWidth() <= view.viewport().width() for line in lines)
        assert all(c.place.left() >= 110 for c in row.row.chips)


@pytest.mark.parametrize("width", [130, 60, 1])
def test_a_view_too_narrow_for_words_is_still_drawn_and_recovers(open_view, width):
    plain = entry(0, "pool at 40%")
    marked = replace(entry(1, "w" * 300), is_key=True, attachments=(Attachment("a.png", "0", 1),))
    view = open_view(ListSource([plain, marked]))
    before = [row.row.height for row in view.shown]
    view.resize(width, 540)
    view.viewport().repaint()
    assert len(view.shown) == 2
    view.resize(766, 540)
    assert [row.row.height for row in view.shown] == before


def test_text_stops_growing_at_820(open_view):
    view = open_view(ListSource([entry(0, "word " * 400)]), width=1900)
    layout = view.shown[0].row.layout
    assert max(layout.lineAt(i).width() for i in range(3)) == pytest.approx(820, abs=4)


def test_a_corrected_row_shows_the_correction_and_one_key_shows_the_old_words(open_view, qtbot):
    view = open_view(ListSource([entry(0, "pool at 40%", corrected_text="pool at 400 of 400")]))
    view.setFocus()
    view.make_current(0)
    assert "corrected" in [chip.role for chip in view.shown[0].row.chips]
    assert "40%" not in view.shown[0].row.layout.text()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    layout = view.shown[0].row.layout
    assert layout.text().endswith("pool at 40%")
    assert layout.formats()[-1].format.fontStrikeOut()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert "40%" not in view.shown[0].row.layout.text()


def test_marks_tell_what_is_so_of_a_row(open_view):
    marked = entry(
        0, "x", is_key=True, struck=True, pending=True, recorded_at=DAY + timedelta(minutes=9)
    )
    fresh = entry(1, "y", happened=NOW - timedelta(seconds=20))
    own = entry(2, "z", happened=NOW - timedelta(seconds=10), device="mine")
    view = open_view(ListSource([marked, fresh, own]), device="mine")
    roles = [[chip.role for chip in s.row.chips] for s in view.shown]
    assert roles == [["pending", "key", "added", "struck"], ["new"], []]
    view.set_now(NOW + timedelta(minutes=4))
    assert not view.shown[1].row.chips


def test_a_changed_entry_is_read_again(open_view):
    source = ListSource(made(i) for i in range(50))
    view = open_view(source)
    source.entries[48] = replace(source.entries[48], is_key=True)
    view.refresh()
    assert shown(view, 48).row.entry.is_key


def test_a_stage_with_words_keeps_them_under_its_heading(open_view):
    begun = entry(0, "Declared P1: checkout", EntryKind.STAGE, detail={"stage": "triage"})
    bare = entry(1, "", EntryKind.STAGE, detail={"stage": "mitigation"})
    view = open_view(ListSource([begun, bare]))
    assert (view.shown[0].row.height, view.shown[1].row.height) == (60, 28)
    assert view.shown[1].row.layout is None


def test_a_time_is_shown_in_utc_then_since_start_then_local(open_view, qtbot):
    view = open_view(ListSource(picture()))
    view.set_start(at("15:04:10"))
    view.setFocus()
    seen = []
    view.clock_mode_changed.connect(seen.append)
    for _ in range(3):
        qtbot.keyClick(view, "'")
    assert seen == [ClockMode.SINCE_START, ClockMode.LOCAL, ClockMode.UTC]


# Keys, menu and pointer


def test_keys_walk_the_rows_and_the_current_one_is_said(open_view, qtbot):
    view = open_view(ListSource(made(i) for i in range(100)))
    view.setFocus()
    for key, position in [
        (Qt.Key.Key_End, 99),
        (Qt.Key.Key_K, 98),
        (Qt.Key.Key_Up, 97),
        (Qt.Key.Key_J, 98),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Down, 1),
    ]:
        qtbot.keyClick(view, key)
        assert view.current == position
        row = shown(view, position)
        assert row.top >= 0 and row.bottom <= view.viewport().height()
    assert "line 1 of what happened" in view.accessibleDescription()
    assert view.accessibleName() == "Timeline, 100 entries"
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.current > 5
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.is_following


def test_keys_ask_for_the_acts_of_the_current_row(open_view, qtbot):
    view = open_view(ListSource(picture()))
    view.setFocus()
    view.make_current(9)
    uid = view.current_entry().uid
    with qtbot.waitSignal(view.key_moment_toggled) as marked:
        qtbot.keyClick(view, Qt.Key.Key_M)
    with qtbot.waitSignal(view.correction_requested) as corrected:
        qtbot.keyClick(view, Qt.Key.Key_E)
    assert marked.args == corrected.args == [uid]
    with qtbot.waitSignal(view.copied):
        qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "2026-11-23 15:31:45 UTC  Priya Nair: Decision: "
        "roll back to 2026.11.2, region by region, EU first"
    )
    with qtbot.waitSignal(view.copied):
        qtbot.keyClick(view, Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text().startswith("- **2026-11-23 15:31:45 UTC** Priya Nair")
    with qtbot.waitSignal(view.search_requested):
        qtbot.keyClick(view, "/")


def test_an_act_is_taken_back_from_the_menu_of_its_row_and_only_once(open_view, qtbot):
    rows = picture()
    rows[10] = replace(rows[10], struck=True)
    view = open_view(ListSource(rows))

    def offered(position):
        view.make_current(position)
        acts = view._menu(shown(view, position)).actions()
        return next((act for act in acts if act.text() == "Take back"), None)

    assert offered(9) is None
    view.set_undo_offered(True)
    with qtbot.waitSignal(view.undo_requested) as asked:
        offered(9).trigger()
    assert asked.args == [rows[9].act]
    assert not offered(10).isEnabled()


def test_what_an_act_wrote_cannot_be_corrected_as_words(open_view, qtbot):
    view = open_view(ListSource(picture()))
    view.make_current(5)
    with qtbot.assertNotEmitted(view.correction_requested):
        view.request_correction()
    labels = {action.text(): action.isEnabled() for action in view._menu(view.shown[5]).actions()}
    assert labels["Mark as key moment\tM"]
    assert not labels["Correct; the old text stays\tE"]


def test_single_letters_can_be_switched_off(open_view, qtbot):
    view = open_view(ListSource(picture()))
    view.set_letters(False)
    view.make_current(9)
    with qtbot.assertNotEmitted(view.key_moment_toggled):
        qtbot.keyClick(view, Qt.Key.Key_M)


def test_a_row_under_the_pointer_offers_its_acts(open_view, qtbot):
    from views.room.timeline_paint import action_places

    view = open_view(ListSource(picture()))
    row = shown(view, 8)
    names = ("key", "copy", "correct")
    places = action_places(row.row, row.top, names, view._rows.metrics)
    assert all(place.width() >= 24 and place.height() >= 24 for place in places.values())
    assert view.tip_at(places["key"].center()) == "Mark as key moment"
    with qtbot.waitSignal(view.key_moment_toggled):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=places["key"].center())
    chip = row.row.chips[0].place.translated(0, row.top).center()
    with qtbot.waitSignal(view.attachment_opened) as opened:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=chip)
    assert opened.args[1] == "00"


def test_a_store_that_cannot_be_read_is_told_in_place_and_tried_again(open_view):
    source = ListSource(made(i) for i in range(50))
    view = open_view(source)
    view.verticalScrollBar().setValue(300)
    before = positions(view)
    readable, counted = source.page, source.count
    source.count = broken
    view.refresh()
    assert view.trouble == "The store is busy. Try again."
    assert positions(view) == before
    source.count, source.page = counted, broken
    view.refresh()
    assert view.trouble
    view.grab()
    source.page = readable
    view.refresh()
    assert view.trouble == ""
    assert positions(view) == before


def broken(*asked):
    raise StoreTrouble("The store is busy. Try again.")
