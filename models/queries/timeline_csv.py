"""A timeline as CSV, for a spreadsheet."""

import csv
import io

from models.domain.times import write_time
from models.queries import timeline
from models.store.driver import Connection

HEAD = (
    "happened_at", "recorded_at", "kind", "level", "actor", "text", "uid", "corrects", "struck",
    "attachments",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def timeline_as_csv(connection: Connection, uid: str) -> bytes:
    """Oldest first, corrections as rows of their own; UTF-8, times in UTC. A cell that a
    spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for entry in timeline.every(connection, uid, timeline.Filter(with_corrections=True)):
        row = (
            write_time(entry.happened_at),
            write_time(entry.recorded_at),
            entry.kind.value,
            "key" if entry.is_key else entry.level.value,
            entry.actor,
            entry.text or "",
            entry.uid,
            entry.corrects or "",
            "yes" if entry.struck else "",
            "; ".join(f"{file.name} {file.sha256}" for file in entry.attachments),
        )
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return out.getvalue().encode()
