"""The playhead: where it goes, how it plays, and that the newest place asked for is shown."""

from datetime import timedelta

import pytest

from models.actions.note import Note, note
from models.domain.entry import EntryKind
from models.queries.reel import Reel, stamp_of
from tests.review_views.conftest import Lane
from tests.store.conftest import Worker
from views.review.replay_presenter import EVENT_MS, ReplayPresenter
from views.review.states import ReplayState


class Shown:
    def __init__(self) -> None:
        self.state = ReplayState()

    def show_replay(self, state: ReplayState) -> None:
        self.state = state


@pytest.fixture
def replay(worker: Worker, lane: Lane) -> ReplayPresenter:
    (uid,), connection = worker.incidents, worker.database.connection
    for n in range(6):
        worker._now += timedelta(minutes=2)
        kind = EntryKind.DECISION if n % 3 == 1 else EntryKind.NOTE
        note(Note(uid, f"said {n}", kind), worker.desk)

    def load(name: str, stamp: int) -> Reel | None:
        if stamp_of(connection, name) == stamp:
            return None
        return Reel(connection, name, worker._now)

    presenter = ReplayPresenter(Shown(), lane, load)
    presenter.open(uid)
    return presenter


def test_it_opens_at_the_first_key_moment(replay: ReplayPresenter) -> None:
    first = next(m.at for m in replay.state.course.marks if m.kind == "key")
    assert replay.state.at == first
    assert replay.state.then.at == first


def test_it_steps_and_stops_at_both_ends(replay: ReplayPresenter) -> None:
    course = replay.state.course
    replay.to_start()
    replay.step(-1)
    assert replay.state.at == course.start
    places = [replay.state.at]
    for _ in range(len(course.marks) + 3):
        replay.step(1)
        places.append(replay.state.at)
    assert places == sorted(places)
    assert set(places) >= {mark.at for mark in course.marks}
    assert places[-1] == course.end


def test_only_the_newest_place_is_computed(replay: ReplayPresenter, lane: Lane) -> None:
    course = replay.state.course
    lane.hold()
    for n in range(50):
        replay.seek(course.start + timedelta(seconds=n))
    assert len(lane.held) == 1
    lane.next()
    assert len(lane.held) == 1
    lane.next()
    assert lane.held == []
    assert replay.state.then.at == course.start + timedelta(seconds=49)


def test_playing_goes_as_fast_as_it_says_and_ends_at_the_end(replay: ReplayPresenter) -> None:
    course = replay.state.course
    replay.to_start()
    replay.set_speed(16)
    replay.toggle_play()
    replay.tick(1_000)
    assert replay.state.at == course.start + timedelta(seconds=16)
    replay.tick(10_000_000)
    assert replay.state.at == course.end
    assert not replay.state.playing
    replay.toggle_play()
    assert replay.state.at == course.start


def test_event_by_event_waits_at_each(replay: ReplayPresenter) -> None:
    replay.to_start()
    replay.set_speed(0)
    replay.toggle_play()
    before = replay.state.at
    replay.tick(EVENT_MS - 1)
    assert replay.state.at == before
    replay.tick(1)
    assert replay.state.at > before


def test_writing_in_the_review_reads_no_course_again(
    replay: ReplayPresenter, worker: Worker
) -> None:
    before = replay.state.course
    replay.refresh()
    assert replay.state.course is before
    worker._now += timedelta(minutes=1)
    note(Note(replay.uid, "one more"), worker.desk)
    replay.refresh()
    assert replay.state.course is not before


def test_evidence_leads_to_its_moment(replay: ReplayPresenter) -> None:
    entry = replay.entries()[-1]
    assert replay.seek_entry(entry.uid)
    assert replay.state.at == entry.happened_at
    assert not replay.seek_entry("f" * 32)
