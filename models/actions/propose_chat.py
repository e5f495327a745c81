"""Propose messages of a chat for a timeline; a person decides about each of them later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from models.actions.desk import ActInProgress, Desk
from models.domain.chat import ChatMessage
from models.domain.entry import EntryKind
from models.domain.incident import Incident
from models.queries.timeline import Filter, every
from models.store import proposals
from models.store.driver import Connection

BEFORE = timedelta(hours=2)
AFTER = timedelta(hours=12)
"""Of the incident; what was said earlier or later is about something else."""
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Proposed:
    """How many messages were proposed, were known already (proposed before, or on the timeline),
    lie outside the incident's time, or are plain talk; `left` of them did not fit."""

    proposed: int
    known: int
    outside: int
    plain: int
    left: int = 0


def propose_chat(incident: str, messages: Sequence[ChatMessage], desk: Desk) -> Proposed:
    """Nothing is written on the timeline; the proposals stay on this machine."""
    with desk.act() as act:
        told = act.incident(incident)
        near = [one for one in messages if _is_near(told, one, act)]
        telling = [one for one in near if one.why]
        known = proposals.known_keys(act.connection, told.uid) | _taken(act.connection, told.uid)
        fresh = [one for one in telling if one.key not in known]
        kept = fresh[:MOST]
        proposals.add(act.connection, told.uid, [(act.new_uid(), one) for one in kept])
    return Proposed(
        proposed=len(kept),
        known=len(telling) - len(fresh),
        outside=len(messages) - len(near),
        plain=len(near) - len(telling),
        left=len(fresh) - len(kept),
    )


def _is_near(incident: Incident, message: ChatMessage, act: ActInProgress) -> bool:
    times = incident.times
    began = times.impact_started_at or times.detected_at or times.declared_at
    over = times.closed_at or times.resolved_at or times.cancelled_at
    if message.at > act.now:
        return False
    if began is None:
        return True
    return began - BEFORE <= message.at and (over is None or message.at <= over + AFTER)


def _taken(connection: Connection, incident: str) -> set[str]:
    """The keys of messages that stand on the timeline, whoever accepted them."""
    notes = every(connection, incident, Filter(kinds=(EntryKind.NOTE,)))
    return {str(one.detail["chat"]) for one in notes if "chat" in one.detail}
