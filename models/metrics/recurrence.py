"""What came back: the same fingerprint within 90 days, or a person's word for or against it."""

from dataclasses import dataclass

import numpy as np

from models.metrics.table import Ints, Mask, Table, known

WITHIN_MS = 90 * 86_400_000

FORMULA = (
    "Recurrence rate = eligible incidents that recur / eligible incidents. One recurs when an "
    "eligible incident of the same service and failure mode was resolved at most 90 days before "
    "it was detected, or when a person linked it to an earlier one; a person's unlink wins."
)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """`rows` recur; `earlier` is the row each is the return of, -1 where that one is not here.
    `linked` says that a person said so."""

    rows: Ints
    earlier: Ints
    linked: Mask
    of: int

    @property
    def n(self) -> int:
        return len(self.rows)

    @property
    def rate(self) -> float | None:
        return self.n / self.of if self.of else None


def recurrence(table: Table, countable: Mask, eligible: Ints) -> Recurrence:
    """`countable` are those an incident may be the return of, whatever the period; `eligible` is
    in the order of the table."""
    earlier = _by_fingerprint(table, countable, eligible)
    linked = np.zeros(len(eligible), bool)
    for row, links in table.links.items():
        if not links.recurs_from and not links.not_recurs_from:
            continue
        n = int(np.searchsorted(eligible, row))
        if n == len(eligible) or eligible[n] != row:
            continue
        if links.recurs_from:
            earlier[n] = table.places.get(links.recurs_from[0], -1)
            linked[n] = True
        else:
            parted = {table.places[one] for one in links.not_recurs_from if one in table.places}
            earlier[n] = _latest_but(table, countable, int(eligible[n]), parted)
    found = linked | (earlier >= 0)
    return Recurrence(eligible[found], earlier[found], linked[found], len(eligible))


def _by_fingerprint(table: Table, countable: Mask, eligible: Ints) -> Ints:
    """For each eligible row the latest earlier one of its fingerprint in time; -1 for none."""
    named = _has_fingerprint(table)
    candidates = np.flatnonzero(countable & known(table["resolved_at"]) & named)
    found = np.full(len(eligible), -1, np.int64)
    if not len(candidates) or not len(eligible):
        return found
    resolved, asked_at = table["resolved_at"][candidates], table["detected_at"][eligible]
    ends, starts, scale = _comparable(resolved, asked_at)
    # One sorted key of (fingerprint, moment) finds the latest before each moment.
    keys = table.fingerprints[candidates].astype(np.int64) * scale + ends
    by_key = np.argsort(keys, kind="stable")
    order, keys = candidates[by_key], keys[by_key]
    prints = table.fingerprints
    asked = prints[eligible].astype(np.int64) * scale + starts
    at = np.searchsorted(keys, asked, side="right") - 1
    # An incident that took no time is not its own return.
    itself = (at >= 0) & (order[at] == eligible)
    at = np.where(itself, at - 1, at)
    within = (
        (at >= 0)
        & (prints[order[at]] == prints[eligible])
        & (asked_at - table["resolved_at"][order[at]] <= WITHIN_MS)
        & named[eligible]
    )
    found[within] = order[at][within]
    return found


def _comparable(ends: Ints, starts: Ints) -> tuple[Ints, Ints, int]:
    """Both as small numbers in the order of time, and a number larger than any of them."""
    first = min(int(ends.min()), int(starts.min()))
    width = max(int(ends.max()), int(starts.max())) - first + 1
    if width < _WIDEST_MS:
        return ends - first, starts - first, width
    # Somebody's year 1 or 9999: the ranks of the moments do as well, only slower.
    moments = np.unique(np.concatenate((ends, starts)))
    return np.searchsorted(moments, ends), np.searchsorted(moments, starts), len(moments) + 1


_WIDEST_MS = 100 * 366 * 86_400_000


def _has_fingerprint(table: Table) -> Mask:
    return np.not_equal(table.fingerprints, 0)


def _latest_but(table: Table, countable: Mask, row: int, parted: set[int]) -> int:
    """The same for one row, without those that a person parted it from."""
    if not table.fingerprints[row]:
        return -1
    detected, resolved = int(table["detected_at"][row]), table["resolved_at"]
    same = np.equal(table.fingerprints, table.fingerprints[row]) & countable & known(resolved)
    near = same & (resolved <= detected) & (resolved >= detected - WITHIN_MS)
    left = [one for one in np.flatnonzero(near).tolist() if one != row and one not in parted]
    return max(left, key=lambda one: int(resolved[one]), default=-1)
