"""Running slow work somewhere else."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from models.domain.errors import WarRoomError

T = TypeVar("T")


class JobRunner(Protocol):
    def run(
        self,
        work: Callable[[], T],
        *,
        owner: object,
        then: Callable[[T], None],
        failed: Callable[[WarRoomError], None],
    ) -> None:
        """Do `work` off the caller's thread; answer on the caller's thread, in the order asked.
        An answer for an owner that was closed meanwhile is dropped."""

    def forget(self, owner: object) -> None:
        """Drop every answer still to come for `owner`."""
