"""The server over HTTP: sizes, rates, health, figures, logs, and bytes from nowhere."""

import json
import logging
import random
import socket
from urllib.parse import urlsplit

import pytest
import requests
import zstandard

from models.actions.declare import Declare, declare
from models.domain.ids import ordered_id
from models.replication import messages, packing, wire
from models.replication.act import Act, Author, Change
from models.replication.clock import HybridClock
from models.replication.operation import OperationKind
from server.http import MOST_BODY, JsonLines
from tests.server.served import Caller, Served
from tests.sync.world import Desktop, World

KIND = {"Content-Type": messages.BINARY}


def post(served: Served, path: str, body: bytes, token: str, kind: str = messages.BINARY):
    return requests.post(
        served.url + path, data=body, timeout=20,
        headers={"Content-Type": kind, "Authorization": f"Bearer {token}"},
    )  # fmt: skip


@pytest.fixture
def ana(served: Served) -> Caller:
    served.world.member("Ana")
    return served.sign_in("Ana", "desk")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(served: Served, ana: Caller) -> None:
    assert post(served, "/v1/push", bytes(MOST_BODY + 1), ana.access).status_code == 413
    bomb = zstandard.ZstdCompressor().compress(bytes(MOST_BODY + 1))
    assert len(bomb) < 3_000
    assert post(served, "/v1/push", bomb, ana.access).status_code in (400, 413)


def test_bytes_from_nowhere_are_answered_with_a_sentence(served: Served, ana: Caller) -> None:
    chance = random.Random(11)
    good = messages.pack({"epoch": 1, "cursors": [], "ops": [b"x" * 50]})
    for n in range(300):
        body = bytearray(good if n % 3 else chance.randbytes(chance.randint(1, 300)))
        for _ in range(chance.randint(1, 6)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        kind = chance.choice((messages.BINARY, messages.JSON, "text/plain"))
        path = chance.choice(("/v1/push", "/v1/pull", "/v1/common", "/v1/auth/sign-in",
                              "/v1/auth/renew", "/v1/presence", "/v1/intake/grafana"))  # fmt: skip
        answer = post(served, path, bytes(body), ana.access, kind)
        assert answer.status_code < 500, (path, kind, bytes(body), answer.content)
    assert ana.ask("GET", "/v1/heads").status == 200


STRANGE = (5, -1, 2**62, 2**63, 1.5, True, None, "", "a\0b", "x" * 300, "\u202e", b"", b"\0" * 40,
           [], [[]], {}, {"a": [1]}, [["s", 1, b"\0" * 32]], [["a\0", 1, b"\0" * 32]],
           [["x" * 90, 0, b"\0" * 32]])  # fmt: skip


def test_every_part_of_every_message_may_be_anything(served: Served, ana: Caller) -> None:
    asked = {
        "/v1/push": {"epoch": 1, "cursors": [], "ops": [], "confirmed": []},
        "/v1/pull": {"epoch": 1, "streams": [], "limit": 1},
        "/v1/common": {"stream": "workspace", "places": []},
        "/v1/presence": {"incident": "", "doing": ""},
        "/v1/auth/renew": {"refresh": "", "device": ""},
    }
    for path, message in asked.items():
        for name in message:
            for value in STRANGE:
                packed = zstandard.ZstdCompressor().compress(packing.pack({**message, name: value}))
                answer = post(served, path, packed, ana.access)
                assert answer.status_code < 500, (path, name, value, answer.content)
    for path in ("/v1/blobs/x\0y", "/v1/blobs/" + "a" * 64 + "?start=9" + "9" * 400,
                 "/v1/blobs/" + "a" * 64 + "?start=-1"):  # fmt: skip
        assert ana.ask("GET", path).status in (400, 404)
    text = b'{"incident": "\\ud800", "doing": ""}'
    assert post(served, "/v1/presence", text, ana.access, messages.JSON).status_code == 400


def test_an_operation_with_strange_parts_stops_no_other(world: World) -> None:
    ana = world.desktop("Ana")
    uid = declare(Declare("Checkout fails"), ana.desk)
    ana.sync()
    stream = f"incident:{uid}"
    names = ("a\0b", "x" * 5_000, "\ud7ff" * 200, "", "incident:" + "y" * 200)
    claims = ({"person": "a\0b", "expect": [0, 0]}, {"person": "z" * 9_000, "expect": [2**40, 0]})
    files = [{"sha256": "a\0b"}, {"sha256": "x" * 9_000}, {"sha256": 5}]
    entry = {"kind": "note", "level": "normal", "text": "x", "attachments": files}
    told = [_said(world, ana, stream, "severity", "P0", device=name) for name in names]
    told += [_said(world, ana, stream, "severity", "P0", workspace=name) for name in names]
    told += [_said(world, ana, f"incident:{name}", "severity", "P0") for name in names]
    told += [_said(world, ana, stream, "commander", claim, "command") for claim in claims]
    told += [_said(world, ana, stream, "written", entry, "append", of="entry")]
    told += [_said(world, ana, "else", "severity", "P0"), b"", b"\x00", b"x" * 300_000]
    for raw in told:
        good = _said(world, ana, stream, "title", "Still checked")
        answer = ana.line().ask("POST", "/v1/push",
                                {"epoch": 1, "cursors": [], "ops": [raw, good]})  # fmt: skip
        assert answer["verdicts"][1][0] == "accepted", (raw[:80], answer)
    fresh = world.desktop("Rae")
    fresh.sync()
    held = fresh.database.connection.execute("SELECT raw FROM operation").fetchall()
    assert sum(wire.decode(raw).value == "Still checked" for (raw,) in held) == len(told)


def _said(
    world: World, at: Desktop, stream: str, name: str, value, kind: str = "set",
    device: str = "", workspace: str = "", of: str = "incident",
) -> bytes:  # fmt: skip
    now = int(at.now().timestamp() * 1000)
    author = Author(
        workspace or world.server.workspace, device or at.line().device,
        HybridClock(0, lambda: now), at.random_bytes, at.signer,
    )  # fmt: skip
    entity = stream.partition(":")[2]
    change = Change(stream, OperationKind(kind), of, entity, name, value)
    act = Act(ordered_id(now, at.random_bytes), at.name, now, now)
    return wire.encode(author.write(act, [change])[0])


def test_half_a_request_and_none_at_all_hold_nobody_up(served: Served, ana: Caller) -> None:
    parts = urlsplit(served.url)
    halves = [socket.create_connection((parts.hostname, parts.port)) for _ in range(60)]
    for n, half in enumerate(halves):
        half.sendall(b"POST /v1/push HTTP/1.1\r\nContent-Length: 900\r\n"[: 4 + n])
    assert ana.ask("GET", "/v1/heads").status == 200
    for half in halves:
        half.close()


def test_health_says_whether_the_database_answers(served: Served) -> None:
    assert requests.get(served.url + "/health", timeout=20).text == "ok\n"


def test_figures_are_text_that_prometheus_reads(served: Served, ana: Caller) -> None:
    for _ in range(3):
        ana.ask("GET", "/v1/heads")
    Caller(served.url, "nobody").ask("GET", "/v1/heads")
    answer = requests.get(served.url + "/metrics", timeout=20)
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    rows = dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if line[0] != "#")
    assert rows['warroom_requests_total{route="/v1/heads",status="200"}'] == "3"
    assert rows['warroom_requests_total{route="/v1/heads",status="401"}'] == "1"
    assert float(rows['warroom_request_seconds_total{route="/v1/heads"}']) > 0
    assert all(float(value) >= 0 for value in rows.values())
    assert ana.access not in answer.text


