"""The service catalog, read from the heads of the workspace stream."""

from collections.abc import Iterable

from models.domain.ids import WORKSPACE_STREAM
from models.replication.packing import unpack
from models.store.driver import Connection

FIELDS = ("tier", "component", "public_name", "slo", "window", "team")


def services(connection: Connection) -> dict[str, dict[str, object]]:
    """Every service in the catalog, by name, with what is known of it."""
    found: dict[str, dict[str, object]] = {}
    rows = connection.execute(
        "SELECT entity, field, value FROM head WHERE stream=? AND entity_kind='service' "
        "ORDER BY entity, field",
        (WORKSPACE_STREAM,),
    )
    for entity, field, value in rows:
        found.setdefault(entity, {})[field] = unpack(value)
    return found


def facts(connection: Connection, names: Iterable[str]) -> dict[str, dict[str, object]]:
    """The part of the catalog that is about `names`; a name in no catalog is left out."""
    known = services(connection)
    return {name: known[name] for name in names if name in known}


def components(connection: Connection) -> list[tuple[str, str]]:
    """(id of a status page's component, the service it stands for)."""
    known = services(connection).items()
    return sorted((str(told["component"]), name) for name, told in known if told.get("component"))


def public_names(connection: Connection) -> dict[str, str]:
    """What customers know services by; "" where the catalog does not say."""
    return {name: str(told.get("public_name") or "") for name, told in services(connection).items()}


def people(connection: Connection) -> dict[str, dict[str, object]]:
    """Everybody in the list of people, by name: `areas` and whether `on_call`."""
    found: dict[str, dict[str, object]] = {}
    rows = connection.execute(
        "SELECT entity, field, value FROM head WHERE stream=? AND entity_kind='person' "
        "ORDER BY entity, field",
        (WORKSPACE_STREAM,),
    )
    for entity, field, value in rows:
        found.setdefault(entity, {})[field] = unpack(value)
    return found
