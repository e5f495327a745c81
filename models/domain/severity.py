"""How bad it is: P0 (worst) to P4."""

from enum import Enum

from models.domain.errors import BadInput


class Severity(Enum):
    """Compared by name only (`is_worse_than`): the number falls as it gets worse."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"

    @property
    def rank(self) -> int:
        """0 for P0 up to 4 for P4; a sort by rank puts the worst first."""
        return int(self.value[1])

    @property
    def word(self) -> str:
        return _WORDS[self]

    @property
    def is_major(self) -> bool:
        return self in (Severity.P0, Severity.P1)

    def is_worse_than(self, other: "Severity") -> bool:
        return self.rank < other.rank

    @classmethod
    def parse(cls, text: str) -> "Severity":
        """Raises BadInput for anything but P0 to P4 (case does not matter)."""
        try:
            return cls(text.strip().upper())
        except ValueError:
            raise BadInput(f"{text!r} is not a severity. Use P0, P1, P2, P3 or P4.") from None


_WORDS = {
    Severity.P0: "Critical",
    Severity.P1: "High",
    Severity.P2: "Moderate",
    Severity.P3: "Low",
    Severity.P4: "Minor",
}
