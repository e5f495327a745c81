"""The outbox of this desktop: what became of each delivery goes into its file and into the log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.actions.desk import ActInProgress, Desk
from models.actions.publish_update import told_late
from models.domain.cadence import next_update_due
from models.domain.entry import EntryKind
from models.domain.ids import incident_stream
from models.domain.incident import Incident
from models.domain.update import DeliveryState, Update
from models.publishing.outbox import Claim, Posting, Settled
from models.publishing.stored import Stored, delivery_of, due_of, quarantined, remote_of, wake_of
from models.publishing.told import told, told_of_action
from models.replication.updating import delivery_entity, delivery_value
from models.store import policies, postings
from models.store.driver import Connection

NAME = "War room"
"""Who is named as the author of what the outbox says."""


@dataclass(frozen=True, slots=True)
class DeskOutbox:
    """`models.publishing.outbox.Outbox` over this desktop's file. Its retry clock is the real
    one; what people read goes by the clock of acts."""

    desk: Desk

    @classmethod
    def of(cls, desk: Desk) -> "DeskOutbox":
        return cls(replace(desk, actor=NAME, closed=""))

    @property
    def _connection(self) -> Connection:
        return self.desk.store.connection

    def due(self, now: datetime, *, eager: bool = False) -> Sequence[Posting]:
        return due_of(postings.waiting(self._connection), now, eager=eager)

    def claim(self, key: str, now: datetime, until: datetime) -> Claim | None:
        with self.desk.act() as act:
            stored = postings.find(act.connection, key)
            if stored is None or stored.posting.state is DeliveryState.SENT:
                return None
            before = stored.posting
            running = before.state is DeliveryState.SENDING
            if running and stored.lease_until is not None and stored.lease_until > now:
                return None
            fence = before.fence + 1
            sending = replace(
                before,
                state=DeliveryState.SENDING,
                fence=fence,
                first_tried_at=before.first_tried_at or now,
            )
            postings.write(act.connection, Stored(sending, until))
            return Claim(before, fence, until)

    def settle(self, claim: Claim, settled: Settled) -> bool:
        receipt = settled.receipt
        with self.desk.act(None if receipt is None else min(receipt.at, self.desk.now())) as act:
            key = claim.before.message.key
            stored = postings.find(act.connection, key)
            if stored is None or stored.posting.fence != claim.fence:
                return False
            after = replace(
                stored.posting,
                state=settled.state,
                attempts=settled.attempts,
                reason=settled.reason,
                receipt=receipt,
                next_try_at=settled.next_try_at,
                quarantined=settled.quarantined,
                first_tried_at=settled.first_tried_at or stored.posting.first_tried_at,
            )
            postings.write(act.connection, Stored(after))
            record(act, claim.before, after)
        return True

    def find(self, key: str) -> Posting | None:
        stored = postings.find(self._connection, key)
        return None if stored is None else stored.posting

    def sent(self, incident: str, channel: str) -> Sequence[Posting]:
        return postings.sent(self._connection, incident, channel)

    def incident_of(self, channel: str, remote: str) -> str | None:
        for posting in postings.sent_on(self._connection, channel):
            if posting.receipt is not None and posting.receipt.remote == remote:
                return posting.message.incident
        return None

    def wake_at(self, now: datetime) -> datetime | None:
        return wake_of(postings.waiting(self._connection), now)

    def quarantine(self) -> int:
        with self.desk.act() as act:
            before = postings.quarantine(act.connection)
            for posting in before:
                record(act, posting, quarantined(posting))
        return len(before)


def record(act: ActInProgress, before: Posting, after: Posting) -> None:
    """What became of it, as an operation and, where a person wants to know, on the timeline."""
    message = after.message
    entity = delivery_entity(message.update, message.revision, message.channel)
    value = delivery_value(delivery_of(after), remote_of(after))
    stream = incident_stream(message.incident)
    standing = act.standing(stream, ("delivery", entity, "state")).latest()
    if standing is not None and standing.value == value:
        return
    act.set_on(stream, "delivery", entity, "state", value)
    incident = act.incident(message.incident)
    if message.is_action:
        _link(act, incident, before, after)
        return
    update = next((one for one in incident.updates if one.uid == message.update), None)
    if update is not None:
        _tell(act, incident, update, before, after)


def _link(act: ActInProgress, incident: Incident, before: Posting, after: Posting) -> None:
    """What the tracker calls the action becomes its link, unless a person gave it one meanwhile."""
    action = next((one for one in incident.review.actions if one.uid == after.message.update), None)
    said = told_of_action(action.text, before, after) if action else None
    if action is None or said is None:
        return
    link = after.receipt.remote_update if after.receipt else ""
    if link and not action.tracker:
        act.set_on(incident_stream(incident.uid), "action", action.uid, "tracker", link)
    act.entry(
        incident.uid,
        EntryKind.SYSTEM,
        f"{said[0]} {link}".rstrip(),
        level=said[1],
        detail={"action": action.uid, "channel": after.message.channel},
    )


def _tell(
    act: ActInProgress, incident: Incident, update: Update, before: Posting, after: Posting
) -> None:
    said = told(update.n, before, after)
    if said is None:
        return
    text, level = said
    is_sent = after.state is DeliveryState.SENT
    if is_sent and update.out_at is None and update.publication and update.publication.timed:
        policy = policies.in_force(act.connection, incident.times.detected_at or act.now)
        due = next_update_due(incident, policy)
        text += told_late(due, act.happened_at, after.message.state)
    act.entry(
        incident.uid,
        EntryKind.UPDATE,
        text,
        level=level,
        detail={
            "update": update.uid,
            "channel": after.message.channel,
            "state": after.state.value,
        },
    )
