"""What a person chose for this machine. It is never part of an incident, and never leaves here."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from math import isfinite
from typing import Any, Protocol

from models.domain.errors import BadInput

THEMES = ("dark", "light", "system")
TEXT_SCALES = (0.9, 1.0, 1.15, 1.3)
LONGEST = 2_000
"""Characters of an address, a query or a folder."""

Value = bool | float | str | Mapping[str, tuple[str, ...]]


class SettingsStore(Protocol):
    """What the local database remembers by key. A value is a short text."""

    def meta(self, key: str) -> str | None: ...

    def remember(self, key: str, value: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Settings:
    """`theme` is dark, light or system, `language` a code ("de") or system. `keys` are the keys
    chosen instead of those the program has, by the id of the shortcut; an empty tuple is an act
    without a key. `geometry` is the window's place as the toolkit writes it, in hexadecimal
    digits. `prometheus_name` is what the figure is called in a room, and `prometheus_limit` a
    number or "", the line drawn across it."""

    theme: str = "system"
    language: str = "system"
    text_scale: float = 1.0
    reduce_motion: bool = False
    utc_first: bool = True
    high_contrast: bool = False
    labels_in_rail: bool = False
    letters: bool = True
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notify: bool = True
    do_not_disturb: bool = False
    listen: bool = False
    prometheus_url: str = ""
    prometheus_query: str = ""
    prometheus_name: str = ""
    prometheus_limit: str = ""
    geometry: str = ""


def load(store: SettingsStore) -> Settings:
    """A value that is missing or makes no sense is the one the program has."""
    told: dict[str, Any] = {}
    for name, kind in _KINDS.items():
        text = store.meta(key_of(name))
        value = None if text is None else kind.read(text)
        if value is not None:
            told[name] = value
    return Settings(**told)


def changed(settings: Settings, name: str, value: Value) -> Settings:
    """Raises BadInput for a name that is no setting, or a value that it cannot have."""
    kind = _KINDS.get(name)
    if kind is None:
        raise BadInput(f"{name} is not a setting.")
    read = kind.read(kind.write(value))
    if read is None:
        raise BadInput(f"{value!r} cannot be used. {kind.wants}".strip())
    fresh: dict[str, Any] = {name: read}
    return replace(settings, **fresh)


def save(store: SettingsStore, name: str, value: Value) -> None:
    store.remember(key_of(name), written(name, value))


def written(name: str, value: Value) -> str:
    return _KINDS[name].write(value)


def key_of(name: str) -> str:
    """Where a setting is remembered. What is read elsewhere too has a plain key."""
    return name if name in _PLAIN else f"setting:{name}"


@dataclass(frozen=True, slots=True)
class _Kind:
    """`read` gives None for a text that makes no sense; `wants` says what would."""

    read: Callable[[str], Value | None]
    write: Callable[[Any], str]
    wants: str = ""


def _read_scale(text: str) -> float | None:
    return next((scale for scale in TEXT_SCALES if str(scale) == text), None)


def _read_keys(text: str) -> Mapping[str, tuple[str, ...]] | None:
    try:
        told = json.loads(text)
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    return {
        name: tuple(keys)
        for name, keys in told.items()
        if isinstance(keys, list) and all(isinstance(key, str) and key for key in keys)
    }


def _read_limit(text: str) -> str | None:
    try:
        usable = not text or isfinite(float(text))
    except ValueError:
        return None
    return text if usable else None


def _read_hex(text: str) -> str | None:
    try:
        bytes.fromhex(text)
    except ValueError:
        return None
    return text


def _write_keys(keys: Mapping[str, tuple[str, ...]]) -> str:
    return json.dumps({name: list(chosen) for name, chosen in sorted(keys.items())})


_PLAIN = (
    "theme",
    "text_scale",
    "prometheus_url",
    "prometheus_query",
    "prometheus_name",
    "prometheus_limit",
)
_LANGUAGE = re.compile(r"[a-z]{2,8}(-[A-Za-z]{2,8})?")
_FLAG = _Kind({"yes": True, "no": False}.get, lambda on: "yes" if on else "no")
_TEXT = _Kind(
    lambda text: text if len(text) <= LONGEST else None, str, f"Use {LONGEST:,} signs at most."
)
_KINDS: dict[str, _Kind] = {
    **{one.name: _FLAG for one in fields(Settings) if one.type is bool},
    "theme": _Kind(lambda text: text if text in THEMES else None, str),
    "language": _Kind(lambda text: text if _LANGUAGE.fullmatch(text) else None, str),
    "text_scale": _Kind(_read_scale, lambda scale: str(float(scale))),
    "keys": _Kind(_read_keys, _write_keys),
    "prometheus_url": _TEXT,
    "prometheus_query": _TEXT,
    "prometheus_name": _TEXT,
    "prometheus_limit": _Kind(_read_limit, str, "Write a number such as 2.5, or nothing."),
    "geometry": _Kind(_read_hex, str),
}
