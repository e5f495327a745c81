"""Numbers over time out of what people paste or a server answers."""

import csv
import io
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from operator import attrgetter

from models.domain.errors import BadInput
from models.domain.series import Point, Series
from models.domain.times import from_ms, whole_ms
from models.intake.series_numbers import decimal_sign, read_number

MOST_CHARACTERS = 8 * 1024 * 1024
MOST_ROWS = 200_000
_UNIT = re.compile(r"\s*[(\[]\s*([^)\]]{1,12})\s*[)\]]\s*$|\s+(%)\s*$")
_NOTHING = ("", "nan", "null", "none", "-", "n/a", "na", "inf", "-inf", "+inf")
_LONE_COMMA = {";": ",", ",": ".", "\t": ""}
"""What a comma before three digits is, by what stands between the columns: a semicolon is there
because the comma is taken."""
_FIRST_YEAR, _LAST_YEAR = 1980, 2200

_Row = tuple[int, list[str]]


def read_csv(text: str, zone: tzinfo | None = None) -> list[Series]:
    """A column of times and one or more of numbers; comma, semicolon or tab; with a heading or
    without. Times are ISO 8601, or seconds or milliseconds since 1970. `zone` is that of times
    without an offset.

    Raises:
        BadInput: no times, no numbers, or a time without an offset and no zone; names the row.
    """
    if len(text) > MOST_CHARACTERS:
        raise BadInput("The table has more than 8 MiB. Cut the time it covers.")
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    separator = max(
        "\t;,", key=lambda sign: min((line.count(sign) for line in lines[:20]), default=0)
    )
    rows = list(_rows(text.lstrip("\ufeff"), separator))
    if not rows:
        raise BadInput("The table is empty.")
    if len(rows) > MOST_ROWS:
        raise BadInput(f"The table has more than {MOST_ROWS:,} rows. Take a point a minute.")
    heading, body = _headed(rows)
    width = max((len(row) for _, row in body), default=0)
    if width < 2:
        raise BadInput("A column of times and one of numbers are needed, side by side.")
    decimal = decimal_sign(
        (cell for _, row in body for cell in row[1:]), alone=_LONE_COMMA[separator]
    )
    columns: list[list[Point]] = [[] for _ in range(width - 1)]
    for n, row in body:
        at = read_time(row[0], zone, f"Row {n}")
        for column, cell in zip(columns, row[1:], strict=False):
            column.append(Point(at, _value(cell, decimal, f"Row {n}")))
    names = _names(heading, width - 1)
    found = [
        _named(name, unit or _unit_in(body, n), points)
        for n, ((name, unit), points) in enumerate(zip(names, columns, strict=True), start=1)
        if any(point.value is not None for point in points)
    ]
    if not found:
        raise BadInput("There is no number in the table.")
    return found


