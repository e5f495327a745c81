"""Any payload: what is found in it, what is refused, and that nothing breaks the reading."""

import contextlib
import copy
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.intake.alerts import MOST_BYTES, read_alerts
from models.intake.moments import read_moment
from models.intake.rejected import Rejected

SAMPLES = sorted((Path(__file__).resolve().parent.parent / "samples" / "payloads").glob("*.json"))
MOMENT = datetime(2026, 11, 20, 16, 2, 10, tzinfo=UTC)


def read(payload, hint=""):
    return read_alerts(json.dumps(payload).encode(), hint)


def one(payload, hint=""):
    (alert,) = read(payload, hint)
    return alert


@pytest.mark.parametrize(
    ("payload", "title"),
    [
        ({"title": "Pool full"}, "Pool full"),
        ({"message": "Pool full"}, "Pool full"),
        ({"alert": {"name": "Pool full", "severity": "high"}}, "Pool full"),
        ({"event": {"title": "Pool full"}, "action": "Open"}, "Pool full"),
        ({"data": {"issue": {"summary": "Pool full"}}}, "Pool full"),
        ({"payload": {"summary": "Pool full"}}, "Pool full"),
        ({"AlertTitle": "Pool full"}, "Pool full"),
        ({"title": "[FIRING:2] Pool full"}, "Pool full"),
        ({"title": "  Pool\n full "}, "Pool full"),
        ([{"title": "Pool full"}], "Pool full"),
    ],
)
def test_anything_that_says_what_is_wrong_is_an_alert(payload, title):
    alert = one(payload)
    assert (alert.title, alert.status, alert.source) == (title, "firing", "generic")
    assert alert.fired_at is None


def test_the_hint_names_the_source_of_a_sender_that_is_not_known():
    assert one({"title": "Pool full"}, "Nagios").source == "nagios"


@pytest.mark.parametrize("name", ["timestamp", "startsAt", "created_at", "event_time", "date"])
def test_an_alert_keeps_the_time_it_states(name):
    assert one({"title": "Pool full", name: "2026-11-20T17:02:10+01:00"}).fired_at == MOMENT


def test_an_alert_in_json_lines_or_a_list_is_read_each_by_itself():
    lines = b'{"title":"A"}\n\n{"title":"B"}\r\n'
    assert [alert.title for alert in read_alerts(lines)] == ["A", "B"]
    assert [alert.title for alert in read([{"title": "A"}, {}, {"title": "B"}])] == ["A", "B"]


@pytest.mark.parametrize(
    ("one_time", "another"),
    [
        ({"title": "[Triggered] Pool full"}, {"title": "[Recovered] Pool full"}),
        ({"title": "Problem: Pool full"}, {"title": "Resolved: Pool full", "status": "ok"}),
        ({"title": "Pool at 92.5 %"}, {"title": "Pool at 97 %"}),
        ({"title": "Pool full", "value": 3}, {"title": "Pool full", "value": 4}),
        (
            {"title": "Pool full", "timestamp": "2026-11-20T16:02:10Z"},
            {"title": "Pool full", "timestamp": "2026-11-20T17:02:10Z"},
        ),
    ],
)
def test_what_changes_from_delivery_to_delivery_is_not_in_the_fingerprint(one_time, another):
    assert one(one_time).fingerprint == one(another).fingerprint


@pytest.mark.parametrize(
    ("one_alert", "another"),
    [
        ({"title": "Rack 5 down"}, {"title": "Rack 6 down"}),
        ({"title": "Slow", "service": "a"}, {"title": "Slow", "service": "b"}),
        (
            {"title": "Slow", "labels": {"host": "a"}},
            {"title": "Slow", "labels": {"host": "b"}},
        ),
    ],
)
def test_different_alerts_have_different_fingerprints(one_alert, another):
    assert one(one_alert).fingerprint != one(another).fingerprint


