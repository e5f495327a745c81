"""What if every acknowledgement took at most so long? The time saved comes off what follows it."""

from dataclasses import dataclass

import numpy as np

from models.metrics.kpis import Kpis
from models.metrics.spread import Spread, spread

FOLLOWING = ("tta", "ttm", "ttr")
ASSUMES = (
    "It assumes that what follows the acknowledgement would have taken as long as it did. "
    "Incidents without an acknowledgement stay as they are."
)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`spreads` by figure as they would have been; `sooner` is how many acknowledgements would have
    come sooner."""

    most_ms: int
    sooner: int
    spreads: dict[str, Spread]


def acknowledged_within(kpis: Kpis, most_ms: int) -> WhatIf:
    acknowledged = kpis.figure("tta")
    saved = np.zeros(len(kpis.table), np.int64)
    saved[acknowledged.used] = np.maximum(0, acknowledged.values - most_ms)
    spreads = {}
    for name in FOLLOWING:
        figure = kpis.figure(name)
        shorter = np.maximum(0, figure.values - saved[figure.used])
        spreads[name] = spread(shorter)
    return WhatIf(most_ms, int(np.count_nonzero(saved)), spreads)
