"""Verbs about what earlier incidents teach: post-mortems taken in, the library of reviews."""

import argparse

from app.cli.intake import files_of, rows_json, where_in
from app.cli.output import Said, progress_bar, table
from app.files import read_file
from app.workspace import Workspace
from models.actions.import_postmortems import ImportedPostMortems, TakenIn, import_postmortems
from models.actions.mark_read import MarkRead, mark_read
from models.domain.errors import BadInput
from models.domain.times import write_time
from models.intake.postmortems import reader
from models.queries.comebacks import comebacks, comebacks_json
from models.queries.library import Snippet, found_json, search_reviews
from models.queries.reading_list import RULE, YOURS, reading_json, reading_list, reasons_of
from models.queries.similar import similar_incidents, similar_json
from models.store import lookup

Arguments = argparse.Namespace

_ENDINGS = {".md", ".markdown", ".mdown", ".txt"}


def import_postmortems_verb(w: Workspace, g: Arguments) -> Said:
    files = [
        (where_in(g.path, path), read_file(path, reader.MOST_BYTES))
        for path in files_of([g.path], _ENDINGS)
    ]
    if not files:
        raise BadInput(f"{g.path} holds no Markdown file.")
    found = reader.read_postmortems(files, g.assume_zone)
    done = import_postmortems(found, w.desk, progress_bar("Post-mortems"))
    value = {
        "imported": len(done.taken),
        "skipped": len(done.skipped),
        "skipped_rows": rows_json(done.skipped),
        "rejected": rows_json(done.rejected),
        "notes": [
            {"where": one.document.where, "notes": list(one.document.notes)}
            for one in done.taken
            if one.document.notes
        ],
        "documents": [_document_json(one, w) for one in done.taken],
    }
    return Said(value, "\n".join(_words(done)))


def _document_json(one: TakenIn, w: Workspace) -> dict[str, object]:
    document = one.document
    times = {
        "started_at": document.started_at,
        "detected_at": document.detected_at,
        "mitigated_at": document.mitigated_at,
        "ended_at": document.ended_at,
    }
    return {
        "where": document.where,
        "incident": w.label(one.incident),
        "uid": one.incident,
        "new_incident": one.is_new,
        "title": document.title,
        "times": {name: write_time(at) for name, at in times.items() if at is not None},
        "sections": [section.value for section in document.sections],
        "timeline": len(document.moments),
        "actions": len(document.actions),
    }


def _words(done: ImportedPostMortems) -> list[str]:
    documents = [one.document for one in done.taken]
    lines = [
        f"{len(documents)} imported, {len(done.skipped)} skipped, {len(done.rejected)} rejected."
    ]
    if documents:
        lines.append(
            f"  {sum(one.started_at is not None for one in documents)} with a start, "
            f"{sum(one.ended_at is not None for one in documents)} with an end, "
            f"{sum(bool(one.moments) for one in documents)} with a timeline, "
            f"{sum(bool(one.actions) for one in documents)} with actions."
        )
    lines += [f"  skipped {row.where}: {row.reason}." for row in done.skipped[:20]]
    if len(done.skipped) > 20:
        lines.append(f"  and {len(done.skipped) - 20} more skipped; --json lists them all")
    lines += [f"  rejected {row.where}: {row.reason}" for row in done.rejected]
    for document in documents:
        lines += [f"  {document.where}: {note}" for note in document.notes]
    return lines


_USAGE = (
    "Type: library WORDS, library similar INC, library reading, library read INC, or library "
    "back. 'library search WORDS' searches for any of these words themselves."
)


def library_verb(w: Workspace, g: Arguments) -> Said:
    first: str = g.words[0]
    rest: list[str] = g.words[1:]
    if first == "similar" and len(rest) == 1:
        return _similar(w, rest[0])
    if first == "reading" and not rest:
        return _reading(w)
    if first == "read" and len(rest) == 1:
        mark_read(MarkRead(rest[0]), w.desk)
        return _reading(w)
    if first == "back" and not rest:
        return _back(w)
    words = " ".join(rest if first == "search" else g.words)
    if not words.strip():
        raise BadInput(_USAGE)
    return _search(w, words)


def _search(w: Workspace, words: str) -> Said:
    found = search_reviews(w.connection, words)
    lines: list[str] = []
    for one in found:
        lines.append(f"{one.label}  {one.title}")
        lines += [
            f"    {snippet.part.replace('_', ' ')}: {_marked(snippet)}" for snippet in one.snippets
        ]
        if one.missing:
            lines.append(f"    without: {', '.join(one.missing)}")
    return Said(found_json(found), "\n".join(lines) or "No review says that.")


def _marked(snippet: Snippet) -> str:
    text, at = "", 0
    for start, end in snippet.spans:
        text += f"{snippet.text[at:start]}[{snippet.text[start:end]}]"
        at = end
    return text + snippet.text[at:]


def _similar(w: Workspace, name: str) -> Said:
    found = similar_incidents(w.connection, lookup.incident_uid(w.connection, name))
    lines = [
        f"{one.label}  {one.title}\n    {'; '.join(reason.words for reason in one.reasons)}"
        for one in found
    ]
    return Said(similar_json(found), "\n".join(lines) or "No other incident here is like it.")


def _reading(w: Workspace) -> Said:
    found = reading_list(w.connection, w.actor, comebacks(w.connection, w.now()))
    mine = ", ".join(found.services) or "none yet, so those of all services are listed"
    lines = [RULE, f"{YOURS} Yours: {mine}.", ""]
    lines += [f"{one.label}  {one.title}  ({', '.join(reasons_of(one))})" for one in found.rows]
    if not found.rows:
        lines.append("Nothing to read.")
    if found.left:
        lines.append(f"And {found.left} more.")
    return Said(reading_json(found), "\n".join(lines))


def _back(w: Workspace) -> Said:
    found = comebacks(w.connection, w.now())
    rows = [
        (
            str(one.times),
            one.name,
            ", ".join(one.labels),
            str(one.open_actions),
            str(one.done_actions),
        )
        for one in found
    ]
    heads = ("times", "what", "incidents", "open actions", "done actions")
    return Said(comebacks_json(found), table(rows, heads) if rows else "Nothing came back.")
