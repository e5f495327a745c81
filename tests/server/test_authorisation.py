"""Who may do what: each role at each door, in each kind of stream, cell by cell."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from models.actions.declare import Declare, declare
from models.actions.note import Attached, Note, note
from models.domain.ids import WORKSPACE_STREAM, incident_stream, new_uid, ordered_id
from models.replication import wire
from models.replication.act import Act, Author, Change
from models.replication.clock import HybridClock
from models.replication.operation import OperationKind, Value
from models.store.database import read_meta
from server import accounts
from server.access import Right, Role
from server.schemas import DESCRIBED
from tests.server.served import Caller, Served
from tests.sync.world import Desktop, World

ROLES = ("nobody", "observer", "responder", "commander", "admin", "switched off", "revoked")
STREAMS = ("workspace", "incident", "an incident of nobody yet")

ANYBODY = dict.fromkeys(ROLES, 200)
MEMBERS = {**ANYBODY, "nobody": 401, "switched off": 401, "revoked": 401}
ACTORS = {**MEMBERS, "observer": 403}
ADMINS = {**ACTORS, "responder": 403, "commander": 403}

DOORS: dict[tuple[str, str], dict[str, int]] = {
    ("GET", "/v1/hello"): ANYBODY,
    ("POST", "/v1/auth/sign-in"): dict.fromkeys(ROLES, 401),  # with a wrong password
    ("POST", "/v1/auth/renew"): dict.fromkeys(ROLES, 401),  # with a token of nobody
    ("GET", "/v1/heads"): MEMBERS,
    ("POST", "/v1/pull"): MEMBERS,
    ("POST", "/v1/common"): MEMBERS,
    ("POST", "/v1/push"): MEMBERS,
    ("POST", "/v1/presence"): MEMBERS,
    ("GET", "/v1/blobs/{sha256}/state"): MEMBERS,
    ("PUT", "/v1/blobs/{sha256}"): ACTORS,
    ("GET", "/v1/blobs/{sha256}"): MEMBERS,
    ("GET", "/v1/devices"): ADMINS,
    ("POST", "/v1/devices/{device}/revoke"): ADMINS,
    ("GET", "/v1/live"): MEMBERS,
    ("POST", "/v1/intake/{source}"): dict.fromkeys(ROLES, 401),  # a sign-in is no source's token
    ("GET", "/health"): ANYBODY,
    ("GET", "/metrics"): ANYBODY,
    ("POST", "/v1/auth/sign-out"): MEMBERS,
}  # the last ends the sign-in

YES, NO = "accepted", "parked"
ALL = {"observer": YES, "responder": YES, "commander": YES, "admin": YES}
WHO_ACTS = {**ALL, "observer": NO}
WHO_LEADS = {**WHO_ACTS, "responder": NO}
ONLY_ADMIN = {**WHO_LEADS, "commander": NO}
NOBODY = dict.fromkeys(ALL, NO)

S, C, A = OperationKind.SET, OperationKind.COMMAND, OperationKind.APPEND
ENTRY: Value = {"kind": "note", "level": "normal", "text": "seen"}


@dataclass(frozen=True)
class Word:
    """What is pushed: (kind, entity kind, field, value), and by whom it is taken."""

    kind: OperationKind
    of: str
    field: str
    value: Value
    taken: dict[str, str]
    streams: tuple[str, ...] = STREAMS
    entity: str = ""


WORDS = {
    "a severity": Word(S, "incident", "severity", "P0", WHO_ACTS),
    "a line of the timeline": Word(A, "entry", "written", ENTRY, WHO_ACTS),
    "a claim of command": Word(
        C, "incident", "commander", {"person": "me", "expect": [0, 0]}, WHO_ACTS
    ),
    "a grant of command": Word(
        C, "incident", "commander", {"person": "me", "granted": [1, 1], "claim": "0" * 32}, NOBODY
    ),
    "closing": Word(S, "incident", "closed_at", 5, WHO_LEADS),
    "opening again": Word(S, "incident", "closed_at", None, WHO_ACTS),
    "the policy": Word(S, "policy", "text", "x = 1", ONLY_ADMIN),
    "a person": Word(S, "person", "areas", ["database"], ONLY_ADMIN),
    "its own clock": Word(A, "device", "clocks", {"offset_ms": 5}, ALL, STREAMS[:1], "own"),
    "its own word in an incident": Word(A, "device", "vouched", [], WHO_ACTS, STREAMS[1:], "own"),
    "the clock of another": Word(A, "device", "clocks", {"offset_ms": 5}, WHO_ACTS, entity="else"),
    "something unheard of": Word(S, "spaceship", "colour", "red", WHO_ACTS),
}


ELSEWHERE = "cc" * 16
ITS_OWN, ANOTHERS, A_STRANGERS, THE_PROGRAMS = "its own", "another's", "a stranger's", "War room"
NAMES = (ITS_OWN, ANOTHERS, A_STRANGERS, THE_PROGRAMS)

STATED: Value = {"state": "sent"}
TOLD: Value = {"kind": "update", "level": "key", "text": "It went out."}
DECIDED: Value = {"kind": "role", "level": "key", "text": "Bo has command."}
NOBODYS = STREAMS[2:]

FROM_ELSEWHERE: dict[str, tuple[Word, dict[str, dict[str, str]]]] = {
    "a severity": (WORDS["a severity"], {
        ITS_OWN: WHO_ACTS, ANOTHERS: ONLY_ADMIN, A_STRANGERS: WHO_ACTS, THE_PROGRAMS: NOBODY}),
    "a line of the timeline": (WORDS["a line of the timeline"], {
        ITS_OWN: WHO_ACTS, ANOTHERS: ONLY_ADMIN, A_STRANGERS: WHO_ACTS, THE_PROGRAMS: NOBODY}),
    "a claim of command": (WORDS["a claim of command"], {
        ITS_OWN: WHO_ACTS, ANOTHERS: ONLY_ADMIN, A_STRANGERS: WHO_ACTS, THE_PROGRAMS: NOBODY}),
    "a grant of command": (WORDS["a grant of command"], dict.fromkeys(NAMES, NOBODY)),
    "closing what began elsewhere": (Word(S, "incident", "closed_at", 5, {}, NOBODYS), {
        ITS_OWN: WHO_ACTS, ANOTHERS: ONLY_ADMIN, A_STRANGERS: WHO_ACTS, THE_PROGRAMS: NOBODY}),
    "closing what began here": (Word(S, "incident", "closed_at", 5, {}, STREAMS[1:2]), {
        ITS_OWN: WHO_LEADS, ANOTHERS: ONLY_ADMIN, A_STRANGERS: WHO_LEADS, THE_PROGRAMS: NOBODY}),
    "an approval": (Word(C, "update", "approval", {"expect": [0, 0], "revision": "a"}, {}), {
        ITS_OWN: WHO_ACTS, ANOTHERS: ONLY_ADMIN, A_STRANGERS: WHO_ACTS}),
    "the policy": (WORDS["the policy"], {
        ITS_OWN: ONLY_ADMIN, ANOTHERS: ONLY_ADMIN, A_STRANGERS: ONLY_ADMIN, THE_PROGRAMS: NOBODY}),
    "its own clock": (WORDS["its own clock"], {ITS_OWN: ALL, ANOTHERS: ONLY_ADMIN}),
    "its own word in an incident": (WORDS["its own word in an incident"], {
        ITS_OWN: WHO_ACTS, ANOTHERS: ONLY_ADMIN}),
    "a runbook": (Word(S, "runbook", "file", {"path": "a.md", "text": "# A"}, {}, STREAMS[:1]), {
        ITS_OWN: WHO_ACTS, ANOTHERS: ONLY_ADMIN, A_STRANGERS: WHO_ACTS, THE_PROGRAMS: WHO_ACTS}),
    "a delivery": (Word(S, "delivery", "state", STATED, {}), {THE_PROGRAMS: WHO_ACTS}),
    "a line on a delivery": (Word(A, "entry", "written", TOLD, {}), {THE_PROGRAMS: WHO_ACTS}),
    "a decision of another server": (Word(A, "entry", "written", DECIDED, {}, NOBODYS), {
        THE_PROGRAMS: WHO_ACTS}),
    "a decision in what began here": (Word(A, "entry", "written", DECIDED, {}, STREAMS[1:2]), {
        THE_PROGRAMS: NOBODY}),
    "a number of another server": (Word(C, "incident", "number", 7, {}, NOBODYS), {
        THE_PROGRAMS: WHO_ACTS}),
    "a number in what began here": (Word(C, "incident", "number", 7, {}, STREAMS[1:2]), {
        THE_PROGRAMS: NOBODY}),
}  # fmt: skip
"""History of another workspace, by whose name it is in and by who brings it."""


@pytest.fixture
def team(world: World, served: Served) -> "Team":
    return Team(world, served)


class Team:
    """One of each role, each signed in, and an incident that an admin has declared."""

    def __init__(self, world: World, served: Served) -> None:
        self.world, self.served = world, served
        self.desktops = {role.value: world.desktop(role.value.capitalize(), role) for role in Role}
        for name in ("switched off", "revoked"):
            self.desktops[name] = world.desktop(name, Role.ADMIN)
        boss = self.desktops["admin"]
        self.uid = declare(Declare("Checkout fails"), boss.desk)
        note(Note(self.uid, "see this", attachments=(Attached("a.txt", b"words"),)),
             boss.desk)  # fmt: skip
        boss.sync()
        (self.file,) = world.server.database.engine.connect().exec_driver_sql(
            "SELECT sha256 FROM blob_use"
        ).one()  # fmt: skip
        with world.server.database.writing() as connection:
            accounts.disable(connection, "switched off")
            accounts.revoke_device(connection, self.device("revoked"), 1)

    def device(self, role: str) -> str:
        return read_meta(self.desktops[role].database.connection, "device") or ""

    def caller(self, role: str) -> Caller:
        if role == "nobody":
            return Caller(self.served.url, "made-up")
        line = self.desktops[role].line()
        return Caller(self.served.url, line.vault.read(line.name).access)

    def stream(self, kind: str) -> str:
        if kind == "workspace":
            return WORKSPACE_STREAM
        return incident_stream(self.uid if kind == "incident" else "ab" * 16)

    def message(self, path: str, stream: str) -> dict[str, object] | None:
        start = [stream, 0, bytes(32)]
        return {
            "/v1/auth/sign-in": {"name": "admin", "password": "not the word", "device": "d",
                                 "label": "", "key": bytes(32)},
            "/v1/auth/renew": {"refresh": "made-up", "device": "d"},
            "/v1/auth/sign-out": {},
            "/v1/pull": {"epoch": 1, "streams": [start], "limit": 5},
            "/v1/common": {"stream": stream, "places": []},
            "/v1/push": {"epoch": 1, "cursors": [], "ops": []},
            "/v1/presence": {"incident": "", "doing": ""},
            "/v1/blobs/{sha256}": {"offset": 0, "size": 5, "part": b"words"},
            "/v1/devices/{device}/revoke": {},
        }.get(path)  # fmt: skip

    def push(self, role: str, word: Word, stream: str, actor: str = "", workspace: str = "") -> str:
        at = self.desktops[role]
        device = self.device(role)
        entity = {"own": device, "else": self.device("admin" if role != "admin" else "observer")}
        change = Change(
            stream, word.kind, word.of, entity.get(word.entity, stream.partition(":")[2] or "x"),
            word.field, word.value,
        )  # fmt: skip
        raw = self.said(at, change, actor, workspace)
        told = self.caller(role).ask(
            "POST", "/v1/push", {"epoch": 1, "cursors": [], "ops": [raw]}
        )  # fmt: skip
        assert told.status == 200, told
        return told.message["verdicts"][0][0]

    def said(self, at: Desktop, change: Change, actor: str = "", workspace: str = "") -> bytes:
        """What that desktop would write, made past its own checks."""
        now = int(at.now().timestamp() * 1000)
        author = Author(
            workspace or self.world.server.workspace, at.line().device,
            HybridClock(0, lambda: now), at.random_bytes, at.signer,
        )  # fmt: skip
        act = Act(ordered_id(now, at.random_bytes), actor or at.name, now, now)
        return wire.encode(author.write(act, [change])[0])


def test_every_door_is_open_to_whom_it_should_be_and_to_nobody_else(team: Team) -> None:
    wrong = []
    cells = 0
    for (method, path), expected in DOORS.items():
        for kind in STREAMS:
            for role in ROLES:
                if path.startswith("/v1/auth/") and kind != STREAMS[-1]:
                    continue
                spot = path.format(sha256=team.file, device="no-such-device", source="grafana")
                message = team.message(path, team.stream(kind))
                if path == "/v1/blobs/{sha256}" and method == "GET":
                    message = None
                told = team.caller(role).ask(method, spot, message)
                status = 200 if "revoke" in path and told.status == 404 else told.status
                cells += 1
                if status != expected[role]:
                    wrong.append((method, path, kind, role, told.status, expected[role]))
    assert not wrong
    assert cells == (len(DOORS) - 3) * len(STREAMS) * len(ROLES) + 3 * len(ROLES)


def test_every_word_is_taken_from_whom_it_should_be_and_from_nobody_else(team: Team) -> None:
    wrong = []
    for name, word in WORDS.items():
        for kind in word.streams:
            for role, expected in word.taken.items():
                verdict = team.push(role, word, team.stream(kind))
                if verdict != expected:
                    wrong.append((name, kind, role, verdict, expected))
    assert not wrong


def test_history_from_elsewhere_speaks_in_no_members_name_but_of_who_brings_it(team: Team) -> None:
    wrong = []
    cells = 0
    for name, (word, by_name) in FROM_ELSEWHERE.items():
        for whose, taken in by_name.items():
            for kind in word.streams:
                for role, expected in taken.items():
                    another = "Observer" if role == "admin" else "Admin"
                    actor = {ITS_OWN: role.upper(), ANOTHERS: another, A_STRANGERS: "Zoe"}
                    stream = team.stream(kind)
                    if kind == STREAMS[2]:
                        stream = incident_stream(f"{cells:032x}")
                    verdict = team.push(role, word, stream, actor.get(whose, whose), ELSEWHERE)
                    cells += 1
                    if verdict != expected:
                        wrong.append((name, whose, kind, role, verdict, expected))
    assert not wrong
    assert cells > 250


def test_the_program_is_named_only_where_it_writes_itself(team: Team) -> None:
    for name, word in {**WORDS, **{n: w for n, (w, _) in FROM_ELSEWHERE.items()}}.items():
        its_own = name in ("a runbook", "a delivery", "a line on a delivery")
        for kind in word.streams:
            expected = YES if its_own else NO
            assert team.push("admin", word, team.stream(kind), THE_PROGRAMS) == expected, name


def test_in_the_name_of_another_an_admin_alone_is_asked_for_a_word(team: Team) -> None:
    expected = {"observer": NO, "responder": NO, "commander": NO, "admin": "confirm"}
    for kind in STREAMS:
        for role, verdict in expected.items():
            another = "Observer" if role == "admin" else "Admin"
            assert team.push(role, WORDS["a severity"], team.stream(kind), another) == verdict


def test_who_commands_an_incident_closes_it_and_no_other(team: Team) -> None:
    commanded, other = incident_stream(new_uid(bytes_of)), team.stream("incident")
    claim = Word(C, "incident", "commander", {"person": "responder", "expect": [0, 0]}, {})
    assert team.push("responder", claim, commanded) == YES
    assert team.push("responder", WORDS["closing"], commanded) == YES
    assert team.push("responder", WORDS["closing"], other) == NO


def bytes_of(n: int) -> bytes:
    return b"\x07" * n


def test_no_door_and_no_right_is_left_out(tmp_path: Path) -> None:
    world = World(tmp_path)
    served = Served(world)
    routes = {
        (method, route.path)
        for route in served.app.routes
        for method in (getattr(route, "methods", None) or ())
        if method != "HEAD" and route.path != "/openapi.json"
    }
    served.stop()
    world.close()
    assert routes == set(DOORS)
    assert {(one.method, one.path) for one in DESCRIBED} <= set(DOORS)
    asked = Path("server").rglob("*.py")
    said = "".join(path.read_text(encoding="utf-8") for path in asked)
    assert all(f"Right.{right.name}" in said for right in Right)
