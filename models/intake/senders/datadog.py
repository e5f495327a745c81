"""Datadog monitor webhooks; which fields they hold is up to whoever set the webhook up."""

import re

from models.domain.alert import Alert
from models.intake.drafts import (
    choose_title,
    draft_alert,
    made_fingerprint,
    own_fingerprint,
    says_resolved,
    title_says_resolved,
)
from models.intake.fields import Fields, Record, as_record, named_values, read_labels, web_address
from models.intake.services import service_named

_NAME = "datadog"
_MARKS = ("alerttransition", "aggregkey", "alertcyclekey", "alertscope", "alertquery")
_EVENT_TYPES = ("_alert_monitor", "metric_alert", "query_alert", "log_alert", "service_check")
# "[Triggered on {host:web-1}] High CPU": the scope tells the alerts of one monitor apart.
_SCOPE = re.compile(r"\[[^\]{]{0,40}\{([^}]{1,200})\}\s*\]")


def sent(record: Record) -> bool:
    fields = Fields(record)
    if fields.has(*_MARKS):
        return True
    kind = fields.text("eventtype", "alerttype")
    if any(mark in kind for mark in _EVENT_TYPES):
        return True
    if fields.has("monitorid") and fields.has("scopes", "query"):
        return True
    if fields.has("eventtype") and fields.has("lastupdated") and fields.has("org"):
        return True
    return any("datadoghq." in link for link in fields.texts("link", "url", "eventurl"))


def read(record: Record) -> list[Alert]:
    fields = Fields(record, as_record(record.get("alert")))
    raw = fields.text("title", "eventtitle", "alerttitle")
    title = choose_title(fields, "title", "eventtitle", "alerttitle", "alertname", "monitorname")
    title = title or choose_title(fields, "name", "message", "body")
    labels = read_labels(*(named_values(value) for value in fields.values("tags", "alertscope")))
    service = service_named(fields, Fields(labels))
    inside = _SCOPE.search(raw)
    scope = fields.filled("alertscope", "scope") or (inside[1] if inside else "")
    transition = fields.filled("alerttransition", "transition", "alertstatus", "status", "state")
    resolved = says_resolved(transition) or title_says_resolved(raw)
    moment = fields.moment("date", "lastupdated", "timestamp", "datetime", in_utc=True)
    return [
        draft_alert(
            _NAME,
            title,
            _own_key(fields, scope)
            or made_fingerprint(
                _NAME,
                title,
                service,
                labels | {"scope": scope, "monitor": fields.text("monitorid")},
            ),
            resolved=resolved,
            service=service,
            severity_word=fields.filled("priority", "alertpriority", "severity", "alerttype"),
            text=fields.text("body", "eventmsg", "textonlymsg", "message", "description"),
            url=web_address(*fields.values("link", "url", "eventurl")),
            fired_at=fields.moment("alertstart", "startedat") or (None if resolved else moment),
            ended_at=moment,
            labels=labels,
        )
    ]


def _own_key(fields: Fields, scope: str) -> str:
    """The id of an alert is its monitor's, so the scope belongs to the key. A monitor id that
    stands alone names a rule, which may watch many things."""
    key = own_fingerprint(*fields.values("aggregkey", "aggregationkey"))
    monitor = own_fingerprint(*fields.values("alertid"))
    return key or (f"{monitor}/{scope}" if monitor and scope else monitor)
