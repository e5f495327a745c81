"""Any JSON that says what is wrong, from a sender this program has no reader for."""

from models.domain.alert import Alert
from models.intake.drafts import (
    choose_title,
    draft_alert,
    made_fingerprint,
    own_fingerprint,
    says_firing,
    says_resolved,
    title_says_resolved,
)
from models.intake.fields import (
    Fields,
    Record,
    as_record,
    as_records,
    clean,
    named_values,
    plain_name,
    read_labels,
    web_address,
)
from models.intake.rejected import Rejected
from models.intake.senders.generic_names import (
    ENDS,
    KEYS,
    LABELS,
    LINKS,
    LISTS,
    MOMENTS,
    NAMES,
    SENTENCES,
    SEVERITIES,
    SIGNS,
    STARTS,
    STATUSES,
    TEXTS,
    TITLES,
    VALUES,
    WRAPPERS,
)
from models.intake.services import service_named
from models.intake.several import read_each

_DEPTH = 2


def read(record: Record, source: str) -> list[Alert]:
    """One alert, or one for each in a list under a usual name. Rejected: no title anywhere."""
    if not Fields(record).text(*TITLES):
        members = _members(record)
        if members:
            return read_each(members, lambda member: [_read_one(member, source)])
    return [_read_one(record, source)]


def _read_one(record: Record, source: str) -> Alert:
    layers = _layers(record)
    fields = Fields(*layers)
    title = _title(fields)
    if not title:
        raise Rejected("Nothing in it says what is wrong: there is no title, name or message.")
    labels = _labels(layers, LABELS)
    loose = _labels(layers, VALUES)
    beside = Fields(labels, loose)
    service = service_named(fields, beside)
    resolved = _is_resolved(fields)
    moment = fields.moment(*MOMENTS) or beside.moment(*MOMENTS)
    return draft_alert(
        source,
        title,
        own_fingerprint(*fields.values(*KEYS)) or made_fingerprint(source, title, service, labels),
        resolved=resolved,
        service=service,
        severity_word=fields.filled(*SEVERITIES) or beside.filled(*SEVERITIES),
        text=next((text for text in fields.texts(*TEXTS) if text != title), ""),
        url=web_address(*fields.values(*LINKS)),
        fired_at=fields.moment(*STARTS) or (None if resolved else moment),
        ended_at=fields.moment(*ENDS) or moment,
        labels=labels | loose,
    )


def _members(record: Record) -> list[Record]:
    for layer in _layers(record, 1):
        for name, value in layer.items():
            if plain_name(name) in LISTS and (members := as_records(value)):
                return members
    return []


def _layers(record: Record, depth: int = _DEPTH) -> list[Record]:
    """The record, then what is wrapped in it under a usual name, nearest first."""
    layers, level = [record], [record]
    for _ in range(depth):
        by_name = [
            {plain_name(name): value for name, value in outer.items() if isinstance(value, dict)}
            for outer in level
        ]
        level = [as_record(inner[name]) for name in WRAPPERS for inner in by_name if name in inner]
        layers += level
    return layers


def _title(fields: Fields) -> str:
    for names in (TITLES, NAMES if fields.mentions(*SIGNS) else (), SENTENCES):
        if fields.text(*names):
            return choose_title(fields, *names)
    return ""


def _labels(layers: list[Record], names: tuple[str, ...]) -> dict[str, str]:
    groups = [
        named_values(value)
        for layer in layers
        for name, value in layer.items()
        if plain_name(name) in names
    ]
    return read_labels(*groups)


def _is_resolved(fields: Fields) -> bool:
    """By the first status word that says either; a bare number says neither."""
    for value in fields.values(*STATUSES):
        word = clean(value, 60)
        if says_resolved(word):
            return True
        if says_firing(word):
            return False
    return any(title_says_resolved(text) for text in fields.texts(*TITLES))
