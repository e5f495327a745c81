"""The five stages of a response."""

from enum import Enum

from models.domain.errors import BadInput


class Stage(Enum):
    DETECTION = "detection"
    TRIAGE = "triage"
    MITIGATION = "mitigation"
    RESOLUTION = "resolution"
    POST_MORTEM = "post_mortem"

    @property
    def number(self) -> int:
        """1 for Detection to 5 for Post-mortem."""
        return _ORDER.index(self) + 1

    @property
    def word(self) -> str:
        return _WORDS[self]

    @property
    def following(self) -> "Stage | None":
        return _ORDER[self.number] if self.number < len(_ORDER) else None

    @property
    def preceding(self) -> "Stage | None":
        return _ORDER[self.number - 2] if self.number > 1 else None

    @classmethod
    def parse(cls, text: str) -> "Stage":
        """Accepts the written form and what people type (`Post-mortem`); else BadInput."""
        plain = text.strip().lower().replace("-", "_").replace(" ", "_")
        if plain == "postmortem":
            plain = cls.POST_MORTEM.value
        try:
            return cls(plain)
        except ValueError:
            known = ", ".join(stage.value for stage in cls)
            raise BadInput(f"{text!r} is not a stage. Use one of {known}.") from None


_ORDER = list(Stage)
_WORDS = {
    Stage.DETECTION: "Detection",
    Stage.TRIAGE: "Triage",
    Stage.MITIGATION: "Mitigation",
    Stage.RESOLUTION: "Resolution",
    Stage.POST_MORTEM: "Post-mortem",
}
