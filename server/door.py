"""The door for operations: which are taken, and why one is not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from models.replication import signing
from models.replication.clock import stamp_ms
from models.replication.operation import Operation
from server import accounts, decisions, postings, tables, updates
from server.access import Right, Role, refusal
from server.accounts import Session
from server.core import Server
from server.writer import NAME

AHEAD_MS = 24 * 3_600_000
"""A logical clock further ahead than this would drag every other with it: a person confirms it."""

RIGHT_OF = {
    "policy": Right.MANAGE_POLICY,
    "person": Right.MANAGE_PEOPLE,
    "channel": Right.MANAGE_CHANNELS,
}
"""What changing an entity of the workspace needs, beyond acting."""

_AT_ANOTHER_DESK = {("task", "told"), ("task", "state"), ("incident", "commander"),
                    ("incident", "offer"), ("entry", "written")}  # fmt: skip
"""What a member may do at somebody else's desktop: take over command, answer a task."""


@dataclass(slots=True)
class Guard:
    """Judges the operations of one push. Reads what it needs once; `judge` is asked in order."""

    connection: Connection
    server: Server
    session: Session
    confirmed: frozenset[bytes] = frozenset()
    _keys: dict[str, list[bytes]] = field(default_factory=dict)
    _owners: dict[str, set[str]] = field(default_factory=dict)
    _members: set[str] = field(default_factory=set)
    _vouched: dict[tuple[str, str], int] = field(default_factory=dict)
    _signed: set[bytes] = field(default_factory=set)
    _commanders: dict[str, str] = field(default_factory=dict)

    def prepare(self, operations: Sequence[Operation]) -> None:
        devices = {op.device for op in operations}
        devices |= {device for op in operations for device, _ in signing.vouched_for(op)}
        rows = self.connection.execute(
            select(tables.device_key).where(tables.device_key.c.device.in_(devices))
        )
        for row in rows:
            self._keys.setdefault(row.device, []).append(bytes(row.key))
            self._owners.setdefault(row.device, set()).add(row.account)
        self._keys[self.server.server_id] = [self.server.signer.public]
        self._members = set(self.connection.execute(select(tables.account.c.folded)).scalars())
        vouched = self.connection.execute(
            select(tables.vouched).where(
                tables.vouched.c.stream.in_({op.stream for op in operations})
            )
        )
        self._vouched = {(row.stream, row.device): row.counter for row in vouched}
        self._signed = self._proved(operations)
        for op in operations:
            for device, counter in self.vouches(op):
                key = (op.stream, device)
                self._vouched[key] = max(self._vouched.get(key, 0), counter)

    def vouches(self, op: Operation) -> list[tuple[str, int]]:
        """The chain ends, as (device, counter), that a proved operation vouches for: of devices of
        the same person, or of none here."""
        if op.entity_kind != "device" or op.op_id not in self._signed:
            return []
        if op.device == self.server.server_id:
            return signing.vouched_for(op)
        own = self._owners.get(op.device, set())
        return [
            (device, counter)
            for device, counter in signing.vouched_for(op)
            if not (owners := self._owners.get(device)) or not owners.isdisjoint(own)
        ]

    def takes_on_trust(self, op: Operation) -> bool:
        """Whether nothing but the session of its device says that an operation is true."""
        return (
            not op.signature
            and op.workspace == self.server.workspace
            and op.counter > self._vouched.get((op.stream, op.device), 0)
        )

    def judge(self, op: Operation) -> str | None:
        """Why this operation waits for a person; None when it is taken."""
        if op.device == self.server.server_id:
            signed = op.op_id in self._signed
            return None if signed else "It is said to be the server's own and is not signed by it."
        if decisions.is_grant(op):
            return "Only the server decides who has command."
        return (
            self._origin_fault(op)
            or self._right_fault(op)
            or self._actor_fault(op)
            or self._clock_fault(op)
        )

    def _origin_fault(self, op: Operation) -> str | None:
        if op.workspace != self.server.workspace:
            return None  # history of a desktop that worked alone, or of another team
        if op.signature:
            proved = op.op_id in self._signed
            return None if proved else "Its signature is not that of the device that made it."
        if op.device == self.session.device:
            return None
        if op.counter <= self._vouched.get((op.stream, op.device), 0):
            return None
        return "It is not signed by the device that made it."

    def _right_fault(self, op: Operation) -> str | None:
        role = self._author_role(op)
        if op.entity_kind == "device" and op.entity == op.device:
            return refusal(role, Right.READ, op.stream)  # what a desktop says of itself
        if (reason := refusal(role, Right.ACT, op.stream)) is not None:
            return reason
        right = RIGHT_OF.get(op.entity_kind)
        if right is not None:
            return refusal(role, right, op.stream)
        if op.entity_kind in ("update", "delivery"):
            return self._update_fault(op, role)
        if op.kind == "command":
            return refusal(role, Right.CLAIM_COMMAND, op.stream)
        if (op.entity_kind, op.field) == ("incident", "closed_at") and op.value is not None:
            if op.workspace != self.server.workspace:
                return None
            leads = accounts.fold(self._commander(op.stream)) == accounts.fold(op.actor)
            return refusal(role, Right.CLOSE, op.stream, commands=leads)
        return None

    def _update_fault(self, op: Operation, role: Role) -> str | None:
        if op.kind == "command":
            right = Right.APPROVE if op.field == "approval" else Right.PUBLISH
            if op.workspace == self.server.workspace and not updates.is_claim(op):
                return "Only the server decides what is approved and published."
            return refusal(role, right, op.stream)
        if (op.entity_kind, op.field) == ("delivery", "state") and postings.holds(
            self.connection, updates.key_of(op.entity)
        ):
            return "Only the server says what arrived of what it delivers."
        return None

    def _author_role(self, op: Operation) -> Role:
        """What the author may do now. Somebody else's operation, given back, is judged by its own
        author's rights; one of a workspace that was adopted by who brings it."""
        owners = self._owners.get(op.device, set())
        if op.workspace != self.server.workspace or op.device == self.session.device:
            return self.session.role
        if op.op_id not in self._signed and (op.stream, op.device) not in self._vouched:
            return self.session.role
        found = self.connection.execute(
            select(tables.account.c.role).where(tables.account.c.folded.in_(owners))
        ).scalars()
        roles = [Role(role) for role in found]
        return max(roles, key=list(Role).index, default=self.session.role)

    def _actor_fault(self, op: Operation) -> str | None:
        if op.workspace != self.server.workspace or op.actor == NAME:
            return None
        actor = accounts.fold(op.actor)
        if actor in self._owners.get(op.device, set()):
            return None
        if actor in self._members and (op.entity_kind, op.field) in _AT_ANOTHER_DESK:
            return None
        return f"It is in the name of {op.actor}, whose account is not signed in on that device."

    def _clock_fault(self, op: Operation) -> str | None:
        ahead = stamp_ms(op.clock) - self.server.now()
        if ahead <= AHEAD_MS or op.op_id in self.confirmed:
            return None
        return (
            f"The clock of that device was {ahead // 3_600_000} h ahead. Set it right; "
            "send this again when the time of the change is as it should be."
        )

    def _commander(self, stream: str) -> str:
        if stream not in self._commanders:
            self._commanders[stream] = decisions.commander(self.connection, stream)
        return self._commanders[stream]

    def _proved(self, operations: Iterable[Operation]) -> set[bytes]:
        """Which operations their device signed. A signature proves every operation that its own
        hash chain leads back to, so that of a run only the last is checked."""
        runs: dict[tuple[str, str], list[Operation]] = defaultdict(list)
        for op in operations:
            if op.signature and op.device in self._keys:
                runs[op.stream, op.device].append(op)
        proved: set[bytes] = set()
        for (_, device), run in runs.items():
            wanted = b""
            for op in sorted(run, key=lambda one: -one.counter):
                if op.hash == wanted or any(
                    signing.holds(op.signature, op.hash, key) for key in self._keys[device]
                ):
                    proved.add(op.op_id)
                    wanted = op.previous
                else:
                    wanted = b""
        return proved
