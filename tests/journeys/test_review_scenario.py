"""S4 of product.md in the window: a reviewer on a plane, with one file and no network."""

import re
import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.composition import Desktop
from app.workspace import open_workspace
from models.actions.import_bundle import import_bundle
from models.domain.action_item import ActionKind
from models.domain.review import ReviewState, Section
from models.domain.times import parse_time
from models.queries.export import incident_as_json
from models.queries.incidents import incident_at
from tests.journeys.conftest import Seat
from tests.review.conftest import plane as plane  # noqa: PLC0414  # the fixture

BLUNT = "Cy should have known the pool was full. Human error caused the outage."
FAIR = "The pool was full from 16:02 on. Its alarm looked at the mean of all hosts."
NAMES = ("Ana", "Ben", "Cy", "Dee")


class NoNetwork(AssertionError):
    """Something tried to leave the machine."""


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: object) -> None:
        if self.family is not socket.AF_UNIX:
            raise NoNetwork(f"a connection to {address!r} was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def rae(
    qtbot: QtBot, qapp: QApplication, data_dir: Path, plane: Path, offline: None
) -> Iterator[Seat]:
    """Rae has opened the file and said yes."""
    clock = [parse_time("2026-11-21T09:00:00Z")]
    workspace = open_workspace(data_dir, actor="Rae", now=lambda: clock[0])
    workspace.database.remember("first_run", "empty")
    desktop = Desktop(qapp, workspace, UTC)
    desktop.show()
    qtbot.addWidget(desktop.window)
    qtbot.waitExposed(desktop.window)
    seat = Seat(desktop, qtbot, clock)
    desktop.offer_files([str(plane)])
    seat.until(lambda: "operations hold" in desktop.bundles.question._why.text())
    seat.keys("Ctrl+Enter")
    seat.until(lambda: desktop.window.current == "review")
    seat.until(lambda: desktop.reviews.presenter.state.loaded)
    seat.until(lambda: desktop.reviews.replay.state.then is not None)
    yield seat
    desktop.shortcuts.uninstall()
    desktop.window.ticker.stop()
    desktop.window.close()
    desktop.close()


def add(seat: Seat, line: str) -> None:
    actions = seat.desktop.reviews.screen.decided
    before = len(seat.desktop.reviews.presenter.state.actions)
    seat.keys("A")
    seat.until(actions.line.line.hasFocus)
    seat.keys(line, "Enter")
    seat.until(lambda: len(seat.desktop.reviews.presenter.state.actions) == before + 1)
    seat.until(lambda: not actions.line.isVisible())


def test_the_facts_are_there_before_she_writes_a_word(rae: Seat) -> None:
    state = rae.desktop.reviews.presenter.state
    assert ("31 m 00 s", "customer impact") in [(f.value, f.words) for f in state.figures]
    lines = {
        (line.words, line.beside): (line.since, line.until)
        for _, group in state.facts
        for line in group
    }
    assert lines["P0", "1 h 15 m"] == (at("16:05:00"), at("17:20:00"))
    assert lines["Ana", "Incident Commander"] == (at("16:05:00"), at("16:24:10"))
    assert ("Update 3 to customers", "2 m late") in lines
    assert state.meeting == date(2026, 11, 23)
    shown = rae.desktop.reviews.screen.document.facts.lines()
    assert "16:05:00 to 17:20:00" in shown


def at(clock: str) -> datetime:
    return parse_time(f"2026-11-20T{clock}Z")


def test_the_room_at_a_time_is_as_it_was_known(rae: Seat) -> None:
    reviews = rae.desktop.reviews
    moment = at("16:14:00")
    reviews.screen.replay.scrubber.sought.emit(moment)
    rae.until(lambda: reviews.replay.state.then.at == moment)
    then = reviews.replay.state.then
    assert then.incident == incident_at(rae.desktop._reading, reviews.uid, moment)
    values = {key: label.text() for key, label in reviews.screen.then._values.items()}
    assert values["commander"] == "Ana"
    assert values["updates"] == "2 sent"
    assert values["impact"] == "since 16:02, not over"
    assert values["unknown"] == "The start of impact was 16:00"
    rae.keys("'")
    assert reviews.screen.then._title.text() == "The room at 16:14:00"


def test_the_playhead_goes_from_event_to_event_by_key(rae: Seat) -> None:
    reviews = rae.desktop.reviews
    rae.keys("Home")
    start = reviews.replay.state.course.start
    assert reviews.replay.state.at == start
    marks = [mark.at for mark in reviews.replay.state.course.marks]
    rae.keys("Right")
    assert reviews.replay.state.at == next(one for one in marks if one > start)
    rae.keys("End")
    assert reviews.replay.state.at == reviews.replay.state.course.end
    rae.keys("Shift+Left")
    keys = [mark.at for mark in reviews.replay.state.course.marks if mark.kind == "key"]
    assert reviews.replay.state.at == keys[-1]
    rae.keys("Space")
    assert reviews.replay.state.playing
    rae.keys("4")
    assert reviews.replay.state.speed == 0
    rae.keys("Space")
    assert not reviews.replay.state.playing
    rae.keys("M")
    rae.until(lambda: all(m.at != keys[-1] or m.kind == "key" for m in marks_of(rae)))


