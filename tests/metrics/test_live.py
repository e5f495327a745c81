"""Deadlines and budgets while an incident runs: on Home, and in what needs the commander."""

from collections.abc import Callable
from typing import Any

import pytest

from app.cli.main import main
from models.domain.times import parse_time
from models.metrics.sla import Deadline, Deadlines, DeadlineStatus
from tests.metrics.conftest import Run
from views.home.card import deadline_words

DAY = "2026-11-20T"


@pytest.fixture
def at(warroom: Run) -> Callable[..., Any]:
    return lambda clock, *typed, **more: warroom(*typed, now=f"{DAY}{clock}Z", **more)


def burning(at: Callable[..., Any], clock: str) -> list[str]:
    return [need["text"] for need in at(clock, "needs-you") if need["kind"] == "burn"]


def test_a_budget_that_burns_too_fast_needs_the_commander(at: Callable[..., Any]) -> None:
    at("15:00:00", "service", "set", "checkout", "--slo", "0.999", "--window", "30d")
    declared = ("declare", "--title", "Down", "--severity", "P0", "--service", "checkout")
    at("16:00:00", *declared)
    assert burning(at, "16:00:30") == []
    (words,) = burning(at, "16:10:00")
    assert words == "checkout burns its error budget 167 times too fast (over the last 1 h)"
    at("16:11:00", "mitigate", "INC-1", "--reason", "rolled back")
    at("16:12:00", "resolve", "INC-1", "--confirmed", "--reason", "over")
    assert burning(at, "16:30:00") == []


def test_a_service_without_an_objective_burns_nothing(at: Callable[..., Any]) -> None:
    at("16:00:00", "declare", "--title", "Down", "--severity", "P0", "--service", "checkout")
    assert burning(at, "17:00:00") == []


def test_sla_of_one_incident(at: Callable[..., Any], data_dir: object) -> None:
    at("16:00:00", "declare", "--title", "Down", "--severity", "P0")
    at("16:04:00", "ack", "INC-1")
    found = at("17:36:00", "sla", "INC-1")
    assert found["response"]["status"] == "met"
    assert found["response"]["left_ms"] is None
    assert found["resolution"] == {
        "due_at": f"{DAY}18:00:00Z",
        "status": "at_risk",
        "at_risk_at": f"{DAY}17:36:00Z",
        "met_at": None,
        "breached_at": None,
        "left_ms": 24 * 60_000,
    }
    shown = at("17:36:00", "show", "INC-1")["sla"]["resolution"]
    assert shown == {"due_at": f"{DAY}18:00:00Z", "status": "at_risk"}
    assert "late by 1 h 00 m" in at("19:00:00", "sla", "INC-1", text=True)


NOW = parse_time(f"{DAY}16:00:00Z")


def deadline(due: str, met: str = "", at_risk: str = "18:00:00") -> Deadline:
    return Deadline(
        due_at=parse_time(f"{DAY}{due}Z"),
        status=DeadlineStatus.ON_TRACK,
        at_risk_at=parse_time(f"{DAY}{at_risk}Z"),
        met_at=parse_time(f"{DAY}{met}Z") if met else None,
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, ("", "text3")),
        (Deadlines(deadline("16:15:00"), deadline("18:00:00")), ("Respond in 15:00", "text3")),
        (
            Deadlines(deadline("16:15:00", "15:50:00"), deadline("18:00:00")),
            ("Resolve in 2:00:00", "text3"),
        ),
        (Deadlines(deadline("16:05:00", at_risk="15:59:00")), ("Respond in 5:00", "warn")),
        (Deadlines(deadline("15:58:00")), ("Response late +2:00", "bad")),
        (Deadlines(resolution=deadline("18:00:00"), paused=True), ("Clock stands", "text3")),
        (Deadlines(resolution=deadline("18:00:00", "15:00:00")), ("", "text3")),
    ],
)
def test_a_live_card_says_which_deadline_is_next(
    found: Deadlines | None, said: tuple[str, str]
) -> None:
    assert deadline_words(found, NOW) == said


def test_verbs_know_their_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["sla"])
    assert ended.value.code == 2
