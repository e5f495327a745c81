"""Who is shut out, and let in again. The server says so in the log too, in its own name: put back
to an older copy, it learns it again from the desktops, which give back its words."""

from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from models.domain.errors import NotFound
from models.domain.ids import WORKSPACE_STREAM
from models.replication.operation import Operation
from server import accounts, streams
from server.core import Server, epoch
from server.writer import Writer

Word = tuple[str, str]
"""Kind of thing and field."""
SWITCH_OFF: Word = ("account", "disabled")
SWITCH_ON: Word = ("account", "enabled")
REVOKE: Word = ("device", "revoked")
ALLOW: Word = ("device", "allowed")

_DO: dict[Word, Callable[[Connection, str, int], None]] = {
    SWITCH_OFF: accounts.disable,
    SWITCH_ON: accounts.enable,
    REVOKE: accounts.revoke_device,
    ALLOW: lambda connection, device, _: accounts.allow_device(connection, device),
}
"""By name and the time of the word, in milliseconds. NotFound where there is no such thing."""


def say(server: Server, word: Word, name: str, by: str = "") -> None:
    """Does it and says it, of an account or a device. `by`: the account of who did it, "" for
    somebody at the server itself. Raises NotFound."""
    now_ms = server.real_now()
    with server.database.writing() as connection:
        # First, as every push does: the other way round two would wait for each other.
        heads = streams.lock(connection, server.server_id, [WORKSPACE_STREAM])
        _DO[word](connection, name, now_ms)
        author = Writer(connection, server, heads[WORKSPACE_STREAM])
        entity = accounts.fold(name) if word[0] == "account" else name
        author.append(word[0], entity, word[1], {"by": by, "at": now_ms})
        author.write()
        grown = streams.keep(connection, list(heads.values()))
        present = epoch(connection)
    server.poke(present, grown)


def is_word(op: Operation) -> bool:
    """Whether an operation says that somebody is shut out, or let in again."""
    return (op.entity_kind, op.field) in _DO


def keep(connection: Connection, server: Server, accepted: Iterable[Operation]) -> None:
    """What this server had said before it was put back."""
    for op in accepted:
        if op.device != server.server_id or not is_word(op):
            continue
        word, at = (op.entity_kind, op.field), _at(op)
        try:
            _DO[word](connection, op.entity, at)
        except NotFound:
            if word == REVOKE:  # it signed in after the copy was made
                accounts.enrol_revoked(connection, op.entity, at)


def _at(op: Operation) -> int:
    """By the clock that accounts are made by: that of acts may be set."""
    at = op.value.get("at") if isinstance(op.value, dict) else None
    return at if isinstance(at, int) else op.recorded_at