@pytest.mark.parametrize(
    ("status", "resolved"),
    [
        ("resolved", True),
        ("OK", True),
        ("alert.resolved", True),
        ("ALERT_RECOVERY", True),
        ("DOWN -> UP", True),
        ("not ok", False),
        ("unresolved", False),
        ("firing", False),
        ("acknowledged", False),
        (0, False),
    ],
)
def test_a_status_word_says_whether_it_is_over(status, resolved):
    assert one({"title": "Pool full", "status": status}).is_resolved is resolved


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20T16:02:10Z",
        "2026-11-20T16:02:10.000000000Z",
        "2026-11-20 16:02:10 UTC",
        "2026-11-20 16:02:10 +0000 UTC",
        "2026/11/20 16:02:10 GMT",
        "2026-11-20T17:02:10+01.00",
        "Fri, 20 Nov 2026 16:02:10 GMT",
        "Fri Nov 20 16:02:10 UTC 2026",
        1795190530,
        1795190530.0,
        "1795190530",
        1795190530000,
        "1795190530000000",
        1795190530000000000,
    ],
)
def test_a_time_is_read_in_the_spellings_senders_use(text):
    assert read_moment(text) == MOMENT


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-20 16:02:10",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "{{ .StartsAt }}",
        "yesterday",
        "2026-13-45T99:99:99Z",
        "2026-11-20T16:02:10+99:99",
        "",
        0,
        -1,
        10**40,
        1e308,
        True,
        None,
        [],
        {},
    ],
)
def test_a_time_that_cannot_be_placed_is_none(value):
    assert read_moment(value) is None


@pytest.mark.parametrize(
    "title",
    [
        "{{ .CommonLabels.alertname }}",
        "High CPU on {{host.name}}",
        "${ALERT_NAME}",
        "$EVENT_TITLE",
        "{EVENT.NAME}",
        "{$THRESHOLD}",
        "<%= @title %>",
        "__ALERT_TITLE__",
    ],
)
def test_a_template_that_nobody_filled_in_is_rejected(title):
    with pytest.raises(Rejected, match="never filled in"):
        read({"title": title, "severity": "high"})


def test_a_placeholder_beside_the_title_does_not_cost_the_alert():
    alert = one({"title": "Pool full", "service": "$SERVICE", "timestamp": "{{ts}}"})
    assert (alert.service, alert.fired_at) == ("", None)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"hello", "not JSON"),
        (b'{"title": "Poo', "cut short"),
        (b'{"title": "Pool full", "a": [1, 2', "cut short"),
        (b'{"title": "Pool full", "value": NaN}', "NaN"),
        (b'{"title": "Pool full", "value": ' + b"9" * 5_000 + b"}", "thousands of digits"),
        (b'{"title": "\x00"}', "not JSON"),
        (b"\xff\xfe\xfd", "not text"),
        (b'{"title": "Pool"}\n{"title"', "Line 2"),
        (b"[" * 200_000, "levels deep"),
        (b"[]", "empty list"),
        (b"3", "neither an object nor a list"),
        (b'["a"]', "neither an object nor a list"),
        (b"null", "neither an object nor a list"),
        (b"{}", "no title"),
        (b'{"name": "left-pad", "version": "1.0"}', "no title"),
        (b'{"title": ["Pool full"]}', "no title"),
        (b'{"alerts": [], "groupKey": "a", "commonLabels": {}}', "no title"),
        (b'{"title": "' + b"x" * MOST_BYTES + b'"}', "more than 1 MiB"),
        (b'[{"title":"x"}' + b',{"title":"x"}' * 5_000 + b"]", "more than 5000"),
    ],
)
def test_what_is_no_alert_is_rejected_with_the_reason(body, reason):
    with pytest.raises(Rejected, match=reason):
        read_alerts(body)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_payload_is_read_in_any_encoding_of_unicode(encoding):
    (alert,) = read_alerts('{"title": "Größe"}'.encode(encoding))
    assert alert.title == "Größe"


