"""What publishing an update now would be: where it goes, under which name, in which bytes."""

from dataclasses import replace
from datetime import datetime

from models.domain.errors import Refused
from models.domain.incident import Incident
from models.domain.public import impact_word, known_as, public_name
from models.domain.update import Audience, Publication, Update, Version
from models.publishing.addressing import message_of
from models.publishing.message import Message
from models.queries import incidents
from models.queries.channels import channels_of, takes_customers
from models.queries.updates import named_update, with_drafts
from models.store import lookup, postings
from models.store.catalog import components, public_names
from models.store.driver import Connection


def publication_now(
    connection: Connection,
    incident: Incident,
    update: Update,
    by: str,
    at: datetime,
    device: str = "",
) -> Publication:
    """Of the words that stand in it."""
    said = update.draft
    ids = {name for name, _ in said.components}
    customers = said.audience is Audience.CUSTOMERS
    names = public_names(connection)
    return Publication(
        by,
        at,
        said.sha256,
        tuple(one.name for one in channels_of(connection, said.audience)),
        timed=customers or not takes_customers(connection),
        name=public_name(incident, names),
        impact=impact_word(incident, said.components),
        component_names=tuple(
            (component, known_as(service, names))
            for component, service in components(connection)
            if component in ids
        ),
        device=device,
    )


def messages_if_published(
    connection: Connection, incident: str, update: str, now: datetime
) -> list[Message]:
    """One a channel, with the words that stand in it.

    Raises:
        Refused: it has no audience, or went out.
    """
    found = with_drafts(connection, incidents.named(connection, incident))
    named = named_update(found, update, lookup.label(connection, found.uid))
    said = named.draft
    if said.audience is None:
        raise Refused("The update has no audience. Choose customers, internal or leadership.")
    publication = named.publication or publication_now(connection, found, named, named.author, now)
    frozen = replace(named, versions=(*named.versions, Version(said, "", named.author, now)))
    made = [
        message_of(
            found,
            frozen,
            publication,
            channel,
            first=postings.is_first(connection, found.uid, channel),
        )
        for channel in publication.channels
    ]
    return [message for message in made if message is not None]
