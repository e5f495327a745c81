"""Two people type in one text without a network: the same for both, and small once condensed."""

import random

import pytest

from models.actions.declare import Declare, declare
from models.actions.edit_text import EditText, edit_text
from models.domain.ids import incident_stream
from models.queries.texts import text_of
from models.store import log
from tests.sync.world import Desktop, World

EDITS = 1_000
WORDS = ("the", "pool", "was", "full", "alarm", "looked", "at", "mean", "of", "hosts")


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.close()


def text(desktop: Desktop, uid: str) -> str:
    return text_of(desktop.database.connection, uid, "what_happened")


def type_away(desktop: Desktop, uid: str, chance: random.Random, name: str) -> list[str]:
    """Edits at random: most put a word in, marked so that it can be found again; some take out a
    word that this person put in before. Gives the words that must be there."""
    mine: list[str] = []
    for n in range(EDITS):
        present = text(desktop, uid)
        if mine and chance.random() < 0.25:
            word = mine.pop(chance.randrange(len(mine)))
            wanted = present.replace(f"{word} ", "", 1)
        else:
            word = f"{chance.choice(WORDS)}.{name}{n}"
            places = [0, *(at + 1 for at, sign in enumerate(present) if sign == " ")]
            place = chance.choice(places)
            wanted = f"{present[:place]}{word} {present[place:]}"
            mine.append(word)
        edit_text(EditText(uid, "what_happened", wanted), desktop.desk)
    return mine


def bodies(desktop: Desktop, uid: str) -> tuple[int, int]:
    """(bytes of the bodies of text in the log, of what the operations of a text name)."""
    held = [
        op for op in log.of_stream(desktop.database.connection, incident_stream(uid))
        if op.kind == "text"
    ]  # fmt: skip
    size = sum(len(_raw(op.value)) for op in held)
    return size, sum(16 * len(op.replaces) for op in held)


def _raw(value: object) -> bytes:
    if isinstance(value, dict):
        (value,) = value.values()
    return value if isinstance(value, bytes) else b""


def test_a_thousand_edits_of_each_merge_alike_lose_nothing_and_stay_small(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    chance = random.Random(23)
    kept = type_away(ana, uid, chance, "a") + type_away(dee, uid, chance, "d")
    ana.channel.cut = dee.channel.cut = False
    world.settle()
    assert text(ana, uid) == text(dee, uid)
    assert sorted(text(ana, uid).split()) == sorted(kept)
    assert ana.exported(uid) == dee.exported(uid)
    edit_text(EditText(uid, "what_happened", f"{text(ana, uid)}Done."), ana.desk)
    world.settle()
    assert text(ana, uid) == text(dee, uid)
    plain = len(text(ana, uid).encode())
    for desktop in (ana, dee):
        assert desktop.verified()
        size, named = bodies(desktop, uid)
        assert size + named <= 10 * plain, (size, named, plain)
    assert ana.exported(uid) == dee.exported(uid)


def test_a_text_longer_than_one_update_is_kept_whole(world: World) -> None:
    ana = world.desktop("Ana", role=None)
    uid = declare(Declare("Checkout fails"), ana.desk)
    words = "Überlauf 🌊 " * 12_000
    edit_text(EditText(uid, "what_happened", words), ana.desk)
    assert text(ana, uid) == words
    edit_text(EditText(uid, "what_happened", "short"), ana.desk)
    assert text(ana, uid) == "short"
