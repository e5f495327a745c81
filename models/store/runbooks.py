"""The runbooks of the workspace, read from the heads of its stream."""

from dataclasses import dataclass
from functools import lru_cache

from models.domain.ids import WORKSPACE_STREAM
from models.domain.runbook import Runbook
from models.replication.packing import unpack
from models.runbooks.reader import read_runbook
from models.store.driver import Connection

_QUERY = "SELECT entity, value FROM head WHERE stream=? AND entity_kind='runbook' AND field='file' "


@dataclass(frozen=True, slots=True)
class Kept:
    """A runbook as it is kept: `folder` names where its file came from."""

    uid: str
    folder: str
    sha256: str
    runbook: Runbook


def every(connection: Connection) -> tuple[Kept, ...]:
    """By title."""
    rows = connection.execute(f"{_QUERY} ORDER BY entity", (WORKSPACE_STREAM,))
    found = [kept for uid, raw in rows if (kept := _kept(uid, raw)) is not None]
    return tuple(sorted(found, key=lambda kept: (kept.runbook.title.casefold(), kept.uid)))


def one(connection: Connection, uid: str) -> Kept | None:
    row = connection.execute(f"{_QUERY} AND entity=?", (WORKSPACE_STREAM, uid)).fetchone()
    return _kept(uid, row[1]) if row else None


def hashes(connection: Connection) -> dict[str, str]:
    """The content's hash of each runbook, by uid; nothing is parsed."""
    rows = connection.execute(_QUERY, (WORKSPACE_STREAM,))
    told = {uid: unpack(raw) for uid, raw in rows}
    return {uid: str(value["sha256"]) for uid, value in told.items() if isinstance(value, dict)}


def titles(connection: Connection) -> list[tuple[str, str]]:
    """(uid, title), by title."""
    return [(kept.uid, kept.runbook.title) for kept in every(connection)]


def _kept(uid: str, raw: bytes) -> Kept | None:
    value = unpack(raw)
    if not isinstance(value, dict) or value.get("removed"):
        return None
    runbook = _read(str(value.get("text", "")), str(value.get("path", "")), value.get("commit"))
    return Kept(uid, str(value.get("folder", "")), str(value.get("sha256", "")), runbook)


@lru_cache(maxsize=2_048)
def _read(text: str, path: str, commit: str | None) -> Runbook:
    """Parsed once for each content: screens ask again and again."""
    return read_runbook(text, path, commit)
