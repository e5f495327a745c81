"""What a handover brief takes from the timeline."""

from models.domain.brief import BriefFacts
from models.domain.entry import EntryKind
from models.store.driver import Connection

_MOST = 160


def brief_facts(connection: Connection, uid: str) -> BriefFacts:
    return BriefFacts(
        _latest(connection, uid, EntryKind.DECISION), _latest(connection, uid, EntryKind.EVIDENCE)
    )


def _latest(connection: Connection, uid: str, kind: EntryKind) -> str:
    """The latest entry of a kind that stands, with its correction, cut to one line."""
    row = connection.execute(
        "SELECT uid, text FROM entry WHERE incident=? AND kind=? AND struck=0 AND text<>'' "
        "ORDER BY happened_at DESC, uid DESC LIMIT 1",
        (uid, kind.value),
    ).fetchone()
    if row is None:
        return ""
    corrected = connection.execute(
        "SELECT text FROM entry WHERE corrects=? AND struck=0 ORDER BY clock DESC LIMIT 1",
        (row[0],),
    ).fetchone()
    line = " ".join(str(corrected[0] if corrected else row[1]).split())
    return line if len(line) <= _MOST else f"{line[: _MOST - 1]}…"
