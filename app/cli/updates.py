"""Verbs about status updates: written, approved, published, and what became of them."""

import argparse
from collections.abc import Callable

from app.cli.output import Said, table
from app.files import write_whole
from app.workspace import Workspace
from models.actions.approve_update import (
    ApproveUpdate,
    SendBackUpdate,
    approve_update,
    send_back_update,
)
from models.actions.draft_update import DraftUpdate, EditUpdate, draft_update, edit_update
from models.actions.link_facts import LinkFacts, link_facts
from models.actions.publish_update import PublishUpdate, publish_update
from models.actions.snooze_update import (
    SlowUpdates,
    SnoozeUpdate,
    slow_updates,
    snooze_update,
)
from models.composing.facts import Link, template_facts
from models.composing.templates import MOMENTS, Template, fill
from models.domain.cadence import with_timings
from models.domain.errors import BadInput
from models.domain.incident import Incident
from models.domain.times import maybe_write_time, write_time
from models.domain.update import Audience, Components, ComponentState, Update, UpdateState
from models.queries import incidents
from models.queries.composing import known
from models.queries.publication import messages_if_published
from models.queries.templates import template_book
from models.queries.update_list import update_list
from models.queries.update_log import update_log
from models.queries.updates import named_update, text_name, with_drafts

Arguments = argparse.Namespace


def update_verb(w: Workspace, g: Arguments) -> Said:
    return _ACTIONS[g.action](w, g)


def _draft(w: Workspace, g: Arguments) -> Said:
    audience = Audience.parse(g.audience) if g.audience else None
    state = UpdateState.parse(g.state) if g.state else None
    text, links = g.text or "", ()  # type: str, tuple[Link, ...]
    if g.template:
        template = _template(w, g.template, audience)
        audience, state = Audience(template.audience), state or UpdateState(template.state)
        text, links = _filled(w, g.incident, template)
    command = DraftUpdate(
        g.incident, audience, state, text, _components(g.components), _data_lost(g.data_lost)
    )
    made = draft_update(command, w.desk)
    if links:
        link_facts(LinkFacts(g.incident, text_name(made.uid), links), w.desk)
    return _said(w, g.incident, made.uid)


def _template(w: Workspace, name: str, audience: Audience | None) -> Template:
    """By its key, or by its moment alone: then for the audience named, else for customers."""
    book = template_book(w.connection)
    key = name.strip().lower()
    if "." not in key:
        key = f"{key}.{(audience or Audience.CUSTOMERS).value}"
    if key not in book:
        raise BadInput(
            f"There is no template {name!r}. Moments are {', '.join(MOMENTS)}; an audience may "
            "follow after a dot."
        )
    return book[key]


def _filled(w: Workspace, incident: str, template: Template) -> tuple[str, tuple[Link, ...]]:
    found = with_drafts(w.connection, incidents.named(w.connection, incident))
    told = known(w.connection, found, w.now())
    filled = fill(template, template_facts(told, w.now()))
    return filled.text, tuple(Link(key, words) for key, words in filled.links)


def _edit(w: Workspace, g: Arguments) -> Said:
    command = EditUpdate(
        g.incident,
        g.n,
        g.text,
        audience=Audience.parse(g.audience) if g.audience else None,
        state=UpdateState.parse(g.state) if g.state else None,
        components=_components(g.components) if g.components else None,
        data_lost=_data_lost(g.data_lost),
    )
    return _said(w, g.incident, edit_update(command, w.desk).uid)


def _approve(w: Workspace, g: Arguments) -> Said:
    done = approve_update(ApproveUpdate(g.incident, g.n, g.reason), w.desk)
    _decide(w, g)
    return _said(w, g.incident, done.uid)


def _send_back(w: Workspace, g: Arguments) -> Said:
    send_back_update(SendBackUpdate(g.incident, g.n, g.reason), w.desk)
    return _said(w, g.incident, g.n)


def _publish(w: Workspace, g: Arguments) -> Said:
    if g.dry_run:
        return _dry_run(w, g)
    done = publish_update(PublishUpdate(g.incident, g.n), w.desk)
    if w.is_linked:
        _decide(w, g)
    elif "offline" not in g:
        from app.outbox import publisher_of

        publisher_of(w.desk, w.database.folder).run()
    return _said(w, g.incident, done.uid)


