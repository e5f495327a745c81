"""What may be typed: every verb, its arguments, and the options that go before or after it."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from app.cli.complaint import complain

# The domain is imported by the parsers of values when they run, so that --help answers at once.


class _Parser(argparse.ArgumentParser):
    """Wrong usage ends with 2; a value that makes no sense with 1, as everywhere."""

    def error(self, message: str) -> NoReturn:
        complain(f"{self.format_usage().strip()}\n{message[:1].upper()}{message[1:]}.")
        raise SystemExit(2)


def _time(text: str) -> object:
    from models.domain.times import parse_time

    return _read(parse_time, text)


def _severity(text: str) -> object:
    from models.domain.severity import Severity

    return _read(Severity.parse, text)


def _stage(text: str) -> object:
    from models.domain.stage import Stage

    return _read(Stage.parse, text)


def _role(text: str) -> object:
    from models.domain.incident import Role

    return _read(Role.parse, text)


def _incident_kind(text: str) -> object:
    from models.domain.incident import IncidentKind

    return _read(IncidentKind.parse, text)


def _entry_kind(text: str) -> object:
    from models.domain.entry import EntryKind

    return _read(EntryKind.parse, text)


def _read(parse: Callable[[str], object], text: str) -> object:
    """Ends with 1 and the domain's own sentence, not argparse's, where the value makes no sense."""
    from models.domain.errors import WarRoomError

    try:
        return parse(text)
    except WarRoomError as error:
        complain(str(error))
        raise SystemExit(1) from None


class _Version(argparse.Action):
    """Reads the version only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from app.version import version

        parser.exit(0, f"War room {version()}\n")


def build() -> argparse.ArgumentParser:
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    everywhere = shared.add_argument_group("everywhere, before or after the verb")
    everywhere.add_argument("--data-dir", type=Path, metavar="DIR", help="the data folder")
    everywhere.add_argument("--as", dest="actor", metavar="NAME", help="who acts in this call")
    everywhere.add_argument("--now", type=_time, metavar="TIME", help="the clock of this call")
    everywhere.add_argument("--offline", action="store_true", help="use no network in this run")
    everywhere.add_argument("--json", action="store_true", help="print one JSON value")
    parser = _Parser(
        prog="warroom",
        description="Run an incident response. With no verb, the window opens.",
        parents=[shared],
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=_Parser)

    def verb(name: str, text: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, help=text, description=text, parents=[shared])

    _lifecycle(verb)
    _fields(verb)
    _relations(verb)
    _people(verb)
    _expectations(verb)
    _runbooks(verb)
    _timeline(verb)
    _reading(verb)
    _intake(verb, shared)
    _around(verb)
    return parser


Verb = Callable[[str, str], argparse.ArgumentParser]
NOTE_KINDS = "note|decision|evidence|metric"


def _at(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", type=_time, metavar="TIME", help="when it took place")


def _reason(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", default="", metavar="TEXT")


def _incident(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("incident", metavar="INC", help="a number, an alias or part of a uid")


def _lifecycle(verb: Verb) -> None:
    declare = verb("declare", "Declare an incident; you command it.")
    declare.add_argument("--title", default="")
    declare.add_argument("--severity", type=_severity, default="P1", metavar="P0..P4")
    declare.add_argument("--kind", type=_incident_kind, default="incident")
    declare.add_argument("--service", action="append", default=[], dest="services")
    declare.add_argument("--failure-mode", default="", metavar="MODE")
    declare.add_argument("--from-alert", metavar="ID")
    declare.add_argument("--impact-started", type=_time, metavar="TIME")
    declare.add_argument("--detected", type=_time, metavar="TIME")
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
    stage.add_argument("to", type=_stage, metavar="STAGE")
    _reason(stage)
    _at(stage)


def _fields(verb: Verb) -> None:
    severity = verb("severity", "Change the severity.")
    _incident(severity)
    severity.add_argument("to", type=_severity, metavar="P0..P4")
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
    correct.add_argument("to", type=_time, metavar="TIME")
    _reason(correct)


def _people(verb: Verb) -> None:
    for name, text in (
        ("assign", "Put a hat on somebody."),
        ("unassign", "Take a hat off somebody."),
    ):
        hat = verb(name, text)
        _incident(hat)
        hat.add_argument("role", type=_role, metavar="deputy|comms|scribe|sme")
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
    policy.add_argument("file", nargs="?", type=Path, metavar="FILE")
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


def _optional_incident(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("incident", nargs="?", metavar="INC")


def _timeline(verb: Verb) -> None:
    note = verb("note", "Write on the timeline.")
    _incident(note)
    note.add_argument("text", metavar="TEXT")
    note.add_argument("--kind", type=_entry_kind, default="note", metavar=NOTE_KINDS)
    note.add_argument("--attach", action="append", default=[], type=Path, metavar="FILE")
    _at(note)
    correct = verb("correct", "Correct an entry; the old text stays.")
    correct.add_argument("entry", metavar="ENTRY")
    correct.add_argument("text", metavar="TEXT")
    timeline = verb("timeline", "What happened, oldest first.")
    _incident(timeline)
    timeline.add_argument("--kind", action="append", default=[], type=_entry_kind, dest="kinds")
    timeline.add_argument("--since", type=_time, metavar="TIME")
    timeline.add_argument("--search", default="", metavar="WORDS")


def _reading(verb: Verb) -> None:
    show = verb("show", "An incident as it is, or as it was known at a time.")
    _incident(show)
    _at(show)
    show.add_argument("--by", choices=("recorded", "happened"), default="recorded")
    several = verb("list", "Incidents, oldest first.")
    several.add_argument("--live", action="store_true", help="only those running now")
    several.add_argument("--from", dest="since", type=_time, metavar="TIME")
    several.add_argument("--to", dest="until", type=_time, metavar="TIME")
    several.add_argument("--search", default="", metavar="WORDS")
    export = verb("export", "Write an incident to a file.")
    _incident(export)
    export.add_argument("--format", choices=("json", "warroom", "csv"), required=True, dest="form")
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    verify = verb("verify", "Check the hash chains of the database, an incident or a file.")
    verify.add_argument("what", nargs="?", metavar="INC|FILE")


def _intake(verb: Verb, shared: _Parser) -> None:
    imports = verb("import", "Take in alerts, past incidents or a bundle.")
    kinds = imports.add_subparsers(dest="what", metavar="WHAT", parser_class=_Parser, required=True)
    alerts = kinds.add_parser("alerts", help="payload files or folders", parents=[shared])
    alerts.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    history = kinds.add_parser("incidents", help="past incidents", parents=[shared])
    history.add_argument("path", type=Path, metavar="PATH")
    history.add_argument("--format", dest="form", metavar="statuspage|cstate|jsonl|flat|csv")
    history.add_argument("--assume-zone", metavar="ZONE")
    runbooks = kinds.add_parser("runbooks", help="Markdown runbooks", parents=[shared])
    runbooks.add_argument("path", type=Path, metavar="DIR")
    bundle = kinds.add_parser("bundle", help="an incident from a file", parents=[shared])
    bundle.add_argument("path", type=Path, metavar="FILE")
    verb("inbox", "Alerts and reports that wait.")
    listen = verb("listen", "Take alert webhooks on loopback into the inbox until stopped.")
    listen.add_argument("--port", type=int, default=8751)


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
    service.add_argument("--slo", type=float)
    service.add_argument("--window", metavar="30d|month")
    verb("doctor", "Versions, paths, the database, what is missing.")
