"""When a delivery is tried again."""

from datetime import datetime, timedelta

FIRST_S = 1.0
_EARLY = timedelta(minutes=4)
_EARLY_MOST_S = 24.0
_LATE_MOST_S = 300.0
_MOST_WAIT_S = 3_600.0
_JITTER = 0.2


def next_try(
    now: datetime, first: datetime, attempts: int, wait_s: float, random: float
) -> datetime:
    """Doubled with each of `attempts`, from a second, and under half a minute in the first four
    minutes after `first`; lengthened by up to a fifth by `random` (0 to 1), so that many do not
    come back together. What the receiver asks for (`wait_s`) is kept to, up to an hour."""
    most = _EARLY_MOST_S if now - first < _EARLY else _LATE_MOST_S
    delay = min(most, FIRST_S * 2 ** min(attempts - 1, 16)) * (1 + _JITTER * random)
    return now + timedelta(seconds=max(delay, min(wait_s, _MOST_WAIT_S)))
