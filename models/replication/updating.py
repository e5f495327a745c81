"""From the state of fields to the status updates of an incident, and where they arrived."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from models.domain.times import from_ms, maybe_from_ms, maybe_to_ms
from models.domain.update import (
    Approval,
    Asked,
    Audience,
    Components,
    ComponentState,
    Delivery,
    DeliveryState,
    Publication,
    Revision,
    SentBack,
    Update,
    UpdateState,
    Version,
)
from models.replication.merge import FieldState, State, Write, claim, shown
from models.replication.operation import Value

NO_STATE = FieldState()
_MOST_MS = 253_402_300_800_000
"""The year 10000."""


def components_value(components: Components) -> Value:
    return {name: state.value for name, state in components}


def revision_value(revision: Revision) -> dict[str, Value]:
    """The form in which a frozen revision goes into the log."""
    return {
        "audience": revision.audience.value if revision.audience else None,
        "state": revision.state.value,
        "text": revision.text,
        "components": components_value(revision.components),
        "data_lost": revision.data_lost,
    }


def publication_value(publication: Publication) -> dict[str, Value]:
    return {
        "person": publication.by,
        "revision": publication.revision,
        "channels": list(publication.channels),
        "timed": publication.timed,
        "name": publication.name,
        "impact": publication.impact,
        "component_names": dict(publication.component_names),
    }


def revision_of(value: object) -> Revision | None:
    """None for what is no revision: values come from other machines."""
    if not isinstance(value, Mapping):
        return None
    state = _one_of(UpdateState, value.get("state"))
    if state is None:
        return None
    lost = value.get("data_lost")
    return Revision(
        _one_of(Audience, value.get("audience")),
        state,
        str(value.get("text") or ""),
        components_of(value.get("components")),
        lost if isinstance(lost, bool) else None,
    )


def components_of(value: object) -> Components:
    if not isinstance(value, Mapping):
        return ()
    found = [
        (str(name), state)
        for name, told in value.items()
        if (state := _one_of(ComponentState, told)) is not None
    ]
    return tuple(sorted(found, key=lambda one: one[0]))


def delivery_entity(update: str, revision: str, channel: str) -> str:
    """The entity that a delivery is in the log, and the key that a receiver knows it by."""
    return f"{update}:{revision}:{channel}"


def delivery_value(delivery: Delivery, remote: Sequence[str] = ()) -> dict[str, Value]:
    """`remote` is what the channel calls it, for whoever goes on where this one stopped."""
    return {
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "sent_at": maybe_to_ms(delivery.sent_at),
        "receipt": delivery.receipt,
        "reason": delivery.reason,
        "next_try_at": maybe_to_ms(delivery.next_try_at),
        "remote": list(remote),
    }


def updates_of(state: State) -> tuple[Update, ...]:
    """In the order of their numbers. A number that two were given apart stays with the earlier
    draft; the other takes the next that is free."""
    fields: dict[str, dict[str, FieldState]] = {}
    arrived: dict[str, list[Delivery]] = {}
    for key, values in state.items():
        if key[0] == "update":
            fields.setdefault(key[1], {})[key[2]] = values
        elif (key[0], key[2]) == ("delivery", "state") and (write := values.latest()) is not None:
            update, revision, channel = [*key[1].split(":", 2), "", ""][:3]
            arrived.setdefault(update, []).append(_delivery(revision, channel, write))
    told = [
        (write, uid, values)
        for uid, values in fields.items()
        if (write := _shown(uid, values, "drafted")) is not None and isinstance(write.value, dict)
    ]
    told.sort(key=lambda one: one[0].order)
    numbers = _numbers([_number(write) for write, _, _ in told])
    found = [
        _update(n, uid, write, values, arrived.get(uid, ()))
        for n, (write, uid, values) in zip(numbers, told, strict=True)
    ]
    return tuple(sorted(found, key=lambda update: update.n))


def _number(write: Write) -> int:
    n = write.value.get("n") if isinstance(write.value, dict) else None
    return n if isinstance(n, int) and 0 < n < 1_000_000 else 1


def _numbers(wanted: Sequence[int]) -> list[int]:
    given: list[int] = []
    highest = max(wanted, default=0)
    for n in wanted:
        if n in given:
            highest += 1
            n = highest  # noqa: PLW2901 - the number it gets instead
        given.append(n)
    return given


def _update(
    n: int,
    uid: str,
    drafted: Write,
    fields: Mapping[str, FieldState],
    deliveries: Iterable[Delivery],
) -> Update:
    def value(name: str) -> object:
        write = _shown(uid, fields, name)
        return None if write is None else write.value

    draft = revision_of(
        {
            "audience": value("audience"),
            "state": value("state") or UpdateState.INVESTIGATING.value,
            "components": value("components"),
            "data_lost": value("data_lost"),
        }
    )
    assert draft is not None
    return Update(
        n=n,
        uid=uid,
        author=drafted.actor,
        created_at=from_ms(drafted.happened_at),
        draft=draft,
        approval=_approval(uid, fields),
        asked=_asked(_shown(uid, fields, "asked")),
        sent_back=_sent_back(_shown(uid, fields, "sent_back")),
        publication=_publication(uid, fields),
        versions=_versions(fields.get("versions", NO_STATE)),
        deliveries=tuple(sorted(deliveries, key=lambda one: (one.revision, one.channel))),
    )


def _shown(uid: str, fields: Mapping[str, FieldState], name: str) -> Write | None:
    values = fields.get(name)
    return None if values is None else shown(("update", uid, name), values)


def _decided(
    uid: str, fields: Mapping[str, FieldState], name: str
) -> tuple[Write, Mapping[str, object], bool] | None:
    """What stands, its value, and whether it still waits for the server's word. None where there
    is nothing, or where it was refused."""
    write = _shown(uid, fields, name)
    if write is None or not isinstance(write.value, dict) or not write.value.get("revision"):
        return None
    return write, write.value, write is claim(fields[name])


def _approval(uid: str, fields: Mapping[str, FieldState]) -> Approval | None:
    decided = _decided(uid, fields, "approval")
    if decided is None:
        return None
    write, told, waits = decided
    return Approval(
        str(told.get("person", "")),
        from_ms(write.happened_at),
        str(told["revision"]),
        str(told.get("reason") or ""),
        told.get("reviewed") is not False,
        waits,
    )


def _publication(uid: str, fields: Mapping[str, FieldState]) -> Publication | None:
    decided = _decided(uid, fields, "publication")
    if decided is None:
        return None
    write, told, waits = decided
    channels, names = told.get("channels"), told.get("component_names")
    pairs = sorted(names.items()) if isinstance(names, dict) else []
    return Publication(
        str(told.get("person", "")),
        from_ms(write.happened_at),
        str(told["revision"]),
        tuple(str(name) for name in channels) if isinstance(channels, list) else (),
        told.get("timed") is not False,
        str(told.get("name") or ""),
        str(told.get("impact") or ""),
        tuple((str(component), str(name)) for component, name in pairs),
        write.device,
        waits,
    )


def _asked(write: Write | None) -> Asked | None:
    if write is None or not isinstance(write.value, dict):
        return None
    told = write.value
    at, revision = from_ms(write.happened_at), str(told.get("revision") or "")
    return Asked(write.actor, at, revision, told.get("then_send") is True)


def _sent_back(write: Write | None) -> SentBack | None:
    if write is None or not isinstance(write.value, dict):
        return None
    told = write.value
    reason, revision = str(told.get("reason") or ""), str(told.get("revision") or "")
    return SentBack(write.actor, from_ms(write.happened_at), reason, revision)


def _versions(values: FieldState) -> tuple[Version, ...]:
    found = []
    for write in values.ordered():
        told = write.value if isinstance(write.value, dict) else {}
        revision = revision_of(told.get("revision"))
        if revision is not None:
            found.append(
                Version(
                    revision,
                    str(told.get("why") or ""),
                    write.actor,
                    from_ms(write.happened_at),
                    str(told.get("reason") or ""),
                )
            )
    return tuple(found)


def _delivery(revision: str, channel: str, write: Write) -> Delivery:
    told = write.value if isinstance(write.value, dict) else {}
    attempts = told.get("attempts")
    return Delivery(
        channel,
        revision,
        _one_of(DeliveryState, told.get("state")) or DeliveryState.UNKNOWN,
        attempts if isinstance(attempts, int) else 0,
        _moment(told.get("sent_at")),
        str(told.get("receipt") or ""),
        str(told.get("reason") or ""),
        _moment(told.get("next_try_at")),
    )


def _moment(value: object) -> datetime | None:
    """None for what lies outside the calendar: values come from other machines."""
    known = isinstance(value, int) and 0 <= value < _MOST_MS
    return maybe_from_ms(value if known and isinstance(value, int) else None)


_Kind = TypeVar("_Kind", Audience, UpdateState, ComponentState, DeliveryState)


def _one_of(kind: type[_Kind], value: object) -> _Kind | None:
    try:
        return kind(value)
    except ValueError:
        return None
