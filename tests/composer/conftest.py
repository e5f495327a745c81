"""The composer's decisions over a real file, without a display."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.commands import done
from models.actions.assign import Assign, assign
from models.actions.declare import Declare, declare
from models.composing.can import Can
from models.domain.errors import WarRoomError
from models.domain.incident import Role
from models.domain.severity import Severity
from models.queries.composing import composer_record
from models.queries.updates import with_drafts
from tests.actions.conftest import Room
from views.composer.presenter import ComposerPresenter
from views.composer.sending import Sending


class AtOnce:
    """A lane on which nothing waits."""

    def run(self, work, *, owner, then, failed) -> None:
        try:
            found = work()
        except WarRoomError as error:
            failed(error)
        else:
            then(found)


class Clock:
    """What waits, until the test lets the time pass."""

    def __init__(self) -> None:
        self.waiting: dict[str, Callable[[], None]] = {}

    def after(self, name: str, ms: int, call: Callable[[], None]) -> None:
        self.waiting[name] = call

    def cancel(self, name: str) -> None:
        self.waiting.pop(name, None)

    def pass_by(self, name: str) -> None:
        self.waiting.pop(name)()


class Words:
    """A dictionary that has every word but one."""

    def wrong(self, text: str, known: frozenset[str]) -> tuple[tuple[int, int], ...]:
        at = text.find("wrogn")
        return () if at < 0 else ((at, at + 5),)

    def suggest(self, word: str) -> tuple[str, ...]:
        return ("wrong",)


class Seen:
    """What is shown, asked and said."""

    def __init__(self) -> None:
        self.states = []
        self.said: list[str] = []
        self.inserted: list[str] = []
        self.asked: list[tuple[str, Callable[..., None]]] = []
        self.can: Can | None = None
        self.suggestions: tuple[str, ...] = ()

    def show_state(self, state) -> None:
        self.states.append(state)

    show_typing = show_analysis = show_state

    def show_templates(self, names) -> None: ...

    def put(self, words: str) -> None:
        self.inserted.append(words)

    def show_suggestions(self, words: tuple[str, ...]) -> None:
        self.suggestions = words

    def open_can(self, can: Can) -> None:
        self.can = can

    def say(self, sentence: str) -> None:
        self.said.append(sentence)

    def ask_send(self, title: str, why: str, verb: str, answer) -> None:
        self.asked.append((title, answer))

    ask_line = ask_send

    def start(self) -> None: ...


class Desk:
    """One person's composer. `room` is the file that everybody writes in."""

    def __init__(self, room: Room, name: str) -> None:
        self.room, self.name = room, name
        self.seen, self.clock, self.sent = Seen(), Clock(), 0
        self.presenter = ComposerPresenter(
            self.seen,
            AtOnce(),
            AtOnce(),
            self.clock,
            load=lambda uid: composer_record(room.database.connection, uid, room.now),
            speller=Words(),
            actor=lambda: name,
            now=lambda: room.now,
        )
        self.sending = Sending(
            self.presenter,
            self.seen,
            AtOnce(),
            self.clock,
            act=lambda command: done(command, room.seat(name)),
            sent=self._sent,
        )
        self.open()

    def open(self) -> None:
        self.presenter.open(self.room.incident().uid)

    def _sent(self) -> None:
        self.sent += 1

    @property
    def state(self):
        return self.presenter.state

    def type(self, text: str) -> None:
        self.presenter.typed(text)
        self.clock.pass_by("analyse")

    def updates(self):
        return with_drafts(self.room.database.connection, self.room.incident()).updates


@pytest.fixture
def room(data_dir: Path) -> Iterator[Room]:
    made = Room(data_dir)
    made.at("16:05")
    declare(Declare("Checkout fails", Severity.P0, services=("checkout",)), made.desk)
    assign(Assign("INC-1", Role.COMMS, "Ben"), made.desk)
    made.at("16:06")
    with closing(made.database):
        yield made


@pytest.fixture
def ben(room: Room) -> Desk:
    return Desk(room, "Ben")
