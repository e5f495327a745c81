"""What the scrubber shows: the course drawn once, the room at any moment, quickly."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import thread_time

import pytest

from models.actions.mark_moment import MarkMoment, mark_moment
from models.actions.note import Note, note
from models.domain.entry import EntryKind
from models.domain.errors import NothingToDo
from models.domain.review import MomentKind
from models.domain.times import from_ms, to_ms
from models.queries import incidents
from models.queries.moments import moments_of
from models.queries.reel import Reel, stamp_of
from tests.pace import slowness
from tests.store.conftest import Worker

MOST_MS = 50
SLACK = 1.8
OPERATIONS = 10_000


@pytest.fixture(scope="module")
def long_one(tmp_path_factory: pytest.TempPathFactory) -> Worker:
    """An incident of 10,000 operations, most of them notes and changes of its objective."""
    worker = Worker(tmp_path_factory.mktemp("long"), seed=3)
    (uid,) = worker.incidents
    for _ in range(200):
        worker.act()
        worker.incidents = [uid]
    ((there,),) = worker.database.connection.execute(
        "SELECT count(*) FROM operation WHERE stream=?", (f"incident:{uid}",)
    )
    for first in range(there, OPERATIONS, 500):
        with worker.desk.act() as act:
            for n in range(first, min(first + 500, OPERATIONS)):
                if n % 3:
                    act.entry(uid, EntryKind.NOTE, f"note {n}", happened_at=worker._now)
                else:
                    act.set(uid, "objective", f"objective {n}")
        worker._now += timedelta(minutes=1)
    return worker


def test_the_room_is_the_one_that_show_at_tells(long_one: Worker) -> None:
    (uid,), connection = long_one.incidents, long_one.database.connection
    reel = Reel(connection, uid, long_one._now)
    chance = random.Random(7)
    start, end = to_ms(reel.course.start), to_ms(reel.course.end)
    for _ in range(200):
        moment = from_ms(chance.randint(start, end))
        assert reel.at(moment).incident == incidents.incident_at(connection, uid, moment)


def test_any_position_of_ten_thousand_operations_is_there_at_once(long_one: Worker) -> None:
    (uid,) = long_one.incidents
    best = [
        min(times)
        for times in zip(*(_hundred_positions(long_one, uid) for _ in range(3)), strict=True)
    ]
    assert max(best) <= MOST_MS * SLACK * slowness()


def _hundred_positions(worker: Worker, uid: str) -> list[float]:
    """Milliseconds of each, of a film that nobody has looked at yet."""
    reel = Reel(worker.database.connection, uid, worker._now)
    chance = random.Random(7)
    start, end = to_ms(reel.course.start), to_ms(reel.course.end)
    took = []
    for _ in range(100):
        moment = from_ms(chance.randint(start, end))
        began = thread_time()
        reel.at(moment)
        took.append((thread_time() - began) * 1000)
    return took


def test_what_was_written_later_is_not_known_and_what_is_ahead_comes_next(
    worker: Worker, at: Callable[[str], None]
) -> None:
    (uid,), connection = worker.incidents, worker.database.connection
    at("2026-11-20T16:30:00Z")
    early = worker._now - timedelta(minutes=20)
    note(Note(uid, "the pool was full by then", at=early), worker.desk)
    at("2026-11-20T16:40:00Z")
    note(Note(uid, "found it", EntryKind.EVIDENCE), worker.desk)
    reel = Reel(connection, uid, worker._now)
    then = reel.at(early + timedelta(minutes=5))
    assert "the pool was full by then" in [one.text for one in then.unknown]
    assert "the pool was full by then" not in [one.text for one in then.just]
    assert "found it" in [one.text for one in then.coming]
    late = reel.at(worker._now)
    assert late.just[0].text == "found it"
    assert late.knew == ("found it",)


def test_a_moment_is_marked_and_unmarked(worker: Worker, at: Callable[[str], None]) -> None:
    (uid,), connection = worker.incidents, worker.database.connection
    at("2026-11-20T16:30:00Z")
    entry = note(Note(uid, "it is the pool"), worker.desk)
    before = stamp_of(connection, uid)
    mark_moment(MarkMoment(entry, MomentKind.DIAGNOSIS), worker.desk)
    assert stamp_of(connection, uid) != before
    (mark,) = [m for m in Reel(connection, uid, worker._now).course.marks if m.entry == entry]
    assert (mark.kind, mark.moment) == ("key", MomentKind.DIAGNOSIS)
    with pytest.raises(NothingToDo):
        mark_moment(MarkMoment(entry, MomentKind.DIAGNOSIS), worker.desk)
    mark_moment(MarkMoment(entry, None), worker.desk)
    assert moments_of(connection, uid) == {}


def test_the_database_is_not_needed_after_it_was_read(long_one: Worker, tmp_path: Path) -> None:
    (uid,) = long_one.incidents
    other = long_one.database.connect()
    reel = Reel(other, uid, long_one._now)
    other.close()
    assert reel.at(reel.course.end).incident is not None
