"""How far each device's clock was from the server's, as it was measured at exchanges."""

from bisect import bisect_left
from dataclasses import dataclass, field

from models.domain.ids import WORKSPACE_STREAM
from models.replication.packing import unpack
from models.store.driver import Connection

FIELD = "clocks"
_MEASURED = (
    "SELECT entity, recorded_at, value FROM head WHERE stream=? AND entity_kind='device' "
    "AND field=? ORDER BY entity, recorded_at"
)
_TOLD_LAST = (
    "SELECT value FROM head WHERE stream=? AND entity_kind='device' AND entity=? AND field=? "
    "ORDER BY clock DESC, op_id DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds ahead. `is_least`: no server measured it, and it may be more."""

    at: int
    offset_ms: int
    is_least: bool = False


@dataclass(frozen=True, slots=True)
class Clocks:
    """Measurements by device, in the order they were made."""

    by_device: dict[str, list[Measured]] = field(default_factory=dict)

    def of(self, device: str, recorded_at: int) -> Measured | None:
        """The first measurement after that moment of the device's own clock, else the last."""
        measured = self.by_device.get(device)
        if not measured:
            return None
        place = bisect_left([one.at for one in measured], recorded_at)
        return measured[min(place, len(measured) - 1)]


NONE = Clocks()


def book(connection: Connection) -> Clocks:
    found: dict[str, list[Measured]] = {}
    for device, at, packed in connection.execute(_MEASURED, (WORKSPACE_STREAM, FIELD)):
        value = unpack(packed)
        offset = value.get("offset_ms") if isinstance(value, dict) else None
        if isinstance(offset, int):
            found.setdefault(device, []).append(Measured(at, offset, bool(value.get("least"))))
    return Clocks(found)


def told_last(connection: Connection, device: str) -> int:
    """Milliseconds ahead, as the log said last; 0 where it said nothing. Not the newest by the
    device's own clock: one that was set back would stay behind its old measurements."""
    row = connection.execute(_TOLD_LAST, (WORKSPACE_STREAM, device, FIELD)).fetchone()
    value = unpack(row[0]) if row else None
    offset = value.get("offset_ms") if isinstance(value, dict) else None
    return offset if isinstance(offset, int) else 0
