"""From found values to an Alert: one place that decides fingerprints, status and limits."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime

from models.domain.alert import Alert
from models.intake.fields import (
    MAX_LABEL,
    MAX_TEXT,
    MAX_TITLE,
    NON_VALUES,
    Fields,
    clean,
    has_placeholder,
    one_line,
)
from models.intake.rejected import Rejected

FIRING, RESOLVED = "firing", "resolved"

_MAX_FINGERPRINT = 200

_RESOLVED_WORDS = frozenset(
    (
        "resolved",
        "resolve",
        "ok",
        "okay",
        "recovered",
        "recovery",
        "recover",
        "closed",
        "close",
        "cleared",
        "clear",
        "up",
        "normal",
        "fixed",
        "ended",
        "end",
        "healthy",
        "green",
        "operational",
        "solved",
        "inactive",
    )
)
_FIRING_WORDS = frozenset(
    (
        "firing",
        "fired",
        "alerting",
        "triggered",
        "trigger",
        "open",
        "opened",
        "problem",
        "down",
        "alarm",
        "active",
        "failed",
        "failing",
        "failure",
    )
)
_NEGATIONS = frozenset({"not", "un", "no", "non", "never"})
_WORDS = re.compile(r"[a-z]+")

# "[RESOLVED] …", "[FIRING:1] …", "Problem: …" tell the state, not what the alert is about.
_STATE_WORDS = (
    r"firing|alerting|resolved|manually resolved|triggered|re-triggered|recovered|recovery|ok|"
    r"problem|alert|warn|warning|critical|error|no data|renotify|open|opened|closed|clear|cleared"
)
_STATE_PREFIX = re.compile(
    rf"\s*(?:\[(?:{_STATE_WORDS})\b[^\]]{{0,60}}\]|(?:{_STATE_WORDS})(?::\d+)?\s*:(?=\s))\s*",
    re.IGNORECASE,
)
# Measured values in a title change with every delivery of the same alert.
_MEASURED = re.compile(
    r"\d+(?:[.,]\d+)?\s*(?:%|percent\b|(?:[kmgt]i?b|[mnu]?s|secs?|seconds?|mins?|minutes?|hours?|"
    r"days?|times|errors?|requests?|messages?|connections?|events?|rps|qps)\b)|\b\d+[.,]\d+\b(?![.\d])"
    r"|\b[A-Z]+ -> [A-Z]+\b|\d+/\d+(?=\))|\d{4}-\d\d-\d\d|\b\d{1,2}:\d\d(?::\d\d)?\b",
    re.IGNORECASE,
)


def without_state(title: str) -> str:
    """The title without a leading "[FIRING:2]" or "Problem:"; all of it if nothing else is left."""
    return _STATE_PREFIX.sub("", title, count=1) if _STATE_PREFIX.match(title) else title


def says_resolved(word: str) -> bool:
    """Whether a status word, such as `alert.resolved` or `DOWN -> UP`, means it is over."""
    words = _WORDS.findall(word.lower())
    if not words or len(words) > 4 or words[-1] not in _RESOLVED_WORDS:
        return False
    return len(words) == 1 or words[-2] not in _NEGATIONS


def says_firing(word: str) -> bool:
    words = _WORDS.findall(word.lower())
    return 0 < len(words) <= 4 and words[-1] in _FIRING_WORDS


def title_says_resolved(title: str) -> bool:
    prefix = _STATE_PREFIX.match(title)
    if prefix is None:
        return False
    return bool(
        {"resolved", "recovered", "recovery", "ok", "closed", "cleared", "clear"}
        & set(_WORDS.findall(prefix.group().lower()))
    )


def same_words(title: str) -> str:
    """The title as far as it identifies: no state, no measured values, no case."""
    return _MEASURED.sub("#", without_state(title)).lower().strip()


def fingerprint_of(*parts: object) -> str:
    """16 hex digits of what identifies an alert; never pass times, counts or measured values."""
    written = "\x1f".join(clean(part, MAX_LABEL) for part in parts)
    return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:16]


def made_fingerprint(source: str, title: str, service: str, labels: Mapping[str, str]) -> str:
    """For senders without a key of their own: what stays the same from firing to resolved."""
    named = [f"{name}={value}" for name, value in sorted(labels.items())]
    return fingerprint_of(source, same_words(title), service, *named)


def own_fingerprint(*candidates: object) -> str:
    """The sender's own key as it stands, or empty; one of absurd length is hashed."""
    for candidate in candidates:
        text = clean(candidate, MAX_LABEL)
        if text.lower() in NON_VALUES | {"unknown", "0", "-1"} or has_placeholder(text):
            continue
        return text if len(text) <= _MAX_FINGERPRINT else fingerprint_of(text)
    return ""


def choose_title(fields: Fields, *names: str) -> str:
    """The first title there is; Rejected where it is a template that nobody filled in."""
    title = one_line(fields.text(*names))
    if has_placeholder(title):
        raise Rejected(f"The title is a template that was never filled in: {title[:80]}")
    return without_state(title) or title


def draft_alert(
    source: str,
    title: str,
    fingerprint: str,
    *,
    resolved: bool = False,
    service: str = "",
    severity_word: str = "",
    text: str = "",
    url: str = "",
    fired_at: datetime | None = None,
    ended_at: datetime | None = None,
    labels: dict[str, str] | None = None,
) -> Alert:
    """Raises Rejected without a title. An end is kept for resolve events only."""
    if not title:
        raise Rejected("Nothing in it says what is wrong: there is no title.")
    return Alert(
        source=source,
        title=one_line(title, MAX_TITLE),
        fingerprint=fingerprint,
        service="" if has_placeholder(service) else one_line(service, 200),
        severity_word="" if has_placeholder(severity_word) else one_line(severity_word, 60),
        text=clean(text, MAX_TEXT),
        url=url,
        status=RESOLVED if resolved else FIRING,
        fired_at=fired_at,
        ended_at=ended_at if resolved else None,
        labels=labels or {},
    )
