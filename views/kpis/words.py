"""Every sentence of the KPI screen, in one place."""

from datetime import datetime

from models.domain.expectations import GOAL_LENGTHS, Objective
from models.domain.stage import Stage
from models.metrics.spread import Change
from views import text
from views.tongue import figure, mark, ntr, number, tr

NO_DATA = mark("no data")
NO_GOAL = mark("No goal set")
TITLES = {
    "ttd": mark("Mean time to detect"),
    "tta": mark("Mean time to acknowledge"),
    "ttm": mark("Mean time to mitigate"),
    "ttr": mark("Mean time to resolve"),
    "active_ttr": mark("Mean active time to resolve"),
    "impact": mark("Mean impact"),
    "recurrence": mark("Recurrence"),
    "comms_adherence": mark("Updates on time"),
    "review_on_time": mark("Reviews on time"),
    "action_completion": mark("Actions done in time"),
    "eligible": mark("Incidents counted"),
    "stages": mark("Where the time goes"),
}
ANCHORS = {
    "impact_started_at": mark("Impact started"),
    "detected_at": mark("Detected"),
    "acknowledged_at": mark("Acknowledged"),
    "mitigated_at": mark("Mitigated"),
    "resolved_at": mark("Resolved"),
    "hit_from": mark("Impact from"),
    "hit_to": mark("Impact to"),
}
STAGES = {
    Stage.DETECTION: mark("Detect"),
    Stage.TRIAGE: mark("Triage"),
    Stage.MITIGATION: mark("Mitigate"),
    Stage.RESOLUTION: mark("Resolve"),
}
UNRATED = mark("Not rated")
LEFT_OUT = (
    mark("drill"),
    mark("test"),
    mark("incident"),
    mark("backfilled"),
    mark("merged"),
    mark("cancelled"),
    mark("no detection time"),
    mark("one message, no duration"),
    mark("end unknown"),
)
"""Why an incident does not count, or has no end, as models say it."""
KINDS = (
    mark("Drills left out"),
    mark("Incidents only"),
    mark("Imported history only"),
    mark("Drills only"),
)
ANY_SERVICE, ANY_TEAM, ANY_SEVERITY = mark("All services"), mark("All teams"), mark("Any severity")
NO_SLO = mark("No service has an objective yet.")
NO_SLO_HINT = mark("Set one in Settings, Rules, or: warroom service set NAME --slo 0.999")
NOTHING_BACK = mark("Nothing came back in this period.")
WHAT_IF_OFF = mark("What if")


def length(ms: int | None) -> str:
    return tr(NO_DATA) if ms is None else text.duration_words(ms)


def big(ms: int | None) -> tuple[str, str]:
    """(figure, unit) of a tile: `5:00 min`, `2:06 h`, `3 d 04 h` is `3.2 d`."""
    if ms is None:
        return tr(NO_DATA), ""
    seconds = round(ms / 1_000)
    if seconds < 3_600:
        return f"{seconds // 60}:{seconds % 60:02d}", "min"
    if seconds < 48 * 3_600:
        return f"{seconds // 3_600}:{seconds % 3_600 // 60:02d}", "h"
    return number(seconds / 86_400, 1), tr("d", sense="days")


def share(value: float | None) -> tuple[str, str]:
    if value is None:
        return tr(NO_DATA), ""
    return (figure(f"{value:.1%}".removesuffix("%").removesuffix(".0").replace("-", "−")), "%")


def short(ms: int) -> str:
    """`5 m`, `1 h`, `1 h 30 m`: a round length without its zeros."""
    return text.whole_words(ms)


def goal(name: str, value: float | None, *, ceiling: bool) -> str:
    if value is None:
        return tr(NO_GOAL)
    said = short(int(value)) if name in GOAL_LENGTHS else f"{value:.0%}"
    return tr("Goal under {value}", value=said) if ceiling else tr("Goal over {value}", value=said)


def promise(name: str, value: float | Objective | None) -> str:
    """A goal or an objective, in short."""
    if value is None:
        return tr("none", sense="goal")
    if isinstance(value, Objective):
        return f"{target(value.target)}, {window(value.window)}"
    return short(int(value)) if name in GOAL_LENGTHS else f"{value:.0%}"


def target(share: float) -> str:
    """`99.9%`, with as many digits as it has."""
    return figure(f"{share * 100:.6g}%")


def window(written: str) -> str:
    days = written.removesuffix("d")
    return tr("month") if days == written else ntr("{n} day", "{n} days", int(days))


def used(n: int, of: int) -> str:
    """How much of what counts is behind a number."""
    return ntr("{used} of {n} incident", "{used} of {n} incidents", of, used=number(n))


def change(found: Change | None, mean_ms: int | None) -> str:
    """What may be claimed of a change."""
    if found is None:
        return ""
    if found.verdict == "too_few":
        return tr("too few to claim a change")
    if found.verdict == "unclear" or found.by_ms is None or mean_ms is None:
        return tr("no clear change")
    before = mean_ms - found.by_ms
    part = abs(found.by_ms) / before if before else 0.0
    share = f"{part:.0%}"
    if found.verdict == "fell":
        return tr("{share} less than before", share=share)
    return tr("{share} more than before", share=share)


def change_at_length(found: Change | None) -> str:
    if found is None or found.low_ms is None or found.high_ms is None:
        return ""
    return tr(
        "The mean moved by {by}; with 95 % it lies between {low} and {high} (bootstrap).",
        by=signed(found.by_ms),
        low=signed(found.low_ms),
        high=signed(found.high_ms),
    )


def signed(ms: int | None) -> str:
    if ms is None:
        return tr(NO_DATA)
    return f"{'−' if ms < 0 else '+'}{text.duration_words(abs(ms))}"


def points(now: float | None, before: float | None) -> str:
    if now is None or before is None:
        return ""
    by = round((now - before) * 100)
    if not by:
        return tr("as before")
    if by > 0:
        return ntr("{n} point more than before", "{n} points more than before", by)
    return ntr("{n} point less than before", "{n} points less than before", -by)


def moment(at: datetime | None) -> str:
    """UTC, as the columns say."""
    if at is None:
        return "–"
    return f"{at:%Y-%m-%d %H:%M:%S}"
