"""Incidents that happened before: rows of a history, as its source tells them."""

from dataclasses import dataclass
from datetime import datetime

from models.domain.severity import Severity


@dataclass(frozen=True, slots=True)
class HistoryUpdate:
    """What the source published; `at` is None where it gives no time."""

    at: datetime | None
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One incident of a history. Times aware UTC, None where the source does not say.

    `source` and `source_id` name it across copies; `key` is set for rows of a CSV only.
    `start_estimated`: the detection is the source's start, no more. `over`: the source lists it
    among the past ones, whether or not it says when it ended. `end_note` says why an end is
    missing; `findings` what does not fit and was kept as it is.
    """

    where: str
    source: str
    source_id: str
    title: str
    kind: str = "backfilled"
    severity: Severity | None = None
    impact_word: str = ""
    services: tuple[str, ...] = ()
    failure_mode: str = ""
    key: str = ""
    impact_started_at: datetime | None = None
    detected_at: datetime | None = None
    declared_at: datetime | None = None
    acknowledged_at: datetime | None = None
    mitigated_at: datetime | None = None
    resolved_at: datetime | None = None
    reopened_at: datetime | None = None
    resolved_again_at: datetime | None = None
    cancelled_at: datetime | None = None
    merged_into_key: str = ""
    updates: tuple[HistoryUpdate, ...] = ()
    start_estimated: bool = False
    over: bool = False
    end_note: str = ""
    findings: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A row that was skipped (planned maintenance) or rejected, and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    rows: tuple[HistoryRow, ...] = ()
    skipped: tuple[NotTaken, ...] = ()
    rejected: tuple[NotTaken, ...] = ()