def marks_of(seat: Seat) -> tuple:
    return seat.desktop.reviews.replay.state.course.marks


def test_the_check_asks_while_she_writes(rae: Seat) -> None:
    reviews = rae.desktop.reviews
    editor = reviews.screen.document.editor(Section.WHAT_HAPPENED)
    rae.keys("E")
    rae.until(editor.hasFocus)
    rae.keys(BLUNT)
    rae.until(lambda: len(editor.findings) == 4)
    assert [one.text for one in editor.findings] == ["Cy", "should have", "Human error", "outage"]
    marked = [mark.cursor.selectedText() for mark in editor.extraSelections()]
    assert marked == ["Cy", "should have", "Human error", "outage"]
    rae.keys("Ctrl+.")
    popup = reviews.screen.document.popup
    assert popup.isVisible()
    assert popup._ask.text().endswith("?")
    popup.ask_reason()
    rae.keys("a quote", "Enter")
    rae.until(lambda: len(editor.findings) == 3)
    rae.until(lambda: len(reviews.presenter._found.record.review.overrides) == 1)
    editor.setFocus()
    editor.selectAll()
    rae.keys(FAIR)
    rae.until(lambda: reviews.presenter.is_kept)
    rae.until(lambda: reviews.presenter.state.questions == 0)
    assert editor.findings == ()
    assert reviews.presenter.texts[Section.WHAT_HAPPENED] == FAIR


def test_it_is_signed_off_only_when_every_action_has_an_owner_and_a_day(rae: Seat) -> None:
    reviews = rae.desktop.reviews
    page = reviews.presenter
    add(rae, "A1 pool alert /prevent @Cy 2026-12-04")
    add(rae, "A2 probe /notice @ana fri")
    add(rae, "A3 drill /respond @Dee 11 Dec")
    add(rae, "A4 retry budget")
    first, second, *_, last = page.state.actions
    assert (first.kind, first.owner, first.due) == (ActionKind.PREVENT, "Cy", date(2026, 12, 4))
    assert (second.owner, second.due) == ("Ana", date(2026, 11, 27))
    assert len(last.entry) == 32
    rae.desktop.reviews.screen.setFocus()
    rae.keys("Ctrl+Enter")
    rae.until(lambda: page.state.state is ReviewState.IN_REVIEW)
    rae.until(lambda: bool(page.state.gate.refused))
    assert "A4 retry budget" in page.state.gate.refused
    assert "A1" not in page.state.gate.refused
    rae.keys("Ctrl+Enter")
    rae.until(rae.desktop.window.toaster.isVisible)
    assert page.state.state is ReviewState.IN_REVIEW
    row = reviews.screen.decided._rows[-1]
    rae.keys("O", "Tab")
    row.setFocus()
    rae.keys("Enter")
    rae.until(reviews.screen.decided.line.line.hasFocus)
    rae.keys(" @Ben 2026-12-18", "Enter")
    rae.until(lambda: not page.state.gate.refused)
    reviews.screen.setFocus()
    rae.keys("Ctrl+Enter")
    rae.until(lambda: page.state.state is ReviewState.REVIEWED)
    done = reviews.screen.decided._rows[0].box
    rae.click(done)
    rae.until(lambda: page.state.done == 1)


def test_what_goes_out_says_it_all_and_in_public_names_nobody(rae: Seat, tmp_path: Path) -> None:
    reviews = rae.desktop.reviews
    editor = reviews.screen.document.editor(Section.WHAT_WENT_WELL)
    rae.keys("E")
    editor.setFocus()
    rae.keys("- Cy, Ben and DEE answered within a minute")
    rae.until(lambda: reviews.presenter.is_kept)
    rae.keys("Esc")
    add(rae, "Alarm for a full pool, asks Ben @Cy 2026-12-04")
    before = incident_as_json(rae.desktop._reading, reviews.uid)
    for form in ("md", "html", "pdf", "json", "csv", "ics", "warroom"):
        body = saved(rae, tmp_path, form)
        assert body
        if form in ("md", "html"):
            assert all(re.search(rf"\b{name}\b", body.decode()) for name in NAMES)
    for form in ("md", "html"):
        public = saved(rae, tmp_path, form, public=True).decode()
        assert not any(re.search(rf"\b{name}\b", public, re.IGNORECASE) for name in NAMES)
    assert saved(rae, tmp_path, "pdf", public=True).startswith(b"%PDF")
    assert b"DTSTART;VALUE=DATE:20261123" in saved(rae, tmp_path, "ics")
    assert incident_as_json(rae.desktop._reading, reviews.uid) == before
    fresh = open_workspace(tmp_path / "fresh", actor="Zoe", now=lambda: at("17:30:00"))
    kept = import_bundle(saved(rae, tmp_path, "json"), fresh.desk)
    assert incident_as_json(fresh.connection, kept.incident) == before
    fresh.close()


def saved(seat: Seat, folder: Path, form: str, *, public: bool = False) -> bytes:
    reviews = seat.desktop.reviews
    path = folder / f"{'public' if public else 'out'}.{form}"
    path.unlink(missing_ok=True)
    reviews._files.save(reviews.uid, form, path, public=public)
    seat.until(path.exists)
    return path.read_bytes()
