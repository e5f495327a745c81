"""What the palette offers: commands of the screen in front, the next steps, every incident."""

from collections.abc import Iterable, Sequence

from models.domain.timestamps import WORDS
from models.queries.incidents import IncidentRow
from views.palette.presenter import PaletteItem
from views.room.presenter import CORRECTABLE, Step
from views.shortcuts import ANYWHERE, SHORTCUTS, caps

_ICONS = {
    "declare": "warning-circle",
    "go.home": "squares-four",
    "go.room": "warning-circle",
    "go.inbox": "tray",
    "theme": "sun",
    "keys": "keyboard",
    "note": "note-pencil",
    "objective": "target",
    "undo": "arrow-counter-clockwise",
    "clock": "clock",
    "timeline": "list",
    "ack": "hand-tap",
}
_LEFT_OUT = ("palette", "live.", "stage.", "ack")


def items(
    rows: Iterable[IncidentRow], steps: Sequence[Step], *, in_room: bool
) -> list[PaletteItem]:
    found = [
        PaletteItem(f"step:{step.id}", "This incident", step.label, step.question, "check-circle")
        for step in steps
    ]
    if steps:
        found += [
            PaletteItem(f"time:{name}", "This incident", f"Correct {WORDS[name]}", "", "clock")
            for name in CORRECTABLE
        ]
    for shortcut in SHORTCUTS:
        if shortcut.id.startswith(_LEFT_OUT) or shortcut.scope not in (
            (ANYWHERE, "room") if in_room else (ANYWHERE, "home")
        ):
            continue
        found.append(
            PaletteItem(
                f"key:{shortcut.id}",
                "Commands",
                shortcut.label,
                "",
                _ICONS.get(shortcut.id, "command"),
                caps(shortcut.id),
            )
        )
    found += [
        PaletteItem(
            f"incident:{row.uid}",
            "Incidents",
            f"{row.label} {row.title}",
            row.severity.value if row.severity else "",
            "warning-circle" if row.live else "clock-counter-clockwise",
        )
        for row in rows
    ]
    return found
