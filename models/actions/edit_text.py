"""Write in a text that others may be writing in too."""

from dataclasses import dataclass

from models.actions.desk import ActInProgress, Desk
from models.domain.errors import NothingToDo
from models.domain.ids import incident_stream
from models.queries.texts import updates_of
from models.replication import prose


@dataclass(frozen=True, slots=True)
class EditText:
    """`text` is the whole text as the writer has it now; `seen` the text that it was made from
    (None: the present one). What others wrote meanwhile is kept beside it."""

    incident: str
    name: str
    text: str
    seen: str | None = None


def edit_text(command: EditText, desk: Desk) -> str:
    """Gives the text as it is then, with what others wrote.

    Raises:
        NothingToDo: nothing was changed.
        BadInput: it is too long.
    """
    with desk.act() as act:
        uid = act.incident_uid(command.incident)
        present = prose.read(updates_of(act.connection, uid, command.name))
        wanted = command.text
        if command.seen is not None and command.seen != present:
            wanted = joined(command.seen, present, command.text)
        if not write_whole_text(act, uid, command.name, wanted):
            raise NothingToDo("The text is as it was.")
        act.flush()
        return prose.read(updates_of(act.connection, uid, command.name))


def write_whole_text(act: ActInProgress, incident: str, name: str, wanted: str) -> bool:
    """Makes the text called `name` say `wanted`; False where it does. After many updates the last
    one carries the whole text and stands for all of them."""
    stream, entity = incident_stream(incident), f"{incident}/{name}"
    standing = act.standing(stream, ("prose", entity, "text"))
    updates = prose.updates_in(write.value for write in standing.ordered())
    writer = int.from_bytes(act.desk.random_bytes(4), "big") or 1
    made = prose.changes(updates, wanted, writer)
    together = None
    if made and len(standing.heads) >= prose.CONDENSE_AFTER:
        together = prose.whole([*updates, *made])
    if together is not None:
        act.write_text(stream, "prose", entity, "text", together, standing)
    else:
        for update in made:
            act.write_text(stream, "prose", entity, "text", update)
    return bool(made)


def joined(seen: str, present: str, mine: str) -> str:
    """The writer's change, made in the text as it is by now. Where others changed just that
    place, both stay, theirs first."""
    their_start, their_gone, their_put = prose.difference(seen, present)
    start, gone, put = prose.difference(seen, mine)
    if start >= their_start + their_gone:
        start += len(their_put) - their_gone
    elif start + gone > their_start:
        start, gone = their_start + len(their_put), 0
    return present[:start] + put + present[start + gone :]
