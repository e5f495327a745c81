"""Finding values in a payload whose field names and types are only roughly known."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import islice

from models.intake.moments import read_moment
from models.intake.rejected import Rejected

# No real payload comes near these; a hostile one must not cost minutes.
MAX_LISTED, MAX_NAMES = 5_000, 500
MAX_TITLE, MAX_TEXT, MAX_LABELS, MAX_LABEL = 300, 20_000, 200, 2_000

# Written where there is no value.
NON_VALUES = frozenset({"", "null", "none", "nil", "n/a", "undefined", "[no value]", "<no value>"})

# Marks of a template nobody filled in: Go and Jinja, shell, Zabbix, Datadog, ERB, test fixtures.
_PLACEHOLDER = re.compile(
    r"\{\{.{0,300}?\}\}|\{%.{0,300}?%\}|\$\{[^}]{0,300}\}|<%.{0,300}?%>|\{\$?[A-Z][A-Z0-9_]*(?:\.[A-Z0-9_]+)*\}"
    r"|\$[A-Z][A-Z0-9_]{3,}\b|\b__[A-Z][A-Z0-9_]+__\b"
    r"|\*insert [^*]{1,80}\*",
    re.DOTALL,
)
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\ud800-\udfff]")
_SEPARATORS = re.compile(r"[^a-z0-9]")
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)

Record = Mapping[str, object]


@lru_cache(maxsize=4_096)
def plain_name(name: str) -> str:
    """`alert_title`, `alertTitle` and `Alert-Title` are one name."""
    return _SEPARATORS.sub("", name.lower())


def clean(value: object, limit: int = MAX_TEXT) -> str:
    """A text or number as text that can be kept and shown; anything else is empty."""
    if type(value) is str and len(value) <= limit and value.isprintable():
        return value.strip()  # nearly all there is
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, int) and value.bit_length() > 128:
        return ""
    text = _NOT_TEXT.sub("\ufffd", str(value)[: limit * 2]).strip()
    return text if len(text) <= limit else text[: limit - 1] + "…"


def one_line(value: object, limit: int = MAX_TITLE) -> str:
    return clean(" ".join(value.split()) if isinstance(value, str) else value, limit)


def has_placeholder(text: str) -> bool:
    return _PLACEHOLDER.search(text) is not None


def as_record(value: object) -> Record:
    return value if isinstance(value, dict) else {}


def as_records(value: object) -> list[Record]:
    """Rejected where there are too many for the time a delivery may take."""
    if isinstance(value, list) and len(value) > MAX_LISTED:
        raise Rejected(
            f"It lists {len(value)} things at once; more than {MAX_LISTED} are not read."
        )
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def web_address(*values: object) -> str:
    """The first that is a web address; other schemes are never kept as links."""
    texts = (clean(value, 2_000) for value in values)
    return next((text for text in texts if _WEB.fullmatch(text)), "")


def read_labels(*records: Record) -> dict[str, str]:
    """Texts and numbers by name, nested groups joined with a dot; the first of a name wins."""
    labels: dict[str, str] = {}
    for record in records:
        for name, value in islice(_flat(record), MAX_NAMES):
            if len(labels) >= MAX_LABELS:
                return labels
            text = clean(value, MAX_LABEL)
            if text.lower() not in NON_VALUES and not has_placeholder(text):
                labels.setdefault(clean(name, 200), text)
    return labels


def _flat(record: Record) -> Iterator[tuple[str, object]]:
    for name, value in record.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", item) for inner, item in value.items())
        else:
            yield name, value


def named_values(value: object) -> dict[str, object]:
    """Labels in their usual shapes: an object, `[{key, value}]`, `[[key, value]]`, `a:b, c:d`."""
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, str):
        return _from_pairs(part.split(":", 1) for part in value[:MAX_TEXT].split(","))
    if not isinstance(value, list):
        return {}
    named: dict[str, object] = {}
    for item in value[: MAX_LABELS * 2]:
        if isinstance(item, dict):
            name = item.get("key", item.get("name", item.get("tag")))
            content = item.get("value")
            if isinstance(content, dict) and len(content) == 1:
                content = next(iter(content.values()))
            if isinstance(name, str):
                named.setdefault(name, content)
        elif isinstance(item, list) and len(item) == 2 and isinstance(item[0], str):
            named.setdefault(item[0], item[1])
        elif isinstance(item, str):
            named |= _from_pairs([item.split(":", 1)])
    return named


def _from_pairs(pairs: Iterable[list[str]]) -> dict[str, object]:
    return {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2 and pair[0]}


class Fields:
    """Values of several records by plain name; an earlier name or record goes before a later."""

    def __init__(self, *records: Record) -> None:
        self._values: dict[str, list[object]] = {}
        for record in records:
            for name, value in islice(record.items(), MAX_NAMES):
                self._values.setdefault(plain_name(name), []).append(value)

    def values(self, *names: str) -> Iterator[object]:
        for name in names:
            yield from self._values.get(name, ())

    def texts(self, *names: str, limit: int = MAX_TEXT) -> Iterator[str]:
        for value in self.values(*names):
            text = clean(value, limit)
            if text.lower() not in NON_VALUES:
                yield text

    def text(self, *names: str, limit: int = MAX_TEXT) -> str:
        # As `texts`, without its generators: asked a dozen times of every alert there is.
        for name in names:
            for value in self._values.get(name, ()):
                text = clean(value, limit)
                if text.lower() not in NON_VALUES:
                    return text
        return ""

    def filled(self, *names: str, limit: int = MAX_TEXT) -> str:
        """The first text that is not an unfilled template."""
        found = (text for text in self.texts(*names, limit=limit) if not has_placeholder(text))
        return next(found, "")

    def moment(self, *names: str, in_utc: bool = False) -> datetime | None:
        """`in_utc`: the sender documents that its times without an offset are UTC."""
        moments = (read_moment(value, in_utc=in_utc) for value in self.values(*names))
        return next((moment for moment in moments if moment is not None), None)

    def has(self, *names: str) -> bool:
        return any(name in self._values for name in names)

    def mentions(self, *parts: str) -> bool:
        return any(part in name for name in self._values for part in parts)
