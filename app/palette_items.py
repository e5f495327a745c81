"""What the palette offers: commands of the screen in front, the next steps, every incident."""

from collections.abc import Callable, Iterable, Sequence

from models.domain.timeline import TimelineEntry
from models.domain.timestamps import WORDS
from models.queries.incidents import IncidentRow
from models.queries.people import Person
from views.palette.presenter import PEOPLE, RUNBOOKS, TIMELINE, PaletteItem
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
    rows: Iterable[IncidentRow],
    steps: Sequence[Step],
    people: Iterable[Person] = (),
    runbooks: Iterable[tuple[str, str]] = (),
    *,
    in_room: bool,
) -> list[PaletteItem]:
    """`runbooks` are (uid, title)."""
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
            f"person:{person.name}",
            PEOPLE,
            person.name,
            ", ".join([*person.areas, *(["on call"] if person.on_call else [])]),
            "user",
        )
        for person in people
    ]
    found += [
        PaletteItem(f"runbook:{uid}", RUNBOOKS, title, "", "list-checks") for uid, title in runbooks
    ]
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


MOST_WRITTEN = 6
LONGEST = 90


def written(
    found: Iterable[tuple[str, TimelineEntry]], label: Callable[[str], str]
) -> list[PaletteItem]:
    """What was written on a timeline, (incident, entry) each, as rows that open it."""
    return [
        PaletteItem(
            f"entry:{incident}:{entry.uid}",
            TIMELINE,
            f"{entry.happened_at:%H:%M} {_short(entry.corrected_text or entry.text or '')}",
            f"{entry.actor}, {label(incident)}",
            "note-pencil",
        )
        for incident, entry in list(found)[:MOST_WRITTEN]
    ]


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
