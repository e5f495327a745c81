"""One table of a policy file: each value read with its own complaint, or the one that stands."""

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from models.domain.errors import BadInput
from models.domain.times import parse_span_ms

_MAY_BE_NEVER = ("first_update", "scoping", "update_every")
_LONGEST_MS = 10 * 366 * 86_400_000


@dataclass(slots=True)
class PolicyTable:
    """A table of the file at the key `at`; what is wrong with it is added to `wrong`, and the
    value that stands without it is given instead."""

    values: Mapping[str, object]
    at: str
    wrong: list[str]

    def name(self, key: str) -> str:
        return f"{self.at}.{key}" if self.at else key

    def refuse_unknown(self, known: Collection[str]) -> None:
        for key in self.values:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f"Is {near[0]} meant?" if near else f"Known are {', '.join(known)}."
                self.wrong.append(f"{self.name(key)} is not known. {hint}")

    def table(self, key: str) -> "PolicyTable":
        found = self.values.get(key, {})
        if not isinstance(found, dict):
            self.wrong.append(f"{self.name(key)} is a table, written [{self.name(key)}].")
            found = {}
        return PolicyTable(found, self.name(key), self.wrong)

    def text(self, key: str, default: str) -> str:
        found = self.values.get(key, default)
        if not isinstance(found, str) or not found.strip():
            self.wrong.append(f"{self.name(key)} is a text in quotes, and not empty.")
            return default
        return found.strip()

    def span(self, key: str, default: int | None) -> int | None:
        found, may_be_never = self.values.get(key), key in _MAY_BE_NEVER
        if found is None or (may_be_never and found == "never"):
            return default if found is None else None
        try:
            ms = parse_span_ms(found) if isinstance(found, str) else 0
        except BadInput:
            ms = 0
        if not 0 < ms <= _LONGEST_MS:
            never = ', or "never"' if may_be_never else ""
            self.wrong.append(
                f'{self.name(key)} is a length of time in quotes, such as "15m", "2h" or "1d"'
                f"{never}."
            )
            return default
        return ms

    def number(self, key: str, default: int | None) -> int | None:
        found = self.values.get(key, default)
        whole = isinstance(found, int) and not isinstance(found, bool)
        if found is not default and (not whole or not 1 <= int(str(found)) <= 10**12):
            self.wrong.append(f"{self.name(key)} is a whole number from 1.")
            return default
        return found if isinstance(found, int) else None

    def share(self, key: str, default: float | None, *, to: float) -> float | None:
        """More than 0, at most `to`."""
        found = self.values.get(key, default)
        if found is default:
            return default
        a_number = isinstance(found, int | float) and not isinstance(found, bool)
        if not a_number or not 0 < float(str(found)) <= to:
            self.wrong.append(f"{self.name(key)} is a share more than 0 and at most {to:g}.")
            return default
        return float(str(found))

    def flag(self, key: str) -> bool:
        found = self.values.get(key, False)
        if not isinstance(found, bool):
            self.wrong.append(f"{self.name(key)} is true or false.")
        return found is True

    def words(self, key: str, default: tuple[str, ...], known: Collection[str]) -> tuple[str, ...]:
        found = self.values.get(key, list(default))
        if not isinstance(found, list) or not all(word in known for word in found):
            self.wrong.append(f"{self.name(key)} is a list of {', '.join(known)}, in quotes.")
            return default
        return tuple(dict.fromkeys(str(word) for word in found))

    def rows(self, key: str) -> Iterator["PolicyTable"]:
        """Tables written [[key]], each named by its name or its number."""
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            self.wrong.append(f"{self.name(key)} are tables, each written [[{self.name(key)}]].")
            return
        for n, row in enumerate(found, start=1):
            named = row.get("name", row.get("service", n))
            yield PolicyTable(row, f"{self.name(key)} {named}", self.wrong)

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
            self.wrong.append(f"{self.name(key)} is a list of names, in quotes.")
            return ()
        return tuple(dict.fromkeys(found))
