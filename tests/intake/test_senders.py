"""What each monitoring system's delivery is read as; a firing and its end are one alert."""

import json
from datetime import UTC, datetime

import pytest

from models.intake.alerts import read_alerts
from models.intake.rejected import Rejected

FIRED = datetime(2026, 11, 20, 16, 2, 10, tzinfo=UTC)
ENDED = datetime(2026, 11, 20, 17, 20, tzinfo=UTC)
FIRED_TEXT, FIRED_MS = "2026-11-20T16:02:10Z", 1795190530000
ENDED_TEXT, ENDED_MS = "2026-11-20T17:20:00Z", 1795195200000
NOT_ENDED = "0001-01-01T00:00:00Z"


def read(payload, hint=""):
    return read_alerts(json.dumps(payload).encode(), hint)


def one(payload, hint=""):
    (alert,) = read(payload, hint)
    return alert


def alertmanager(status, ends, **member):
    labels = {"alertname": "DBConnErrors", "service": "checkout", "severity": "critical"}
    return {
        "version": "4",
        "groupKey": "{}:{}",
        "status": status,
        "receiver": "warroom",
        "groupLabels": {},
        "commonLabels": {"alertname": "DBConnErrors"},
        "commonAnnotations": {},
        "externalURL": "http://alertmanager.example.com",
        "alerts": [
            {
                "status": status,
                "labels": labels,
                "annotations": {"summary": "Connections fail"},
                "startsAt": FIRED_TEXT,
                "endsAt": ends,
                **member,
            }
        ],
    }


def grafana(status, ends):
    more = {"fingerprint": "f1", "silenceURL": "https://grafana.example.com/s", "values": {"A": 1}}
    return {**alertmanager(status, ends, **more), "orgId": 1, "title": "x", "state": "alerting"}


def grafana_legacy(state):
    return {
        "ruleName": "Pool full",
        "ruleId": 7,
        "orgId": 1,
        "ruleUrl": "https://grafana.example.com/d/1",
        "evalMatches": [{"value": 100, "metric": "pool"}],
        "state": state,
        "title": f"[{state}] Pool full",
        "tags": {"service": "checkout", "severity": "critical"},
    }


def pagerduty_3(kind, at):
    incident = {
        "id": "PGR0VU2",
        "type": "incident",
        "html_url": "https://acme.pagerduty.com/incidents/PGR0VU2",
        "number": 2,
        "status": "resolved" if kind.endswith("resolved") else "triggered",
        "incident_key": "d3640f",
        "created_at": FIRED_TEXT,
        "title": "Pool full",
        "service": {"id": "PF9KMXH", "summary": "checkout", "type": "service_reference"},
        "priority": {"id": "P1", "summary": "P1"},
        "urgency": "high",
    }
    about = {"id": "5ac", "event_type": kind, "resource_type": "incident", "occurred_at": at}
    return {"event": {**about, "data": incident}}


def pagerduty_2(event, at):
    incident = {
        "id": "PGR0VU2",
        "incident_number": 2,
        "title": "Pool full",
        "created_at": FIRED_TEXT,
        "status": "triggered",
        "service": {"name": "checkout"},
        "priority": {"summary": "P1"},
    }
    return {"messages": [{"event": event, "created_on": at, "incident": incident}]}


def pagerduty_event(action, at):
    about = {"summary": "Pool full", "source": "web-1", "severity": "critical", "timestamp": at}
    return {
        "routing_key": "r" * 32,
        "event_action": action,
        "dedup_key": "checkout/pool",
        "payload": {**about, "component": "checkout"},
    }


def sentry_issue(action):
    issue = {
        "id": "1170820242",
        "shortId": "CHECKOUT-1",
        "title": "Pool full",
        "culprit": "checkout.submit",
        "level": "error",
        "firstSeen": FIRED_TEXT,
        "lastSeen": ENDED_TEXT,
        "project": {"slug": "checkout", "name": "Checkout"},
        "web_url": "https://acme.sentry.io/issues/1170820242/",
    }
    return {"action": action, "installation": {"uuid": "a"}, "data": {"issue": issue}}


def sentry_metric(action, closed):
    metric = {
        "id": "5",
        "identifier": "5",
        "alert_rule": {"name": "Pool full"},
        "projects": ["checkout"],
        "date_started": FIRED_TEXT,
        "date_closed": closed,
    }
    return {"action": action, "data": {"metric_alert": metric, "description_title": "x"}}


def opsgenie(action, at):
    alert = {
        "alertId": "052652ac",
        "alias": "checkout/pool",
        "tinyId": "23",
        "message": "Pool full",
        "priority": "P1",
        "entity": "checkout",
        "createdAt": FIRED_MS,
        "updatedAt": at,
        "tags": ["db", "team:payments"],
    }
    return {"action": action, "alert": alert, "integrationName": "War room"}


def datadog(transition, at):
    return {
        "id": f"event-{at}",
        "title": f"[{transition} on {{host:web-1}}] Pool full",
        "alert_transition": transition,
        "aggreg_key": "9bd4ac31",
        "date": str(at),
        "last_updated": str(at),
        "event_type": "query_alert_monitor",
        "priority": "P1",
        "tags": "service:checkout,env:prod",
        "link": "https://app.datadoghq.com/event/1",
    }


