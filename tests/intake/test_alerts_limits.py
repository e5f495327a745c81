"""What runs of GitHub are alerts, and that a storm in one payload is read in bounded work."""

import json

import pytest

from models.intake.alerts import read_alerts
from models.intake.fields import MAX_LABELS, MAX_NAMES
from models.intake.rejected import Rejected

REPOSITORY = {"full_name": "acme/shop", "name": "shop", "html_url": "https://github.com/acme/shop"}


def read(payload):
    return read_alerts(json.dumps(payload).encode())


def delivery(action, **run):
    run = {"name": "build", "head_branch": "main", **run}
    return {"action": action, "check_run": run, "repository": REPOSITORY, "sender": {"id": 1}}


def test_a_finished_run_that_failed_is_an_alert_of_its_branch():
    (alert,) = read(delivery("completed", conclusion="failure", completed_at="2026-11-20T16:02Z"))
    assert (alert.title, alert.service) == ("build failed on main", "shop")
    (again,) = read(delivery("completed", conclusion="timed_out"))
    assert again.fingerprint == alert.fingerprint


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (delivery("completed", conclusion="success"), "build on GitHub: success"),
        (delivery("created", status="in_progress"), "build on GitHub: in progress"),
        (delivery("rerequested", conclusion="failure"), "failure \\(rerequested\\)"),
        (
            delivery("created", status="queued", check_suite={"conclusion": "failure"}),
            "build on GitHub: queued",
        ),
    ],
)
def test_a_run_that_has_not_failed_is_rejected_with_how_it_stands(payload, reason):
    with pytest.raises(Rejected, match=reason):
        read(payload)


def test_only_the_first_names_of_a_wide_object_are_read():
    wide = {f"name{number}": "value" for number in range(MAX_NAMES * 4)}
    alerts = read(
        {
            "groupKey": "{}",
            "commonLabels": wide,
            "alerts": [{"labels": {"alertname": f"Storm{number}"}} for number in range(300)],
        }
    )
    assert [alert.title for alert in alerts] == [f"Storm{number}" for number in range(300)]
    assert {len(alert.labels) for alert in alerts} == {MAX_LABELS}
