"""Ana's desktop and Dee's, apart: what each wrote meanwhile, brought together by a file."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.declare import Declare, declare
from models.actions.describe import Describe, describe
from models.actions.desk import Desk
from models.actions.import_bundle import import_bundle
from models.actions.note import Note, note
from models.changes import ChangeFeed
from models.domain.severity import Severity
from models.domain.times import parse_time
from models.queries import export
from models.store.database import Database

NOW = parse_time("2026-11-20T17:00:00Z")


class Pair:
    """`ana` sits here; `dee` at the other desktop, which was cut off at 16:40."""

    def __init__(self, folder: Path) -> None:
        self.here, self.there = Database(folder / "here"), Database(folder / "there")
        self.random = _counted()
        self.ana = self._desk(self.here, "Ana")
        self.dee = self._desk(self.there, "Dee")
        self.uid = declare(Declare("Checkout fails", severity=Severity.P1), self.at(self.ana, 0))
        self.carry(self.here, self.dee)

    def at(self, desk: Desk, minutes: float) -> Desk:
        """The desk so many minutes after 16:00."""
        return desk.at(NOW - timedelta(minutes=60 - minutes))

    def severities_apart(self) -> None:
        better = ChangeSeverity(self.uid, Severity.P2, "half of it works")
        change_severity(better, self.at(self.ana, 41))
        note(Note(self.uid, "pool is full"), self.at(self.ana, 42))
        worse = ChangeSeverity(self.uid, Severity.P0, "it is all of it")
        change_severity(worse, self.at(self.dee, 44))

    def summaries_apart(self) -> None:
        describe(Describe(self.uid, "summary", "db pool saturated"), self.at(self.ana, 45))
        describe(Describe(self.uid, "summary", "primary disk full"), self.at(self.dee, 46))

    def meet(self) -> None:
        """Dee's file comes to Ana's desktop."""
        self.carry(self.there, self.ana)

    def carry(self, giver: Database, taker: Desk) -> None:
        import_bundle(export.incident_as_archive(giver.connection, self.uid), taker)

    def _desk(self, database: Database, name: str) -> Desk:
        return Desk(database, ChangeFeed(), lambda: NOW, self.random, name)


def _counted():
    """Ids that differ, and are the same in every run."""
    drawn = 0

    def some(n: int) -> bytes:
        nonlocal drawn
        drawn += 1
        return drawn.to_bytes(8, "big").rjust(n, b"\7")[-n:]

    return some


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = Pair(tmp_path)
    with closing(made.here), closing(made.there):
        yield made
