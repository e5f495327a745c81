"""The figures there are: what each is, its two anchors, and why it may be missing."""

from dataclasses import dataclass

import numpy as np

from models.domain.facts import (
    ESTIMATED,
    MISSING,
    OPEN,
    REVERSED_ACTIVE,
    REVERSED_IMPACT,
)
from models.metrics.table import Codes, Ints, Table, known

USED = 0
REASONS: tuple[str, ...] = (
    "",
    "no start of impact",
    "detection time not in the source",
    "no acknowledgement",
    "no mitigation",
    "still open",
    "no resolution",
    "not over",
    "no impact recorded",
    "ends before it starts",
    "a stretch of it has no end",
)
"""Why a figure is missing for an incident, by code; 0 is not missing. An end that the source of a
history does not give says so in the source's own words instead (SEE_NOTE)."""
(
    NO_START, ESTIMATED_START, NO_ACK, NO_MITIGATION, STILL_OPEN, NO_RESOLUTION, NOT_OVER,
    NO_IMPACT, REVERSED, NO_END,
) = range(1, len(REASONS))  # fmt: skip
SEE_NOTE = len(REASONS)


@dataclass(frozen=True, slots=True)
class Definition:
    """`anchors` are the timestamps it is read from, the first and the last."""

    name: str
    title: str
    formula: str
    anchors: tuple[str, str]


DEFINITIONS: dict[str, Definition] = {
    one.name: one
    for one in (
        Definition(
            "ttd",
            "Time to detect",
            "TTD = detected − impact started",
            ("impact_started_at", "detected_at"),
        ),
        Definition(
            "tta",
            "Time to acknowledge",
            "TTA = acknowledged − detected",
            ("detected_at", "acknowledged_at"),
        ),
        Definition(
            "ttm",
            "Time to mitigate",
            "TTM = mitigated − detected",
            ("detected_at", "mitigated_at"),
        ),
        Definition(
            "ttr",
            "Time to resolve",
            "TTR = final resolved − detected",
            ("detected_at", "resolved_at"),
        ),
        Definition(
            "active_ttr",
            "Active time to resolve",
            "Active TTR = TTR without the gaps between a resolve and a reopen",
            ("detected_at", "resolved_at"),
        ),
        Definition(
            "impact",
            "Impact",
            "Impact = union of the impact intervals",
            ("impact_started_at", "resolved_at"),
        ),
    )
}


def lengths(table: Table, name: str) -> tuple[Ints, Codes]:
    """(milliseconds, code of why it is missing) of one figure for every incident."""
    value: Ints
    why = np.zeros(len(table), np.int32)
    if name in _UNIONS:
        column, reversed_flag, none = _UNIONS[name]
        value = table[column]
        why[~known(value)] = none
        why[table.flagged(reversed_flag)] = REVERSED
    else:
        start, end = (table[anchor] for anchor in DEFINITIONS[name].anchors)
        value = end - start
        why[end < start] = REVERSED
        why[~known(end)] = _NO_LAST[name]
        why[~known(start)] = NO_START
    if name == "ttd":
        why[table.flagged(ESTIMATED)] = ESTIMATED_START
    if name in _UNTIL_OVER:
        _mark_unresolved(table, name, why)
    return np.where(why == USED, value, MISSING), why


_UNIONS = {
    "active_ttr": ("active_ms", REVERSED_ACTIVE, NO_END),
    "impact": ("impact_ms", REVERSED_IMPACT, NO_IMPACT),
}
_NO_LAST = {"ttd": NO_START, "tta": NO_ACK, "ttm": NO_MITIGATION, "ttr": NO_RESOLUTION}
_UNTIL_OVER = ("ttr", "active_ttr", "impact")


def _mark_unresolved(table: Table, name: str, why: Codes) -> None:
    """What is not resolved has no end yet, or none that is known."""
    unresolved = ~known(table["resolved_at"])
    going_on = unresolved & table.flagged(OPEN)
    if name != "impact":
        why[unresolved] = NO_RESOLUTION
    why[going_on] = NOT_OVER if name == "impact" else STILL_OPEN
    noted = unresolved & np.not_equal(table.notes, 0)
    why[noted & np.not_equal(why, USED)] = SEE_NOTE


def reason(table: Table, row: int, code: int) -> str:
    return table.names_of(row).end_note if code == SEE_NOTE else REASONS[code]
