"""Say that an incident is the return of an earlier one, or that it is not."""

from dataclasses import dataclass

from models.actions.desk import Desk
from models.domain.entry import EntryKind
from models.domain.errors import NothingToDo, Refused


@dataclass(frozen=True, slots=True)
class LinkRecurrence:
    incident: str
    earlier: str


@dataclass(frozen=True, slots=True)
class UnlinkRecurrence:
    incident: str
    earlier: str


def link_recurrence(command: LinkRecurrence, desk: Desk) -> None:
    """Raises:
    NothingToDo: it is linked.
    Refused: to itself, or to one that was detected later.
    """
    with desk.act() as act:
        later, earlier = act.incident(command.incident), act.incident(command.earlier)
        name, before = act.label(later.uid), act.label(earlier.uid)
        if later.uid == earlier.uid:
            raise Refused(f"{name} cannot be a recurrence of itself.")
        if earlier.uid in later.recurs_from:
            raise NothingToDo(f"{name} is linked as a recurrence of {before} already.")
        first, second = earlier.times.detected_at, later.times.detected_at
        if first is not None and second is not None and first > second:
            raise Refused(f"{before} was detected after {name}. Link them the other way round.")
        act.remove(later.uid, "not_recurs_from", earlier.uid)
        act.add(later.uid, "recurs_from", earlier.uid)
        act.entry(later.uid, EntryKind.FIELD, f"Linked as a recurrence of {before}")


def unlink_recurrence(command: UnlinkRecurrence, desk: Desk) -> None:
    """A person's word against the fingerprint's: it stands until somebody links them."""
    with desk.act() as act:
        later, earlier = act.incident(command.incident), act.incident(command.earlier)
        name, before = act.label(later.uid), act.label(earlier.uid)
        if later.uid == earlier.uid:
            raise Refused(f"{name} cannot be a recurrence of itself.")
        stream = f"incident:{later.uid}"
        unlinked = act.standing(stream, ("incident", later.uid, "not_recurs_from"))
        if any(write.value == earlier.uid for write in unlinked.heads.values()):
            raise NothingToDo(f"{name} is unlinked from {before} already.")
        act.remove(later.uid, "recurs_from", earlier.uid)
        act.add(later.uid, "not_recurs_from", earlier.uid)
        act.entry(later.uid, EntryKind.FIELD, f"Not a recurrence of {before}")
