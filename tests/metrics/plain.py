"""The definitions of the key figures, read from the page and written once more: plain Python over
rows of text, without a line of the product."""

import csv
import math
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

Row = dict[str, Any]
Span = tuple[datetime | None, datetime | None]

COUNTED_KINDS = ("incident", "backfilled", "")
ANCHORS = {
    "ttd": ("impact_started_at", "detected_at"),
    "tta": ("detected_at", "acknowledged_at"),
    "ttm": ("detected_at", "mitigated_at"),
    "ttr": ("detected_at", "resolved_at"),
}
_TIMES = (
    "impact_started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at",
    "reopened_at", "resolved_again_at", "cancelled_at",
)  # fmt: skip


def of_source(row: dict[str, str]) -> Row:
    """A row of a history before it was imported."""
    times = {name: _moment(row.get(name, "")) for name in _TIMES}
    reopened = times["reopened_at"] is not None
    again = [(times["reopened_at"], times["resolved_again_at"])] if reopened else []
    begun = times["impact_started_at"] or times["detected_at"]
    ended = times["mitigated_at"] or times["resolved_at"]
    return {
        "id": row["key"],
        "counts": row["kind"] in COUNTED_KINDS and times["cancelled_at"] is None,
        "into": row["merged_into_key"],
        "print": row["failure_mode"] and f"{row['service']}/{row['failure_mode']}",
        "service": row["service"],
        **{name: times[name] for name in _TIMES[:4]},
        "resolved_at": times["resolved_again_at" if reopened else "resolved_at"],
        "active": [(times["detected_at"], times["resolved_at"]), *again],
        "impact": [(begun, ended), *again],
        "linked": [],
        "parted": [],
    }


def of_export(row: dict[str, str]) -> Row:
    """A row of the last table of an exported CSV."""
    return {
        "id": row["id"],
        "counts": row["kind"] in COUNTED_KINDS and row["cancelled"] == "no",
        "into": row["merged_into"],
        "print": row["fingerprint"],
        "service": row["services"],
        **{name: _moment(row[name]) for name in _TIMES[:5]},
        "active": _spans(row["active"]),
        "impact": _spans(row["impact"]),
        "linked": row["recurs_from"].split(),
        "parted": row["not_recurs_from"].split(),
        "open": row["open"] == "yes",
    }


def tables_of(body: bytes) -> list[list[dict[str, str]]]:
    """The tables of an exported CSV."""
    found: list[list[list[str]]] = [[]]
    for cells in csv.reader(body.decode().splitlines()):
        if cells:
            found[-1].append(cells)
        else:
            found.append([])
    return [[dict(zip(heads, cells, strict=True)) for cells in rows] for heads, *rows in found]


class Plain:
    def __init__(self, rows: list[Row], since: datetime | None, until: datetime | None) -> None:
        self.rows, self.into = rows, {row["id"]: row["into"] for row in rows}
        self.countable = [row for row in rows if row["counts"] and not self._is_merged(row["id"])]
        self.eligible = [row for row in self.countable if _inside(row["detected_at"], since, until)]

    def _is_merged(self, name: str) -> bool:
        """One on a ring of merges is not; nor is one merged into what is not here."""
        seen, above = set(), self.into[name]
        if above not in self.into:
            return False
        while above and above != name and above not in seen:
            seen.add(above)
            above = self.into.get(above, "")
        return above != name

    def lengths(self, name: str) -> list[int]:
        """Of those that can be used, in milliseconds."""
        if name in ANCHORS:
            start, end = ANCHORS[name]
            found = [_length((row[start], row[end])) for row in self.eligible]
        else:
            kind = "active" if name == "active_ttr" else "impact"
            found = [_union(row[kind]) if row["resolved_at"] else None for row in self.eligible]
        return [one for one in found if one is not None]

    def still_open(self) -> int:
        return sum(row["open"] and row["resolved_at"] is None for row in self.eligible)

    def recurring(self) -> set[str]:
        return {row["id"] for row in self.eligible if row["linked"] or self._returns(row)}

    def _returns(self, row: Row) -> bool:
        return any(
            other is not row
            and other["print"] == row["print"] != ""
            and other["id"] not in row["parted"]
            and other["resolved_at"] is not None
            and timedelta(0) <= row["detected_at"] - other["resolved_at"] <= timedelta(days=90)
            for other in self.countable
        )

    def hit_ms(self, service: str, start: datetime, end: datetime, now: datetime) -> int:
        """How long a window was hit. What goes on goes on until now, or the end of the window."""
        spans: list[Span] = []
        for row in self.countable:
            for since, to in row["impact"] if row["service"] == service else ():
                goes_on = to is None and row["open"] and row["resolved_at"] is None
                last = min(now, end) if goes_on else to
                if since is not None and last is not None and since <= last:
                    spans.append((max(since, start), min(last, end, now)))
        return _union([span for span in spans if span[0] < span[1]]) or 0


def mean(values: list[int]) -> Fraction:
    return Fraction(sum(values), len(values))


def median(values: list[int]) -> Fraction:
    ordered, half = sorted(values), len(values) // 2
    return Fraction(ordered[half] + ordered[-half - 1], 2)


def p90(values: list[int]) -> int:
    return sorted(values)[math.ceil(Fraction(9, 10) * len(values)) - 1]


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text not in ("", "..") else None


def _spans(text: str) -> list[Span]:
    pairs = (span.split("/") for span in text.split())
    return [(_moment(start), _moment(end)) for start, end in pairs]


def _inside(at: datetime | None, since: datetime | None, until: datetime | None) -> bool:
    if at is None:
        return False
    return (since is None or since <= at) and (until is None or at < until)


def _length(span: Span) -> int | None:
    start, end = span
    if start is None or end is None or end < start:
        return None
    return (end - start) // timedelta(milliseconds=1)


def _union(spans: list[Span]) -> int | None:
    """Second by second would be the plainest; from edge to edge is nearly as plain."""
    if any(_length(span) is None for span in spans):
        return None
    edges = sorted({edge for span in spans for edge in span if edge is not None})
    covered = [
        (a, b)
        for a, b in pairwise(edges)
        if any(s is not None and e is not None and s <= a and b <= e for s, e in spans)
    ]
    return sum(_length(span) or 0 for span in covered)
