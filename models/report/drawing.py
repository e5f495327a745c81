"""Charts as SVG, drawn without a toolkit: the same bytes on every machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

SEVERITY_COLORS = {
    "P0": "#C81E2D",
    "P1": "#E9761C",
    "P2": "#D9B62F",
    "P3": "#5FAED3",
    "P4": "#94A1B0",
    "–": "#C5CCD5",
}
QUIET, LINE, ACCENT = "#5C6878", "#CAD2DC", "#3F5DDB"
LEFT, TOP, RIGHT, BOTTOM = 52, 18, 14, 26


@dataclass(frozen=True, slots=True)
class Bars:
    """Stacked: for each label the height of each part, in the order of `parts`."""

    labels: Sequence[str]
    parts: Sequence[str]
    heights: Sequence[Sequence[float]]


def stacked(bars: Bars, width: int = 640, height: int = 200) -> str:
    most = nice_count(round(max((sum(column) for column in bars.heights), default=0)))
    inner, tall = width - LEFT - RIGHT, height - TOP - BOTTOM
    step = inner / max(1, len(bars.labels))
    marks = [_axis(width, height, [(f"{most * part:g}", 1 - part) for part in (0, 0.5, 1)])]
    for n, column in enumerate(bars.heights):
        y = float(height - BOTTOM)
        for part, value in zip(bars.parts, column, strict=True):
            if not value:
                continue
            high = value / most * tall
            y -= high
            fill = SEVERITY_COLORS.get(part, ACCENT)
            marks.append(
                f'<rect x="{LEFT + n * step + step * 0.18:.1f}" y="{y:.1f}" '
                f'width="{step * 0.64:.1f}" height="{max(0.5, high - 1):.1f}" fill="{fill}"/>'
            )
    return _svg(width, height, [*marks, *_labels(bars.labels, step, height), _legend(bars, width)])


def _legend(bars: Bars, width: int) -> str:
    """The parts that there are, at the top right."""
    used = [p for n, p in enumerate(bars.parts) if any(column[n] for column in bars.heights)]
    x, drawn = width - RIGHT - 34 * len(used), ""
    for part in used:
        drawn += f'<rect x="{x}" y="1" width="8" height="8" fill="{SEVERITY_COLORS.get(part)}"/>'
        drawn += f'<text x="{x + 11}" y="9">{escape(part)}</text>'
        x += 34
    return drawn


def line(
    labels: Sequence[str],
    values: Sequence[float | None],
    unit: str = "",
    goal: float | None = None,
    width: int = 640,
    height: int = 200,
) -> str:
    """A gap is a gap; `goal` is a dashed line across."""
    known = [value for value in values if value is not None]
    most = nice(max([*known, goal or 0], default=0) or 1)
    inner, tall = width - LEFT - RIGHT, height - TOP - BOTTOM
    step = inner / max(1, len(labels))
    marks = [_axis(width, height, [(f"{most * p:g}{unit}", 1 - p) for p in (0, 0.5, 1)])]
    if goal is not None:
        y = height - BOTTOM - goal / most * tall
        marks.append(
            f'<line x1="{LEFT}" y1="{y:.1f}" x2="{width - RIGHT}" y2="{y:.1f}" stroke="{QUIET}" '
            'stroke-dasharray="4 3"/>'
        )
    before: tuple[float, float] | None = None
    for n, value in enumerate(values):
        if value is None:
            before = None
            continue
        spot = LEFT + (n + 0.5) * step, height - BOTTOM - value / most * tall
        if before is not None:
            marks.append(
                f'<line x1="{before[0]:.1f}" y1="{before[1]:.1f}" x2="{spot[0]:.1f}" '
                f'y2="{spot[1]:.1f}" stroke="{ACCENT}" stroke-width="2"/>'
            )
        marks.append(f'<circle cx="{spot[0]:.1f}" cy="{spot[1]:.1f}" r="3" fill="{ACCENT}"/>')
        before = spot
    return _svg(width, height, [*marks, *_labels(labels, step, height)])


def nice(value: float) -> float:
    """The next round number that is not smaller, and that has a round half: the top of an axis."""
    size = 1.0
    while size * 10 <= value:
        size *= 10
    return next(size * step for step in (1, 1.2, 1.6, 2, 3, 4, 6, 8, 10) if size * step >= value)


def nice_count(value: int) -> int:
    """The same of things that are counted: its half is a number of things too."""
    return next(n for n in (2, 4, 6, 8, round(nice(max(value, 10)))) if n >= value)


def _axis(width: int, height: int, ticks: Sequence[tuple[str, float]]) -> str:
    tall = height - TOP - BOTTOM
    drawn = []
    for words, share in ticks:
        y = TOP + share * tall
        drawn.append(
            f'<line x1="{LEFT}" y1="{y:.1f}" x2="{width - RIGHT}" y2="{y:.1f}" stroke="{LINE}"/>'
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{escape(words)}</text>'
        )
    return "".join(drawn)


def _labels(labels: Sequence[str], step: float, height: int) -> list[str]:
    every = max(1, round(46 / step)) if step else 1
    return [
        f'<text x="{LEFT + (n + 0.5) * step:.1f}" y="{height - 8}" text-anchor="middle">'
        f"{escape(words)}</text>"
        for n, words in enumerate(labels)
        if n % every == 0
    ]


def _svg(width: int, height: int, marks: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="Inter" font-size="11" '
        f'fill="{QUIET}">{"".join(marks)}</svg>'
    )
