"""What the parts of a runbook are for, by their headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.runbooks.blocks import HEADING, Block


@dataclass(slots=True)
class Section:
    """`purpose` is a key of PURPOSES, "" for a part that may hold steps. `path` are the headings
    above it, the nearest last."""

    title: str
    level: int
    lines: tuple[int, int]
    purpose: str = ""
    path: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)


PURPOSES: dict[str, tuple[str, ...]] = {
    "escalation": (
        "escalat", r"who to (?:call|contact)", r"contacts?\b", "on.?call", "getting help",
        "ask for help",
    ),
    "trigger": (
        "trigger", "when to use", r"use (?:this )?when", r"symptoms?\b",
        r"alert (?:conditions?|rule)", "alerts?$",
    ),
    "meaning": (
        "^meaning", "^summary", "^overview", "^description", "^background", "^about", "^context",
        "^introduction", "^what (?:is|does)", "^full context", "^explanation",
    ),
    "impact": ("^impact", "^severity", "^business impact", "^user impact"),
    "owner": (r"^owners?\b", r"^ownership\b", r"^maintainers?\b", r"^team\b"),
    "reference": (
        "^references?", "^see also", "^related", "^links?", "^further reading",
        "^additional (?:resources|information|reading)", "^resources", "^documentation",
        "^useful (?:links|resources)", "^more information", "^table of contents", "^contents",
        "^notes?$", "^history", "^changelog", "^glossary", "^appendix",
    ),
    "review": (r"^last reviewed\b", r"^review(?:ed)?\b"),
}  # fmt: skip
"""Purpose and what its heading says; the first that fits. Everything else may hold steps."""

_COMPILED = tuple(
    (name, re.compile("|".join(patterns), re.IGNORECASE)) for name, patterns in PURPOSES.items()
)
_STEP_HEADING = re.compile(r"^(?:step\s*\d+|\d+(?:\.\d+)*[.):]|option\s*\d+)\s*", re.IGNORECASE)


def purpose_of(title: str) -> str:
    plain = _STEP_HEADING.sub("", title).strip(" :#")
    if plain != title.strip(" :#"):
        return ""  # a numbered heading is a step, whatever it is about
    return next((name for name, pattern in _COMPILED if pattern.search(plain)), "")


def is_step_heading(title: str) -> bool:
    return bool(_STEP_HEADING.match(title))


def step_words(title: str) -> str:
    """The heading of a step without its number."""
    return _STEP_HEADING.sub("", title).strip(" :.-–—") or title


def sections_of(blocks: Sequence[Block], last_line: int) -> list[Section]:
    """The text cut at its headings; what stands before the first is a section without a title.
    A part of a part for another purpose is for that purpose too."""
    found = [Section("", 0, (0, last_line))]
    above: list[Section] = []
    for block in blocks:
        if block.kind != HEADING:
            found[-1].blocks.append(block)
            continue
        while above and above[-1].level >= block.level:
            above.pop()
        purpose = purpose_of(block.text)
        inherited = next((s.purpose for s in reversed(above) if s.purpose and s.level > 1), "")
        if purpose == "" and inherited in ("reference", "escalation", "owner"):
            purpose = inherited
        section = Section(
            block.text,
            block.level,
            (block.lines[0], last_line),
            purpose if block.level > 1 else "",
            tuple(s.title for s in above),
        )
        found[-1].lines = (found[-1].lines[0], block.lines[0])
        found.append(section)
        above.append(section)
    return found
