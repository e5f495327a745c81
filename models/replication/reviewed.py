"""From the state of fields to the review of an incident and what it decided to change."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from models.domain.action_item import ActionItem, ActionKind, ActionState, maybe_day
from models.domain.review import Override, Review, ReviewState
from models.domain.times import from_ms, maybe_from_ms
from models.replication.delegated import Entities, Fields
from models.replication.merge import FieldState, State, Write, shown


def review_of(uid: str, state: State, actions: Entities) -> Review:
    """The review of the incident `uid`; the texts of its sections are read apart."""

    def write(field: str) -> Write | None:
        key = ("review", uid, field)
        values = state.get(key)
        return None if values is None else shown(key, values)

    standing, first, template = write("state"), write("reviewed_at"), write("template")
    overrides = state.get(("review", uid, "overrides"), FieldState()).ordered()
    readers = state.get(("review", uid, "read_by"), FieldState()).ordered()
    items = _actions(uid, actions)
    stands = _text(standing)
    return Review(
        state=_known(ReviewState, stands, ReviewState.DRAFT),
        reviewed_at=maybe_from_ms(first.value if first and isinstance(first.value, int) else None),
        template=str(template.value or "") if template else "",
        overrides=tuple(found for one in overrides if (found := _override(one)) is not None),
        actions=items,
        read_by=tuple((str(one.value), from_ms(one.happened_at)) for one in readers),
        begun=bool(stands or items or (template and template.value)),
    )


def _override(write: Write) -> Override | None:
    told: Mapping[str, object] = write.value if isinstance(write.value, dict) else {}
    if not told.get("key"):
        return None
    names = ("section", "key", "text", "reason")
    section, key, text, reason = (str(told.get(name, "")) for name in names)
    return Override(section, key, text, reason, write.actor, from_ms(write.happened_at))


def _actions(incident: str, entities: Entities) -> tuple[ActionItem, ...]:
    """In the order they were added. One whose adding was taken back is left out."""
    found = [
        (added.order, _action(incident, uid, fields, added))
        for uid, fields in entities.items()
        if (added := fields.get("added")) is not None and added.value
    ]
    return tuple(action for _, action in sorted(found, key=lambda one: one[0]) if action.text)


def _action(incident: str, uid: str, fields: Fields, added: Write) -> ActionItem:
    text, state = fields.get("text"), fields.get("state")
    done = fields.get("done_at")
    standing = _known(ActionState, _text(state), ActionState.OPEN)
    done_ms = done.value if done is not None and isinstance(done.value, int) else None
    return ActionItem(
        uid=uid,
        incident=incident,
        text=_text(text),
        kind=_known(ActionKind, _text(fields.get("kind")), ActionKind.FIX),
        owner=_text(fields.get("owner")),
        due=maybe_day(_text(fields.get("due"))),
        state=standing,
        entry=_text(fields.get("entry")),
        tracker=_text(fields.get("tracker")),
        by=added.actor,
        added_at=from_ms(added.happened_at),
        done_at=maybe_from_ms(done_ms if standing is ActionState.DONE else None),
        settled_at=from_ms(state.happened_at) if state else None,
    )


_Word = TypeVar("_Word", bound=Enum)


def _known(words: type[_Word], said: str, otherwise: _Word) -> _Word:
    """A word that a later version knows and this one does not is shown as the plainest."""
    try:
        return words(said)
    except ValueError:
        return otherwise


def _text(write: Write | None) -> str:
    return write.value if write is not None and isinstance(write.value, str) else ""
