"""Whatever is sent to whichever address: an answer, never a failure, and nobody else's words."""

import os
from datetime import timedelta

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings

from models.actions.declare import Declare, declare
from models.actions.note import Note, note
from server import http
from server.access import Role
from tests.server.served import Served
from tests.sync.world import PASSWORD, World

LONG = bool(os.environ.get("WARROOM_LONG"))
CASES = 10_000 if LONG else 300
"""Over both databases together."""

CALLERS = {"Ana": Role.ADMIN, "Bo": Role.RESPONDER, "Rae": Role.OBSERVER}
NEVER_ENDS = "/v1/live"


@pytest.fixture
def as_fast_as_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    rates = tuple((path, 10**9) for path, _ in http._RATES)
    monkeypatch.setattr(http, "_RATES", rates)


def parked_by(world: World, name: str, role: Role) -> str:
    """Somebody's words that the server holds and has taken into no stream."""
    at = world.desktop(name, role)
    at.skew = timedelta(days=5)
    words = f"parked words of {name}"
    note(Note(declare(Declare(words), at.desk), words), at.desk)
    assert at.sync().parked > 0
    return words


@pytest.mark.usefixtures("as_fast_as_it_goes")
def test_no_case_breaks_the_server_or_shows_what_is_anothers(
    served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    world = served.world
    own = {name: [parked_by(world, name, role)] for name, role in CALLERS.items()}
    schema = schemathesis.openapi.from_url(served.url + "/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    operations = [one for one in operations if one.path != NEVER_ENDS]
    takes_something = [one for one in operations if one.body or one.path_parameters]
    each = CASES // 2 // (len(takes_something) * (len(CALLERS) + 1)) + 1
    seen = [0]

    def fuzz(operation, name: str) -> None:
        token = "nobody"
        if name:
            caller = served.sign_in(name, f"{name}-{seen[0]}")
            own[name] += [caller.access, caller.refresh]
            token = caller.access
        others = [word for one, words in own.items() if one != name for word in words] + [PASSWORD]

        @settings(max_examples=each, deadline=None, database=None, derandomize=not LONG,
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(case=operation.as_strategy())
        def play(case) -> None:
            answer = case.call(headers={"Authorization": f"Bearer {token}"}, timeout=20)
            seen[0] += 1
            assert answer.status_code < 500, (case.as_curl_command(), answer.content)
            text = answer.content.decode(errors="replace")
            assert not any(word in text for word in others), case.as_curl_command()

        play()

    for operation in operations:
        for name in ("", *CALLERS):
            fuzz(operation, name)
    assert seen[0] >= CASES // 2
    assert requests.get(served.url + "/health", timeout=20).ok
    with capsys.disabled():
        print(f"\n{seen[0]} cases at {len(operations)} addresses")  # noqa: T201
