"""Let a status update go: to every channel of its audience, once."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import updating
from models.actions.desk import ActInProgress, Desk
from models.domain.approval import needs_second_person
from models.domain.cadence import next_update_due, promised_after
from models.domain.entry import EntryKind, Level
from models.domain.errors import NothingToDo, Refused
from models.domain.incident import Incident
from models.domain.policy import Policy
from models.domain.public import listed
from models.domain.times import span_words, to_ms
from models.domain.update import Publication, Update, UpdateState
from models.queries.publication import publication_now
from models.replication.operation import Value
from models.replication.updating import publication_value
from models.store import policies
from models.store.server_link import is_linked


@dataclass(frozen=True, slots=True)
class PublishUpdate:
    """`update` is its number or the beginning of its uid."""

    incident: str
    update: str


def publish_update(command: PublishUpdate, desk: Desk) -> Update:
    """Queues the approved words for every channel of their audience; where there is none, this is
    the publish itself. Where no second person is needed it approves in the name of who acts.

    Raises:
        NothingToDo: it went out.
        Refused: a hard stop; not approved and this person may not, with who may.
    """
    with desk.act() as act:
        incident, update = updating.named(act, command.incident, command.update)
        if update.publication is not None:
            raise NothingToDo(
                f"Update {update.n} was published already, by {update.publication.by}."
            )
        publish(act, incident, update)
    return update


def publish(act: ActInProgress, incident: Incident, update: Update) -> None:
    """Within an act that goes on."""
    said = update.draft
    updating.refuse_stops(act, incident, said)
    if not update.is_approved:
        if needs_second_person(incident, said.audience):
            raise Refused(_who_approves(incident, update))
        updating.approve_by(act, incident, update)
    publication = publication_now(
        act.connection, incident, update, act.desk.actor, act.happened_at, act.unit.device
    )
    updating.freeze(act, incident.uid, update.uid, said, "publication")
    value = publication_value(publication)
    updating.claim(act, incident.uid, update.uid, "publication", value)
    policy = policies.in_force(act.connection, incident.times.detected_at or act.now)
    _tell(act, incident, update, publication, policy)
    if not is_linked(act.connection):
        updating.queue(act, incident, update, publication)


def _who_approves(incident: Incident, update: Update) -> str:
    n, commander = update.n, incident.commander
    if update.approval is not None:
        return (
            f"Update {n} was changed after {update.approval.by} approved it, so nobody has "
            "approved what it says now. Ask for it again."
        )
    if commander and commander.casefold() != update.author.casefold():
        return (
            f"Update {n} is not approved. Before customers read it, {commander}, who commands, "
            "approves it."
        )
    return (
        f"Update {n} is not approved. Before customers read it, somebody other than its author "
        "approves it."
    )


def _tell(
    act: ActInProgress,
    incident: Incident,
    update: Update,
    publication: Publication,
    policy: Policy,
) -> None:
    said = update.draft
    to = said.audience.value if said.audience else "nobody"
    detail: dict[str, Value] = {"update": update.uid, "revision": publication.revision}
    queued = ""
    if publication.channels:
        queued = f" Queued for {listed(publication.channels)}."
    elif publication.timed:
        due = next_update_due(incident, policy)
        promised = promised_after(incident, act.happened_at, said.state, policy)
        queued = told_late(due, act.happened_at, said.state)
        detail["promised_at"] = None if promised is None else to_ms(promised)
    act.entry(
        incident.uid,
        EntryKind.UPDATE,
        f"Update {update.n} to {to}, {said.state.value}: “{said.text}”{queued}",
        level=Level.KEY,
        detail=detail,
    )


def told_late(due: datetime | None, at: datetime, state: UpdateState) -> str:
    """Words for the timeline where an update came late; "" else."""
    if due is None or at <= due or state is UpdateState.RESOLVED:
        return ""
    return f" Late by {span_words(to_ms(at) - to_ms(due))}: it was due at {due:%H:%M:%S} UTC."