def test_hostile_text_is_kept_harmless():
    url, title = "javascript:alert(1)", "Pool\ud800 full\x00" + "x" * 9_000
    alert = one({"title": title, "url": url, "labels": {"a": "\udfff"}})
    assert alert.title.startswith("Pool\ufffd full\ufffd") and len(alert.title) <= 300
    assert (alert.url, alert.labels) == ("", {"a": "\ufffd"})
    assert json.dumps(alert.labels, ensure_ascii=False).encode()


def test_each_sample_is_an_alert_or_rejected_for_what_it_is():
    read_as = {}
    for path in SAMPLES:
        try:
            alerts = read_alerts(path.read_bytes())
            read_as[path.stem] = [(alert.source, alert.status) for alert in alerts]
        except Rejected as rejected:
            read_as[path.stem] = str(rejected)
    assert read_as == {
        "cloudwatch_high_cpu_usage": [("cloudwatch", "firing")],
        "dash0_alert": [("generic", "resolved")],
        "datadog_low_disk_space": [("datadog", "firing")],
        "e2e_alertmanager_alertmanager_alert": [("alertmanager", "firing")],
        "fixtures_grafana_local_alert": [("alertmanager", "firing")],
        "fixtures_opsgenie_alert": [("generic", "firing")],
        "netbox_alert": "Nothing in it says what is wrong: there is no title, name or message.",
        "security_advisory__published": [("github", "firing")],
        "sentry_server_overload": [("sentry", "firing")],
        "thousandeyes_alert": [("generic", "firing"), ("generic", "resolved")],
    }


def check(body):
    """Either Rejected with a reason, or alerts that can be kept and shown."""
    with contextlib.suppress(Rejected):
        for alert in read_alerts(body):
            assert alert.title and alert.fingerprint and alert.source
            texts = (alert.title, alert.text, alert.service, alert.fingerprint, alert.url)
            assert "".join((*texts, *alert.labels, *alert.labels.values())).encode()
            for moment in (alert.fired_at, alert.ended_at):
                assert moment is None or moment.utcoffset() is not None


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.sampled_from(["{{x}}", "0001-01-01T00:00:00Z", "firing", "\ud800", 1795190530000])
)
NAMES = """
    alerts alert labels annotations status title event data incident messages issue action startsAt
    fingerprint Message AlarmName repository commonLabels event_id clock
"""
names = st.text(max_size=8) | st.sampled_from(sorted(NAMES.split()))
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(anything)
def test_no_json_whatever_breaks_the_reading(value):
    check(json.dumps(value).encode())


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_no_sample_with_values_of_another_type_breaks_the_reading(path, data):
    payload = json.loads(path.read_bytes())
    holder = payload
    for _ in range(data.draw(st.integers(1, 5))):
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if not isinstance(holder[key], dict | list) or data.draw(st.booleans()):
            holder[key] = copy.deepcopy(data.draw(anything))
            break
        holder = holder[key]
    check(json.dumps(payload).encode())


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_no_sample_with_bytes_torn_out_or_turned_breaks_the_reading(path, data):
    body = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(0, 3))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    check(bytes(body[: data.draw(st.integers(0, len(body)))]) + data.draw(st.binary(max_size=3)))


def test_every_shared_payload_is_read_or_rejected_with_a_reason(shared_data):
    read_, rejected = 0, {}
    for path in sorted((shared_data / "payloads").rglob("*.json")):
        if path.name == "index.json":
            continue
        try:
            assert read_alerts(path.read_bytes())
            read_ += 1
        except Rejected as reason:
            rejected[path.stem] = str(reason)
    assert (read_, len(rejected)) == (112, 39)
    others = {name for name, reason in rejected.items() if "GitHub" not in reason}
    assert others == {
        "deployment_status__gh-pages",
        "deployment_status__payload",
        "deployment_status__with-installation",
        "netbox_alert",
    }
