"""Past incidents out of files: each row ends as a row, as skipped, or as rejected with a reason."""

import codecs
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from models.domain.errors import BadInput
from models.domain.history import History, HistoryRow, NotTaken
from models.intake import history_csv, history_pages
from models.intake.history_fields import RowFault, not_taken, zone_named
from models.intake.history_pages import Planned

MOST_BYTES = 256 * 1024 * 1024
_HEAD = 1024 * 1024
"""As much of a file as is looked at to tell its format."""

Reader = Callable[[str, Mapping[str, object], ZoneInfo | None], HistoryRow]
READERS: dict[str, Reader] = {
    "statuspage": history_pages.statuspage_row,
    "cstate": history_pages.cstate_row,
    "jsonl": history_pages.normalized_row,
    "flat": history_pages.flat_row,
    "csv": history_csv.row,
}


def guess_format(name: str, text: str) -> str | None:
    """The format of one file by what it holds, Markdown also by its name; None: cannot be told."""
    start = text.lstrip("\ufeff \t\r\n")
    if name.lower().endswith((".md", ".markdown")) or start.startswith(("---\n", "---\r", "+++")):
        return "cstate"
    if start.startswith("{"):
        return _guess_line(start) or _guess_whole(text)
    if start.startswith("["):
        return _guess_whole(text)
    return "csv" if history_csv.is_header(start.partition("\n")[0]) else None


def _guess_whole(text: str) -> str | None:
    head = text[:_HEAD]
    marks = ('"incident_updates"', '"incidents"', '"scheduled_maintenances"')
    return "statuspage" if any(mark in head for mark in marks) else None


def _guess_line(text: str) -> str | None:
    """By the first line that is an object; an API object on one line is no JSON line."""
    for line in text[:_HEAD].split("\n", 50)[:50]:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict) and "title" in row:
            names = set(row)
            if names & {"published_at", "downtime_start", "status_sequence", "entry_id"}:
                return "flat"
            return "jsonl" if names & {"source", "kind", "org", "started_at"} else None
        return None
    return None


def read_history(
    files: Iterable[tuple[str, bytes]], form: str | None = None, assume_zone: str | None = None
) -> History:
    """All rows of the files; of several, a file that cannot be read is rejected by itself.

    Raises:
        BadInput: form or zone is unknown, or no file can be read or its form told.
    """
    zone = zone_named(assume_zone)
    if form is not None and form not in READERS:
        raise BadInput(f"{form!r} is not a format. Use one of {', '.join(READERS)}.")
    rows: list[HistoryRow] = []
    skipped: list[NotTaken] = []
    rejected: list[NotTaken] = []
    unread: list[BadInput] = []
    known = 0
    for name, body in files:
        try:
            text = _text(name, body)
            found = form or guess_format(name, text) or _untold(name)
        except BadInput as reason:
            unread.append(reason)
            rejected.append(not_taken(name, str(reason)))
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
        raise unread[0] if unread else BadInput("There is no file to import.")
    return History(tuple(rows), tuple(skipped), tuple(rejected))


def _untold(name: str) -> str:
    raise BadInput(
        f"The format of {name} cannot be told. Name it with --format: {', '.join(READERS)}."
    )


def _text(name: str, body: bytes) -> str:
    if len(body) > MOST_BYTES:
        raise BadInput(f"{name} has more than {MOST_BYTES // 1024 // 1024} MiB. Split it.")
    # Spreadsheets write "Unicode text" as UTF-16, which its first two bytes say.
    wide = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return body.decode("utf-16" if wide else "utf-8-sig")
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
        yield from history_pages.statuspage_items(name, text)
