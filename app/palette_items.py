"""What the palette offers: commands of the screen in front, the next steps, every incident."""

from collections.abc import Callable, Iterable, Sequence

from models.domain.timeline import TimelineEntry
from models.domain.timestamps import WORDS
from models.queries.incidents import IncidentRow
from models.queries.people import Person
from views.palette.presenter import (
    COMMANDS,
    IN_INCIDENT,
    INCIDENTS,
    PEOPLE,
    RUNBOOKS,
    SETTINGS,
    TIMELINE,
    PaletteItem,
)
from views.room.presenter import CORRECTABLE, Step
from views.settings.words import PAGES
from views.shortcuts import ANYWHERE, SHORTCUTS, caps
from views.tongue import told, tr
from views.vocabulary import title_words

_ICONS = {
    "declare": "warning-circle",
    "go.home": "squares-four",
    "go.room": "warning-circle",
    "go.inbox": "tray",
    "go.reviews": "clock-counter-clockwise",
    "review.action": "check-square",
    "review.evidence": "paperclip",
    "review.export": "arrow-square-out",
    "review.play": "play",
    "review.preview": "eye",
    "review.template": "file",
    "theme": "sun",
    "keys": "keyboard",
    "note": "note-pencil",
    "objective": "target",
    "undo": "arrow-counter-clockwise",
    "clock": "clock",
    "timeline": "list",
    "ack": "hand-tap",
}
WITH_COMMANDS = ("room", "review")
"""Screens whose own commands are offered while they are in front; elsewhere Home's."""
_LEFT_OUT = ("palette", "live.", "stage.", "ack")


def items(
    rows: Iterable[IncidentRow],
    steps: Sequence[Step],
    people: Iterable[Person] = (),
    runbooks: Iterable[tuple[str, str]] = (),
    *,
    scope: str,
) -> list[PaletteItem]:
    """`runbooks` are (uid, title), `scope` the screen in front."""
    found = [
        PaletteItem(f"step:{step.id}", IN_INCIDENT, step.label, step.question, "check-circle")
        for step in steps
    ]
    if steps:
        found += [
            PaletteItem(
                f"time:{name}", IN_INCIDENT, tr("Correct {what}", what=tr(WORDS[name])), "", "clock"
            )
            for name in CORRECTABLE
        ]
    for shortcut in SHORTCUTS:
        if shortcut.id.startswith(_LEFT_OUT) or shortcut.scope not in (
            (ANYWHERE, scope) if scope in WITH_COMMANDS else (ANYWHERE, "home")
        ):
            continue
        found.append(
            PaletteItem(
                f"key:{shortcut.id}",
                COMMANDS,
                told(shortcut.label),
                "",
                _ICONS.get(shortcut.id, "command"),
                caps(shortcut.id),
            )
        )
    found += [_person(person) for person in people]
    found += [
        PaletteItem(f"runbook:{uid}", RUNBOOKS, title, "", "list-checks") for uid, title in runbooks
    ]
    found += [
        PaletteItem(f"setting:{name}", SETTINGS, tr(words), "", icon) for name, icon, words in PAGES
    ]
    found += [
        PaletteItem(
            f"incident:{row.uid}",
            INCIDENTS,
            f"{row.label} {title_words(row.title)}",
            row.severity.value if row.severity else "",
            "warning-circle" if row.live else "clock-counter-clockwise",
        )
        for row in rows
    ]
    return found


def _person(person: Person) -> PaletteItem:
    about = [*person.areas, *([tr("on call")] if person.on_call else [])]
    return PaletteItem(f"person:{person.name}", PEOPLE, person.name, ", ".join(about), "user")


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
