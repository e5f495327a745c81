"""What a workspace promises and aims at beside its deadlines: goals, SLAs, SLOs, working hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.domain.severity import Severity
from models.domain.stage import Stage

_MINUTE = 60_000

GOAL_LENGTHS = ("ttd", "tta", "ttm", "ttr", "active_ttr", "impact")
"""Figures whose goal is a length of time that the mean is to stay under."""
GOAL_CEILINGS = ("recurrence",)
"""Shares that are to stay under their goal."""
GOAL_FLOORS = ("comms_adherence", "review_on_time", "action_completion", "slo_left")
"""Shares that are to stay over their goal."""

DEFAULT_GOALS: Mapping[str, float] = {
    "tta": 5 * _MINUTE,
    "ttr": 60 * _MINUTE,
    "recurrence": 0.1,
    "comms_adherence": 0.9,
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working hours of one place. `days` are weekdays, 0 for Monday; `opens` and `closes` are
    minutes of the local day, so that a change of the clocks moves neither."""

    name: str
    zone: str
    days: frozenset[int] = frozenset(range(5))
    opens: int = 9 * 60
    closes: int = 17 * 60
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class SlaRule:
    """The first rule that an incident matches counts; an empty condition matches every one. What
    it leaves None is as the severity says. `calendar` "" counts every hour; the clock stands
    while the incident is in a stage of `paused_in`."""

    name: str
    severities: tuple[Severity, ...] = ()
    services: tuple[str, ...] = ()
    response_ms: int | None = None
    resolution_ms: int | None = None
    at_risk: float | None = None
    calendar: str = ""
    paused_in: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """`target` is a share such as 0.999, `window` a number of days such as 30d, or month."""

    service: str
    target: float
    window: str = "30d"


@dataclass(frozen=True, slots=True)
class Expectations:
    """Goals are milliseconds for GOAL_LENGTHS, shares else."""

    goals: Mapping[str, float] = field(default_factory=lambda: DEFAULT_GOALS)
    slas: tuple[SlaRule, ...] = ()
    objectives: tuple[Objective, ...] = ()
    calendars: tuple[Calendar, ...] = ()

    def calendar(self, name: str) -> Calendar | None:
        return next((one for one in self.calendars if one.name == name), None)


def is_window(text: str) -> bool:
    """A number of days up to ten years, or month."""
    days = text.removesuffix("d")
    return text == "month" or (text != days and days.isdecimal() and 1 <= int(days) <= 3_660)
