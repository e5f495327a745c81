"""Incidents, entries and alerts as text for a person at a terminal."""

from collections.abc import Callable, Sequence
from datetime import datetime

from app.cli.output import table
from models.domain.cadence import next_update_due
from models.domain.incident import Conflict, Incident
from models.domain.measures import durations
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.response import missing_roles
from models.domain.response import open_questions as questions_of
from models.domain.timeline import TimelineEntry
from models.domain.times import maybe_write_time, span_words, write_time
from models.metrics.sla import Deadline, deadlines
from models.queries.inbox import InboxItem
from models.queries.values import value_words

Label = Callable[[str], str]


def incident_words(
    incident: Incident, now: datetime, label: Label, policy: Policy = DEFAULT_POLICY
) -> str:
    severity = incident.severity.value if incident.severity else "no severity"
    head = f"{label(incident.uid)}  {severity}  {incident.title}"
    due = deadlines(incident, now, policy)
    took = durations(incident)
    facts = [
        ("status", f"{incident.status.value}, {incident.stage.word}"),
        ("commander", incident.commander or "nobody"),
        ("missing roles", ", ".join(role.value for role in missing_roles(incident, policy))),
        ("services", ", ".join(incident.services)),
        ("objective", incident.objective),
        ("summary", incident.summary),
        ("users", incident.users or ""),
        ("business", incident.business or ""),
        *[
            (name.removesuffix("_at").replace("_", " "), maybe_write_time(moment) or "")
            for name, moment in incident.times.items()
        ],
        ("response due", _deadline(due.response)),
        ("resolution due", _deadline(due.resolution)),
        ("next update due", maybe_write_time(next_update_due(incident, policy)) or ""),
        ("time to detect", _span(took.ttd_ms)),
        ("time to acknowledge", _span(took.tta_ms)),
        ("time to mitigate", _span(took.ttm_ms)),
        ("time to resolve", _span(took.ttr_ms)),
        ("impact", _span(took.impact_ms)),
        ("open questions", " ".join(question.text for question in questions_of(incident))),
        ("open conflicts", str(len(incident.conflicts)) if incident.conflicts else ""),
        ("merged into", label(incident.merged_into) if incident.merged_into else ""),
        ("recurrence of", ", ".join(label(uid) for uid in incident.recurs_from)),
        ("findings", " ".join((*incident.findings, incident.end_note)).strip()),
    ]
    width = max(len(name) for name, _ in facts)
    return "\n".join([head, *(f"  {n.ljust(width)}  {v}" for n, v in facts if v)])


def _deadline(deadline: Deadline | None) -> str:
    if deadline is None:
        return ""
    return f"{write_time(deadline.due_at)} ({deadline.status.value.replace('_', ' ')})"


def _span(ms: int | None) -> str:
    return "" if ms is None else span_words(ms)


def incidents_words(found: Sequence[Incident], label: Label) -> str:
    if not found:
        return "No incidents here. Declare one with 'warroom declare --title ...'."
    rows = [
        (
            label(one.uid),
            one.severity.value if one.severity else "-",
            one.status.value,
            one.stage.word,
            maybe_write_time(one.times.detected_at) or "-",
            one.title,
        )
        for one in found
    ]
    return table(rows, ("id", "sev", "status", "stage", "detected", "title"))


def entries_words(entries: Sequence[TimelineEntry]) -> str:
    if not entries:
        return "Nothing on the timeline matches."
    return "\n".join(entry_words(entry) for entry in entries)


def entry_words(entry: TimelineEntry) -> str:
    marks = "".join((" [taken back]" if entry.struck else "", " *" if entry.is_key else ""))
    files = "".join(f" [{file.name}]" for file in entry.attachments)
    pointer = f" (corrects {entry.corrects[-8:]})" if entry.corrects else ""
    return (
        f"{write_time(entry.happened_at)}  {entry.kind.value:<10}  {entry.actor}: "
        f"{entry.text}{pointer}{files}{marks}  {entry.uid[-8:]}"
    )


def inbox_words(items: Sequence[InboxItem]) -> str:
    if not items:
        return "Nothing waits in the inbox."
    rows = [
        (
            item.id,
            item.status,
            str(item.count),
            write_time(item.fired_at or item.first_at),
            item.source,
            item.service or "-",
            item.title,
        )
        for item in items
    ]
    return table(rows, ("id", "status", "count", "since", "source", "service", "title"))


def conflicts_words(conflicts: Sequence[Conflict], label: Label) -> str:
    if not conflicts:
        return "No open conflicts."
    lines = []
    for conflict in conflicts:
        lines.append(f"{conflict.id}  {label(conflict.incident)}  {conflict.field}")
        lines += [
            f"  {head.n}. {value_words(conflict.field, head.value)}  {head.actor}, "
            f"{write_time(head.happened_at)}"
            for head in conflict.heads
        ]
    lines.append("Keep one with 'warroom resolve-conflict ID --keep N'.")
    return "\n".join(lines)
