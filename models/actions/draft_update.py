"""Begin a status update, or go on writing in one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from models.actions import updating
from models.actions.desk import ActInProgress, Desk
from models.actions.edit_text import joined, write_whole_text
from models.domain.errors import NothingToDo, Refused
from models.domain.ids import incident_stream
from models.domain.incident import Incident
from models.domain.update import (
    MOST_TEXT,
    Audience,
    Components,
    ComponentState,
    Revision,
    Update,
    UpdateState,
)
from models.queries.texts import text_of
from models.queries.updates import suggested_state, text_name
from models.replication.operation import Value


@dataclass(frozen=True, slots=True)
class DraftUpdate:
    """`state` of None is as the stage says it to the outside. An update may lack its text or its
    audience while it is a draft. `asks`: its author holds it for done, and whoever has to read it
    is asked; `then_send`, that they send it too."""

    incident: str
    audience: Audience | None = None
    state: UpdateState | None = None
    text: str = ""
    components: Components = ()
    data_lost: bool | None = None
    asks: bool = True
    then_send: bool = False


@dataclass(frozen=True, slots=True)
class EditUpdate:
    """`update` is its number or the beginning of its uid. What is None stays as it is; `seen` is
    the text that `text` was made from (None: the present one), so that what others wrote
    meanwhile is kept beside it. `asks` and `then_send` as in `DraftUpdate`."""

    incident: str
    update: str
    text: str | None = None
    seen: str | None = None
    audience: Audience | None = None
    state: UpdateState | None = None
    components: Components | None = None
    data_lost: bool | None = None
    asks: bool = True
    then_send: bool = False


def draft_update(command: DraftUpdate, desk: Desk) -> Update:
    """Raises Refused where the text is too long."""
    with desk.act() as act:
        return begin(act, act.incident(command.incident), command)


def begin(act: ActInProgress, incident: Incident, command: DraftUpdate) -> Update:
    """Within an act that goes on."""
    text = _fitting(command.text)
    draft = Revision(
        command.audience,
        command.state or suggested_state(incident),
        text,
        sorted_components(command.components),
        command.data_lost,
    )
    uid = act.new_uid()
    n = max((update.n for update in incident.updates), default=0) + 1
    stream = incident_stream(incident.uid)
    act.set_on(stream, "update", uid, "drafted", {"n": n})
    updating.write_parts(act, incident.uid, uid, draft)
    if text:
        _write(act, incident.uid, uid, text, None)
    if command.asks:
        _ask(act, incident.uid, uid, draft, then_send=command.then_send)
    return Update(n, uid, act.desk.actor, act.happened_at, draft)


def edit_update(command: EditUpdate, desk: Desk) -> Update:
    """Words that were approved and are changed are a new revision, which nobody approved.

    Raises:
        NothingToDo: nothing was changed.
        Refused: it went out, or is too long.
    """
    with desk.act() as act:
        incident, update = updating.named(act, command.incident, command.update)
        updating.refuse_published(act, incident, update)
        before = update.draft
        after = replace(
            before,
            audience=before.audience if command.audience is None else command.audience,
            state=before.state if command.state is None else command.state,
            components=before.components
            if command.components is None
            else sorted_components(command.components),
            data_lost=before.data_lost if command.data_lost is None else command.data_lost,
        )
        updating.write_parts(act, incident.uid, update.uid, after)
        if command.text is not None:
            text = _write(act, incident.uid, update.uid, _fitting(command.text), command.seen)
            after = replace(after, text=text)
        asks = command.asks and not (
            update.asked is not None
            and update.asked.revision == after.sha256
            and update.asked.then_send is command.then_send
        )
        if asks and after.text:
            _ask(act, incident.uid, update.uid, after, then_send=command.then_send)
        elif after == before:
            raise NothingToDo(f"Update {update.n} says that already.")
    return replace(update, draft=after)


def _ask(
    act: ActInProgress, incident: str, update: str, said: Revision, *, then_send: bool
) -> None:
    value: dict[str, Value] = {"revision": said.sha256, "then_send": then_send}
    act.set_on(incident_stream(incident), "update", update, "asked", value)


def sorted_components(given: Components | Mapping[str, ComponentState]) -> Components:
    pairs = given.items() if isinstance(given, Mapping) else given
    return tuple(sorted(dict(pairs).items()))


def _fitting(text: str) -> str:
    if len(text) > MOST_TEXT:
        raise Refused(f"An update has at most {MOST_TEXT:,} characters.")
    return text.strip()


def _write(act: ActInProgress, incident: str, update: str, wanted: str, seen: str | None) -> str:
    name = text_name(update)
    present = text_of(act.connection, incident, name)
    if seen is not None and seen != present:
        wanted = joined(seen, present, wanted)
    write_whole_text(act, incident, name, wanted)
    return wanted
