"""Facts of an incident as an update may say them, and which of them stand in a text.

A text is plain words and nothing else: what was inserted stays linked because the link, kept
beside the text, knows the fact and the words it was inserted as. Where those words stand in the
text, that is the fact; where a person changed them, they are the person's."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.composing import regions
from models.composing.sandbox import Words
from models.domain.cadence import promised_after
from models.domain.entry import EntryKind
from models.domain.incident import Incident
from models.domain.measures import union_ms
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.public import known_as, listed
from models.domain.timeline import TimelineEntry
from models.domain.times import to_ms
from models.domain.update import UpdateState

ENTRY_KINDS = (EntryKind.METRIC, EntryKind.EVIDENCE, EntryKind.DECISION, EntryKind.NOTE)
LONGEST_ENTRY = 120
"""A longer entry is a story, not a fact."""


@dataclass(frozen=True, slots=True)
class Fact:
    """`key` names the fact for as long as it stands; `words` is what a text says; `label` what
    the list of facts shows and `source` where it is from."""

    key: str
    words: str
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Link:
    """A fact as it was put into a text."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the text, in characters, that is a fact. `now` is what the fact says by now:
    the same words, other ones, or "" where it is no longer known."""

    start: int
    end: int
    key: str
    now: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What facts are read from. `public` are the public names of services, by name; `entries`
    the newest lines of the timeline, oldest first."""

    incident: Incident
    public: Mapping[str, str]
    entries: Sequence[TimelineEntry] = ()
    policy: Policy = DEFAULT_POLICY


def template_facts(known: Known, now: datetime) -> dict[str, Words | tuple[Words, ...]]:
    """What templates may name (templates.FACT_NAMES), each with the key it is linked by."""
    incident = known.incident
    services = tuple(
        Words(known_as(name, known.public), f"service:{name}") for name in incident.services
    )
    places = tuple(Words(name, f"region:{name}") for name in _regions(known))
    facts: dict[str, Words | tuple[Words, ...]] = {
        key: Words(words, key) for key, words in _told(known, now).items()
    }
    affected = services[0] if len(services) == 1 else Words(_affected(known), "affected")
    return {**facts, "services": services, "regions": places, "affected": affected}


def facts_of(known: Known, now: datetime, audience: str) -> tuple[Fact, ...]:
    """What may be inserted, the most useful first. Customers are told the public names."""
    told = _told(known, now)
    found = [Fact(f"region:{name}", name, name, "timeline") for name in _regions(known)] + [
        Fact(key, told[key], f"{label} {told[key]}", source)
        for key, label, source in _PLAIN
        if told.get(key)
    ]
    names = {name: known_as(name, known.public) for name in known.incident.services}
    services = [Fact(f"service:{name}", public, public, name) for name, public in names.items()]
    return (*_entry_facts(known, audience, names), *found, *services)


def current_words(known: Known, now: datetime, audience: str) -> dict[str, str]:
    """What each fact says by now, by key."""
    named = {
        value.key: str(value)
        for value in template_facts(known, now).values()
        if isinstance(value, Words) and value
    }
    return {**named, **{fact.key: fact.words for fact in facts_of(known, now, audience)}}


def tokens_in(text: str, links: Iterable[Link], words_now: Mapping[str, str]) -> tuple[Token, ...]:
    """Where facts stand in a text, in order, none over another; the longer words win. What
    somebody wrote in the very words of a fact that was inserted is that fact too."""
    wanted = sorted(set(links), key=lambda link: (-len(link.words), link.key))
    taken: list[Token] = []
    covered = bytearray(len(text))
    for link in wanted:
        if not link.words:
            continue
        now = words_now.get(link.key, "")
        stale = now != link.words
        for found in re.finditer(_whole(link.words), text):
            start, end = found.span()
            if not any(covered[start:end]):
                covered[start:end] = b"\1" * (end - start)
                taken.append(Token(start, end, link.key, now, stale))
    return tuple(sorted(taken, key=lambda token: token.start))


