"""Change what the workspace expects of a response."""

from dataclasses import dataclass

from models.actions.desk import Desk
from models.domain.errors import NothingToDo
from models.domain.ids import WORKSPACE_STREAM
from models.domain.policy import Policy
from models.intake.policy_toml import read_policy, write_policy
from models.store import policies


@dataclass(frozen=True, slots=True)
class ImportPolicy:
    """`text` is TOML. What it leaves out goes back to what the product has; what is kept is the
    policy whole, without the comments."""

    text: str


def import_policy(command: ImportPolicy, desk: Desk) -> Policy:
    """The old one stays in the history: it counts for what was detected under it.

    Raises:
        BadInput: what is wrong with the text, naming the key. Nothing is written then.
        NothingToDo: the policy says so already.
    """
    policy = read_policy(command.text)
    with desk.act() as act:
        whole = write_policy(policy)
        if write_policy(policies.in_force(act.connection, act.now)) == whole:
            raise NothingToDo("The policy says so already.")
        act.set_on(WORKSPACE_STREAM, "policy", "workspace", "text", whole)
    return policy
