"""Facts that a post-mortem names: in its front matter, in tables, in lines like "Start: 10:04"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo

from models.domain.times import whole_ms
from models.intake.fields import NON_VALUES, clean, has_placeholder, one_line, plain_name
from models.intake.postmortems.parts import Part, plain_words
from models.intake.postmortems.rows import TABLE_ROW, Row, rows_of
from models.intake.postmortems.stamps import Days, stamp_of

NAMES = {
    "title": ("title", "name", "incidenttitle"),
    "key": ("uuid", "guid", "uid"),
    "incident": ("incident", "incidentid", "incidentnumber", "incidentno", "incidentkey"),
    "url": ("url", "source", "link", "permalink", "canonicalurl", "originalurl"),
    "day": ("incidentdate", "dateofincident", "date", "day"),
    "published": (
        "sourcepublishedat", "publishedat", "published", "publishdate", "postmortemdate",
    ),
    "started": (
        "starttime", "startdatetime", "startdate", "started", "startedat", "start",
        "incidentstart", "incidentstarttime", "impactstart", "impactstarted", "begintime",
        "outagestart", "begin", "began",
    ),
    "detected": ("detectiontime", "detected", "detectedat", "timedetected", "detection"),
    "mitigated": ("mitigationtime", "mitigated", "mitigatedat", "timemitigated"),
    "ended": (
        "endtime", "enddatetime", "enddate", "ended", "endedat", "end", "resolutiontime",
        "resolved", "resolvedat", "resolvedwhen", "incidentend", "incidentendtime",
        "impactend", "impactended", "outageend",
    ),
    "severity": ("severity", "sev", "incidentseverity", "priority", "severitylevel"),
    "services": (
        "services", "service", "affectedservices", "affected", "affectedsystems", "components",
        "component", "systems", "system", "product", "products",
    ),
}  # fmt: skip
"""Plain names to the fact; the first name that says something holds."""

_FACT_OF = {name: fact for fact, names in NAMES.items() for name in names}
_LINE = re.compile(r"[\s>*_-]*([A-Za-z][A-Za-z /_-]{1,30}?)[*_\s]*:[*_]*[ \t]+(\S.*)$")
_UNIT = re.compile(r"\((?:utc|gmt|all times.{0,20})\)|/.*$", re.IGNORECASE)


class Told:
    """The facts of one document, by name; what its front matter says goes before its text."""

    def __init__(self, front: Mapping[str, object], parts: Sequence[Part]) -> None:
        self._front = {plain_name(name): value for name, value in front.items()}
        self._text: dict[str, str] = {}
        for name, value in _in_text(parts):
            self._text.setdefault(_FACT_OF[name], value)

    def text(self, fact: str, limit: int = 300) -> str:
        for name in NAMES[fact]:
            said = one_line(self._front.get(name), limit)
            if said.lower() not in NON_VALUES and not has_placeholder(said):
                return said
        return clean(self._text.get(fact, ""), limit)

    def texts(self, fact: str) -> tuple[str, ...]:
        """Names out of a list, or out of a text with commas between them."""
        found: list[str] = []
        for name in NAMES[fact]:
            value = self._front.get(name)
            found += [one_line(item, 120) for item in value] if isinstance(value, list) else []
        if not found:
            found = [part.strip() for part in _outside_brackets(self.text(fact))]
        names = (name for name in found if name and name.lower() not in NON_VALUES)
        return tuple(dict.fromkeys(names))[:50]


def _outside_brackets(text: str) -> list[str]:
    """Parted at commas, but not inside of brackets: "RDS (MySQL, two zones), API" are two."""
    return re.split(r"[,;]\s*(?![^()]*\))", text)


def _in_text(parts: Sequence[Part]) -> Iterator[tuple[str, str]]:
    for part in parts:
        name = _plain(part.heading)
        if name in _FACT_OF and part.level > 1 and part.body.strip():
            yield name, plain_words(part.body.strip().split("\n")[0])
        for row in rows_of(part.body):
            yield from _in_row(row)


def _in_row(row: Row) -> Iterator[tuple[str, str]]:
    if row.kind == TABLE_ROW:
        # The first row of such a table is a pair too, though Markdown makes heads of it.
        for cells in (row.heads, row.cells):
            for label, value in zip(cells[::2], cells[1::2], strict=False):
                name = _plain(label)
                said = plain_words(value)
                if name in _FACT_OF and said and _plain(value) not in _FACT_OF:
                    yield name, said
        return
    for line in row.text.split("\n"):
        pair = _LINE.match(line)
        if pair is not None and _plain(pair[1]) in _FACT_OF:
            yield _plain(pair[1]), plain_words(pair[2])


def _plain(label: str) -> str:
    return plain_name(_UNIT.sub("", plain_words(label)))


def moment_said(text: str, day: date | None, zone: tzinfo | None) -> tuple[datetime | None, str]:
    """(UTC, "") or (None, why not) of a time that stands in a field."""
    if not text:
        return None, ""
    try:
        found = datetime.fromisoformat(text)
        if ":" in text and found.tzinfo is not None:
            return whole_ms(found.astimezone(UTC)), ""
    except (ValueError, OverflowError):
        pass
    stamp = stamp_of(text)
    if stamp is None:
        return None, "is not a time that can be read"
    if stamp.clock is None:
        return None, "gives a day and no time"
    if stamp.zone is None and zone is None:
        return None, "has no offset, and no zone is said; name one with --assume-zone"
    at = Days(day, zone).moment(stamp)
    return at, "" if at is not None else "has no day"
