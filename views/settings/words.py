"""What the settings are called, and how a change of one is said."""

from collections.abc import Callable

from models.settings import Settings

PAGES = (
    ("you", "user-circle", "You"),
    ("appearance", "sun", "Appearance"),
    ("keys", "keyboard", "Keys"),
    ("people", "users", "People"),
    ("services", "stack", "Services"),
    ("rules", "scales", "Severity rules"),
    ("sources", "plugs-connected", "Sources"),
    ("runbooks", "list-numbers", "Runbooks"),
    ("notifications", "bell", "Notifications"),
)
"""(name, icon, words) in the order of the list."""

THEMES = {"dark": "Dark", "light": "Light", "system": "Follow the system"}
SCALES = {"0.9": "90 %", "1.0": "100 %", "1.15": "115 %", "1.3": "130 %"}
CLOCKS = {"utc": "UTC first", "local": "Local first"}

_SAID: dict[str, Callable[[Settings], str]] = {
    "theme": lambda s: f"Theme: {THEMES[s.theme].lower()}.",
    "text_scale": lambda s: f"Text size: {SCALES[str(s.text_scale)]}.",
    "reduce_motion": lambda s: f"Motion is {'reduced' if s.reduce_motion else 'as it comes'}.",
    "utc_first": lambda s: f"Times are shown {'in UTC' if s.utc_first else 'in local time'} first.",
    "high_contrast": lambda s: f"High contrast is {_on(s.high_contrast)}.",
    "labels_in_rail": lambda s: f"Words in the rail are {_on(s.labels_in_rail)}.",
    "letters": lambda s: f"Single letters are {_on(s.letters)}.",
    "keys": lambda _: "The key is changed.",
    "notify": lambda s: f"Notifications are {_on(s.notify)}.",
    "do_not_disturb": lambda s: f"Do not disturb is {_on(s.do_not_disturb)}.",
    "listen": lambda s: f"Listening for webhooks is {_on(s.listen)}.",
    "prometheus_url": lambda _: "The address of Prometheus is saved.",
    "prometheus_query": lambda _: "The query is saved.",
    "prometheus_name": lambda _: "The name of the figure is saved.",
    "prometheus_limit": lambda s: f"The limit is {s.prometheus_limit or 'not drawn'}.",
}


def said_of(name: str, settings: Settings) -> str:
    """One sentence about what a setting is now."""
    return _SAID[name](settings)


def _on(yes: bool) -> str:
    return "on" if yes else "off"
