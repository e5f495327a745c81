"""Verbs about this machine and this workspace."""

import argparse
import contextlib
import platform
import shutil
import signal
import sys
from types import FrameType

from app.cli.output import Said, table
from app.version import version
from app.workspace import Workspace, must_be_account
from models.actions.set_service import SetService, set_service
from models.domain.errors import BadInput, Refused
from models.store import catalog, driver, exchange, server_link
from models.store.database import quick_check

Arguments = argparse.Namespace


def whoami_verb(workspace: Workspace, given: Arguments) -> Said:
    if given.name is not None:
        name = given.name.strip()
        if not name:
            raise BadInput("A name has at least one letter.")
        must_be_account(workspace, name)
        workspace.database.remember("actor", name)
        workspace.actor = name
    return Said({"name": workspace.actor}, workspace.actor)


def service_verb(workspace: Workspace, given: Arguments) -> Said:
    if given.action == "set":
        if given.name is None:
            raise BadInput("Name the service to set.")
        told = (given.tier, given.component, given.slo, given.window, given.team)
        set_service(SetService(given.name, *told, given.public_name), workspace.desk)
    rows = [
        {"name": name, **{field: facts.get(field) for field in catalog.FIELDS}}
        for name, facts in catalog.services(workspace.connection).items()
    ]
    cells = [[str("-" if cell is None else cell) for cell in row.values()] for row in rows]
    text = table(cells, ("name", *catalog.FIELDS)) if rows else "No services in the catalog yet."
    return Said(rows, text)


def doctor_verb(workspace: Workspace, given: Arguments) -> Said:
    from models.credentials import backend_name

    connection = workspace.connection
    trouble = quick_check(connection)
    (operations,) = connection.execute("SELECT count(*) FROM operation").fetchone()
    (incidents,) = connection.execute("SELECT count(*) FROM incident").fetchone()
    folder = workspace.database.folder
    facts = {
        "warroom": version(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "sqlite": driver.version(),
        "data_folder": str(folder),
        "database": str(workspace.database.path),
        "database_check": trouble or "ok",
        "free_disk_mib": shutil.disk_usage(folder).free // 1024 // 1024,
        "operations": operations,
        "incidents": incidents,
        "window": _window(),
        "acting_as": workspace.actor,
        "server": server_link.read(connection, "url"),
        "account": server_link.read(connection, "account"),
        "waiting": exchange.count_waiting(connection) if workspace.is_linked else 0,
        "keyring": backend_name(),
    }
    lines = [f"{name.replace('_', ' '):<16} {value}" for name, value in facts.items()]
    return Said(facts, "\n".join(lines), code=1 if trouble else 0)


def _window() -> str:
    """Whether the window could open here, and what to do where it could not. Loads no Qt."""
    from app.preflight import display_trouble, library_hint

    return display_trouble() or library_hint() or "can open"


def demo_verb(workspace: Workspace, given: Arguments) -> Said:
    from app.demo import fill

    (held,) = workspace.connection.execute(
        "SELECT count(*) FROM operation WHERE entity_kind<>'runbook'"
    ).fetchone()
    if held:
        raise Refused(
            "This data folder holds real work already. Name an empty one with --data-dir."
        )
    filled = fill(workspace)
    return Said(
        {"incidents": filled.incidents, "alerts": filled.alerts},
        f"{filled.incidents} sample incidents and {filled.alerts} sample alerts are in "
        f"{workspace.database.folder}.",
    )


def listen_verb(workspace: Workspace, given: Arguments) -> Said:
    from app.listen import AlertListener

    if not 0 <= given.port <= 65_535:
        raise BadInput(f"{given.port} is not a port. Use one from 1 to 65535.")
    listener = AlertListener(lambda: workspace.desk, given.port)

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    sys.stdout.write(f"Listening on {listener.address}/intake/SOURCE\n")
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        listener.serve()
    return Said({}, "")
