"""Words found in every timeline, and the room as it was."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from bench.figure import Figure, p50, repeated
from bench.ground import desk_on, incident_with_entries, now
from models.actions.change_severity import ChangeSeverity, change_severity
from models.domain.severity import Severity
from models.queries import incidents, timeline

FLOOR_MS = 0.15
"""What 50 rows by id took where the targets were set: they hold as ratios to it."""


def measure(folder: Path, *, quick: bool) -> Iterator[Figure]:
    size = 100_000 if quick else 1_000_000
    desk = desk_on(folder / "search")
    uid = incident_with_entries(desk, size)
    connection = desk.store.connection
    rows = connection.execute("SELECT position FROM entry ORDER BY random() LIMIT 50").fetchall()

    def by_id() -> None:
        for row in rows:
            connection.execute("SELECT * FROM entry WHERE position=?", row).fetchone()

    floor = p50(repeated(by_id, 20))
    for name, words, ranked, most in (
        ("newest 50", "rollback latency", False, 2.0),
        ("ranked 50", "reading 4242", True, 50.0),
        ("prefix, newest 50", "roll", False, 10.0),
    ):
        found = p50(repeated(partial(timeline.search, connection, words, 50, ranked=ranked), 9))
        yield Figure(f"search {size:,}, {name}", found, "50 rows by id", floor, most / FLOOR_MS)
    for n in range(300):
        change_severity(ChangeSeverity(uid, Severity(f"P{n % 5}"), "so"), desk)
    moment = now() + timedelta(seconds=1)
    past = p50(repeated(lambda: incidents.incident_at(connection, uid, moment), 7))
    yield Figure(f"the room at a time, {size:,} entries, 300 changes", past, "", None, 50)
    connection.close()
