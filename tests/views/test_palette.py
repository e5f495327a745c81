"""What the palette finds first is what was meant."""

import random
import time

import pytest

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
    took = []
    for typed in ("", "che", "chk dep", "inc 42", "zzzz"):
        start = time.perf_counter()
        assert len(rank(items, typed)) <= SHOWN
        took.append((time.perf_counter() - start) * 1000)
    # The target is 50 ms; a busy machine that runs the tests gets three times that.
    assert max(took) < 150
