"""A figure in a note or an alert joins the line only where nobody could read it otherwise."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.actions.add_points import AddPoints, add_points
from models.actions.declare import Declare, declare
from models.actions.import_bundle import import_bundle
from models.actions.note import Correct, Note, correct, note
from models.actions.receive_alerts import Payload, receive_alerts
from models.domain.alert import Alert
from models.domain.entry import EntryKind
from models.domain.errors import BadInput, NothingToDo
from models.domain.series import Point, Series
from models.intake.series_alerts import LARGEST, read_alert_figure
from models.intake.series_notes import Figure, read_figure
from models.queries.export import incident_as_archive
from models.queries.inbox import waiting
from models.queries.signal import signal
from tests.actions.conftest import Room

START = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture
def room(data_dir: Path) -> Room:
    room = Room(data_dir)
    room.at("16:05")
    declare(Declare("Checkout fails"), room.desk)
    return room


def lines(room: Room) -> dict[str, Series]:
    found = signal(room.database.connection, room.incident().uid)
    return {series.name: series for series in found.series}


def drawn(room: Room, name: str) -> list[float | None]:
    return [point.value for point in lines(room)[name].points]


def metric(room: Room, text: str) -> str:
    return note(Note("INC-1", text, EntryKind.METRIC), room.desk)


def many(n: int) -> list[Point]:
    return [Point(START + timedelta(seconds=at), at * 1.1) for at in range(n)]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("5xx 2.1%", Figure("5xx", 2.1, "%")),
        ("p99 = 840 ms", Figure("p99", 840.0, "ms")),
        ("error rate is now 2,1 %.", Figure("error rate", 2.1, "%")),
        ("us-east still 3.2 %", Figure("us-east", 3.2, "%")),
        ("queue 12400", Figure("queue", 12400.0, "")),
    ],
)
def test_one_name_and_one_number_are_a_figure(text: str, figure: Figure) -> None:
    assert read_figure(text) == figure


@pytest.mark.parametrize(
    "text",
    [
        "eu-west 5xx back under 1 %, us-east still 3.2 %",
        "5xx under 1 %",
        "5xx down to 3%",
        "pods 3 of 5",
        "429 12",
        "2.1%",
        "queue 1,240",
        "deploy 2026.11.3",
        "look at the graph",
        "a" * 64_000 + " 1",
    ],
)
def test_a_bound_a_change_or_two_numbers_are_none(text: str) -> None:
    assert read_figure(text) is None


def test_two_notes_of_one_name_are_a_line_and_a_correction_moves_it(room: Room) -> None:
    metric(room, "5xx 4.1%")
    room.at("16:10")
    second = metric(room, "5xx 31%")
    assert drawn(room, "5xx") == [4.1, 31.0]
    correct(Correct(second, "5xx 3.1%"), room.desk)
    assert drawn(room, "5xx") == [4.1, 3.1]


def test_a_figure_in_another_unit_stays_off_the_line(room: Room) -> None:
    points = [Point(START, 4.0), Point(START + timedelta(minutes=1), 4.2)]
    add_points(AddPoints("INC-1", "5xx", points, "%"), room.desk)
    metric(room, "5xx 12400")
    assert drawn(room, "5xx") == [4.0, 4.2]


def test_one_figure_alone_is_no_line(room: Room) -> None:
    metric(room, "p99 840 ms")
    found = signal(room.database.connection, room.incident().uid)
    assert found.is_empty
    assert found.lines == ()


GRAFANA = {"valueString": "[ var='A' labels={region=eu} value=4.1 ]"}
TWO = {"valueString": "[ var='A' labels={} value=4.1 ], [ var='C' labels={} value=1 ]"}


@pytest.mark.parametrize(
    ("payload", "figure"),
    [
        ({"alerts": [GRAFANA]}, Figure("5xx", 4.1, "")),
        ({"alerts": [{"annotations": {"value": "4.1%"}}]}, Figure("5xx", 4.1, "%")),
        ({"labels": {"current_value": "840ms"}}, Figure("5xx", 840.0, "ms")),
        ({"value": 7}, Figure("5xx", 7.0, "")),
        ({"alerts": [TWO]}, None),
        ({"alerts": [GRAFANA, GRAFANA]}, None),
        ({"value": True}, None),
        ({"value": "high"}, None),
        ({"value": {"stringValue": "3"}}, None),
        ([1], None),
        ("x" * LARGEST, None),
    ],
)
def test_an_alert_has_a_figure_where_its_payload_names_exactly_one(
    payload: object, figure: Figure | None
) -> None:
    assert read_alert_figure(json.dumps(payload).encode(), "5xx") == figure


def test_what_is_no_json_has_no_figure() -> None:
    assert read_alert_figure(b"\xff<html>", "5xx") is None
    assert read_alert_figure(b"[" * 60_000, "5xx") is None


def test_the_figure_of_an_alert_stands_where_it_fired(room: Room) -> None:
    body = json.dumps({"alerts": [{"annotations": {"value": "4.1%"}}]}).encode()
    alert = Alert("alertmanager", "Search 5xx", "f1", fired_at=room.at("16:06"))
    receive_alerts([Payload("p", body, (alert,))], room.desk)
    (item,) = waiting(room.database.connection)
    declare(Declare(from_alert=item.id), room.desk)
    found = signal(room.database.connection, room.incident("INC-2").uid)
    assert [(s.name, s.unit, s.source) for s in found.series] == [("Search 5xx", "%", "alert")]
    assert found.series[0].points == (Point(room.now, 4.1),)


def test_the_most_points_that_an_act_keeps_can_be_taken_in_elsewhere(
    room: Room, tmp_path: Path
) -> None:
    assert add_points(AddPoints("INC-1", "errors", many(20_000)), room.desk) == 20_000
    uid = room.incident().uid
    other = Room(tmp_path / "other")
    import_bundle(incident_as_archive(room.database.connection, uid), other.desk)
    (there,) = signal(other.database.connection, uid).series
    assert len(there.points) == 20_000


def test_a_last_point_without_a_number_is_kept_as_a_gap(room: Room) -> None:
    points = [Point(START, 1.0), Point(START + timedelta(minutes=1), float("nan"))]
    assert add_points(AddPoints("INC-1", "e", points, limit=float("nan")), room.desk) == 2
    assert (drawn(room, "e"), lines(room)["e"].limit) == ([1.0, None], None)
    assert "e: 2 points, now 1" in room.texts()


def test_the_value_told_is_the_newest_whatever_the_order(room: Room) -> None:
    points = [Point(START + timedelta(minutes=1), 9.0), Point(START, 1.0)]
    add_points(AddPoints("INC-1", "e", points), room.desk)
    assert "e: 2 points, now 9" in room.texts()


def test_a_long_name_is_known_again(room: Room) -> None:
    command = AddPoints("INC-1", "n" * 200, many(2))
    add_points(command, room.desk)
    with pytest.raises(NothingToDo):
        add_points(command, room.desk)


def test_points_from_elsewhere_that_fit_no_calendar_are_left_out(room: Room) -> None:
    strange = [[2**62, 1.0], [-5, 1.0], [True, 1.0], [1, "much"], [2, True], [3, 4], "x"]
    write(room, {"series": "e", "limit": "high", "points": strange})
    assert drawn(room, "e") == [None, None, 4.0]


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_never_written(room: Room, number: float) -> None:
    with pytest.raises(BadInput, match="a number that is none"):
        write(room, {"series": "e", "points": [[1, number]]})
    assert "e" not in lines(room)


def write(room: Room, detail: dict) -> None:
    """As another program might."""
    with room.desk.act() as act:
        act.entry(room.incident().uid, EntryKind.METRIC, "e", detail=detail)
