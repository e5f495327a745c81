"""Change an action of a review: who does it, by when, and whether it is done."""

from dataclasses import dataclass
from datetime import date, datetime

from models.actions import lifecycle
from models.actions.add_action import action_text, tracker_link
from models.actions.assign import given_name
from models.actions.desk import ActInProgress, Desk
from models.domain.action_item import ActionItem, ActionKind, ActionState
from models.domain.entry import EntryKind
from models.domain.errors import NotFound, NothingToDo
from models.domain.ids import incident_stream
from models.domain.times import to_ms
from models.store import lookup


@dataclass(frozen=True, slots=True)
class SetAction:
    """What is None stays. Saying with a reason that it is done is a confirmation, also where it is
    done already: it answers whether the action helped."""

    action: str
    text: str | None = None
    kind: ActionKind | None = None
    owner: str | None = None
    due: date | None = None
    state: ActionState | None = None
    tracker: str | None = None
    reason: str = ""
    at: datetime | None = None


def set_action(command: SetAction, desk: Desk) -> ActionItem:
    """Gives the action as it is then.

    Raises:
        NotFound, Ambiguous: no action, or several, of that name.
        NothingToDo: it is so already.
        Refused: a text or a link that is none.
    """
    with desk.act(command.at) as act:
        lifecycle.refuse_future(act)
        action = named(act, command.action)
        wanted = _wanted(command)
        confirmed = bool(command.reason.strip())
        present = _present(action)
        changes = {
            field: value
            for field, value in wanted.items()
            if present[field] != value or (confirmed and field != "text")
        }
        if not changes:
            raise NothingToDo("The action says that already.")
        stream = incident_stream(action.incident)
        for field, value in changes.items():
            act.set_on(stream, "action", action.uid, field, value)
        done = wanted.get("state") == ActionState.DONE.value
        if done and action.state is not ActionState.DONE:
            act.set_on(stream, "action", action.uid, "done_at", to_ms(act.happened_at))
        told = ", ".join(f"{field} {value or 'nobody'}" for field, value in changes.items())
        act.entry(
            action.incident,
            EntryKind.SYSTEM,
            f"Action “{action.text}”: {told}.{lifecycle.because(command.reason)}",
            detail={"action": action.uid},
        )
        act.flush()
        return named(act, action.uid)


def _wanted(command: SetAction) -> dict[str, str]:
    told = {
        "text": None if command.text is None else action_text(command.text),
        "kind": command.kind.value if command.kind else None,
        "owner": None if command.owner is None else _owner(command.owner),
        "due": command.due.isoformat() if command.due else None,
        "state": command.state.value if command.state else None,
        "tracker": None if command.tracker is None else tracker_link(command.tracker),
    }
    return {field: value for field, value in told.items() if value is not None}


def _owner(name: str) -> str:
    return given_name(name) if name.strip() else ""


def _present(action: ActionItem) -> dict[str, str]:
    return {
        "text": action.text,
        "kind": action.kind.value,
        "owner": action.owner,
        "due": action.due.isoformat() if action.due else "",
        "state": action.state.value,
        "tracker": action.tracker,
    }


def named(act: ActInProgress, name: str) -> ActionItem:
    """The action that `name` is the id of, or the beginning of it."""
    uid, incident = lookup.action(act.connection, name)
    found = act.incident(incident).review.actions
    action = next((one for one in found if one.uid == uid), None)
    if action is None:
        raise NotFound(f"There is no action {name} here.")
    return action
