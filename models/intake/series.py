"""Numbers over time out of what people paste or a server answers."""

import csv
import io
import json
import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from models.domain.errors import BadInput
from models.domain.series import Point, Series

MOST_CHARACTERS = 8 * 1024 * 1024
MOST_ROWS = 200_000
_NUMBER = re.compile(r"[-+]?(?:\d[\d ]*|\d{1,3}(?:[ ,]\d{3})+)?(?:[.,]\d+)?(?:[eE][-+]?\d+)?")
_UNIT = re.compile(r"[(\[]\s*([^)\]]{1,12})\s*[)\]]\s*$")
_NOTHING = ("", "nan", "null", "none", "-", "n/a", "na", "inf", "-inf", "+inf")


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
    if not lines:
        raise BadInput("The table is empty.")
    separator = max("\t;,", key=lambda sign: min(line.count(sign) for line in lines[:20]))
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    if len(rows) > MOST_ROWS:
        raise BadInput(f"The table has more than {MOST_ROWS:,} rows. Take a point a minute.")
    headed = len(rows[0]) > 1 and all(_number(cell) is None for cell in rows[0][1:])
    heading = rows[0] if headed else []
    body = rows[1:] if headed else rows
    width = max((len(row) for row in body), default=0)
    if width < 2:
        raise BadInput("A column of times and one of numbers are needed, side by side.")
    columns: list[list[Point]] = [[] for _ in range(width - 1)]
    for n, row in enumerate(body, start=2 if headed else 1):
        at = read_time(row[0], zone, f"Row {n}")
        for column, cell in zip(columns, row[1:], strict=False):
            if cell.strip().lower() in _NOTHING:
                column.append(Point(at, None))
            elif (value := _number(cell)) is not None:
                column.append(Point(at, value))
            else:
                raise BadInput(f"Row {n}: {cell.strip()!r} is not a number.")
    found = [
        _named(heading[n] if n < len(heading) else f"Series {n}", points)
        for n, points in enumerate(columns, start=1)
        if any(point.value is not None for point in points)
    ]
    if not found:
        raise BadInput("There is no number in the table.")
    return found


def read_time(cell: str, zone: tzinfo | None, where: str) -> datetime:
    """Raises BadInput, naming the place."""
    plain = cell.strip().strip('"')
    if re.fullmatch(r"\d{9,11}(?:\.\d+)?", plain):
        return datetime.fromtimestamp(float(plain), UTC)
    if re.fullmatch(r"\d{12,14}", plain):
        return datetime.fromtimestamp(int(plain) / 1000, UTC)
    try:
        found = datetime.fromisoformat(plain.replace("Z", "+00:00").replace("/", "-"))
    except ValueError:
        raise BadInput(f"{where}: {plain!r} is not a time. Write it like 2026-11-23T15:04Z.") from (
            None
        )
    if found.tzinfo is None:
        if zone is None:
            raise BadInput(f"{where}: {plain} has no offset. Add Z, or say which zone it is in.")
        found = found.replace(tzinfo=zone)
    return found.astimezone(UTC)


def _number(cell: str) -> float | None:
    plain = cell.strip().rstrip("%").strip()
    if not plain or not _NUMBER.fullmatch(plain):
        return None
    if "," in plain and "." not in plain:
        plain = plain.replace(
            ",", "." if plain.count(",") == 1 and len(plain.split(",")[1]) != 3 else ""
        )
    try:
        value = float(plain.replace(" ", "").replace(",", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _named(heading: str, points: Sequence[Point]) -> Series:
    """`5xx rate (%)` is 5xx rate in %."""
    unit = _UNIT.search(heading)
    name = heading[: unit.start()].strip() if unit else heading.strip()
    return Series(name or "Series", unit[1] if unit else "", tuple(sorted(points, key=_at)))


def _at(point: Point) -> datetime:
    return point.at


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
    points = []
    values = one.get("values")
    for pair in values if isinstance(values, list) else ():
        try:
            at = datetime.fromtimestamp(float(pair[0]), UTC)
            value = float(pair[1])
        except (TypeError, ValueError, IndexError, OverflowError, OSError):
            continue
        points.append(Point(at, value if math.isfinite(value) else None))
    title = name or str(labels.get("__name__", "")) or told or "Prometheus"
    return Series(title, points=tuple(points), source="prometheus")
