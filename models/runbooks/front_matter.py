"""The YAML before the text, where there is any: read with patience."""

import re
from collections.abc import Mapping
from datetime import date, datetime

_FENCE = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
MOST_CHARACTERS = 16_000
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_KEY = re.compile(r"^([A-Za-z_][\w -]*):[ \t]*(.*)$")


def split(text: str) -> tuple[dict[str, object], int]:
    """(what it says, how many lines it takes). Keys are in lower case with underscores. YAML that
    cannot be read is read line by line as far as it goes."""
    found = _FENCE.match(text)
    if found is None or len(found[1]) > MOST_CHARACTERS:
        return {}, 0
    import yaml

    lines = found[0].count("\n")
    try:
        told = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        told = {
            m[1].strip(): m[2].strip().strip("'\"")
            for line in found[1].splitlines()
            if (m := _KEY.match(line))
        }
    if not isinstance(told, Mapping):
        return {}, lines
    return {str(key).strip().lower().replace("-", "_").replace(" ", "_"): value
            for key, value in told.items()}, lines  # fmt: skip


def text_of(facts: Mapping[str, object], *names: str) -> str:
    for name in names:
        value = facts.get(name)
        if isinstance(value, list):
            value = ", ".join(str(item) for item in value)
        if value not in (None, "") and not isinstance(value, dict):
            return " ".join(str(value).split())
    return ""


def texts_of(facts: Mapping[str, object], *names: str) -> tuple[str, ...]:
    """A list, or one text; each of the names adds its own."""
    found: list[str] = []
    for name in names:
        value = facts.get(name)
        items = value if isinstance(value, list) else [] if value in (None, "") else [value]
        found += [" ".join(str(item).split()) for item in items if not isinstance(item, dict)]
    return tuple(dict.fromkeys(item for item in found if item))


def day_of(facts: Mapping[str, object], *names: str) -> date | None:
    for name in names:
        found = day(facts.get(name))
        if found is not None:
            return found
    return None


def day(value: object) -> date | None:
    """A day in any of the forms that YAML and people give it; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = _DAY.search(str(value)) if value is not None else None
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
