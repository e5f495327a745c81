"""The review of an incident as a document: its parts, and those parts as Markdown."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.domain.action_item import ActionItem
from models.domain.entry import EntryKind, Level
from models.domain.incident import Hat, Incident
from models.domain.review import EVIDENCE, MomentKind, Section, without_comments
from models.domain.timeline import TimelineEntry
from models.domain.times import span_words
from models.domain.update import Audience
from models.queries.reviews import ReviewRecord
from models.report.redact import Redact, as_it_is, for_the_public

Label = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """What a document is made of. `entries` is the timeline, oldest first, corrections shown on
    what they correct; `names` everybody who may be named. `public` leaves out names, links and
    addresses; the record itself is never touched."""

    record: ReviewRecord
    entries: Sequence[TimelineEntry]
    label: Label
    names: tuple[str, ...] = ()
    public: bool = False


Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
"""Heads and rows."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline as a document shows it."""

    anchor: str
    at: datetime
    kind: str
    who: str
    text: str
    is_key: bool = False
    mark: str = ""
    """What a reviewer says it was: detection, diagnosis, repair."""


@dataclass(frozen=True, slots=True)
class Document:
    """Texts are Markdown, evidence in them already links to a line of the timeline."""

    title: str
    label: str
    severity: str
    standing: str
    figures: tuple[tuple[str, str], ...]
    impact: tuple[tuple[str, str], ...]
    sections: tuple[tuple[Section, str], ...]
    actions: Table
    responders: Table
    updates: Table
    moments: tuple[Moment, ...]
    seen_before: tuple[str, ...] = ()
    public: bool = False


def document(report: ReviewReport) -> Document:
    record, incident = report.record, report.record.incident
    say = for_the_public(incident, _named(report)) if report.public else as_it_is
    marked = record.moments
    entries = [
        one for one in report.entries if _shown(one, report.public, marked=one.uid in marked)
    ]
    anchors = {one.uid for one in entries}
    texts = ((section, without_comments(text)) for section, text in record.sections.items())
    return Document(
        title=say(incident.title),
        label=report.label(incident.uid),
        severity=incident.severity.value if incident.severity else "",
        standing=_standing(report),
        figures=_figures(record),
        impact=_impact(record, say, report.public),
        sections=tuple(
            (section, say(_linked(text, anchors, report.public)))
            for section, text in texts
            if text and not (report.public and section is Section.ASK_IN_THE_MEETING)
        ),
        actions=_actions(record.actions, say, report.public),
        responders=_responders(record.facts.responders, report.public),
        updates=_updates(record, say, report.public),
        moments=tuple(_moment(one, say, report.public, marked.get(one.uid)) for one in entries),
        seen_before=() if report.public else _seen_before(record),
        public=report.public,
    )


def _named(report: ReviewReport) -> tuple[str, ...]:
    # An alert speaks for its source, which is no person.
    actors = (entry.actor for entry in report.entries if entry.kind is not EntryKind.ALERT)
    owners = (action.owner for action in report.record.actions)
    tasks = (task.person for task in report.record.incident.tasks)
    return tuple(dict.fromkeys(name for name in (*report.names, *actors, *owners, *tasks) if name))


def _shown(entry: TimelineEntry, public: bool, *, marked: bool) -> bool:
    if entry.struck or entry.kind is EntryKind.CORRECTION or entry.detail.keys() & _OF_THE_REVIEW:
        return False
    is_key = entry.is_key or entry.level is Level.KEY or marked
    if public:
        return is_key and entry.kind not in _NOT_PUBLIC
    return marked or entry.level is not Level.MACHINE


_OF_THE_REVIEW = {"review", "action", "override"}
"""What was decided while it was reviewed is the document itself, and no part of what happened."""
_NOT_PUBLIC = (EntryKind.ROLE, EntryKind.UPDATE)
"""Told elsewhere in the document: who wore which hat, and what customers were told."""


