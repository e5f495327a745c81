"""Mark an entry as a key moment, or take the mark off."""

from dataclasses import dataclass

from models.actions.desk import Desk
from models.domain.errors import NothingToDo
from models.store import lookup


@dataclass(frozen=True, slots=True)
class MarkKey:
    entry: str
    is_key: bool


def mark_key(command: MarkKey, desk: Desk) -> None:
    with desk.act() as act:
        uid = lookup.entry_uid(act.connection, command.entry)
        incident, marked = act.connection.execute(
            "SELECT incident, is_key FROM entry WHERE uid=?", (uid,)
        ).fetchone()
        if bool(marked) == command.is_key:
            raise NothingToDo("The entry is marked that way already.")
        act.set_on(f"incident:{incident}", "mark", uid, "is_key", command.is_key)
