"""What newly waits on a person is told outside the window too."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from views.tongue import told

if TYPE_CHECKING:
    from models.domain.needs import Need

TOLD = (
    "handover", "question", "task", "late_update", "time_box", "conflict", "approval", "sent_back",
    "unread", "delivery",
)  # fmt: skip
"""Worth leaving other work for. The rest waits on Home."""


class NeedNotices:
    """`notify` takes a title, the words, the incident and who caused it ("" for time itself)."""

    def __init__(
        self,
        notify: Callable[[str, str, str, str], bool],
        label: Callable[[str], str],
    ) -> None:
        self._notify = notify
        self._label = label
        self._seen: set[tuple[str, str, str]] | None = None

    def look(self, needs: "Sequence[Need]") -> None:
        """What was there at the start is on Home already and told nobody."""
        now = {(need.kind, need.incident, need.subject) for need in needs}
        if self._seen is not None:
            for need in needs:
                if (need.kind, need.incident, need.subject) in self._seen or need.kind not in TOLD:
                    continue
                self._notify(self._label(need.incident), told(need.text), need.incident, "")
        self._seen = now
