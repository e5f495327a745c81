"""Remember of which facts the words in a text are, beside the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.actions.desk import Desk
from models.composing.facts import Link
from models.domain.errors import NothingToDo
from models.domain.ids import incident_stream
from models.queries.composing import links_of
from models.replication.operation import Value

MOST_WORDS = 300


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """`name` is that of the text among the texts of its incident."""

    incident: str
    name: str
    links: Sequence[Link]


def link_facts(command: LinkFacts, desk: Desk) -> None:
    """Raises NothingToDo where all of them are linked."""
    with desk.act() as act:
        uid = act.incident_uid(command.incident)
        known = set(links_of(act.connection, uid, command.name))
        fresh = [
            link
            for link in dict.fromkeys(command.links)
            if link not in known and 0 < len(link.words) <= MOST_WORDS
        ]
        if not fresh:
            raise NothingToDo("These facts are linked already.")
        for link in fresh:
            entity = f"{uid}/{command.name}"
            value: dict[str, Value] = {"key": link.key, "words": link.words}
            act.add_to(incident_stream(uid), "prose", entity, "facts", value)
