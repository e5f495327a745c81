"""The figures of a period as one page of HTML, its drawings apart: who shows it resolves them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from models.domain.severity import Severity
from models.metrics import slo
from models.metrics.figures import DEFINITIONS
from models.metrics.kpis import RATES
from models.metrics.series import Steps, over_time
from models.report.drawing import Bars, line, stacked
from models.report.figures import (
    BUDGET_HEADS,
    LEFT_OUT_HEADS,
    STEP_HEADS,
    FigureReport,
    budget_cells,
    figure_cells,
    left_out_rows,
    rate_cells,
    step_rows,
)

MINUTE = 60_000
MOST_STEPS = 16
WIDE, TALL = 712, 150


@dataclass(frozen=True, slots=True)
class Page:
    """`html` names its drawings `chart:NAME`; `drawings` are their SVG. With a `foot` it is a
    document: as many pages as it takes, each with that line and its number below."""

    html: str
    drawings: dict[str, str] = field(default_factory=dict)
    title: str = "Key figures"
    foot: str = ""


def as_html(report: FigureReport) -> Page:
    """One page: figures, two charts, budgets, and how many were left out."""
    kpis = report.kpis
    steps = over_time(kpis, "ttr")
    drawings = {"incidents": incidents_drawing(steps), "ttr": ttr_drawing(report, steps)}
    counted = (
        f"{len(kpis.eligible):,} counted, {len(kpis.excluded):,} left out, "
        f"{len(kpis.open_rows):,} open"
    )
    body = [
        "<h1>Key figures</h1>",
        f"<p>{escape(report.period)}. {escape(counted)}.</p>",
        _table(
            ("Figure", "Mean", "Median", "p90", "Goal", "Used", "Definition"),
            [figure_cells(report, name) for name in DEFINITIONS],
        ),
        "<p></p>",
        _table(
            ("Rate", "Share", "Goal", "Used", "Definition"),
            [rate_cells(report, name) for name in RATES],
        ),
        f"<h2>Incidents by {steps.unit}</h2>",
        f'<p><img src="chart:incidents" {_SIZE}></p>' if steps.steps else _NOTHING,
        f"<h2>Median time to resolve by {steps.unit}</h2>",
        f'<p><img src="chart:ttr" {_SIZE}></p>' if steps.steps else _NOTHING,
        *_step_table(report, steps),
        *_budgets(report),
        *_left_out(report),
    ]
    return Page(_page(body), drawings if steps.steps else {})


def budgets_as_html(report: FigureReport) -> Page:
    found = _budgets(report) or ["<p>No service has an objective.</p>"]
    return Page(_page(["<h1>Error budgets</h1>", *found]))


_NOTHING = "<p>No data: no incident of this period counts.</p>"
_SIZE = f'width="{WIDE}" height="{TALL}"'


def _budgets(report: FigureReport) -> list[str]:
    if not report.budgets:
        return []
    return [
        "<h2>Error budgets</h2>",
        f"<p>{escape(slo.FORMULA)}</p>",
        _table(BUDGET_HEADS, budget_cells(report)),
    ]


def incidents_drawing(steps: Steps) -> str:
    parts = [*(one.value for one in Severity), "–"]
    keys: list[Severity | None] = [*Severity, None]
    heights = [[float(step.counts.get(key, 0)) for key in keys] for step in steps.steps]
    return stacked(Bars([step.label for step in steps.steps], parts, heights), WIDE, TALL)


def ttr_drawing(report: FigureReport, steps: Steps) -> str:
    goal = report.expects.goals.get("ttr")
    values = [
        None if step.every.median_ms is None else step.every.median_ms / MINUTE
        for step in steps.steps
    ]
    labels = [step.label for step in steps.steps]
    goal_minutes = None if goal is None else goal / MINUTE
    return line(labels, values, " min", goal_minutes, WIDE, TALL)


def _step_table(report: FigureReport, steps: Steps) -> list[str]:
    """As long as it stays a page."""
    if not 0 < len(steps.steps) <= MOST_STEPS:
        return []
    heads = (steps.unit.capitalize(), *STEP_HEADS)
    return ["<p></p>", _table(heads, step_rows(report, steps))]


def _left_out(report: FigureReport) -> list[str]:
    rows = left_out_rows(report)
    if not rows:
        return []
    return ["<h2>What is not in the figures</h2>", _table(LEFT_OUT_HEADS, rows)]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def line_of(cells: Iterable[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    drawn = "".join(line_of(row, "td") for row in rows)
    return (
        f'<table cellspacing="0" cellpadding="4" width="100%">{line_of(heads, "th")}{drawn}</table>'
    )


_STYLE = """
body { font-family: Inter, sans-serif; font-size: 9pt; color: #141A22; }
h1 { font-size: 16pt; margin: 0 0 4px 0; }
h2 { font-size: 11pt; margin: 14px 0 4px 0; }
th { text-align: left; font-size: 8pt; color: #5C6878; }
td { font-size: 8pt; border-top: 1px solid #CAD2DC; }
"""


def _page(body: Iterable[str]) -> str:
    return f"<html><head><style>{_STYLE}</style></head><body>{''.join(body)}</body></html>"
