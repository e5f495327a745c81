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
from models.intake.fields import clean
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

_LONGEST_HEADER = 10_000

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


Item = tuple[str, Mapping[str, object] | RowFault]


def is_header(line: str) -> bool:
    names = _names(line)
    return "title" in names and bool(set(names) & set(TIMES))


def items(name: str, text: str) -> Iterator[Item]:
    """(where, row) of every row that is not blank; one that cannot be read is a fault."""
    lines = text.lstrip("\ufeff\r\n")
    header, _, rest = lines.partition("\n")
    if not is_header(header):
        known = ", ".join(COLUMNS)
        yield name, RowFault(f"its first row names no title and no time; the columns are {known}")
        return
    first = text.count("\n") - rest.count("\n") + 1
    stream = io.StringIO(rest, newline="")
    reader = csv.reader(stream, delimiter=_delimiter(header), strict=True)
    names = _names(header)
    while True:
        where = f"{name} line {reader.line_num + first}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield where, RowFault(f"the row cannot be read: {error}")
            continue
        found = {key: clean(cell) for key, cell in zip(names, cells, strict=False) if key}
        if any(found.values()):
            yield where, found


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _names(header: str) -> list[str]:
    """Of a header row; none where it is far too long to be one."""
    if len(header) > _LONGEST_HEADER:
        return []
    cells = next(csv.reader([header.rstrip("\r")], delimiter=_delimiter(header)), [])
    return [cell.strip().lower().replace(" ", "_") for cell in cells]


def row(where: str, item: Mapping[str, object], zone: ZoneInfo | None) -> HistoryRow:
    cells = {name: str(item.get(name) or "") for name in COLUMNS}
    times = {name: moment(cells[name], zone, name) for name in TIMES}
    if all(found is None for found in times.values()):
        raise RowFault("it gives no time at all")
    ended = times["resolved_at"]
    if times["reopened_at"] is not None:
        ended = times["resolved_again_at"]
    title = a_title(cells["title"])
    return HistoryRow(
        where=where,
        source="csv",
        source_id=_identity(cells["key"] or title, times),
        key=cells["key"],
        title=title,
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


def _identity(name: str, times: Mapping[str, datetime | None]) -> str:
    """`key` with `detected_at`; a row without a key goes by its title and its first time, so that
    it is known again as well."""
    first = times["detected_at"] or next(time for time in times.values() if time is not None)
    return f"{name}@{to_ms(first)}"


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
    if times["resolved_again_at"] is not None and times["reopened_at"] is None:
        broken.append("resolved_again_at without reopened_at")
    return tuple(broken)
