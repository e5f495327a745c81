"""What the palette finds first is what was meant."""

import random
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.dressed import dress
from tests.pace import slowness
from views.palette.presenter import (
    COMMANDS,
    IN_INCIDENT,
    INCIDENTS,
    PEOPLE,
    SHOWN,
    PaletteItem,
    by_group,
    rank,
)
from views.palette.screen import Palette
from views.theme import Theme


def command(title, group=COMMANDS, detail=""):
    return PaletteItem(title, group, title, detail)


ITEMS = [
    command("Hand over command", IN_INCIDENT),
    command("Declare an incident"),
    command("Raise hand: ask for a decision", IN_INCIDENT),
    command("Dark or light"),
    command("Go to Home"),
    command("INC-2417 Checkout API 5xx after deploy", INCIDENTS, "P0"),
    command("INC-2418 Search results stale", INCIDENTS, "P3"),
    command("Amara Okafor", PEOPLE, "backup commander"),
]


def titles(typed, items=ITEMS, recent=()):
    return [hit.item.title for hit in rank(items, typed, recent)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hand", "Hand over command"),
        ("dcl", "Declare an incident"),
        ("gth", "Go to Home"),
        ("dark", "Dark or light"),
        ("2418", "INC-2418 Search results stale"),
        ("checkout", "INC-2417 Checkout API 5xx after deploy"),
        ("ca5", "INC-2417 Checkout API 5xx after deploy"),
        ("AMARA", "Amara Okafor"),
        ("backup", "Amara Okafor"),
    ],
)
def test_what_was_meant_comes_first(typed, meant):
    assert titles(typed)[0] == meant


def test_letters_out_of_order_find_nothing():
    assert titles("emoh") == []


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        (">", {IN_INCIDENT, COMMANDS}),
        ("@", {PEOPLE}),
        ("#", {INCIDENTS}),
        ("#24", {INCIDENTS}),
        ("/", set()),
    ],
)
def test_a_prefix_keeps_its_groups(typed, groups):
    assert {hit.item.group for hit in rank(ITEMS, typed)} == groups


def test_matched_letters_are_told_by_their_place_in_the_title():
    (hit,) = rank([command("Raise hand")], "hand")
    assert hit.matched == (6, 7, 8, 9)
    (hit,) = rank([command("Amara", PEOPLE, "backup")], "backup")
    assert hit.matched == ()


def test_letters_are_found_where_the_beginnings_of_words_lead_astray():
    (hit,) = rank([command("xab b a")], "ab")
    assert hit.matched == (1, 2)


def test_a_letter_that_grows_in_lower_case_keeps_places():
    (hit,) = rank([command("İzmir down")], "down")
    assert hit.matched == (6, 7, 8, 9)


def test_the_last_used_comes_first_while_nothing_is_typed():
    recent = ("Go to Home", "Dark or light")
    assert titles("", recent=recent)[:2] == list(recent)
    assert len(titles("")) == len(ITEMS)


def test_the_last_used_decides_between_likes():
    likes = [command("Open board one"), command("Open board two")]
    assert titles("open", likes)[0] == "Open board one"
    assert titles("open", likes, recent=("Open board two",))[0] == "Open board two"


def test_likes_stay_in_the_order_given():
    given = ["INC-13 Checkout API 5xx after a long deploy", "INC-14 Search stale", "INC-3 Old"]
    assert titles("inc", [command(title, INCIDENTS) for title in given]) == given


def test_groups_stay_together_and_the_best_one_leads():
    hits = by_group(rank(ITEMS, "hand"))
    assert hits[0].item.title == "Hand over command"
    groups = [hit.item.group for hit in hits]
    assert groups == sorted(groups, key=groups.index)


def test_five_thousand_items_are_ranked_at_once():
    chance = random.Random(7)
    words = ("checkout", "search", "deploy", "latency", "payment", "login", "disk", "stale")
    items = [
        command(f"INC-{n} {' '.join(chance.choices(words, k=5))}", INCIDENTS, "P2")
        for n in range(5_000)
    ]
    took = [
        min(_ranking_ms(items, typed) for _ in range(3))
        for typed in ("", "che", "chk dep", "inc 42", "zzzz")
    ]
    # The target is 50 ms; a busy machine that runs the tests gets three times that.
    assert max(took) < 150 * slowness()


