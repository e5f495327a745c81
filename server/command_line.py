"""`warroom-server`: serve, accounts, devices, alert sources, backup and restore."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from models.domain.errors import BadInput, Unavailable, WarRoomError
from models.domain.times import from_ms

if TYPE_CHECKING:
    from server.core import Server
    from server.database import ServerDatabase

REFUSED, USAGE, UNAVAILABLE = 1, 2, 69
PORT = 8750
_ROLES = ("admin", "commander", "responder", "observer")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"{self.format_usage().strip()}\n{message[:1].upper()}{message[1:]}.\n")
        raise SystemExit(USAGE)


def run(typed: Sequence[str]) -> int:
    given = _parser().parse_args(typed)
    try:
        run_verb: Callable[[argparse.Namespace], int] = given.run
        return run_verb(given)
    except Unavailable as error:
        sys.stderr.write(f"{error}\n")
        return UNAVAILABLE
    except WarRoomError as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    shared = _Parser(add_help=False)
    shared.add_argument("--data-dir", type=Path, help="the server's folder")
    shared.add_argument(
        "--database", default=os.environ.get("WARROOM_SERVER_DATABASE", ""),
        help="a PostgreSQL address; SQLite in the folder when it is not given",
    )  # fmt: skip
    parser = _Parser(prog="warroom-server", description="The shared server of a War room team.")
    verbs = parser.add_subparsers(dest="verb", required=True, parser_class=_Parser)

    serve = verbs.add_parser("serve", parents=[shared], help="serve until stopped")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=PORT)
    serve.add_argument("--workers", type=int, default=1)
    serve.add_argument("--now", help="the clock starts there; for tests")
    serve.add_argument(
        "--first-user", metavar="NAME", help="with no account yet: make one, an admin"
    )
    serve.add_argument("--certificate", type=Path, help="PEM file with the TLS certificate")
    serve.add_argument("--key", type=Path, help="PEM file with its private key")
    serve.set_defaults(run=_serve)

    _accounts(verbs, shared)
    _channels(verbs, shared)
    for name, action in (("backup", _backup), ("restore", _restore)):
        one = verbs.add_parser(name, parents=[shared])
        one.add_argument("file", type=Path)
        one.set_defaults(run=action)
    return parser


def _accounts(verbs: "argparse._SubParsersAction[_Parser]", shared: _Parser) -> None:
    """Who may come in: people, their desktops, and what sends alerts."""
    user = verbs.add_parser("user", help="accounts").add_subparsers(
        dest="action", required=True, parser_class=_Parser
    )
    add = user.add_parser("add", parents=[shared])
    add.add_argument("name")
    add.add_argument("--password-stdin", action="store_true", required=True)
    add.add_argument("--role", default="responder", choices=_ROLES)
    add.set_defaults(run=_add_user)
    listed = user.add_parser("list", parents=[shared])
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=_list_users)
    changed = user.add_parser("set", parents=[shared])
    changed.add_argument("name")
    changed.add_argument("--role", choices=_ROLES)
    changed.add_argument("--password-stdin", action="store_true")
    changed.set_defaults(run=_change_user)
    for name, what in (("disable", _disable_user), ("enable", _enable_user)):
        one = user.add_parser(name, parents=[shared])
        one.add_argument("name")
        one.set_defaults(run=what)

    device = verbs.add_parser("device", help="desktops that signed in").add_subparsers(
        dest="action", required=True, parser_class=_Parser
    )
    devices = device.add_parser("list", parents=[shared])
    devices.add_argument("--json", action="store_true")
    devices.set_defaults(run=_list_devices)
    for name, what in (("revoke", _revoke_device), ("allow", _allow_device)):
        one = device.add_parser(name, parents=[shared])
        one.add_argument("id")
        one.set_defaults(run=what)

    source = verbs.add_parser("source", help="who may send alerts").add_subparsers(
        dest="action", required=True, parser_class=_Parser
    )
    for name, what in (("add", _add_source), ("remove", _remove_source)):
        one = source.add_parser(name, parents=[shared])
        one.add_argument("name")
        one.set_defaults(run=what)
    source.add_parser("list", parents=[shared]).set_defaults(run=_list_sources)


def _channels(verbs: "argparse._SubParsersAction[_Parser]", shared: _Parser) -> None:
    """Secrets of the channels that the server publishes to."""
    channel = verbs.add_parser("channel", help="where updates are published to").add_subparsers(
        dest="action", required=True, parser_class=_Parser
    )
    channel.add_parser("list", parents=[shared]).set_defaults(run=_list_channels)
    secret = channel.add_parser("secret", parents=[shared], help="keep the secret of a channel")
    secret.add_argument("name")
    secret.add_argument("--secret-stdin", action="store_true", required=True)
    secret.set_defaults(run=_keep_secret)


def default_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("warroom-server", appauthor=False))


def _folder(given: argparse.Namespace) -> Path:
    return given.data_dir or default_folder()


def _database(given: argparse.Namespace) -> "ServerDatabase":
    from server.database import ServerDatabase

    return ServerDatabase(_folder(given), given.database)


def _server(given: argparse.Namespace) -> "Server":
    from server.core import Server, signer_of

    return Server(_database(given), signer_of(_folder(given)))


def _serve(given: argparse.Namespace) -> int:
    from server.serving import serve

    return serve(given, _folder(given))


def _add_user(given: argparse.Namespace) -> int:
    from server import accounts
    from server.access import Role
    from server.core import real_clock

    password = _password()
    database = _database(given)
    with database.writing() as connection:
        accounts.add_account(connection, given.name, password, Role(given.role), real_clock())
    database.close()
    print(f"{given.name} may sign in as {given.role}.")
    return 0


def _password() -> str:
    from server import accounts

    read = sys.stdin.read(accounts.MOST_PASSWORD + 2)
    return read.removesuffix("\n").removesuffix("\r")


def _change_user(given: argparse.Namespace) -> int:
    from server import accounts
    from server.access import Role

    if given.role is None and not given.password_stdin:
        sys.stderr.write("Say what is to change: --role, or --password-stdin.\n")
        return USAGE
    role = None if given.role is None else Role(given.role)
    password = _password() if given.password_stdin else None
    database = _database(given)
    with database.writing() as connection:
        accounts.change(connection, given.name, role, password)
    database.close()
    print(f"{given.name} is changed, and signs in again.")
    return 0


def _list_users(given: argparse.Namespace) -> int:
    from server import accounts

    database = _database(given)
    with database.reading() as connection:
        found = accounts.accounts(connection)
    database.close()
    rows = [{"name": one.name, "role": one.role.value, "disabled": one.disabled} for one in found]
    if given.json:
        print(json.dumps(rows))
    else:
        for one in found:
            print(f"{one.name}\t{one.role.value}{'  switched off' if one.disabled else ''}")
    return 0


def _disable_user(given: argparse.Namespace) -> int:
    from server import barring

    _say(given, barring.SWITCH_OFF, given.name)
    print(f"{given.name} is switched off; the sign-ins have ended.")
    return 0


def _enable_user(given: argparse.Namespace) -> int:
    from server import barring

    _say(given, barring.SWITCH_ON, given.name)
    print(f"{given.name} may sign in again.")
    return 0


def _say(given: argparse.Namespace, word: tuple[str, str], name: str) -> None:
    from server import barring

    server = _server(given)
    barring.say(server, word, name)
    server.database.close()


def _list_devices(given: argparse.Namespace) -> int:
    from server import accounts

    database = _database(given)
    with database.reading() as connection:
        found = accounts.devices(connection)
    database.close()
    if given.json:
        print(json.dumps(found))
    else:
        for one in found:
            revoked = "  revoked" if one["revoked_at_ms"] else ""
            print(f"{one['id']}\t{one['account']}\t{one['label']}{revoked}")
    return 0


def _revoke_device(given: argparse.Namespace) -> int:
    from server import barring

    _say(given, barring.REVOKE, given.id)
    print("The device is revoked; what it sends from now on waits for a person.")
    return 0


def _allow_device(given: argparse.Namespace) -> int:
    from server import barring

    _say(given, barring.ALLOW, given.id)
    print("The device may sign in again.")
    return 0


def _add_source(given: argparse.Namespace) -> int:
    from server import intake

    server = _server(given)
    with server.database.writing() as connection:
        token, secret = intake.add_source(server, connection, given.name)
    server.database.close()
    print(f"address: /v1/intake/{given.name}\ntoken: {token}\nsigning secret: {secret}")
    print("They are shown this once.", file=sys.stderr)
    return 0


def _remove_source(given: argparse.Namespace) -> int:
    from server import intake

    database = _database(given)
    with database.writing() as connection:
        intake.remove_source(connection, given.name)
    database.close()
    return 0


def _list_sources(given: argparse.Namespace) -> int:
    from server import intake

    database = _database(given)
    with database.reading() as connection:
        for name in intake.sources(connection):
            print(name)
    database.close()
    return 0


def _list_channels(given: argparse.Namespace) -> int:
    from server import channels
    from server.channels import SealedSecrets

    database = _database(given)
    held = SealedSecrets(_folder(given))
    with database.reading() as connection:
        for one in channels.known(connection):
            missing = one.has_secret and held.read(one.name) is None
            print(f"{one.name}\t{one.settings.kind.value}{'  its secret is missing' * missing}")
    database.close()
    return 0


def _keep_secret(given: argparse.Namespace) -> int:
    from server.channels import SealedSecrets

    secret = sys.stdin.read(4097).removesuffix("\n").removesuffix("\r")
    if not secret or len(secret) > 4096:
        raise BadInput("No secret came on standard input, or one that is too long.")
    _server(given).database.close()  # makes the key that it is sealed under
    SealedSecrets(_folder(given)).write(given.name, secret)
    print(f"The secret of {given.name} is kept.")
    return 0


def _backup(given: argparse.Namespace) -> int:
    from server import backup

    server = _server(given)
    counts = backup.write(server.database, _folder(given), given.file)
    server.database.close()
    print(f"{given.file}: {counts['op']:,} operations, {counts['account']:,} accounts.")
    return 0


def _restore(given: argparse.Namespace) -> int:
    from server import backup
    from server.running import held_by_server

    if not given.file.exists():
        raise BadInput(f"{given.file} is not there.")
    database = _database(given)
    with held_by_server(database, _folder(given)):
        done = backup.restore(database, _folder(given), given.file)
    database.close()
    now = datetime.now(UTC)
    then = "when it was made"
    if done.made_at is not None:
        then = f"at {from_ms(done.made_at):%Y-%m-%d %H:%M} UTC"
    print(
        f"Restored at {now:%H:%M} UTC: {done.counts['op']:,} operations. Desktops give back what "
        "they hold beyond that at their next sync. Everybody signs in again.\n"
        f"Accounts and passwords are as they were {then}. Who was switched off or revoked since is "
        "so again as soon as a desktop that knows of it has synced."
    )
    return 0