def anchor_of(entry: str) -> str:
    """Its whole uid: entries of one moment begin alike."""
    return f"entry-{entry}"


def _linked(text: str, shown: Iterable[str], public: bool) -> str:
    """Evidence leads to its line below. Where that is not shown its words stay, but in public they
    go too: they name what only those inside can look up."""

    def put(match: re.Match[str]) -> str:
        before, words, entry = match[1], match[2], match[3]
        found = [uid for uid in shown if uid.startswith(entry)]
        if len(found) == 1:
            return f"{before}[{words}](#{anchor_of(found[0])})"
        return "" if public else f"{before}{words}"

    return _CHIP.sub(put, text)


_CHIP = re.compile(rf"([ \t]*){EVIDENCE.pattern}")
"""With the space before it, which goes where the chip goes."""


def day_and_time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""


def _standing(report: ReviewReport) -> str:
    record, incident = report.record, report.record.incident
    began = incident.times.impact_started_at or incident.times.detected_at
    parts = [f"{began:%d %B %Y}" if began else ""]
    if incident.severity:
        parts.append(f"{incident.severity.value} {incident.severity.word}")
    if not report.public:
        parts.append(f"Review: {record.review.state.word}")
        if record.meeting_due is not None and record.review.reviewed_at is None:
            parts.append(f"meeting by {record.meeting_due:%d %B %Y}")
    return " · ".join(part for part in parts if part)


def _figures(record: ReviewRecord) -> tuple[tuple[str, str], ...]:
    """(length, of what), of those that are known."""
    took = record.facts.took
    lengths = (
        (took.impact_ms, "customer impact"),
        (took.ttd_ms, "to detect"),
        (took.tta_ms, "to acknowledge"),
        (took.ttm_ms, "to mitigate"),
        (took.ttr_ms, "to resolve"),
    )
    return tuple((span_words(ms), words) for ms, words in lengths if ms is not None)


def _impact(record: ReviewRecord, say: Redact, public: bool) -> tuple[tuple[str, str], ...]:
    incident, times = record.incident, record.incident.times
    rows = [
        ("Impact began", day_and_time(times.impact_started_at)),
        ("Detected", day_and_time(times.detected_at)),
        ("Impact ended", day_and_time(times.impact_ended_at or times.mitigated_at)),
        ("Resolved", day_and_time(times.resolved_at)),
        *[
            (
                f"Time in {severity.value}",
                f"{span_words(ms)} ({since:%H:%M} to {until:%H:%M} UTC)",
            )
            for severity, since, until, ms in record.facts.in_severity
        ],
        ("Services", ", ".join(incident.services)),
        ("Users affected", _users(incident)),
        ("Business impact", "" if public else incident.business or ""),
        ("Summary", say(incident.summary)),
    ]
    return tuple((name, value) for name, value in rows if value)


def _users(incident: Incident) -> str:
    users = incident.users or ""
    return f"{int(users):,}" if users.isdecimal() else users


ACTION_HEADS = ("Action", "Kind", "Owner", "Due", "State")


def _actions(actions: Iterable[ActionItem], say: Redact, public: bool) -> Table:
    rows = tuple(
        (
            say(action.text),
            action.kind.word,
            action.owner or "nobody yet",
            f"{action.due:%d %b %Y}" if action.due else "no date",
            action.state.value,
        )
        for action in actions
        if not (public and action.state.value == "dropped")
    )
    if not public:
        return ACTION_HEADS, rows
    return (*ACTION_HEADS[:2], *ACTION_HEADS[3:]), tuple((*row[:2], *row[3:]) for row in rows)


def _responders(worn: Iterable[Hat], public: bool) -> Table:
    heads = ("Role", "Person", "From", "To")
    rows = tuple(
        (
            f"{hat.role.word}{f', {hat.area}' if hat.area else ''}",
            hat.person,
            day_and_time(hat.since),
            day_and_time(hat.until) or "the end",
        )
        for hat in worn
    )
    if not public:
        return heads, rows
    return (heads[0], *heads[2:]), tuple((row[0], *row[2:]) for row in rows)


