"""Workspaces to measure on, filled by the same acts as everywhere."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.actions.declare import Declare, declare
from models.actions.desk import Desk
from models.actions.import_history import import_history
from models.changes import ChangeFeed
from models.domain.entry import EntryKind
from models.domain.history import History, HistoryRow, HistoryUpdate
from models.domain.severity import Severity
from models.domain.times import whole_ms
from models.store.database import Database

WORDS = ("pool", "checkout", "deploy", "rollback", "latency", "region", "cache", "timeout")


def now() -> datetime:
    return whole_ms(datetime.now(UTC))


def desk_on(folder: Path) -> Desk:
    return Desk(Database(folder), ChangeFeed(), now, os.urandom, "Bench")


def history(rows: int, updates: int) -> History:
    """`rows` past incidents with `updates` messages among them."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    each, more = divmod(updates, max(1, rows))
    found = []
    for n in range(rows):
        began = start + timedelta(minutes=37 * n)
        found.append(
            HistoryRow(
                where=f"row {n}",
                source="bench",
                source_id=f"bench-{n}",
                title=f"{WORDS[n % 8]} trouble number {n}",
                severity=list(Severity)[n % 5],
                services=(WORDS[(n + 3) % 8],),
                impact_started_at=began,
                detected_at=began,
                resolved_at=began + timedelta(minutes=5 + n % 300),
                updates=tuple(
                    HistoryUpdate(began + timedelta(minutes=k), "investigating", f"message {k}")
                    for k in range(each + (n < more))
                ),
                over=True,
            )
        )
    return History(tuple(found))


def fill_incidents(folder: Path, rows: int) -> None:
    desk = desk_on(folder)
    import_history(history(rows, rows), desk)
    declare(Declare(title="A live one"), desk)
    desk.store.connection.close()


def incident_with_entries(desk: Desk, entries: int, batch: int = 5_000) -> str:
    """An incident whose timeline holds `entries` notes; gives its uid."""
    uid = declare(Declare(title="A long night"), desk)
    start = now() - timedelta(days=30)
    for first in range(0, entries, batch):
        with desk.act() as act:
            for n in range(first, min(first + batch, entries)):
                words = f"{WORDS[n % 8]} {WORDS[n // 8 % 8]} checked, reading {n}"
                at = start + timedelta(milliseconds=20 * n)
                act.entry(uid, EntryKind.NOTE, words, happened_at=at)
    return uid
