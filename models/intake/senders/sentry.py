"""Sentry: issue, event and metric alerts of its integrations, and its older webhook plugin."""

import re
from collections.abc import Callable

from models.domain.alert import Alert
from models.intake.drafts import draft_alert, made_fingerprint, own_fingerprint, says_resolved
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

_NAME = "sentry"
_ISSUE_ACTIONS = {"created": False, "unresolved": False, "triggered": False, "resolved": True}
_PROJECT = re.compile(r"/projects/[^/]+/([^/]+)/")
_EVENT_MARKS = ("event_id", "issue_id", "culprit")


def sent(record: Record) -> bool:
    if _data_readers(record):
        return True
    if "action" in record and "installation" in record and "repository" not in record:
        return True
    return "project_slug" in record and "culprit" in record


def read(record: Record) -> list[Alert]:
    if readers := _data_readers(record):
        return [readers[0](record)]
    if "culprit" in record:
        return [_read_plugin(record)]
    raise Rejected("Sentry tells of its own installation or of a comment, which is no alert.")


def _data_readers(record: Record) -> list[Callable[[Record], Alert]]:
    data = as_record(record.get("data"))
    event = as_record(data.get("event")) or as_record(data.get("error"))
    readers: list[Callable[[Record], Alert]] = []
    if isinstance(data.get("metric_alert"), dict):
        readers.append(_read_metric)
    if any(mark in event for mark in _EVENT_MARKS):
        readers.append(_read_event)
    issue = as_record(data.get("issue"))
    if "shortId" in issue or "culprit" in issue:
        readers.append(_read_issue)
    return readers


def _read_metric(record: Record) -> Alert:
    data = as_record(record.get("data"))
    incident = as_record(data.get("metric_alert"))
    rule = as_record(incident.get("alert_rule"))
    fields = Fields(rule, incident)
    action = one_line(record.get("action"), 60)
    projects = incident.get("projects")
    project = one_line(projects[0]) if isinstance(projects, list) and projects else ""
    title = one_line(fields.text("name", "title")) or one_line(data.get("description_title"))
    return draft_alert(
        _NAME,
        title,
        own_fingerprint(incident.get("id")) or made_fingerprint(_NAME, title, project, {}),
        resolved=says_resolved(action),
        service=project,
        severity_word="" if says_resolved(action) else action,
        text=Fields(data).text("descriptiontext"),
        url=web_address(data.get("web_url")),
        fired_at=fields.moment("datestarted", "datedetected", "datecreated", in_utc=True),
        ended_at=fields.moment("dateclosed", in_utc=True),
        labels=read_labels({"environment": rule.get("environment")}),
    )


def _read_event(record: Record) -> Alert:
    data = as_record(record.get("data"))
    event = as_record(data.get("event")) or as_record(data.get("error"))
    rule = one_line(data.get("triggered_rule"))
    return _drafted(Fields(event), event, {"rule": rule}, service="")


def _read_issue(record: Record) -> Alert:
    issue = as_record(as_record(record.get("data")).get("issue"))
    action = one_line(record.get("action"), 60)
    if action not in _ISSUE_ACTIONS:
        raise Rejected(f"Sentry tells that an issue is {action or 'there'}, which is no alert.")
    fields = Fields(issue, as_record(issue.get("metadata")), as_record(issue.get("statusDetails")))
    project = Fields(as_record(issue.get("project"))).text("slug", "name")
    title = one_line(fields.text("title", "value", "culprit"))
    seen = fields.moment("lastseen", in_utc=True) if action == "unresolved" else None
    return draft_alert(
        _NAME,
        title,
        own_fingerprint(issue.get("id")) or made_fingerprint(_NAME, title, project, {}),
        resolved=_ISSUE_ACTIONS[action],
        service=project,
        severity_word=fields.text("level"),
        text=fields.text("culprit"),
        url=web_address(issue.get("web_url"), issue.get("permalink"), issue.get("url")),
        fired_at=seen or fields.moment("firstseen", in_utc=True),
        ended_at=fields.moment("resolvedat", "dateresolved", in_utc=True),
        labels=read_labels({"short_id": issue.get("shortId"), "platform": issue.get("platform")}),
    )


def _read_plugin(record: Record) -> Alert:
    """Its `id` is the issue's."""
    event = as_record(record.get("event"))
    fields = Fields({"issue_id": record.get("id")}, event, record)
    project = Fields(record).text("projectslug", "projectname", "project")
    return _drafted(fields, event, {}, service=project)


def _drafted(fields: Fields, event: Record, more: Record, service: str) -> Alert:
    labels = read_labels(named_values(event.get("tags")), more)
    # A project is a bare number in event alerts; only the address of the API spells it.
    address = _PROJECT.search(fields.text("url"))
    service = service or service_named(Fields(labels)) or (address[1] if address else "")
    title = one_line(fields.text("title", "message", "culprit"))
    place = fields.text("culprit", "location")
    detail = Fields(as_record(event.get("logentry"))).text("formatted") or fields.text("message")
    return draft_alert(
        _NAME,
        title,
        own_fingerprint(*fields.values("issueid", "groupid"))
        or made_fingerprint(_NAME, title, service, {"culprit": place}),
        service=service,
        severity_word=fields.text("level"),
        text="\n".join(part for part in (detail, place) if part and part != title),
        url=web_address(*fields.values("weburl", "url", "issueurl")),
        fired_at=fields.moment("datetime", "timestamp", "datecreated", "received", in_utc=True),
        labels=labels,
    )
