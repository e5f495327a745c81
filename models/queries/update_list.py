"""Every update of an incident as scripts see it: its words, what checks find, what is due."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from models.checks.finding import Finding
from models.checks.record import UpdateDraft
from models.checks.updates import check_update
from models.domain.cadence import promised_after
from models.domain.incident import Incident
from models.queries.composing import ComposerRecord, component_names, composer_record
from models.queries.updates import Json, update_json
from models.store import catalog, lookup
from models.store.driver import Connection


def update_list(connection: Connection, name: str, now: datetime) -> tuple[Incident, list[Json]]:
    """The incident with its updates' words and times, and the rows of `update list`."""
    uid = lookup.incident_uid(connection, name)
    told = composer_record(connection, uid, now)
    found = _findings(connection, told, now)
    rows = [update_json(update, found.get(update.uid, ())) for update in told.incident.updates]
    return told.incident, rows


def _findings(
    connection: Connection, told: ComposerRecord, now: datetime
) -> Mapping[str, tuple[Finding, ...]]:
    """By uid, of those that people have not read yet."""
    parts, public = dict(catalog.components(connection)), told.known.public
    found = {}
    for update in told.incident.updates:
        if update.publication is not None:
            continue
        said = update.draft
        components = component_names(said.components, parts, public)
        draft = UpdateDraft(
            said.audience.value if said.audience else "",
            said.state.value,
            said.text,
            components,
            promised_after(told.incident, now, said.state, told.known.policy),
        )
        facts = replace(told.facts, components=components, data_lost=said.data_lost)
        found[update.uid] = check_update(draft, facts)
    return found