def _ranking_ms(items, typed):
    start = time.thread_time()
    assert len(rank(items, typed)) <= SHOWN
    return (time.thread_time() - start) * 1000


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.resize(1280, 800)
    qtbot.addWidget(window)
    window.behind = QLineEdit(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.behind.setFocus()
    return window


@pytest.fixture
def palette(window, qtbot):
    palette = Palette(window, lambda: ITEMS)
    palette.picked = []
    palette.chosen.connect(palette.picked.append)
    palette.open_palette()
    return palette


def shown(palette):
    return [hit.item.title for hit in palette._hits.hits]


def type_into(qtbot, *keys):
    for key in keys:
        if isinstance(key, str):
            qtbot.keyClicks(QApplication.focusWidget(), key)
        else:
            qtbot.keyClick(QApplication.focusWidget(), key)


def test_a_few_letters_and_enter_run_a_command(palette, window, qtbot):
    type_into(qtbot, "dark", Qt.Key.Key_Return)
    assert palette.picked == ["Dark or light"]
    assert palette.isHidden()
    assert window.behind.hasFocus()


def test_arrows_move_and_go_round(palette, qtbot):
    type_into(qtbot, ">", Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert palette.picked == ["Go to Home"]


def test_a_click_runs_a_row(palette, qtbot):
    row = palette._list.visualRect(palette._hits.index(1)).center()
    qtbot.mouseClick(palette._list.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert palette.picked == [palette._hits.hits[1].item.id]


def test_escape_and_the_same_key_again_close_it(palette, window, qtbot):
    type_into(qtbot, "dark", Qt.Key.Key_Escape)
    assert palette.isHidden()
    palette.open_palette()
    assert palette._line.text() == ""
    qtbot.keyClick(palette._line, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert palette.isHidden()
    assert palette.picked == []


def test_what_was_run_last_comes_first(palette, qtbot):
    type_into(qtbot, "home", Qt.Key.Key_Return)
    palette.open_palette()
    assert shown(palette)[0] == "Go to Home"


def test_nothing_found_is_said(palette, qtbot):
    type_into(qtbot, "zzq", Qt.Key.Key_Return)
    assert palette.picked == []
    assert palette._nothing.isVisible()
    assert "zzq" in palette._nothing.text()


def test_a_command_asks_for_words_in_the_same_line(palette, window, qtbot):
    answers = []
    palette.ask("Set the objective", answers.append, "Restore ")
    type_into(qtbot, "checkout", Qt.Key.Key_Return)
    assert answers == ["Restore checkout"]
    assert palette.isHidden()


def test_a_question_takes_no_empty_answer_and_backspace_leaves_it(palette, qtbot):
    answers = []
    palette.ask("Set the objective", answers.append)
    type_into(qtbot, "  ", Qt.Key.Key_Return)
    assert answers == []
    assert palette.isVisible()
    type_into(qtbot, *[Qt.Key.Key_Backspace] * 3)
    assert len(shown(palette)) == len(ITEMS)


def test_prefixes_are_offered_where_they_find_something(palette):
    offered = {mark for mark, label in palette._foot._prefixes.items() if label.isVisible()}
    assert offered == {">", "@", "#"}


def test_it_stands_inside_a_small_window_with_many_rows(window, qtbot):
    window.resize(1024, 700)
    many = Palette(window, lambda: [command(f"Item {n}") for n in range(60)])
    many.open_palette()
    card = many.surface.geometry()
    assert window.rect().contains(card)
    assert card.width() == 680


@pytest.fixture
def scoped(window):
    items = [command("Hand over", IN_INCIDENT), command("INC-7 Handles leak", INCIDENTS)]
    palette = Palette(window, lambda: items, None, lambda: "INC-3")
    palette.open_palette()
    return palette


def test_in_a_room_the_chip_keeps_other_incidents_out_until_it_is_taken_away(scoped, qtbot):
    type_into(qtbot, "hand")
    assert scoped.is_scoped
    assert shown(scoped) == ["Hand over"]
    type_into(qtbot, Qt.Key.Key_Tab)
    assert shown(scoped) == ["Hand over", "INC-7 Handles leak"]
    scoped.open_palette()
    assert scoped.is_scoped
    type_into(qtbot, Qt.Key.Key_Backspace)
    assert not scoped.is_scoped
    assert not scoped._chip.isVisible()


def test_what_only_another_incident_answers_is_found_in_spite_of_the_chip(scoped, qtbot):
    type_into(qtbot, "leak")
    assert shown(scoped) == ["INC-7 Handles leak"]
    scoped.open_palette("#hand")
    assert shown(scoped) == ["INC-7 Handles leak"]


def test_rows_are_spoken_with_their_group(palette):
    row = palette._hits.index(0)
    assert "Hand over command" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert IN_INCIDENT in row.data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_it_paints_in_both_themes(palette, qapp, name):
    dress(qapp, name)
    palette.open_palette("hand")
    picture = palette.surface.grab().toImage()
    ink = Theme(name).color("accent").rgb()
    assert any(picture.pixel(x, y) == ink for x in range(picture.width()) for y in range(60, 140))
