"""The communications lead's evening in the window, to the second: against a real status page."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.outbox import secret_name
from models.actions.assign import Assign, assign
from models.actions.declare import Declare, declare
from models.actions.mitigate import Mitigate, mitigate
from models.actions.move_stage import MoveStage, move_stage
from models.actions.resolve import Resolve, resolve
from models.actions.set_channel import SetChannel, set_channel
from models.actions.set_service import SetService, set_service
from models.credentials import secrets_here
from models.domain.cadence import adherence, next_update_due, with_timings
from models.domain.incident import Role
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.times import parse_time
from models.domain.update import DeliveryState, Update
from models.publishing.channel import ChannelKind, ChannelSettings
from models.queries.update_log import update_log
from models.queries.updates import with_drafts
from tests.journeys.conftest import Seat
from tests.publishing.receivers import Receivers, serving

SECRET = "pagekey-4711"


@pytest.fixture
def page() -> Iterator[Receivers]:
    found = Receivers()
    with serving(found) as address:
        found.address = address
        yield found


@pytest.fixture
def evening(
    seat: Seat, page: Receivers, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> "Evening":
    monkeypatch.setenv("WARROOM_PASSPHRASE", "a long passphrase")
    desk = seat.desktop._workspace.desk
    set_service(SetService("checkout", component="cmp_checkout"), desk)
    settings = ChannelSettings("page", ChannelKind.STATUSPAGE, page.address, "p")
    connection = seat.desktop._workspace.connection
    secrets_here(data_dir).write(secret_name(connection, "page"), SECRET)
    set_channel(SetChannel(settings, (), True), desk)
    seat.at("16:05:00")
    uid = declare(Declare("webapp-prod pool exhausted", Severity.P0, services=("checkout",)), desk)
    seat.at("16:05:10")
    assign(Assign(uid, Role.COMMS, "Ben"), desk)
    seat.desktop.open_incident(uid)
    seat.until(lambda: seat.incident.uid == uid and len(seat.incident.hats) == 2)
    return Evening(seat, page, uid)


class Evening:
    """What Ben and Ana do at one desk, key by key."""

    def __init__(self, seat: Seat, page: Receivers, uid: str) -> None:
        self.seat, self.page, self.uid = seat, page, uid

    @property
    def composer(self):
        return self.seat.desktop.composer

    @property
    def state(self):
        return self.composer.presenter.state

    def due(self) -> str | None:
        due = next_update_due(self.seat.incident)
        return None if due is None else f"{due:%H:%M:%S}"

    def write(self, clock: str, words: str = "", state: str = "") -> None:
        """Opens the composer; the words stand in place of those of the template."""
        seat = self.seat
        seat.at(clock)
        seat.sits("Ben")
        seat.desktop.room.focus_timeline()
        seat.keys("u")
        seat.until(lambda: self.state.is_loaded and self.state.shown is None)
        seat.until(self.composer.screen.composer.text.hasFocus)
        if state:
            self.composer.screen.composer.states.chosen.emit(state)
            self.composer.screen.start()
        if words:
            seat.keys("Ctrl+A", words)
            seat.until(lambda: self.state.analysis.text == words)

    def ask(self, clock: str) -> None:
        """For approval alone: the lead sends it."""
        self.seat.at(clock)
        self.composer.screen.composer.then_send.setChecked(False)
        self.seat.until(lambda: self.state.primary.act == "ask")
        self.seat.keys("Ctrl+Enter")
        self.seat.until(lambda: self.state.primary.words == "Waits for approval")

    def approve(self, clock: str) -> None:
        seat = self.seat
        seat.at(clock)
        seat.sits("Ana")
        self.composer.leave()
        seat.desktop.rooms.team.refresh()
        seat.until(lambda: any(n.kind == "approval" for n in seat.desktop.room.needs._needs))
        seat.keys("y", "a")
        seat.until(lambda: bool(self.drafts()) and self.approved(self.drafts()[-1]))

    def drafts(self) -> list[Update]:
        connection = self.seat.desktop._workspace.connection
        found = with_drafts(connection, self.seat.incident)
        return [one for one in found.updates if one.publication is None]

    @staticmethod
    def approved(update: Update) -> bool:
        return update.is_approved

    def send(self, clock: str, state: DeliveryState = DeliveryState.SENT) -> None:
        seat, before = self.seat, len(self.out())
        self.write(clock)
        seat.until(lambda: self.state.primary.act == "send")
        seat.keys("Ctrl+Enter")
        seat.until(self.composer.screen.question.isVisible)
        seat.keys("Ctrl+Enter")
        seat.until(lambda: len(self.out()) == before + 1)
        seat.until(lambda: [one.state for one in self.out()[-1].deliveries] == [state])
        self.composer.leave()

    def out(self) -> list[Update]:
        return [one for one in self.seat.incident.updates if one.publication is not None]

    def post(self, wrote: str, approved: str, sent: str, words: str, state: str = "") -> None:
        self.write(wrote, words, state)
        self.ask(wrote)
        self.approve(approved)
        self.send(sent)


NEXT = "The next update comes within 20 minutes."


def test_the_whole_evening_in_the_window(evening: Evening) -> None:
    seat, page = evening.seat, evening.page
    assert evening.due() == "16:10:00"
    evening.write("16:08:00")
    assert "Checkout" in evening.state.text
    assert "outage" not in evening.state.text
    assert not any("outage" in one.sentence for one in evening.state.checks)
    first = evening.state.text
    evening.ask("16:08:30")
    assert not evening.state.primary.is_enabled
    assert "Ana" in evening.state.primary.reason
    evening.composer.show_bytes()
    seat.until(evening.composer.screen.bytes.isVisible)
    shown = evening.composer.screen.bytes.text.toPlainText()
    assert f"POST {page.address}/pages/p/incidents" in shown
    assert '"components":{"cmp_checkout":"partial_outage"}' in shown
    assert '"impact_override":"major"' in shown
    assert SECRET not in shown
    seat.keys("Esc")
    evening.approve("16:09:20")
    evening.send("16:09:30")
    assert page.page_updates()[-1][2] == first
    assert evening.due() == "16:14:30"

    evening.post(
        "16:12:00", "16:13:00", "16:14:00", f"About 4 % of payments fail in Europe. {NEXT}"
    )
    assert evening.due() == "16:34:00"
    check_the_stop(evening)
    check_the_late_one(evening)

    evening.post("16:54:00", "16:54:30", "16:55:00", f"Europe works again. {NEXT}")
    assert evening.due() == "17:15:00"
    evening.post("17:12:00", "17:13:00", "17:14:00", f"The United States work again. {NEXT}")
    assert evening.due() == "17:34:00"
    check_the_end(evening)
    check_the_record(evening)


def check_the_stop(evening: Evening) -> None:
    seat = evening.seat
    evening.write("16:20:00", "It is resolved for all customers.")
    seat.until(lambda: any(line.kind == "stop" for line in evening.state.checks))
    stop = next(line for line in evening.state.checks if line.kind == "stop")
    assert "Triage" in stop.sentence
    assert "16:05" in stop.sentence
    assert not evening.state.primary.is_enabled
    assert evening.state.primary.reason == stop.sentence
    seat.keys("Ctrl+Enter")
    assert not evening.drafts()[-1:] or not evening.drafts()[-1].is_asked
    evening.composer.leave()


def check_the_late_one(evening: Evening) -> None:
    seat, page = evening.seat, evening.page
    seat.at("16:34:01")
    seat.desktop.rooms.team.refresh()
    seat.until(lambda: any(n.kind == "late_update" for n in seat.desktop.room.needs._needs))

    move_stage(MoveStage(evening.uid, Stage.MITIGATION), seat.desktop._workspace.desk)
    seat.until(lambda: seat.incident.stage is Stage.MITIGATION)
    page.plan = deque(["reset"])  # taken, and then no answer
    evening.write("16:35:00", f"We undo the change that caused it. {NEXT}", "identified")
    evening.ask("16:35:00")
    evening.approve("16:35:30")
    evening.send("16:36:00", DeliveryState.UNKNOWN)
    seat.desktop.going_out.settle("again", _key(evening))
    seat.until(lambda: evening.out()[-1].deliveries[0].state is DeliveryState.SENT)
    assert evening.due() == "16:56:00"
    bodies = [body for _, _, body in page.page_updates()]
    assert sum("We undo the change" in body for body in bodies) == 1


def check_the_end(evening: Evening) -> None:
    seat, page = evening.seat, evening.page
    seat.at("17:19:00")
    desk = seat.desktop._workspace.desk
    mitigate(Mitigate(evening.uid), desk)
    seat.at("17:20:00")
    resolve(Resolve(evening.uid, confirmed=True), desk)
    seat.until(lambda: seat.incident.times.resolved_at is not None)
    evening.write("17:20:30", "Checkout works again. No data was lost.", "resolved")
    # Opened with what it read last; that the incident is resolved comes a read later.
    seat.until(lambda: "whether data was lost" in evening.state.primary.reason)
    assert evening.state.asks_data_lost
    assert [standing for _, _, standing in evening.state.components] == ["operational"]
    evening.composer.screen.composer.answers.lost.chosen.emit("no")
    evening.ask("17:20:40")
    evening.approve("17:20:50")
    evening.send("17:21:00")
    assert evening.due() is None
    assert page.page_updates()[-1][1] == "resolved"


def check_the_record(evening: Evening) -> None:
    incident = with_timings(evening.seat.incident)
    kept = adherence(incident)
    assert (kept.on_time, kept.due) == (4, 5)
    late = [(one.out_at, one.late_ms) for one in incident.updates if one.late_ms]
    assert late == [(parse_time("2026-11-20T16:36:00Z"), 120_000)]
    connection = evening.seat.desktop._workspace.connection
    log = update_log(with_drafts(connection, incident), "INC-1")
    assert log.count("Ana") >= 6
    assert "Europe works again." in log


def _key(evening: Evening) -> str:
    from models.publishing.message import idempotency_key

    update = evening.out()[-1]
    return idempotency_key(update.uid, update.publication.revision, "page")
