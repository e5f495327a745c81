"""PagerDuty: webhooks of version 3, 2 and 1, incidents of its API, and its Events API."""

from models.domain.alert import Alert
from models.intake.drafts import (
    choose_title,
    draft_alert,
    made_fingerprint,
    own_fingerprint,
)
from models.intake.fields import (
    Fields,
    Record,
    as_record,
    as_records,
    one_line,
    read_labels,
    web_address,
)
from models.intake.rejected import Rejected
from models.intake.services import service_named
from models.intake.several import read_each

_NAME = "pagerduty"
_ACTIONS = ("trigger", "acknowledge", "resolve")
_DETAILS = ("custom_details", "details")


def sent(record: Record) -> bool:
    event = as_record(record.get("event"))
    if "event_type" in event and "occurred_at" in event:
        return True
    if _messages(record) or _is_event(record):
        return True
    return _is_incident(record) or _is_incident(as_record(record.get("incident")))


def read(record: Record) -> list[Alert]:
    event = as_record(record.get("event"))
    if event:
        return [_read_webhook(event)]
    if messages := _messages(record):
        return read_each(messages, lambda message: [_read_message(message)])
    if _is_event(record):
        return [_read_event(record)]
    return [_read_incident(as_record(record.get("incident")) or record, Fields())]


def _messages(record: Record) -> list[Record]:
    return [message for message in as_records(record.get("messages")) if _word(message)]


def _word(message: Record) -> str:
    """`incident.trigger`: version 2 calls it `event`, version 1 `type`."""
    word = one_line(message.get("event")) or one_line(message.get("type"))
    return word if word.startswith("incident.") else ""


def _is_event(record: Record) -> bool:
    return record.get("event_action", record.get("event_type")) in _ACTIONS and any(
        key in record for key in ("routing_key", "service_key", "dedup_key", "payload")
    )


def _is_incident(record: Record) -> bool:
    return "incident_number" in record and "status" in record and "service" in record


def _read_webhook(event: Record) -> Alert:
    kind = one_line(event.get("event_type"), 80)
    incident = as_record(event.get("data"))
    if not kind.startswith("incident.") or incident.get("type", "incident") != "incident":
        raise Rejected(f"PagerDuty tells of {kind or 'nothing'}, which is no alert.")
    return _read_incident(incident, Fields(event), kind)


def _read_message(message: Record) -> Alert:
    incident = as_record(message.get("incident"))
    incident = incident or as_record(as_record(message.get("data")).get("incident"))
    kind = _word(message)
    if kind == "incident.annotate":
        raise Rejected(f"PagerDuty tells of {kind}, which is no alert.")
    return _read_incident(incident, Fields(message), kind)


def _read_incident(incident: Record, around: Fields, kind: str = "") -> Alert:
    trigger = as_record(incident.get("trigger_summary_data"))
    about = as_record(incident.get("first_trigger_log_entry"))
    fields = Fields(incident, trigger, about)
    title = choose_title(fields, "title", "subject", "summary", "description")
    service = service_named(Fields({"service": _summary(incident.get("service"))}))
    resolved = kind in {"incident.resolved", "incident.resolve"} or (
        fields.text("status") == "resolved"
    )
    severity = _summary(incident.get("priority")) or fields.text("urgency")
    return draft_alert(
        _NAME,
        title,
        own_fingerprint(incident.get("id"), incident.get("incident_key"))
        or made_fingerprint(_NAME, title, service, {}),
        resolved=resolved,
        service=service,
        severity_word=severity,
        text=next((text for text in fields.texts("description", "summary") if text != title), ""),
        url=web_address(incident.get("html_url"), incident.get("self")),
        fired_at=(around.moment("occurredat") if kind == "incident.reopened" else None)
        or fields.moment("createdat", "createdon", in_utc=True),
        ended_at=fields.moment("resolvedat")
        or around.moment("occurredat", "createdon", in_utc=True)
        or fields.moment("laststatuschangeat", "laststatuschangeon", in_utc=True),
        labels=read_labels(
            {"urgency": incident.get("urgency"), "number": fields.text("number", "incidentnumber")}
        ),
    )


def _summary(value: object) -> str:
    """A reference to something else of PagerDuty's, by the name people give it."""
    return Fields(as_record(value)).text("summary", "name") or one_line(value, 200)


def _read_event(record: Record) -> Alert:
    payload = as_record(record.get("payload"))
    details = next((as_record(payload.get(name, record.get(name))) for name in _DETAILS), {})
    fields = Fields(payload, record)
    key = own_fingerprint(record.get("dedup_key"), record.get("incident_key"))
    title = choose_title(fields, "summary", "description") or key
    service = service_named(fields, Fields(details)) or fields.filled("source")
    resolved = fields.text("eventaction", "eventtype") == "resolve"
    moment = fields.moment("timestamp", in_utc=True)
    return draft_alert(
        _NAME,
        title,
        key or made_fingerprint(_NAME, title, service, {}),
        resolved=resolved,
        service=service,
        severity_word=fields.text("severity"),
        text=Fields(details).text("description", "message", "details"),
        url=web_address(record.get("client_url")),
        fired_at=None if resolved else moment,
        ended_at=moment,
        labels=read_labels({name: payload.get(name) for name in ("class", "group")}, details),
    )
