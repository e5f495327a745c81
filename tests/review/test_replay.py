"""Any moment of an incident, rebuilt from its operations."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from models.actions.correct_time import CorrectTime, correct_time
from models.actions.note import Note, note
from models.domain.times import from_ms, parse_time
from models.queries import incidents, timeline
from models.queries.replay import STRIDE, Replay, not_yet_known
from models.queries.timeline import Filter
from models.store.database import Database
from tests.store.conftest import Worker

MOMENTS = 200


def moments_of(database: Database, uid: str, chance: random.Random) -> list[int]:
    ((first, last),) = database.connection.execute(
        "SELECT min(happened_at), max(recorded_at) FROM operation WHERE stream=?",
        (f"incident:{uid}",),
    )
    return [chance.randint(first - 1, last + 1) for _ in range(MOMENTS)]


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Worker:
    """One incident with enough operations for several kept states, some about the past."""
    worker = Worker(tmp_path_factory.mktemp("busy"), seed=23)
    (uid,) = worker.incidents
    while True:
        worker.act()
        worker.incidents = [uid]
        if worker.chance.random() < 0.2:
            back = worker._now - timedelta(minutes=worker.chance.randint(1, 30))
            note(Note(uid, "seen in the logs", at=back), worker.desk)
        (n,) = worker.database.connection.execute(
            "SELECT count(*) FROM operation WHERE stream=? AND entity_kind<>'entry'",
            (f"incident:{uid}",),
        ).fetchone()
        if n > 2 * STRIDE + STRIDE // 2:
            return worker


@pytest.mark.parametrize("by", ["recorded", "happened"])
def test_every_moment_is_the_one_that_show_at_tells(busy: Worker, by: str) -> None:
    (uid,), connection = busy.incidents, busy.database.connection
    replay = Replay(connection, uid, by)
    for ms in moments_of(busy.database, uid, random.Random(4)):
        moment = from_ms(ms)
        assert replay.at(moment) == incidents.incident_at(connection, uid, moment, by), moment


def test_going_back_and_on_again_changes_nothing(busy: Worker) -> None:
    (uid,), connection = busy.incidents, busy.database.connection
    replay = Replay(connection, uid)
    moments = [from_ms(ms) for ms in moments_of(busy.database, uid, random.Random(5))[:40]]
    first = [replay.at(moment) for moment in moments]
    assert [replay.at(moment) for moment in reversed(moments)] == first[::-1]


def test_before_the_first_operation_there_is_nothing(busy: Worker) -> None:
    (uid,) = busy.incidents
    assert Replay(busy.database.connection, uid).at(parse_time("2026-01-01T00:00:00Z")) is None


def test_what_was_written_down_later_was_not_known_yet(
    worker: Worker, at: Callable[[str], None]
) -> None:
    (uid,), connection = worker.incidents, worker.database.connection
    at("2026-11-20T16:30:00Z")
    early = parse_time("2026-11-20T16:10:00Z")
    note(Note(uid, "the pool was full by then", at=early), worker.desk)
    note(Note(uid, "written at once"), worker.desk)
    began = parse_time("2026-11-20T15:50:00Z")
    correct_time(CorrectTime(uid, "impact_started_at", began, "from the logs"), worker.desk)
    replay = Replay(connection, uid)
    moment = parse_time("2026-11-20T16:15:00Z")
    then, now = replay.at(moment), incidents.incident(connection, uid)
    assert then is not None
    entries = timeline.every(connection, uid, Filter())
    found = not_yet_known(then, now, entries, moment)
    assert [(one.field, one.text, one.happened_at) for one in found] == [
        ("impact_started_at", "", began),
        ("", "the pool was full by then", early),
    ]
    assert not not_yet_known(now, now, entries, parse_time("2026-11-20T16:40:00Z"))


@pytest.fixture
def worker(data_dir: Path) -> Worker:
    return Worker(data_dir / "one", seed=11)


@pytest.fixture
def at(worker: Worker) -> Callable[[str], None]:
    def move(time: str) -> None:
        worker._now = parse_time(time)

    return move
