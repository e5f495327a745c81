"""A text that several people write: nothing of anybody's is lost, and all read the same."""

import random

import pytest

from models.actions.declare import Declare, declare
from models.actions.edit_text import EditText, edit_text
from models.actions.note import Note, note
from models.actions.undo import Undo, undo
from models.domain.errors import NothingToDo
from models.queries.texts import text_of
from tests.sync.world import Desktop, World


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.close()


def text(desktop: Desktop, uid: str) -> str:
    return text_of(desktop.database.connection, uid, "what_happened")


def write(desktop: Desktop, uid: str, words: str, seen: str | None = None) -> str:
    return edit_text(EditText(uid, "what_happened", words, seen), desktop.desk)


def test_two_who_write_apart_end_with_both(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    write(ana, uid, "The pool was full.")
    world.settle()
    write(ana, uid, "At 15:04 the pool was full.")
    write(dee, uid, "The pool was full. We restarted.")
    world.settle()
    assert text(ana, uid) == text(dee, uid)
    assert "15:04" in text(ana, uid)
    assert "restarted" in text(ana, uid)
    with pytest.raises(NothingToDo):
        write(ana, uid, text(ana, uid))


def test_what_came_in_while_somebody_typed_stays(world: World) -> None:
    ana = world.desktop("Ana")
    uid = declare(Declare("Checkout fails"), ana.desk)
    seen = write(ana, uid, "One. Two.")
    write(ana, uid, "Zero. One. Two.")
    assert write(ana, uid, "One. Two. Three.", seen) == "Zero. One. Two. Three."


def test_many_edits_apart_merge_alike(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    chance = random.Random(7)
    for n in range(120):
        desktop = chance.choice((ana, dee))
        words = text(desktop, uid)
        place = chance.choice([n for n, sign in enumerate(f" {words}") if sign == " "])
        write(desktop, uid, f"{words[:place]} {n} {words[place:]}")
        if chance.random() < 0.05:
            desktop.sync()
    world.settle()
    assert text(ana, uid) == text(dee, uid)
    assert sorted(text(ana, uid).split(), key=int) == [str(n) for n in range(120)]


def test_undo_takes_back_the_act_before_and_not_what_was_written_in_a_text(world: World) -> None:
    ana = world.desktop("Ana", role=None)
    uid = declare(Declare("Checkout fails"), ana.desk)
    note(Note(uid, "restarted"), ana.desk)
    write(ana, uid, "The pool was full.")
    assert undo(Undo(), ana.desk).text == "restarted"
    assert text(ana, uid) == "The pool was full."
