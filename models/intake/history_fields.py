"""What the readers of histories share: times, impact words, ids, and what a page's row means."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.domain.errors import BadInput
from models.domain.history import HistoryRow, NotTaken
from models.domain.severity import Severity
from models.domain.times import whole_ms
from models.intake.fields import clean, one_line

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

MAINTENANCE_WORDS = re.compile(
    r"maintenance|\b(?:planned|scheduled)\s+(?:downtime|outage|interruption|work|upgrade|update|"
    r"migration|restart|reboot)",
    re.IGNORECASE,
)
"""In a title or a file's name: work that was announced, not an incident. For pages without a mark
of their own for it; of the 297 posts of the Jenkins project these words find the 129 that are."""

PLANNED = "planned maintenance"
_SHORT_LINKS = {"stspg.io"}
_SHORT_HOUR = re.compile(r"([T ])(\d):")

_LONGEST_ID = 300
_LINE_TAG = re.compile(r"</?(?:p|br|li|ul|ol|div|h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
# Only tags of known names: <https://…> in a message is an address, not markup.
_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|code|em|font|hr|i|img|pre|small|span|strong|sub|sup|table|tbody|td|"
    r"th|thead|time|tr|u|var)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)


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
    text = one_line(value, 60)
    if value is not None and not isinstance(value, str | int | float):
        raise RowFault(f"{name} is not a time")
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
    parts = _split(url)
    if parts is not None and parts.hostname and parts.hostname not in _SHORT_LINKS:
        last = parts.path.rstrip("/").rsplit("/", 1)[-1]
        if last:
            return one_line(last, _LONGEST_ID)
    found = one_line(own_id, _LONGEST_ID)
    if not found:
        raise RowFault("it has no id and no address")
    return found


def host_of(url: object) -> str:
    parts = _split(url)
    host = (parts.hostname or "") if parts is not None else ""
    return "" if host in _SHORT_LINKS else one_line(host, _LONGEST_ID)


def _split(url: object) -> SplitResult | None:
    try:
        return urlsplit(url) if isinstance(url, str) else None
    except ValueError:
        return None


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
    names = (item.get("name") if isinstance(item, dict) else item for item in items)
    words = (one_line(name) for name in names if isinstance(name, str))
    return tuple(dict.fromkeys(word for word in words if word))


def a_title(value: object) -> str:
    title = one_line(value) if isinstance(value, str) else ""
    if not title:
        raise RowFault("it has no title")
    return title


def plain(text: object) -> str:
    """The words of a message; markup of pages that publish HTML is taken off."""
    raw = clean(text) if isinstance(text, str) else ""
    bare = _TAG.sub("", _LINE_TAG.sub("\n", raw))
    if bare == raw:
        return raw
    lines = (" ".join(line.split()) for line in html.unescape(bare).splitlines())
    return "\n".join(line for line in lines if line)


def not_taken(where: str, reason: str) -> NotTaken:
    return NotTaken(where, reason[:1].upper() + reason[1:])
