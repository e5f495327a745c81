"""Where a person left the panels of the room: kept per role, on this machine."""

import json
from collections.abc import Callable

from models.domain.incident import Incident
from views.room.frame import PASSING, PRESETS
from views.room.screen import RoomScreen
from views.tongue import tr

OBSERVER = "observer"


def role_of(incident: Incident, person: str) -> str:
    """The first hat this person wears here, the commander's before any other."""
    worn = [hat.role.value for hat in incident.hats if hat.person.casefold() == person.casefold()]
    return worn[0] if worn else OBSERVER


class Layouts:
    """`read` and `keep` are of this machine's own memory, by key; `keep` does not wait."""

    def __init__(
        self,
        screen: RoomScreen,
        read: Callable[[str], str | None],
        keep: Callable[[str, str], None],
    ) -> None:
        self._screen = screen
        self._read = read
        self._keep = keep
        self._role = ""
        self._stays = False
        self._told: dict[str, object] = {}
        screen.frame.sizes_changed.connect(self._moved)

    def stay(self, preset: str) -> None:
        """A wall keeps its layout, whoever looks at it."""
        self._stays = True
        self._screen.set_preset(preset)

    def take_role(self, role: str) -> None:
        """Another hat, another way to look at the room; the same hat changes nothing."""
        if role == self._role or self._stays:
            return
        self._role = role
        self._told = told = self._read_told()
        sizes = told.get("sizes")
        self._screen.frame.set_sizes(sizes if isinstance(sizes, dict) else {})
        if self._screen.frame.preset not in PASSING:  # nobody is taken away from what they write
            self._screen.set_preset(str(told.get("preset", "command")))

    def choose(self, preset: str) -> None:
        self._screen.set_preset(preset)
        self._remember(preset=preset)
        self._screen.said.emit(tr("Layout: {name}.", name=tr(PRESETS[preset].word)))

    def next(self) -> None:
        """Command, Comms, Hands on, Wall, and round again."""
        names = [name for name in PRESETS if name not in PASSING]
        now = self._screen.frame.preset
        at = names.index(now) if now in names else -1
        self.choose(names[(at + 1) % len(names)])

    def reset(self) -> None:
        self._screen.frame.reset()
        self._screen.set_preset("command")
        self._told = {}
        self._keep(self._key, "{}")
        self._screen.said.emit(tr("Layout: as it came."))

    @property
    def _key(self) -> str:
        return f"layout:{self._role or OBSERVER}"

    def _read_told(self) -> dict[str, object]:
        try:
            told = json.loads(self._read(self._key) or "{}")
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}

    def _moved(self, arrangement: str, sizes: str) -> None:
        kept = self._told.get("sizes")
        self._remember(sizes={**(kept if isinstance(kept, dict) else {}), arrangement: sizes})

    def _remember(self, **changed: object) -> None:
        self._told = {**self._told, **changed}
        self._keep(self._key, json.dumps(self._told))
