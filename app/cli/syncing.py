"""Verbs of the shared server: signing in, and exchanging with it."""

import argparse
import contextlib
import sys
import time

from app.cli.output import Said
from app.team import Team, best_keep
from app.workspace import Workspace
from models.credentials import Keep
from models.domain.errors import BadInput, Refused, Unavailable, WarRoomError
from models.domain.syncing import clock_words
from models.domain.times import from_ms, write_time
from models.queries import incidents
from models.store import exchange, server_link
from models.sync.engine import Exchanged
from models.sync.line import SignedOut

Arguments = argparse.Namespace
WATCH_S = 5.0


def sign_in_verb(w: Workspace, g: Arguments) -> Said:
    _refuse_offline(g)
    if not g.password_stdin and sys.stdin.isatty():
        import getpass

        password = getpass.getpass("Password: ")
    else:
        password = sys.stdin.read(2048).removesuffix("\n").removesuffix("\r")
    keep = Keep(g.keep) if g.keep else best_keep()
    link = Team(w)
    try:
        done = link.sign_in(g.url, g.user, password, keep, ca_file=str(g.ca or ""))
        moved = link.exchange()
    except SignedOut as error:
        raise Refused(str(error)) from None
    finally:
        link.close()
    value = {
        "account": done.account,
        "role": done.role,
        "server": link.facts["url"],
        "kept": keep.value,
        "adopted": done.adopted,
        **_counts(moved),
    }
    kept = {
        Keep.KEYRING: "The sign-in is kept in the keyring.",
        Keep.SESSION: "No keyring is here, so the sign-in ends with this command.",
        Keep.FILE: "The sign-in is kept in a file that your passphrase opens.",
    }[keep]
    return Said(value, f"Signed in as {done.account} ({done.role}). {kept}\n{_words(moved)}")


def sync_verb(w: Workspace, g: Arguments) -> Said:
    if g.action != "confirm" and (g.ids or g.all):
        raise BadInput("Only 'warroom sync confirm' takes IDs or --all.")
    if g.action == "status":
        return _status(w)
    _refuse_offline(g)
    if g.action == "confirm":
        _confirm(w, g)
    link = Team(w, getattr(g, "server", ""))
    try:
        if g.watch:
            return _watch(w, link)
        moved = _exchange(link, take_all=g.take_all)
    finally:
        link.close()
    return Said(_counts(moved), _words(moved))


def _confirm(w: Workspace, g: Arguments) -> None:
    """Raises BadInput where one of them is not what the server takes on somebody's word."""
    may = {op_id.hex(): op_id for op_id in exchange.confirmable(w.connection)}
    if g.all == bool(g.ids):
        raise BadInput("Name what to confirm, by the IDs of 'warroom sync status', or say --all.")
    for typed in g.ids:
        if typed not in may:
            raise BadInput(
                f"{typed} is nothing that can be confirmed. 'warroom sync status' lists what is."
            )
    exchange.confirm(w.connection, (may[typed] for typed in g.ids) if g.ids else may.values())


def _exchange(link: Team, *, take_all: bool = False) -> Exchanged:
    """Raises Unavailable where nobody is signed in: scripts tell it by its exit code."""
    try:
        return link.exchange(take_all=take_all)
    except SignedOut as error:
        raise Unavailable(str(error)) from None


def _watch(w: Workspace, link: Team) -> Said:
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            try:
                moved = _exchange(link)
            except Unavailable as error:
                print(f"{write_time(w.now())} {error}", flush=True)
            else:
                if moved.pushed or moved.pulled:
                    print(f"{write_time(w.now())} {_words(moved)}", flush=True)
            time.sleep(WATCH_S)
    return Said({}, "")


def _status(w: Workspace) -> Said:
    facts = server_link.read_all(w.connection)
    synced = facts.get("synced_at")
    may_confirm = exchange.confirmable(w.connection)
    refused: list[dict[str, object]] = [
        {
            "id": op.op_id.hex(),
            "what": f"{op.entity_kind} {op.field}",
            "person": op.actor,
            "reason": reason,
            "may_confirm": op.op_id in may_confirm,
        }
        for op, reason in exchange.parked(w.connection)
    ]
    value = {
        "server": facts.get("url"),
        "account": facts.get("account"),
        "role": facts.get("role"),
        "signed_in": bool(facts) and "signed_out" not in facts,
        "waiting": exchange.count_waiting(w.connection) if facts else 0,
        "parked": refused,
        "conflicts": _conflicts(w),
        "synced_at": write_time(from_ms(int(synced))) if synced else None,
        "clock_offset_ms": int(facts["clock_offset_ms"]) if "clock_offset_ms" in facts else None,
    }
    if not facts:
        return Said(value, "No server is known here. Sign in with 'warroom sign-in URL'.")
    lines = [
        f"{facts['url']} as {facts['account']} ({facts['role']})",
        f"Last synced {value['synced_at'] or 'never'}; {value['waiting']} waiting.",
    ]
    for row in refused:
        lines.append(f"  not taken: {row['what']} of {row['person']}: {row['reason']}")
        if row["may_confirm"]:
            lines.append(f"    as it is, on your word: warroom sync confirm {row['id']}")
    if off := clock_words(int(facts.get("clock_offset_ms", 0))):
        lines.append(f"Your {off}.")
    return Said(value, "\n".join(lines))


def _conflicts(w: Workspace) -> int:
    return sum(
        len(incidents.incident(w.connection, uid).conflicts)
        for uid in incidents.in_conflict(w.connection)
    )


def _counts(moved: Exchanged) -> dict[str, object]:
    return {
        "pushed": moved.pushed,
        "pulled": moved.pulled,
        "waiting": moved.waiting,
        "parked": moved.parked,
        "conflicts": moved.conflicts,
        "clock_offset_ms": moved.clock_offset_ms,
    }


def _words(moved: Exchanged) -> str:
    text = f"{moved.pushed} sent, {moved.pulled} received, {moved.waiting} waiting."
    if moved.parked:
        text += f" The server did not take {moved.parked}; 'warroom sync status' says why."
    if moved.conflicts:
        text += f" {moved.conflicts} need your choice: 'warroom conflicts'."
    if off := clock_words(moved.clock_offset_ms or 0):
        text += f" Your {off}."
    return text


def _refuse_offline(g: Arguments) -> None:
    if "offline" in g:
        raise BadInput("--offline uses no network, and this needs it. Leave one of them out.")


def decide_now(w: Workspace, g: Arguments) -> bool:
    """After an act that the server decides: ask it at once. False where it cannot be asked."""
    if "offline" in g or not server_link.is_linked(w.connection):
        return not server_link.is_linked(w.connection)
    link = Team(w, getattr(g, "server", ""))
    try:
        link.exchange()
    except WarRoomError:
        return False
    finally:
        link.close()
    return True


def look_first(w: Workspace, g: Arguments, stream: str) -> None:
    """Before an act that the server decides: what it knows of that stream. Without an answer the
    act is a claim."""
    if "offline" in g or not server_link.is_linked(w.connection):
        return
    link = Team(w, getattr(g, "server", ""))
    try:
        link.engine().read([stream])
    except WarRoomError:
        return
    finally:
        link.close()
