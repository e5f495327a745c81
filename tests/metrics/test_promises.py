"""Deadlines and budgets: which rule counts, which hours, what stays, what burns."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.expectations import Calendar, Expectations, Objective, SlaRule
from models.domain.facts import facts_of
from models.domain.incident import Incident, Interval, SeverityChange, StageVisit, Timestamps
from models.domain.policy import DEFAULT_POLICY
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.times import parse_time, to_ms, write_time
from models.metrics.hours import due_after, elapsed
from models.metrics.sla import DeadlineStatus, deadlines
from models.metrics.slo import burn_alerts, rolling
from models.metrics.table import Table

MINUTE = 60_000
HOUR = 60 * MINUTE
OFFICE = Calendar("office", "Europe/Berlin", holidays=frozenset((date(2026, 12, 25),)))
FRIDAY = parse_time("2026-11-20T15:00:00Z")  # 16:00 in Berlin, an hour before it closes


def incident(at: datetime = FRIDAY, severity: Severity = Severity.P2, **more: object) -> Incident:
    times = Timestamps(detected_at=at, declared_at=at)
    return replace(Incident("1" * 32, severity=severity, times=times), **more)


def due(start: str, ms: int, calendar: Calendar | None = OFFICE) -> str:
    after = due_after(to_ms(parse_time(start)), ms, calendar)
    return write_time(parse_time("1970-01-01T00:00:00Z") + timedelta(milliseconds=after))


def policy_with(*rules: SlaRule) -> object:
    return replace(DEFAULT_POLICY, expects=Expectations(slas=rules, calendars=(OFFICE,)))


@pytest.mark.parametrize(
    ("start", "hours", "at"),
    [
        ("2026-11-20T15:00:00Z", 2, "2026-11-23T09:00:00Z"),  # over the weekend
        ("2026-11-21T03:00:00Z", 1, "2026-11-23T09:00:00Z"),  # began on a Saturday
        ("2026-12-24T15:30:00Z", 1, "2026-12-28T08:30:00Z"),  # Christmas, then a weekend
        ("2026-03-27T15:00:00Z", 2, "2026-03-30T08:00:00Z"),  # the clocks go forward
        ("2026-10-23T14:00:00Z", 2, "2026-10-26T09:00:00Z"),  # the clocks go back
        ("2026-11-20T15:00:00Z", 1, "2026-11-20T16:00:00Z"),  # to the minute it closes
    ],
)
def test_working_hours(start: str, hours: int, at: str) -> None:
    assert due(start, hours * HOUR) == at


@given(st.integers(0, 2 * 10**12), st.integers(1, 90 * 86_400_000), st.booleans())
def test_as_much_time_counts_as_was_asked_for(start: int, length: int, office: bool) -> None:
    calendar = OFFICE if office else None
    pauses = [(start + HOUR, start + 3 * HOUR), (start + 2 * HOUR, start + 4 * HOUR)]
    after = due_after(start, length, calendar, pauses)
    assert elapsed(start, after, calendar, pauses) == length
    assert elapsed(start, after - 1, calendar, pauses) == length - 1


def test_the_first_rule_that_matches_counts() -> None:
    policy = policy_with(
        SlaRule("search", services=("search",), response_ms=5 * MINUTE),
        SlaRule("moderate", severities=(Severity.P2,), response_ms=3 * HOUR, calendar="office"),
        SlaRule("rest", response_ms=HOUR),
    )
    found = {
        name: deadlines(one, FRIDAY, policy)
        for name, one in (
            ("search", incident(services=("mail", "search"))),
            ("moderate", incident()),
            ("rest", incident(severity=Severity.P0)),
        )
    }
    assert {name: one.rule for name, one in found.items()} == {name: name for name in found}
    assert write_time(found["moderate"].response.due_at) == "2026-11-23T10:00:00Z"
    assert write_time(found["rest"].resolution.due_at) == "2026-11-20T17:00:00Z"


@pytest.mark.parametrize(
    ("minute", "status"),
    [(0, "on_track"), (95, "on_track"), (96, "at_risk"), (120, "at_risk"), (121, "breached")],
)
def test_resolution_of_a_p0_over_time(minute: int, status: str) -> None:
    now = FRIDAY + timedelta(minutes=minute)
    found = deadlines(incident(severity=Severity.P0), now)
    assert found.resolution.status is DeadlineStatus(status)
    assert found.resolution.left_ms == (120 - minute) * MINUTE


def test_met_on_the_dot_and_late_by_a_millisecond() -> None:
    for ms, status in ((0, DeadlineStatus.MET), (1, DeadlineStatus.BREACHED)):
        at = FRIDAY + timedelta(minutes=15, milliseconds=ms)
        times = Timestamps(detected_at=FRIDAY, declared_at=FRIDAY, acknowledged_at=at)
        found = deadlines(incident(severity=Severity.P0, times=times), at + timedelta(days=1))
        assert found.response.status is status


def rated(*changes: tuple[int, Severity]) -> Incident:
    told = tuple(SeverityChange(one, FRIDAY + timedelta(minutes=m)) for m, one in changes)
    return incident(severity=changes[-1][1], severities=told)


def test_a_breach_that_happened_stays_when_the_severity_falls() -> None:
    now = FRIDAY + timedelta(minutes=60)
    late = deadlines(rated((0, Severity.P0), (40, Severity.P3)), now).response
    in_time = deadlines(rated((0, Severity.P0), (10, Severity.P3)), now).response
    assert late.status is DeadlineStatus.BREACHED
    assert late.breached_at == FRIDAY + timedelta(minutes=15)
    assert late.due_at == FRIDAY + timedelta(hours=8)
    assert in_time.status is DeadlineStatus.ON_TRACK


def test_a_severity_that_rises_too_late_is_late_from_then_on() -> None:
    found = deadlines(rated((0, Severity.P3), (40, Severity.P0)), FRIDAY + timedelta(minutes=41))
    assert found.response.breached_at == FRIDAY + timedelta(minutes=40)


def test_the_clock_stands_in_a_paused_stage() -> None:
    rule = SlaRule("paused after a resolve", paused_in=(Stage.POST_MORTEM,))
    visits = tuple(
        StageVisit(stage, FRIDAY + timedelta(minutes=a), b and FRIDAY + timedelta(minutes=b))
        for stage, a, b in (
            (Stage.MITIGATION, 0, 60),
            (Stage.POST_MORTEM, 60, 90),
            (Stage.MITIGATION, 90, None),
        )
    )
    found = deadlines(
        incident(severity=Severity.P0, visits=visits),
        FRIDAY + timedelta(minutes=130),
        policy_with(rule),
    )
    assert found.resolution.due_at == FRIDAY + timedelta(minutes=150)
    assert found.resolution.left_ms == 20 * MINUTE
    assert len(found.pauses) == 1
    assert not found.paused


def test_nothing_runs_for_what_was_imported_merged_or_cancelled() -> None:
    cancelled = Timestamps(detected_at=FRIDAY, cancelled_at=FRIDAY)
    for one in (incident(imported=True), incident(merged_into="2"), incident(times=cancelled)):
        found = deadlines(one, FRIDAY)
        assert (found.response, found.resolution) == (None, None)


def hit_since(minutes: int, now: datetime) -> Table:
    start = now - timedelta(minutes=minutes)
    times = Timestamps(impact_started_at=start, detected_at=start)
    hit = (Interval("i", start, None),)
    return Table.of([facts_of(incident(times=times, impact=hit, services=("checkout",)))])


@pytest.mark.parametrize(
    ("minutes", "target", "words"),
    [
        (0, 0.999, []),
        (1, 0.999, ["1 h"]),
        (3, 0.999, ["1 h", "6 h"]),
        (10, 0.999, ["1 h", "6 h", "3 d"]),
        (10, 0.99, ["1 h"]),
        (10, 0.9, []),
    ],
)
def test_burn_alerts_need_the_long_and_the_short_window(
    minutes: int, target: float, words: list[str]
) -> None:
    objective = Objective("checkout", target)
    alerts = burn_alerts(hit_since(minutes, FRIDAY), objective, to_ms(FRIDAY))
    assert [alert.rule.words for alert in alerts] == words


def test_what_is_over_burns_no_more() -> None:
    table = hit_since(30, FRIDAY)
    later = to_ms(FRIDAY + timedelta(hours=1))
    over = (Interval("i", FRIDAY - timedelta(minutes=30), FRIDAY),)
    ended = Table.of([facts_of(incident(impact=over, services=("checkout",)))])
    assert burn_alerts(table, Objective("checkout", 0.999), later)
    assert [
        alert.rule.words for alert in burn_alerts(ended, Objective("checkout", 0.999), later)
    ] == ["3 d"]


def test_a_month_is_a_calendar_month_and_days_are_rolling() -> None:
    now = to_ms(parse_time("2028-02-29T12:00:00Z"))
    assert rolling("month", now).length == 29 * 24 * HOUR
    assert rolling("28d", now).length == 28 * 24 * HOUR
