"""A line of a timeline, as it is read back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from models.domain.entry import EntryKind, Level

Key = tuple[datetime, str]
"""When an entry happened, and its uid: its place in the order of a timeline."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept with an entry; `sha256` names its content, `size` is in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`text` is what was written; `corrected_text` the newest correction of it, None where there is
    none. `detail` holds the facts of entries written by acts: {"stage": …} where a stage begins,
    {"from": …, "to": …} where the severity changed. `clock_offset_ms` is how far the writing
    device's clock was ahead, None while nothing has measured it. `pending`: still to be sent
    to the server."""

    uid: str
    act: str
    kind: EntryKind
    level: Level
    actor: str
    text: str
    happened_at: datetime
    recorded_at: datetime
    device: str
    is_key: bool = False
    struck: bool = False
    corrects: str | None = None
    corrected_text: str | None = None
    attachments: tuple[Attachment, ...] = ()
    detail: Mapping[str, object] = field(default_factory=dict)
    clock_offset_ms: int | None = None
    clock_is_least: bool = False
    pending: bool = False

    @property
    def key(self) -> Key:
        return (self.happened_at, self.uid)
