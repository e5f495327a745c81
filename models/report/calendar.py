"""The review meeting as a calendar file (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from models.domain.errors import Refused
from models.queries.reviews import ReviewRecord

_LINE = 75
"""Octets of a line, without its end."""


def as_ics(record: ReviewRecord, label: str, now: datetime) -> bytes:
    """The last day for the meeting, as an event of that day.

    Raises:
        Refused: no meeting is due.
    """
    day = record.meeting_due
    if day is None:
        raise Refused(
            f"No review meeting is due for {label}: it is not resolved, or its severity has one "
            "only when somebody asks for it."
        )
    incident = record.incident
    severity = f"{incident.severity.value}, " if incident.severity else ""
    told = [
        f"{severity}{incident.title}.",
        f"Review: {record.review.state.word}.",
        f"Actions: {len(record.actions)}.",
    ]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//War room//Review//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:review-{incident.uid}@warroom",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{_date(day)}",
        f"DTEND;VALUE=DATE:{_date(day + timedelta(days=1))}",
        f"SUMMARY:{_text(f'Review of {label}: {incident.title} (last day)')}",
        f"DESCRIPTION:{_text(' '.join(told))}",
        "TRANSP:TRANSPARENT",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _date(day: date) -> str:
    return f"{day:%Y%m%d}"


def _text(words: str) -> str:
    plain = " ".join(words.split())
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain


def _folded(line: str) -> Iterable[str]:
    """No line over 75 octets, no sign cut in two."""
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LINE:
            yield part
            part, size = " ", 1
        part += sign
        size += octets
    yield part
