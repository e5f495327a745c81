"""Alertmanager webhooks (versions 1 to 4), its API, and Grafana's alerts in the same shape."""

from models.domain.alert import Alert
from models.intake.drafts import (
    choose_title,
    draft_alert,
    made_fingerprint,
    own_fingerprint,
    says_resolved,
)
from models.intake.fields import Fields, Record, as_record, as_records, read_labels, web_address
from models.intake.services import service_named
from models.intake.several import read_each

_TITLES = ("alertname", "rulename", "summary", "title", "message", "description")
_NO_DATA = {"DatasourceNoData": "no data", "DatasourceError": "the query failed"}


def sent(record: Record) -> bool:
    if is_one(record):
        return True
    members = as_records(record.get("alerts")) + as_records(record.get("alert"))
    if any(isinstance(member.get("labels"), dict) for member in members):
        return True
    return "groupKey" in record and isinstance(record.get("commonLabels"), dict)


def is_one(record: Record) -> bool:
    """One alert by itself, as the APIs of Prometheus and Alertmanager list them."""
    labels = record.get("labels")
    return isinstance(labels, dict) and "alertname" in labels and "alerts" not in record


def read(record: Record) -> list[Alert]:
    return read_group(record, "alertmanager")


def read_group(record: Record, source: str) -> list[Alert]:
    """One alert for each in the group; a group without members is read as one alert."""
    members = as_records(record.get("alerts")) + as_records(record.get("alert"))
    if not members:
        return [_read_member(record if is_one(record) else {}, record, source)]
    return read_each(members, lambda member: [_read_member(member, record, source)])


def _read_member(member: Record, group: Record, source: str) -> Alert:
    named = as_record(member.get("labels")), as_record(group.get("commonLabels"))
    labels = read_labels(*named)
    notes = Fields(as_record(member.get("annotations")), as_record(group.get("commonAnnotations")))
    legacy = as_record(member.get("payload"))
    own = Fields(member, legacy)
    around = Fields(member, legacy, group)
    title = _title(Fields(*named), notes, around)
    resolved = says_resolved(_status_word(member, group))
    told = Fields(labels)
    service = service_named(told, notes)
    return draft_alert(
        source,
        title,
        own_fingerprint(member.get("fingerprint"))
        or made_fingerprint(source, title, service, labels),
        resolved=resolved,
        service=service,
        severity_word=told.text("severity", "priority", "level")
        or around.text("severity", "priority"),
        text="\n".join(
            dict.fromkeys(
                text
                for text in (notes.text("summary"), notes.text("description", "message"))
                if text and text != title
            )
        )
        or around.text("message", "description"),
        url=web_address(
            *own.values("generatorurl", "panelurl", "dashboardurl"),
            *notes.values("dashboardurl", "dashboard"),
            group.get("externalURL"),
        ),
        fired_at=own.moment("startsat", "activeat", "activesince"),
        ended_at=own.moment("endsat") if resolved else None,
        labels=labels,
    )


def _title(labels: Fields, notes: Fields, around: Fields) -> str:
    name, rule = labels.text("alertname"), labels.text("rulename")
    if name in _NO_DATA and rule:
        return f"{rule}: {_NO_DATA[name]}"
    for fields in (labels, notes, around):
        if any(fields.text(title) for title in _TITLES):
            return choose_title(fields, *_TITLES)
    return ""


def _status_word(member: Record, group: Record) -> str:
    """A member's word goes before its group's; the API wraps it as `{"state": "active"}`."""
    status = member.get("status")
    own = Fields(as_record(status), member).text("state", "status")
    return own or Fields(group).text("status", "state")
