"""Failures a person at work can cause or must be told about.

WarRoomError
    Refused                 a rule says no
    NotFound                nothing here answers to that name
    Ambiguous               several things answer to that name
    BadInput                a file, a field or a request cannot be read
    StoreTrouble            the local database cannot be used as it is
    Unavailable             something needed is missing (display, library, server)
"""

from collections.abc import Sequence


class WarRoomError(Exception):
    """Root of every failure this program raises on purpose.

    `str(error)` is one sentence (or two) for a person: what is so, what to do. No stack, no secret.
    """


class Refused(WarRoomError):
    """A rule of the product says no; nothing was written."""


class NothingToDo(WarRoomError):
    """It is so already; nothing was written, and that is no failure."""


class NotFound(WarRoomError):
    """Nothing in this workspace answers to the name given."""


class Ambiguous(WarRoomError):
    """Several things answer to the name given; `candidates` lists them as they are shown."""

    def __init__(self, asked: str, candidates: Sequence[str]) -> None:
        super().__init__(f"{asked} could mean {', '.join(candidates)}. Say which.")
        self.asked = asked
        self.candidates = tuple(candidates)


class BadInput(WarRoomError):
    """What was given cannot be read; nothing was written."""


class StoreTrouble(WarRoomError):
    """The local database cannot be used as it is."""


class Unavailable(WarRoomError):
    """Something needed is not there: a display, a library, a server. The exit code is 69."""
