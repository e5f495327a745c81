"""Alerts that monitoring sends to the server: into everybody's inbox, once, from who may."""

import hashlib
import hmac
import json

import requests

from models.queries import inbox
from server import intake
from tests.server.served import Served

ALERT = json.dumps({"title": "Disk is full", "status": "firing", "service": "db"}).encode()


def told(served: Served, body: bytes, source: str = "grafana", **headers: str):
    return requests.post(
        f"{served.url}/v1/intake/{source}", data=body, headers=headers, timeout=20
    )  # fmt: skip


def source(served: Served, name: str = "grafana") -> tuple[str, str]:
    server = served.world.server
    with server.database.writing() as connection:
        return intake.add_source(server, connection, name)


def test_an_alert_comes_into_everybodys_inbox_once(served: Served) -> None:
    token, _ = source(served)
    desktops = [served.world.desktop(name) for name in ("Ana", "Dee")]
    bearer = {"Authorization": f"Bearer {token}"}
    assert told(served, ALERT, **bearer).json()["alerts"] == 1
    assert told(served, ALERT, **bearer).json()["duplicates"] == 1
    served.world.settle()
    for at in desktops:
        assert [item.title for item in inbox.waiting(at.database.connection)] == ["Disk is full"]
        assert at.verified()


def test_only_who_has_the_token_or_the_secret_is_heard(served: Served) -> None:
    token, secret = source(served, "github")
    signature = hmac.new(secret.encode(), ALERT, hashlib.sha256).hexdigest()
    good = {"X-Hub-Signature-256": f"sha256={signature}"}
    assert told(served, ALERT, "github", **good).status_code == 200
    assert told(served, ALERT + b" ", "github", **good).status_code == 401
    assert told(served, ALERT, "github").status_code == 401
    assert told(served, ALERT, "github", Authorization="Bearer x").status_code == 401
    assert told(served, ALERT, "other", Authorization=f"Bearer {token}").status_code == 401
    with served.world.server.database.writing() as connection:
        intake.remove_source(connection, "github")
    assert told(served, ALERT, "github", **good).status_code == 401


def test_what_is_no_alert_is_refused_with_the_reason(served: Served) -> None:
    token, _ = source(served)
    answer = told(served, b"\xff\x00 nonsense", Authorization=f"Bearer {token}")
    assert answer.status_code == 422
    assert answer.json()["message"]
    large = told(served, b"x" * 9_000_000, Authorization=f"Bearer {token}")
    assert large.status_code == 413
