"""The order that timestamps keep."""

from typing import TYPE_CHECKING

from models.domain.errors import Refused
from models.domain.times import write_time

if TYPE_CHECKING:  # Home names timestamps, and loads no incident
    from models.domain.incident import Timestamps

ORDER: tuple[tuple[str, str], ...] = (
    ("impact_started_at", "detected_at"),
    ("impact_started_at", "impact_ended_at"),
    ("detected_at", "declared_at"),
    ("detected_at", "acknowledged_at"),
    ("detected_at", "mitigated_at"),
    ("detected_at", "resolved_at"),
    ("detected_at", "cancelled_at"),
    ("mitigated_at", "resolved_at"),
    ("resolved_at", "closed_at"),
)
"""Pairs (earlier, later). A pair counts only where both are known."""

WORDS = {
    "impact_started_at": "the start of impact",
    "detected_at": "the detection",
    "declared_at": "the declaration",
    "acknowledged_at": "the acknowledgement",
    "mitigated_at": "the mitigation",
    "resolved_at": "the resolution",
    "impact_ended_at": "the end of impact",
    "closed_at": "the closing",
    "cancelled_at": "the cancellation",
}


def broken_orders(times: "Timestamps") -> list[tuple[str, str]]:
    """The pairs that stand the wrong way round."""
    known = dict(times.items())
    return [
        (earlier, later)
        for earlier, later in ORDER
        if (first := known[earlier]) and (second := known[later]) and first > second
    ]


def order_sentence(earlier: str, later: str, times: "Timestamps") -> str:
    first, second = times.get(earlier), times.get(later)
    assert first is not None and second is not None
    return (
        f"{WORDS[earlier].capitalize()} ({write_time(first)}) would be after "
        f"{WORDS[later]} ({write_time(second)})."
    )


def refuse_broken_order(before: "Timestamps", after: "Timestamps") -> None:
    """Refused when `after` breaks an order that `before` kept: no act may make it worse."""
    already = set(broken_orders(before))
    for pair in broken_orders(after):
        if pair not in already:
            raise Refused(
                f"{order_sentence(*pair, after)} Correct {WORDS[pair[0]]} first, "
                "or give another time."
            )


def order_findings(times: "Timestamps") -> tuple[str, ...]:
    """For what arrived by merging: shown, and left out of figures, never refused."""
    return tuple(
        f"{WORDS[earlier].capitalize()} is after {WORDS[later]}."
        for earlier, later in broken_orders(times)
    )
