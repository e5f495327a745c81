"""Values as TOML writes them."""

import json


def quoted(text: str) -> str:
    """A string of JSON is one of TOML, but for DEL, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def value(found: object) -> str:
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, int | float):
        return str(found)
    if isinstance(found, list | tuple):
        return f"[{', '.join(value(item) for item in found)}]"
    return quoted(str(found))


def span(ms: float | None) -> str:
    """A length of time as a person writes it: `90m`, `2h`, or never for None."""
    if ms is None:
        return "never"
    for unit, size in (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)):
        if ms % size == 0:
            return f"{int(ms // size)}{unit}"
    return f"{int(ms)}ms"
