"""What the note line understands before the words, and what it leaves alone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from models.domain.entry import TYPED_BY_PEOPLE, EntryKind
from models.domain.errors import BadInput
from models.domain.note import completions, parse_note

NOW = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
WITH_TASKS = (*TYPED_BY_PEOPLE, EntryKind.TASK)


def test_plain_words_stay_exactly_as_typed():
    note = parse_note("  pool is full,\n  see graph ", NOW, UTC)
    assert (note.kind, note.text, note.happened_at) == (
        EntryKind.NOTE,
        "  pool is full,\n  see graph ",
        None,
    )


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("/decision roll back", EntryKind.DECISION, "roll back"),
        ("/Decision roll back", EntryKind.DECISION, "roll back"),
        ("/evidence", EntryKind.EVIDENCE, ""),
        ("/metric 5xx 2.1%", EntryKind.METRIC, "5xx 2.1%"),
        ("/etc/passwd is full", EntryKind.NOTE, "/etc/passwd is full"),
        ("/decisions are hard", EntryKind.NOTE, "/decisions are hard"),
        ("/task @mei look", EntryKind.NOTE, "/task @mei look"),
    ],
)
def test_a_command_sets_the_type_and_anything_else_is_words(typed, kind, text):
    note = parse_note(typed, NOW, UTC)
    assert (note.kind, note.text) == (kind, text)


def test_a_task_names_its_doer_once_tasks_are_offered():
    note = parse_note("/task @mei look at @jonas' graph", NOW, UTC, kinds=WITH_TASKS)
    assert (note.kind, note.assignee, note.text) == (
        EntryKind.TASK,
        "mei",
        "look at @jonas' graph",
    )
    assert parse_note("@mei look", NOW, UTC, kinds=WITH_TASKS).assignee is None


def test_the_chosen_type_holds_unless_a_command_says_otherwise():
    chosen = {"default": EntryKind.DECISION}
    assert parse_note("roll back", NOW, UTC, **chosen).kind is EntryKind.DECISION
    assert parse_note("/metric 2", NOW, UTC, **chosen).kind is EntryKind.METRIC


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("15:20 pool full", datetime(2026, 11, 20, 15, 20, tzinfo=UTC)),
        ("9:05:07 pool full", datetime(2026, 11, 20, 9, 5, 7, tzinfo=UTC)),
        ("16:30 pool full", NOW),
        ("16:31 pool full", datetime(2026, 11, 19, 16, 31, tzinfo=UTC)),
        ("-10m pool full", datetime(2026, 11, 20, 16, 20, tzinfo=UTC)),
        ("-1h30m pool full", datetime(2026, 11, 20, 15, 0, tzinfo=UTC)),
        ("-45s pool full", datetime(2026, 11, 20, 16, 29, 15, tzinfo=UTC)),
    ],
)
def test_a_leading_time_sets_when_it_happened(typed, at):
    note = parse_note(typed, NOW, UTC)
    assert (note.happened_at, note.text) == (at, "pool full")


def test_a_time_of_day_is_read_on_the_clock_of_the_zone():
    note = parse_note("17:20 pool full", NOW, BERLIN)
    assert note.happened_at == datetime(2026, 11, 20, 16, 20, tzinfo=UTC)


def test_type_and_time_come_in_either_order_and_once_each():
    one = parse_note("/decision 15:20 roll back", NOW, UTC)
    assert one == parse_note("15:20 /decision roll back", NOW, UTC)
    assert parse_note("15:20 15:10 was wrong", NOW, UTC).text == "15:10 was wrong"


@pytest.mark.parametrize(
    "typed",
    ["15:20-15:40 outage", "- 10 pods gone", "-10 pods", "16:9 picture", "at 15:20 it fell", "3:1"],
)
def test_what_only_resembles_a_time_is_words(typed):
    note = parse_note(typed, NOW, UTC)
    assert (note.happened_at, note.text) == (None, typed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("25:10 pool", "not a time of day"),
        ("3:20 pm pool", "12-hour"),
        ("3:20PM pool", "12-hour"),
        ("+10m pool", "future"),
        ("-" + "9999d" * 80 + " pool", "before any calendar"),
    ],
)
def test_a_time_that_cannot_be_meant_is_told_in_a_sentence(typed, says):
    with pytest.raises(BadInput, match=says):
        parse_note(typed, NOW, UTC)


def test_an_hour_that_came_twice_is_asked_about():
    after = datetime(2026, 10, 25, 3, 0, tzinfo=UTC)
    with pytest.raises(BadInput, match="twice"):
        parse_note("02:30 fell over", after, BERLIN)
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    first = parse_note("02:30 fell over", between, BERLIN)
    assert first.happened_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_hour_that_never_came_is_asked_about():
    with pytest.raises(BadInput, match="skipped"):
        parse_note("02:30 fell over", datetime(2026, 3, 29, 3, 0, tzinfo=UTC), BERLIN)


def test_commands_complete_from_their_first_letters():
    assert completions("/d") == ("/decision",)
    assert completions("/") == ("/note", "/decision", "/evidence", "/metric")
    assert completions("/t") == ()
    assert completions("/t", WITH_TASKS) == ("/task",)
    assert completions("/decision now") == ()
    assert completions("words") == ()
