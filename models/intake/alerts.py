"""Payload bytes of a monitoring system, read into alerts."""

from collections.abc import Callable
from dataclasses import dataclass

from models.domain.alert import Alert
from models.intake.documents import MAX_BYTES, read_documents
from models.intake.envelopes import opened, wrapped
from models.intake.fields import MAX_LISTED, Record, one_line
from models.intake.rejected import Rejected
from models.intake.senders import (
    alertmanager,
    cloudwatch,
    datadog,
    generic,
    github,
    grafana,
    opsgenie,
    pagerduty,
    sentry,
    zabbix,
)
from models.intake.several import read_each

MOST_BYTES = MAX_BYTES
"""Of one payload."""


@dataclass(frozen=True, slots=True)
class Sender:
    name: str
    sent: Callable[[Record], bool]
    read: Callable[[Record], list[Alert]]


# The first that recognises a payload reads it.
SENDERS = (
    Sender("grafana", grafana.sent, grafana.read),
    Sender("alertmanager", alertmanager.sent, alertmanager.read),
    Sender("pagerduty", pagerduty.sent, pagerduty.read),
    Sender("github", github.sent, github.read),
    Sender("sentry", sentry.sent, sentry.read),
    Sender("opsgenie", opsgenie.sent, opsgenie.read),
    Sender("cloudwatch", cloudwatch.sent, cloudwatch.read),
    Sender("zabbix", zabbix.sent, zabbix.read),
    Sender("datadog", datadog.sent, datadog.read),
)


def read_alerts(payload: bytes, source_hint: str = "") -> tuple[Alert, ...]:
    """The alerts a payload tells of, at least one.

    `source_hint` names the source where the payload does not show its sender. Of a list, what
    can be read is read; Rejected is raised, with the first reason, where nothing can.
    """
    source = one_line(source_hint, 40).lower() or "generic"
    records = _records(read_documents(payload))
    if not records:
        raise Rejected("The JSON is an empty list.")
    return tuple(read_each(records, lambda record: _read_record(record, source)))


def _records(documents: list[object]) -> list[Record]:
    records: list[Record] = []
    for document in documents:
        for item in document if isinstance(document, list) else [document]:
            if not isinstance(item, dict):
                raise Rejected("The JSON is neither an object nor a list of objects.")
            records.append(item)
    if len(records) > MAX_LISTED:
        raise Rejected(f"It lists {len(records)} alerts; more than {MAX_LISTED} are not read.")
    return records


def _read_record(record: Record, source: str) -> list[Alert]:
    message = opened(record)
    for part in (message, *wrapped(message)):
        for sender in SENDERS:
            if sender.sent(part):
                return sender.read(part)
    return generic.read(message, source)
