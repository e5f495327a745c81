"""Where status updates are published to: the channels of the workspace."""

from models.domain.ids import WORKSPACE_STREAM
from models.domain.update import Audience
from models.publishing.roster import KnownChannel, channel_of, taking
from models.replication.packing import unpack
from models.store.driver import Connection


def channels(connection: Connection) -> tuple[KnownChannel, ...]:
    """By name."""
    rows = connection.execute(
        "SELECT entity, value FROM head WHERE stream=? AND entity_kind='channel' "
        "AND field='settings' ORDER BY entity",
        (WORKSPACE_STREAM,),
    )
    found = (channel_of(str(name), unpack(value)) for name, value in rows)
    return tuple(one for one in found if one is not None)


def channels_of(connection: Connection, audience: Audience | None) -> tuple[KnownChannel, ...]:
    """Those that an update for this audience goes to."""
    return taking(channels(connection), audience)


def takes_customers(connection: Connection) -> bool:
    """Whether the timer waits for customers to be told."""
    return bool(channels_of(connection, Audience.CUSTOMERS))
