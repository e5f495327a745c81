"""What a server could say, and two people who wrote without seeing each other."""

import os
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta

from app.workspace import Workspace
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.describe import Describe, describe
from models.actions.desk import Desk
from models.actions.import_bundle import import_bundle
from models.actions.note import Note, note
from models.changes import ChangeFeed
from models.domain.incident import Incident
from models.domain.severity import Severity
from models.domain.syncing import Link, Parked, Presence, Restored, SyncStatus
from models.queries import export, incidents
from models.store import exchange
from models.store.database import Database


def told(name: str, now: datetime, live: Sequence[Incident]) -> SyncStatus:
    """A status by name."""
    room, other = (row.uid for row in live[:2])
    present = (
        Presence("Jonas Weber", room),
        Presence("Mei Tanaka", room),
        Presence("Diego Alvarez", room),
        Presence("Sofia Lindqvist", other),
        Presence("Amara Okafor", ""),
    )
    signed_in = SyncStatus(
        Link.SYNCED,
        "https://warroom.example.org",
        "Priya Nair",
        "commander",
        last_synced_at=now - timedelta(seconds=2),
        clock_offset_ms=12,
        present=present,
        keep="keyring",
    )
    since = now - timedelta(minutes=29)
    refused = (
        Parked(
            "0a" * 16, room, "severity: P2", "You may not change the severity.", since, "Priya Nair"
        ),
        Parked(
            "0b" * 16, "", "service tier", "Only an admin changes services.", since, "Priya Nair"
        ),
        Parked(
            "0c" * 16,
            room,
            "entry: The pool is full again on db-2",
            "It is not signed by the device that made it. Send it anyway if it is right; you "
            "answer for it.",
            since,
            "Sofia Lindqvist",
            may_confirm=True,
        ),
    )
    changes: dict[str, dict[str, object]] = {
        "synced": {},
        "back": {},
        "refused": {"parked": refused},
        "offline": {
            "link": Link.OFFLINE,
            "waiting": 7,
            "offline_since": since,
            "last_synced_at": since,
            "present": (),
            "clock_offset_ms": 7 * 60_000,
            "trouble": "warroom.example.org does not answer (no network leads there). What you do "
            "is saved here and sent later.",
        },
        "signed out": {"link": Link.SIGNED_OUT, "present": (), "last_synced_at": since},
        "restored": {"restored": Restored(now, 37)},
    }
    fields = {name: getattr(signed_in, name) for name in SyncStatus.__dataclass_fields__}
    return SyncStatus(**{**fields, **changes[name]})


def write_apart(workspace: Workspace, uid: str, now: datetime) -> None:
    """The person here and Amara, at another computer, say different things; then both are here.
    Does nothing where they did already."""
    if incidents.in_conflict(workspace.connection):
        return
    folder = workspace.database.folder / "elsewhere"
    with closing(Database(folder)) as elsewhere:
        amara = Desk(elsewhere, ChangeFeed(), workspace.now, os.urandom, "Amara Okafor")
        import_bundle(export.incident_as_archive(workspace.connection, uid), amara)
        at = now - timedelta(minutes=17)
        worse = ChangeSeverity(uid, Severity.P0, "us-east still fails for everybody")
        change_severity(worse, amara.at(at))
        summary = Describe(uid, "summary", "The new client opens a connection for each cart line")
        describe(summary, amara.at(at + timedelta(seconds=30)))
        note(Note(uid, "us-east: 3 of 4 checkouts fail"), amara.at(at + timedelta(seconds=50)))
        here = workspace.desk
        better = ChangeSeverity(uid, Severity.P1, "Europe works again, only us-east is left")
        change_severity(better, here.at(at + timedelta(minutes=2)))
        mine = Describe(uid, "summary", "Pool on webapp-prod-db exhausted since the deploy")
        describe(mine, here.at(at + timedelta(minutes=2, seconds=40)))
        import_bundle(export.incident_as_archive(elsewhere.connection, uid), here)


def leave_waiting(workspace: Workspace, n: int) -> None:
    """As if the server had everything but the last `n` changes."""
    rows = workspace.connection.execute("SELECT position, op_id FROM operation ORDER BY position")
    exchange.mark_read(workspace.connection, rows.fetchall()[:-n])
