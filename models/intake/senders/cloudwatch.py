"""CloudWatch alarms: the notification inside an SNS message, and the EventBridge event."""

from datetime import datetime

from models.domain.alert import Alert
from models.intake.drafts import choose_title, draft_alert, made_fingerprint, own_fingerprint
from models.intake.fields import Fields, Record, as_record, as_records, read_labels
from models.intake.services import service_named

_NAME = "cloudwatch"
_EVENT = "CloudWatch Alarm State Change"


def sent(record: Record) -> bool:
    return "AlarmName" in record or record.get("detail-type") == _EVENT


def read(record: Record) -> list[Alert]:
    return [_read_alarm(record) if "AlarmName" in record else _read_event(record)]


def _read_alarm(record: Record) -> Alert:
    fields = Fields(record)
    trigger = as_record(record.get("Trigger")) or record
    return _drafted(
        title=choose_title(fields, "alarmname"),
        arn=record.get("AlarmArn"),
        state=fields.text("newstatevalue", "statevalue"),
        texts=(fields.filled("alarmdescription"), fields.text("newstatereason", "statereason")),
        moment=fields.moment("statechangetime", "stateupdatedtimestamp", "timestamp", in_utc=True),
        severity=fields.text("priority", "severity"),
        labels=read_labels(
            {
                "region": record.get("Region"),
                "account": record.get("AWSAccountId"),
                "namespace": trigger.get("Namespace"),
                "metric": trigger.get("MetricName"),
            },
            _dimensions(trigger),
        ),
    )


def _read_event(record: Record) -> Alert:
    detail = as_record(record.get("detail"))
    state = Fields(as_record(detail.get("state")))
    configuration = as_record(detail.get("configuration"))
    resources = record.get("resources")
    metrics = as_records(configuration.get("metrics"))
    stat = as_record(metrics[0].get("metricStat")) if metrics else {}
    metric = as_record(stat.get("metric"))
    return _drafted(
        title=choose_title(Fields(detail), "alarmname"),
        arn=resources[0] if isinstance(resources, list) and resources else None,
        state=state.text("value"),
        texts=(Fields(configuration).filled("description"), state.text("reason")),
        moment=state.moment("timestamp", in_utc=True) or Fields(record).moment("time", in_utc=True),
        severity="",
        labels=read_labels(
            {
                "region": record.get("region"),
                "account": record.get("account"),
                "namespace": metric.get("namespace"),
                "metric": metric.get("name"),
            },
            as_record(metric.get("dimensions")),
        ),
    )


def _drafted(
    title: str,
    arn: object,
    state: str,
    texts: tuple[str, ...],
    moment: datetime | None,
    severity: str,
    labels: dict[str, str],
) -> Alert:
    resolved = state.upper() == "OK"
    service = service_named(Fields(labels)) or labels.get("ServiceName", "")
    return draft_alert(
        _NAME,
        title,
        own_fingerprint(arn) or made_fingerprint(_NAME, title, "", labels),
        resolved=resolved,
        service=service or labels.get("namespace", ""),
        severity_word=severity or ("" if resolved else state),
        text="\n".join(text for text in texts if text),
        fired_at=None if resolved else moment,
        ended_at=moment,
        labels=labels,
    )


def _dimensions(trigger: Record) -> Record:
    return {
        str(dimension.get("name", dimension.get("Name"))): dimension.get(
            "value", dimension.get("Value")
        )
        for dimension in as_records(trigger.get("Dimensions"))
    }
