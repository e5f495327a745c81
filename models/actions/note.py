"""Write on the timeline, and correct what was written."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import ActInProgress, Desk
from models.domain.entry import TYPED_BY_PEOPLE, EntryKind, Level
from models.domain.errors import NotFound, NothingToDo, Refused
from models.replication.operation import Value
from models.store import blobs, lookup


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to keep with an entry, whole."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """`text` is kept exactly as typed."""

    incident: str
    text: str
    kind: EntryKind = EntryKind.NOTE
    at: datetime | None = None
    attachments: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Correct:
    entry: str
    text: str


MOST_TEXT = 64_000


def note(command: Note, desk: Desk) -> str:
    """Gives the entry's uid.

    Raises:
        Refused: nothing to write, too long, a file too large, or a time in the future.
    """
    if command.kind not in TYPED_BY_PEOPLE:
        raise Refused(f"An entry of kind {command.kind.value} is written by its own act.")
    if not command.text.strip() and not command.attachments:
        raise Refused("There is nothing to write down: the note is empty.")
    _refuse_long(command.text)
    with desk.act(command.at) as act:
        incident = act.incident_uid(command.incident)
        lifecycle.refuse_future(act)
        kept: list[Value] = [
            {
                "name": file.name,
                "sha256": blobs.keep(act.connection, file.body, file.name),
                "size": len(file.body),
            }
            for file in command.attachments
        ]
        level = Level.KEY if command.kind is EntryKind.DECISION else Level.NORMAL
        uid = act.entry(incident, command.kind, command.text, level=level, attachments=kept or None)
    return uid


def correct(command: Correct, desk: Desk) -> str:
    """A new entry that points back; the old text stays. Gives the new entry's uid.

    Raises:
        NothingToDo: it says so already.
        Refused: written by an act, struck through, empty or too long.
    """
    if not command.text.strip():
        raise Refused("A correction cannot be empty. Undo the entry to strike it through.")
    _refuse_long(command.text)
    with desk.act() as act:
        uid = lookup.entry_uid(act.connection, command.entry)
        incident, kind, text, struck, corrects = _entry(act, uid)
        if EntryKind(kind) is EntryKind.CORRECTION and corrects:
            uid = corrects
            incident, kind, text, struck, _ = _entry(act, uid)
        if EntryKind(kind) not in TYPED_BY_PEOPLE:
            raise Refused(
                "That entry was written by an act, not typed. Correct the field or the time it "
                "is about."
            )
        if struck:
            raise Refused("That entry was taken back. Write a new one.")
        if _latest_text(act, uid, text) == command.text:
            raise NothingToDo("The entry says that already.")
        written = act.entry(incident, EntryKind.CORRECTION, command.text, corrects=uid)
    return written


def _entry(act: ActInProgress, uid: str) -> tuple[str, str, str | None, bool, str | None]:
    row = act.connection.execute(
        "SELECT incident, kind, text, struck, corrects FROM entry WHERE uid=?", (uid,)
    ).fetchone()
    if row is None:
        raise NotFound(f"There is no timeline entry {uid} here.")
    incident, kind, text, struck, corrects = row
    return incident, kind, text, bool(struck), corrects


def _latest_text(act: ActInProgress, uid: str, text: str | None) -> str | None:
    row = act.connection.execute(
        "SELECT text FROM entry WHERE corrects=? AND struck=0 "
        "ORDER BY clock DESC, uid DESC LIMIT 1",
        (uid,),
    ).fetchone()
    return row[0] if row else text


def _refuse_long(text: str) -> None:
    if len(text) > MOST_TEXT:
        raise Refused(f"An entry has at most {MOST_TEXT:,} characters; attach the rest as a file.")
