"""The words around a row: times, stages, what is copied and what is spoken."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from models.domain.entry import EntryKind
from models.domain.severity import Severity
from tests.views.timeline_samples import NOW, at, entry, iso
from views.room.timeline_words import (
    ClockMode,
    RoomClock,
    added_words,
    as_markdown,
    as_text,
    offset_words,
    sentence,
    separator_words,
    severities_of,
    shown_text,
)

UTC_CLOCK = RoomClock()
BERLIN = RoomClock(ClockMode.LOCAL, ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("clock", "time"),
    [
        ("15:04:10", "+0:00"),
        ("15:51:22", "+47:12"),
        ("16:10:10", "+1:06:00"),
        ("15:04:00", "−0:10"),
    ],
)
def test_time_since_the_start(clock, time):
    assert RoomClock(ClockMode.SINCE_START, start=at("15:04:10")).time(at(clock)) == time


def test_without_a_start_the_time_stays_absolute():
    assert RoomClock(ClockMode.SINCE_START).time(NOW) == "15:51:22"


def test_local_time_is_told_with_its_zone():
    assert BERLIN.time(NOW) == "16:51:22"
    assert BERLIN.spoken(NOW) == "2026-11-23 16:51:22 CET"


def test_a_stage_tells_how_long_it_was_or_is_so_far():
    ended = entry(0, "", EntryKind.STAGE, at("15:07:00"), detail={"until": iso("15:18:35")})
    assert separator_words(ended, NOW, UTC_CLOCK) == "from 15:07  ·  11 m 35 s"
    running = replace(ended, detail={"until": None})
    assert separator_words(running, NOW, UTC_CLOCK) == "from 15:07  ·  44 m 22 s so far"
    assert separator_words(replace(ended, detail={}), NOW, UTC_CLOCK) == "from 15:07"


def test_only_what_was_recorded_late_says_when():
    late = entry(0, happened=at("15:20:00"), recorded_at=at("15:52:00"))
    assert added_words(late, UTC_CLOCK) == "added 15:52"
    assert added_words(replace(late, recorded_at=at("15:22:00")), UTC_CLOCK) == ""
    assert added_words(replace(late, recorded_at=at("15:22:01")), UTC_CLOCK) == "added 15:22"
    days = replace(late, recorded_at=at("15:52:00") + timedelta(days=2))
    assert added_words(days, UTC_CLOCK) == "added 25 Nov 15:52"


def test_a_clock_that_was_off_is_told_in_minutes():
    assert offset_words(entry(0, clock_offset_ms=425_000)) == "clock about 7 min ahead"
    assert offset_words(entry(0, clock_offset_ms=-61_000)) == "clock about 1 min behind"
    assert offset_words(entry(0, clock_offset_ms=900)) == ""


def test_a_decision_is_said_to_be_one_once():
    assert shown_text(entry(0, "roll back", EntryKind.DECISION)) == "Decision: roll back"
    assert shown_text(entry(0, "decision: wait", EntryKind.DECISION)) == "decision: wait"


def test_a_severity_of_another_make_is_not_known():
    change = entry(0, "", EntryKind.SEVERITY, detail={"from": "SEV9", "to": "P0"})
    assert severities_of(change) == (None, Severity.P0)


def test_copies_carry_time_zone_and_author():
    note = entry(0, "two\nlines", happened=at("15:24:12"))
    assert as_text(note, UTC_CLOCK) == "2026-11-23 15:24:12 UTC  Mei Tanaka: two\nlines"
    assert as_markdown(replace(note, struck=True), UTC_CLOCK) == (
        "- **2026-11-23 15:24:12 UTC** Mei Tanaka: ~~two\n  lines~~"
    )


def test_a_row_is_spoken_with_its_marks():
    note = entry(
        0, "pool at 40%", happened=at("15:24:12"), corrected_text="pool at 400", is_key=True
    )
    assert sentence(note, NOW, UTC_CLOCK) == (
        "2026-11-23 15:24:12 UTC, note, Mei Tanaka: pool at 400. key moment. "
        "corrected, before: pool at 40%"
    )
