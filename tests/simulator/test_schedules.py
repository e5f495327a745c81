"""Whole schedules over the real code: nothing lost, nothing doubled, everybody agrees."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.domain.errors import WarRoomError
from models.store.driver import DatabaseError
from tests.simulator.broken import Broken
from tests.simulator.bugs import BUGS, SURVIVORS
from tests.simulator.planted import Bug, planted
from tests.simulator.schedule import Schedule

LONG = bool(os.environ.get("WARROOM_LONG"))
SCHEDULES = 5_000 if LONG else 200
MOST_TO_KILL = 2_000
ROOT = Path(__file__).resolve().parents[2]
KILLS = Path(__file__).with_name("kills.json")
"""For each planted bug the number of a schedule that it breaks."""

CRASHES = (ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError,
           ValueError, WarRoomError, DatabaseError)  # fmt: skip
"""A bug is also dead when the program stops over it."""

NAMED = {bug.name: bug for bug in BUGS}


def first() -> int:
    """WARROOM_SEED plays one schedule again."""
    return int(os.environ.get("WARROOM_SEED", "1"))


def test_schedules_end_well(capsys: pytest.CaptureFixture[str]) -> None:
    seeds = range(first(), first() + (1 if "WARROOM_SEED" in os.environ else SCHEDULES))
    began = time.perf_counter()
    for seed in seeds:
        try:
            Schedule(seed).run()
        except (Broken, *CRASHES) as error:
            raise AssertionError(f"WARROOM_SEED={seed} plays it again: {error}") from error
    rate = len(seeds) / (time.perf_counter() - began)
    with capsys.disabled():
        print(f"\n{len(seeds)} schedules, {rate:.1f} a second")  # noqa: T201


def test_one_number_is_one_story_in_every_process() -> None:
    """1814 was two, when a set of streams was read in the order that a process happened to have."""
    seeds = (3, 1814)
    told = f"""from tests.simulator.schedule import Schedule
for seed in {seeds}: print(Schedule(seed).run().trace)"""
    traces = {
        tuple(
            subprocess.run(
                [sys.executable, "-c", told], cwd=ROOT, check=True, capture_output=True, text=True,
                env={**os.environ, "PYTHONHASHSEED": order},
            ).stdout.split()
        )
        for order in ("0", "3")
    }  # fmt: skip
    assert traces == {tuple(Schedule(seed).run().trace for seed in seeds)}


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_every_bug_still_finds_its_place_in_the_code(bug: Bug) -> None:
    with planted(bug):
        pass


def kills() -> dict[str, int]:
    held: dict[str, int] = json.loads(KILLS.read_text(encoding="utf-8"))
    return held


def test_every_bug_is_killed_or_its_survival_explained() -> None:
    assert kills().keys() ^ SURVIVORS.keys() == NAMED.keys()
    assert len(kills()) >= 0.95 * len(BUGS)


@pytest.mark.parametrize("name", sorted(kills()))
def test_a_planted_bug_is_killed_by_the_schedule_that_killed_it_first(name: str) -> None:
    seed = kills()[name]
    if seed > SCHEDULES:
        Schedule(seed).run()  # it must be the bug that breaks it
    with planted(NAMED[name]), pytest.raises((Broken, *CRASHES)):
        Schedule(seed).run()


@pytest.mark.skipif(not LONG, reason="looks for the killing schedules anew: WARROOM_LONG=1")
def test_killing_schedules_are_found_again() -> None:
    found = {bug.name: seed for bug in BUGS if (seed := hunted(bug)) is not None}
    KILLS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert len(found) >= 0.95 * len(BUGS)


def hunted(bug, most: int = MOST_TO_KILL) -> int | None:
    """The first schedule that the bug breaks; None for a survivor."""
    with planted(bug):
        for seed in range(1, most + 1):
            try:
                Schedule(seed).run()
            except (Broken, *CRASHES):
                return seed
    return None
