"""What regions are called in front of customers. Data, not code."""

import re

REGIONS: tuple[tuple[str, str], ...] = (
    (r"EU|(?:eu|europe)-(?:west|central|north|south|east)(?:-?\d+)?[a-c]?", "Europe"),
    (r"US|us-(?:east|west|central|south)(?:-?\d+)?[a-c]?", "the United States"),
    (r"ap-(?:south|north|east|west)(?:east|west)?(?:-?\d+)?[a-c]?", "Asia Pacific"),
    (r"ca-(?:central|west|east)(?:-?\d+)?[a-c]?", "Canada"),
    (r"sa-(?:east|west)(?:-?\d+)?[a-c]?", "South America"),
    (r"me-(?:south|central|west)(?:-?\d+)?[a-c]?", "the Middle East"),
    (r"af-(?:south|north)(?:-?\d+)?[a-c]?", "Africa"),
    (r"uk-(?:south|west)(?:-?\d+)?[a-c]?", "the United Kingdom"),
)
"""(how the region is written inside, its public name). Case counts: "us" is a word."""

_PATTERNS = tuple((re.compile(rf"(?<![\w.-])(?:{code})(?![\w-])"), name) for code, name in REGIONS)


def found_in(text: str) -> tuple[str, ...]:
    """Public names of the regions that a text speaks of, in the order of REGIONS."""
    return tuple(name for pattern, name in _PATTERNS if pattern.search(text))


def in_public(text: str) -> str:
    """The text with public names where codes of regions were."""
    for pattern, name in _PATTERNS:
        text = pattern.sub(name, text)
    return text
