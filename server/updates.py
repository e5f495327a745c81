"""What the server decides of status updates: who approved, and what goes out to where."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from models.domain.approval import hard_stops
from models.domain.ids import incident_of_stream
from models.domain.incident import Incident
from models.domain.times import from_ms
from models.domain.update import Audience, DeliveryState, Publication, Revision, Update
from models.publishing.addressing import message_of
from models.publishing.message import idempotency_key
from models.publishing.outbox import Posting, Receipt
from models.publishing.roster import taking
from models.publishing.stored import Stored, delivery_of, quarantined
from models.replication import wire
from models.replication.merge import FieldState, State, Term, apply, granted, term_of
from models.replication.operation import Operation, Value
from models.replication.projection import MILESTONES, milestones_of, project_incident
from models.replication.updating import delivery_entity, delivery_value, updates_of
from server import accounts, channels, postings, streams, tables
from server.access import Right, Role, approval_refusal, refusal
from server.core import Server, epoch
from server.writer import Writer

_WORDS = {"approval": "approval", "publication": "publishing"}


def is_claim(op: Operation) -> bool:
    decided = op.entity_kind == "update" and op.field in _WORDS
    return decided and "granted" not in _value(op) and _term(_value(op).get("expect")) is not None


def key_of(entity: str) -> str:
    """The key of a delivery that is this entity in the log."""
    update, revision, channel = [*entity.split(":", 2), "", ""][:3]
    return idempotency_key(update, revision, channel)


def decide(
    connection: Connection,
    server: Server,
    head: streams.Head,
    author: Writer,
    accepted: Sequence[Operation],
) -> None:
    """Grants and refusals of what was claimed, what they queue, and what came back of what an
    earlier server decided. `accepted` are in the log already."""
    decided = (op for op in accepted if op.entity_kind in ("update", "delivery"))
    ordered = sorted(decided, key=lambda op: op.order)
    theirs = [op for op in ordered if _is_taken_over(op, server)]
    claims = [op for op in ordered if is_claim(op)]
    for op in ordered:
        if (op.entity_kind, op.field) == ("delivery", "asked"):
            postings.ask(connection, key_of(op.entity), str(_value(op).get("what")), op.actor)
    if not theirs and not claims:
        return
    state = _state(connection, head.stream)
    apply(state, author.said)
    desk = _Decider(connection, server, head.stream, author, state)
    for op in theirs:
        desk.take_over(op)
    for op in claims:
        desk.decide(op)


def _is_taken_over(op: Operation, server: Server) -> bool:
    if op.device != server.server_id:
        return False
    return (op.entity_kind, op.field) in (("update", "publication"), ("delivery", "state"))


def _state(connection: Connection, stream: str) -> State:
    rows = connection.execute(
        select(tables.op.c.raw).where(tables.op.c.stream == stream).order_by(tables.op.c.seq)
    )
    state: State = {}
    apply(state, filter(_decides, (wire.decode(raw) for (raw,) in rows)))
    return state


def _decides(op: Operation) -> bool:
    """Whether it can matter to who may let words out: what people wrote on the timeline cannot."""
    if op.entity_kind == "entry":
        return _value(op).get("kind") in MILESTONES
    return op.entity_kind != "prose"


def _value(op: Operation) -> dict[str, Value]:
    return op.value if isinstance(op.value, dict) else {}


def _term(value: Value) -> Term | None:
    if isinstance(value, list) and len(value) == 2:
        first, second = value
        if isinstance(first, int) and isinstance(second, int):
            return (first, second)
    return None


class _Decider:
    """Decides one after the other, each knowing what was decided before it."""

    def __init__(
        self,
        connection: Connection,
        server: Server,
        stream: str,
        author: Writer,
        state: State,
    ) -> None:
        self._connection = connection
        self._server = server
        self._uid = incident_of_stream(stream) or ""
        self._author = author
        self._state = state

    def decide(self, op: Operation) -> None:
        values = self._state.get(op.key, FieldState())
        expected, present = _term(_value(op).get("expect")), term_of(values)
        incident = project_incident(self._uid, self._state, milestones_of(self._state))
        update = next((one for one in incident.updates if one.uid == op.entity), None)
        if update is None or expected is None or expected > present:
            return
        if expected < present:
            self._came_later(op, update)
            return
        sha256 = str(_value(op).get("revision") or "")
        why = self._why_not(op, incident, update, update.revision(sha256), sha256)
        if why:
            self._refuse(op, update, values, present, why)
        elif op.field == "approval" or not sha256:
            self._grant(op, present, self._kept(op))
        else:
            self._publish(op, incident, update, present)

    def _came_later(self, op: Operation, update: Update) -> None:
        standing = update.approval if op.field == "approval" else update.publication
        same = standing is not None and standing.revision == _value(op).get("revision")
        if not same:
            self._tell(op, update, "it came after another decision")

    def _why_not(
        self,
        op: Operation,
        incident: Incident,
        update: Update,
        revision: Revision | None,
        sha256: str,
    ) -> str:
        role = self._role(op.actor)
        if update.publication is not None and not update.publication.provisional:
            return "it went out already"
        if op.field == "approval" and not sha256:
            return refusal(role, Right.APPROVE, op.stream) or ""
        if revision is None:
            return "its words are not known here"
        stops = hard_stops(incident, revision, "The incident")
        if stops:
            return " ".join(stops)
        if op.field == "publication":
            approval = update.approval
            approved = approval is not None and not approval.provisional
            right = approved and approval is not None and approval.revision == sha256
            return "" if right else "these words are not approved"
        reason = str(_value(op).get("reason") or "")
        return (
            approval_refusal(role, incident, revision.audience, update.author, op.actor, reason)
            or ""
        )

    def _role(self, person: str) -> Role:
        found = self._connection.execute(
            select(tables.account.c.role).where(tables.account.c.folded == accounts.fold(person))
        ).scalar_one_or_none()
        return Role.RESPONDER if found is None else Role(found)

    def _kept(self, op: Operation) -> dict[str, Value]:
        told = {name: value for name, value in _value(op).items() if name != "expect"}
        return {**told, "person": op.actor}

    def _grant(self, op: Operation, present: Term, told: dict[str, Value]) -> None:
        term = (epoch(self._connection), present[1] + 1)
        value: dict[str, Value] = {**told, "granted": list(term), "claim": op.op_id.hex()}
        made = self._author.decision(op.entity, op.field, value, op.happened_at)
        apply(self._state, [made])

    def _refuse(
        self, op: Operation, update: Update, values: FieldState, present: Term, why: str
    ) -> None:
        """What stood before stands again, by a decision of its own: the claim is over."""
        before = granted(values)
        stood = before.value if before is not None and isinstance(before.value, dict) else {}
        told = {name: value for name, value in stood.items() if name not in ("granted", "claim")}
        self._grant(op, present, {**told, "refused": op.op_id.hex()})
        self._tell(op, update, why)

    def _tell(self, op: Operation, update: Update, why: str) -> None:
        back = op.field == "approval" and not _value(op).get("revision")
        what = "sending back" if back else _WORDS[op.field]
        text = f"Update {update.n}: {op.actor}'s {what} does not count: {why.rstrip('.')}."
        self._author.tell("update", text, {"update": update.uid, "refused": op.op_id.hex()})

    def _publish(self, op: Operation, incident: Incident, update: Update, present: Term) -> None:
        sha256 = str(_value(op)["revision"])
        revision = update.revision(sha256)
        assert revision is not None
        roster = channels.known(self._connection)
        names = [one.name for one in taking(roster, revision.audience)]
        customers = revision.audience is Audience.CUSTOMERS
        told = self._kept(op)
        told["channels"] = list(names)
        told["timed"] = customers or not taking(roster, Audience.CUSTOMERS)
        self._grant(op, present, told)
        self._adopt(incident)
        self._queue(update.uid)

    def _queue(self, uid: str) -> list[Posting]:
        """The postings that the publication of this update is; gives the new ones."""
        incident = project_incident(self._uid, self._state, milestones_of(self._state))
        update = next((one for one in updates_of(self._state) if one.uid == uid), None)
        if update is None or update.publication is None:
            return []
        made = []
        for channel in update.publication.channels:
            posting = self._posting(incident, update, update.publication, channel)
            if posting is None:
                continue
            made.append(posting)
            entity = delivery_entity(uid, posting.message.revision, channel)
            value: Value = {**delivery_value(delivery_of(posting))}
            apply(self._state, [self._author.set("delivery", entity, "state", value)])
        return made

    def _adopt(self, incident: Incident) -> None:
        """What a desktop that worked alone delivered of this incident: the next one goes on there
        and begins no second one."""
        for update in incident.updates:
            for delivery in update.deliveries:
                entity = delivery_entity(update.uid, delivery.revision, delivery.channel)
                known = postings.holds(self._connection, key_of(entity))
                if known or delivery.state is not DeliveryState.SENT or not update.publication:
                    continue
                posting = self._posting(incident, update, update.publication, delivery.channel)
                standing = self._state[("delivery", entity, "state")].latest()
                if posting is not None and standing is not None:
                    told = standing.value if isinstance(standing.value, dict) else {}
                    sent = replace(posting, state=DeliveryState.SENT, receipt=_receipt(told))
                    postings.write(self._connection, Stored(sent))

    def _posting(
        self, incident: Incident, update: Update, publication: Publication, channel: str
    ) -> Posting | None:
        first = postings.is_first(self._connection, incident.uid, channel)
        message = message_of(incident, update, publication, channel, first=first)
        if message is None:
            return None
        new = postings.queue(self._connection, self._server, message, update.n)
        return Posting(message) if new else None

    def take_over(self, op: Operation) -> None:
        """What was decided by this server before it was put back to an older copy. What it queued
        may have gone out: it is looked at before anything is sent."""
        if op.field == "publication":
            incident = project_incident(self._uid, self._state, milestones_of(self._state))
            update = next((one for one in incident.updates if one.uid == op.entity), None)
            if update is None or update.publication is None:
                return
            for channel in update.publication.channels:
                posting = self._posting(incident, update, update.publication, channel)
                if posting is not None:
                    postings.write(self._connection, Stored(quarantined(posting)))
            return
        stored = postings.find(self._connection, key_of(op.entity))
        if stored is not None and _value(op).get("state") == DeliveryState.SENT.value:
            after = replace(
                stored.posting,
                state=DeliveryState.SENT,
                quarantined=False,
                next_try_at=None,
                fence=stored.posting.fence + 1,
                receipt=_receipt(_value(op)),
            )
            postings.write(self._connection, Stored(after))


def _receipt(value: dict[str, Value]) -> Receipt:
    at, remote = value.get("sent_at"), value.get("remote")
    told = [str(part) for part in remote] if isinstance(remote, list) else []
    words, name, part = [*told, "", "", ""][:3]
    return Receipt(from_ms(at if isinstance(at, int) else 0), words, name, part)
