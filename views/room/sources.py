"""Where a room's timeline is read from."""

from collections.abc import Callable
from typing import Protocol

from models.queries.timeline import Filter
from views.room.timeline_pages import TimelineSource


class RoomSource(TimelineSource, Protocol):
    def position(self, uid: str) -> int | None:
        """Where an entry stands; None where the filter leaves it out."""


SourceOf = Callable[[str, Filter], RoomSource]
"""From an incident's uid and a filter to its timeline."""
