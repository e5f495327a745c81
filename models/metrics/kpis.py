"""Key figures over a period: which incidents count, what is used of them, and what is not and why.

A pure function of the facts of all incidents, what is asked for, and now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from models.domain.facts import CANCELLED, KINDS, OPEN, SEVERITIES, UNRATED
from models.domain.incident import IncidentKind
from models.domain.severity import Severity
from models.metrics.figures import DEFINITIONS, USED, lengths, reason
from models.metrics.recurrence import FORMULA, Recurrence, recurrence
from models.metrics.spread import Spread, spread
from models.metrics.table import Codes, Ints, Mask, Table, known

ELIGIBLE_KINDS = (IncidentKind.INCIDENT, IncidentKind.BACKFILLED)

RATES = {
    "recurrence": ("Recurrence", FORMULA),
    "comms_adherence": (
        "Updates on time",
        (
            "Timed status updates out on time / timed status updates due. The update that says "
            "resolved is not timed; a snooze does not make a late one on time."
        ),
    ),
    "review_on_time": (
        "Reviews on time",
        "Reviews that were reviewed by their deadline / reviews due.",
    ),
    "action_completion": (
        "Actions done in time",
        "Actions of reviews done by their due date / those done or due. Dropped ones do not count.",
    ),
}
"""What each rate is called, and what it is."""

NO_DETECTION, MERGED_AWAY, CALLED_OFF = "no detection time", "merged", "cancelled"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. Milliseconds; `since` is included, `until` is not. Nothing named takes
    all; `kinds` are those that count."""

    since: int | None = None
    until: int | None = None
    services: frozenset[str] = frozenset()
    severities: tuple[Severity, ...] = ()
    kinds: tuple[IncidentKind, ...] = ELIGIBLE_KINDS


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure over the eligible: `values` of the `used` rows of the table, in its order."""

    name: str
    values: Ints
    used: Ints
    of: int
    missing_rows: Ints
    missing_codes: Codes
    spread: Spread

    @property
    def n(self) -> int:
        return len(self.used)


@dataclass(frozen=True, slots=True)
class Rate:
    """`n` of `of`; no rate where there is nothing to be a share of."""

    n: int = 0
    of: int = 0

    @property
    def rate(self) -> float | None:
        return self.n / self.of if self.of else None


@dataclass
class Kpis:
    """`eligible` are rows of the table. Figures are made when they are first looked at."""

    table: Table
    wanted: Wanted
    now: int
    eligible: Ints
    excluded: tuple[tuple[int, str], ...]
    open_rows: Ints
    _figures: dict[str, Figure] = field(default_factory=dict)

    def figure(self, name: str) -> Figure:
        if name not in self._figures:
            self._figures[name] = _figure(self.table, name, self.eligible)
        return self._figures[name]

    def figures(self) -> Mapping[str, Figure]:
        return {name: self.figure(name) for name in DEFINITIONS}

    @cached_property
    def recurrence(self) -> Recurrence:
        return recurrence(self.table, countable(self.table, self.wanted.kinds), self.eligible)

    @cached_property
    def comms_adherence(self) -> Rate:
        """An update that is late now is due and not in time."""
        rows = self.eligible
        on_time = int(self.table["updates_on_time"][rows].sum())
        due = int(self.table["updates_due"][rows].sum())
        late = self.table["next_update_at"][rows]
        return Rate(on_time, due + int((known(late) & (late < self.now)).sum()))

    @cached_property
    def review_on_time(self) -> Rate:
        """A review that was held counts, one that is not yet due does not."""
        due = self.table["review_due_at"][self.eligible]
        held = self.table["reviewed_at"][self.eligible]
        counts = known(due) & (known(held) | (due <= self.now))
        in_time = counts & known(held) & (held < due)
        return Rate(int(in_time.sum()), int(counts.sum()))

    @cached_property
    def action_completion(self) -> Rate:
        rows = self.eligible
        in_time = int(self.table["actions_in_time"][rows].sum())
        done = int(self.table["actions_done"][rows].sum())
        counted = np.zeros(len(self.table), bool)
        counted[rows] = True
        late = sum(
            due <= self.now
            for row, links in self.table.links.items()
            if links.open_dues and counted[row]
            for due in links.open_dues
        )
        return Rate(in_time, done + late)

    def rates(self) -> dict[str, Rate]:
        """Every share there is, for all who show one."""
        returned = self.recurrence
        return {
            "recurrence": Rate(returned.n, returned.of),
            "comms_adherence": self.comms_adherence,
            "review_on_time": self.review_on_time,
            "action_completion": self.action_completion,
        }

    def missing(self, name: str) -> list[tuple[int, str]]:
        """(row, why) of the eligible incidents that a figure does without."""
        figure = self.figure(name)
        return [
            (row, reason(self.table, row, code))
            for row, code in zip(
                figure.missing_rows.tolist(), figure.missing_codes.tolist(), strict=True
            )
        ]


def kpis(table: Table, wanted: Wanted, now: int) -> Kpis:
    asked = _asked(table, wanted)
    counts = countable(table, wanted.kinds)
    detected = known(table["detected_at"])
    eligible = np.flatnonzero(asked & counts & detected)
    is_open = table.flagged(OPEN) & ~known(table["resolved_at"])
    return Kpis(
        table=table,
        wanted=wanted,
        now=now,
        eligible=eligible,
        excluded=tuple(exclusions(table, asked & ~(counts & detected), wanted.kinds)),
        open_rows=eligible[is_open[eligible]],
    )


def countable(table: Table, kinds: tuple[IncidentKind, ...] = ELIGIBLE_KINDS) -> Mask:
    """Of a kind that counts, not cancelled, not merged; whatever the period."""
    if kinds not in table.known_masks:
        kept = table.coded_as("kind", [KINDS.index(kind) for kind in kinds], len(KINDS))
        table.known_masks[kinds] = kept & ~table.flagged(CANCELLED) & ~table.merged()
    return table.known_masks[kinds]


def _asked(table: Table, wanted: Wanted) -> Mask:
    """In the period by its detection; one without belongs where it began, as far as is known."""
    began = table["began_at"]
    found = np.ones(len(table), bool)
    if wanted.since is not None:
        found &= ~known(began) | (began >= wanted.since)
    if wanted.until is not None:
        found &= ~known(began) | (began < wanted.until)
    if wanted.severities:
        codes = [SEVERITIES.index(severity) for severity in wanted.severities]
        found &= table.coded_as("severity", codes, UNRATED + 1)
    if wanted.services:
        found &= table.on_services(wanted.services)
    return found


def exclusions(
    table: Table, asked: Mask, kinds: tuple[IncidentKind, ...] = ELIGIBLE_KINDS
) -> list[tuple[int, str]]:
    """(row, why) of those asked for that do not count."""
    merged, cancelled = table.merged(), table.flagged(CANCELLED)
    detected, coded = known(table["detected_at"]), table["kind"]
    found = []
    for row in np.flatnonzero(asked).tolist():
        kind = KINDS[int(coded[row])]
        if kind not in kinds:
            found.append((row, kind.value))
        elif merged[row]:
            found.append((row, MERGED_AWAY))
        elif cancelled[row]:
            found.append((row, CALLED_OFF))
        elif not detected[row]:
            found.append((row, NO_DETECTION))
    return found


def _figure(table: Table, name: str, eligible: Ints) -> Figure:
    every, why = lengths(table, name)
    codes = why[eligible]
    used = eligible[codes == USED]
    values = every[used]
    return Figure(
        name=name,
        values=values,
        used=used,
        of=len(eligible),
        missing_rows=eligible[codes != USED],
        missing_codes=codes[codes != USED],
        spread=spread(values),
    )
