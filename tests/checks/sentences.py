"""Tables of sentences written for the purpose, and how well a check does on them."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
Mark = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """`facts` stand in brackets before the text; `marks` are (rule, stretch), in any order."""

    text: str
    facts: tuple[str, ...]
    marks: tuple[Mark, ...]


def rows(name: str) -> list[Row]:
    return list(_rows((HERE / name).read_text(encoding="utf-8").splitlines()))


def _rows(lines: Iterable[str]) -> Iterator[Row]:
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        text, _, expected = line.partition(" => ")
        facts: tuple[str, ...] = ()
        if text.startswith("("):
            before, _, text = text[1:].partition(") ")
            facts = tuple(fact.strip() for fact in before.split(","))
        marks = (mark.partition(": ") for mark in expected.split("; ") if mark)
        yield Row(text.strip(), facts, tuple((rule, stretch) for rule, _, stretch in marks))


@dataclass(slots=True)
class Score:
    """`wrong` were marked and should not be, `missed` the other way round."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)

    def count(self, expected: set[Mark], found: set[Mark]) -> None:
        self.right += len(expected & found)
        self.wrong += len(found - expected)
        self.missed += len(expected - found)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f}, recall {self.recall:.3f} "
            f"({self.right} right, {self.wrong} wrong, {self.missed} missed)"
        )


def figure(line: str) -> None:
    """Shown by `pytest -s`."""
    sys.stdout.write(f"\n{line}\n")
