"""Why a server does not answer, for a person who has to do something about it."""

import errno
import socket

_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)

_WHY: tuple[tuple[type[OSError], str], ...] = (
    (socket.gaierror, "its name is not known here"),
    (ConnectionRefusedError, "nothing listens there"),
    (TimeoutError, "no answer came in time"),
)


def why_silent(error: BaseException) -> str:
    """The first cause that says something; libraries wrap it several times."""
    seen: BaseException | None = error
    while seen is not None:
        for kind, words in _WHY:
            if isinstance(seen, kind):
                return words
        if isinstance(seen, OSError) and seen.errno in _NO_WAY:
            return "no network leads there"
        seen = seen.__cause__ or seen.__context__
    return "the line broke"
