"""Verbs that only look."""

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from app.cli import words
from app.cli.output import Said
from app.files import read_file, write_whole
from app.workspace import Workspace
from models.domain.errors import BadInput, NotFound, Refused
from models.domain.ids import incident_stream
from models.domain.incident import Conflict
from models.domain.times import write_time
from models.queries import export, inbox, incidents, timeline
from models.queries.shapes import conflict_json, entry_json, inbox_json, incident_json
from models.queries.timeline_csv import timeline_as_csv
from models.queries.verify import verify
from models.replication import bundle
from models.replication.chain import ChainCheck
from models.store import lookup
from models.store.driver import Connection

Arguments = argparse.Namespace


def show_verb(workspace: Workspace, given: Arguments) -> Said:
    uid = lookup.incident_uid(workspace.connection, given.incident)
    if given.at is None:
        found, moment = incidents.incident(workspace.connection, uid), workspace.now()
    else:
        past = incidents.incident_at(workspace.connection, uid, given.at, given.by)
        if past is None:
            raise NotFound(f"{workspace.label(uid)} was not known yet at {write_time(given.at)}.")
        found, moment = past, given.at
    policy = workspace.policies().of(found, moment)
    return Said(
        incident_json(found, moment, workspace.label, policy),
        words.incident_words(found, moment, workspace.label, policy),
    )


def list_verb(workspace: Workspace, given: Arguments) -> Said:
    found = incidents.every(
        workspace.connection,
        live_only=given.live,
        since=given.since,
        until=given.until,
        words=given.search,
    )
    label, now = workspace.labels(), workspace.now()
    book = workspace.policies()
    rows = [incident_json(one, now, label, book.of(one, now)) for one in found]
    return Said(rows, words.incidents_words(found, label))


def timeline_verb(workspace: Workspace, given: Arguments) -> Said:
    uid = lookup.incident_uid(workspace.connection, given.incident)
    wanted = timeline.Filter(
        kinds=tuple(given.kinds), since=given.since, words=given.search, with_corrections=True
    )
    found = timeline.every(workspace.connection, uid, wanted)
    return Said([entry_json(entry) for entry in found], words.entries_words(found))


def inbox_verb(workspace: Workspace, given: Arguments) -> Said:
    items = inbox.waiting(workspace.connection)
    rows = [inbox_json(item, inbox.receipts(workspace.connection, item.uid)) for item in items]
    return Said(rows, words.inbox_words(items))


def conflicts_verb(workspace: Workspace, given: Arguments) -> Said:
    connection = workspace.connection
    if given.incident:
        found = list(incidents.named(connection, given.incident).conflicts)
    else:
        found = [c for uid in incidents.in_conflict(connection) for c in _of(workspace, uid)]
    rows = [conflict_json(conflict, workspace.label) for conflict in found]
    return Said(rows, words.conflicts_words(found, workspace.label))


def _of(workspace: Workspace, uid: str) -> list[Conflict]:
    return list(incidents.incident(workspace.connection, uid).conflicts)


def export_verb(workspace: Workspace, given: Arguments) -> Said:
    uid = lookup.incident_uid(workspace.connection, given.incident)
    public = bool(given.public)
    if public and given.form not in _DOCUMENTS:
        raise Refused(
            f"A {given.form} file is the record itself and holds every name. The public version "
            "is written as md, html or pdf."
        )
    body = _written(workspace, uid, given.form, public)
    write_whole(given.out, body)
    label = workspace.label(uid)
    value = {
        "incident": label,
        "format": given.form,
        "public": public,
        "out": str(given.out),
        "size": len(body),
    }
    said = f"{label} is written to {given.out} ({len(body):,} bytes)."
    return Said(value, f"{said} Read it before you send it." if public else said)


_DOCUMENTS = ("md", "html", "pdf")
_RECORDS: dict[str, Callable[[Connection, str], bytes]] = {
    "json": export.incident_as_json,
    "csv": timeline_as_csv,
}


def _written(workspace: Workspace, uid: str, form: str, public: bool) -> bytes:
    if form == "warroom":
        from models.replication.signing import Signer

        signer = workspace.sign if isinstance(workspace.sign, Signer) else None
        return export.incident_as_archive(workspace.connection, uid, signer)
    if form in _RECORDS:
        return _RECORDS[form](workspace.connection, uid)
    from models.report.calendar import as_ics
    from models.report.review import as_markdown
    from models.report.review_page import as_html, as_page
    from models.report.reviews import review_report

    now = workspace.now()
    report = review_report(workspace.connection, uid, now, public=public)
    if form == "ics":
        return as_ics(report.record, workspace.label(uid), now)
    if form == "md":
        return as_markdown(report)
    if form == "html":
        return as_html(report)
    printer = import_module("app.qt_print")  # loads Qt, only now
    drawn: bytes = printer.draw(as_page(report), "pdf")
    return drawn


def verify_verb(workspace: Workspace, given: Arguments) -> Said:
    check, signed_by = _check(workspace, given.what)
    value = {
        "ok": check.ok,
        "operations": check.operations,
        "first_broken": check.first_broken,
        "reason": check.reason or None,
        "signed_by": signed_by or None,
    }
    if check.ok:
        whole = f" The file is signed by device {signed_by}." if signed_by else ""
        return Said(value, f"All {check.operations:,} operations hold.{whole}")
    return Said(value, f"Operation {check.first_broken} does not hold: {check.reason}.", code=1)


def _check(workspace: Workspace, what: str | None) -> tuple[ChainCheck, str]:
    """What was found, and the device that vouches for a file ("" for none)."""
    if what is None:
        return verify(workspace.connection), ""
    path = Path(what)
    if path.is_file():
        try:
            read = bundle.read(read_file(path, bundle.MOST_BYTES))
        except BadInput as error:
            return ChainCheck(0, str(path), str(error).rstrip(".")), ""
        return ChainCheck(len(read.operations), None), read.signed_by
    uid = lookup.incident_uid(workspace.connection, what)
    return verify(workspace.connection, incident_stream(uid)), ""
