"""What a verb says: one JSON value for scripts, or text for people; messages on standard error."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Said:
    """A verb's answer: `value` is its JSON, `text` the same for a person, `code` the exit code."""

    value: object = field(default_factory=dict)
    text: str = ""
    code: int = 0


def show(said: Said, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(said.value, ensure_ascii=False, indent=2) + "\n")
    elif said.text:
        sys.stdout.write(said.text.rstrip("\n") + "\n")


def table(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> str:
    """Columns as wide as their widest cell; the last one runs free."""
    every = [list(heads), *[list(row) for row in rows]]
    widths = [max(len(row[n]) for row in every) for n in range(len(heads))]
    lines = []
    for row in every:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def progress_bar(what: str) -> Callable[[int, int], None]:
    """A bar on standard error when that is a terminal; silent elsewhere."""
    if not sys.stderr.isatty():
        return lambda done, of: None

    def draw(done: int, of: int) -> None:
        filled = 30 * done // max(1, of)
        end = "\n" if done >= of else ""
        sys.stderr.write(f"\r{what} [{'#' * filled}{' ' * (30 - filled)}] {done} of {of}{end}")
        sys.stderr.flush()

    return draw
