"""A desk over a real file, with a clock that the test moves."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from models.actions.desk import Desk
from models.changes import ChangeFeed
from models.domain.incident import Incident
from models.domain.times import parse_time
from models.queries import incidents
from models.store.database import Database


class Room:
    """Says what stands, and moves the clock: `room.at("16:05")`."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(folder)
        self.now = parse_time("2026-11-20T16:00:00Z")
        self.desk = self.seat("Ana")

    def seat(self, name: str) -> Desk:
        return Desk(self.database, ChangeFeed(), lambda: self.now, os.urandom, name)

    def at(self, clock: str) -> datetime:
        self.now = moment(clock)
        return self.now

    def incident(self, name: str = "INC-1") -> Incident:
        return incidents.named(self.database.connection, name)

    def texts(self) -> list[str]:
        rows = self.database.connection.execute(
            "SELECT text FROM entry WHERE struck=0 ORDER BY happened_at, uid"
        )
        return [text for (text,) in rows]


def moment(clock: str) -> datetime:
    seconds = "" if clock.count(":") == 2 else ":00"
    return parse_time(f"2026-11-20T{clock}{seconds}Z")


@pytest.fixture
def room(data_dir: Path) -> Room:
    return Room(data_dir)


@pytest.fixture
def clock() -> Callable[[str], datetime]:
    return moment
