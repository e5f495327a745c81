"""A measured line: the figure, its floor, and what was promised of the two."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """Times in milliseconds, or whatever `unit` says. `most` is the largest ratio to the floor that
    was promised, or the largest value where there is no floor; None where nothing was."""

    name: str
    ms: float
    floor: str
    floor_ms: float | None
    most: float | None
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        return None if not self.floor_ms else self.ms / self.floor_ms

    @property
    def met(self) -> bool:
        measured = self.ms if self.ratio is None else self.ratio
        return self.most is None or measured <= self.most

    def row(self) -> tuple[str, ...]:
        ratio = self.ratio
        per = f" {self.unit}" if ratio is None else "x"
        return (
            self.name,
            f"{self.ms:.2f} {self.unit}",
            "–" if self.floor_ms is None else f"{self.floor}: {self.floor_ms:.2f} {self.unit}",
            "–" if ratio is None else f"{ratio:.2f}x",
            "–" if self.most is None else f"<= {self.most:g}{per}",
            "" if self.most is None else "met" if self.met else "MISSED",
        )


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that one call takes. What it gave is let go afterwards, not by the clock."""
    start = time.perf_counter()
    kept = work()
    took = (time.perf_counter() - start) * 1_000
    del kept
    return took


def repeated(work: Callable[[], object], times: int) -> list[float]:
    return [timed(work) for _ in range(times)]


def p50(values: list[float]) -> float:
    return statistics.median(values)


def p99(values: list[float]) -> float:
    return sorted(values)[max(0, round(len(values) * 0.99) - 1)]