def cloudwatch(state, at):
    alarm = {
        "AlarmName": "Pool full",
        "AlarmArn": "arn:aws:cloudwatch:eu-west-1:1:alarm:pool",
        "NewStateValue": state,
        "NewStateReason": "Threshold crossed",
        "StateChangeTime": at.replace("Z", ".000+0000"),
        "Region": "EU (Ireland)",
        "Trigger": {
            "MetricName": "Connections",
            "Namespace": "AWS/RDS",
            "Dimensions": [{"name": "service", "value": "checkout"}],
        },
    }
    return {
        "Type": "Notification",
        "TopicArn": "arn:aws:sns:eu-west-1:1:alarms",
        "Subject": "ALARM",
        "Message": json.dumps(alarm),
        "Timestamp": at,
    }


def cloudwatch_event(state, at):
    metric = {"dimensions": {"service": "checkout"}}
    return {
        "source": "aws.cloudwatch",
        "detail-type": "CloudWatch Alarm State Change",
        "resources": ["arn:aws:cloudwatch:eu-west-1:1:alarm:pool"],
        "time": at,
        "detail": {
            "alarmName": "Pool full",
            "state": {"value": state, "timestamp": at.replace("Z", ".000+0000")},
            "configuration": {"metrics": [{"metricStat": {"metric": metric}}]},
        },
    }


def zabbix(value, **more):
    return {
        "event_id": "991",
        "event_value": value,
        "event_name": "Pool full",
        "event_severity": "High",
        "trigger_id": "17",
        "host_name": "checkout",
        "event_timestamp": FIRED_MS // 1000,
        **more,
    }


def dependabot(action, **times):
    return {
        "action": action,
        "alert": {
            "number": 20,
            "state": "open",
            "security_advisory": {"summary": "Pool full", "severity": "high"},
            "created_at": FIRED_TEXT,
            **times,
        },
        "repository": {"name": "checkout", "full_name": "acme/checkout"},
        "sender": {"login": "ana"},
    }


def gcp(state, ended):
    incident = {
        "incident_id": "0.m1",
        "summary": "Pool full",
        "state": state,
        "started_at": FIRED_MS // 1000,
        "ended_at": ended,
        "severity": "Critical",
        "labels": {"service": "checkout"},
    }
    return {"version": "1.2", "incident": incident}


