"""What the settings are called, and how a change of one is said."""

from collections.abc import Callable

from models.settings import Settings
from views import tongue
from views.tongue import inside, mark, tr

PAGES = (
    ("you", "user-circle", mark("You")),
    ("appearance", "sun", mark("Appearance")),
    ("keys", "keyboard", mark("Keys")),
    ("people", "users", mark("People")),
    ("services", "stack", mark("Services")),
    ("rules", "scales", mark("Severity rules")),
    ("channels", "megaphone", mark("Channels")),
    ("templates", "file", mark("Update templates")),
    ("review-templates", "note-pencil", mark("Review templates")),
    ("sync", "arrows-clockwise", mark("Sync")),
    ("sources", "plugs-connected", mark("Sources")),
    ("runbooks", "list-numbers", mark("Runbooks")),
    ("notifications", "bell", mark("Notifications")),
)
"""(name, icon, words) in the order of the list."""

THEMES = {"dark": mark("Dark"), "light": mark("Light"), "system": mark("Follow the system")}
SCALES = {"0.9": "90 %", "1.0": "100 %", "1.15": "115 %", "1.3": "130 %"}
CLOCKS = {"utc": mark("UTC first"), "local": mark("Local first")}

_SWITCHED = {
    "reduce_motion": (mark("Motion is reduced."), mark("Motion is as it comes.")),
    "utc_first": (
        mark("Times are shown in UTC first."),
        mark("Times are shown in local time first."),
    ),
    "high_contrast": (mark("High contrast is on."), mark("High contrast is off.")),
    "labels_in_rail": (mark("Words in the rail are on."), mark("Words in the rail are off.")),
    "letters": (mark("Single letters are on."), mark("Single letters are off.")),
    "notify": (mark("Notifications are on."), mark("Notifications are off.")),
    "do_not_disturb": (mark("Do not disturb is on."), mark("Do not disturb is off.")),
    "listen": (mark("Listening for webhooks is on."), mark("Listening for webhooks is off.")),
}
_CHANGED = {
    "keys": mark("The key is changed."),
    "prometheus_url": mark("The address of Prometheus is saved."),
    "prometheus_query": mark("The query is saved."),
    "prometheus_name": mark("The name of the figure is saved."),
}
_SAID: dict[str, Callable[[Settings], str]] = {
    "theme": lambda s: tr("Theme: {name}.", name=inside(tr(THEMES[s.theme]))),
    "language": lambda s: tr(
        "Language: {name}. It is spoken from the next start on.",
        name=languages().get(s.language, s.language),
    ),
    "text_scale": lambda s: tr("Text size: {size}.", size=SCALES[str(s.text_scale)]),
    "prometheus_limit": lambda s: (
        tr("The limit is {value}.", value=s.prometheus_limit)
        if s.prometheus_limit
        else tr("The limit is not drawn.")
    ),
}


def languages() -> dict[str, str]:
    """What the window can speak, by code."""
    here = {code: tongue.name_of(code) for code in tongue.languages()}
    return {tongue.SYSTEM: tr("Follow the system"), **here}


def said_of(name: str, settings: Settings) -> str:
    """One sentence about what a setting is now."""
    if name in _SWITCHED:
        on, off = _SWITCHED[name]
        return tr(on if getattr(settings, name) else off)
    return tr(_CHANGED[name]) if name in _CHANGED else _SAID[name](settings)
