"""People who write, approve and publish apart from each other, in any order, over a line that is
cut: everybody ends with the same, and nobody is told what nobody approved, or twice."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from models.actions.approve_update import (
    ApproveUpdate,
    SendBackUpdate,
    approve_update,
    send_back_update,
)
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.declare import Declare, declare
from models.actions.draft_update import DraftUpdate, EditUpdate, draft_update, edit_update
from models.actions.hand_over import TakeCommand, take_command
from models.actions.publish_update import PublishUpdate, publish_update
from models.actions.set_channel import SetChannel, set_channel
from models.actions.undo import Undo, undo
from models.domain.errors import NotFound, NothingToDo, Refused
from models.domain.ids import incident_stream
from models.domain.severity import Severity
from models.domain.update import Audience, DeliveryState
from models.publishing.channel import ChannelKind, ChannelSettings
from models.queries.updates import with_drafts
from models.replication.updating import updates_of
from models.store import log, projector, state
from server.access import Role
from server.channels import Opener
from server.publishing import publisher_of, run_once
from tests.publishing.receivers import Receivers, serving
from tests.sync.world import Desktop, World

SEEDS = 300 if os.environ.get("WARROOM_LONG") else 6
STEPS = 120
PEOPLE = ("Ana", "Ben", "Cy")


class Held:
    def read(self, name: str) -> str:
        return "secret"


class Evening:
    """One seed: what everybody does, until all is settled."""

    def __init__(self, folder: Path, seed: int, address: str) -> None:
        self.rng = random.Random(seed)
        self.stays_major = seed % 2 == 0
        self.world = World(folder)
        self.desktops = [self.world.desktop(name, Role.RESPONDER) for name in PEOPLE[1:]]
        self.desktops.append(self.world.desktop(PEOPLE[0], Role.COMMANDER))
        command = SetChannel(
            ChannelSettings("hook", ChannelKind.WEBHOOK, f"{address}/hook"),
            (Audience.CUSTOMERS,),
            has_secret=True,
        )
        set_channel(command, self.desktops[-1].desk)
        self.uid = declare(Declare("Checkout fails", Severity.P0), self.desktops[-1].desk)
        self.world.settle()
        self.publisher = publisher_of(self.world.server, Opener(self.world.server.database, Held()))

    def run(self) -> None:
        acts: list[Callable[[Desktop], object]] = [
            self.draft, self.draft, self.edit, self.edit, self.approve, self.approve,
            self.publish, self.send_back, self.lead, self.undo, self.cut, self.deliver,
            *[self.sync] * 4, *[self.go_on] * 8,
        ]  # fmt: skip
        if not self.stays_major:
            acts.append(self.rate)
        for _ in range(STEPS):
            self.world.clock.pass_by(seconds=self.rng.randint(1, 90))
            try:
                self.rng.choice(acts)(self.rng.choice(self.desktops))
            except (Refused, NothingToDo, NotFound):
                continue
        for desktop in self.desktops:
            desktop.channel.cut = False
        self.world.settle()
        run_once(self.world.server, self.publisher)
        self.world.settle()

    def one(self, desktop: Desktop) -> str:
        found = desktop.incident(self.uid).updates
        return self.rng.choice(found).uid if found else "none"

    def draft(self, desktop: Desktop) -> object:
        audience = self.rng.choice((Audience.CUSTOMERS, Audience.CUSTOMERS, Audience.INTERNAL))
        words = f"Number {self.rng.randrange(10**6)}."
        return draft_update(DraftUpdate(self.uid, audience, text=words), desktop.desk)

    def edit(self, desktop: Desktop) -> object:
        words = f"Changed {self.rng.randrange(10**6)}."
        return edit_update(EditUpdate(self.uid, self.one(desktop), words), desktop.desk)

    def approve(self, desktop: Desktop) -> object:
        return approve_update(ApproveUpdate(self.uid, self.one(desktop)), desktop.desk)

    def publish(self, desktop: Desktop) -> object:
        return publish_update(PublishUpdate(self.uid, self.one(desktop)), desktop.desk)

    def go_on(self, desktop: Desktop) -> object:
        """What comes next for some update, by whoever may do it."""
        incident = with_drafts(desktop.database.connection, desktop.incident(self.uid))
        open_ones = [one for one in incident.updates if one.publication is None]
        if not open_ones:
            return self.draft(desktop)
        update = self.rng.choice(open_ones)
        if update.is_approved:
            return publish_update(PublishUpdate(self.uid, update.uid), desktop.desk)
        leads = next(one for one in self.desktops if one.name == incident.commander)
        self.sync(desktop)
        self.sync(leads)
        return approve_update(ApproveUpdate(self.uid, update.uid), leads.desk)

    def send_back(self, desktop: Desktop) -> object:
        return send_back_update(SendBackUpdate(self.uid, self.one(desktop), "no"), desktop.desk)

    def lead(self, desktop: Desktop) -> object:
        return take_command(TakeCommand(self.uid, "it cannot wait"), desktop.desk)

    def rate(self, desktop: Desktop) -> object:
        to = self.rng.choice((Severity.P0, Severity.P1, Severity.P2))
        return change_severity(ChangeSeverity(self.uid, to, "so it is"), desktop.desk)

    def undo(self, desktop: Desktop) -> object:
        return undo(Undo(), desktop.desk)

    def cut(self, desktop: Desktop) -> None:
        desktop.channel.cut = not desktop.channel.cut

    def sync(self, desktop: Desktop) -> None:
        if not desktop.channel.cut:
            desktop.sync()

    def deliver(self, desktop: Desktop) -> None:
        run_once(self.world.server, self.publisher)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_apart_they_end_alike_and_nobody_is_told_what_nobody_approved(
    seed: int, tmp_path: Path
) -> None:
    receivers = Receivers()
    with serving(receivers) as address:
        evening = Evening(tmp_path, seed, address)
        evening.run()
        exports = {desktop.exported(evening.uid) for desktop in evening.desktops}
        assert len(exports) == 1
        for desktop in evening.desktops:
            assert desktop.verified()
            _holds(evening, desktop, receivers)
        _shuffled(evening)
        evening.world.close()


def _holds(evening: Evening, desktop: Desktop, receivers: Receivers) -> None:
    incident = with_drafts(desktop.database.connection, desktop.incident(evening.uid))
    told = []
    for update in incident.updates:
        publication, approval = update.publication, update.approval
        if publication is None:
            continue
        assert not publication.provisional
        assert approval is not None and not approval.provisional
        assert approval.revision == publication.revision
        said = update.published
        assert said is not None
        if said.audience is Audience.CUSTOMERS:
            if evening.stays_major:
                assert approval.by != update.author
            (delivery,) = update.deliveries
            assert delivery.state is DeliveryState.SENT
            told.append(said.text)
        else:
            assert update.deliveries == ()
    sent = [one["update"]["text"] for one in receivers.hook_order]
    assert sorted(sent) == sorted(told)
    assert len(receivers.requests) == len(sent)


def _shuffled(evening: Evening) -> None:
    """The updates are a function of the set of operations, in whatever order they came."""
    connection = evening.desktops[0].database.connection
    before = updates_of(state.of_stream(connection, incident_stream(evening.uid)))
    operations = [op for op in log.every(connection) if op.stream.endswith(evening.uid)]
    from models.replication.merge import State, apply

    for _ in range(3):
        evening.rng.shuffle(operations)
        mixed: State = {}
        apply(mixed, operations)
        assert updates_of(mixed) == before
    projector.rebuild(connection)
    assert updates_of(state.of_stream(connection, incident_stream(evening.uid))) == before
