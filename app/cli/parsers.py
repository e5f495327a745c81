"""The parsers of what is typed: the program's own, and one a verb, built when it is typed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from app.cli import values
from app.cli.complaint import complain

TYPE_CHECKING = False  # typing itself is left out of the start
if TYPE_CHECKING:
    from typing import Any, NoReturn

BUNDLE = ".warroom"
LOOK = "--look"
"""Before a bundle: it is looked at and taken in nowhere."""


class Help(argparse.HelpFormatter):
    """As wide as the terminal, which argparse would ask by a module that also packs archives."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(1).columns or _USUAL_COLUMNS
    except OSError:
        return _USUAL_COLUMNS


_USUAL_COLUMNS = 80


class Parser(argparse.ArgumentParser):
    """Wrong usage ends with 2; a value that makes no sense with 1, as everywhere."""

    def __init__(self, **described: Any) -> None:
        super().__init__(**{"formatter_class": Help, **described})

    def error(self, message: str) -> NoReturn:
        complain(f"{self.format_usage().strip()}\n{message[:1].upper()}{message[1:]}.")
        raise SystemExit(2)


class VerbParser:
    """Stands for the parser of one verb until it is typed; a verb that has verbs of its own is
    a list of such."""

    def __init__(self, **described: Any) -> None:
        self._described = described
        self._arguments: list[tuple[tuple[str, ...], dict[str, Any]]] = []
        self._either: list[tuple[tuple[str, ...], dict[str, Any]]] = []
        self._verbs: list[tuple[str, dict[str, Any], VerbParser]] = []
        self._chosen_by: dict[str, Any] = {}

    def add_argument(self, *names: str, **described: Any) -> None:
        self._arguments.append((names, described))

    def add_either(self, *names: str, **described: Any) -> None:
        """One of these at most may be typed."""
        self._either.append((names, described))

    def choose_by(self, **described: Any) -> None:
        self._chosen_by = described

    def verb(self, name: str, **described: Any) -> VerbParser:
        made = VerbParser(**described)
        self._verbs.append((name, described, made))
        return made

    def parse_known_args(
        self, typed: Sequence[str], namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        return self._built().parse_known_args(typed, namespace)

    def _built(self) -> Parser:
        parser = self.fill(Parser(**self._described))
        if self._verbs:
            verbs = parser.add_subparsers(parser_class=Parser, **self._chosen_by)
            for name, described, made in self._verbs:
                made.fill(verbs.add_parser(name, **described))
        return parser

    def fill(self, parser: Parser) -> Parser:
        for names, described in self._arguments:
            parser.add_argument(*names, **described)
        if self._either:
            one = parser.add_mutually_exclusive_group()
            for names, described in self._either:
                one.add_argument(*names, **described)
        return parser


def everywhere() -> Parser:
    shared = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group = shared.add_argument_group("everywhere, before or after the verb")
    group.add_argument("--data-dir", type=values.path, metavar="DIR", help="the data folder")
    group.add_argument("--as", dest="actor", metavar="NAME", help="who acts in this call")
    group.add_argument("--now", type=values.time, metavar="TIME", help="the clock of this call")
    group.add_argument("--offline", action="store_true", help="use no network in this run")
    group.add_argument("--server", metavar="URL", help="the server's address in this run")
    group.add_argument("--json", action="store_true", help="print one JSON value")
    return shared


class Version(argparse.Action):
    """Reads the version only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from app.version import version

        sys.stdout.write(f"War room {version()}\n")
        parser.exit(0)


def opened_file(typed: Sequence[str]) -> argparse.Namespace | None:
    """What was typed where it is a bundle and no verb, as a file manager opens it; else None."""
    if not any(word.lower().endswith(BUNDLE) for word in typed):
        return None
    given, rest = everywhere().parse_known_args([word for word in typed if word != LOOK])
    if len(rest) != 1 or not rest[0].lower().endswith(BUNDLE):
        return None
    given.verb, given.file, given.look = None, values.path(rest[0]), LOOK in typed
    return given
