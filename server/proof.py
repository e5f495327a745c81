"""What proves that an operation is its author's: a signature, or the word of somebody who may
speak for it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from models.replication import signing
from models.replication.operation import Operation
from server import tables
from server.core import Server
from server.statements import SEVERAL, Statement, several

OWN = ""
"""Whose word it is where this server itself vouches."""


@dataclass(frozen=True, slots=True)
class Voucher:
    """`account` says that a device wrote the operation of this hash, and all that its chain leads
    back to."""

    stream: str
    device: str
    hash: bytes
    account: str


_COUNTER = attrgetter("counter")
_KEYS = Statement(
    f"SELECT device, key, account FROM device_key WHERE device IN {SEVERAL}"  # noqa: S608
)


@dataclass(slots=True)
class Proof:
    """Of the operations of one push. `signed` is what its own device signed."""

    signed: set[bytes] = field(default_factory=set)
    _owners: dict[str, set[str]] = field(default_factory=dict)
    _server: str = ""
    _vouched: dict[bytes, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, connection: Connection, server: Server, operations: Sequence[Operation]) -> "Proof":
        made = cls(_server=server.server_id)
        keys: dict[str, list[bytes]] = {}
        devices = {op.device for op in operations}
        for device, key, account in _KEYS(connection, several(connection, list(devices))):
            keys.setdefault(device, []).append(key)
            made._owners.setdefault(device, set()).add(account)
        keys[server.server_id] = [server.signer.public]
        runs: dict[tuple[str, str], list[Operation]] = defaultdict(list)
        for op in operations:
            runs[op.stream, op.device].append(op)
        for run in runs.values():
            run.sort(key=_COUNTER, reverse=True)
        for (_, device), run in runs.items():
            made.signed |= _signed(run, keys.get(device, []))
        strange = [
            op
            for op in operations
            if op.op_id not in made.signed or op.workspace != server.workspace
        ]
        if strange:
            made._look_up(connection, strange, operations, runs)
        return made

    def vouchers_in(self, op: Operation) -> list[Voucher]:
        """What a proved operation vouches for, in the name of its device's person."""
        if op.entity_kind != "device" or op.op_id not in self.signed:
            return []
        mine = {OWN} if op.device == self._server else self._owners.get(op.device, set())
        return [
            Voucher(op.stream, device, hash_, account)
            for device, _, hash_ in signing.vouched_for(op)
            for account in sorted(mine)
        ]

    def owners(self, op: Operation) -> set[str]:
        """Whose device made it; nobody's where nobody signed in on it."""
        return self._owners.get(op.device, set())

    def vouched_by(self, op: Operation) -> set[str]:
        """Whose accounts vouch for it; OWN among them where this server does."""
        return self._vouched.get(op.op_id, set())

    def _look_up(
        self,
        connection: Connection,
        strange: Sequence[Operation],
        operations: Sequence[Operation],
        runs: dict[tuple[str, str], list[Operation]],
    ) -> None:
        known: dict[tuple[str, str, bytes], set[str]] = defaultdict(set)
        for start in range(0, len(strange), 500):
            hashes = [op.hash for op in strange[start : start + 500]]
            rows = connection.execute(
                select(tables.vouched).where(
                    tables.vouched.c.stream.in_({op.stream for op in strange}),
                    tables.vouched.c.hash.in_(hashes),
                )
            )
            for row in rows:
                known[row.stream, row.device, bytes(row.hash)].add(row.account)
        for op in operations:
            for voucher in self.vouchers_in(op):
                known[voucher.stream, voucher.device, voucher.hash].add(voucher.account)
        for (stream, device), run in runs.items():
            leads_to: dict[bytes, set[str]] = {}
            for op in run:
                said = known.get((stream, device, op.hash), set()) | leads_to.get(op.hash, set())
                if said:
                    self._vouched[op.op_id] = said
                    leads_to.setdefault(op.previous, set()).update(said)


def _signed(run: Iterable[Operation], keys: Sequence[bytes]) -> set[bytes]:
    """Of a run, the latest first. A signature proves every operation that its own hash chain leads
    back to, so that of a run only the last is checked."""
    signed: set[bytes] = set()
    wanted = b""
    for op in run:
        if not keys or not op.signature:
            continue
        if op.hash == wanted or any(signing.holds(op.signature, op.hash, key) for key in keys):
            signed.add(op.op_id)
            wanted = op.previous
        else:
            wanted = b""
    return signed


def keep(connection: Connection, vouchers: Iterable[Voucher]) -> None:
    """So that what they vouch for is known when it comes later."""
    rows = [
        {"stream": one.stream, "device": one.device, "hash": one.hash, "account": one.account}
        for one in vouchers
    ]
    if rows:
        upsert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(upsert(tables.vouched).on_conflict_do_nothing(), rows)
