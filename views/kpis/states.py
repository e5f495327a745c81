"""What the KPI screen shows, in plain values: words are words already."""

from dataclasses import dataclass

from models.domain.severity import Severity


@dataclass(frozen=True, slots=True)
class Tile:
    """`verdict` is good, bad, or "" where there is nothing to judge; `trend` is up, down or "".
    `spark` has None where there is no data; `brief` is `used` in fewest words."""

    name: str
    title: str
    value: str
    unit: str
    goal: str
    verdict: str
    used: str
    brief: str = ""
    change: str = ""
    trend: str = ""
    better: bool | None = None
    spark: tuple[float | None, ...] = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A chart as a table, and in one sentence."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    """One series; None in `values` is a gap. Without a severity it is the plain one."""

    name: str
    values: tuple[float | None, ...]
    severity: Severity | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class LineChart:
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    sheet: Sheet
    goal: float | None = None
    goal_words: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Stacked; a part is a severity, or None for those without one."""

    labels: tuple[str, ...]
    parts: tuple[Severity | None, ...]
    heights: tuple[tuple[int, ...], ...]
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class BudgetChart:
    """`left` in percent at `moments` (seconds since the epoch); `ticks` of the time axis; `worst`
    is where what took most of it ended, and how that is called."""

    title: str
    subtitle: str
    moments: tuple[float, ...]
    left: tuple[float, ...]
    end: float
    ticks: tuple[tuple[float, str], ...]
    sheet: Sheet
    name: str = ""
    worst: tuple[float, float, str] | None = None


@dataclass(frozen=True, slots=True)
class StageBars:
    """Mean minutes of each stage, a row a severity."""

    rows: tuple[tuple[Severity | None, tuple[float, ...], str], ...]
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that came back; `share` is of the most frequent one."""

    words: str
    times: str
    share: float
    uids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExplainRow:
    uid: str
    cells: tuple[str, ...]
    used: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    name: str
    title: str
    formula: str
    sentence: str
    heads: tuple[str, ...]
    rows: tuple[ExplainRow, ...]


@dataclass(frozen=True, slots=True)
class BoardState:
    """`period`, `kind` and `most_ack` are places in the presenter's lists; `notice` a sentence to
    show above the figures."""

    loaded: bool = False
    period: int = 1
    service: str = ""
    team: str = ""
    severity: Severity | None = None
    kind: int = 0
    most_ack: int = 0
    compare: bool = False
    services: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    count: str = ""
    notice: str = ""
    alarm: str = ""
    what_if: str = ""
    tiles: tuple[Tile, ...] = ()
    more: tuple[Tile, ...] = ()
    ttr: LineChart | None = None
    bins: BarChart | None = None
    incidents: BarChart | None = None
    budget: BudgetChart | None = None
    causes: tuple[Cause, ...] = ()
    stages: StageBars | None = None
