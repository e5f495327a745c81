"""Grafana webhooks: unified alerting (Alertmanager's shape and more) and legacy alerting."""

from models.domain.alert import Alert
from models.intake.drafts import (
    choose_title,
    draft_alert,
    made_fingerprint,
    own_fingerprint,
    says_resolved,
)
from models.intake.fields import (
    Fields,
    Record,
    as_records,
    named_values,
    read_labels,
    web_address,
)
from models.intake.rejected import Rejected
from models.intake.senders import alertmanager
from models.intake.services import service_named

_MEMBER_MARKS = ("silenceURL", "dashboardURL", "panelURL", "valueString")
_NO_ALERT = {"paused": "that a rule was paused", "pending": "that a rule waits for its time"}


def sent(record: Record) -> bool:
    return _is_legacy(record) or _is_unified(record)


def read(record: Record) -> list[Alert]:
    if _is_unified(record):
        return alertmanager.read_group(record, "grafana")
    return [_read_legacy(record)]


def _is_unified(record: Record) -> bool:
    members = as_records(record.get("alerts"))
    if not members:
        return "orgId" in record and "groupKey" in record
    return "orgId" in record or any(mark in member for mark in _MEMBER_MARKS for member in members)


def _is_legacy(record: Record) -> bool:
    return "ruleName" in record and ("ruleUrl" in record or "evalMatches" in record)


def _read_legacy(record: Record) -> Alert:
    fields = Fields(record)
    state = fields.text("state").lower()
    if state in _NO_ALERT:
        raise Rejected(f"Grafana tells {_NO_ALERT[state]}, which is no alert.")
    title = choose_title(fields, "rulename", "title")
    labels = read_labels(named_values(record.get("tags")))
    service = service_named(Fields(labels))
    rule = own_fingerprint(record.get("ruleId"))
    organisation = own_fingerprint(record.get("orgId"))
    return draft_alert(
        "grafana",
        title,
        f"{organisation}/{rule}" if rule else made_fingerprint("grafana", title, service, labels),
        resolved=says_resolved(state),
        service=service,
        severity_word=Fields(labels).text("severity", "priority"),
        text=fields.text("message"),
        url=web_address(record.get("ruleUrl")),
        labels=labels,
    )
