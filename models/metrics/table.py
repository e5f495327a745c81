"""The facts of every incident as columns: what all figures are computed from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from models.domain.facts import (
    MISSING,
    NUMBER_NAMES,
    FactColumns,
    Facts,
    Links,
    Names,
    columns_of,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]

Coded = tuple[Codes, list[str]]
"""For each place the code of its text, and the texts by code; "" has the code 0."""

_NO_LINKS = Links()


class NameList:
    """Names that many rows share, each once; a row holds the place of its own. Only grows."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._places: dict[str, int] = {}
        self._services: dict[str, list[int]] = {}
        self._prints: list[str] = []
        self._notes: list[str] = []
        self._coded: tuple[int, Coded, Coded] | None = None

    def places(self, texts: Sequence[str]) -> Codes:
        known = self._places
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, range(len(known), len(known) + len(new)), strict=True))
            self._read(new)
        return np.fromiter(map(known.__getitem__, texts), np.int32, len(texts))

    def _read(self, texts: list[str]) -> None:
        """Without an object for each: there may be tens of thousands."""
        services, prints, notes = Names.columns(texts)
        for place, named in enumerate(services, len(self._texts)):
            for service in named.split("\n") if named else ():
                self._services.setdefault(service, []).append(place)
        self._texts += texts
        self._prints += prints
        self._notes += notes

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, place: int) -> Names:
        return Names.read(self._texts[place])

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(sorted(self._services))

    def matching(self, wanted: frozenset[str]) -> list[int]:
        """The places of those with one of the services."""
        return sorted({n for service in wanted for n in self._services.get(service, ())})

    def coded(self) -> tuple[Coded, Coded]:
        """Of fingerprints and of notes; made again only when names were added."""
        if self._coded is None or self._coded[0] != len(self._texts):
            self._coded = (len(self._texts), _codes(self._prints), _codes(self._notes))
        return self._coded[1], self._coded[2]


def _codes(texts: Sequence[str]) -> Coded:
    known = {text: n for n, text in enumerate(dict.fromkeys(("", *texts)))}
    return np.fromiter(map(known.__getitem__, texts), np.int32, len(texts)), list(known)


