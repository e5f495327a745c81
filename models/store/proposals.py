"""Messages proposed for timelines, on this machine only, until a person decides."""

from collections.abc import Iterable

from models.domain.chat import ChatMessage, Proposal, ProposalState, Why
from models.domain.times import from_ms, to_ms
from models.store.driver import Connection, Row

_COLUMNS = "uid, incident, key, at, who, channel, text, why, state"


def add(connection: Connection, incident: str, proposed: Iterable[tuple[str, ChatMessage]]) -> None:
    """Each with the uid it gets. One that was proposed before stays what it became."""
    connection.executemany(
        f"INSERT OR IGNORE INTO proposal ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)",
        [
            (
                uid, incident, one.key, to_ms(one.at), one.who, one.channel, one.text,
                " ".join(why.value for why in one.why), ProposalState.OPEN.value,
            )
            for uid, one in proposed
        ],
    )  # fmt: skip


def known_keys(connection: Connection, incident: str) -> set[str]:
    rows = connection.execute("SELECT key FROM proposal WHERE incident=?", (incident,))
    return {str(key) for (key,) in rows}


def waiting(connection: Connection, incident: str = "", limit: int = 2_000) -> list[Proposal]:
    """Those that nobody decided about, in the order of time; of one incident where one is named."""
    where = " AND incident=?" if incident else ""
    values = (incident, limit) if incident else (limit,)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM proposal WHERE state='open'{where} "
        "ORDER BY incident, at, key LIMIT ?",
        values,
    ).fetchall()
    return [_proposal(row) for row in rows]


def count_waiting(connection: Connection) -> int:
    (n,) = connection.execute("SELECT count(*) FROM proposal WHERE state='open'").fetchone()
    return int(n)


def one(connection: Connection, uid: str) -> Proposal | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM proposal WHERE uid=?", (uid,)).fetchone()
    return None if row is None else _proposal(row)


def set_state(connection: Connection, uid: str, state: ProposalState) -> None:
    connection.execute("UPDATE proposal SET state=? WHERE uid=?", (state.value, uid))


def _proposal(row: Row) -> Proposal:
    uid, incident, key, at, who, channel, text, why, state = row
    message = ChatMessage(
        key=str(key),
        at=from_ms(at if isinstance(at, int) else 0),
        who=str(who),
        channel=str(channel),
        text=str(text),
        why=tuple(Why(word) for word in str(why).split()),
    )
    return Proposal(str(uid), str(incident), message, ProposalState(state))
