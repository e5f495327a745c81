"""The written form of what is shown: the shapes that scripts rely on."""

from collections.abc import Callable, Mapping
from datetime import datetime

from models.domain.cadence import next_update_due
from models.domain.incident import Conflict, Hat, Incident, Interval
from models.domain.measures import durations
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.response import missing_roles, open_questions
from models.domain.timeline import TimelineEntry
from models.domain.times import maybe_write_time, write_time
from models.metrics.sla import Deadline, deadlines
from models.queries.inbox import InboxItem
from models.queries.values import value_json

Json = dict[str, object]
Label = Callable[[str], str]
"""From an incident's uid to how it is called."""


def incident_json(
    incident: Incident, now: datetime, label: Label, policy: Policy = DEFAULT_POLICY
) -> Json:
    """The shape of `declare`, `show` and the rows of `list`; durations are milliseconds."""
    took = durations(incident)
    due = deadlines(incident, now, policy)
    return {
        "id": label(incident.uid),
        "uid": incident.uid,
        "key": incident.key or None,
        "title": incident.title,
        "summary": incident.summary or None,
        "kind": incident.kind.value,
        "status": incident.status.value,
        "severity": incident.severity.value if incident.severity else None,
        "stage": incident.stage.value,
        "services": list(incident.services),
        "failure_mode": incident.failure_mode or None,
        "fingerprint": incident.fingerprint,
        "objective": incident.objective or None,
        "impact": {"users": incident.users, "business": incident.business},
        "timestamps": {name: maybe_write_time(moment) for name, moment in incident.times.items()},
        "active_intervals": [_interval(i) for i in incident.active],
        "impact_intervals": [_interval(i) for i in incident.impact],
        "durations": {
            "ttd_ms": took.ttd_ms,
            "tta_ms": took.tta_ms,
            "ttm_ms": took.ttm_ms,
            "ttr_ms": took.ttr_ms,
            "active_ttr_ms": took.active_ttr_ms,
            "impact_ms": took.impact_ms,
        },
        "missing_roles": [role.value for role in missing_roles(incident, policy)],
        "open_questions": [question.text for question in open_questions(incident)],
        "roles": [_hat(hat) for hat in incident.hats],
        "next_update_due_at": maybe_write_time(next_update_due(incident, policy)),
        "sla": {"response": _deadline(due.response), "resolution": _deadline(due.resolution)},
        "open_conflicts": len(incident.conflicts),
        "merged_into": label(incident.merged_into) if incident.merged_into else None,
        "recurs_from": [label(uid) for uid in incident.recurs_from],
        "findings": [*incident.findings, *([incident.end_note] if incident.end_note else [])],
        "source": {
            "name": incident.source or None,
            "id": incident.source_id or None,
            "impact": incident.impact_word or None,
        },
    }


def _interval(interval: Interval) -> list[str | None]:
    return [maybe_write_time(interval.start), maybe_write_time(interval.end)]


def _hat(hat: Hat) -> Json:
    return {
        "role": hat.role.value,
        "person": hat.person,
        "area": hat.area or None,
        "since": maybe_write_time(hat.since),
        "until": maybe_write_time(hat.until),
    }


def _deadline(deadline: Deadline | None) -> Json:
    if deadline is None:
        return {"due_at": None, "status": None}
    return {"due_at": write_time(deadline.due_at), "status": deadline.status.value}


def entry_json(entry: TimelineEntry) -> Json:
    """A row of `timeline`. `text` is what was written; a correction is a row of its own."""
    return {
        "uid": entry.uid,
        "act": entry.act,
        "kind": entry.kind.value,
        "level": "key" if entry.is_key else entry.level.value,
        "actor": entry.actor,
        "text": entry.text,
        "happened_at": write_time(entry.happened_at),
        "recorded_at": write_time(entry.recorded_at),
        "device": entry.device,
        "clock_offset_ms": entry.clock_offset_ms,
        "corrects": entry.corrects,
        "struck": entry.struck,
        "attachments": [
            {"name": file.name, "sha256": file.sha256, "size": file.size}
            for file in entry.attachments
        ],
    }


def inbox_json(item: InboxItem, received: list[datetime]) -> Json:
    return {
        "id": item.id,
        "uid": item.uid,
        "title": item.title,
        "source": item.source,
        "service": item.service or None,
        "fingerprint": item.fingerprint,
        "count": item.count,
        "status": item.status,
        "first_at": write_time(item.first_at),
        "last_at": write_time(item.last_at),
        "fired_at": maybe_write_time(item.fired_at),
        "ended_at": maybe_write_time(item.ended_at),
        "severity": item.severity_word or None,
        "payload": item.payload,
        "received": [write_time(moment) for moment in received],
    }


def conflict_json(conflict: Conflict, label: Label) -> Json:
    return {
        "id": conflict.id,
        "incident": label(conflict.incident),
        "field": conflict.field,
        "heads": [
            {
                "n": head.n,
                "value": value_json(conflict.field, head.value),
                "actor": head.actor,
                "happened_at": write_time(head.happened_at),
                "device": head.device,
            }
            for head in conflict.heads
        ],
        "shown": value_json(conflict.field, conflict.shown),
    }


def label_from(labels: Mapping[str, str]) -> Label:
    return lambda uid: labels.get(uid, uid)
