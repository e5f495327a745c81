"""Templates of the workspace: those that came with the program, and what people made of them."""

from dataclasses import replace

from models.composing.templates import Template, starters
from models.domain.ids import WORKSPACE_STREAM
from models.replication.packing import unpack
from models.store.driver import Connection


def template_book(connection: Connection) -> dict[str, Template]:
    """By key (`investigating.customers`), in the order of moments and audiences."""
    found = starters()
    rows = connection.execute(
        "SELECT entity, value FROM head WHERE stream=? AND entity_kind='template' AND field='text' "
        "ORDER BY clock, op_id",
        (WORKSPACE_STREAM,),
    )
    for key, value in rows:
        text = unpack(value)
        if key in found and isinstance(text, str) and text.strip():
            found[key] = replace(found[key], text=text, starter=False)
    return found
