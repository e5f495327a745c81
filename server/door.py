"""The door for operations: which are taken, and why one is not."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from models.domain.ids import WORKSPACE_STREAM
from models.replication import wire
from models.replication.clock import latest_stamp, stamp_ms
from models.replication.operation import Operation, OperationKind
from server import accounts, barring, decisions, postings, tables, updates
from server.access import Right, Role, refusal
from server.accounts import Session
from server.core import Server
from server.proof import OWN, Proof, Voucher
from server.statements import Statement
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

_BY_A_DESKTOP = {("runbook", "file"), ("delivery", "state"), ("entry", "written", "update")}
_BY_A_SERVER = {("incident", "number"), ("device", "vouched"), ("device", "withheld"),
                ("alert", "received"), ("alert", "resolved"), ("entry", "written", "role"),
                ("update", "approval"), ("update", "publication")}  # fmt: skip
"""What the program writes in its own name, on a desktop and on the server of another team."""


_JUDGED_ONE_BY_ONE = ("incident", "update", "delivery", "device", "account")
"""Of these a right may depend on what stands in the incident, or on which of them it is."""

_COMMAND = OperationKind.COMMAND.value
_MEMBERS = Statement("SELECT folded FROM account")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an operation waits for a person. `may_confirm`: it is taken from whoever brought it once
    they say that they looked at it."""

    reason: str
    may_confirm: bool = False


