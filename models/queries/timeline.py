"""What happened, in the order it happened: by page for a screen, whole for scripts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from models.domain.entry import EntryKind, Level
from models.domain.timeline import Attachment, Key, TimelineEntry
from models.domain.times import from_ms, to_ms
from models.replication.packing import unpack
from models.store import clocks
from models.store.clocks import Clocks, Measured
from models.store.driver import Connection, Row
from models.store.words import match_words, match_written

_SELECT = (
    "SELECT uid, act_id, kind, level, actor, text, happened_at, recorded_at, device, corrects, "
    "is_key, struck, detail, attachments, (SELECT c.text FROM entry c WHERE c.corrects=entry.uid "
    "AND c.struck=0 ORDER BY c.clock DESC, c.uid DESC LIMIT 1) FROM entry"
)

_HITS = _SELECT.replace("SELECT uid", "SELECT position, incident, uid", 1)


@dataclass(frozen=True, slots=True)
class Filter:
    """What of a timeline is wanted. Corrections are shown on the entry they correct, and come as
    rows of their own only with `with_corrections`."""

    kinds: tuple[EntryKind, ...] = ()
    key_only: bool = False
    words: str = ""
    since: datetime | None = None
    until_recorded: datetime | None = None
    with_corrections: bool = False

    def where(self, incident: str) -> tuple[str, list[object]]:
        parts, values = ["incident=?"], [incident]  # type: list[str], list[object]
        if not self.with_corrections:
            parts.append("kind<>'correction'")
        if self.kinds:
            parts.append(f"kind IN ({','.join('?' * len(self.kinds))})")
            values += [kind.value for kind in self.kinds]
        if self.key_only:
            parts.append("(level='key' OR is_key=1)")
        if self.words.strip():
            parts.append("position IN (SELECT rowid FROM entry_text WHERE entry_text MATCH ?)")
            values.append(match_words(self.words))
        if self.since is not None:
            parts.append("happened_at>=?")
            values.append(to_ms(self.since))
        if self.until_recorded is not None:
            parts.append("recorded_at<=?")
            values.append(to_ms(self.until_recorded))
        return " AND ".join(parts), values

    @property
    def is_plain(self) -> bool:
        return not (self.words.strip() or self.since or self.until_recorded or self.key_only)


def every(
    connection: Connection, incident: str, wanted: Filter, known: Clocks | None = None
) -> list[TimelineEntry]:
    """`known` are the clocks of the devices, read here when not given."""
    where, values = wanted.where(incident)
    rows = connection.execute(f"{_SELECT} WHERE {where} ORDER BY happened_at, uid", values)
    known = clocks.book(connection) if known is None else known
    return [_entry(row, _clock_of(row, known)) for row in rows]


def page(
    connection: Connection, incident: str, wanted: Filter, first: int, n: int
) -> list[TimelineEntry]:
    """`n` entries from position `first` on. The positions are walked on the index alone; only the
    rows asked for are read."""
    where, values = wanted.where(incident)
    # Near the end (where a room mostly is) it is quicker to count from there.
    total = count(connection, incident, wanted)
    if first > total // 2:
        order, skip = "happened_at DESC, uid DESC", max(0, total - first - n)
        n = min(n, total - first)
    else:
        order, skip = "happened_at, uid", first
    keys = f"SELECT position FROM entry WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
    rows = connection.execute(
        f"{_SELECT} WHERE position IN ({keys}) ORDER BY happened_at, uid", [*values, n, skip]
    )
    return _entries(connection, rows)


def beside(
    connection: Connection,
    incident: str,
    wanted: Filter,
    key: Key,
    n: int,
    *,
    later: bool,
    skip: int = 0,
) -> list[TimelineEntry]:
    """Up to `n` entries behind the one of this key, or before it; `skip` are left out between. As
    quick in the middle of a million as near the end: only what is left out has to be counted."""
    where, values = wanted.where(incident)
    sign, order = (">", "") if later else ("<", " DESC")
    rows = connection.execute(
        f"{_SELECT} WHERE {where} AND (happened_at, uid) {sign} (?, ?) "
        f"ORDER BY happened_at{order}, uid{order} LIMIT ? OFFSET ?",
        [*values, to_ms(key[0]), key[1], n, skip],
    ).fetchall()
    return _entries(connection, rows if later else rows[::-1])


def count(connection: Connection, incident: str, wanted: Filter) -> int:
    """Kept counts where the filter is by kind; counted where it is by words, time or marks."""
    if not wanted.is_plain:
        where, values = wanted.where(incident)
        (n,) = connection.execute(f"SELECT count(*) FROM entry WHERE {where}", values).fetchone()
        return int(n)
    counted = counts(connection, incident)
    return sum(
        n
        for (kind, _), n in counted.items()
        if (not wanted.kinds or EntryKind(kind) in wanted.kinds)
        and (wanted.with_corrections or kind != EntryKind.CORRECTION.value)
    )


def counts(connection: Connection, incident: str) -> dict[tuple[str, str], int]:
    """(kind, level) to how many, as kept."""
    rows = connection.execute(
        "SELECT kind, level, n FROM entry_count WHERE incident=?", (incident,)
    )
    return {(kind, level): n for kind, level, n in rows}


def position_of(connection: Connection, incident: str, wanted: Filter, uid: str) -> int | None:
    """Where an entry stands under a filter; None where the filter leaves it out."""
    where, values = wanted.where(incident)
    row = connection.execute(
        f"SELECT happened_at FROM entry WHERE {where} AND uid=?", [*values, uid]
    ).fetchone()
    if row is None:
        return None
    (before,) = connection.execute(
        f"SELECT count(*) FROM entry WHERE {where} AND (happened_at, uid) < (?, ?)",
        [*values, row[0], uid],
    ).fetchone()
    return int(before)


def one(connection: Connection, uid: str) -> TimelineEntry | None:
    row = connection.execute(f"{_SELECT} WHERE uid=?", (uid,)).fetchone()
    return None if row is None else _entries(connection, [row])[0]


def of_act(connection: Connection, act: str) -> list[TimelineEntry]:
    rows = connection.execute(
        f"{_SELECT} WHERE act_id=? ORDER BY happened_at", (bytes.fromhex(act),)
    )
    return _entries(connection, rows)


_OF_ONE = "AND (SELECT incident FROM entry WHERE position=entry_text.rowid)=?"


def search(
    connection: Connection,
    words: str,
    limit: int = 50,
    *,
    ranked: bool = False,
    incident: str = "",
) -> list[tuple[str, TimelineEntry]]:
    """(incident, entry) over every timeline, or that of one `incident`: the newest first, or the
    best matches first."""
    query = match_words(words) if ranked else match_written(connection, words)
    if not query:
        return []
    order = "rank" if ranked else "rowid DESC"
    inside = _OF_ONE if incident else ""
    found = connection.execute(
        f"SELECT rowid FROM entry_text WHERE entry_text MATCH ? {inside} ORDER BY {order} LIMIT ?",
        (query, incident, limit) if incident else (query, limit),
    ).fetchall()
    positions = [position for (position,) in found]
    marks = ",".join("?" * len(positions))
    rows = connection.execute(f"{_HITS} WHERE position IN ({marks})", positions)
    hits = {row[0]: (str(row[1]), _entry(row[2:], None)) for row in rows}
    return [hits[position] for position in positions if position in hits]


def _entries(connection: Connection, rows: Iterable[Row]) -> list[TimelineEntry]:
    known = clocks.book(connection)
    return [_entry_again(row, _clock_of(row, known)) for row in rows]


def _clock_of(row: Row, known: Clocks) -> Measured | None:
    device, recorded = row[8], row[7]
    return known.of(str(device), recorded if isinstance(recorded, int) else 0)


@lru_cache(maxsize=256)
def _entry_again(row: Row, clock: Measured | None) -> TimelineEntry:
    """Whenever something changes, the lines in sight are read again, and most are what they were:
    the same line is then the same object, and whoever shows it sees that at once."""
    return _entry(row, clock)


def _entry(row: Row, clock: Measured | None) -> TimelineEntry:
    uid, act, kind, level, actor, text, happened, recorded, device, corrects = row[:10]
    is_key, struck, packed, attachments, corrected = row[10:]
    detail = unpack(packed)  # type: ignore[arg-type]  # columns are typed by the table
    return TimelineEntry(
        uid=str(uid),
        act=act.hex() if isinstance(act, bytes) else "",
        kind=EntryKind(kind),
        level=Level(level),
        actor=_speaker(str(kind), str(actor), detail),
        text="" if text is None else str(text),
        happened_at=_moment(happened),
        recorded_at=_moment(recorded),
        device=str(device),
        is_key=bool(is_key),
        struck=bool(struck),
        corrects=None if corrects is None else str(corrects),
        corrected_text=None if corrected is None else str(corrected),
        attachments=tuple(
            Attachment(str(file["name"]), str(file["sha256"]), int(file["size"]))
            for file in unpack(attachments)  # type: ignore[arg-type]
        ),
        detail=detail,
        clock_offset_ms=None if clock is None else clock.offset_ms,
        clock_is_least=clock is not None and clock.is_least,
    )


def _speaker(kind: str, actor: str, detail: dict[str, object]) -> str:
    """Who said it: an alert and what was imported speak for their source, not for whoever
    brought them in."""
    source = detail.get("source")
    speaks = kind in (EntryKind.ALERT.value, EntryKind.UPDATE.value)
    heard = speaks or detail.get("imported") is True
    return source if heard and isinstance(source, str) and source else actor


def _moment(value: object) -> datetime:
    return from_ms(value if isinstance(value, int) else 0)
