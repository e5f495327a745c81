"""How a key press is written (`D`, `Ctrl+K`, `?`, `Shift+F6`), and which are for a text."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from views.tongue import mark, tr

_CAPS = {
    "Ctrl": mark("Ctrl", sense="key"),
    "Alt": mark("Alt", sense="key"),
    "Shift": mark("Shift", sense="key"),
    "Enter": mark("Enter", sense="key"),
    "Esc": mark("Esc", sense="key"),
    "Tab": mark("Tab", sense="key"),
    "Space": mark("Space", sense="key"),
    "Del": mark("Del", sense="key"),
    "Home": mark("Home", sense="key"),
    "End": mark("End", sense="key"),
    "Left": mark("Left", sense="key"),
    "Right": mark("Right", sense="key"),
    "Up": mark("Up", sense="key"),
    "Down": mark("Down", sense="key"),
    "PgUp": mark("PgUp", sense="key"),
    "PgDown": mark("PgDown", sense="key"),
}

NO_KEY = "–"
"""What stands on the cap of an act that has no key."""

_NAMED = {
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Delete: "Del",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_PageUp: "PgUp",
    Qt.Key.Key_PageDown: "PgDown",
    **{Qt.Key(Qt.Key.Key_F1 + n): f"F{n + 1}" for n in range(12)},
}
_FUNCTIONS = frozenset(f"F{n}" for n in range(1, 13))
_MOVE = frozenset(_NAMED.values()) - _FUNCTIONS

_SIGN = 1
_ELSEWHERE = frozenset(
    ("Esc", "Enter", "Tab", "Ctrl+Enter", "J", "K", *(f"Ctrl+{key}" for key in "ACVXYZ"))
)


def is_elsewhere(key: str) -> bool:
    """Keys that texts, lists and dialogs hear by themselves: no act can be given one of these."""
    held, _, last = key.rpartition("+")
    return key in _ELSEWHERE or (last in _MOVE and "Alt" not in held)


def written(event: QKeyEvent) -> str:
    """Empty for a modifier by itself, and for a key that nobody here hears."""
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
    if shift and (control or len(name) > _SIGN):
        parts.append("Shift")
    return "+".join([*parts, name])


def caps_of(key: str) -> tuple[str, ...]:
    """A cap each: "Ctrl+K" is two, "G H" is two."""
    return tuple(key.split(" ")) if " " in key else tuple(key.split("+"))


def cap_word(key: str) -> str:
    """What is printed on that key of a keyboard of the reader's language."""
    return tr(_CAPS[key], sense="key") if key in _CAPS else tr(key)


def said(key: str) -> str:
    """A key in a sentence: `Ctrl+K`, `G H`."""
    return ("+" if "+" in key[:-1] else " ").join(cap_word(cap) for cap in caps_of(key))


def is_for_focus(key: str, focus: QWidget | None) -> bool:
    """Whether what has the keyboard needs this key itself: a text its signs and the keys that
    move in it, a button its Space."""
    plain = key.removeprefix("Shift+")
    if is_text_input(focus):
        return len(plain) == _SIGN or plain in _MOVE
    return plain == "Space" and isinstance(focus, QAbstractButton)


def is_sign(key: str) -> bool:
    """A letter, a digit, a sign: what can be switched off (WCAG 2.1.4)."""
    return len(key.removeprefix("Shift+")) == _SIGN


def is_text_input(widget: QWidget | None) -> bool:
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QAbstractSpinBox) or (
        isinstance(widget, QComboBox) and widget.isEditable()
    )
