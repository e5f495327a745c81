"""What is left to a person, and what a person says of it."""

from dataclasses import replace

import pytest

from models.domain.errors import NotFound, Refused
from models.domain.update import DeliveryState, UpdateState
from models.publishing.channel import ChannelKind, ChannelSettings
from models.publishing.channels import open_channel
from models.publishing.message import Message
from models.publishing.publisher import Publisher
from tests.publishing.conftest import message
from tests.publishing.kept import START, Kept
from tests.publishing.receivers import Mailbox, Receivers

SENT, FAILED, UNKNOWN = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN


def states(outbox: Kept) -> list[DeliveryState]:
    return [one.state for one in outbox.everything()]


def test_a_person_says_that_it_arrived_and_the_next_goes_out(
    outbox: Kept, publisher: Publisher, receivers: Receivers
) -> None:
    one, two = message("chat", 0), message("chat", 1, text="Second.")
    outbox.queue(one)
    outbox.queue(two)
    receivers.plan.append("late")
    publisher.run()
    posting = publisher.arrived(one.key, "Ben")
    assert (posting.state, posting.receipt and posting.receipt.words) == (
        SENT,
        "Ben saw that it arrived.",
    )
    publisher.run()
    assert states(outbox) == [SENT, SENT]
    assert len(receivers.chat) == 2


def test_a_person_has_it_sent_again(
    outbox: Kept, publisher: Publisher, receivers: Receivers
) -> None:
    one = message("chat")
    outbox.queue(one)
    receivers.plan.append("silent")
    publisher.run()
    assert receivers.chat == []
    publisher.send_again(one.key, "Ben")
    publisher.run()
    assert states(outbox) == [SENT]
    assert len(receivers.chat) == 1
    with pytest.raises(Refused, match="out already"):
        publisher.send_again(one.key, "Ben")
    with pytest.raises(NotFound):
        publisher.send_again("nothing", "Ben")


def test_what_a_person_sends_again_is_looked_up_where_it_can_be(
    outbox: Kept, publisher: Publisher, receivers: Receivers
) -> None:
    one = message("page")
    outbox.queue(one)
    receivers.plan.append("late")
    publisher.run()
    publisher.send_again(one.key, "Ben")
    publisher.run()
    assert states(outbox) == [SENT]
    assert len(receivers.page_updates()) == 1


def test_what_failed_for_good_lets_the_next_pass_and_is_not_sent_after_it(
    outbox: Kept, publisher: Publisher, receivers: Receivers
) -> None:
    one = message("page", 0)
    outbox.queue(one)
    outbox.queue(message("page", 1, UpdateState.IDENTIFIED, "Found it."))
    receivers.plan.append("status 422")
    ran = publisher.run()
    assert ran.tried[0].reason == "127.0.0.1 does not take it (422): no"
    assert states(outbox) == [FAILED, SENT]
    assert ran.wake_at is None
    with pytest.raises(Refused, match="A later update is out on page already"):
        publisher.send_again(one.key, "Ben")
    assert outbox.everything()[0] == replace(ran.tried[0], fence=2)


def test_after_a_restore_nothing_leaves_by_itself_that_was_not_looked_up(
    outbox: Kept, publisher: Publisher, receivers: Receivers, mailbox: Mailbox
) -> None:
    """The page and the folder are looked up; the others wait, though nothing was ever tried."""
    for name in ("page", "hook", "chat", "mail", "folder"):
        outbox.queue(message(name))
    receivers.take(
        "POST", "/pages/p/incidents", {}, open_on_page(message("page"))
    )  # before the restore
    assert outbox.quarantine() == 5
    publisher.run()
    assert states(outbox) == [SENT, UNKNOWN, UNKNOWN, UNKNOWN, SENT]
    assert [one.needs_person for one in outbox.everything()] == [False, True, True, True, False]
    assert len(receivers.page_updates()) == 1
    assert (receivers.hooks, receivers.chat, mailbox.mails) == ({}, [], [])
    for name in ("hook", "chat", "mail"):
        publisher.send_again(message(name).key, "Ben")
    publisher.run()
    assert states(outbox) == [SENT] * 5


def open_on_page(one: Message) -> bytes:
    settings = ChannelSettings("page", ChannelKind.STATUSPAGE, "http://localhost", page="p")
    return open_channel(settings).preview(one, [], START).body


def test_a_person_leaves_it_and_what_comes_after_goes_out(
    outbox: Kept, publisher: Publisher, receivers: Receivers
) -> None:
    one = message("chat")
    outbox.queue(one)
    outbox.queue(message("chat", 1, text="Second."))
    receivers.plan.append("silent")
    publisher.run()
    assert publisher.leave(one.key, "Ben").reason == "Ben leaves it."
    publisher.run()
    assert states(outbox) == [FAILED, SENT]
