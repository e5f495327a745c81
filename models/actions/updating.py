"""What the acts on status updates share: finding one, freezing its words, claiming a decision."""

from collections.abc import Mapping
from dataclasses import replace

from models.actions.desk import ActInProgress
from models.domain.approval import hard_stops, may_approve, says_resolved
from models.domain.errors import Refused
from models.domain.ids import incident_stream
from models.domain.incident import Incident
from models.domain.update import Publication, Revision, Update, Version
from models.publishing.addressing import message_of
from models.publishing.outbox import Posting
from models.publishing.stored import delivery_of
from models.queries.updates import named_update, with_drafts
from models.replication.merge import term_of
from models.replication.operation import Value
from models.replication.updating import (
    components_value,
    delivery_entity,
    delivery_value,
    revision_value,
)
from models.store import postings, server_link


def named(act: ActInProgress, incident: str, update: str) -> tuple[Incident, Update]:
    """The update of that number, or whose uid begins so, with the words that stand in it.

    Raises:
        NotFound, Ambiguous.
    """
    found = with_drafts(act.connection, act.incident(incident))
    return found, named_update(found, update, act.label(found.uid))


def refuse_published(act: ActInProgress, incident: Incident, update: Update) -> None:
    if update.publication is not None:
        raise Refused(
            f"Update {update.n} of {act.label(incident.uid)} went out, and what people read stays "
            "as it was. Write the next one."
        )


def refuse_stops(act: ActInProgress, incident: Incident, revision: Revision) -> None:
    """Raises Refused with each sentence that stops it."""
    stops = list(hard_stops(incident, revision, act.label(incident.uid)))
    if says_resolved(revision) and revision.data_lost is None:
        stops.append("An update that says resolved answers whether data was lost: no or yes.")
    if stops:
        raise Refused(" ".join(stops))


def write_parts(act: ActInProgress, incident: str, update: str, revision: Revision) -> None:
    """The parts of a draft but its text; those that are as they were are left alone."""
    parts: Mapping[str, Value] = {
        "audience": revision.audience.value if revision.audience else None,
        "state": revision.state.value,
        "components": components_value(revision.components),
        "data_lost": revision.data_lost,
    }
    stream = incident_stream(incident)
    for name, value in parts.items():
        standing = act.standing(stream, ("update", update, name)).latest()
        if standing is None or standing.value != value:
            act.set_on(stream, "update", update, name, value)


def freeze(
    act: ActInProgress, incident: str, update: str, revision: Revision, why: str, reason: str = ""
) -> None:
    value: dict[str, Value] = {"revision": revision_value(revision), "why": why}
    if reason:
        value["reason"] = reason
    act.add_to(incident_stream(incident), "update", update, "versions", value)


def claim(
    act: ActInProgress, incident: str, update: str, field: str, value: Mapping[str, Value]
) -> None:
    """A decision of the server where there is one, counted here at once as a claim; else final."""
    stream = incident_stream(incident)
    told = dict(value)
    if server_link.is_linked(act.connection):
        told["expect"] = list(term_of(act.standing(stream, ("update", update, field))))
    act.command_on(stream, "update", update, field, told)


def approve_by(
    act: ActInProgress, incident: Incident, update: Update, reason: str = ""
) -> tuple[bool, str]:
    """Writes the approval in the name of who acts. Gives whether somebody else read it, and the
    hash of what was approved.

    Raises:
        Refused: this person may not, with who may.
    """
    verdict = may_approve(
        incident,
        update.draft.audience,
        update.author,
        act.desk.actor,
        account_role=account_role(act),
        reason=reason,
    )
    if verdict.refusal:
        raise Refused(verdict.refusal)
    sha256 = update.draft.sha256
    freeze(act, incident.uid, update.uid, update.draft, "approval", reason)
    value: dict[str, Value] = {
        "person": act.desk.actor,
        "revision": sha256,
        "reviewed": verdict.reviewed,
    }
    if reason:
        value["reason"] = reason
    claim(act, incident.uid, update.uid, "approval", value)
    return verdict.reviewed, sha256


def queue(act: ActInProgress, incident: Incident, update: Update, publication: Publication) -> None:
    """Into the outbox of this desktop, and what stands in it into the log."""
    frozen = replace(update, versions=(Version(update.draft, "", act.desk.actor, act.now),))
    for channel in publication.channels:
        first = postings.is_first(act.connection, incident.uid, channel)
        message = message_of(incident, frozen, publication, channel, first=first)
        if message is None or not postings.queue(act.connection, message):
            continue
        entity = delivery_entity(update.uid, publication.revision, channel)
        stream, value = incident_stream(incident.uid), delivery_value(delivery_of(Posting(message)))
        act.set_on(stream, "delivery", entity, "state", value)


def account_role(act: ActInProgress) -> str:
    """That of the account that is signed in, where it is the one who acts; "" else."""
    facts = server_link.read_all(act.connection)
    if "signed_out" in facts or facts.get("account", "").casefold() != act.desk.actor.casefold():
        return ""
    return facts.get("role", "")
