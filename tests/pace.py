"""How fast this machine computes just now: a limit in seconds means them on one at rest."""

from statistics import median
from time import thread_time

QUIET_MS = 1.3
"""What `_job` takes of the thread's own time on the machine the limits were found on, at rest."""


def slowness() -> float:
    """How much slower this machine computes now than that one at rest; never below 1."""
    return max(1.0, median(_timed_job() for _ in range(15)) / QUIET_MS)


def _timed_job() -> float:
    began = thread_time()
    found: dict[str, int] = {}
    for number in range(6_000):
        found[str(number % 97)] = found.get(str(number % 89), 0) + number
    return (thread_time() - began) * 1000
