"""Parts of the world as texts and clouds name them."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from models.checks.phrases import Span

_NAMES = {
    "Europe": "europe|european (?:region|customers|users)|emea",
    "United States": "united states|american (?:region|customers|users)",
    "North America": "north america",
    "South America": "south america|latin america",
    "Asia": "asia|asia[ -]pacific|apac",
    "Australia": "australia|oceania|new zealand",
    "Africa": "africa",
    "Middle East": "middle east",
    "Germany": "germany",
    "United Kingdom": "united kingdom|great britain",
    "Ireland": "ireland",
    "France": "france",
    "India": "india",
    "Japan": "japan",
    "Singapore": "singapore",
    "Canada": "canada",
    "Brazil": "brazil",
    "Frankfurt": "frankfurt",
    "London": "london",
    "Tokyo": "tokyo",
    "Sydney": "sydney",
    "Virginia": "(?:northern |north )?virginia",
    "Oregon": "oregon",
    "Ohio": "ohio",
}
_WITHIN = {
    "Germany": "Europe", "United Kingdom": "Europe", "Ireland": "Europe", "France": "Europe",
    "Frankfurt": "Germany", "London": "United Kingdom", "India": "Asia", "Japan": "Asia",
    "Singapore": "Asia", "Tokyo": "Japan", "Sydney": "Australia", "Virginia": "United States",
    "Oregon": "United States", "Ohio": "United States", "United States": "North America",
    "Canada": "North America", "Brazil": "South America",
}  # fmt: skip
_LETTERS = {"EU": "Europe", "US": "United States", "USA": "United States", "UK": "United Kingdom"}
_CLOUD = {
    "eu": "Europe", "us": "United States", "ap": "Asia", "sa": "South America", "ca": "Canada",
    "af": "Africa", "me": "Middle East", "asia": "Asia", "europe": "Europe",
    "northamerica": "North America", "southamerica": "South America", "uk": "United Kingdom",
}  # fmt: skip
_SIDE = "(?:north|south|east|west|central)"

_NAMED = re.compile(
    r"\b(?:" + "|".join(f"(?P<r{n}>{names})" for n, names in enumerate(_NAMES.values())) + r")\b"
)
_CAPITALS = re.compile(r"(?<![\w.-])(?:U\.S\.(?:A\.)?|USA?|EU|UK)(?![\w-])")
_CLOUDY = re.compile(
    rf"(?<![\w-])(?P<part>{'|'.join(_CLOUD)})[- ]{_SIDE}{{1,2}}(?:[- ]?\d)?(?![\w-])"
    rf"|(?<![\w-]){_SIDE}{{0,2}} ?(?P<azure>europe|us)(?: ?\d)?(?![\w-])"
)
_LIST = list(_NAMES)

REGION_WORDS = frozenset(
    [*_CLOUD, "us", "usa", "s", "uk", "westeurope", "northeurope", "european", "emea", "american"]
) | {word for names in _NAMES.values() for word in re.findall(r"[a-z]+", names)}
"""A sentence without one of these names no region."""


@dataclass(frozen=True, slots=True)
class Region:
    """`place` is where it is named, `name` what we call it."""

    name: str
    place: Span


def regions_in(plain: str, lower: str, start: int = 0, end: int | None = None) -> list[Region]:
    """Those named between `start` and `end`, in order. "us" is a region in capitals alone, or as
    the beginning of a cloud's."""
    upto = len(lower) if end is None else end
    found = [
        Region(_LIST[int((one.lastgroup or "r0")[1:])], one.span())
        for one in _NAMED.finditer(lower, start, upto)
    ]
    found += [
        Region(_LETTERS[one[0].replace(".", "")], one.span())
        for one in _CAPITALS.finditer(plain, start, upto)
    ]
    for one in _CLOUDY.finditer(lower, start, upto):
        part = one["part"] or one["azure"]
        sided = any(side in one[0] for side in ("north", "south", "east", "west", "central"))
        if sided:
            found.append(Region(_CLOUD[part], one.span()))
    found.sort(key=lambda region: (region.place[0], -region.place[1]))
    apart: list[Region] = []
    for region in found:
        if not apart or region.place[0] >= apart[-1].place[1]:
            apart.append(region)
    return apart


def region_of(name: str) -> str:
    """What we call a region of the record; its own name where we know none."""
    found = regions_in(name, name.lower())
    return found[0].name if found else name.strip()


def covers(regions: Collection[str], name: str) -> bool:
    """Whether one of them is `name`, holds it or lies in it."""
    return any(_holds(one, name) or _holds(name, one) for one in regions)


def _holds(wide: str, narrow: str) -> bool:
    at: str | None = narrow
    while at is not None:
        if at == wide:
            return True
        at = _WITHIN.get(at)
    return False
