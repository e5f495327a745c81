"""Say what an entry was in the course of an incident: when it was noticed, understood, repaired."""

from dataclasses import dataclass

from models.actions.desk import Desk
from models.domain.errors import NothingToDo
from models.domain.ids import incident_stream
from models.domain.review import MomentKind
from models.queries.moments import moments_of
from models.store import lookup


@dataclass(frozen=True, slots=True)
class MarkMoment:
    """`moment` None takes the mark off."""

    entry: str
    moment: MomentKind | None


def mark_moment(command: MarkMoment, desk: Desk) -> str:
    """Gives the incident's uid. Raises NothingToDo where it is marked that way already."""
    with desk.act() as act:
        uid = lookup.entry_uid(act.connection, command.entry)
        (incident,) = act.connection.execute(
            "SELECT incident FROM entry WHERE uid=?", (uid,)
        ).fetchone()
        if moments_of(act.connection, incident).get(uid) is command.moment:
            raise NothingToDo("The entry is marked that way already.")
        told = command.moment.value if command.moment else ""
        act.set_on(incident_stream(incident), "mark", uid, "moment", told)
    return str(incident)
