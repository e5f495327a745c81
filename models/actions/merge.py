"""Fold one incident into another, and take it out again."""

from dataclasses import dataclass

from models.actions import lifecycle
from models.actions.desk import Desk
from models.domain.entry import EntryKind, Level
from models.domain.errors import NothingToDo, Refused
from models.domain.incident import Status


@dataclass(frozen=True, slots=True)
class Merge:
    incident: str
    into: str


@dataclass(frozen=True, slots=True)
class Unmerge:
    incident: str


def merge(command: Merge, desk: Desk) -> None:
    """Raises:
    NothingToDo: it is merged into that one.
    Refused: into itself, or into one that is itself merged.
    """
    with desk.act() as act:
        child, parent = act.incident(command.incident), act.incident(command.into)
        name, into = act.label(child.uid), act.label(parent.uid)
        if child.uid == parent.uid:
            raise Refused(f"{name} cannot be merged into itself.")
        if child.merged_into == parent.uid:
            raise NothingToDo(f"{name} is merged into {into} already.")
        if child.merged_into is not None:
            raise Refused(
                f"{name} is merged into {act.label(child.merged_into)}. Unmerge it first."
            )
        if parent.merged_into is not None:
            raise Refused(
                f"{into} is merged into {act.label(parent.merged_into)}. Merge into that one."
            )
        if child.status is Status.CANCELLED:
            lifecycle.refuse_unless_open(act, child)
        act.set(child.uid, "merged_into", parent.uid)
        act.entry(child.uid, EntryKind.SYSTEM, f"Merged into {into}", level=Level.KEY)
        act.entry(
            parent.uid,
            EntryKind.SYSTEM,
            f"{name} was merged into this incident: {child.title}",
            level=Level.KEY,
        )


def unmerge(command: Unmerge, desk: Desk) -> None:
    """Raises NothingToDo where it is not merged."""
    with desk.act() as act:
        child = act.incident(command.incident)
        name = act.label(child.uid)
        if child.merged_into is None:
            raise NothingToDo(f"{name} is not merged into another incident.")
        parent, into = child.merged_into, act.label(child.merged_into)
        act.set(child.uid, "merged_into", None)
        act.entry(child.uid, EntryKind.SYSTEM, f"Unmerged from {into}", level=Level.KEY)
        act.entry(parent, EntryKind.SYSTEM, f"{name} was unmerged from this incident")
