"""The palette: what it offers here and now, and what choosing does."""

from collections.abc import Callable
from functools import partial

from app.palette_items import MOST_WRITTEN, items, written
from app.room_parts import RoomParts
from models.queries import incidents, timeline
from models.queries.people import people
from models.store import lookup, runbooks
from models.store.driver import Connection
from views.palette.presenter import PaletteItem
from views.palette.screen import Palette
from views.shell.window import MainWindow
from views.shortcuts import Shortcuts
from views.tongue import tr

MOST_INCIDENTS = 200


class PaletteParts:
    """`open_incident` takes a uid, `open_runbook` one too, `open_setting` the name of a page,
    `copy` words for the clipboard."""

    def __init__(
        self,
        window: MainWindow,
        reading: Connection,
        rooms: RoomParts,
        shortcuts: Shortcuts,
        open_incident: Callable[[str], None],
        open_runbook: Callable[[str], None],
        open_setting: Callable[[str], None],
        copy: Callable[[str], None],
    ) -> None:
        self._window = window
        self._reading = reading
        self._rooms = rooms
        self._shortcuts = shortcuts
        self._open_incident = open_incident
        self._copy = copy
        self._chosen: dict[str, Callable[[str], None]] = {
            "incident": open_incident,
            "step": rooms.presenter.step,
            "time": rooms.screen.ask_time,
            "entry": self._open_entry,
            "person": self._meet,
            "runbook": open_runbook,
            "setting": open_setting,
        }
        self.screen = Palette(window, self._items, self._written, self._scope)
        self.screen.chosen.connect(self._choose)

    def _items(self) -> list[PaletteItem]:
        current = self._window.current
        state = self._rooms.presenter.state if current == "room" else None
        rows = [
            *incidents.live(self._reading),
            *incidents.recent(self._reading, MOST_INCIDENTS),
        ]
        known, books = people(self._reading), runbooks.titles(self._reading)
        return items(rows, state.steps if state else (), known, books, scope=current)

    def _scope(self) -> str:
        uid = self._rooms.presenter.uid
        return lookup.label(self._reading, uid) if uid and self._window.current == "room" else ""

    def _written(self, words: str) -> list[PaletteItem]:
        inside = self._rooms.presenter.uid if self.screen.is_scoped else ""
        found = timeline.search(self._reading, words, MOST_WRITTEN, incident=inside)
        return written(found, partial(lookup.label, self._reading))

    def _choose(self, chosen: str) -> None:
        kind, _, name = chosen.partition(":")
        act = self._chosen.get(kind, self._shortcuts.run)
        act(name)

    def _open_entry(self, name: str) -> None:
        uid, _, entry = name.partition(":")
        self._open_incident(uid)
        self._rooms.presenter.jump(entry)

    def _meet(self, name: str) -> None:
        """In a room they get a role, elsewhere their contact is copied."""
        if self._window.current == "room":
            self._rooms.screen.ask_assign_to(name)
            return
        contact = next((p.contact for p in people(self._reading) if p.name == name), None)
        if contact:
            self._copy(contact)
        else:
            self._window.toast(tr("No contact of {name} is kept on this machine.", name=name))
