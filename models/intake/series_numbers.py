"""Numbers as people write them: with a point or a comma, in groups, with their unit."""

import math
import re
from collections.abc import Iterable

_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))")
_EXPONENT = r"(?:[eE][-+]?\d+)?"
_COMMA_IS_DECIMAL = re.compile(
    r"[-+]?(?:[\d.]*,(?:\d{1,2}|\d{4,})|(?:0+|\d{4,}|\d{1,3}(?:\.\d{3})+),\d+)" + _EXPONENT
)
_FORMS = {
    ".": re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?" + _EXPONENT),
    ",": re.compile(r"[-+]?(?:\d{1,3}(?:\.\d{3})+|\d+)?(?:,\d*)?" + _EXPONENT),
}
_EITHER = re.compile(r"[-+]?\d{1,3},\d{3}")
"""`2,125` is two and an eighth in Berlin and over two thousand in London."""


def decimal_sign(cells: Iterable[str], *, alone: str = "") -> str:
    """`.` or `,`, as the numbers of one table show it; `alone` where nothing in them tells."""
    plain = [_plain(cell) for cell in cells]
    if any(_COMMA_IS_DECIMAL.fullmatch(cell) for cell in plain):
        return ","
    if any("." in cell and _FORMS["."].fullmatch(cell) for cell in plain):
        return "."
    return alone if any(_EITHER.fullmatch(cell) for cell in plain) else "."


def read_number(text: str, decimal: str = ".") -> float | None:
    """A finite number; None for anything else. A percent sign behind it is not part of it."""
    plain = _plain(text)
    if not any(sign.isdigit() for sign in plain) or not _FORMS[decimal].fullmatch(plain):
        return None
    grouping = "," if decimal == "." else "."
    try:
        value = float(plain.replace(grouping, "").replace(decimal, "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _plain(text: str) -> str:
    return _SPACED.sub("", text.strip().rstrip("%").rstrip()).replace("\u2212", "-")
