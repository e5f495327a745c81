"""The one registry of keys: what each does, where, and how it is written on a key cap."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from views.keyboard import Keyboard
from views.keys import NO_KEY, caps_of, is_elsewhere, is_for_focus, is_sign, said, written

CHORD_MS = 600
ANYWHERE = "anywhere"
HEARS_EVERY_KEY = "warroom.hears"
"""A property: while it is true on what has the keyboard, no key means anything else."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`keys` are alternatives; one with a space in it is a chord ("G H"). Single letters work
    where no text has the keyboard, and with Alt from anywhere. A scope with a point in it
    ("room.runbook") is a panel: its letters are live while it has the keyboard, and win then."""

    id: str
    keys: tuple[str, ...]
    scope: str
    label: str
    group: str


SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut(
        "palette", ("Ctrl+K", "Ctrl+Shift+P"), ANYWHERE, "Search or run a command", "Anywhere"
    ),
    Shortcut("declare", ("D", "Ctrl+Shift+D"), ANYWHERE, "Declare an incident", "Anywhere"),
    Shortcut("go.home", ("G H",), ANYWHERE, "Go to Home", "Anywhere"),
    Shortcut("go.room", ("G W",), ANYWHERE, "Go to the war room", "Anywhere"),
    Shortcut("go.inbox", ("G I",), ANYWHERE, "Go to the inbox", "Anywhere"),
    Shortcut("go.runbooks", ("G B",), ANYWHERE, "Go to the runbooks", "Anywhere"),
    Shortcut("go.kpis", ("G K",), ANYWHERE, "Go to the KPIs", "Anywhere"),
    Shortcut("go.reviews", ("G R",), ANYWHERE, "Go to the reviews", "Anywhere"),
    Shortcut("go.conflicts", ("G C",), ANYWHERE, "Go to the conflicts", "Anywhere"),
    Shortcut("go.settings", ("Ctrl+,",), ANYWHERE, "Go to settings", "Anywhere"),
    Shortcut("sync.queue", ("Ctrl+Shift+Y",), ANYWHERE, "What waits for the server", "Anywhere"),
    Shortcut("sync.sign_in", ("Ctrl+Shift+I",), ANYWHERE, "Sign in to a server", "Anywhere"),
    Shortcut("theme", ("Ctrl+Shift+T",), ANYWHERE, "Dark or light", "Anywhere"),
    Shortcut("keys", ("?",), ANYWHERE, "Show these keys", "Anywhere"),
    *(
        Shortcut(f"live.{n}", (f"Ctrl+{n}",), ANYWHERE, f"Open live incident {n}", "Anywhere")
        for n in range(1, 10)
    ),
    Shortcut("home.filter", ("/",), "home", "Filter past incidents", "Home"),
    Shortcut("settings.undo", ("Z",), "settings", "Take back your last change", "Settings"),
    Shortcut("note", ("N",), "room", "Write a note", "War room"),
    Shortcut("timeline", ("T",), "room", "Focus the timeline", "War room"),
    Shortcut("objective", ("O",), "room", "Set the objective", "War room"),
    Shortcut("ack", ("A",), "room", "Acknowledge", "War room"),
    Shortcut("stage.on", (".",), "room", "Next stage", "War room"),
    Shortcut("stage.back", ("Shift+.", ">", ":"), "room", "Previous stage", "War room"),
    *(
        Shortcut(f"severity.{n}", (f"S {n}",), "room", f"Severity P{n}", "War room")
        for n in range(5)
    ),
    Shortcut("severity", ("S",), "room", "Impact and severity", "War room"),
    Shortcut("promote", ("S P",), "room", "Promote to a major incident", "War room"),
    Shortcut("triage", ("I",), "room", "Answer the three questions", "War room"),
    Shortcut("needs", ("Y",), "room", "What needs you", "War room"),
    Shortcut("runbook", ("B",), "room", "Focus the runbook", "War room"),
    Shortcut("update", ("U",), "room", "Write a status update", "War room"),
    Shortcut("composer.preview", ("Ctrl+P",), "room", "Focus the preview", "War room"),
    Shortcut("approval.approve", ("A",), "room.approval", "Approve the update", "War room"),
    Shortcut("approval.edit", ("E",), "room.approval", "Edit the update", "War room"),
    Shortcut("approval.back", ("X",), "room.approval", "Send the update back", "War room"),
    Shortcut("need.approve", ("A",), "room.needs", "Approve what waits", "War room"),
    Shortcut("need.edit", ("E",), "room.needs", "Read what waits", "War room"),
    Shortcut("need.back", ("X",), "room.needs", "Send back what waits", "War room"),
    Shortcut("roles", ("R",), "room", "Focus the roles", "War room"),
    Shortcut("role.handover", ("R H",), "room", "Hand over command", "War room"),
    Shortcut("role.assign", ("R A",), "room", "Assign a role", "War room"),
    Shortcut("role.take", ("R T",), "room", "Take command", "War room"),
    Shortcut("layout.default", ("Ctrl+Shift+0",), "room", "Default layout", "War room"),
    Shortcut("layout.next", ("Ctrl+Shift+L",), "room", "Next layout", "War room"),
    Shortcut("drawer", ("Alt+Right",), "room", "Show or hide the side", "War room"),
    Shortcut("popout", ("Ctrl+Shift+O",), "room", "Open a second window", "War room"),
    Shortcut("undo", ("Z",), "room", "Take back your last act", "War room"),
    Shortcut("clock", ("'",), "room", "UTC, local or since the start", "War room"),
    Shortcut("room.filter", ("/",), "room", "Filter the timeline", "War room"),
    Shortcut("timeline.save", ("Ctrl+Shift+S",), "room", "Save the timeline as CSV", "War room"),
    Shortcut("follow", ("End",), "room", "Follow the timeline", "War room"),
    Shortcut("library.search", ("/",), "reviews", "Search reviews", "Reviews"),
    Shortcut("chat.import", ("I",), "reviews", "Import a chat", "Reviews"),
    Shortcut("review.back", ("Left",), "review", "One event back", "Replay"),
    Shortcut("review.on", ("Right",), "review", "One event on", "Replay"),
    Shortcut("review.key_back", ("Shift+Left",), "review", "Key moment before", "Replay"),
    Shortcut("review.key_on", ("Shift+Right",), "review", "Next key moment", "Replay"),
    Shortcut("review.play", ("Space",), "review", "Play or pause", "Replay"),
    Shortcut("review.speed.1", ("1",), "review", "Play at 1x", "Replay"),
    Shortcut("review.speed.4", ("2",), "review", "Play at 4x", "Replay"),
    Shortcut("review.speed.16", ("3",), "review", "Play at 16x", "Replay"),
    Shortcut("review.speed.0", ("4",), "review", "Play event by event", "Replay"),
    Shortcut("review.start", ("Home",), "review", "To the start", "Replay"),
    Shortcut("review.end", ("End",), "review", "To the end", "Replay"),
    Shortcut("review.key", ("M",), "review", "Mark as key moment", "Replay"),
    Shortcut("review.detection", ("T",), "review", "Mark as detection", "Replay"),
    Shortcut("review.diagnosis", ("I",), "review", "Mark as diagnosis", "Replay"),
    Shortcut("review.repair", ("R",), "review", "Mark as repair", "Replay"),
    Shortcut("review.clock", ("'",), "review", "UTC or local time", "Replay"),
    Shortcut("review.text", ("E",), "review", "Write in the review", "Review"),
    Shortcut("review.action", ("A",), "review", "Add an action from this moment", "Review"),
    Shortcut("review.actions", ("O",), "review", "Focus the actions", "Review"),
    Shortcut("review.evidence", ("Ctrl+E",), "review", "Insert evidence", "Review"),
    Shortcut("review.finding", ("Ctrl+.",), "review", "Next question of the check", "Review"),
    Shortcut("review.preview", ("Ctrl+P",), "review", "Preview", "Review"),
    Shortcut("review.both", ("V",), "review", "Write and read side by side", "Review"),
    Shortcut("review.template", ("Ctrl+Shift+E",), "review", "Use a template", "Review"),
    Shortcut("review.export", ("X",), "review", "Export or copy", "Review"),
    Shortcut("review.chat", ("C",), "review", "Import a chat", "Review"),
    Shortcut("review.room", ("W",), "review", "Open the war room of it", "Review"),
    Shortcut("review.list", ("L",), "review", "Back to all reviews", "Review"),
    Shortcut("panel.next", ("F6",), "room", "Next panel", "War room"),
    Shortcut("panel.back", ("Shift+F6",), "room", "Previous panel", "War room"),
)

ON_THE_SPOT: tuple[tuple[str, str, str, str], ...] = (
    ("Up Down", ANYWHERE, "Move in a list, like J and K", "Anywhere"),
    ("Enter", ANYWHERE, "Open", "Anywhere"),
    ("Esc", ANYWHERE, "Close; leave a text", "Anywhere"),
    ("Ctrl+Enter", ANYWHERE, "Declare, send, confirm", "Anywhere"),
    ("T", "kpis", "Chart as a table, on a chart", "KPIs"),
    ("Enter", "kpis", "Why this number", "KPIs"),
    ("M", "room", "Key moment, on a row", "War room"),
    ("E", "room", "Correct, on a row", "War room"),
    ("Space", "room", "Tick the step, in the runbook", "War room"),
    ("X", "room", "Did not work, in the runbook", "War room"),
    ("C", "room", "Copy the command, in the runbook", "War room"),
    ("Alt+1 to Alt+9", "room", "Insert a fact, in the update", "War room"),
    ("Ctrl+S", "room", "Save the draft, in the update", "War room"),
    ("1 to 9", "conflicts", "Choose a value", "Conflicts"),
    ("Enter", "conflicts", "Keep the chosen value", "Conflicts"),
    ("Esc", "conflicts", "Decide later", "Conflicts"),
    ("R", "reviews", "Mark as read, in the library", "Reviews"),
    ("A", "reviews", "Accept, from chat", "Reviews"),
    ("S", "reviews", "Skip, from chat", "Reviews"),
    ("Ctrl+Enter", "review", "Ask for sign-off, sign off, close", "Review"),
    ("Ctrl+Shift+C", "room", "Copy rows as Markdown", "War room"),
)
"""What a list, a row or a dialog hears by itself: (keys, scope, label, group), for the sheet."""


_chosen: dict[str, tuple[str, ...]] = {}
"""Keys a person chose instead of those above, by id."""


def effective() -> Iterator[Shortcut]:
    """The registry with the keys in force."""
    for shortcut in SHORTCUTS:
        keys = _chosen.get(shortcut.id)
        yield shortcut if keys is None else replace(shortcut, keys=keys)


def set_overrides(chosen: Mapping[str, tuple[str, ...]]) -> None:
    """What is chosen for an act that does not exist any more is left out."""
    _chosen.clear()
    known = {shortcut.id for shortcut in SHORTCUTS}
    _chosen.update({name: keys for name, keys in chosen.items() if name in known})


def is_chosen(shortcut_id: str) -> bool:
    return shortcut_id in _chosen


def by_id(shortcut_id: str) -> Shortcut:
    return next(shortcut for shortcut in effective() if shortcut.id == shortcut_id)


def caps(shortcut_id: str) -> tuple[str, ...]:
    """The first of its keys, a cap each: ("Ctrl", "K"), ("G", "H"), ("D",)."""
    keys = by_id(shortcut_id).keys
    return caps_of(keys[0]) if keys else (NO_KEY,)


def of_scope(scope: str) -> Iterator[Shortcut]:
    return (s for s in effective() if s.scope in (ANYWHERE, scope))


def on_screen(scope: str) -> Iterator[Shortcut]:
    """Those of a screen and of its panels."""
    panels = f"{scope}."
    return (s for s in effective() if s.scope in (ANYWHERE, scope) or s.scope.startswith(panels))


def clashes() -> list[tuple[str, str, str]]:
    """(key, one id, other id) wherever one key means two things on one screen. A letter may
    stand alone and begin a chord: it waits for the next key. A letter of a panel may mean
    something else outside it."""
    found: list[tuple[str, str, str]] = []
    known = list(effective())
    for at, one in enumerate(known):
        for other in known[at + 1 :]:
            both = [key for key in one.keys if key in other.keys]
            found += [(key, one.id, other.id) for key in both if _meet(one.scope, other.scope, key)]
    return found


def refusal(shortcut_id: str, key: str) -> str:
    """Why an act cannot have this key, in a sentence; "" where it can."""
    if is_elsewhere(key):
        return f"{said(key)} is for texts, lists and dialogs. Choose another key."
    scope = by_id(shortcut_id).scope
    holders = [(s.label, s.keys, s.scope) for s in effective() if s.id != shortcut_id]
    holders += [(label, (keys,), where) for keys, where, label, _ in ON_THE_SPOT]
    for label, keys, where in holders:
        # With Alt a letter is the same letter, from inside a text.
        if {key, key.removeprefix("Alt+")}.intersection(keys) and _meet(scope, where, key):
            return f"{said(key)} is already {label}. Choose another key."
    return ""


def _meet(one: str, other: str, key: str) -> bool:
    """Whether this key would mean two things at once in these two scopes."""
    if one == other:
        return True
    if is_sign(key) and ("." in one or "." in other):
        return False
    screens = {scope.partition(".")[0] for scope in (one, other)}
    both_panels = "." in one and "." in other
    return ANYWHERE in screens or (len(screens) == 1 and not both_panels)


_ANSWERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
"""Pressed behind a letter that waits: meant for what the letter brings."""


class Shortcuts(QObject):
    """Listens to whatever has the keyboard and calls the handler bound to what was typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._handlers: dict[str, Callable[[], None]] = {}
        self._panels: list[tuple[str, QWidget]] = []
        self._scope = ANYWHERE
        self._blocked = False
        self._letters = True
        self._begun = ""
        self._alone = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHORD_MS)
        self._timer.timeout.connect(self._stand_alone)
        self._keyboard: Keyboard | None = None

    def install(self, app: QApplication) -> None:
        self._keyboard = Keyboard(app, self)

    def uninstall(self) -> None:
        if self._keyboard is not None:
            self._keyboard.leave()

    def bind(self, shortcut_id: str, handler: Callable[[], None]) -> None:
        """Raises KeyError for an id that is not in the registry."""
        if not any(shortcut.id == shortcut_id for shortcut in SHORTCUTS):
            raise KeyError(shortcut_id)
        self._handlers[shortcut_id] = handler

    def panel(self, scope: str, widget: QWidget) -> None:
        """While the keyboard is inside `widget`, the keys of `scope` ("room.runbook") are live,
        and win over those of the screen."""
        self._panels = [(name, known) for name, known in self._panels if isValid(known)]
        self._panels.append((scope, widget))

    def set_overrides(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        """Keys chosen by a person, by id, in place of those of the registry."""
        set_overrides(chosen)
        self._forget_chord()

    def run(self, shortcut_id: str) -> None:
        """What the palette chose: the same handler as the key's."""
        self._handlers[shortcut_id]()

    def activate(self, scope: str) -> None:
        """The screen in front: its keys and those of anywhere are live."""
        self._scope = scope
        self._forget_chord()

    def block(self, blocked: bool) -> None:
        """While a dialog is open nothing behind it hears a key."""
        self._blocked = blocked
        if blocked:
            self._forget_chord()

    def set_letters(self, on: bool) -> None:
        """Single letters can be switched off (WCAG 2.1.4); those with Ctrl stay."""
        self._letters = on

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._blocked or not isinstance(watched, QWidget):
            return False
        focus = QApplication.focusWidget()
        if focus is not None and (watched is not focus or focus.property(HEARS_EVERY_KEY)):
            return False
        if QApplication.activePopupWidget() is not None:
            return False
        return self._typed(event, focus)

    def _typed(self, event: QKeyEvent, focus: QWidget | None) -> bool:
        key = written(event)
        ours = self._is_ours(key, focus)
        if not key and self._alone and event.key() in _ANSWERS:
            alone = self._alone
            self._forget_chord()
            return self._after(alone, event, focus)
        if not key or not (ours or self._begun):
            return False
        bare = key.removeprefix("Alt+")
        if event.isAutoRepeat() and bare == self._begun:
            return True
        begun, alone = self._begun, self._alone
        self._forget_chord()
        if begun and self._press(f"{begun} {bare}", event, focus):
            return True
        if alone:
            return self._after(alone, event, focus)
        # What did not end a chord may still mean something by itself, or belong to the text.
        alike = dict.fromkeys((key, bare))
        return ours and any(self._press(typed, event, focus) for typed in alike)

    def _after(self, alone: str, event: QKeyEvent, before: QWidget | None) -> bool:
        """The waiting letter is done; then the key goes to wherever the keyboard is now."""
        self._handlers[alone]()
        focus = QApplication.focusWidget() or before
        if focus is not None:
            QApplication.sendEvent(focus, event.clone())
        return True

    def _is_ours(self, key: str, focus: QWidget | None) -> bool:
        """Whether the key is not for what has the keyboard."""
        if key.startswith("Alt+"):
            return True
        return not is_for_focus(key, focus) and (self._letters or not is_sign(key))

    def _press(self, typed: str, event: QKeyEvent, focus: QWidget | None) -> bool:
        """The innermost place that knows the key decides; one that only begins a chord there
        leaves the letter alone to what is around."""
        begins = False
        for place in self._places(focus):
            known = [s for s in effective() if s.scope in place and s.id in self._handlers]
            begins = begins or any(k.startswith(f"{typed} ") for s in known for k in s.keys)
            alone = next((s.id for s in known if typed in s.keys), "")
            if alone and not begins:
                if not event.isAutoRepeat():  # a key held down is one act, not many
                    self._handlers[alone]()
                return True
            if alone:
                return self._begin(typed, alone)
        return begins and self._begin(typed, "")

    def _places(self, focus: QWidget | None) -> Iterator[tuple[str, ...]]:
        """Scopes that hear a key, innermost first: panels around the keyboard, then the screen."""
        around = [
            (scope, widget)
            for scope, widget in self._panels
            if focus is not None
            and isValid(widget)
            and scope.partition(".")[0] == self._scope
            and (widget is focus or widget.isAncestorOf(focus))
        ]
        inner = sorted(
            around,
            key=lambda one: sum(one[1].isAncestorOf(other) for _, other in around),
        )
        yield from ((scope,) for scope, _ in inner)
        yield (ANYWHERE, self._scope)

    def _begin(self, typed: str, alone: str) -> bool:
        self._begun, self._alone = typed, alone
        self._timer.start()
        return True

    def _stand_alone(self) -> None:
        """No second key came: the letter means what it means by itself."""
        alone = self._alone
        self._forget_chord()
        if alone:
            self._handlers[alone]()

    def _forget_chord(self) -> None:
        self._begun, self._alone = "", ""
        self._timer.stop()
