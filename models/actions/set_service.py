"""Write what is known of a service into the catalog."""

from dataclasses import dataclass

from models.actions.desk import Desk
from models.domain.errors import BadInput, NothingToDo
from models.domain.expectations import is_window
from models.domain.ids import WORKSPACE_STREAM
from models.replication.operation import Value
from models.store import catalog


@dataclass(frozen=True, slots=True)
class SetService:
    """`tier` counts from 1, the most important; `component` is its id on the status page,
    `public_name` what customers call it; `slo` is a share such as 0.999; `window` is a
    number of days such as 30d, or month; `team` is who owns it. None leaves a fact as it is."""

    name: str
    tier: int | None = None
    component: str | None = None
    slo: float | None = None
    window: str | None = None
    team: str | None = None
    public_name: str | None = None


def set_service(command: SetService, desk: Desk) -> None:
    """Raises:
    BadInput: no name, a tier below 1, an objective outside 0 to 1, an unknown window.
    NothingToDo: the catalog says so already.
    """
    name = command.name.strip()
    if not name:
        raise BadInput("A service needs a name.")
    if command.tier is not None and command.tier < 1:
        raise BadInput("Tiers count from 1, the most important.")
    if command.slo is not None and not 0 < command.slo < 1:
        raise BadInput("An objective is a share between 0 and 1, such as 0.999.")
    if command.window is not None and not is_window(command.window):
        raise BadInput(f"{command.window!r} is not a window. Use a number of days (30d), or month.")
    told: dict[str, Value] = {
        "tier": command.tier,
        "component": command.component,
        "public_name": command.public_name,
        "slo": command.slo,
        "window": command.window,
        "team": command.team,
    }
    with desk.act() as act:
        known = catalog.services(act.connection)
        fresh = {
            field: value
            for field, value in told.items()
            if value is not None and known.get(name, {}).get(field) != value
        }
        if name not in known and not fresh:
            fresh = {"tier": 3}
        if not fresh:
            raise NothingToDo(f"The catalog says that of {name} already.")
        for field, value in fresh.items():
            act.set_on(WORKSPACE_STREAM, "service", name, field, value)
