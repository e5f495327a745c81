"""An update on its whole way: Ben writes it, Ana who commands approves it, Ben publishes it."""

from models.actions.approve_update import ApproveUpdate, approve_update
from models.actions.draft_update import DraftUpdate, draft_update
from models.actions.publish_update import PublishUpdate, publish_update
from models.domain.update import Audience, UpdateState
from tests.actions.conftest import Room


def post(
    room: Room,
    clock: str,
    state: str = "investigating",
    audience: Audience = Audience.CUSTOMERS,
) -> int:
    """At `clock` all three acts, to the second; gives the number of the update."""
    room.at(clock)
    said = UpdateState(state)
    lost = False if said is UpdateState.RESOLVED else None
    draft = DraftUpdate("INC-1", audience, said, f"As of {clock}", data_lost=lost)
    n = draft_update(draft, room.seat("Ben")).n
    approve_update(ApproveUpdate("INC-1", str(n)), room.seat("Ana"))
    publish_update(PublishUpdate("INC-1", str(n)), room.seat("Ben"))
    return n
