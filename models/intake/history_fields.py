"""What the readers of histories share: times, impact words, ids, and what a page's row means."""

import html.parser
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.domain.errors import BadInput
from models.domain.history import HistoryRow, NotTaken
from models.domain.severity import Severity
from models.domain.times import whole_ms

SEVERITY_OF_IMPACT = {
    "critical": Severity.P0,
    "major": Severity.P1,
    "minor": Severity.P2,
    "none": Severity.P4,
    "down": Severity.P0,
    "disrupted": Severity.P2,
    "notice": Severity.P4,
}
"""Words of status pages; the original word is kept beside the severity."""

MAINTENANCE_WORDS = re.compile(r"maintenance|\bplanned\b|\bscheduled\b", re.IGNORECASE)
"""In a title or a file's name: work that was announced, not an incident."""

PLANNED = "planned maintenance"
_SHORT_LINKS = {"stspg.io"}
_SHORT_HOUR = re.compile(r"([T ])(\d):")


class RowFault(Exception):
    """Why one row cannot be taken; the others go on."""


def zone_named(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(
            f"{name!r} is not a time zone. Write it like Europe/Berlin or UTC."
        ) from None


def moment(value: object, zone: ZoneInfo | None, name: str) -> datetime | None:
    """UTC, or None where the source says nothing. RowFault for what is no time, or one without an
    offset where no zone was given for the import."""
    text = "" if value is None else str(value).strip()
    if not text or text.lower() in ("null", "none"):
        return None
    try:
        found = datetime.fromisoformat(_SHORT_HOUR.sub(r"\g<1>0\2:", text))
    except ValueError:
        raise RowFault(f"{name} {text!r} is not a time") from None
    if found.tzinfo is None:
        if zone is None:
            raise RowFault(f"{name} {text!r} has no offset; name a zone with --assume-zone")
        found = found.replace(tzinfo=zone)
    try:
        return whole_ms(found.astimezone(UTC))
    except OverflowError:
        raise RowFault(f"{name} {text!r} is outside the calendar") from None


def source_id(url: object, own_id: object) -> str:
    """The last part of the incident's URL where it has one (a short link is none), else its id."""
    parts = urlsplit(url) if isinstance(url, str) else None
    if parts is not None and parts.hostname and parts.hostname not in _SHORT_LINKS:
        last = parts.path.rstrip("/").rsplit("/", 1)[-1]
        if last:
            return last
    found = "" if own_id is None else str(own_id).strip()
    if not found:
        raise RowFault("it has no id and no address")
    return found


def host_of(url: object) -> str:
    host = urlsplit(url).hostname if isinstance(url, str) else None
    return "" if host is None or host in _SHORT_LINKS else host


def page_row(row: HistoryRow, started: datetime | None, ended: datetime | None) -> HistoryRow:
    """A status page's row: its start is the only detection there is, its end may be missing.

    Raises:
        RowFault: it does not say when it started.
    """
    if started is None:
        raise RowFault("it does not say when it started")
    end_note, findings = "", row.findings
    if ended is None:
        end_note = "end unknown"
    elif ended == started and len(row.updates) <= 1:
        ended, end_note = None, "one message, no duration"
    elif ended < started:
        findings = (*findings, "ends before it starts")
    return replace(
        row,
        severity=SEVERITY_OF_IMPACT.get(row.impact_word.strip().lower()),
        impact_started_at=started,
        detected_at=started,
        resolved_at=ended,
        start_estimated=True,
        over=True,
        end_note=end_note,
        findings=findings,
    )


def is_planned(*words: str) -> bool:
    return any(MAINTENANCE_WORDS.search(text) for text in words)


def texts(value: object) -> tuple[str, ...]:
    """Names out of a list of names, or of objects with a name; each once."""
    items: Sequence[object] = value if isinstance(value, list) else []
    names = [item.get("name") if isinstance(item, dict) else item for item in items]
    return tuple(dict.fromkeys(name.strip() for name in names if isinstance(name, str) and name))


def a_title(value: object) -> str:
    title = " ".join(str(value).split()) if isinstance(value, str) else ""
    if not title:
        raise RowFault("it has no title")
    return title


class _Plain(html.parser.HTMLParser):
    _BREAKS = frozenset(("p", "br", "li", "div", "ul"))

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain(text: object) -> str:
    """The words of a message; markup of pages that publish HTML is taken off."""
    raw = text if isinstance(text, str) else ""
    if "<" not in raw or ">" not in raw:
        return raw.strip()
    reader = _Plain()
    reader.feed(raw)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).splitlines())
    return "\n".join(line for line in lines if line)


def not_taken(where: str, reason: str) -> NotTaken:
    return NotTaken(where, reason[:1].upper() + reason[1:])
