"""What may be typed: every verb, its arguments, and the options that go before or after it."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from app.cli import values
from app.cli.parsers import Parser, VerbParser, Version, everywhere
from app.cli.update_arguments import update_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# --help answers at once: the domain and pathlib are imported by the parsers of values when they
# run, and a verb's own parser is built when that verb is typed.


def build() -> argparse.ArgumentParser:
    shared = everywhere()
    parser = Parser(
        prog="warroom",
        description="Run an incident response. With no verb, the window opens; with a .warroom "
        "file, it offers to import it, and with --look before the file it only shows it.",
        parents=[shared],
    )
    parser.add_argument("--version", action=Version, nargs=0, help="say which version this is")
    # argparse asks of the class of a verb's parser only that it parses what is left.
    later: Any = VerbParser
    verbs: Any = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=later)

    def verb(name: str, text: str) -> VerbParser:
        made: VerbParser = verbs.add_parser(name, help=text, description=text, parents=[shared])
        return made

    _lifecycle(verb)
    _fields(verb)
    _relations(verb)
    _people(verb)
    _expectations(verb)
    _runbooks(verb)
    update_arguments(verb, shared)
    _timeline(verb)
    _reading(verb)
    _figures(verb)
    _learning(verb)
    _intake(verb, shared)
    _syncing(verb)
    _around(verb)
    return parser


Verb = Callable[[str, str], VerbParser]
NOTE_KINDS = "note|decision|evidence|metric"


def _at(parser: VerbParser) -> None:
    parser.add_argument("--at", type=values.time, metavar="TIME", help="when it took place")


def _reason(parser: VerbParser) -> None:
    parser.add_argument("--reason", default="", metavar="TEXT")


def _incident(parser: VerbParser) -> None:
    parser.add_argument("incident", metavar="INC", help="a number, an alias or part of a uid")


def _lifecycle(verb: Verb) -> None:
    declare = verb("declare", "Declare an incident; you command it.")
    declare.add_argument("--title", default="")
    declare.add_argument("--severity", type=values.severity, default="P1", metavar="P0..P4")
    declare.add_argument("--kind", type=values.incident_kind, default="incident")
    declare.add_argument("--service", action="append", default=[], dest="services")
    declare.add_argument("--failure-mode", default="", metavar="MODE")
    declare.add_argument("--from-alert", metavar="ID")
    declare.add_argument("--impact-started", type=values.time, metavar="TIME")
    declare.add_argument("--detected", type=values.time, metavar="TIME")
    _at(declare)
    for name, text, reason in (
        ("ack", "Acknowledge: a person officially starts.", False),
        ("mitigate", "Customer impact stopped.", True),
        ("resolve", "The fix is verified, the impact is over.", True),
        ("confirm", "Confirm recovery.", False),
        ("reopen", "It was not over.", True),
        ("close", "Nothing is left to do.", True),
        ("cancel", "It was a false alarm.", True),
    ):
        step = verb(name, text)
        _incident(step)
        _at(step)
        if reason:
            _reason(step)
        if name == "resolve":
            step.add_argument("--confirmed", action="store_true", help="recovery was seen")
        if name == "close":
            step.add_argument("--override", default="", metavar="REASON")
    stage = verb("stage", "Move to another stage; sets no timestamp.")
    _incident(stage)
    stage.add_argument("to", type=values.stage, metavar="STAGE")
    _reason(stage)
    _at(stage)


def _fields(verb: Verb) -> None:
    severity = verb("severity", "Change the severity.")
    _incident(severity)
    severity.add_argument("to", type=values.severity, metavar="P0..P4")
    _reason(severity)
    _at(severity)
    impact = verb("impact", "Say who is hit and what it costs.")
    _incident(impact)
    impact.add_argument("--users", metavar="N|N%|everyone|unknown")
    impact.add_argument("--business", metavar="TEXT")
    impact.add_argument("--service", action="append", default=[], dest="services")
    _reason(impact)
    _at(impact)
    for name in ("objective", "summary", "title", "failure-mode"):
        field = verb(name, f"Set the {name.replace('-', ' ')}.")
        _incident(field)
        field.add_argument("text", metavar="TEXT")
        _reason(field)
        _at(field)
    correct = verb("set-time", "Correct a timestamp; the old value stays in the history.")
    _incident(correct)
    correct.add_argument(
        "field", metavar="FIELD", help="such as impact_started_at, detected_at, resolved_at"
    )
    correct.add_argument("to", type=values.time, metavar="TIME")
    _reason(correct)


def _people(verb: Verb) -> None:
    for name, text in (
        ("assign", "Put a hat on somebody."),
        ("unassign", "Take a hat off somebody."),
    ):
        hat = verb(name, text)
        _incident(hat)
        hat.add_argument("role", type=values.role, metavar="deputy|comms|scribe|sme")
        hat.add_argument("person", metavar="PERSON")
        hat.add_argument("--area", default="", metavar="A", help="of an SME")
    handover = verb("handover", "Offer command, with a brief; it is theirs once they accept.")
    _incident(handover)
    handover.add_argument("person", metavar="PERSON")
    _incident(verb("accept", "Take the command that you were offered."))
    take = verb("take-command", "Take command, saying why.")
    _incident(take)
    _reason(take)
    task = verb("task", "Give a task: task INC TEXT --to PERSON; task ack|done ID; task list INC.")
    task.add_argument("words", nargs="+", metavar="WORD")
    task.add_argument("--to", metavar="PERSON")
    task.add_argument("--within", metavar="10m", help="the time box")
    verb("needs-you", "What waits on you.")
    person = verb("person", "The people of this workspace.")
    person.add_argument("action", choices=("list", "set"))
    person.add_argument("name", nargs="?", metavar="NAME")
    person.add_argument("--area", action="append", default=[], dest="areas", metavar="A")
    person.add_argument("--contact", metavar="TEXT", help="kept on this machine only")
    person.add_argument("--on-call", dest="on_call", action="store_const", const="on")
    person.add_argument("--off-call", dest="on_call", action="store_const", const="off")


def _expectations(verb: Verb) -> None:
    policy = verb("policy", "What the workspace expects: severities, cadence, triage rules.")
    policy.add_argument("action", choices=("show", "import"))
    policy.add_argument("file", nargs="?", type=values.path, metavar="FILE")
    triage = verb("triage", "The severity that the rules suggest, and why.")
    _incident(triage)
    triage.add_argument("--apply", action="store_true", help="change the severity to it")


def _runbooks(verb: Verb) -> None:
    runbook = verb("runbook", "Runbooks: what there is, what fits, how far one has come.")
    actions = ("list", "show", "check", "match", "start", "step", "escalate")
    runbook.add_argument("action", choices=actions)
    runbook.add_argument("words", nargs="*", metavar="WORD")
    runbook.add_argument("--observed", metavar="TEXT", help="what was seen")
    runbook.add_argument("--mismatch", action="store_true", help="it is not what is expected")
    runbook.add_argument("--run", metavar="ID", help="which run, where there are several")
    _reason(runbook)


def _relations(verb: Verb) -> None:
    merge = verb("merge", "Fold an incident into another.")
    _incident(merge)
    merge.add_argument("into", metavar="INTO")
    _incident(verb("unmerge", "Take an incident out of the one it was merged into."))
    for name, text in (
        ("link-recurrence", "It is the return of an earlier incident."),
        ("unlink-recurrence", "It is not the return of that one."),
    ):
        link = verb(name, text)
        _incident(link)
        link.add_argument("earlier", metavar="EARLIER")
    verb("undo", "Take back an act: the last of yours here, or the one named.").add_argument(
        "act", nargs="?", metavar="ACT"
    )
    _optional_incident(verb("conflicts", "Open conflicts."))
    choose = verb("resolve-conflict", "Keep one of the values of a conflict.")
    choose.add_argument("conflict", metavar="ID")
    choose.add_argument("--keep", type=int, required=True, metavar="N")


def _optional_incident(parser: VerbParser) -> None:
    parser.add_argument("incident", nargs="?", metavar="INC")


def _timeline(verb: Verb) -> None:
    note = verb("note", "Write on the timeline.")
    _incident(note)
    note.add_argument("text", metavar="TEXT")
    note.add_argument("--kind", type=values.entry_kind, default="note", metavar=NOTE_KINDS)
    note.add_argument("--attach", action="append", default=[], type=values.path, metavar="FILE")
    _at(note)
    correct = verb("correct", "Correct an entry; the old text stays.")
    correct.add_argument("entry", metavar="ENTRY")
    correct.add_argument("text", metavar="TEXT")
    timeline = verb("timeline", "What happened, oldest first.")
    _incident(timeline)
    timeline.add_argument(
        "--kind", action="append", default=[], type=values.entry_kind, dest="kinds"
    )
    timeline.add_argument("--since", type=values.time, metavar="TIME")
    timeline.add_argument("--search", default="", metavar="WORDS")


def _reading(verb: Verb) -> None:
    show = verb("show", "An incident as it is, or as it was known at a time.")
    _incident(show)
    _at(show)
    show.add_argument("--by", choices=("recorded", "happened"), default="recorded")
    several = verb("list", "Incidents, oldest first.")
    several.add_argument("--live", action="store_true", help="only those running now")
    several.add_argument("--from", dest="since", type=values.time, metavar="TIME")
    several.add_argument("--to", dest="until", type=values.time, metavar="TIME")
    several.add_argument("--search", default="", metavar="WORDS")
    export = verb("export", "Write an incident to a file.")
    _incident(export)
    forms = ("json", "md", "html", "pdf", "csv", "ics", "warroom")
    export.add_argument("--format", choices=forms, required=True, dest="form")
    export.add_argument("--public", action="store_true", help="without names and internal links")
    export.add_argument("--out", type=values.path, required=True, metavar="FILE")
    verify = verb("verify", "Check the hash chains of the database, an incident or a file.")
    verify.add_argument("what", nargs="?", metavar="INC|FILE")


def _figures(verb: Verb) -> None:
    kpis = verb("kpis", "Key figures of a period, each with what it leaves out and why.")
    kpis.add_argument("--from", dest="since", type=values.time, metavar="TIME", help="included")
    kpis.add_argument("--to", dest="until", type=values.time, metavar="TIME", help="not included")
    kpis.add_argument("--service", action="append", default=[], dest="services", metavar="S")
    kpis.add_argument(
        "--severity",
        action="append",
        default=[],
        dest="severities",
        type=values.severity,
        metavar="P0",
    )
    slo = verb("slo", "Error budgets: what of each is used.")
    slo.add_either("--month", metavar="2026-10", help="that calendar month")
    slo.add_either("--at", type=values.time, metavar="TIME", help="the window that ends then")
    for report in (kpis, slo):
        report.add_argument("--format", dest="form", choices=("csv", "md", "png", "pdf"))
        report.add_argument("--out", type=values.path, metavar="FILE")
    _incident(verb("sla", "The deadlines of an incident."))


def _learning(verb: Verb) -> None:
    review = verb("review", "The review of an incident; its check, its state, templates.")
    review.add_argument("words", nargs="+", metavar="WORD")
    review.add_argument("--section", metavar="S", help="such as what_happened")
    review.add_argument("--text", metavar="T", help="all of the section's text, as Markdown")
    review.add_argument("--key", default="", metavar="KEY", help="of a finding to let stand")
    review.add_argument(
        "--file", type=values.path, metavar="FILE", help="a template, as show has it"
    )
    _reason(review)
    library = verb("library", "Search reviews; what is similar, what to read, what came back.")
    library.add_argument("words", nargs="+", metavar="WORD")
    action = verb("action", "What reviews decided: action add|list|set|push.")
    action.add_argument("words", nargs="+", metavar="WORD")
    action.add_argument("--kind", metavar="fix|prevent|notice_sooner|respond_better")
    action.add_argument("--owner", metavar="P")
    action.add_argument("--due", metavar="DATE", help="such as 2026-12-04")
    action.add_argument("--state", metavar="open|done|dropped")
    action.add_argument("--text", metavar="T")
    action.add_argument("--entry", metavar="ENTRY", help="the moment it comes from")
    action.add_argument("--link", metavar="URL", help="the same in another tracker")
    action.add_argument("--to", metavar="TRACKER", help="the channel that push goes to")
    action.add_argument("--dry-run", action="store_true", help="the bytes that would leave")
    _reason(action)


def _intake(verb: Verb, shared: Parser) -> None:
    imports = verb("import", "Take in alerts, past incidents or a bundle.")
    imports.choose_by(dest="what", metavar="WHAT", required=True)
    alerts = imports.verb("alerts", help="payload files or folders", parents=[shared])
    alerts.add_argument("paths", nargs="+", type=values.path, metavar="PATH")
    history = imports.verb("incidents", help="past incidents", parents=[shared])
    history.add_argument("path", type=values.path, metavar="PATH")
    history.add_argument("--format", dest="form", metavar="statuspage|cstate|jsonl|flat|csv")
    history.add_argument("--assume-zone", metavar="ZONE")
    chat = imports.verb("chat", help="what a chat's export says of an incident", parents=[shared])
    _incident(chat)
    chat.add_argument("path", type=values.path, metavar="PATH", help="a Slack export, or its .zip")
    chat.add_argument("--accept", action="store_true", help="put all of it on the timeline")
    written = imports.verb("postmortems", help="reviews written as Markdown", parents=[shared])
    written.add_argument("path", type=values.path, metavar="PATH")
    written.add_argument("--assume-zone", metavar="ZONE")
    runbooks = imports.verb("runbooks", help="Markdown runbooks", parents=[shared])
    runbooks.add_argument("path", type=values.path, metavar="DIR")
    bundle = imports.verb("bundle", help="an incident from a file", parents=[shared])
    bundle.add_argument("path", type=values.path, metavar="FILE")
    verb("inbox", "Alerts and reports that wait.")
    listen = verb("listen", "Take alert webhooks on loopback into the inbox until stopped.")
    listen.add_argument("--port", type=int, default=8751)


def _syncing(verb: Verb) -> None:
    sign_in = verb("sign-in", "Sign in to the team's server.")
    sign_in.add_argument("url", metavar="URL")
    sign_in.add_argument("--user", required=True, metavar="NAME")
    sign_in.add_argument("--password-stdin", action="store_true")
    sign_in.add_argument("--keep", choices=("keyring", "session", "file"))
    sign_in.add_argument(
        "--ca", type=values.path, metavar="FILE", help="the team's own authority, PEM"
    )
    sync = verb("sync", "Exchange with the team's server.")
    sync.add_argument("action", nargs="?", choices=("status", "confirm"))
    sync.add_argument(
        "ids", nargs="*", metavar="ID", help="confirm: what the server takes on your word"
    )
    sync.add_argument("--all", action="store_true", help="confirm: everything it would take so")
    sync.add_argument("--once", action="store_true", help="until nothing is left to move")
    sync.add_argument("--watch", action="store_true", help="go on until stopped")
    sync.add_argument("--take-all", action="store_true", help="also a change of many incidents")


def _around(verb: Verb) -> None:
    verb("demo", "Fill an empty data folder with sample data.")
    verb("whoami", "Show or set who acts on this machine.").add_argument(
        "name", nargs="?", metavar="NAME"
    )
    service = verb("service", "The service catalog.")
    service.add_argument("action", choices=("list", "set"))
    service.add_argument("name", nargs="?", metavar="NAME")
    service.add_argument("--tier", type=int)
    service.add_argument("--component", metavar="ID")
    service.add_argument("--public-name", metavar="NAME", help="what customers call it")
    service.add_argument("--slo", type=float)
    service.add_argument("--window", metavar="30d|month")
    service.add_argument("--team", metavar="TEAM", help="who owns it")
    verb("doctor", "Versions, paths, the database, what is missing.")
