"""Goals, SLAs, SLOs and calendars in a policy file, and back."""

import re
from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from models.domain.expectations import (
    DEFAULT_GOALS,
    GOAL_CEILINGS,
    GOAL_FLOORS,
    GOAL_LENGTHS,
    Calendar,
    Expectations,
    Objective,
    SlaRule,
    is_window,
)
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.intake.policy_table import PolicyTable
from models.intake.toml_text import quoted, span, value

EXPECTED = ("goals", "calendar", "sla", "slo")
"""The tables of a policy file that are read here."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NO_GOAL = "none"
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


def read_expectations(top: PolicyTable) -> Expectations:
    calendars = tuple(_read_calendar(row) for row in top.rows("calendar"))
    slas = tuple(_read_sla(row, calendars) for row in top.rows("sla"))
    objectives = tuple(_read_objective(row) for row in top.rows("slo"))
    _refuse_twice(top, "calendars", [one.name for one in calendars])
    _refuse_twice(top, "SLA rules", [one.name for one in slas])
    _refuse_twice(top, "objectives", [one.service for one in objectives])
    return Expectations(_read_goals(top.table("goals")), slas, objectives, calendars)


def _refuse_twice(top: PolicyTable, what: str, names: list[str]) -> None:
    for name in dict.fromkeys(one for one in names if one and names.count(one) > 1):
        top.wrong.append(f"Two {what} are called {name}. Give each its own name.")


def _read_goals(table: PolicyTable) -> Mapping[str, float]:
    table.refuse_unknown((*GOAL_LENGTHS, *GOAL_CEILINGS, *GOAL_FLOORS))
    goals = dict(DEFAULT_GOALS)
    for key, found in table.values.items():
        read: float | None = None
        if found == NO_GOAL:
            goals.pop(key, None)
        elif key in GOAL_LENGTHS:
            read = table.span(key, None)
        elif key in (*GOAL_CEILINGS, *GOAL_FLOORS):
            read = table.share(key, None, to=1)
        if read is not None:
            goals[key] = read
    return goals


def _read_calendar(table: PolicyTable) -> Calendar:
    table.refuse_unknown(("name", "zone", "days", "opens", "closes", "holidays"))
    plain = Calendar("", "UTC")
    calendar = Calendar(
        name=table.text("name", ""),
        zone=table.text("zone", plain.zone),
        days=frozenset(DAYS.index(day) for day in table.words("days", DAYS[:5], DAYS)),
        opens=_minutes(table, "opens", plain.opens),
        closes=_minutes(table, "closes", plain.closes),
        holidays=frozenset(_holidays(table)),
    )
    if calendar.closes <= calendar.opens:
        table.wrong.append(f"{table.at}.closes is later than {table.at}.opens, on the same day.")
    if not calendar.days:
        table.wrong.append(f"{table.at}.days names no day, so no hour would ever count.")
    try:
        ZoneInfo(calendar.zone)
    except (ValueError, OSError, KeyError):
        table.wrong.append(f"{table.at}.zone is no time zone, such as Europe/Berlin or UTC.")
    return calendar


def _minutes(table: PolicyTable, key: str, default: int) -> int:
    found = table.values.get(key)
    if found is None:
        return default
    if not isinstance(found, str) or not _CLOCK.fullmatch(found):
        table.wrong.append(f'{table.name(key)} is a time of day in quotes, such as "09:00".')
        return default
    hours, _, minutes = found.partition(":")
    return int(hours) * 60 + int(minutes)


def _holidays(table: PolicyTable) -> list[date]:
    """Written as dates of TOML, or in quotes."""
    found = table.values.get("holidays", [])
    try:
        days = found if isinstance(found, list) else [found]
        return [date.fromisoformat(str(day)) for day in days]
    except ValueError:
        table.wrong.append(f"{table.name('holidays')} is a list of days, such as 2026-12-25.")
        return []


def _read_sla(table: PolicyTable, calendars: tuple[Calendar, ...]) -> SlaRule:
    table.refuse_unknown(
        ("name", "severities", "services", "response", "resolution", "at_risk", "calendar",
         "paused_in")
    )  # fmt: skip
    rule = SlaRule(
        name=table.text("name", ""),
        severities=tuple(
            Severity(one) for one in table.words("severities", (), [s.value for s in Severity])
        ),
        services=table.texts("services"),
        response_ms=table.span("response", None),
        resolution_ms=table.span("resolution", None),
        at_risk=table.share("at_risk", None, to=0.999),
        calendar=str(table.values.get("calendar", "")),
        paused_in=tuple(
            Stage(one) for one in table.words("paused_in", (), [s.value for s in Stage])
        ),
    )
    if rule.calendar and rule.calendar not in [one.name for one in calendars]:
        table.wrong.append(f"{table.at}.calendar names no [[calendar]] of this file.")
    lengths = (rule.response_ms, rule.resolution_ms)
    if lengths[0] and lengths[1] and lengths[1] < lengths[0]:
        table.wrong.append(f"{table.at}.resolution is not shorter than {table.at}.response.")
    return rule


def _read_objective(table: PolicyTable) -> Objective:
    table.refuse_unknown(("service", "target", "window"))
    objective = Objective(
        service=table.text("service", ""),
        target=table.share("target", None, to=0.999999999) or 0.0,
        window=table.text("window", "30d"),
    )
    if "target" not in table.values:
        table.wrong.append(f"{table.at}.target is a share more than 0 and under 1, such as 0.999.")
    if not is_window(objective.window):
        table.wrong.append(f'{table.at}.window is a number of days such as "30d", or "month".')
    return objective


def expectation_lines(expects: Expectations) -> list[str]:
    return [
        *_goal_lines(expects.goals),
        *(line for one in expects.calendars for line in _calendar_lines(one)),
        *(line for one in expects.slas for line in _sla_lines(one)),
        *(line for one in expects.objectives for line in _objective_lines(one)),
    ]


def _goal_lines(goals: Mapping[str, float]) -> list[str]:
    written = {
        name: f'"{span(goal)}"' if name in GOAL_LENGTHS else value(goal)
        for name, goal in goals.items()
    }
    none = {name: f'"{NO_GOAL}"' for name in DEFAULT_GOALS if name not in goals}
    return ["[goals]", *(f"{name} = {text}" for name, text in (written | none).items()), ""]


def _calendar_lines(calendar: Calendar) -> list[str]:
    return [
        "[[calendar]]",
        f"name = {quoted(calendar.name)}",
        f"zone = {quoted(calendar.zone)}",
        f"days = {value([DAYS[day] for day in sorted(calendar.days)])}",
        f'opens = "{calendar.opens // 60:02d}:{calendar.opens % 60:02d}"',
        f'closes = "{calendar.closes // 60:02d}:{calendar.closes % 60:02d}"',
        f"holidays = [{', '.join(str(day) for day in sorted(calendar.holidays))}]",
        "",
    ]


def _sla_lines(rule: SlaRule) -> list[str]:
    told: list[tuple[str, str | None]] = [
        ("severities", value([one.value for one in rule.severities]) if rule.severities else None),
        ("services", value(rule.services) if rule.services else None),
        ("response", f'"{span(rule.response_ms)}"' if rule.response_ms else None),
        ("resolution", f'"{span(rule.resolution_ms)}"' if rule.resolution_ms else None),
        ("at_risk", None if rule.at_risk is None else value(rule.at_risk)),
        ("calendar", quoted(rule.calendar) if rule.calendar else None),
        ("paused_in", value([one.value for one in rule.paused_in]) if rule.paused_in else None),
    ]
    lines = [f"{key} = {text}" for key, text in told if text is not None]
    return ["[[sla]]", f"name = {quoted(rule.name)}", *lines, ""]


def _objective_lines(objective: Objective) -> list[str]:
    return [
        "[[slo]]",
        f"service = {quoted(objective.service)}",
        f"target = {value(objective.target)}",
        f"window = {quoted(objective.window)}",
        "",
    ]
