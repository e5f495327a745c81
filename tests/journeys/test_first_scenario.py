"""An alert becomes a P0 that is acknowledged, mitigated, resolved and closed: in the window."""

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton

from models.actions.receive_alerts import Payload, receive_alerts
from models.domain.incident import Status
from models.domain.measures import durations
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.intake.alerts import read_alerts
from tests.journeys.conftest import Seat

PAYLOAD = (
    b'{"version":"4","status":"firing","alerts":[{"status":"firing","labels":'
    b'{"alertname":"DBConnErrors","service":"checkout"},'
    b'"startsAt":"2026-11-20T16:02:10Z","fingerprint":"f1"}]}'
)


def deliver(seat: Seat) -> None:
    workspace = seat.desktop._workspace
    receive_alerts([Payload("alertmanager", PAYLOAD, read_alerts(PAYLOAD))], workspace.desk)
    seat.until(lambda: seat.desktop.home.inbox.rows() > 0)


def check_the_figures(seat: Seat) -> None:
    took = durations(seat.incident)
    minute = 60_000
    assert took.ttd_ms == 2 * minute + 10_000
    assert took.tta_ms == 4 * minute
    assert took.ttm_ms == 28 * minute + 50_000
    assert took.ttr_ms == 77 * minute + 50_000
    assert took.impact_ms == 31 * minute


def test_by_keyboard_alone(seat: Seat) -> None:
    seat.at("16:02:40")
    deliver(seat)
    seat.at("16:03:40")
    deliver(seat)
    seat.at("16:05:00")
    seat.keys("g", "i")
    seat.until(lambda: seat.desktop.window.current == "inbox")
    seat.keys("Enter")
    seat.until(seat.desktop.declare.isVisible)
    assert seat.desktop.declare.title_line.text() == "DBConnErrors"
    seat.keys("Alt+0", "Ctrl+Enter")
    seat.until(lambda: seat.desktop.window.current == "room" and seat.has_incident())
    seat.until(lambda: seat.incident.severity is Severity.P0)
    declared = seat.incident
    assert declared.commander == "Ana"
    assert declared.stage is Stage.TRIAGE

    seat.at("16:06:10")
    seat.keys("a")
    seat.until(lambda: seat.incident.times.acknowledged_at is not None)
    seat.keys("n", "pool is full", "Enter")
    seat.until(lambda: seat.desktop.room.note_line.text == "")
    seat.until(lambda: seat.desktop.room.timeline.count >= 4)
    seat.keys("Esc")

    seat.at("16:20:00")
    seat.keys(".")
    seat.until(lambda: seat.incident.stage is Stage.MITIGATION)
    seat.at("16:31:00")
    seat.keys(".")
    seat.until(lambda: seat.incident.times.mitigated_at is not None)
    assert seat.incident.stage is Stage.RESOLUTION
    seat.keys("Ctrl+K", "start of impact", "Enter")
    seat.until(seat.desktop.room.asks.line.isVisible)
    seat.keys("16:00:00 the error rate rose", "Enter")
    seat.until(lambda: seat.incident.times.impact_started_at is not None)

    seat.at("17:20:00")
    seat.keys(".")
    seat.until(seat.desktop.room.asks.line.isVisible)
    seat.keys("quiet for half an hour", "Enter")
    seat.until(lambda: seat.incident.times.resolved_at is not None)
    check_the_figures(seat)

    seat.at("17:25:00")
    steps = lambda: [step.id for step in seat.desktop.room_presenter.state.steps]  # noqa: E731
    seat.until(lambda: "close" in steps())
    seat.keys("Ctrl+K", "close", "Enter")
    seat.until(seat.desktop.room.asks.line.isVisible)
    assert seat.incident.status is Status.OPEN
    seat.keys("watched long enough", "Enter")
    seat.until(lambda: seat.incident.status is Status.CLOSED)


def test_by_mouse_alone(seat: Seat) -> None:
    desktop = seat.desktop
    seat.at("16:02:40")
    deliver(seat)
    seat.at("16:05:00")
    seat.click(desktop.home.inbox.row(0))
    seat.until(desktop.declare.isVisible)
    seat.click(desktop.declare.choice(Severity.P0))
    seat.until(lambda: desktop.declare_presenter.state.severity is Severity.P0)
    seat.click(desktop.declare.findChild(QAbstractButton, "declare"))
    seat.until(lambda: desktop.window.current == "room" and seat.has_incident())
    step = desktop.room.header.step_button
    seat.until(lambda: step.text() == "Acknowledge")

    seat.at("16:06:10")
    seat.click(step)
    seat.until(lambda: step.text() == "Mark as mitigated")
    seat.at("16:31:00")
    seat.click(step)
    seat.until(lambda: seat.incident.times.mitigated_at is not None)
    seat.click(desktop.room.header.clock_label)
    seat.until(desktop.room.asks.line.isVisible)
    desktop.room.asks.line.line.setText("16:00:00 the error rate rose")
    seat.click(desktop.room.asks.line.go_button)
    seat.until(lambda: seat.incident.times.impact_started_at is not None)

    seat.at("17:19:00")
    seat.until(lambda: step.text() == "Confirm recovery")
    seat.click(step)
    seat.until(lambda: step.text() == "Resolve")
    seat.at("17:20:00")
    seat.click(step)
    seat.until(lambda: seat.incident.times.resolved_at is not None)
    check_the_figures(seat)
    seat.until(lambda: step.text() == "Close")


def test_what_the_command_line_writes_shows_by_itself(seat: Seat) -> None:
    from app.cli.main import main

    folder = str(seat.desktop._workspace.database.folder)
    assert main(["declare", "--title", "From a terminal", "--data-dir", folder]) == 0
    seat.until(lambda: len(seat.desktop.home_presenter.state.record.live) == 1)


def test_a_draft_outlasts_the_window(seat: Seat) -> None:
    seat.at("16:05:00")
    seat.keys("d", "checkout is down", "Ctrl+Enter")
    seat.until(lambda: seat.desktop.room_presenter.state.record is not None)
    seat.keys("n", "half a thought")
    uid = seat.incident.uid
    row = "SELECT text FROM draft WHERE place=?"
    reading = seat.desktop._reading
    seat.until(lambda: reading.execute(row, (uid,)).fetchone() == ("half a thought",))


def test_the_clock_of_the_room_runs_with_the_second(seat: Seat) -> None:
    seat.at("16:05:00")
    seat.keys("d", "checkout is down", "Ctrl+Enter")
    seat.until(lambda: seat.desktop.room_presenter.state.record is not None)
    seat.at("16:06:30")
    assert seat.desktop.room.header.clock_label.text() == "1:30"
    assert seat.incident.times.detected_at is not None


def test_a_pasted_file_becomes_evidence(seat: Seat, tmp_path: Path) -> None:
    graph = tmp_path / "graph.txt"
    graph.write_text("pool 400 of 400", encoding="utf-8")
    seat.at("16:05:00")
    seat.keys("d", "checkout is down", "Ctrl+Enter")
    seat.until(lambda: bool(seat.incident.uid))
    seat.desktop.room.note_line.files_pasted.emit([graph])
    kept = "SELECT body FROM blob"
    seat.until(lambda: seat.desktop._reading.execute(kept).fetchall() == [(b"pool 400 of 400",)])
