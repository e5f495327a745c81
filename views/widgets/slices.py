"""Work done a slice at a time between events, so that a person who does something never waits."""

from collections.abc import Iterator
from itertools import chain
from time import monotonic

from PySide6.QtCore import QObject

from views.widgets.turns import in_turn

TURN_S = 0.008
"""A turn begins no further slice after so long."""
WAITS = "waits"
"""What a slice gives that had nothing to do yet: its turn is over."""


class Slices(QObject):
    """`is_over` once all that was added is done; more may be added then."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_over = False
        self._waiting: Iterator[object] = iter(())

    def add(self, slices: Iterator[object]) -> None:
        """After what is waiting. Each step of `slices` is one slice; what it gives is anything but
        None."""
        self._waiting = chain(self._waiting, slices)
        self.is_over = False
        in_turn(self._turn, self)

    def stop(self) -> None:
        """What is waiting is not done any more."""
        self._waiting = iter(())

    def finish(self) -> None:
        """All that is waiting, at once."""
        for _ in self._waiting:
            pass
        self._end()

    def _turn(self) -> None:
        end = monotonic() + TURN_S
        more = next(self._waiting, None)
        while more not in (None, WAITS) and monotonic() < end:
            more = next(self._waiting, None)
        if more is None:
            self._end()
        else:
            in_turn(self._turn, self)

    def _end(self) -> None:
        self.stop()
        self.is_over = True
