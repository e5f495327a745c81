"""Take in reviews that were written elsewhere; the same document again adds nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from models.actions.add_action import action_text, put_action
from models.actions.claim import next_number
from models.actions.desk import ActInProgress, Desk
from models.actions.edit_text import write_whole_text
from models.actions.import_history import incident_changes
from models.domain.action_item import ActionState
from models.domain.entry import EntryKind, Level
from models.domain.errors import NotFound, WarRoomError
from models.domain.history import HistoryRow, NotTaken
from models.domain.ids import incident_stream, new_uid
from models.domain.postmortem import PostMortem, PostMortems, ToldAction
from models.domain.review import ReviewState
from models.domain.times import to_ms
from models.queries.texts import text_of
from models.queries.timeline import Filter, every
from models.store import lookup
from models.store.driver import Connection

SOURCE = "post-mortem"
"""What the incidents are said to come from; the document's key is their id there."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A document and the incident that it is the review of; `is_new`: made for it."""

    document: PostMortem
    incident: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class ImportedPostMortems:
    taken: tuple[TakenIn, ...]
    skipped: tuple[NotTaken, ...]
    rejected: tuple[NotTaken, ...]


def import_postmortems(
    found: PostMortems, desk: Desk, progress: Progress = lambda done, of: None
) -> ImportedPostMortems:
    """Each document is an act of its own: taken, here already (skipped), or rejected for what it
    says."""
    taken: list[TakenIn] = []
    skipped: list[NotTaken] = []
    rejected = list(found.rejected)
    for n, document in enumerate(found.documents, start=1):
        try:
            held = _held(desk.store.connection, document)
            if held:
                skipped.append(NotTaken(document.where, f"It is here already, as {held}"))
            elif document.incident:
                taken.append(_to_incident(document, desk))
            else:
                taken.append(_as_incident(document, desk))
        except NotFound as error:
            reason = f"It names {document.incident}: {error}"
            rejected.append(NotTaken(document.where, reason))
        except WarRoomError as error:
            rejected.append(NotTaken(document.where, str(error)))
        progress(n, len(found.documents))
    return ImportedPostMortems(tuple(taken), tuple(skipped), tuple(rejected))


def _held(connection: Connection, document: PostMortem) -> str:
    """What the incident is called that this document was taken in for; "" where it was not."""
    if document.incident:
        uid = lookup.incident_uid(connection, document.incident)
        marks = every(connection, uid, Filter(kinds=(EntryKind.SYSTEM,)))
        known = any(one.detail.get("postmortem") == document.key for one in marks)
        return lookup.label(connection, uid) if known else ""
    row = connection.execute(
        "SELECT uid FROM incident WHERE source=? AND source_id=?", (SOURCE, document.key)
    ).fetchone()
    return lookup.label(connection, str(row[0])) if row else ""


def _as_incident(document: PostMortem, desk: Desk) -> TakenIn:
    """An incident of the past whose review is over."""
    with desk.act() as act:
        uid = new_uid(desk.random_bytes)
        act.changes += incident_changes(act, uid, _row(document), next_number(act), {})
        _write_review(act, uid, document)
        stream = incident_stream(uid)
        act.set_on(stream, "review", uid, "state", ReviewState.CLOSED.value)
        if document.published_at is not None:
            act.set_on(stream, "review", uid, "reviewed_at", to_ms(document.published_at))
    return TakenIn(document, uid, is_new=True)


def _to_incident(document: PostMortem, desk: Desk) -> TakenIn:
    """Beside what the incident's review says already; its state stays a person's to move."""
    with desk.act() as act:
        uid = act.incident_uid(document.incident)
        _write_review(act, uid, document)
    return TakenIn(document, uid, is_new=False)


def _row(document: PostMortem) -> HistoryRow:
    return HistoryRow(
        where=document.where,
        source=SOURCE,
        source_id=document.key,
        title=document.title,
        severity=document.severity,
        impact_word=document.severity_word,
        services=document.services,
        impact_started_at=document.started_at,
        detected_at=document.detected_at or document.started_at,
        mitigated_at=document.mitigated_at,
        resolved_at=document.ended_at,
        start_estimated=document.detected_at is None and document.started_at is not None,
        over=True,
        end_note="" if document.ended_at else "end unknown",
        findings=document.notes,
        url=document.url,
    )


def _write_review(act: ActInProgress, uid: str, document: PostMortem) -> None:
    for section, text in document.sections.items():
        present = text_of(act.connection, uid, section.value).strip()
        head = f"### From {document.where}\n\n"
        write_whole_text(act, uid, section.value, f"{present}\n\n{head}{text}" if present else text)
    for moment in document.moments:
        act.entry(
            uid,
            EntryKind.NOTE,
            moment.text,
            happened_at=moment.at,
            detail={"source": document.where, "imported": True},
        )
    for action in document.actions:
        _put_action(act, uid, action)
    told = f"Post-mortem taken in from {document.where}"
    act.entry(
        uid,
        EntryKind.SYSTEM,
        f"{told}: {document.url}" if document.url else told,
        level=Level.NORMAL,
        detail={"postmortem": document.key, "url": document.url},
    )


def _put_action(act: ActInProgress, uid: str, action: ToldAction) -> None:
    state = ActionState.DONE if action.done else ActionState.OPEN
    told = {
        "text": action_text(action.text),
        "kind": action.kind.value,
        "owner": action.owner,
        "due": action.due.isoformat() if action.due else "",
        "tracker": action.tracker,
        "state": state.value,
    }
    put_action(act, uid, told)