@dataclass(slots=True)
class Guard:
    """Judges the operations of one push. Reads what it needs once; `judge` is asked in order."""

    connection: Connection
    server: Server
    session: Session
    confirmed: frozenset[bytes] = frozenset()
    _proof: Proof = field(default_factory=Proof)
    _members: frozenset[str] | None = None
    _roles: dict[str, Role] = field(default_factory=dict)
    _taken: set[tuple[str, ...]] = field(default_factory=set)
    _now_ms: int = 0
    _latest_clock: int = 0
    _commanders: dict[str, str] = field(default_factory=dict)
    _begun_here: dict[str, bool] = field(default_factory=dict)

    def prepare(self, operations: Sequence[Operation]) -> None:
        self._proof = Proof.of(self.connection, self.server, operations)
        self._now_ms = self.server.now()
        self._latest_clock = latest_stamp(self._now_ms + AHEAD_MS)

    def _is_member(self, actor: str) -> bool:
        """Most people act at their own desk, where nobody asks this."""
        if self._members is None:
            self._members = frozenset(name for (name,) in _MEMBERS(self.connection))
        return actor in self._members

    def vouchers_in(self, op: Operation) -> list[Voucher]:
        return self._proof.vouchers_in(op)

    def takes_on_trust(self, op: Operation) -> bool:
        """Whether nothing but the session that brings it says that an operation is true."""
        if op.workspace == self.server.workspace and op.op_id in self._proof.signed:
            return False
        said = self._proof.vouched_by(op)
        if op.workspace == self.server.workspace:
            return OWN not in said
        return op.device != self.server.server_id and OWN not in said

    def is_answered_for(self, op: Operation) -> bool:
        """Whether an operation that was taken is so on the word of who brings it, after a look."""
        if op.op_id not in self.confirmed or op.device == self.server.server_id:
            return False
        return bool(self._origin_fault(op) or self._actor_fault(op))

    def judge(self, op: Operation) -> Fault | None:
        """Why this operation waits for a person; None when it is taken."""
        like_it = (op.workspace, op.device, op.actor, op.stream, op.entity_kind)
        may_be_by_rule = op.op_id in self._proof.signed and op.kind != _COMMAND
        if may_be_by_rule and like_it in self._taken and op.clock <= self._latest_clock:
            return None
        if op.device == self.server.server_id:
            signed = op.op_id in self._proof.signed
            return None if signed else Fault(
                "It is said to be the server's own and is not signed by it."
            )  # fmt: skip
        if decisions.is_grant(op):
            return Fault("Only the server decides who has command.")
        if barring.is_word(op) and op.workspace == self.server.workspace:
            return Fault("Only the server says who is shut out.")
        for fault_of in (self._origin_fault, self._right_fault, self._actor_fault,
                         self._clock_fault):  # fmt: skip
            fault = fault_of(op)
            if fault is not None and not (fault.may_confirm and op.op_id in self.confirmed):
                return fault
        if may_be_by_rule and self._is_by_rule(op):
            self._taken.add(like_it)
        return None

    def _is_by_rule(self, op: Operation) -> bool:
        """Whether every other signed one by the same, in the same stream, of the same kind of thing
        is taken as this one is: most of a push need not be judged again."""
        is_own = op.workspace == self.server.workspace and op.device != self.server.server_id
        actor = accounts.fold(op.actor)
        speaks_for_itself = actor in self._owners(op) and actor != accounts.fold(NAME)
        return is_own and speaks_for_itself and op.entity_kind not in _JUDGED_ONE_BY_ONE

    def _origin_fault(self, op: Operation) -> Fault | None:
        if op.workspace != self.server.workspace:
            return None  # history of a desktop that worked alone, or of another team
        if op.op_id in self._proof.signed:
            return None
        if not op.signature and op.device == self.session.device:
            return None
        owners = self._owners(op)
        said = self._proof.vouched_by(op)
        if OWN in said or not said.isdisjoint(owners):
            return None
        # Its device may be gone before it could sign, or its key be of a past that was restored
        # away: then nobody can prove it any more.
        return self._unproved("It is not signed by the device that made it.", op, owners)

    def _unproved(self, sentence: str, op: Operation, names: set[str]) -> Fault:
        """What no key proves is taken on the word of an admin, or of one of `names`."""
        if self.session.role is Role.ADMIN or accounts.fold(self.session.account) in names:
            return Fault(f"{sentence} Send it anyway if it is right; you answer for it.", True)
        if accounts.fold(op.actor) not in names:
            return Fault(
                f"{sentence} Give the incident as a file to an admin, who can send it anyway."
            )
        return Fault(
            f"{sentence} Give the incident as a file to {op.actor} or an admin, who can send it "
            "anyway."
        )

    def _right_fault(self, op: Operation) -> Fault | None:
        reason = self._refusal(op)
        return None if reason is None else Fault(reason)

    def _refusal(self, op: Operation) -> str | None:
        role = self._author_role(op)
        if op.stream == WORKSPACE_STREAM and op.entity_kind == "device" and op.entity == op.device:
            return refusal(role, Right.READ, op.stream)  # what a desktop says of itself
        if (reason := refusal(role, Right.ACT, op.stream)) is not None:
            return reason
        right = RIGHT_OF.get(op.entity_kind)
        if right is not None:
            return refusal(role, right, op.stream)
        if op.entity_kind in ("update", "delivery"):
            return self._update_fault(op, role)
        if op.kind == _COMMAND:
            own = op.workspace == self.server.workspace
            if own and decisions.is_ahead(self.connection, op):
                return "It follows a command that this server does not know yet. Send it again."
            return refusal(role, Right.CLAIM_COMMAND, op.stream)
        if (op.entity_kind, op.field) == ("incident", "closed_at") and op.value is not None:
            if self._is_from_elsewhere(op):
                return None
            leads = accounts.fold(self._commander(op.stream)) == accounts.fold(op.actor)
            return refusal(role, Right.CLOSE, op.stream, commands=leads)
        return None

    def _update_fault(self, op: Operation, role: Role) -> str | None:
        if op.kind == _COMMAND:
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
        owners = self._owners(op)
        if op.workspace != self.server.workspace or op.device == self.session.device:
            return self.session.role
        if op.device not in self._roles:
            found = self.connection.execute(
                select(tables.account.c.role).where(tables.account.c.folded.in_(owners))
            ).scalars()
            roles = [Role(role) for role in found]
            highest = max(roles, key=list(Role).index, default=self.session.role)
            self._roles[op.device] = highest
        return self._roles[op.device]

    def _actor_fault(self, op: Operation) -> Fault | None:
        """Whether somebody else speaks under this name. What was made in another workspace is
        nobody's proved word: whoever brings it answers for it, and in a member's name that is the
        member or an admin. What this server took once it knows again."""
        actor = accounts.fold(op.actor)
        if actor == accounts.fold(NAME):
            return None if self._is_programs(op) else Fault(f"{NAME} itself does not write that.")
        if op.workspace != self.server.workspace:
            said = self._proof.vouched_by(op)
            answers = (
                actor == accounts.fold(self.session.account) or self.session.role is Role.ADMIN
            )
            if answers or OWN in said or actor in said or not self._is_member(actor):
                return None
            return Fault(f"It is in the name of {op.actor}, who or an admin has to bring it.")
        if actor in self._owners(op):
            return None
        if (op.entity_kind, op.field) in _AT_ANOTHER_DESK and self._is_member(actor):
            return None
        return self._unproved(
            f"It is in the name of {op.actor}, whose account is not signed in on that device.",
            op,
            {actor},
        )

    def _is_programs(self, op: Operation) -> bool:
        """Whether the program writes such a thing in its own name."""
        told = str(op.value.get("kind")) if isinstance(op.value, dict) else None
        what = (op.entity_kind, op.field, *((told,) if op.entity_kind == "entry" else ()))
        if what in _BY_A_DESKTOP:
            return True
        return what in _BY_A_SERVER and self._is_from_elsewhere(op)

    def _is_from_elsewhere(self, op: Operation) -> bool:
        """Whether an operation belongs to history that was made without this server, rather than
        to what began here."""
        if op.workspace == self.server.workspace:
            return False
        if OWN in self._proof.vouched_by(op) or op.stream == WORKSPACE_STREAM:
            return True
        if op.stream not in self._begun_here:
            raw = self.connection.execute(
                select(tables.op.c.raw)
                .where(tables.op.c.stream == op.stream)
                .where(tables.op.c.device != self.server.server_id)
                .order_by(tables.op.c.seq)
                .limit(1)
            ).scalar_one_or_none()
            first = None if raw is None else wire.decode(bytes(raw))
            self._begun_here[op.stream] = (
                first is not None and first.workspace == self.server.workspace
            )
        return not self._begun_here[op.stream]

    def _owners(self, op: Operation) -> set[str]:
        return self._proof.owners(op)

    def _clock_fault(self, op: Operation) -> Fault | None:
        ahead = stamp_ms(op.clock) - self._now_ms
        if ahead <= AHEAD_MS:
            return None
        return Fault(
            f"The clock of that device was {ahead // 3_600_000} h ahead. Set it right; "
            "send this anyway when the time of the change is as it should be.",
            True,
        )

    def _commander(self, stream: str) -> str:
        if stream not in self._commanders:
            self._commanders[stream] = decisions.commander(self.connection, stream)
        return self._commanders[stream]