def _rows(text: str, separator: str) -> Iterator[_Row]:
    """Rows that are not blank, with the line each ends on: the number a person sees."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise BadInput(f"Row {reader.line_num}: this is not a row of a table.") from None
        if any(cell.strip() for cell in row):
            yield reader.line_num, row


def _headed(rows: Sequence[_Row]) -> tuple[list[str], Sequence[_Row]]:
    """A heading names what stands below it, so that none of its cells is a number."""
    _, first = rows[0]
    signs = (".", ",")
    numbers = any(read_number(cell, sign) is not None for cell in first[1:] for sign in signs)
    return ([], rows) if len(first) < 2 or numbers else (first, rows[1:])


def _value(cell: str, decimal: str, where: str) -> float | None:
    plain = cell.strip()
    if plain.lower() in _NOTHING:
        return None
    if not decimal and "," in plain:
        raise BadInput(
            f"{where}: {plain} can be read in two ways, for a comma parts thousands here and "
            "fractions there. Write numbers with a point."
        )
    value = read_number(plain, decimal or ".")
    if value is None:
        raise BadInput(f"{where}: {plain[:60]!r} is not a number.")
    return value


def read_time(cell: str, zone: tzinfo | None, where: str) -> datetime:
    """Raises BadInput, naming the place."""
    plain = cell.strip().strip('"')
    if not plain:
        raise BadInput(f"{where}: the time is missing.")
    if re.fullmatch(r"\d{9,10}(?:\.\d{1,9})?", plain, re.ASCII):
        return _placed(from_ms(round(float(plain) * 1000)), plain, where)
    if re.fullmatch(r"\d{12,13}", plain, re.ASCII):
        return _placed(from_ms(int(plain)), plain, where)
    try:
        found = datetime.fromisoformat(plain.replace("Z", "+00:00").replace("/", "-"))
    except ValueError:
        raise BadInput(
            f"{where}: {plain[:60]!r} is not a time. Write it like 2026-11-23T15:04Z."
        ) from None
    if found.tzinfo is None:
        if zone is None:
            raise BadInput(f"{where}: {plain} has no offset. Add Z, or say which zone it is in.")
        found = found.replace(tzinfo=zone)
    return _placed(found, plain, where)


def _placed(moment: datetime, written: str, where: str) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise BadInput(f"{where}: {written} lies in the year {moment.year}. Check the time.")
    return whole_ms(moment.astimezone(UTC))


def _names(heading: Sequence[str], n: int) -> list[tuple[str, str]]:
    """(name, unit) of each column: `5xx rate (%)` is 5xx rate in %. No two have one name, for
    what has one name is one line."""
    found: list[tuple[str, str]] = []
    seen: Counter[str] = Counter()
    for column in range(1, n + 1):
        written = heading[column] if column < len(heading) else ""
        unit = _UNIT.search(written)
        name = (written[: unit.start()] if unit else written).strip() or f"Series {column}"
        seen[name] += 1
        found.append(
            (
                name if seen[name] == 1 else f"{name} {seen[name]}",
                (unit[1] or unit[2]) if unit else "",
            )
        )
    return found


def _unit_in(body: Sequence[_Row], column: int) -> str:
    cells = (row[column].strip() for _, row in body if column < len(row))
    told = [cell for cell in cells if cell.lower() not in _NOTHING]
    return "%" if told and all(cell.endswith("%") for cell in told) else ""


def _named(name: str, unit: str, points: Sequence[Point]) -> Series:
    return Series(name, unit, tuple(sorted(points, key=attrgetter("at"))))


def read_prometheus(body: bytes, name: str = "") -> list[Series]:
    """The answer of a range query. A sample that is no finite number is a gap.

    Raises:
        BadInput: not such an answer, or the server's own words for what is wrong.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise BadInput(
            "The answer is not JSON. Is it the address of a Prometheus server?"
        ) from None
    if not isinstance(told, dict) or told.get("status") != "success":
        words = told.get("error") if isinstance(told, dict) else None
        raise BadInput(f"Prometheus says: {str(words)[:300]}" if words else "No range came back.")
    data = told.get("data")
    result = data.get("result") if isinstance(data, dict) else None
    if not isinstance(result, list) or (
        isinstance(data, dict) and data.get("resultType") != "matrix"
    ):
        raise BadInput("No range came back. The query must be one that gives a range of values.")
    return [_of_matrix(one, name) for one in result[:20] if isinstance(one, dict)]


def _of_matrix(one: dict[str, object], name: str) -> Series:
    labels = one.get("metric")
    labels = labels if isinstance(labels, dict) else {}
    told = ", ".join(f"{key}={value}" for key, value in labels.items() if key != "__name__")
    values = one.get("values")
    samples = (_sample(pair) for pair in (values if isinstance(values, list) else ()))
    points = tuple(sample for sample in samples if sample is not None)
    title = name or str(labels.get("__name__", "")) or told or "Prometheus"
    return Series(title, points=points, source="prometheus")


def _sample(pair: object) -> Point | None:
    """None for what has no time; a point without a value for what has no finite number."""
    if not isinstance(pair, list) or len(pair) != 2:
        return None
    try:
        at = from_ms(round(float(pair[0]) * 1000))
        value = float(pair[1])
    except (TypeError, ValueError, OverflowError):
        return None
    return Point(at, value if math.isfinite(value) else None)
