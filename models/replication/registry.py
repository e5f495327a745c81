"""Every kind of entity and field there is, and how each merges. The one list; all else derives."""

from dataclasses import dataclass
from enum import Enum


class Rule(Enum):
    """How the writes to a field meet.

    REGISTER: the last writer stands, by (logical clock, operation id).
    WATCHED: every write that no other write replaces stands; several different ones are a conflict.
    SET: what was added and not removed by somebody who had seen it stands (observed remove).
    ENTRY: everything stands; nothing is ever replaced.
    COMMAND: decided by one decider: the highest grant stands, over it a claim that waits for its
    decision; without a server the latest claim.
    TEXT: every change stands, and all of them together are the text; one that carries the whole
    text stands for those it names.
    """

    REGISTER = "register"
    WATCHED = "watched"
    SET = "set"
    ENTRY = "entry"
    COMMAND = "command"
    TEXT = "text"


class Meanwhile(Enum):
    """Which of several heads is shown until somebody chooses."""

    LATEST = "latest"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class Field:
    """`word` is what a person calls it, in a conflict or a refusal."""

    rule: Rule
    word: str
    meanwhile: Meanwhile = Meanwhile.LATEST


def _watched(word: str, meanwhile: Meanwhile = Meanwhile.LATEST) -> Field:
    return Field(Rule.WATCHED, word, meanwhile)


def _register(word: str) -> Field:
    return Field(Rule.REGISTER, word)


_TIMES = {
    "impact_started_at": "start of impact",
    "detected_at": "detection",
    "declared_at": "declaration",
    "acknowledged_at": "acknowledgement",
    "mitigated_at": "mitigation",
    "resolved_at": "resolution",
    "impact_ended_at": "end of impact",
    "closed_at": "closing",
    "cancelled_at": "cancellation",
}

FIELDS: dict[str, dict[str, Field]] = {
    "incident": {
        "title": _register("title"),
        "kind": _register("kind"),
        "objective": _register("objective"),
        "failure_mode": _register("failure mode"),
        "origin": _register("origin"),
        "recovery_confirmed": _register("recovery confirmed"),
        "severity": _watched("severity", Meanwhile.WORST),
        "stage": _watched("stage"),
        "summary": _watched("summary"),
        "users": _watched("users affected"),
        "business": _watched("business impact"),
        "merged_into": _watched("merged into"),
        **{name: _watched(word) for name, word in _TIMES.items()},
        "services": Field(Rule.SET, "services"),
        "alerts": Field(Rule.SET, "alerts"),
        "recurs_from": Field(Rule.SET, "recurrence of"),
        "not_recurs_from": Field(Rule.SET, "not a recurrence of"),
        "hats": Field(Rule.SET, "roles"),
        "commander": Field(Rule.COMMAND, "commander"),
        "offer": _register("handover offered"),
        "snoozes": Field(Rule.SET, "snoozes"),
        "long_mode": _register("long incident"),
        "number": Field(Rule.COMMAND, "number"),
    },
    "interval": {
        "start": _watched("start"),
        "end": _watched("end"),
    },
    "entry": {
        "written": Field(Rule.ENTRY, "entry"),
    },
    "task": {
        "told": _register("task"),
        "state": _watched("task"),
    },
    "ask": {
        "asked": _register("question"),
        "answer": _register("answer"),
    },
    "run": {
        "started": _register("runbook at work"),
        "escalated": _register("escalation"),
    },
    "step": {
        "state": _watched("step"),
        "began": _register("start of the step"),
        "observed": _watched("observation"),
        "mismatch": _register("mismatch"),
        "reason": _register("reason"),
    },
    "review": {
        "state": _watched("state of the review"),
        "reviewed_at": _register("time of the review"),
        "template": _register("template of the review"),
        "overrides": Field(Rule.SET, "findings let stand"),
        "read_by": Field(Rule.SET, "readers of the review"),
    },
    "action": {
        "added": _register("adding of the action"),
        "text": _register("action"),
        "kind": _watched("kind of the action"),
        "owner": _watched("owner of the action"),
        "due": _watched("due date of the action"),
        "state": _watched("state of the action"),
        "entry": _register("moment of the action"),
        "tracker": _register("tracker of the action"),
        "done_at": _register("end of the action"),
    },
    "update": {
        "drafted": _register("update"),
        "audience": _register("audience"),
        "state": _register("state of the update"),
        "components": _register("components"),
        "data_lost": _register("data lost"),
        "versions": Field(Rule.SET, "versions"),
        "asked": _register("approval asked for"),
        "sent_back": _register("sent back"),
        "approval": Field(Rule.COMMAND, "approval"),
        "publication": Field(Rule.COMMAND, "publication"),
    },
    "delivery": {
        "state": _register("delivery"),
        "asked": _register("what a person says of it"),
    },
    "prose": {
        "text": Field(Rule.TEXT, "text"),
        "facts": Field(Rule.SET, "facts in the text"),
    },
    "template": {
        "text": _register("template"),
        "review": _register("template of a review"),
    },
    "mark": {
        "struck": _register("struck through"),
        "is_key": _register("key moment"),
        "moment": _register("moment"),
    },
    "alert": {
        "received": Field(Rule.ENTRY, "receipt"),
        "resolved": Field(Rule.ENTRY, "resolve event"),
        "taken": _register("taken by an incident"),
    },
    "payload": {
        "kept": Field(Rule.ENTRY, "payload as it came"),
    },
    "service": {
        "tier": _register("tier"),
        "component": _register("component"),
        "public_name": _register("public name"),
        "slo": _register("objective"),
        "window": _register("window"),
        "team": _register("team"),
    },
    "person": {
        "areas": _register("areas"),
        "on_call": _register("on call"),
    },
    "channel": {
        "settings": _register("channel"),
    },
    "runbook": {
        "file": _register("runbook"),
    },
    "device": {
        "vouched": Field(Rule.ENTRY, "end of a chain"),
        "withheld": Field(Rule.ENTRY, "operation that is not in the log"),
        "clocks": Field(Rule.SET, "clock as measured"),
        "revoked": Field(Rule.ENTRY, "device that was revoked"),
        "allowed": Field(Rule.ENTRY, "device that may sign in again"),
    },
    "account": {
        "disabled": Field(Rule.ENTRY, "account that was switched off"),
        "enabled": Field(Rule.ENTRY, "account that was switched on again"),
    },
    "policy": {
        "text": _register("policy"),
    },
}


def field_of(entity_kind: str, field: str) -> Field | None:
    """None for what this program does not know: kept and passed on, not applied."""
    return FIELDS.get(entity_kind, {}).get(field)


def fingerprint() -> str:
    """Names this list of fields; where it changes, operations kept aside may now be applied."""
    return ",".join(
        f"{kind}.{name}:{field.rule.value}"
        for kind, fields in sorted(FIELDS.items())
        for name, field in sorted(fields.items())
    )
