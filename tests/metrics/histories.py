"""A thousand generated histories, full of what leads a figure astray."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from models.domain.times import parse_time

HISTORIES = 1_000
SINCE, UNTIL = parse_time("2024-02-01T00:00:00Z"), parse_time("2024-12-01T00:00:00Z")
TIMES = (
    "impact_started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at",
    "reopened_at", "resolved_again_at", "cancelled_at",
)  # fmt: skip
COLUMNS = ("key", "title", "kind", "severity", "service", "failure_mode", *TIMES, "merged_into_key")
BERLIN = ZoneInfo("Europe/Berlin")
LEAP_DAY = datetime(2024, 2, 29, 23, 59, 30, tzinfo=UTC)
CLOCKS = (
    datetime(2024, 3, 31, 1, 59, tzinfo=BERLIN).astimezone(UTC),
    datetime(2024, 10, 27, 2, 30, fold=1, tzinfo=BERLIN).astimezone(UTC),
)
EDGES = (SINCE, UNTIL)


def rows_of(chance: random.Random, n: int, traps: Counter[str]) -> Iterator[dict[str, str]]:
    """History `n`, all of it on one service; `traps` counts what is in it."""
    count = chance.choice((1, 1, 2, 4, 8))
    for k in range(count):
        times = _times(chance, traps)
        merged = chance.randrange(count) if chance.random() < 0.08 else k
        kind = chance.choice(("incident", "incident", "backfilled", "drill", "test", ""))
        traps["drill"] += kind == "drill"
        traps["merged"] += merged != k
        if times:
            yield {
                "key": f"h{n}-{k}",
                "title": f"Row {k}",
                "kind": kind,
                "severity": chance.choice(("P0", "P1", "P2", "P3", "P4", "")),
                "service": f"svc-{n}",
                "failure_mode": chance.choice(("pool", "disk", "")),
                "merged_into_key": "" if merged == k else f"h{n}-{merged}",
                # Somebody's local time or UTC: the same moment.
                **{name: at.astimezone(chance.choice((UTC, BERLIN))).isoformat()
                   for name, at in times.items()},
            }  # fmt: skip


def _times(chance: random.Random, traps: Counter[str]) -> dict[str, datetime]:
    times = {"impact_started_at": _start(chance)}
    moment = times["impact_started_at"]
    for name in TIMES[1:7]:
        # Now and then a step back: a reversed pair.
        least = -600 if chance.random() < 0.08 else 0
        step = chance.randint(least, 7_200)
        traps["reversed"] += step < 0
        moment += timedelta(seconds=step)
        times[name] = moment
    if chance.random() < 0.7:
        del times["reopened_at"], times["resolved_again_at"]
    else:
        traps["reopened"] += 1
        if chance.random() < 0.3:
            del times["resolved_again_at"]
    for name in ("impact_started_at", "acknowledged_at", "mitigated_at", "detected_at"):
        if chance.random() < 0.12:
            traps["missing"] += 1
            del times[name]
    if chance.random() < 0.12:
        for name in ("resolved_at", "reopened_at", "resolved_again_at"):
            times.pop(name, None)
    if chance.random() < 0.06:
        times["cancelled_at"] = moment
    traps["cancelled"] += "cancelled_at" in times
    traps["open"] += not {"cancelled_at", "resolved_at"} & set(times)
    known = sorted(times.values())
    traps["across the edge"] += any(known[0] < edge <= known[-1] for edge in EDGES if known)
    traps["clocks"] += any(known[0] <= clock <= known[-1] for clock in CLOCKS if known)
    traps["leap day"] += any((at.month, at.day) == (2, 29) for at in known)
    return times


def _start(chance: random.Random) -> datetime:
    """Anywhere in the year and somewhat around it, or where days go wrong."""
    if chance.random() < 0.25:
        near = chance.choice((LEAP_DAY, *CLOCKS, *EDGES))
        near += timedelta(seconds=chance.choice((0, 0, -60, -3_600)))
        return near + timedelta(milliseconds=chance.choice((-1, 0, 0, 1)))
    return SINCE + timedelta(seconds=chance.randint(-40 * 86_400, 340 * 86_400))
