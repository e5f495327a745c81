"""Add an action to a review: what is to change, so that this does not come back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from models.actions import lifecycle
from models.actions.assign import given_name
from models.actions.desk import ActInProgress, Desk
from models.domain.action_item import ActionKind, ActionState
from models.domain.entry import EntryKind
from models.domain.errors import Refused
from models.domain.ids import incident_stream
from models.store import lookup
from models.store.driver import Connection

MOST_TEXT = 500
MOST_LINK = 2_000


@dataclass(frozen=True, slots=True)
class AddAction:
    """`entry` names the moment on the timeline that it came from, `tracker` the address of the
    same thing in another tracker."""

    incident: str
    text: str
    kind: ActionKind = ActionKind.FIX
    owner: str = ""
    due: date | None = None
    entry: str = ""
    tracker: str = ""
    at: datetime | None = None


def add_action(command: AddAction, desk: Desk) -> str:
    """Gives the action's uid. An incident of any status takes one, a closed one too.

    Raises:
        Refused: nothing to do named, too long, a link that is none, or an entry of another
            incident.
    """
    text = action_text(command.text)
    tracker = tracker_link(command.tracker)
    with desk.act(command.at) as act:
        incident = act.incident_uid(command.incident)
        lifecycle.refuse_future(act)
        entry = _entry_of(act.connection, incident, command.entry) if command.entry else ""
        owner = given_name(command.owner) if command.owner.strip() else ""
        told = {
            "text": text,
            "kind": command.kind.value,
            "owner": owner,
            "due": command.due.isoformat() if command.due else "",
            "entry": entry,
            "tracker": tracker,
            "state": ActionState.OPEN.value,
        }
        uid = put_action(act, incident, told)
        who = f", {owner}" if owner else ""
        by = f", by {command.due.isoformat()}" if command.due else ""
        act.entry(
            incident,
            EntryKind.SYSTEM,
            f"Action added: {text} ({command.kind.word.lower()}{who}{by})",
            detail={"action": uid},
        )
    return uid


def put_action(act: ActInProgress, incident: str, told: Mapping[str, str]) -> str:
    """A new action with these fields, those that say something. Gives its uid."""
    uid, stream = act.new_uid(), incident_stream(incident)
    act.set_on(stream, "action", uid, "added", True)
    for field, value in told.items():
        if value:
            act.set_on(stream, "action", uid, field, value)
    return uid


def action_text(text: str) -> str:
    """In one line. Refused where it is empty or too long."""
    plain = " ".join(text.split())
    if not plain:
        raise Refused("Say what is to be done.")
    if len(plain) > MOST_TEXT:
        raise Refused(f"An action has at most {MOST_TEXT} characters; put the rest in the review.")
    return plain


def tracker_link(link: str) -> str:
    plain = link.strip()
    if plain and not plain.startswith(("https://", "http://")):
        raise Refused(f"{plain!r} is no address. Give the whole link, with https://.")
    if len(plain) > MOST_LINK or any(sign.isspace() for sign in plain):
        raise Refused("That is no address that a tracker would give.")
    return plain


def _entry_of(connection: Connection, incident: str, name: str) -> str:
    uid = lookup.entry_uid(connection, name)
    row = connection.execute("SELECT incident FROM entry WHERE uid=?", (uid,)).fetchone()
    if row is None or row[0] != incident:
        raise Refused("That moment is on the timeline of another incident.")
    return uid
