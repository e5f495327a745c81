"""Tell the outside how it stands, and promise when the next word comes."""

from dataclasses import dataclass, replace
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import Desk
from models.domain.cadence import RESOLVED, promised_after
from models.domain.entry import EntryKind, Level
from models.domain.errors import BadInput, Refused
from models.domain.incident import PostedUpdate
from models.domain.times import to_ms
from models.store import policies

AUDIENCES = ("customers", "internal", "leadership")
STATES = ("investigating", "identified", "monitoring", "resolved")
MOST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class PostUpdate:
    incident: str
    audience: str
    state: str
    text: str
    at: datetime | None = None


def post_update(command: PostUpdate, desk: Desk) -> PostedUpdate:
    """Writes the update and the next promised time on the timeline.

    Raises:
        BadInput: an audience or a state that is none.
        Refused: nothing said, too much said, or said to be resolved while it is not.
    """
    if command.audience not in AUDIENCES:
        raise BadInput(f"{command.audience!r} is no audience. Use {', '.join(AUDIENCES)}.")
    if command.state not in STATES:
        raise BadInput(f"{command.state!r} is no state of an update. Use {', '.join(STATES)}.")
    words = command.text.strip()
    if not words:
        raise Refused("The update is empty. Say what is affected and what changed.")
    if len(words) > MOST_TEXT:
        raise Refused(f"An update has at most {MOST_TEXT:,} characters.")
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_future(act)
        if command.state == RESOLVED and incident.times.resolved_at is None:
            raise Refused(
                f"{act.label(incident.uid)} is in {incident.stage.word} and not resolved yet. "
                "Resolve it first, or post it as monitoring."
            )
        n = len(incident.updates) + 1
        posted = PostedUpdate(n, act.happened_at, command.audience, command.state, words)
        policy = policies.in_force(act.connection, incident.times.detected_at or act.now)
        promised = promised_after(incident, posted, policy)
        act.entry(
            incident.uid,
            EntryKind.UPDATE,
            f"Update {n} to {command.audience}, {command.state}: “{words}”",
            level=Level.KEY,
            detail={
                "audience": command.audience,
                "state": command.state,
                "words": words,
                "promised_at": None if promised is None else to_ms(promised),
            },
        )
    return replace(posted, promised_at=promised)