OVER = [
    ("alertmanager", alertmanager("firing", NOT_ENDED), alertmanager("resolved", ENDED_TEXT)),
    ("grafana", grafana("firing", NOT_ENDED), grafana("resolved", ENDED_TEXT)),
    (
        "pagerduty",
        pagerduty_3("incident.triggered", FIRED_TEXT),
        pagerduty_3("incident.resolved", ENDED_TEXT),
    ),
    (
        "pagerduty",
        pagerduty_2("incident.trigger", FIRED_TEXT),
        pagerduty_2("incident.resolve", ENDED_TEXT),
    ),
    (
        "pagerduty",
        pagerduty_event("trigger", FIRED_TEXT),
        pagerduty_event("resolve", ENDED_TEXT),
    ),
    ("sentry", sentry_metric("critical", None), sentry_metric("resolved", ENDED_TEXT)),
    ("opsgenie", opsgenie("Create", FIRED_MS), opsgenie("Close", ENDED_MS)),
    ("datadog", datadog("Triggered", FIRED_MS), datadog("Recovered", ENDED_MS)),
    ("cloudwatch", cloudwatch("ALARM", FIRED_TEXT), cloudwatch("OK", ENDED_TEXT)),
    ("cloudwatch", cloudwatch_event("ALARM", FIRED_TEXT), cloudwatch_event("OK", ENDED_TEXT)),
    ("zabbix", zabbix("1"), zabbix("0", event_recovery_timestamp=ENDED_MS // 1000)),
    ("github", dependabot("created"), dependabot("fixed", fixed_at=ENDED_TEXT)),
    ("generic", gcp("OPEN", 0), gcp("CLOSED", ENDED_MS // 1000)),
]


@pytest.mark.parametrize(("source", "firing", "over"), OVER)
def test_a_firing_and_its_end_are_one_alert(source, firing, over):
    first, last = one(firing), one(over)
    assert first.source == last.source == source
    assert first.fingerprint == last.fingerprint
    assert first.title == last.title
    assert first.title in ("Pool full", "DBConnErrors")
    assert first.service == last.service == "checkout"
    assert (first.status, last.status) == ("firing", "resolved")
    assert (first.fired_at, first.ended_at) == (FIRED, None)
    assert last.ended_at == ENDED


@pytest.mark.parametrize(
    ("payload", "fingerprint", "word"),
    [
        (alertmanager("firing", NOT_ENDED, fingerprint="f1"), "f1", "critical"),
        (pagerduty_3("incident.triggered", FIRED_TEXT), "PGR0VU2", "P1"),
        (pagerduty_event("trigger", FIRED_TEXT), "checkout/pool", "critical"),
        (sentry_issue("created"), "1170820242", "error"),
        (sentry_metric("critical", None), "5", "critical"),
        (opsgenie("Create", FIRED_MS), "checkout/pool", "P1"),
        (datadog("Triggered", FIRED_MS), "9bd4ac31", "P1"),
        (cloudwatch("ALARM", FIRED_TEXT), "arn:aws:cloudwatch:eu-west-1:1:alarm:pool", "ALARM"),
        (zabbix("1"), "991", "High"),
    ],
)
def test_the_senders_own_key_is_the_fingerprint_and_its_word_the_severity(
    payload, fingerprint, word
):
    alert = one(payload)
    assert (alert.fingerprint, alert.severity_word) == (fingerprint, word)


def test_a_group_of_alertmanager_is_one_alert_for_each_in_it():
    payload = alertmanager("firing", NOT_ENDED)
    other = {"labels": {"alertname": "QueueFull"}, "status": "resolved", "endsAt": ENDED_TEXT}
    payload["alerts"].append(other)
    first, second = read(payload)
    assert (first.title, first.status) == ("DBConnErrors", "firing")
    assert (second.title, second.status, second.ended_at) == ("QueueFull", "resolved", ENDED)


def test_an_unreadable_member_does_not_hide_the_others_of_its_group():
    payload = alertmanager("firing", NOT_ENDED)
    payload["commonLabels"] = {}
    payload["alerts"].insert(0, {"labels": {}, "annotations": {}})
    assert one(payload).title == "DBConnErrors"


@pytest.mark.parametrize(
    "payload",
    [
        {**alertmanager("firing", NOT_ENDED), "version": "3", "groupKey": 123},
        alertmanager("firing", NOT_ENDED)["alerts"],
        alertmanager("firing", NOT_ENDED)["alerts"][0],
        {"status": "success", "data": {"alerts": alertmanager("firing", NOT_ENDED)["alerts"]}},
        {"alert_payload": alertmanager("firing", NOT_ENDED), "comment": "forwarded"},
    ],
)
def test_prometheus_alerts_are_read_in_all_their_wrappings(payload):
    alert = one(payload)
    assert (alert.source, alert.title, alert.fired_at) == ("alertmanager", "DBConnErrors", FIRED)


def test_an_alert_that_gets_worse_or_carries_other_values_stays_the_same_alert():
    calm, worse = alertmanager("firing", NOT_ENDED), alertmanager("firing", NOT_ENDED)
    worse["alerts"][0]["annotations"] = {"summary": "97 % of connections fail"}
    worse["alerts"][0]["startsAt"] = ENDED_TEXT
    assert one(calm).fingerprint == one(worse).fingerprint


def test_a_legacy_grafana_rule_fires_and_ends_without_times_of_its_own():
    first, last = one(grafana_legacy("alerting")), one(grafana_legacy("ok"))
    assert first.fingerprint == last.fingerprint
    assert (first.title, first.service, first.fired_at) == ("Pool full", "checkout", None)
    assert (first.status, last.status) == ("firing", "resolved")


def test_an_issue_of_sentry_is_over_when_it_is_resolved():
    assert one(sentry_issue("created")).fired_at == FIRED
    assert one(sentry_issue("resolved")).is_resolved


def test_a_group_of_one_monitor_has_an_alert_for_each_scope():
    monitor = {"alert_id": "12", "title": "Disk", "alert_transition": "Triggered"}
    scopes = ("host:a", "host:b")
    first, second = (one({**monitor, "alert_scope": scope}) for scope in scopes)
    assert first.fingerprint != second.fingerprint


def github_issue(action, label="question"):
    return {
        "action": action,
        "issue": {"number": 3, "title": "Spinner for ever", "created_at": FIRED_TEXT},
        "label": {"name": label},
        "repository": {"name": "checkout", "full_name": "acme/checkout"},
        "sender": {"login": "ana"},
    }


@pytest.mark.parametrize("payload", [github_issue("opened"), github_issue("labeled", "bug")])
def test_an_issue_that_is_opened_or_marked_as_a_bug_is_a_report(payload):
    alert = one(payload)
    assert (alert.source, alert.title, alert.service) == ("github", "Spinner for ever", "checkout")
    assert alert.fired_at == FIRED


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (github_issue("labeled"), "labeled 'question'"),
        (github_issue("assigned"), "only an opened issue is a report"),
        ({**github_issue("created"), "comment": {"body": "+1"}}, "a comment, which is no alert"),
        (pagerduty_3("service.updated", FIRED_TEXT), "service.updated, which is no alert"),
        (sentry_issue("assigned"), "which is no alert"),
        (opsgenie("AddNote", FIRED_MS), "AddNote, which is no alert"),
        ({"Type": "SubscriptionConfirmation", "TopicArn": "a"}, "confirm a subscription"),
        (grafana_legacy("paused"), "paused, which is no alert"),
    ],
)
def test_a_delivery_that_is_no_alert_is_rejected_with_what_it_is(payload, reason):
    with pytest.raises(Rejected, match=reason):
        read(payload)
