"""Nobody is told twice, in whatever way the receivers fail and whenever the publisher is killed."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from models.domain.update import DeliveryState
from models.publishing.folder import HISTORY
from models.publishing.message import Message
from models.publishing.words import STATE_WORDS
from tests.publishing.conftest import desk_at
from tests.publishing.receivers import Mailbox, Receivers, mail_serving, serving
from tests.publishing.schedule import POINTS, Schedule

LONG = bool(os.environ.get("WARROOM_LONG"))
SEEDS = 1_000 if LONG else 50
BLOCK = 10


@pytest.fixture
def quick_place(tmp_path: Path) -> Iterator[Path]:
    """In memory where that can be: programs are killed here, never the machine."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        yield tmp_path
        return
    with TemporaryDirectory(dir=memory) as place:
        yield Path(place)


@pytest.mark.parametrize("block", range(SEEDS // BLOCK))
def test_each_receiver_has_at_most_one_copy_and_those_that_can_tell_have_exactly_one(
    block: int, quick_place: Path
) -> None:
    killed_at: set[str] = set()
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        receivers, mailbox = Receivers(silence_s=0.3), Mailbox()
        place = quick_place / str(seed)
        with serving(receivers) as url, mail_serving(mailbox) as port:
            desk = desk_at(url, port, place / "page")
            schedule = Schedule(seed, desk, receivers, mailbox, place / "desk")
            try:
                schedule.run(chance=0.06)
                killed_at.update(schedule.killer.at)
                check(schedule, place / "page")
            finally:
                schedule.close()
    assert killed_at == set(POINTS)


def check(schedule: Schedule, folder: Path) -> None:
    """Exactly one where a key is honoured or can be looked up, in order; else at most one, and
    every one of which nobody knows waits for a person, with what came after it."""
    receivers, mailbox = schedule.receivers, schedule.mailbox
    assert {one.message.channel for one in schedule.waiting()} <= {"chat", "mail"}
    for name in ("page", "hook", "folder"):
        assert schedule.sent(name) == schedule.queued(name)
    on_page = [
        [(update["status"], update["body"]) for update in reversed(one["incident_updates"])]
        for one in receivers.incidents.values()
    ]
    incidents = {one.incident for one in schedule.messages}
    wanted = [
        [(one.state.value, one.text) for one in schedule.queued("page") if one.incident == incident]
        for incident in incidents
    ]
    assert sorted(on_page) == sorted(wanted)
    hooked = [one["key"] for one in receivers.hook_order]
    assert len(set(hooked)) == len(hooked)
    in_folder = json.loads((folder / HISTORY).read_bytes())["incidents"]
    in_folder_keys = [update["id"] for one in in_folder for update in one["incident_updates"]]
    for incident in incidents:
        wanted_keys = [one.key for one in schedule.queued("hook") if one.incident == incident]
        assert [key for key in hooked if key in wanted_keys] == wanted_keys
        drawn = [one.key for one in schedule.queued("folder") if one.incident == incident]
        assert [key for key in in_folder_keys if key in drawn] == drawn
    assert len(in_folder_keys) == len(schedule.queued("folder"))
    check_left_to_a_person(schedule, "mail", Counter(mailbox.ids()))
    check_chat(schedule)


def check_left_to_a_person(schedule: Schedule, channel: str, got: Counter[str]) -> None:
    assert all(n == 1 for n in got.values())
    for one in schedule.everything():
        if one.message.channel != channel:
            continue
        if one.state is DeliveryState.SENT:
            assert got[one.message.key] == 1
        elif one.state is DeliveryState.QUEUED:
            assert got[one.message.key] == 0
        else:
            assert one.needs_person, one


def check_chat(schedule: Schedule) -> None:
    """A chat tells updates apart by their words alone."""
    said = Counter(schedule.receivers.chat)
    known = [one for one in schedule.everything() if one.message.channel == "chat"]
    for text, n in said.items():
        tried = [one for one in known if text == in_chat(one.message)]
        sure = sum(one.state is DeliveryState.SENT for one in tried)
        unsure = sum(one.needs_person for one in tried)
        assert sure <= n <= sure + unsure
    assert all(
        one.state in (DeliveryState.SENT, DeliveryState.QUEUED) or one.needs_person for one in known
    )


def in_chat(message: Message) -> str:
    return f"*{STATE_WORDS[message.state]}: {message.name}*\n{message.text}"