def test_a_line_of_the_log_is_json_and_holds_nothing_of_the_request(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    served.world.member("Bo")
    with caplog.at_level(logging.INFO, "warroom.server"):
        bo = served.sign_in("Bo", "secret-device")
        bo.ask("GET", "/v1/heads")
    lines = [JsonLines().format(record) for record in caplog.records
             if record.name == "warroom.server"]  # fmt: skip
    told = [json.loads(line) for line in lines]
    assert {"route": "/v1/heads", "status": 200, "message": "request"}.items() <= told[-1].items()
    assert told[-1]["ms"] > 0 and told[-1]["at"]
    assert all(word not in line for line in lines for word in (bo.access, "secret-device", "Bo"))


def test_anybody_who_asks_too_much_is_told_how_long_to_wait(served: Served) -> None:
    statuses = [
        requests.post(served.url + "/v1/auth/renew", data=b"{}", timeout=20,
                      headers={"Content-Type": messages.JSON})
        for _ in range(62)
    ]  # fmt: skip
    assert [one.status_code for one in statuses[:60]] == [400] * 60
    assert statuses[61].status_code == 429
    assert 1 <= int(statuses[61].headers["Retry-After"]) <= 61


def test_a_desktop_waits_as_long_as_it_is_told(served: Served, ana: Caller) -> None:
    from models.net.channel import HttpChannel
    from models.sync.line import Later, understood

    channel = HttpChannel(served.url)
    body = messages.pack({})
    replies = [channel.exchange("POST", "/v1/auth/renew", body, messages.BINARY) for _ in range(62)]
    channel.close()
    with pytest.raises(Later) as told:
        understood(replies[-1])
    assert 1 <= told.value.after_s <= 61
