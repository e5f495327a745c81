"""Verbs about what an incident teaches: its review, the check of it, and its actions."""

import argparse
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from app.cli.output import Said, table
from app.files import read_file
from app.outbox import publisher_of
from app.workspace import Workspace
from models.actions.add_action import AddAction, add_action
from models.actions.edit_text import EditText, edit_text
from models.actions.mark_moment import MarkMoment, mark_moment
from models.actions.move_review import MoveReview, move_review
from models.actions.override_finding import OverrideFinding, override_finding
from models.actions.push_action import PushAction, planned, push_action
from models.actions.set_action import SetAction, set_action
from models.actions.use_template import KeepTemplate, UseTemplate, keep_template, use_template
from models.domain.action_item import ActionItem, ActionKind, ActionState, parse_day
from models.domain.errors import BadInput, NothingToDo
from models.domain.review import MomentKind, ReviewState, Section
from models.domain.review_templates import Origin, origin_of
from models.domain.times import span_words
from models.queries.recurrences import doubtful
from models.queries.review_shapes import action_json, findings_json, review_json
from models.queries.review_templates import template_named, templates, write_template
from models.queries.reviews import ReviewRecord, findings_of, review_record
from models.queries.tickets import ticket_json, tickets
from models.store import lookup, reviews

Arguments = argparse.Namespace

_ORIGINS = {
    Origin.CAME: "as it came",
    Origin.CHANGED: "changed here",
    Origin.OWN: "your own",
}

_REVIEW_FORMS = {
    "": "review INC [--section S --text T]",
    "check": "review check INC",
    "override": "review override INC --section S --key KEY --reason R",
    "status": "review status INC STATE",
    "moment": "review moment ENTRY detection|diagnosis|repair|none",
    "template": "review template list|show NAME|set NAME --file FILE|rename NAME NEW|drop NAME|"
    "use INC NAME",
}
_ACTION_FORMS = {
    "add": "action add INC TEXT [--kind K] [--owner P] [--due DATE]",
    "list": "action list [INC]",
    "set": "action set ID [--owner P] [--due DATE] [--state S]",
    "push": "action push ID [--to TRACKER] [--dry-run]",
}


def _usage(forms: dict[str, str], first: str) -> BadInput:
    """The one form that was begun, else all of them."""
    *others, last = forms.values()
    every = f"{', '.join(others)}, or {last}"
    return BadInput(f"Type: {forms.get(first, every)}.")


def review_verb(w: Workspace, g: Arguments) -> Said:
    first, rest = g.words[0], g.words[1:]
    if first == "check" and len(rest) == 1:
        return _check(w, rest[0])
    if first == "override" and len(rest) == 1:
        return _override(w, g, rest[0])
    if first == "status" and len(rest) == 2:
        move_review(MoveReview(rest[0], ReviewState.parse(rest[1]), g.reason), w.desk)
        return _said(w, rest[0])
    if first == "moment" and len(rest) == 2:
        return _said(w, mark_moment(MarkMoment(rest[0], MomentKind.parse(rest[1])), w.desk))
    if first == "template" and rest:
        return _template(w, g, rest[0], rest[1:])
    if rest or first in _REVIEW_FORMS:
        raise _usage(_REVIEW_FORMS, first)
    if (g.section is None) != (g.text is None):
        raise BadInput("--section and --text go together: the section, and all of its text.")
    if g.section is not None:
        section = Section.parse(g.section)
        with suppress(NothingToDo):
            edit_text(EditText(first, section.value, g.text), w.desk)
    return _said(w, first)


def _said(w: Workspace, name: str) -> Said:
    uid = lookup.incident_uid(w.connection, name)
    record = review_record(w.connection, uid, w.now())
    return Said(review_json(record, w.now(), w.label), _review_words(record, w))


def _review_words(record: ReviewRecord, w: Workspace) -> str:
    incident, review, facts = record.incident, record.review, record.facts
    due = f", meeting by {record.meeting_due.isoformat()}" if record.meeting_due else ""
    lines = [f"{w.label(incident.uid)}  {incident.title}", f"  {review.state.word}{due}"]
    if facts.took.impact_ms is not None:
        lines.append(f"  impact {span_words(facts.took.impact_ms)}")
    lines += [
        f"  {severity.value} for {span_words(ms)}, {since:%Y-%m-%d %H:%M} to {until:%H:%M} UTC"
        for severity, since, until, ms in facts.in_severity
    ]
    for section, text in record.sections.items():
        lines += ["", section.title, *(f"  {line}" for line in (text or "-").splitlines())]
    lines += ["", _actions_words(record.actions, w)]
    for one in record.earlier:
        still = f", {len(one.open_actions)} of its actions still open" if one.open_actions else ""
        lines.append(f"Seen before: {one.label}, {one.title} ({one.why}{still}).")
    return "\n".join(lines)


def _check(w: Workspace, name: str) -> Said:
    found = findings_of(w.connection, lookup.incident_uid(w.connection, name))
    lines = [
        f"{one.section.title}: “{one.finding.text}”. {one.finding.sentence} {one.finding.ask}"
        f"  [{one.finding.key}]"
        for one in found
        if not one.override
    ]
    return Said(findings_json(found), "\n".join(lines) or "Nothing to ask about.")


