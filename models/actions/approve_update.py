"""Let the words of a status update out, or send them back to be written anew."""

from dataclasses import dataclass

from models.actions import updating
from models.actions.desk import Desk
from models.domain.entry import EntryKind
from models.domain.errors import NothingToDo, Refused
from models.domain.ids import incident_stream
from models.domain.incident import Incident
from models.domain.update import Update


@dataclass(frozen=True, slots=True)
class ApproveUpdate:
    """`update` is its number or the beginning of its uid. `reason` is needed by a commander who
    approves their own words because nobody else is there."""

    incident: str
    update: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SendBackUpdate:
    incident: str
    update: str
    reason: str


def approve_update(command: ApproveUpdate, desk: Desk) -> Update:
    """Freezes the words as they are now; changed afterwards, they are not approved.

    Raises:
        NothingToDo: these words are approved.
        Refused: it went out, a hard stop, or this person may not approve it.
    """
    with desk.act() as act:
        incident, update = updating.named(act, command.incident, command.update)
        updating.refuse_published(act, incident, update)
        if update.is_approved and update.approval is not None:
            raise NothingToDo(f"Update {update.n} was approved already, by {update.approval.by}.")
        updating.refuse_stops(act, incident, update.draft)
        reason = command.reason.strip()
        reviewed, sha256 = updating.approve_by(act, incident, update, reason)
        alone = "" if reviewed else ", not reviewed by a second person"
        act.entry(
            incident.uid,
            EntryKind.UPDATE,
            f"Update {update.n} by {update.author} approved{alone}."
            f"{f' {reason}' if reason else ''}",
            detail={"update": update.uid, "revision": sha256, "reviewed": reviewed},
        )
    return update


def send_back_update(command: SendBackUpdate, desk: Desk) -> Incident:
    """Says why. An approval of these words no longer holds.

    Raises:
        Refused: it went out, or no reason was given.
    """
    reason = command.reason.strip()
    if not reason:
        raise Refused("Sending an update back needs a reason; its author reads it.")
    with desk.act() as act:
        incident, update = updating.named(act, command.incident, command.update)
        updating.refuse_published(act, incident, update)
        updating.freeze(act, incident.uid, update.uid, update.draft, "sent_back", reason)
        stream = incident_stream(incident.uid)
        sha256 = update.draft.sha256
        act.set_on(
            stream, "update", update.uid, "sent_back", {"revision": sha256, "reason": reason}
        )
        if update.is_approved:
            updating.claim(act, incident.uid, update.uid, "approval", {"person": desk.actor})
        act.entry(
            incident.uid,
            EntryKind.UPDATE,
            f"Update {update.n} sent back to {update.author}: {reason}",
            detail={"update": update.uid, "revision": sha256, "reason": reason},
        )
    return incident
