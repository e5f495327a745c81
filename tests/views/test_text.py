"""Times, lengths of time and what is missing, as people read them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from views import text
from views.vocabulary import title_words

AT = datetime(2026, 11, 23, 15, 24, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000


def test_a_clock_time_is_in_the_zone_asked_for():
    assert text.clock_time(AT, UTC) == "15:24:12"
    assert text.clock_time(AT, BERLIN) == "16:24:12"
    assert text.clock_time(AT, BERLIN, seconds=False) == "16:24"


def test_a_zone_is_called_by_its_city():
    assert text.zone_word(AT, BERLIN) == "Berlin"
    assert text.zone_word(AT, ZoneInfo("America/New_York")) == "New York"
    assert text.zone_word(AT, UTC) == "UTC"


@pytest.mark.parametrize(
    ("ms", "shown"),
    [
        (0, "0:00"),
        (59 * SECOND + 999, "0:59"),
        (4 * MINUTE + 21 * SECOND, "4:21"),
        (47 * MINUTE + 12 * SECOND, "47:12"),
        (HOUR - 1, "59:59"),
        (HOUR + 2 * MINUTE + 3 * SECOND, "1:02:03"),
        (DAY - 1, "23:59:59"),
        (DAY + 4 * HOUR + 12 * MINUTE, "1 d 04:12"),
        (-5 * SECOND, "0:00"),
    ],
)
def test_an_impact_clock_counts_minutes_then_hours_then_days(ms, shown):
    assert text.duration_clock(ms) == shown


@pytest.mark.parametrize(
    ("ms", "shown"),
    [
        (2 * MINUTE + 21 * SECOND, "2 m 21 s"),
        (HOUR + 18 * MINUTE, "1 h 18 m"),
    ],
)
def test_a_length_of_time_in_words(ms, shown):
    assert text.duration_words(ms) == shown


def test_time_since_the_start_says_on_which_side_of_it():
    start = datetime(2026, 11, 23, 15, 4, 10, tzinfo=UTC)
    assert text.since(AT, start) == "+20:02"
    assert text.since(start, AT) == "−20:02"


def test_a_countdown_turns_into_how_late_it_is():
    assert text.left(4 * MINUTE + 21 * SECOND) == "4:21"
    assert text.left(-(2 * MINUTE + 10 * SECOND)) == "+2:10"


def test_a_day_is_that_of_the_zone_and_names_the_year_only_when_it_is_another():
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert text.day(late, UTC) == "Fri 20 Nov"
    assert text.day(late, BERLIN) == "Sat 21 Nov"
    assert text.long_day(late, UTC) == "Friday 20 November"
    assert text.dated(late, AT) == "Fri 20 Nov"
    assert text.dated(datetime(2025, 11, 20, tzinfo=UTC), AT) == "20 Nov 2025"


def test_a_wait_is_told_in_its_largest_unit():
    assert [text.ago(ms) for ms in (59 * SECOND, 3 * MINUTE, 5 * HOUR, 4 * DAY)] == [
        "0 min", "3 min", "5 h", "4 days",
    ]  # fmt: skip


def test_an_incident_whose_declaration_is_not_here_yet_has_words_for_a_title():
    assert title_words("") == "No title yet"
    assert title_words("Checkout fails") == "Checkout fails"
