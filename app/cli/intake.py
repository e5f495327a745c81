"""Verbs that take in what others wrote: payloads, histories, bundles."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.cli.output import Said, progress_bar
from app.files import read_file
from app.workspace import Workspace
from models.actions.import_bundle import import_bundle
from models.actions.import_history import import_history
from models.actions.receive_alerts import Payload, Received, receive_alerts
from models.domain.errors import BadInput
from models.domain.history import NotTaken
from models.intake import histories
from models.replication import bundle

Arguments = argparse.Namespace

BATCH = 100
"""Payloads a transaction."""

_PAYLOAD_ENDINGS = {".json", ".jsonl", ".ndjson"}
_HISTORY_ENDINGS = {".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".md"}


def import_verb(workspace: Workspace, given: Arguments) -> Said:
    if given.what == "runbooks":
        from app.cli.runbooks import import_runbooks_verb

        return import_runbooks_verb(workspace, given)
    if given.what == "chat":
        from app.cli.chat import import_chat_verb

        return import_chat_verb(workspace, given)
    if given.what == "postmortems":
        from app.cli.library import import_postmortems_verb

        return import_postmortems_verb(workspace, given)
    verb = {"alerts": _alerts, "incidents": _incidents, "bundle": _bundle}[given.what]
    return verb(workspace, given)


def _alerts(workspace: Workspace, given: Arguments) -> Said:
    from models.intake import alerts

    rejected: list[dict[str, str]] = []
    total = Received(0, 0, 0, 0)
    pending: list[Payload] = []
    paths = list(files_of(given.paths, _PAYLOAD_ENDINGS))
    draw = progress_bar("Alerts")
    for n, path in enumerate(paths, start=1):
        try:
            body = read_file(path, alerts.MOST_BYTES)
            pending.append(Payload(path.name, body, alerts.read_alerts(body)))
        except BadInput as error:
            rejected.append({"path": str(path), "reason": str(error)})
        if len(pending) >= BATCH or n == len(paths):
            total = _added(total, receive_alerts(pending, workspace.desk))
            pending = []
            draw(n, len(paths))
    value = {
        "received": total.received,
        "alerts": total.alerts,
        "duplicates": total.duplicates,
        "resolved": total.resolved,
        "rejected": rejected,
    }
    text = (
        f"{total.alerts} new, {total.duplicates} counted onto alerts already here, "
        f"{total.resolved} resolved, {len(rejected)} rejected."
    )
    lines = [text, *(f"  rejected {row['path']}: {row['reason']}" for row in rejected)]
    return Said(value, "\n".join(lines))


def _added(one: Received, other: Received) -> Received:
    return Received(
        one.received + other.received,
        one.alerts + other.alerts,
        one.duplicates + other.duplicates,
        one.resolved + other.resolved,
    )


def files_of(paths: Iterable[Path], endings: set[str]) -> Iterator[Path]:
    """Files as named, and those in folders, in the order of their names. BadInput for a path that
    is not there."""
    for path in paths:
        if path.is_dir():
            found = (child for child in path.rglob("*") if child.suffix.lower() in endings)
            yield from sorted(child for child in found if child.is_file())
        elif path.exists():
            yield path
        else:
            raise BadInput(f"{path} is not there.")


def _incidents(workspace: Workspace, given: Arguments) -> Said:
    root: Path = given.path
    files = [
        (where_in(root, path), read_file(path, histories.MOST_BYTES))
        for path in files_of([root], _HISTORY_ENDINGS)
    ]
    if not files:
        raise BadInput(f"{root} holds no file that could be a history.")
    history = histories.read_history(files, given.form, given.assume_zone)
    done = import_history(history, workspace.desk, progress_bar("Incidents"))
    value = {
        "imported": done.imported,
        "skipped": len(done.skipped),
        "skipped_rows": rows_json(done.skipped),
        "rejected": rows_json(done.rejected),
    }
    lines = [
        f"{done.imported} imported, {len(done.skipped)} skipped, {len(done.rejected)} rejected.",
        *(f"  skipped {row.where}: {row.reason}" for row in done.skipped[:20]),
    ]
    if len(done.skipped) > 20:
        lines.append(f"  and {len(done.skipped) - 20} more skipped; --json lists them all")
    lines += [f"  rejected {row.where}: {row.reason}" for row in done.rejected]
    return Said(value, "\n".join(lines))


def where_in(root: Path, path: Path) -> str:
    return path.name if root.is_file() else path.relative_to(root).as_posix()


def rows_json(rows: Iterable[NotTaken]) -> list[dict[str, str]]:
    return [{"where": row.where, "reason": row.reason} for row in rows]


def _bundle(workspace: Workspace, given: Arguments) -> Said:
    done = import_bundle(read_file(given.path, bundle.MOST_BYTES), workspace.desk)
    label = workspace.label(done.incident)
    value = {
        "id": label,
        "uid": done.incident,
        "operations": done.operations,
        "new": done.new,
        "attachments": done.attachments,
    }
    known = "" if done.new else " It was here already."
    return Said(value, f"{label}: {done.new} of {done.operations} operations are new.{known}")
