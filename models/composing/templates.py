"""Which templates there are for an update: five moments for three audiences."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from models.composing import sandbox
from models.composing.sandbox import Words, render, unknown_fact
from models.domain.errors import BadInput

AUDIENCES = ("customers", "internal", "leadership")
MOMENTS = ("investigating", "identified", "update", "monitoring", "resolved")
STATE_OF = {"update": "identified"}
"""The state that a moment is posted in, where it has another name."""

FACT_NAMES = {
    "affected": "what of ours is affected, by its public name",
    "services": "each service affected, by its public name",
    "regions": "each region affected",
    "users": "how many users are affected",
    "business": "business impact",
    "severity": "severity and its word",
    "title": "title of the incident",
    "objective": "what is being tried to reach",
    "commander": "who commands",
    "started": "when the impact began",
    "ended": "when the impact ended",
    "lasted": "how long the impact lasted",
    "next_within": "how soon the next update comes",
}
LISTS = ("services", "regions")


Frozen = tuple[tuple[str, tuple[tuple[str, str], ...], bool], ...]
"""Facts as a key: (name, (words, key of each), whether it is one and no list)."""


@dataclass(frozen=True, slots=True)
class Template:
    """`starter` where it is as it came with the program."""

    moment: str
    audience: str
    text: str
    starter: bool = True

    @property
    def key(self) -> str:
        return f"{self.moment}.{self.audience}"

    @property
    def state(self) -> str:
        return STATE_OF.get(self.moment, self.moment)


@dataclass(frozen=True, slots=True)
class Filled:
    """`links` are the facts in the text: (key of the fact, words of it)."""

    text: str
    links: tuple[tuple[str, str], ...] = ()


def starters() -> dict[str, Template]:
    """The set that comes with the program, by key."""
    folder = files("resources") / "templates"
    found = (
        Template(
            moment,
            audience,
            (folder / f"{moment}.{audience}.txt").read_text(encoding="utf-8").strip(),
        )
        for moment in MOMENTS
        for audience in AUDIENCES
    )
    return {template.key: template for template in found}


def check(text: str) -> None:
    """Raises BadInput for what may not be a template, saying where and why."""
    unknown = sorted(sandbox.names_in(text) - set(FACT_NAMES))
    if unknown:
        raise BadInput(unknown_fact(unknown[0], list(FACT_NAMES)))


def fill(template: Template, facts: Mapping[str, Words | tuple[Words, ...]]) -> Filled:
    """`facts` by the names of FACT_NAMES; one that is not given is not known.

    Raises:
        BadInput: the template is none, or names a fact that there is not.
    """
    known: dict[str, Words | tuple[Words, ...]] = {
        name: facts.get(name, () if name in LISTS else Words("", name)) for name in FACT_NAMES
    }
    frozen = tuple(
        (name, tuple((str(one), one.key) for one in ((told,) if isinstance(told, Words) else told)),
         isinstance(told, Words))
        for name, told in known.items()
    )  # fmt: skip
    return _filled(template.text, frozen)


@lru_cache(maxsize=64)
def _filled(text: str, frozen: Frozen) -> Filled:
    """The same words of the same facts are asked for at each look."""
    facts: dict[str, Words | tuple[Words, ...]] = {}
    for name, told, is_one in frozen:
        many = tuple(Words(*one) for one in told)
        facts[name] = many[0] if is_one else many
    return Filled(*render(text, facts))


def moment_of(state: str, posted: int) -> str:
    """The moment that fits: once the cause is told, what follows in that state is an update."""
    return "update" if state == "identified" and posted else state
