"""How often somebody may ask."""

from collections import deque
from math import ceil

_MINUTE_S = 60.0
_MOST_IDLE = 4096
"""So many senders are remembered before those that were quiet for a minute are forgotten."""


class Rate:
    """At most `most` in any minute, for each sender. Asked from one thread."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._asked: dict[str, deque[float]] = {}
        self._sweep_at = _MOST_IDLE

    def wait_s(self, sender: str, now_s: float) -> int:
        """Whole seconds that `sender` has to wait; 0 where it need not, which counts."""
        asked = self._asked.get(sender)
        if asked is None:
            self._forget_quiet(now_s)
            asked = self._asked[sender] = deque(maxlen=self._most)
        if len(asked) == self._most and (wait := asked[0] + _MINUTE_S - now_s) > 0:
            return max(1, ceil(wait))
        asked.append(now_s)  # the oldest makes room
        return 0

    def _forget_quiet(self, now_s: float) -> None:
        if len(self._asked) < self._sweep_at:
            return
        since = now_s - _MINUTE_S
        self._asked = {who: asked for who, asked in self._asked.items() if asked[-1] > since}
        self._sweep_at = max(_MOST_IDLE, 2 * len(self._asked))
