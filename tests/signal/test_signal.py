"""Numbers over time: pasted, dropped or asked for; kept once, with their gaps."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from app.series import keep_csv
from models.actions.add_points import AddPoints, add_points
from models.actions.declare import Declare, declare
from models.actions.undo import Undo, undo
from models.domain.errors import BadInput, NothingToDo, Refused, Unavailable
from models.domain.series import Point, Series, stretches, trend, value_words
from models.domain.severity import Severity
from models.intake.series import read_csv, read_prometheus
from models.net.client import MOST_BYTES, HttpClient
from models.net.prometheus import query_range
from models.queries.signal import signal
from tests.actions.conftest import Room, moment

START = datetime(2026, 11, 20, 16, tzinfo=UTC)


def line(*values: float | None, step: int = 30) -> list[Point]:
    return [Point(START + timedelta(seconds=step * n), v) for n, v in enumerate(values)]


@pytest.fixture
def room(data_dir: Path) -> Room:
    room = Room(data_dir)
    room.at("16:05")
    declare(Declare("Checkout fails", Severity.P0), room.desk)
    return room


def shown(room: Room):
    return signal(room.database.connection, room.incident().uid)


def test_points_are_kept_once_and_a_poll_adds_only_what_is_new(room: Room) -> None:
    first = AddPoints("INC-1", "errors", line(1.0, 2.0), "%", 1.0, "prometheus")
    assert add_points(first, room.desk) == 2
    more = AddPoints("INC-1", "errors", line(1.0, 2.0, 3.0), "%", 1.0, "prometheus")
    assert add_points(more, room.desk) == 1
    with pytest.raises(NothingToDo, match="is kept already"):
        add_points(more, room.desk)
    found = shown(room).series[0]
    assert [point.value for point in found.points] == [1.0, 2.0, 3.0]
    assert (found.unit, found.limit, found.current) == ("%", 1.0, 3.0)


def test_points_taken_back_are_gone_from_the_line(room: Room) -> None:
    add_points(AddPoints("INC-1", "errors", line(1.0, 2.0)), room.desk)
    undo(Undo(), room.desk)
    assert shown(room).is_empty


def test_what_is_no_number_is_a_gap(room: Room) -> None:
    add_points(AddPoints("INC-1", "e", line(1.0, float("nan"), float("inf"), 2.0)), room.desk)
    assert [p.value for p in shown(room).series[0].points] == [1.0, None, None, 2.0]


def test_too_many_points_are_refused_whole(room: Room) -> None:
    with pytest.raises(Refused, match="at most 20,000"):
        add_points(AddPoints("INC-1", "e", line(*[1.0] * 20_001)), room.desk)
    with pytest.raises(Refused, match="has no name"):
        add_points(AddPoints("INC-1", " ", line(1.0)), room.desk)
    assert shown(room).is_empty


def test_events_stand_under_the_line(room: Room) -> None:
    add_points(AddPoints("INC-1", "e", line(1.0, 2.0)), room.desk)
    assert [(mark.at, mark.label) for mark in shown(room).marks] == [
        (moment("16:05"), "Declared P0")
    ]


def test_a_hole_in_time_and_a_missing_value_cut_the_line() -> None:
    points = [*line(1, 2, 3, None, 4), Point(START + timedelta(minutes=30), 5)]
    assert [len(stretch) for stretch in stretches(points)] == [3, 1, 1]
    assert stretches([]) == ()


def test_figures_are_written_as_people_read_them() -> None:
    assert [value_words(v, u) for v, u in ((2.06, "%"), (840, "ms"), (12_400, ""), (None, ""))] == [
        "2.06%",
        "840 ms",
        "12,400",
        "no data",
    ]
    falling = Series("5xx", "%", tuple(line(4, 4, 4, 4, 4, 3, 2.1)), 1.0)
    assert trend(falling) == "falling"
    assert trend(Series("few", "", tuple(line(1, 2)))) == ""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("time,5xx (%)\n2026-11-20T16:00Z,1.5\n2026-11-20T16:01Z,\n", [1.5, None]),
        ("2026-11-20T17:00+01:00;1,5\n2026-11-20T17:01+01:00;2\n", [1.5, 2.0]),
        ("ts\tvalue\n1795190400\t1\n1795190460\t2e1\n", [1.0, 20.0]),
        ("\ufefftime,value\n1795190400000,NaN\n1795190460000,3%\n", [None, 3.0]),
    ],
)
def test_tables_are_read_in_the_forms_people_paste(text: str, values: list[float | None]) -> None:
    (found,) = read_csv(text)
    assert [point.value for point in found.points] == values
    assert found.points[0].at == START


def test_several_columns_are_several_series_with_their_units() -> None:
    found = read_csv("time,5xx rate (%),p99 [ms]\n2026-11-20T16:00Z,1,840\n")
    assert [(series.name, series.unit) for series in found] == [("5xx rate", "%"), ("p99", "ms")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The table is empty"),
        ("just words", "side by side"),
        ("time,v\n2026-11-20 16:00,1\n", "Row 2: 2026-11-20 16:00 has no offset"),
        ("time,v\n2026-11-20T16:00Z,1\nyesterday,2\n", "Row 3: 'yesterday' is not a time"),
        ("2026-11-20T16:00Z,1\n2026-11-20T16:01Z,many\n", "Row 2: 'many' is not a number"),
        ("time,v\n2026-11-20T16:00Z,\n", "There is no number"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_row(room: Room, text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_csv(text)
    assert shown(room).is_empty


def test_times_without_an_offset_are_read_in_the_zone_given() -> None:
    zone = timezone(timedelta(hours=1))
    (found,) = read_csv("time,v\n2026-11-20 17:00,1\n", zone)
    assert found.points[0].at == START


def test_a_dropped_file_is_kept_as_evidence(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "graph.csv"
    path.write_text("time,errors\n2026-11-20T16:00Z,1\n2026-11-20T16:01Z,2\n")
    assert keep_csv(room.desk, "INC-1", path.as_uri()) == "Points kept: 2 of errors."
    assert shown(room).series[0].name == "errors"
    with pytest.raises(BadInput, match="Drop a CSV file here"):
        keep_csv(room.desk, "INC-1", "hello")


MATRIX = {
    "status": "success",
    "data": {
        "resultType": "matrix",
        "result": [
            {
                "metric": {"__name__": "up", "job": "web"},
                "values": [[1795190400, "1"], [1795190430, "NaN"], [1795190460, "0.5"]],
            }
        ],
    },
}


def ask(server: HTTPServer) -> list[Series]:
    client = HttpClient(timeout=(1.0, 1.0))
    body = query_range(client, server.url_for(""), "up", START, START + timedelta(hours=1))
    client.close()
    return read_prometheus(body)


def test_prometheus_is_asked_for_a_range(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/v1/query_range").respond_with_json(MATRIX)
    (found,) = ask(httpserver)
    assert (found.name, [p.value for p in found.points]) == ("up", [1.0, None, 0.5])
    (request, _) = httpserver.log[0]
    assert request.args["query"] == "up"
    assert request.args["step"] == "30"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Response('{"status":"error","error":"parse error"}', 400), "Prometheus says: parse error"),
        (Response("<html>", 200), "is not JSON"),
        (Response('{"status":"success","data":{"resultType":"vector"}}', 200), "No range came"),
        (Response("busy", 503), "answers 503"),
        (Response("x" * (MOST_BYTES + 1), 200), "more than 8 MiB"),
        (Response("", 302, {"Location": "http://127.0.0.1:1/"}), "sends elsewhere"),
    ],
)
def test_every_other_answer_is_a_sentence(
    httpserver: HTTPServer, answer: Response, words: str
) -> None:
    httpserver.expect_request("/api/v1/query_range").respond_with_response(answer)
    with pytest.raises((BadInput, Unavailable), match=words):
        ask(httpserver)


@pytest.mark.parametrize("url", ["http://metrics.example", "ftp://x", "nonsense", "https://"])
def test_only_safe_addresses_are_asked(url: str) -> None:
    with pytest.raises(BadInput):
        HttpClient().get(url)


def test_nobody_there_is_said() -> None:
    with pytest.raises(Unavailable, match="cannot be reached"):
        HttpClient(timeout=(0.5, 0.5)).get("http://127.0.0.1:9/")
