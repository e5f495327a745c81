"""How one part of the program learns that another part changed something."""

from collections.abc import Callable
from dataclasses import dataclass

Listener = Callable[["Change"], None]
Unsubscribe = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Change:
    """Names what became stale, never carries the new data: listeners re-read.

    `kind` is incident, timeline, inbox or everything (a commit of another process);
    `entity` is the incident's uid where there is one.
    """

    kind: str
    entity: str = ""


EVERYTHING = Change("everything")


class ChangeFeed:
    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Unsubscribe:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def announce(self, change: Change) -> None:
        """Calls every listener on the caller's thread."""
        for listener in tuple(self._listeners):
            listener(change)
