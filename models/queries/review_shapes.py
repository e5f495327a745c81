"""The written form of reviews and their actions: the shapes that scripts rely on."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from models.domain.action_item import ActionItem
from models.domain.review import evidence_in
from models.domain.times import maybe_write_time, write_time
from models.queries.recurrences import Earlier
from models.queries.reviews import ReviewFacts, ReviewRecord, SectionFinding
from models.queries.shapes import Json, Label

_NO_QUESTIONS: Mapping[str, str] = {}


def review_json(record: ReviewRecord, now: datetime, label: Label) -> Json:
    review = record.review
    return {
        "incident": label(record.incident.uid),
        "state": review.state.value,
        "sections": {section.value: text for section, text in record.sections.items()},
        "meeting_due_at": record.meeting_due.isoformat() if record.meeting_due else None,
        "reviewed_at": maybe_write_time(review.reviewed_at),
        "template": review.template or None,
        "facts": _facts(record.facts),
        "evidence": [
            {"section": section.value, "text": one.words, "entry": one.entry}
            for section, text in record.sections.items()
            for one in evidence_in(text)
        ],
        "moments": [
            {"entry": entry, "moment": kind.value} for entry, kind in sorted(record.moments.items())
        ],
        "actions": [
            action_json(action, now, label, record.came_back or _NO_QUESTIONS)
            for action in record.actions
        ],
        "earlier": earlier_json(record.earlier, now, label),
    }


def action_json(
    action: ActionItem, now: datetime, label: Label, came_back: Mapping[str, str] = _NO_QUESTIONS
) -> Json:
    """`came_back_as` is the incident that asks whether it helped, null while none does."""
    back = came_back.get(action.uid)
    return {
        "id": action.uid,
        "incident": label(action.incident),
        "text": action.text,
        "kind": action.kind.value,
        "owner": action.owner or None,
        "due": action.due.isoformat() if action.due else None,
        "state": action.state.value,
        "overdue": action.is_overdue(now),
        "done_at": maybe_write_time(action.done_at),
        "entry": action.entry or None,
        "tracker": action.tracker or None,
        "came_back_as": label(back) if back else None,
    }


def earlier_json(found: Sequence[Earlier], now: datetime, label: Label) -> list[Json]:
    return [
        {
            "incident": one.label,
            "title": one.title,
            "resolved_at": write_time(one.resolved_at),
            "why": one.why,
            "review": one.state.value,
            "fix": one.fix or None,
            "open_actions": [action_json(action, now, label) for action in one.open_actions],
            "ineffective_actions": [action_json(a, now, label) for a in one.ineffective],
        }
        for one in found
    ]


def findings_json(found: Sequence[SectionFinding]) -> Json:
    """`start` and `end` count characters of the section; what somebody let stand is apart."""
    open_ones = [_finding(one) for one in found if not one.override]
    stand = [{**_finding(one), "reason": one.override} for one in found if one.override]
    return {"findings": open_ones, "overridden": stand}


def _finding(one: SectionFinding) -> Json:
    finding = one.finding
    return {
        "section": one.section.value,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "rule": finding.rule,
        "sentence": finding.sentence,
        "ask": finding.ask,
        "key": finding.key,
    }


def _facts(facts: ReviewFacts) -> Json:
    took = facts.took
    return {
        "impact_ms": took.impact_ms,
        "ttd_ms": took.ttd_ms,
        "tta_ms": took.tta_ms,
        "ttm_ms": took.ttm_ms,
        "ttr_ms": took.ttr_ms,
        "time_in_severity": [
            {
                "severity": severity.value,
                "from": write_time(since),
                "to": write_time(until),
                "ms": ms,
            }
            for severity, since, until, ms in facts.in_severity
        ],
        "responders": [
            {
                "person": hat.person,
                "role": hat.role.value,
                "area": hat.area or None,
                "since": maybe_write_time(hat.since),
                "until": maybe_write_time(hat.until),
            }
            for hat in facts.responders
        ],
        "updates": [
            {
                "n": update.n,
                "at": write_time(update.at),
                "audience": update.audience,
                "state": update.state,
                "text": update.text,
                "due_at": maybe_write_time(update.due_at),
                "late_ms": update.late_ms,
            }
            for update in facts.updates
        ],
    }