def _override(w: Workspace, g: Arguments, name: str) -> Said:
    uid = lookup.incident_uid(w.connection, name)
    wanted = [
        one
        for one in findings_of(w.connection, uid)
        if g.key in (one.finding.key, one.finding.rule, one.finding.text)
        and (g.section is None or one.section is Section.parse(g.section))
    ]
    if len(wanted) != 1:
        raise BadInput(
            "Name one finding with --key, as 'warroom review check' shows it; "
            f"{len(wanted)} are called {g.key!r}."
        )
    one = wanted[0]
    told = OverrideFinding(uid, one.section, one.finding.key, one.finding.text, g.reason)
    override_finding(told, w.desk)
    return _check(w, name)


def _template(w: Workspace, g: Arguments, action: str, rest: list[str]) -> Said:
    if action == "use" and len(rest) == 2:
        use_template(UseTemplate(rest[0], rest[1]), w.desk)
        return _said(w, rest[0])
    if action == "set" and len(rest) == 1 and g.file is not None:
        keep_template(KeepTemplate(rest[0], _text_of(g)), w.desk)
    elif action == "drop" and len(rest) == 1:
        keep_template(KeepTemplate(template_named(w.connection, rest[0]).name, ""), w.desk)
    elif action == "rename" and len(rest) == 2:
        found = template_named(w.connection, rest[0])
        keep_template(KeepTemplate(rest[1], write_template(found), found.name), w.desk)
    elif action == "show" and len(rest) == 1:
        found = template_named(w.connection, rest[0])
        text = write_template(found)
        return Said({"name": found.name, "about": found.about, "text": text}, text)
    elif action != "list" or rest:
        raise _usage(_REVIEW_FORMS, "template")
    every = templates(w.connection)
    rows = [
        {
            "name": one.name,
            "about": one.about,
            "questions": sum(len(asked) for asked in one.questions.values()),
            "origin": origin_of(one).value,
        }
        for one in every
    ]
    lines = [[one.name, _ORIGINS[origin_of(one)], one.about] for one in every]
    return Said(rows, table(lines, ("template", "whose", "for")))


def _text_of(g: Arguments) -> str:
    try:
        return read_file(g.file, 80_000).decode()
    except UnicodeDecodeError:
        raise BadInput(f"{g.file} is not a text in UTF-8.") from None


def action_verb(w: Workspace, g: Arguments) -> Said:
    first: str = g.words[0]
    rest: list[str] = g.words[1:]
    kind = ActionKind.parse(g.kind) if g.kind else None
    due = parse_day(g.due) if g.due else None
    if first == "add" and len(rest) == 2:
        command = AddAction(
            rest[0], rest[1], kind or ActionKind.FIX, g.owner or "", due, g.entry or "",
            g.link or "",
        )  # fmt: skip
        return _action_said(w, reviews.action(w.connection, add_action(command, w.desk)))
    if first == "set" and len(rest) == 1:
        return _set_action(w, g, SetAction(rest[0], kind=kind, due=due, reason=g.reason))
    if first == "push" and len(rest) == 1:
        return _push(w, g, PushAction(rest[0], g.to or ""))
    if first == "list" and len(rest) <= 1:
        uid = lookup.incident_uid(w.connection, rest[0]) if rest else None
        found = (
            reviews.actions(w.connection) if uid is None else reviews.actions_of(w.connection, uid)
        )
        back = doubtful(w.connection)
        rows = [action_json(action, w.now(), w.label, back) for action in found]
        return Said(rows, _actions_words(found, w))
    raise _usage(_ACTION_FORMS, first)


def _push(w: Workspace, g: Arguments, command: PushAction) -> Said:
    """Queued and tried once, like an update; with --dry-run what would leave, and nothing else."""
    if g.dry_run:
        with w.desk.act() as act:
            _, message = planned(act, command)
        left = publisher_of(w.desk, w.database.folder).preview(message)
        text = left.body.decode("utf-8", "replace")
        heads = dict(left.headers)
        said = "".join(f"{name}: {value}\n" for name, value in left.headers)
        shown = {"method": left.method, "url": left.url, "headers": heads, "body": text}
        return Said(shown, f"{left.method} {left.url}\n{said}\n{text}")
    message = push_action(command, w.desk)
    if "offline" not in g:
        publisher_of(w.desk, w.database.folder).run()
    ticket = next(one for one in tickets(w.connection) if one.key == message.key)
    action = reviews.action(w.connection, message.update)
    told = action_json(action, w.now(), w.label) | {"delivery": ticket_json(ticket)}
    about = ticket.delivery.receipt or ticket.delivery.reason
    words = f"{ticket.delivery.state.value} on {message.channel}" + (f": {about}" if about else "")
    return Said(told, f"{_actions_words([action], w)}\n{words}")


def _set_action(w: Workspace, g: Arguments, told: SetAction) -> Said:
    state = ActionState.parse(g.state) if g.state else None
    told = replace(told, text=g.text, owner=g.owner, state=state, tracker=g.link)
    if all(one is None for one in (told.text, told.kind, told.owner, told.due, state, g.link)):
        raise BadInput("Say what to set: --owner, --due, --state, --kind, --text or --link.")
    return _action_said(w, set_action(told, w.desk))


def _action_said(w: Workspace, action: ActionItem) -> Said:
    return Said(action_json(action, w.now(), w.label), _actions_words([action], w))


def _actions_words(actions: "list[ActionItem] | tuple[ActionItem, ...]", w: Workspace) -> str:
    if not actions:
        return "No actions."
    now: datetime = w.now()
    rows = [
        (
            action.uid[:8],
            w.label(action.incident),
            action.kind.value,
            action.owner or "no owner",
            action.due.isoformat() if action.due else "no date",
            "overdue" if action.is_overdue(now) else action.state.value,
            action.text,
        )
        for action in actions
    ]
    return table(rows, ("id", "incident", "kind", "owner", "due", "state", "action"))
