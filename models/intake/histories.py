"""Past incidents out of files: each row ends as a row, as skipped, or as rejected with a reason."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from models.domain.errors import BadInput
from models.domain.history import History, HistoryRow, NotTaken
from models.intake import history_csv, history_pages
from models.intake.history_fields import RowFault, not_taken, zone_named
from models.intake.history_pages import Planned

MOST_BYTES = 256 * 1024 * 1024

Reader = Callable[[str, Mapping[str, object], ZoneInfo | None], HistoryRow]
READERS: dict[str, Reader] = {
    "statuspage": history_pages.statuspage_row,
    "cstate": history_pages.cstate_row,
    "jsonl": history_pages.normalized_row,
    "flat": history_pages.flat_row,
    "csv": history_csv.row,
}


def guess_format(name: str, text: str) -> str | None:
    """The format of one file by its name and beginning; None where it cannot be told."""
    lower = name.lower()
    if lower.endswith(".md"):
        return "cstate"
    if lower.endswith((".csv", ".tsv")):
        head = text.lstrip("\ufeff").partition("\n")[0].lower()
        known = sum(column in head for column in history_csv.COLUMNS)
        return "csv" if known >= 2 and "title" in head else None
    if lower.endswith((".jsonl", ".ndjson")):
        return _guess_line(text)
    if lower.endswith(".json"):
        return "statuspage" if '"incident' in text[:100_000] or '"name"' in text else None
    return None


def _guess_line(text: str) -> str | None:
    for line in text.splitlines()[:50]:
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            flat = {"published_at", "downtime_start", "status_sequence", "entry_id"} & set(row)
            normal = {"source", "kind", "org"} & set(row)
            return "flat" if flat else "jsonl" if normal or "started_at" in row else None
    return None


def read_history(
    files: Iterable[tuple[str, bytes]], form: str | None = None, assume_zone: str | None = None
) -> History:
    """All rows of the files. With several files and no `form`, those of no known form are left
    out and said so.

    Raises:
        BadInput: no file's form can be told, form or zone is unknown, or a file is not text.
    """
    zone = zone_named(assume_zone)
    if form is not None and form not in READERS:
        raise BadInput(f"{form!r} is not a format. Use one of {', '.join(READERS)}.")
    rows: list[HistoryRow] = []
    skipped: list[NotTaken] = []
    rejected: list[NotTaken] = []
    known = 0
    unknown: list[str] = []
    for name, body in files:
        text = _text(name, body)
        found = form or guess_format(name, text)
        if found is None:
            unknown.append(name)
            continue
        known += 1
        for where, outcome in _rows(name, text, found, zone):
            if isinstance(outcome, HistoryRow):
                rows.append(outcome)
            elif isinstance(outcome, Planned):
                skipped.append(not_taken(where, str(outcome)))
            else:
                rejected.append(not_taken(where, str(outcome)))
    if not known:
        named = unknown[0] if unknown else "the folder"
        raise BadInput(
            f"The format of {named} cannot be told. Name it with --format: {', '.join(READERS)}."
        )
    return History(tuple(rows), tuple(skipped), tuple(rejected))


def _text(name: str, body: bytes) -> str:
    if len(body) > MOST_BYTES:
        raise BadInput(f"{name} has more than {MOST_BYTES // 1024 // 1024} MiB. Split it.")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{name} is not UTF-8 text (byte {error.start}). Save it as UTF-8."
        ) from None


def _rows(
    name: str, text: str, form: str, zone: ZoneInfo | None
) -> Iterator[tuple[str, HistoryRow | Planned | RowFault]]:
    read = READERS[form]
    for where, item in _items(name, text, form):
        if isinstance(item, RowFault):
            yield where, item
            continue
        try:
            yield where, read(where, item, zone)
        except (Planned, RowFault) as outcome:
            yield where, outcome


def _items(
    name: str, text: str, form: str
) -> Iterator[tuple[str, Mapping[str, object] | RowFault]]:
    if form == "csv":
        yield from history_csv.items(name, text)
    elif form in ("jsonl", "flat"):
        yield from history_pages.line_items(name, text)
    elif form == "cstate":
        try:
            yield history_pages.cstate_item(name, text)
        except RowFault as fault:
            yield name, fault
    else:
        try:
            yield from list(history_pages.statuspage_items(name, text))
        except (ValueError, RecursionError):
            yield name, RowFault("it is not JSON, or was cut short")