def _dry_run(w: Workspace, g: Arguments) -> Said:
    from app.outbox import publisher_of

    publisher = publisher_of(w.desk, w.database.folder)
    rows: list[dict[str, object]] = []
    for message in messages_if_published(w.connection, g.incident, g.n, w.now()):
        left = publisher.preview(message)
        rows.append(
            {
                "channel": message.channel,
                "method": left.method,
                "url": left.url,
                "headers": dict(left.headers),
                "body": left.body.decode("utf-8", "replace"),
                "key": message.key,
            }
        )
    lines = [f"{one['channel']}\n{one['method']} {one['url']}\n{one['body']}" for one in rows]
    return Said(rows, "\n\n".join(lines) or "No channel takes it: publishing itself publishes it.")


def _decide(w: Workspace, g: Arguments) -> None:
    """The server's word at once, where there is one to ask."""
    if w.is_linked:
        from app.cli.syncing import decide_now

        decide_now(w, g)


def _snooze(w: Workspace, g: Arguments) -> Said:
    again = snooze_update(SnoozeUpdate(g.incident), w.desk)
    label = w.label(incidents.named(w.connection, g.incident).uid)
    value = {"incident": label, "reminder_at": write_time(again)}
    return Said(value, f"You are reminded again at {write_time(again)}. What is due stays due.")


def _long(w: Workspace, g: Arguments) -> Said:
    slow_updates(SlowUpdates(g.incident, g.reason), w.desk)
    found = _timed(w, g.incident)
    from models.domain.cadence import next_update_due

    due = next_update_due(found, w.policies().of(found, w.now()))
    label = w.label(found.uid)
    value = {"incident": label, "next_update_due_at": maybe_write_time(due)}
    return Said(value, f"{label} is a long incident. Next update due {maybe_write_time(due)}.")


def _list(w: Workspace, g: Arguments) -> Said:
    found, rows = update_list(w.connection, g.incident, w.now())
    return Said(rows, _table(found))


def _log(w: Workspace, g: Arguments) -> Said:
    found = _timed(w, g.incident)
    label = w.label(found.uid)
    text = update_log(found, label, w.policies().of(found, w.now()))
    body = text.encode()
    write_whole(g.out, body)
    value = {"incident": label, "out": str(g.out), "size": len(body), "updates": len(found.updates)}
    return Said(value, f"The updates of {label} are written to {g.out} ({len(body):,} bytes).")


_ACTIONS: dict[str, Callable[[Workspace, Arguments], Said]] = {
    "draft": _draft,
    "edit": _edit,
    "approve": _approve,
    "send-back": _send_back,
    "publish": _publish,
    "snooze": _snooze,
    "long": _long,
    "list": _list,
    "log": _log,
}


def _timed(w: Workspace, name: str) -> Incident:
    found = with_drafts(w.connection, incidents.named(w.connection, name))
    return with_timings(found, w.policies().of(found, w.now()))


def _said(w: Workspace, incident: str, name: str) -> Said:
    found, rows = update_list(w.connection, incident, w.now())
    label = w.label(found.uid)
    update = named_update(found, name, label)
    row = next(one for one in rows if one["uid"] == update.uid)
    findings = row["findings"]
    lines = [f"Update {update.n} of {label}: {_standing(update)}"]
    lines += [f"  {one['sentence']}" for one in findings] if isinstance(findings, list) else []
    return Said({"id": update.n, "incident": label, **row}, "\n".join(lines))


def _standing(update: Update) -> str:
    if update.publication is not None:
        where = ", ".join(f"{one.channel} {one.state.value}" for one in update.deliveries)
        claimed = ", not confirmed by the server yet" if update.publication.provisional else ""
        return f"published{claimed}{f' ({where})' if where else ''}"
    if update.is_approved and update.approval is not None:
        claimed = ", not confirmed by the server yet" if update.approval.provisional else ""
        return f"approved by {update.approval.by}{claimed}"
    return "sent back" if update.is_sent_back else "draft"


def _table(incident: Incident) -> str:
    if not incident.updates:
        return "No update was written yet. Begin one with 'warroom update draft'."
    rows = [
        (
            str(update.n),
            update.draft.audience.value if update.draft.audience else "-",
            update.draft.state.value,
            _standing(update),
            maybe_write_time(update.out_at) or "-",
            "-" if update.late_ms is None else f"{update.late_ms // 1000} s",
            " ".join(update.draft.text.split())[:60],
        )
        for update in incident.updates
    ]
    return table(rows, ("n", "audience", "state", "stands", "out", "late", "text"))


def _components(given: list[str]) -> Components:
    found: dict[str, ComponentState] = {}
    for one in given:
        name, equals, state = one.partition("=")
        if not equals or not name.strip():
            raise BadInput(f"{one!r} is no state of a component. Write it like ID=partial_outage.")
        found[name.strip()] = ComponentState.parse(state)
    return tuple(sorted(found.items()))


def _data_lost(given: str | None) -> bool | None:
    return None if given is None else given == "yes"
