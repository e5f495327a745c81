"""Where one is, as the top of the window says it."""

from datetime import datetime, tzinfo

from app.parts import Parts
from models.queries import incident_rows
from models.store import lookup
from models.store.driver import Connection
from views import text
from views.tongue import mark, tr

_NAMES = {
    "home": mark("Home"),
    "inbox": mark("Inbox"),
    "runbooks": mark("Runbooks"),
    "kpis": mark("KPIs"),
    "reviews": mark("Reviews"),
    "conflicts": mark("Conflicts"),
    "settings": mark("Settings"),
}


def path_of(
    parts: Parts, name: str, reading: Connection, now: datetime, zone: tzinfo
) -> tuple[tuple[str, ...], bool]:
    """The words of the path, and whether what stands there is live."""
    if name == "room":
        row = incident_rows.row(reading, parts.incident)
        path: tuple[str, ...] = (tr("War room"), "/", row.label if row else "")
        if parts.room.frame.preset == "composer":
            path += ("/", tr("Update {n}", n=parts.composer.presenter.state.n))
        return path, bool(row and row.live)
    if name == "review":
        return (tr("Reviews"), "/", lookup.label(reading, parts.reviews.uid)), False
    beside = {
        "home": text.long_day(now, zone),
        "kpis": tr("How fast we notice, fix and learn"),
    }.get(name, "")
    return (tr(_NAMES.get(name, "War room")), beside), False
