"""Rows of a spreadsheet: the CSV of the command line's contract."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from models.domain.errors import BadInput
from models.domain.history import HistoryRow
from models.domain.incident import IncidentKind
from models.domain.severity import Severity
from models.domain.times import to_ms
from models.intake.history_fields import RowFault, a_title, moment

TIMES = (
    "impact_started_at",
    "detected_at",
    "declared_at",
    "acknowledged_at",
    "mitigated_at",
    "resolved_at",
    "reopened_at",
    "resolved_again_at",
    "cancelled_at",
)
COLUMNS = ("key", "title", "kind", "severity", "service", "failure_mode", *TIMES, "merged_into_key")

ORDER = (
    ("impact_started_at", "detected_at"),
    ("detected_at", "acknowledged_at"),
    ("detected_at", "mitigated_at"),
    ("detected_at", "cancelled_at"),
    ("mitigated_at", "resolved_at"),
    ("detected_at", "resolved_at"),
    ("resolved_at", "reopened_at"),
    ("reopened_at", "resolved_again_at"),
)
"""Pairs (earlier, later); a row that breaks one is kept, with the finding."""


def items(name: str, text: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """(where, row) of every row that is not blank.

    Raises:
        BadInput: there is no header row with a title and a time.
    """
    lines = text.lstrip("\ufeff")
    header = lines.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(lines, newline=""), delimiter=delimiter)
    try:
        names = [(column or "").strip().lower() for column in reader.fieldnames or []]
        if "title" not in names or not set(names) & set(TIMES):
            raise BadInput(
                f"{name} has no header row that this import knows. Name the columns "
                f"{', '.join(COLUMNS)}; some may be missing."
            )
        reader.fieldnames = names
        for row in reader:
            cells = {key: (value or "").strip() for key, value in row.items() if _cell(key, value)}
            if any(cells.values()):
                yield f"{name} line {reader.line_num}", cells
    except csv.Error as error:
        raise BadInput(f"{name} line {reader.line_num} cannot be read: {error}.") from None


def _cell(key: object, value: object) -> bool:
    return isinstance(key, str) and (value is None or isinstance(value, str))


def row(where: str, item: Mapping[str, object], zone: ZoneInfo | None) -> HistoryRow:
    cells = {name: str(item.get(name) or "") for name in COLUMNS}
    times = {name: moment(cells[name], zone, name) for name in TIMES}
    if all(found is None for found in times.values()):
        raise RowFault("it gives no time at all")
    detected = times["detected_at"]
    ended = times["resolved_at"]
    if times["reopened_at"] is not None:
        ended = times["resolved_again_at"]
    return HistoryRow(
        where=where,
        source="csv",
        source_id=f"{cells['key']}@{to_ms(detected) if detected else ''}" if cells["key"] else "",
        key=cells["key"],
        title=a_title(cells["title"]),
        kind=_kind(cells["kind"]),
        severity=_severity(cells["severity"]),
        services=tuple(name.strip() for name in cells["service"].split("|") if name.strip()),
        failure_mode=cells["failure_mode"],
        merged_into_key=cells["merged_into_key"],
        over=ended is not None,
        findings=_findings(times),
        impact_started_at=times["impact_started_at"],
        detected_at=times["detected_at"],
        declared_at=times["declared_at"],
        acknowledged_at=times["acknowledged_at"],
        mitigated_at=times["mitigated_at"],
        resolved_at=times["resolved_at"],
        reopened_at=times["reopened_at"],
        resolved_again_at=times["resolved_again_at"],
        cancelled_at=times["cancelled_at"],
    )


def _kind(text: str) -> str:
    if not text:
        return IncidentKind.BACKFILLED.value
    try:
        return IncidentKind.parse(text).value
    except BadInput as error:
        raise RowFault(str(error)) from None


def _severity(text: str) -> Severity | None:
    try:
        return Severity.parse(text) if text else None
    except BadInput as error:
        raise RowFault(str(error)) from None


def _findings(times: Mapping[str, datetime | None]) -> tuple[str, ...]:
    broken = []
    for earlier, later in ORDER:
        first, second = times[earlier], times[later]
        if first is not None and second is not None and first > second:
            broken.append(f"{earlier} is after {later}")
    return tuple(broken)
