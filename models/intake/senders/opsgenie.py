"""Opsgenie and Jira Service Management: webhooks, and alerts of the API."""

from models.domain.alert import Alert
from models.intake.drafts import choose_title, draft_alert, made_fingerprint, own_fingerprint
from models.intake.fields import (
    Fields,
    Record,
    as_record,
    named_values,
    one_line,
    read_labels,
    web_address,
)
from models.intake.rejected import Rejected
from models.intake.services import service_named

_NAME = "opsgenie"
# What was done to the alert, and whether that ended it; what is not here is no alert.
_ACTIONS = {
    "create": False,
    "escalate": False,
    "escalatenext": False,
    "escalatetonext": False,
    "acknowledge": False,
    "unacknowledge": False,
    "snooze": False,
    "snoozeended": False,
    "updatemessage": False,
    "updatepriority": False,
    "updatedescription": False,
    "close": True,
    "delete": True,
}


def sent(record: Record) -> bool:
    alert = as_record(record.get("alert"))
    return "alertId" in alert or _is_alert(alert) or _is_alert(_of_the_api(record))


def read(record: Record) -> list[Alert]:
    alert = as_record(record.get("alert"))
    if alert:
        return [_read_alert(alert, one_line(record.get("action"), 60))]
    return [_read_alert(_of_the_api(record), "")]


def _of_the_api(record: Record) -> Record:
    return as_record(record.get("data")) or record


def _is_alert(alert: Record) -> bool:
    """A reader's alert carries its short number; a writer's names who responds."""
    return "message" in alert and any(
        key in alert for key in ("tinyId", "responders", "visibleTo", "alias")
    )


def _read_alert(alert: Record, action: str) -> Alert:
    fields = Fields(alert)
    if action and action.lower() not in _ACTIONS:
        raise Rejected(f"Opsgenie tells of {action}, which is no alert.")
    resolved = _ACTIONS.get(action.lower(), fields.text("status") == "closed")
    title = choose_title(fields, "message")
    details = named_values(alert.get("details"))
    labels = read_labels(details, _tags(alert.get("tags")))
    service = service_named(Fields(labels)) or fields.filled("entity")
    return draft_alert(
        _NAME,
        title,
        own_fingerprint(*fields.values("alias", "alertid", "id"))
        or made_fingerprint(_NAME, title, service, {}),
        resolved=resolved,
        service=service,
        severity_word=fields.text("priority"),
        text=fields.text("description"),
        url=web_address(*Fields(details).values("url", "link"), alert.get("source")),
        fired_at=fields.moment("createdat", in_utc=True),
        ended_at=fields.moment("closedat", "updatedat", in_utc=True),
        labels=labels,
    )


def _tags(value: object) -> Record:
    """`key:value` tags by key; plain words together, as there is nothing else to call them."""
    named = named_values(value)
    words = [one_line(tag) for tag in value] if isinstance(value, list) else []
    plain = ", ".join(word for word in words if word and ":" not in word)
    return {**named, "tags": plain}
