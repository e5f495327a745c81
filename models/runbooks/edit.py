"""Changes in place: every byte that was not edited stays as it is."""

import re
from datetime import date

from models.domain.errors import BadInput
from models.domain.runbook import Runbook, RunbookStep
from models.runbooks import front_matter

_REVIEWED = re.compile(
    r"^((?:last_reviewed_on|last_reviewed|last-reviewed|reviewed)[ \t]*:[ \t]*)(.*?)([ \t]*)$",
    re.MULTILINE | re.IGNORECASE,
)


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")


def whole_lines(text: str) -> list[str]:
    """Lines as Markdown counts them, each with its end; Python counts some more signs as ends."""
    return _LINE.findall(text)


def line_ending(text: str) -> str:
    """The one the file uses where it begins."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def replace_lines(text: str, lines: tuple[int, int], fresh: str) -> str:
    """`fresh` stands where the lines [first, after) stood; in the file's own line ends. The last
    line of a file without a final line end keeps none.

    Raises:
        BadInput: the file has no such lines.
    """
    kept = whole_lines(text)
    first, after = lines
    if not 0 <= first <= after <= len(kept):
        raise BadInput(f"The file has {len(kept)} lines; {first + 1} to {after} are not in it.")
    end = line_ending(text)
    body = fresh.replace("\r\n", "\n").replace("\n", end)
    without_end = after == len(kept) and bool(kept) and not kept[-1].endswith(("\n", "\r"))
    if body and not body.endswith(end) and not without_end:
        body += end
    if without_end:
        body = body.removesuffix(end)
    return "".join([*kept[:first], body, *kept[after:]])


def lines_of(text: str, lines: tuple[int, int]) -> str:
    """As they stand in the file, ends included."""
    return "".join(whole_lines(text)[lines[0] : lines[1]])


def replace_step(runbook: Runbook, n: int, fresh: str) -> str:
    """The whole text with step `n` written anew.

    Raises:
        BadInput: there is no step of that number.
    """
    step: RunbookStep | None = next((step for step in runbook.steps if step.n == n), None)
    if step is None:
        raise BadInput(f"{runbook.title} has {len(runbook.steps)} steps; there is no step {n}.")
    return replace_lines(runbook.text, step.lines, fresh)


def set_reviewed(text: str, on: date) -> str:
    """The day of the last review, in the front matter; one is begun where there is none."""
    _facts, taken = front_matter.split(text)
    end = line_ending(text)
    if not taken:
        return f"---{end}last_reviewed: {on:%Y-%m-%d}{end}---{end}{text}"
    head = "".join(whole_lines(text)[:taken])
    rest = text[len(head) :]
    fresh, changed = _REVIEWED.subn(lambda m: f"{m[1]}{on:%Y-%m-%d}{m[3]}", head, count=1)
    if changed:
        return fresh + rest
    opened, mark, closed = head.rpartition("---")
    return f"{opened}last_reviewed: {on:%Y-%m-%d}{end}{mark}{closed}{rest}"
