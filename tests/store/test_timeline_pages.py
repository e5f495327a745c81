"""A timeline read by page: by position, and from an entry that is known."""

from datetime import timedelta

import pytest

from models.actions.declare import Declare, declare
from models.actions.mark_key import MarkKey, mark_key
from models.actions.note import Correct, Note, correct, note
from models.domain.entry import EntryKind
from models.queries import timeline
from models.queries.timeline import Filter

FILTERS = (
    Filter(),
    Filter(kinds=(EntryKind.DECISION,)),
    Filter(kinds=(EntryKind.NOTE, EntryKind.DECISION)),
    Filter(key_only=True),
    Filter(words="pool"),
    Filter(with_corrections=True),
)


@pytest.fixture
def uid(worker):
    """Many at the same moment, some backdated, some corrected."""
    desk = worker.desk
    uid = declare(Declare("Checkout fails"), desk)
    began = desk.now()
    for n in range(60):
        kind = EntryKind.DECISION if n % 5 == 0 else EntryKind.NOTE
        words = f"{'the pool' if n % 3 else 'a host'} is full, {n}"
        written = note(Note(uid, words, kind, at=began - timedelta(seconds=n * 7 % 11)), desk)
        if n % 7 == 0:
            correct(Correct(written, f"it was {n}"), desk)
        if n % 9 == 0:
            mark_key(MarkKey(written, True), desk)
    return uid


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_beside_an_entry_stands_what_its_position_says(worker, uid, wanted) -> None:
    connection = worker.desk.store.connection
    count = timeline.count(connection, uid, wanted)
    every = timeline.page(connection, uid, wanted, 0, count)
    assert [entry.uid for entry in every] == [
        entry.uid for entry in timeline.every(connection, uid, wanted)
    ]
    for row, entry in enumerate(every):
        key = entry.key
        for n, skip in ((1, 0), (8, 0), (8, 3), (count, 1)):
            first, end = row + 1 + skip, max(0, row - skip)
            later = timeline.beside(connection, uid, wanted, key, n, later=True, skip=skip)
            assert later == every[first : first + n]
            before = timeline.beside(connection, uid, wanted, key, n, later=False, skip=skip)
            assert before == every[max(0, end - n) : end]
