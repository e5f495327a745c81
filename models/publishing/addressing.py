"""From a publication to the messages it is: one a channel, the same whenever they are made."""

from models.domain.incident import Incident
from models.domain.update import Publication, Update
from models.publishing.message import Message, idempotency_key


def message_of(
    incident: Incident, update: Update, publication: Publication, channel: str, *, first: bool
) -> Message | None:
    """None where the words of the publication are not here (yet)."""
    said = update.revision(publication.revision)
    if said is None or said.audience is None:
        return None
    approval = update.approval
    return Message(
        key=idempotency_key(update.uid, publication.revision, channel),
        update=update.uid,
        revision=publication.revision,
        channel=channel,
        incident=incident.uid,
        name=publication.name,
        audience=said.audience,
        state=said.state,
        text=said.text,
        approved_at=approval.at if approval else publication.at,
        queued_at=publication.at,
        impact=publication.impact,
        components=said.components,
        component_names=dict(publication.component_names),
        first=first,
    )
