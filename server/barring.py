"""Who is shut out. The server says so in the log too, in its own name: put back to an older copy,
it learns it again from the desktops, which give back its words."""

from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from models.domain.errors import NotFound
from models.domain.ids import WORKSPACE_STREAM
from models.replication.operation import Operation
from server import accounts, streams
from server.core import Server, epoch
from server.writer import Writer

_ACCOUNT, _DEVICE = ("account", "disabled"), ("device", "revoked")


def switch_off(server: Server, name: str, by: str = "") -> None:
    """`by`: the account of who did it, "" for somebody at the server itself. Raises NotFound."""
    _shut_out(
        server, _ACCOUNT, accounts.fold(name), by,
        lambda connection: accounts.disable(connection, name),
    )  # fmt: skip


def revoke(server: Server, device: str, by: str = "") -> None:
    """The same for a device. Raises NotFound."""
    now_ms = server.real_now()
    _shut_out(
        server, _DEVICE, device, by,
        lambda connection: accounts.revoke_device(connection, device, now_ms),
    )  # fmt: skip


def _shut_out(
    server: Server, what: tuple[str, str], which: str, by: str, do: Callable[[Connection], None]
) -> None:
    with server.database.writing() as connection:
        do(connection)
        heads = streams.lock(connection, server.server_id, [WORKSPACE_STREAM])
        author = Writer(connection, server, heads[WORKSPACE_STREAM])
        author.append(what[0], which, what[1], {"by": by})
        author.write()
        grown = streams.keep(connection, list(heads.values()))
        present = epoch(connection)
    server.poke(present, grown)


def is_word(op: Operation) -> bool:
    """Whether an operation says that somebody is shut out."""
    return (op.entity_kind, op.field) in (_ACCOUNT, _DEVICE)


def keep(connection: Connection, server: Server, accepted: Iterable[Operation]) -> None:
    """What this server had said before it was put back."""
    for op in accepted:
        if op.device != server.server_id or not is_word(op):
            continue
        try:
            if op.entity_kind == "account":
                accounts.disable(connection, op.entity, before_ms=op.recorded_at)
            else:
                accounts.revoke_device(connection, op.entity, op.recorded_at)
        except NotFound:
            if op.entity_kind == "device":  # it signed in after the copy was made
                accounts.enrol_revoked(connection, op.entity, op.recorded_at)