def in_public(text: str, names: Mapping[str, str]) -> str:
    """Words of ours in words of theirs: regions and services by their public names."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", names[name], text)
    return regions.in_public(re.sub(r"\b5xx\b", "errors", text))


def gaps_in(text: str) -> tuple[tuple[int, int], ...]:
    """Stretches that a template left for a person to fill: `[what changed]`."""
    return tuple(found.span() for found in re.finditer(r"\[[a-z][a-z_ ]{2,30}\]", text))


_PLAIN = (
    ("users", "Users affected:", "impact"),
    ("started", "Impact began", "impact"),
    ("ended", "Impact ended", "impact"),
    ("lasted", "Impact lasted", "impact"),
    ("next_within", "Next update within", "policy"),
    ("business", "Business impact:", "impact"),
)


def _told(known: Known, now: datetime) -> dict[str, str]:
    incident = known.incident
    times, severity = incident.times, incident.severity
    lasted = union_ms(incident.impact) if times.impact_ended_at else None
    return {
        "severity": f"{severity.value} {severity.word}" if severity else "",
        "title": incident.title.strip().rstrip("."),
        "objective": incident.objective.strip().rstrip("."),
        "commander": incident.commander,
        "users": _users(incident),
        "business": (incident.business or "").strip().rstrip("."),
        "started": _clock(times.impact_started_at or times.detected_at),
        "ended": _clock(times.impact_ended_at),
        "lasted": _length(lasted),
        "next_within": _next_within(known, now),
    }


def _users(incident: Incident) -> str:
    users = incident.users or ""
    if users in ("", "unknown"):
        return ""
    return f"about {int(users):,}" if users.isdecimal() else users


def _clock(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%H:%M} UTC"


def _length(ms: int | None) -> str:
    if ms is None:
        return ""
    hours, minutes = divmod(max(1, round(ms / 60_000)), 60)
    told = [f"{hours} hour{'s' * (hours != 1)}"] if hours else []
    return " ".join([*told, *([f"{minutes} minute{'s' * (minutes != 1)}"] if minutes else [])])


def _next_within(known: Known, now: datetime) -> str:
    """A length, not a time of day: that would be wrong by as long as the writing takes."""
    promised = promised_after(known.incident, now, UpdateState.IDENTIFIED, known.policy)
    return _length(to_ms(promised) - to_ms(now)) if promised else ""


def _affected(known: Known) -> str:
    names = tuple(known_as(name, known.public) for name in known.incident.services)
    return listed(names) or "our service"


def _regions(known: Known) -> tuple[str, ...]:
    said = "\n".join([known.incident.title, *(_words(entry) for entry in known.entries)])
    return regions.found_in(said)


def _words(entry: TimelineEntry) -> str:
    return (entry.corrected_text or entry.text or "").strip()


def _entry_facts(known: Known, audience: str, names: Mapping[str, str]) -> list[Fact]:
    """The newest short lines that people wrote, numbers before notes."""
    kept = [
        entry
        for entry in known.entries
        if entry.kind in ENTRY_KINDS and not entry.struck and len(_words(entry)) <= LONGEST_ENTRY
    ]
    ranked = sorted(
        kept, key=lambda entry: (ENTRY_KINDS.index(entry.kind), -to_ms(entry.happened_at))
    )
    found = []
    for entry in ranked[:_MOST_ENTRIES]:
        words = _words(entry).rstrip(".")
        told = in_public(words, names) if audience == "customers" else words
        source = f"{entry.actor}, {entry.happened_at:%H:%M}"
        found.append(Fact(f"entry:{entry.uid}", told, words, source))
    return found


_MOST_ENTRIES = 4


def _whole(words: str) -> str:
    """A pattern for these words standing by themselves."""
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return before + re.escape(words) + after
