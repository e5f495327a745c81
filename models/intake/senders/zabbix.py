"""Zabbix: webhooks made of its macros, and lines of its real-time export."""

from models.domain.alert import Alert
from models.intake.documents import read_inner
from models.intake.drafts import (
    choose_title,
    draft_alert,
    made_fingerprint,
    own_fingerprint,
    says_resolved,
    title_says_resolved,
)
from models.intake.fields import (
    Fields,
    Record,
    as_records,
    named_values,
    one_line,
    read_labels,
    web_address,
)
from models.intake.moments import read_moment
from models.intake.rejected import Rejected
from models.intake.services import service_named

_NAME = "zabbix"
_TITLES = (
    "eventname",
    "triggername",
    "problemname",
    "alertsubject",
    "subject",
    "name",
    "title",
    "alertmessage",
    "message",
    "eventopdata",
)
_MARKS = (
    "triggerid",
    "triggername",
    "triggerseverity",
    "triggerstatus",
    "eventvalue",
    "eventnseverity",
    "eventopdata",
    "eventupdatestatus",
    "eventrecoveryvalue",
    "zabbixurl",
)
_SEVERITIES = ("not classified", "information", "warning", "average", "high", "disaster")


def sent(record: Record) -> bool:
    if _is_line(record):
        return True
    fields = Fields(record)
    return fields.has("eventid") and fields.has(*_MARKS)


def read(record: Record) -> list[Alert]:
    return [_read_line(record) if _is_line(record) else _read_webhook(Fields(record))]


def _is_line(record: Record) -> bool:
    return "eventid" in record and "clock" in record


def _read_line(record: Record) -> Alert:
    """A recovery names the event it ends and nothing else."""
    fields = Fields(record)
    began = fields.text("peventid")
    hosts = record.get("hosts")
    names = [one_line(host) for host in hosts] if isinstance(hosts, list) else []
    names += [Fields(host).text("name", "host") for host in as_records(hosts)]
    host = next((name for name in names if name), "")
    resolved = bool(began) or fields.text("value") == "0"
    title = choose_title(fields, "name") or (f"Zabbix problem {began}" if began else "")
    labels = read_labels({"host": host}, named_values(record.get("tags")))
    moment = read_moment(record.get("clock"))
    return draft_alert(
        _NAME,
        title,
        own_fingerprint(began, record.get("eventid"))
        or made_fingerprint(_NAME, title, host, labels),
        resolved=resolved,
        service=service_named(Fields(labels)) or host,
        severity_word=_severity(fields.text("severity")),
        fired_at=None if resolved else moment,
        ended_at=moment,
        labels=labels,
    )


def _read_webhook(fields: Fields) -> Alert:
    """The times are the server's local ones; only a Unix clock can be placed."""
    if fields.text("eventupdatestatus") == "1" and not says_resolved(fields.text("eventstatus")):
        raise Rejected("Zabbix tells that a person updated the problem, which is no alert.")
    title = choose_title(fields, *_TITLES)
    host = fields.filled("hostname", "host", "hosthost", "hostip")
    tags = [_tags(value) for value in fields.values("eventtagsjson", "eventtags", "tags")]
    labels = read_labels({"host": host}, *tags)
    status = fields.filled("eventstatus", "triggerstatus", "status")
    value = fields.text("eventvalue", "triggervalue")
    moment = fields.moment("eventtimestamp", "eventclock", "timestamp", "clock", "eventtime")
    return draft_alert(
        _NAME,
        title,
        own_fingerprint(*fields.values("problemid", "eventid"))
        or made_fingerprint(_NAME, title, host, labels),
        resolved=value == "0" or says_resolved(status) or title_says_resolved(title),
        service=service_named(Fields(labels)) or host,
        severity_word=_severity(
            fields.filled("eventseverity", "triggerseverity", "severity", "eventnseverity")
        ),
        text=fields.filled("alertmessage", "message", "triggerdescription", "eventopdata"),
        url=web_address(*fields.values("triggerurl", "eventurl", "url", "zabbixurl")),
        fired_at=moment,
        ended_at=fields.moment("eventrecoverytimestamp", "recoverytimestamp", "recoveryclock"),
        labels=labels,
    )


def _tags(value: object) -> dict[str, object]:
    """{EVENT.TAGSJSON} is JSON inside a text; {EVENT.TAGS} is `name:value, name:value`."""
    listed = read_inner(value) if isinstance(value, str) else None
    return named_values(value if listed is None else listed)


def _severity(word: str) -> str:
    return _SEVERITIES[int(word)] if word in {"0", "1", "2", "3", "4", "5"} else word
