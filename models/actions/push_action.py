"""Hand an action of a review to a tracker, once."""

from dataclasses import dataclass, replace

from models.actions.desk import ActInProgress, Desk
from models.actions.set_action import named
from models.domain.action_item import ActionItem, ActionState
from models.domain.entry import EntryKind
from models.domain.errors import BadInput, NotFound, NothingToDo, Refused
from models.domain.ids import incident_stream
from models.domain.update import DeliveryState
from models.publishing.message import Message
from models.publishing.outbox import Posting
from models.publishing.roster import trackers
from models.publishing.stored import Stored, delivery_of
from models.publishing.ticket import REVISION, ticket_message
from models.queries.channels import channels
from models.queries.tickets import Ticket, tickets
from models.replication.updating import delivery_entity, delivery_value
from models.store import lookup, postings
from models.store.driver import Connection


@dataclass(frozen=True, slots=True)
class PushAction:
    """`channel` names the tracker; it may be left out where there is one."""

    action: str
    channel: str = ""


def push_action(command: PushAction, desk: Desk) -> Message:
    """Into the outbox of this desktop; its key is the same wherever it is pushed.

    Raises:
        NotFound, Ambiguous: no action, or several, of that name; no tracker of that one.
        BadInput: several trackers, and none named.
        NothingToDo: it is in a tracker already, or on its way to this one.
        Refused: it was dropped.
    """
    with desk.act() as act:
        action, message = planned(act, command)
        _refuse_again(act.connection, action, message.channel)
        posting = _queued(act.connection, message)
        value = delivery_value(delivery_of(posting))
        entity = delivery_entity(action.uid, REVISION, message.channel)
        act.set_on(incident_stream(action.incident), "delivery", entity, "state", value)
        act.entry(
            action.incident,
            EntryKind.SYSTEM,
            f"Action “{action.text}” goes to {message.channel}.",
            detail={"action": action.uid, "channel": message.channel},
        )
    return message


def _queued(connection: Connection, message: Message) -> Posting:
    before = postings.find(connection, message.key)
    if before is None:
        postings.queue(connection, message)
        return Posting(message)
    # It failed for good before: the same key is tried anew.
    again = replace(
        before.posting, state=DeliveryState.QUEUED, next_try_at=None, reason="", receipt=None
    )
    postings.write(connection, Stored(again))
    return again


def planned(act: ActInProgress, command: PushAction) -> tuple[ActionItem, Message]:
    """What would be told, without anything being queued."""
    action = named(act, command.action)
    channel = _tracker(act.connection, command.channel.strip())
    if action.state is ActionState.DROPPED:
        raise Refused("This action was dropped. Take it up again before it goes to a tracker.")
    incident = act.incident(action.incident)
    label = lookup.label(act.connection, incident.uid)
    moment = _moment(act.connection, action)
    return action, ticket_message(incident, action, channel, label, moment, act.now)


def _tracker(connection: Connection, name: str) -> str:
    known = [one.name for one in trackers(channels(connection))]
    if name:
        if name not in known:
            raise NotFound(f"There is no tracker {name} here. Add it as a channel first.")
        return name
    if not known:
        raise NotFound(
            "There is no tracker here yet. Add one: channel add NAME --kind github or jira."
        )
    if len(known) > 1:
        raise BadInput(f"Say which tracker, with --to: {', '.join(known)}.")
    return known[0]


def _refuse_again(connection: Connection, action: ActionItem, channel: str) -> None:
    if action.tracker:
        raise NothingToDo(f"It is in a tracker already: {action.tracker}")
    there: Ticket | None = next(
        (
            one
            for one in tickets(connection, action.incident)
            if one.action.uid == action.uid and one.delivery.channel == channel
        ),
        None,
    )
    if there is None:
        return
    if there.delivery.state is DeliveryState.SENT:
        raise NothingToDo(f"It is on {channel} already: {there.delivery.receipt}")
    if there.is_on_its_way:
        raise NothingToDo(f"It is on its way to {channel} already.")


def _moment(connection: Connection, action: ActionItem) -> str:
    if not action.entry:
        return ""
    row = connection.execute("SELECT text FROM entry WHERE uid=?", (action.entry,)).fetchone()
    return "" if row is None or row[0] is None else " ".join(str(row[0]).split())
