"""What an update is written from: the incident, its newest lines, the names customers know."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from models.checks.record import CatalogService, EarlierUpdate, Record
from models.composing import regions
from models.composing.facts import ENTRY_KINDS, Known, Link, template_facts
from models.composing.templates import Filled, Template, fill
from models.domain.cadence import next_update_due, with_timings
from models.domain.errors import BadInput
from models.domain.ids import incident_stream
from models.domain.incident import Incident
from models.domain.public import known_as
from models.domain.timeline import TimelineEntry
from models.domain.update import Components, Update
from models.publishing.roster import KnownChannel
from models.queries import incidents, people, timeline
from models.queries.channels import channels
from models.queries.templates import template_book
from models.queries.texts import text_of
from models.queries.timeline import Filter
from models.queries.updates import UpdateRecord, text_name, update_record, with_drafts
from models.spelling import words_of
from models.store import catalog, lookup, policies, state
from models.store.driver import Connection

MOST_ENTRIES = 60
"""As far back as facts are looked for."""
CAN = "can"
"""What the text of the CAN report is called among the texts of its incident."""


@dataclass(frozen=True, slots=True)
class ComposerRecord:
    """`known.incident` has its drafts' words and the times of its updates. `links` are by the uid
    of the update; `begun` is what each template makes of the facts now; `components` are (id,
    service) of the status page; `names` words that no dictionary needs to know."""

    label: str
    known: Known
    record: UpdateRecord
    facts: Record
    templates: Mapping[str, Template] = field(default_factory=dict)
    begun: Mapping[str, Filled] = field(default_factory=dict)
    links: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    channels: tuple[KnownChannel, ...] = ()
    components: tuple[tuple[str, str], ...] = ()
    can: str = ""
    names: frozenset[str] = frozenset()

    @property
    def incident(self) -> Incident:
        return self.known.incident


def composer_record(connection: Connection, uid: str, now: datetime) -> ComposerRecord:
    found = with_drafts(connection, incidents.incident(connection, uid))
    policy = policies.in_force(connection, found.times.detected_at or now)
    found = with_timings(found, policy)
    told = known(connection, found, now)
    label = lookup.label(connection, uid)
    everybody = [person.name for person in people.people(connection)]
    parts, book = catalog.components(connection), template_book(connection)
    names = [*everybody, *catalog.services(connection), *told.public.values(), label]
    return ComposerRecord(
        label,
        told,
        update_record(found, now, policy),
        check_record(connection, told, label, everybody, now),
        book,
        begun_with(book, told, now),
        {one.uid: links_of(connection, uid, text_name(one.uid)) for one in _open(found)},
        channels(connection),
        tuple((name, service) for name, service in parts if service in found.services),
        text_of(connection, uid, CAN),
        words_of(names),
    )


def begun_with(book: Mapping[str, Template], told: Known, now: datetime) -> dict[str, Filled]:
    """By key. One that a later version wrote, and this one cannot read, is left out."""
    facts, found = template_facts(told, now), {}
    for key, template in book.items():
        with suppress(BadInput):
            found[key] = fill(template, facts)
    return found


def known(connection: Connection, incident: Incident, now: datetime) -> Known:
    names = catalog.public_names(connection)
    policy = policies.in_force(connection, incident.times.detected_at or now)
    return Known(incident, names, _newest(connection, incident.uid), policy)


def check_record(
    connection: Connection, told: Known, label: str, everybody: list[str], now: datetime
) -> Record:
    """The facts that a text is checked against, but for what its own draft says."""
    incident, times = told.incident, told.incident.times
    visit = incident.visits[-1] if incident.visits else None
    parts = dict(catalog.components(connection))
    services = tuple(
        CatalogService(name, known_as(name, told.public), name in incident.services)
        for name in told.public
    )
    said = "\n".join([incident.title, *((one.corrected_text or one.text) for one in told.entries)])
    return Record(
        label=label,
        now=now,
        stage=incident.stage,
        stage_at=visit.start if visit else None,
        severity=incident.severity,
        mitigated_at=times.mitigated_at,
        resolved_at=times.resolved_at,
        due_at=next_update_due(incident, told.policy),
        users=incident.users,
        services=services,
        people=tuple(everybody),
        regions=regions.found_in(said),
        earlier=tuple(_earlier(incident, parts, told.public)),
    )


def links_of(connection: Connection, incident: str, name: str) -> tuple[Link, ...]:
    """The facts that were put into the text called `name`."""
    key = ("prose", f"{incident}/{name}", "facts")
    found = state.of_keys(connection, incident_stream(incident), [key]).get(key)
    told = [write.value for write in found.ordered()] if found else []
    links = [
        Link(str(value.get("key") or ""), str(value.get("words") or ""))
        for value in told
        if isinstance(value, dict)
    ]
    return tuple(dict.fromkeys(link for link in links if link.key and link.words))


def component_names(
    components: Components, parts: Mapping[str, str], public: Mapping[str, str]
) -> dict[str, str]:
    """The state of each component by the name customers know it by."""
    return {
        known_as(parts[name], public): standing.value
        for name, standing in components
        if name in parts
    }


def _open(incident: Incident) -> list[Update]:
    return [update for update in incident.updates if update.publication is None]


def _earlier(
    incident: Incident, parts: Mapping[str, str], public: Mapping[str, str]
) -> list[EarlierUpdate]:
    found = []
    for update in incident.updates:
        said = update.published
        if said is None or update.publication is None:
            continue
        found.append(
            EarlierUpdate(
                update.n,
                update.out_at or update.publication.at,
                said.audience.value if said.audience else "",
                said.state.value,
                said.text,
                component_names(said.components, parts, public),
                update.next_due_at,
            )
        )
    return found


def _newest(connection: Connection, uid: str) -> tuple[TimelineEntry, ...]:
    wanted = Filter(kinds=ENTRY_KINDS)
    count = timeline.count(connection, uid, wanted)
    first = max(0, count - MOST_ENTRIES)
    return tuple(timeline.page(connection, uid, wanted, first, MOST_ENTRIES))
