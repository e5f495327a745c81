"""When what is tried, and what a failure means."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from models.domain.errors import BadInput, Unavailable
from models.domain.update import DeliveryState, UpdateState
from models.publishing.channel import Channel
from models.publishing.outbox import Settled
from models.publishing.publisher import KEYS_LIVE, LEASE, Publisher
from tests.publishing.conftest import Clock, message
from tests.publishing.kept import START, Kept
from tests.publishing.receivers import Receivers

SENT, FAILED, UNKNOWN = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN


def states(outbox: Kept) -> list[DeliveryState]:
    return [one.state for one in outbox.everything()]


def test_what_is_queued_goes_out_in_order_in_one_run(
    outbox: Kept, publisher: Publisher, receivers: Receivers
) -> None:
    for n, state in enumerate(UpdateState):
        outbox.queue(message("page", n, state, f"Step {n}."))
    ran = publisher.run()
    assert [one.state for one in ran.tried] == [SENT] * 4
    assert ran.wake_at is None
    assert [body for _, _, body in receivers.page_updates()] == [f"Step {n}." for n in range(4)]


def test_a_post_that_timed_out_is_looked_up_and_told_once(
    outbox: Kept, publisher: Publisher, receivers: Receivers, clock: Clock
) -> None:
    """Scenario S2, step 5."""
    outbox.queue(message("page"))
    receivers.plan.append("late")
    (posting,) = publisher.run().tried
    assert (posting.state, posting.attempts) == (UNKNOWN, 1)
    assert posting.reason == "127.0.0.1 did not answer in time."
    clock.pass_s(2)
    (posting,) = publisher.run().tried
    assert (posting.state, posting.attempts) == (SENT, 1)
    assert posting.receipt is not None
    assert (posting.receipt.at, posting.receipt.remote) == (clock.now, "i0")
    assert len(receivers.page_updates()) == 1


def test_one_that_is_not_found_is_sent_again(
    outbox: Kept, publisher: Publisher, receivers: Receivers, clock: Clock
) -> None:
    outbox.queue(message("page"))
    receivers.plan.append("silent")
    publisher.run()
    clock.pass_s(2)
    (posting,) = publisher.run().tried
    assert (posting.state, posting.attempts) == (SENT, 2)
    assert len(receivers.page_updates()) == 1


def test_an_eager_run_looks_up_what_is_unknown_at_once(
    outbox: Kept, publisher: Publisher, receivers: Receivers
) -> None:
    outbox.queue(message("page"))
    receivers.plan.append("late")
    publisher.run()
    assert publisher.run().tried == ()
    assert [one.state for one in publisher.run(eager=True).tried] == [SENT]


def test_the_same_words_said_twice_are_two_updates(
    outbox: Kept, publisher: Publisher, receivers: Receivers, clock: Clock
) -> None:
    for n in range(2):
        outbox.queue(message("page", n, text="Still looking."))
    receivers.plan.extend(["", "silent"])
    publisher.run()
    assert states(outbox) == [SENT, UNKNOWN]
    clock.pass_s(2)
    publisher.run()
    assert states(outbox) == [SENT, SENT]
    assert len(receivers.page_updates()) == 2


def test_an_unknown_one_holds_up_its_own_incident_there_and_no_other(
    outbox: Kept, publisher: Publisher, receivers: Receivers
) -> None:
    outbox.queue(message("chat", 0))
    outbox.queue(message("chat", 1, text="Second."))
    outbox.queue(message("chat", 0, incident="other", name="Search"))
    outbox.queue(message("hook", 0))
    receivers.plan.append("500 taken")
    publisher.run()
    assert states(outbox) == [UNKNOWN, DeliveryState.QUEUED, SENT, SENT]
    assert outbox.everything()[0].needs_person
    assert len(receivers.chat) == 2


def test_a_refusal_says_nothing_of_the_try_before(
    outbox: Kept, publisher: Publisher, receivers: Receivers, clock: Clock
) -> None:
    outbox.queue(message("hook"))
    receivers.plan.extend(["late", "429", "status 401"])
    for _ in range(3):
        publisher.run()
        clock.pass_s(60)
    (posting,) = outbox.everything()
    assert posting.needs_person
    assert "does not let us in" in posting.reason


def test_it_waits_as_long_as_it_is_asked_to(
    outbox: Kept, publisher: Publisher, receivers: Receivers, clock: Clock
) -> None:
    outbox.queue(message("chat", 0))
    outbox.queue(message("chat", 0, incident="other", name="Search"))
    receivers.plan.append("429")
    ran = publisher.run()
    assert states(outbox) == [FAILED, DeliveryState.QUEUED]
    assert ran.wake_at == clock.now + timedelta(seconds=7)
    clock.pass_s(6.9)
    assert publisher.run().tried == ()
    clock.pass_s(0.2)
    publisher.run()
    assert states(outbox) == [SENT, SENT]
    assert len(receivers.requests) == 3


def test_back_off_starts_at_a_second_and_stays_under_half_a_minute_for_four_minutes(
    outbox: Kept, publisher: Publisher, clock: Clock, down: set[str]
) -> None:
    down.add("hook")
    outbox.queue(message("hook"))
    tried: list[datetime] = []
    while clock.now < START + timedelta(hours=1):
        ran = publisher.run()
        assert ran.wake_at is not None
        tried.append(clock.now)
        clock.now = ran.wake_at
    waits = [(after - before).total_seconds() for before, after in pairwise(tried)]
    early = [
        wait for at, wait in zip(tried, waits, strict=False) if at - START < timedelta(minutes=4)
    ]
    assert waits[0] == pytest.approx(1.1)
    assert max(early) < 30
    assert sum(early) >= 240
    assert max(waits) == pytest.approx(330)
    down.clear()
    publisher.run()
    assert states(outbox) == [SENT]


def test_an_hour_without_a_network_queues_and_then_goes_out_in_order(
    outbox: Kept, publisher: Publisher, receivers: Receivers, clock: Clock, down: set[str]
) -> None:
    down |= {"page", "chat"}
    for n in range(3):
        for name in ("page", "chat", "folder"):
            outbox.queue(message(name, n, text=f"Step {n}."))
    while clock.now < START + timedelta(hours=1):
        clock.now = publisher.run().wake_at or clock.now + timedelta(hours=1)
    assert {one.state for one in outbox.everything() if one.message.channel == "folder"} == {SENT}
    assert receivers.requests == []
    down.clear()
    clock.pass_s(400)
    publisher.run()
    assert set(states(outbox)) == {SENT}
    assert [body for _, _, body in receivers.page_updates()] == ["Step 0.", "Step 1.", "Step 2."]


def test_a_silent_channel_costs_one_wait_a_run_and_delays_no_other(
    outbox: Kept, publisher: Publisher, receivers: Receivers
) -> None:
    for incident in "abc":
        outbox.queue(message("page", incident=incident, name=incident))
    outbox.queue(message("hook"))
    receivers.plan.append("silent")
    publisher.run()
    assert states(outbox) == [UNKNOWN, DeliveryState.QUEUED, DeliveryState.QUEUED, SENT]


def test_a_key_that_receivers_may_have_forgotten_is_a_persons(
    outbox: Kept, publisher: Publisher, receivers: Receivers, clock: Clock
) -> None:
    outbox.queue(message("hook"))
    receivers.plan.append("late")
    publisher.run()
    clock.now += KEYS_LIVE
    publisher.run()
    assert outbox.everything()[0].needs_person
    assert len(receivers.requests) == 1


def test_a_look_up_that_fails_leaves_it_unknown(
    outbox: Kept, publisher: Publisher, receivers: Receivers, clock: Clock, down: set[str]
) -> None:
    outbox.queue(message("page"))
    receivers.plan.append("late")
    publisher.run()
    down.add("page")
    clock.pass_s(60)
    publisher.run()
    assert states(outbox) == [UNKNOWN]
    assert not outbox.everything()[0].needs_person


def test_a_lease_that_runs_out_makes_the_claim_void(
    outbox: Kept, clock: Clock, publisher: Publisher, receivers: Receivers
) -> None:
    """A publisher that was halted for long finds that another has gone on."""
    one = message("page")
    outbox.queue(one)
    halted = outbox.claim(one.key, clock.now, clock.now + LEASE)
    assert halted is not None
    assert publisher.run().tried == ()
    clock.now += LEASE
    publisher.run()
    assert states(outbox) == [SENT]
    before = outbox.everything()
    assert not outbox.settle(halted, Settled(FAILED, clock.now, 1))
    assert outbox.everything() == before


def test_who_was_halted_too_long_sends_nothing(
    outbox: Kept, channels: Callable, clock: Clock, receivers: Receivers
) -> None:
    def slow(name: str) -> Channel | None:
        clock.now += LEASE - timedelta(seconds=30)
        return channels(name)

    outbox.queue(message("chat"))
    Publisher(outbox, slow, clock, lambda: 0.0).run()
    assert states(outbox) == [FAILED]
    assert receivers.requests == []


def test_a_channel_that_is_gone_or_cannot_be_used_says_so(outbox: Kept, clock: Clock) -> None:
    def find(name: str) -> Channel | None:
        if name == "locked":
            raise Unavailable("The keyring is locked. Unlock it.")
        if name == "wrong":
            raise BadInput("The API key has characters that none has. Copy it again.")
        return None

    for name in ("gone", "wrong", "locked"):
        outbox.queue(message(name))
    Publisher(outbox, find, clock, lambda: 0.0).run()
    gone, wrong, locked = outbox.everything()
    assert (gone.state, gone.next_try_at) == (FAILED, None)
    assert gone.reason.startswith("There is no channel gone any more.")
    assert (wrong.state, wrong.next_try_at) == (FAILED, None)
    assert (locked.state, locked.next_try_at) == (FAILED, clock.now + timedelta(seconds=1))


def test_receipts_are_dated_by_the_clock_of_acts(
    outbox: Kept, channels: Callable, clock: Clock
) -> None:
    acts = Clock(START + timedelta(days=3))
    outbox.queue(message("hook"))
    Publisher(outbox, channels, clock, lambda: 0.0, stamp=acts).run()
    receipt = outbox.everything()[0].receipt
    assert receipt is not None
    assert receipt.at == acts.now


def test_what_is_held_for_undoing_waits_however_eager(
    outbox: Kept, publisher: Publisher, clock: Clock
) -> None:
    outbox.queue(message("chat"), held_until=clock.now + timedelta(seconds=10))
    assert publisher.run(eager=True).tried == ()
    clock.pass_s(10)
    assert [one.state for one in publisher.run().tried] == [SENT]
