"""The few things that a screen reader tells at once: command is offered, an update is late, an
incident gets worse, the connection goes or comes back."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from views.tongue import told, tr

if TYPE_CHECKING:
    from models.domain.needs import Need
    from models.domain.severity import Severity
    from models.domain.syncing import Link
    from models.queries.incident_rows import IncidentRow

AT_ONCE = ("handover", "late_update")
"""Kinds of need that cannot wait for a pause. The others are heard where they are listed."""


class Urgent:
    """What was so at the start is on Home and tells nobody."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._needs: set[tuple[str, str, str]] | None = None
        self._severities: dict[str, Severity | None] | None = None

    def look(self, needs: "Iterable[Need]", live: "Iterable[IncidentRow]") -> None:
        rows = list(live)
        for row in rows:
            before = (self._severities or {}).get(row.uid)
            if before is not None and row.severity and row.severity.is_worse_than(before):
                self._say(
                    tr(
                        "{incident} was raised from {before} to {to}.",
                        incident=row.label,
                        before=before.value,
                        to=row.severity.value,
                    )
                )
        self._severities = {row.uid: row.severity for row in rows}
        pressing = {
            (need.kind, need.incident, need.subject): told(need.text)
            for need in needs
            if need.kind in AT_ONCE
        }
        if self._needs is not None:
            for key, words in pressing.items():
                if key not in self._needs:
                    self._say(words)
        self._needs = set(pressing)


class LinkNews:
    """Lost or back; what it is in between is told by nobody."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._offline: bool | None = None

    def look(self, link: "Link") -> None:
        from models.domain.syncing import Link  # with a server, and not before

        if link not in (Link.OFFLINE, Link.SYNCED):
            return
        offline, before = link is Link.OFFLINE, self._offline
        self._offline = offline
        if offline and before is False:
            self._say(tr("Offline. Everything is saved on this machine."))
        elif before and not offline:
            self._say(tr("The connection is back."))
