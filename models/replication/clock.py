"""A clock that agrees across machines whose wall clocks do not.

A stamp is one integer: milliseconds since the Unix epoch times 65,536, plus a counter. The sum
carries by itself, so a burst of any size within one millisecond still only moves forward.
"""

from collections.abc import Callable

_COUNTER_BITS = 16


class HybridClock:
    """Gives stamps that never go back, whatever the wall clock does.

    Not kept here: `latest` is written by the store in the transaction of the operations it stamps,
    and read again at the next one.
    """

    def __init__(self, latest: int, wall_clock_ms: Callable[[], int]) -> None:
        self.latest = latest
        self._wall_clock_ms = wall_clock_ms

    def tick(self) -> int:
        """A stamp greater than every one given or witnessed before."""
        self.latest = max(self.latest + 1, self._wall_clock_ms() << _COUNTER_BITS)
        return self.latest

    def witness(self, stamp: int) -> None:
        """Move past a stamp made elsewhere. A peer's clock may be wrong by any amount: data is
        never refused for it, only shown."""
        self.latest = max(self.latest, stamp)


def stamp_ms(stamp: int) -> int:
    return stamp >> _COUNTER_BITS


def latest_stamp(ms: int) -> int:
    """The last stamp of a millisecond."""
    return ((ms + 1) << _COUNTER_BITS) - 1