def _updates(record: ReviewRecord, say: Redact, public: bool) -> Table:
    """In public only what customers were told, and nothing of deadlines."""
    if public:
        told = [one for one in record.facts.updates if one.audience == Audience.CUSTOMERS.value]
        return ("Posted", "State", "Update"), tuple(
            (f"{one.at:%H:%M} UTC", one.state, say(" ".join(one.text.split()))) for one in told
        )
    rows = []
    for update in record.facts.updates:
        late = "" if update.late_ms is None else "on time"
        if update.late_ms:
            late = f"{span_words(update.late_ms)} late"
        rows.append(
            (
                f"{update.at:%H:%M} UTC",
                f"{update.audience}, {update.state}",
                " ".join(update.text.split()),
                late,
            )
        )
    return ("Posted", "To", "Update", "Due time"), tuple(rows)


def _moment(entry: TimelineEntry, say: Redact, public: bool, kind: MomentKind | None) -> Moment:
    said = entry.text if entry.corrected_text is None else entry.corrected_text
    files = "".join(f" [{file.name}]" for file in entry.attachments if not public)
    return Moment(
        anchor_of(entry.uid),
        entry.happened_at,
        entry.kind.value,
        "" if public else entry.actor,
        say(" ".join(said.split())) + files,
        entry.is_key or entry.level is Level.KEY or kind is not None,
        kind.value if kind else "",
    )


def _seen_before(record: ReviewRecord) -> tuple[str, ...]:
    lines = []
    for one in record.earlier:
        fix = f" Fixed then: {one.fix.rstrip('.')}." if one.fix else ""
        left = "; ".join(action.text for action in one.open_actions)
        still = f" Still open: {left}." if left else ""
        ended = f"resolved {one.resolved_at:%d %b %Y}"
        lines.append(f"{one.label}, {one.title}, {ended} ({one.why}).{fix}{still}")
    return tuple(lines)


# Markdown


def as_markdown(report: ReviewReport) -> bytes:
    made = document(report)
    parts = [f"# {plain(made.label)}: {plain(made.title)}", made.standing]
    if made.figures:
        parts.append("\n".join(f"- **{length}** {words}" for length, words in made.figures))
    if made.impact:
        parts += ["## Impact", table(("", ""), made.impact)]
    for section, text in made.sections:
        parts += [f"## {section.title}", text]
    for title, (heads, rows) in (
        ("Actions", made.actions),
        ("Responders", made.responders),
        ("Status updates", made.updates),
    ):
        if rows:
            parts += [f"## {title}", table(heads, rows)]
    if made.seen_before:
        parts += ["## Seen before", "\n".join(f"- {plain(line)}" for line in made.seen_before)]
    if made.moments:
        parts += ["## Timeline", _moments(made.moments)]
    return ("\n\n".join(parts).rstrip() + "\n").encode()


def _moments(moments: Sequence[Moment]) -> str:
    lines = []
    for one in moments:
        who = f" {plain(one.who)}:" if one.who else ""
        mark = "**" if one.is_key else ""
        told = f" ({one.mark})" if one.mark else ""
        lines.append(
            f'- <a id="{one.anchor}"></a>{mark}{one.at:%Y-%m-%d %H:%M:%S} UTC{mark}{told}{who} '
            f"{plain(one.text)}"
        )
    return "\n".join(lines)


def plain(text: str) -> str:
    """Words that Markdown shall show as they are: they make no heading, link or tag."""
    escaped = "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in text)
    return " ".join(escaped.split())


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [
        "| " + " | ".join(plain(head) for head in heads) + " |",
        "|" + "---|" * len(heads),
        *("| " + " | ".join(plain(cell) for cell in row) + " |" for row in rows),
    ]
    return "\n".join(lines)
