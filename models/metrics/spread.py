"""Mean, median, p90, and how sure a mean is."""

from dataclasses import dataclass

import numpy as np

from models.metrics.table import Floats, Ints

FEWEST = 5
"""With fewer in either of two periods nobody can claim a change."""
RESAMPLES = 1_000
SEED = 20261123
"""The same figures always give the same interval."""
MOST_RESAMPLED = 2_000
"""Beyond it the interval of the bootstrap and the normal one are the same to a per mille."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds, rounded to whole ones; None where there is nothing."""

    n: int = 0
    mean_ms: int | None = None
    median_ms: int | None = None
    p90_ms: int | None = None


def spread(values: Ints) -> Spread:
    n = len(values)
    if not n:
        return Spread()
    middle, ninth = n // 2, -(-9 * n // 10) - 1
    before = middle if n % 2 else middle - 1
    ordered = np.partition(values, sorted({before, middle, ninth}))
    return Spread(
        n=n,
        mean_ms=round(int(values.sum()) / n),
        median_ms=round((int(ordered[before]) + int(ordered[middle])) / 2),
        p90_ms=int(ordered[ninth]),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """`by_ms` is the difference of two means, `low_ms` to `high_ms` where 95 % of resamples lie.
    `verdict` is fell, rose, unclear or too_few."""

    verdict: str
    by_ms: int | None = None
    low_ms: int | None = None
    high_ms: int | None = None


def change(before: Ints, after: Ints) -> Change:
    """Whether the mean moved, by resampling both (the percentile bootstrap)."""
    if not len(before) or not len(after):
        return Change("too_few")
    by = round(int(after.sum()) / len(after) - int(before.sum()) / len(before))
    if min(len(before), len(after)) < FEWEST:
        return Change("too_few", by)
    apart = _means(after, SEED) - _means(before, SEED + 1)
    low, high = (round(float(edge)) for edge in np.quantile(apart, (0.025, 0.975)))
    verdict = "fell" if high < 0 else "rose" if low > 0 else "unclear"
    return Change(verdict, by, low, high)


def interval(values: Ints) -> tuple[int, int] | None:
    """Where the mean lies with 95 %; None for too few."""
    if len(values) < FEWEST:
        return None
    low, high = np.quantile(_means(values, SEED), (0.025, 0.975))
    return round(float(low)), round(float(high))


def _means(values: Ints, seed: int) -> Floats:
    chance = np.random.default_rng(seed)
    n = len(values)
    if n > MOST_RESAMPLED:
        return chance.normal(values.mean(), values.std() / np.sqrt(n), RESAMPLES)
    drawn = chance.integers(0, n, (RESAMPLES, n))
    means: Floats = values[drawn].mean(axis=1)
    return means
