"""The open workspace: its database, its clock, who acts."""

import getpass
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from models.changes import ChangeFeed
from models.domain.errors import Refused
from models.domain.times import whole_ms
from models.store import lookup, server_link
from models.store.database import Database
from models.store.driver import Connection

if TYPE_CHECKING:  # acts and policies come when they are needed: the first paint does not wait
    from models.actions.desk import Desk
    from models.replication.act import Sign
    from models.store.policies import PolicyBook


def default_folder() -> Path:
    return Path(platformdirs.user_data_dir("warroom", appauthor=False))


def wall_clock() -> datetime:
    return whole_ms(datetime.now(UTC))


@dataclass(slots=True)
class Workspace:
    """Everything a verb or the window acts on. `actor` is who acts in this run."""

    database: Database
    feed: ChangeFeed
    now: Callable[[], datetime]
    actor: str
    sign: "Sign | None" = None
    closed: str = ""
    """Why nothing is changed here, as a sentence, where a file is only looked at."""

    @property
    def connection(self) -> Connection:
        return self.database.connection

    @property
    def desk(self) -> "Desk":
        return self.seat(self.actor)

    def seat(self, name: str) -> "Desk":
        """This desk with somebody else at it."""
        from models.actions.desk import Desk

        closed = self.closed
        if server_link.read(self.connection, "role") == "observer":
            closed = _observing(name)
        return Desk(self.database, self.feed, self.now, os.urandom, name, self.sign, closed)

    @property
    def is_linked(self) -> bool:
        """Whether a team's server is known, reached now or not."""
        return server_link.is_linked(self.connection)

    def label(self, uid: str) -> str:
        return lookup.label(self.connection, uid)

    def labels(self) -> Callable[[str], str]:
        """A label for every incident, read once: for long lists."""
        from models.queries import incidents

        known = incidents.labels(self.connection)
        return lambda uid: known.get(uid, uid)

    def policies(self) -> "PolicyBook":
        """What counts, for an incident detected at any moment."""
        from models.store import policies

        return policies.book(self.connection)

    def close(self) -> None:
        self.database.close()


def open_workspace(
    folder: Path | None = None,
    *,
    actor: str | None = None,
    now: Callable[[], datetime] = wall_clock,
) -> Workspace:
    """Raises StoreTrouble where the folder or the file cannot be used."""
    database = Database(folder or default_folder())
    workspace = Workspace(database, ChangeFeed(), now, actor or remembered_actor(database))
    if database.meta(_STARTED) is None:
        _start_with_runbooks(workspace)
    return workspace


_STARTED = "starter_runbooks"


def _start_with_runbooks(workspace: Workspace) -> None:
    """Every new folder has the starter set; an older one with runbooks of its own does not."""
    from app.runbook_folder import STARTER, starter_files
    from models.actions.import_runbooks import ImportRunbooks, import_runbooks
    from models.store import runbooks

    if not runbooks.hashes(workspace.connection):
        command = ImportRunbooks(starter_files(), STARTER)
        # Its own doing, whoever is signed in.
        import_runbooks(command, replace(workspace.seat("War room"), closed=""))
    workspace.database.remember(_STARTED, "yes")


def _observing(actor: str) -> str:
    """Signed in to read: what would be done here, the server would not take."""
    return (
        f"{actor} is signed in as an observer and changes nothing. Ask an admin of the server "
        "for another role."
    )


def remembered_actor(database: Database) -> str:
    """Who was named here as the one who acts, else the name this machine knows its user by."""
    named = database.meta("actor")
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def must_be_account(workspace: Workspace, given: str) -> str:
    """Who acts, when somebody is signed in: the account and nobody else. Raises Refused."""
    account = server_link.read(workspace.connection, "account")
    if account and given.casefold() != account.casefold():
        raise Refused(f"{account} is signed in here; {given} cannot act. Leave out --as.")
    return account or given
