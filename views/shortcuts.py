"""The one registry of keys: what each does, where, and how it is written on a key cap."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

CHORD_MS = 600
ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`keys` are alternatives; one with a space in it is a chord ("G H"). Single letters work
    where no text has the keyboard, and with Alt from anywhere."""

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
    Shortcut("go.settings", ("Ctrl+,",), ANYWHERE, "Go to settings", "Anywhere"),
    Shortcut("theme", ("Ctrl+Shift+T",), ANYWHERE, "Dark or light", "Anywhere"),
    Shortcut("keys", ("?",), ANYWHERE, "Show these keys", "Anywhere"),
    *(
        Shortcut(f"live.{n}", (f"Ctrl+{n}",), ANYWHERE, f"Open live incident {n}", "Anywhere")
        for n in range(1, 10)
    ),
    Shortcut("home.filter", ("/",), "home", "Filter past incidents", "Home"),
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
    Shortcut("panel.next", ("F6",), "room", "Next panel", "War room"),
    Shortcut("panel.back", ("Shift+F6",), "room", "Previous panel", "War room"),
)

ON_THE_SPOT: tuple[tuple[str, str, str, str], ...] = (
    ("Up Down", ANYWHERE, "Move in a list, like J and K", "Anywhere"),
    ("Enter", ANYWHERE, "Open", "Anywhere"),
    ("Esc", ANYWHERE, "Close; leave a text", "Anywhere"),
    ("Ctrl+Enter", ANYWHERE, "Declare, send, confirm", "Anywhere"),
    ("M", "room", "Key moment, on a row", "War room"),
    ("E", "room", "Correct, on a row", "War room"),
    ("Ctrl+Shift+C", "room", "Copy rows as Markdown", "War room"),
)
"""What a list, a row or a dialog hears by itself: (keys, scope, label, group), for the sheet."""


def by_id(shortcut_id: str) -> Shortcut:
    return next(shortcut for shortcut in SHORTCUTS if shortcut.id == shortcut_id)


def caps(shortcut_id: str) -> tuple[str, ...]:
    """The first of its keys, a cap each: ("Ctrl", "K"), ("G", "H"), ("D",)."""
    return caps_of(by_id(shortcut_id).keys[0])


def caps_of(key: str) -> tuple[str, ...]:
    return tuple(key.split(" ")) if " " in key else tuple(key.split("+"))


def of_scope(scope: str) -> Iterator[Shortcut]:
    return (s for s in SHORTCUTS if s.scope in (ANYWHERE, scope))


def clashes() -> list[tuple[str, str, str]]:
    """(key, one id, other id) wherever one key means two things on one screen. A letter may
    stand alone and begin a chord: it waits for the next key."""
    found = []
    for scope in {shortcut.scope for shortcut in SHORTCUTS} - {ANYWHERE}:
        seen: dict[str, str] = {}
        for shortcut in of_scope(scope):
            for key in shortcut.keys:
                if key in seen:
                    found.append((key, seen[key], shortcut.id))
                seen[key] = shortcut.id
    return found


class Shortcuts(QObject):
    """Listens to the whole application and calls the handler bound to what was typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._handlers: dict[str, Callable[[], None]] = {}
        self._scope = ANYWHERE
        self._blocked = False
        self._letters = True
        self._begun = ""
        self._alone = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHORD_MS)
        self._timer.timeout.connect(self._stand_alone)

    def install(self, app: QApplication) -> None:
        app.installEventFilter(self)

    def bind(self, shortcut_id: str, handler: Callable[[], None]) -> None:
        """Raises KeyError for an id that is not in the registry."""
        if not any(shortcut.id == shortcut_id for shortcut in SHORTCUTS):
            raise KeyError(shortcut_id)
        self._handlers[shortcut_id] = handler

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

    def set_letters(self, on: bool) -> None:
        """Single letters can be switched off (WCAG 2.1.4); those with Ctrl stay."""
        self._letters = on

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._blocked or not isinstance(watched, QWidget):
            return False
        focus = QApplication.focusWidget()
        if focus is not None and watched is not focus:
            return False
        if QApplication.activePopupWidget() is not None:
            return False
        return self._typed(event, focus)

    def _typed(self, event: QKeyEvent, focus: QWidget | None) -> bool:
        key = written(event)
        ours = self._is_ours(key, focus)
        if not key or not (ours or self._begun):
            return False
        key = key.removeprefix("Alt+")
        begun, alone = self._begun, self._alone
        self._forget_chord()
        if begun and self._press(f"{begun} {key}", event):
            return True
        if alone:
            self._handlers[alone]()
        # What did not end a chord may still mean something by itself, or belong to the text.
        return ours and self._press(key, event)

    def _is_ours(self, key: str, focus: QWidget | None) -> bool:
        """Whether the key is not for a text: letters and End are, where a text is written."""
        if key.startswith("Alt+"):
            return True
        if key not in _ALONE and len(key) > 1:
            return True
        return self._letters and not is_text_input(focus)

    def _press(self, typed: str, event: QKeyEvent) -> bool:
        bound = (s.id for s in of_scope(self._scope) if typed in s.keys and s.id in self._handlers)
        alone = next(bound, "")
        if any(k.startswith(f"{typed} ") for s in of_scope(self._scope) for k in s.keys):
            self._begun, self._alone = typed, alone
            self._timer.start()
            return True
        if alone and not event.isAutoRepeat():  # a key held down is one act, not many
            self._handlers[alone]()
        return bool(alone)

    def _stand_alone(self) -> None:
        """No second key came: the letter means what it means by itself."""
        alone = self._alone
        self._forget_chord()
        if alone:
            self._handlers[alone]()

    def _forget_chord(self) -> None:
        self._begun, self._alone = "", ""
        self._timer.stop()


def is_text_input(widget: QWidget | None) -> bool:
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QAbstractSpinBox) or (
        isinstance(widget, QComboBox) and widget.isEditable()
    )


_ALONE = ("End", "Shift+.")
"""Written with more than one sign, and yet for the text where one is written."""

_NAMED = {
    Qt.Key.Key_End: "End",
    Qt.Key.Key_F6: "F6",
}


def written(event: QKeyEvent) -> str:
    """A key press as the registry writes it: `D`, `Ctrl+K`, `?`, `Shift+F6`; "" for a modifier."""
    held = event.modifiers()
    control = bool(held & Qt.KeyboardModifier.ControlModifier)
    shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
    alt = bool(held & Qt.KeyboardModifier.AltModifier)
    if held & Qt.KeyboardModifier.MetaModifier:
        return ""
    name = _NAMED.get(Qt.Key(event.key()), "")
    if not name:
        if event.key() >= Qt.Key.Key_Escape:
            return ""
        name = QKeySequence(event.key()).toString()
        typed = event.text()
        if typed and typed.isprintable() and not control and not typed.isalnum():
            # What a layout needs Shift for (`?`) is written as the sign itself.
            name, shift = typed, False
        if not name.strip():
            return ""
    parts = ["Ctrl"] * control + ["Alt"] * alt
    if shift and (control or len(name) > 1):
        parts.append("Shift")
    return "+".join([*parts, name])
