"""From what was typed to an exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from app.cli import arguments
from app.cli.complaint import complain
from app.cli.parsers import opened_file

TYPE_CHECKING = False  # typing itself is left out of the start
if TYPE_CHECKING:
    from app.cli.output import Said
    from app.workspace import Workspace

REFUSED, USAGE, UNAVAILABLE = 1, 2, 69

Run = Callable[["Workspace", argparse.Namespace], "Said"]


_HOMES = {
    "reading": ("show", "list", "timeline", "inbox", "conflicts", "export", "verify"),
    "around": ("whoami", "service", "doctor", "demo", "listen"),
    "intake": ("import",),
    "roles": (
        "assign", "unassign", "handover", "accept", "take-command", "task", "needs-you",
    ),
    "policy": ("policy", "person", "triage"),
    "runbooks": ("runbook",),
    "updates": ("update",),
    "channels": ("channel", "outbox"),
    "figures": ("kpis", "slo", "sla"),
    "reviews": ("review", "action"),
    "library": ("library",),
    "syncing": ("sign-in", "sync"),
}  # fmt: skip
"""Which module of this package holds a verb; the verbs of no other are in `lifecycle`."""


def _verb(name: str) -> Run:
    """The function behind a verb, its module loaded only now: `note` does not wait for imports
    that `import` needs."""
    home = next((home for home, verbs in _HOMES.items() if name in verbs), "lifecycle")
    module = import_module(f"app.cli.{home}")
    named = getattr(module, f"{name.replace('-', '_')}_verb", None)
    run: Run = named or module.change_verb
    return run


def run(given: argparse.Namespace) -> int:
    """One verb, headless. Gives the exit code."""
    from app.cli.output import Said, show
    from models.domain.errors import NothingToDo, Unavailable, WarRoomError

    try:
        workspace = _open(given)
        try:
            if workspace.database.salvage is not None:
                complain(workspace.database.salvage.sentence())
            said = _verb(given.verb)(workspace, given)
        except NothingToDo as nothing:
            said = Said({"done": False, "message": str(nothing)}, str(nothing))
        finally:
            workspace.close()
    except Unavailable as error:
        complain(str(error))
        return UNAVAILABLE
    except WarRoomError as error:
        complain(str(error))
        return REFUSED
    show(said, "json" in given)
    return said.code


def _open(given: argparse.Namespace) -> Workspace:
    from app.workspace import open_workspace, wall_clock
    from models.domain.errors import BadInput
    from models.store.server_link import is_linked

    frozen = given.now if "now" in given else None
    actor = given.actor.strip() if "actor" in given else None
    if actor == "":
        raise BadInput("--as needs a name.")
    workspace = open_workspace(
        given.data_dir if "data_dir" in given else None,
        actor=actor,
        now=wall_clock if frozen is None else lambda: frozen,
    )
    if is_linked(workspace.connection):
        _act_as_account(workspace, given, actor)
    return workspace


_AT_ANOTHER_DESK = ("accept", "task")


def _act_as_account(workspace: Workspace, given: argparse.Namespace, actor: str | None) -> None:
    """Signed in, it is the account that acts; a member may take over command or answer a task at
    somebody else's desktop."""
    from app.team import take_up_sign_in
    from app.workspace import must_be_account

    try:
        if actor is None or given.verb not in _AT_ANOTHER_DESK:
            workspace.actor = must_be_account(workspace, actor or workspace.actor)
        take_up_sign_in(workspace)
    except BaseException:
        workspace.close()
        raise


def _no_window(given: argparse.Namespace) -> int:
    complain("Name a verb; 'warroom --help' lists them.")
    return USAGE


def main(
    typed: Sequence[str], open_window: Callable[[argparse.Namespace], int] = _no_window
) -> int:
    """`open_window` is handed in: this side never knows Qt."""
    given = opened_file(typed) or arguments.build().parse_args(typed)
    try:
        return run(given) if given.verb is not None else open_window(given)
    except BrokenPipeError:
        # The reader went away (`warroom list | head`): nothing to say, nowhere to say it.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
