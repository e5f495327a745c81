"""Templates of reviews that a workspace keeps: named, renamed, brought back, taken away."""

from pathlib import Path

import pytest

from models.actions.use_template import KeepTemplate, keep_template, planned
from models.domain.errors import BadInput, NotFound, NothingToDo
from models.domain.review import Section
from models.domain.review_templates import SHORT, STARTER_TEMPLATES, Origin, origin_of
from models.queries.review_templates import template_named, templates, write_template
from tests.actions.conftest import Room
from tests.review.conftest import Desk

ASKS = "## What happened\n\n- What broke?\n"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "here")


def keep(room: Room, name: str, text: str = ASKS, was: str | None = None) -> None:
    keep_template(KeepTemplate(name, text, was), room.desk)


def origins(room: Room) -> dict[str, Origin]:
    return {one.name: origin_of(one) for one in templates(room.database.connection)}


def test_each_says_whose_words_it_has(room: Room) -> None:
    keep(room, "Supplier")
    keep(room, "Short")
    found = origins(room)
    assert (found["Supplier"], found["Short"]) == (Origin.OWN, Origin.CHANGED)
    assert found["Standard"] is Origin.CAME
    keep(room, "Short", "")
    keep(room, "Supplier", "")
    assert set(origins(room).values()) == {Origin.CAME}


def test_a_renamed_one_is_there_once_and_asks_the_same(room: Room) -> None:
    keep(room, "Supplier")
    keep(room, "Bought in", was="Supplier")
    assert "Supplier" not in origins(room)
    found = template_named(room.database.connection, "bought in")
    assert found.questions == {Section.WHAT_HAPPENED: ("What broke?",)}
    keep(room, "BOUGHT IN", was="Bought in")
    assert [name for name, origin in origins(room).items() if origin is Origin.OWN] == ["BOUGHT IN"]


def test_a_starter_under_another_name_stays_beside_it_as_it_came(room: Room) -> None:
    keep(room, "Short")
    keep(room, "Ours", was="Short")
    assert template_named(room.database.connection, "Short") == SHORT
    assert origins(room)["Ours"] is Origin.OWN


def test_a_name_is_spelt_one_way(room: Room) -> None:
    keep(room, " short ")
    keep(room, "SHORT", f"{ASKS}- Since when?\n", was="Short")
    assert len(origins(room)) == len(STARTER_TEMPLATES)
    found = template_named(room.database.connection, "Short").questions
    assert found == {Section.WHAT_HAPPENED: ("What broke?", "Since when?")}


@pytest.mark.parametrize(
    ("name", "text", "was", "error", "says"),
    [
        ("standard", ASKS, "", BadInput, "a template Standard already"),
        ("Standard", ASKS, "Supplier", BadInput, "a template Standard already"),
        ("", ASKS, "", BadInput, "a name of at most 80"),
        ("x" * 81, ASKS, "", BadInput, "a name of at most 80"),
        ("New", "", "", BadInput, "asks nothing"),
        ("Supplier", "", "Supplier", BadInput, "asks nothing"),
        ("New", "Words alone.", None, BadInput, "asks nothing"),
        ("New", f"{ASKS}- {'x' * 20_000}", None, BadInput, "at most 20,000"),
        ("New", ASKS, "Nowhere", NotFound, "no template Nowhere"),
        ("Supplier", ASKS, "Supplier", NothingToDo, "as it was"),
        ("Short", write_template(SHORT), "Short", NothingToDo, "as it was"),
        ("Short", "", None, NothingToDo, "as it was"),
        ("Nowhere", "", None, NothingToDo, "as it was"),
    ],
)
def test_what_may_not_be_is_said_before_and_nothing_is_written(
    room: Room, name: str, text: str, was: str | None, error: type[Exception], says: str
) -> None:
    keep(room, "Supplier")
    before = templates(room.database.connection)
    with pytest.raises(error, match=says):
        planned(room.database.connection, KeepTemplate(name, text, was))
    with pytest.raises(error, match=says):
        keep(room, name, text, was)
    assert templates(room.database.connection) == before


def test_by_command_line(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    file.write_text(f"For suppliers.\n\n{ASKS}")
    template = ("review", "template")
    desk("16:00:00", "Ana", *template, "set", "Supplier", "--file", str(file))
    rows = desk("16:01:00", "Ana", *template, "rename", "Supplier", "Bought in")
    assert [(one["name"], one["questions"]) for one in rows if one["origin"] == "own"] == [
        ("Bought in", 1)
    ]
    said = desk("16:02:00", "Ana", *template, "rename", "Bought in", "short", refused=True)
    assert "There is a template Short already." in said
    shown = desk("16:03:00", "Ana", *template, "show", "bought in")
    assert shown["text"] == f"For suppliers.\n\n{ASKS}"
    rows = desk("16:04:00", "Ana", *template, "drop", "Bought in")
    assert {one["origin"] for one in rows} == {"came"}