@dataclass(slots=True)
class Table:
    """Immutable for who computes: `updated` gives another one. `names` holds places in
    `name_list`, `fingerprints` and `notes` codes of texts, 0 for none; `links` are by row."""

    uids: list[str]
    numbers: tuple[Ints, ...]
    names: Codes
    links: Mapping[int, Links]
    name_list: NameList = field(default_factory=NameList)
    _places: dict[str, int] | None = None
    fingerprints: Codes = field(init=False)
    fingerprint_texts: list[str] = field(init=False)
    notes: Codes = field(init=False)
    note_texts: list[str] = field(init=False)
    known_masks: dict[object, Mask] = field(init=False, default_factory=dict)
    """What a rule said of every row, kept for who asks again."""
    _merged: Mask | None = None
    _later_hits: tuple[Ints, Ints, Ints] | None = None

    def __post_init__(self) -> None:
        (prints, self.fingerprint_texts), (notes, self.note_texts) = self.name_list.coded()
        self.fingerprints, self.notes = prints[self.names], notes[self.names]

    @classmethod
    def empty(cls) -> Self:
        nobody = tuple(np.empty(0, np.int64) for _ in NUMBER_NAMES)
        return cls([], nobody, np.empty(0, np.int32), {})

    @classmethod
    def of(cls, facts: Sequence[Facts]) -> Self:
        return cls.empty().updated(columns_of(one.row() for one in facts))

    def updated(self, columns: FactColumns) -> Self:
        """With incidents that are new or changed; the order of the others stays."""
        uids, packed, names, links = columns
        if not uids:
            return self
        if not self.uids:
            return self._first(columns)
        size = len(self.uids)
        fresh = [n for n, uid in enumerate(uids) if uid not in self.places]
        held = [n for n, uid in enumerate(uids) if uid in self.places]
        new = [uids[n] for n in fresh]
        places = {**self.places, **dict(zip(new, range(size, size + len(new)), strict=True))}
        at = np.fromiter((places[uids[n]] for n in held), np.int64, len(held))
        said = self._links_with([places[uid] for uid in uids], links)
        same = said is self.links and not new
        numbers = zip(self.numbers, _unpacked(packed, len(uids)), strict=True)
        return type(self)(
            uids=self.uids + new if new else self.uids,
            numbers=tuple(_set(column, at, values, held, fresh) for column, values in numbers),
            names=_set(self.names, at, self.name_list.places(names), held, fresh),
            links=said,
            name_list=self.name_list,
            _places=places if new else self.places,
            _merged=self._merged if same else None,
            _later_hits=self._later_hits if same else None,
        )

    def _first(self, columns: FactColumns) -> Self:
        """Of everything at once, where each copy of a hundred thousand rows is felt."""
        uids, packed, names, links = columns
        return type(self)(
            uids=uids,
            numbers=tuple(np.ascontiguousarray(_unpacked(packed, len(uids)))),
            names=self.name_list.places(names),
            links={row: Links.of(one) for row, one in enumerate(links) if one is not None},
            name_list=self.name_list,
        )

    def __len__(self) -> int:
        return len(self.uids)

    def __getitem__(self, name: str) -> Ints:
        """A column of `models.domain.facts.Numbers`."""
        column: Ints = self.numbers[_PLACE[name]]
        return column

    @property
    def places(self) -> dict[str, int]:
        """The row of each uid; made when it is first asked for."""
        if self._places is None:
            self._places = dict(zip(self.uids, range(len(self.uids)), strict=True))
        return self._places

    def packed(self, row: int) -> bytes:
        """The numbers of one incident, as they are kept."""
        return np.array([column[row] for column in self.numbers], "<i8").tobytes()

    def flagged(self, flag: int) -> Mask:
        found: Mask = np.not_equal(self["flags"] & flag, 0)
        return found

    def on_services(self, wanted: frozenset[str]) -> Mask:
        return _chosen(self.names, self.name_list.matching(wanted), len(self.name_list))

    def coded_as(self, name: str, codes: Sequence[int], width: int) -> Mask:
        """Where a column of small codes has one of them; `width` is one more than the largest."""
        return _chosen(self[name], codes, width)

    def names_of(self, row: int) -> Names:
        return self.name_list[int(self.names[row])]

    def links_of(self, row: int) -> Links:
        return self.links.get(row, _NO_LINKS)

    def merged(self) -> Mask:
        """Merged into another one; those on a cycle of merges do not count as merged."""
        if self._merged is None:
            into = {
                self.uids[row]: (row, links.merged_into)
                for row, links in self.links.items()
                if links.merged_into
            }
            self._merged = np.zeros(len(self), bool)
            self._merged[[row for uid, (row, _) in into.items() if not _on_cycle(into, uid)]] = True
        return self._merged

    def later_hits(self) -> tuple[Ints, Ints, Ints]:
        """(row, start, end) of the stretches of impact after the first of an incident."""
        if self._later_hits is None:
            found = [
                (row, start, end)
                for row, links in self.links.items()
                for start, end in links.more_hits
            ]
            rows, starts, ends = np.array(found, np.int64).reshape(-1, 3).T
            self._later_hits = rows, starts, ends
        return self._later_hits

    def _links_with(
        self, rows: Sequence[int], said: Sequence[dict[str, Any] | None]
    ) -> Mapping[int, Links]:
        told = {
            row: None if one is None else Links.of(one) for row, one in zip(rows, said, strict=True)
        }
        if all(self.links.get(row) == one for row, one in told.items()):
            return self.links
        kept = {**self.links, **told}
        return {row: one for row, one in kept.items() if one is not None}


def _on_cycle(into: Mapping[str, tuple[int, str]], uid: str) -> bool:
    seen: set[str] = set()
    above = uid
    while above in into and above not in seen:
        seen.add(above)
        above = into[above][1]
    return above == uid


_PLACE = {name: n for n, name in enumerate(NUMBER_NAMES)}
_Int = TypeVar("_Int", np.int64, np.int32)


def _set(
    column: NDArray[_Int], at: Ints, values: NDArray[_Int], held: list[int], fresh: list[int]
) -> NDArray[_Int]:
    """With the `held` of `values` where `at` says, and the `fresh` at the end; the column itself
    where that changes nothing."""
    if not fresh and np.array_equal(column[at], values[held]):
        return column
    size = len(column)
    grown = np.empty(size + len(fresh), column.dtype)
    grown[:size] = column
    grown[size:] = values[fresh]
    grown[at] = values[held]
    return grown


def _chosen(column: Ints | Codes, codes: Sequence[int], width: int) -> Mask:
    """A look-up a row, where `isin` would sort."""
    among = np.zeros(width, bool)
    among[list(codes)] = True
    found: Mask = among[column]
    return found


def _unpacked(packed: bytes, size: int) -> Ints:
    """A row a column, a column an incident."""
    found: Ints = np.frombuffer(packed, "<i8").reshape(size, -1).T
    return found


def known(column: Ints) -> Mask:
    return np.not_equal(column, MISSING)
