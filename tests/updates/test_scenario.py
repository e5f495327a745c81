"""The communications lead's evening, to the second: cadence, approval, a page that does not answer,
by command line against a real status page."""

import io
import json
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main
from tests.publishing.receivers import Receivers, serving

DAY = "2026-11-20T"
SECRET = "pagekey-4711"
Run = Callable[..., Any]


@pytest.fixture
def warroom(
    data_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Runs a verb at a time of the day as somebody; gives its JSON, or its refusal."""
    monkeypatch.setenv("WARROOM_PASSPHRASE", "a long passphrase")

    def run(clock: str, name: str, *typed: str, refused: bool = False, stdin: str = "") -> Any:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        try:
            code = main([*typed, "--data-dir", str(data_dir), "--as", name, "--json",
                         "--now", f"{DAY}{clock}Z"])  # fmt: skip
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        if refused:
            assert code == 1, said
            assert said.out == ""
            return said.err.strip()
        assert code == 0, said.err
        return json.loads(said.out)

    return run


@pytest.fixture
def page() -> Iterator[Receivers]:
    found = Receivers()
    with serving(found) as address:
        found.address = address
        yield found


def declared(warroom: Run, page: Receivers | None = None) -> None:
    warroom("16:04:00", "Ana", "service", "set", "checkout", "--component", "cmp_checkout")
    if page is not None:
        with_page(warroom, page)
    warroom("16:05:00", "Ana", "declare", "--title", "webapp-prod pool exhausted",
            "--severity", "P0", "--service", "checkout")  # fmt: skip
    warroom("16:05:10", "Ana", "assign", "INC-1", "comms", "Ben")


def with_page(warroom: Run, page: Receivers) -> None:
    warroom("16:04:30", "Ana", "channel", "add", "page", "--kind", "statuspage",
            "--url", page.address, "--page", "p", "--secret-stdin",
            stdin=f"{SECRET}\n")  # fmt: skip


def post(
    warroom: Run, drafted: str, approved: str, posted: str, text: str, *more: str,
    state: str = "investigating",
) -> dict[str, Any]:  # fmt: skip
    n = str(
        warroom(drafted, "Ben", "update", "draft", "INC-1", "--audience", "customers",
                "--state", state, "--text", text, *more)["n"]
    )  # fmt: skip
    warroom(approved, "Ana", "update", "approve", "INC-1", n)
    return warroom(posted, "Ben", "update", "publish", "INC-1", n)


def due(warroom: Run, clock: str) -> str | None:
    found = warroom(clock, "Ben", "show", "INC-1")["next_update_due_at"]
    return None if found is None else found.removeprefix(DAY).removesuffix("Z")


DOWN = ("--component", "cmp_checkout=partial_outage")


def test_the_whole_evening_to_the_second(warroom: Run, page: Receivers, data_dir: Path) -> None:
    declared(warroom, page)
    assert due(warroom, "16:05:30") == "16:10:00"
    _the_first_and_what_it_sends(warroom, page)
    _said_too_early(warroom)
    _late_and_without_an_answer(warroom, page)
    _until_it_is_resolved(warroom)
    _told_afterwards(warroom, page, data_dir)


def _the_first_and_what_it_sends(warroom: Run, page: Receivers) -> None:
    first = "Checkout: some customers cannot pay. We look for the cause."
    n = str(warroom("16:08:00", "Ben", "update", "draft", "INC-1", "--audience", "customers",
                    "--state", "investigating", "--text", first, *DOWN)["n"])  # fmt: skip
    assert "Ana, who commands, approves it" in warroom(
        "16:09:00", "Ben", "update", "publish", "INC-1", n, refused=True
    )
    warroom("16:09:20", "Ana", "update", "approve", "INC-1", n)
    (dry,) = warroom("16:09:25", "Ben", "update", "publish", "INC-1", n, "--dry-run")
    assert (dry["method"], dry["url"]) == ("POST", f"{page.address}/pages/p/incidents")
    assert json.loads(dry["body"]) == {
        "incident": {
            "name": "Problem with Checkout",
            "status": "investigating",
            "body": first,
            "impact_override": "major",
            "components": {"cmp_checkout": "partial_outage"},
            "deliver_notifications": True,
        }
    }
    assert SECRET not in json.dumps(dry)
    told = warroom("16:09:30", "Ben", "update", "publish", "INC-1", n)
    assert [one["state"] for one in told["deliveries"]] == ["sent"]
    method, path, headers, body = page.requests[-1]
    assert (method, path, body.decode()) == ("POST", "/pages/p/incidents", dry["body"])
    assert headers["Authorization"] == f"OAuth {SECRET}"
    assert due(warroom, "16:10:00") == "16:14:30"


def _said_too_early(warroom: Run) -> None:
    post(
        warroom, "16:12:00", "16:13:00", "16:14:00", "About 4 % of payments fail in the EU.", *DOWN
    )
    assert due(warroom, "16:15:00") == "16:34:00"
    early = str(warroom("16:20:00", "Ben", "update", "draft", "INC-1", "--audience", "customers",
                        "--state", "resolved", "--data-lost", "no",
                        "--text", "Resolved for all customers.")["n"])  # fmt: skip
    stopped = warroom("16:20:10", "Ana", "update", "approve", "INC-1", early, refused=True)
    assert "INC-1 is in Triage since 2026-11-20T16:05:00Z (it was declared)" in stopped
    late = warroom("16:34:01", "Ben", "needs-you")
    assert [one["kind"] for one in late] == ["late_update"]
    assert "Status update late by 1 s" in late[0]["text"]


def _late_and_without_an_answer(warroom: Run, page: Receivers) -> None:
    page.plan = deque(["reset"])  # taken, and then no answer
    warroom("16:34:30", "Ana", "stage", "INC-1", "mitigation")
    third = post(warroom, "16:35:00", "16:35:30", "16:36:00", "A rollback is under way.", *DOWN,
                 state="identified")  # fmt: skip
    assert [one["state"] for one in third["deliveries"]] == ["unknown"]
    assert due(warroom, "16:36:00") == "16:34:00"
    (row,) = [
        one for one in warroom("16:36:00", "Ben", "outbox", "--run") if one["n"] == third["n"]
    ]
    assert (row["state"], row["sent_at"]) == ("sent", f"{DAY}16:36:00Z")
    assert due(warroom, "16:36:01") == "16:56:00"
    bodies = [body for _, _, body in page.page_updates()]
    assert bodies.count("A rollback is under way.") == 1


def _until_it_is_resolved(warroom: Run) -> None:
    for drafted, approved, posted, text, following in (
        ("16:54:00", "16:54:30", "16:55:00", "The EU works again.", "17:15:00"),
        ("17:12:00", "17:13:00", "17:14:00", "The US works again.", "17:34:00"),
    ):
        post(warroom, drafted, approved, posted, text, *DOWN, state="identified")
        assert due(warroom, posted) == following
    warroom("17:19:00", "Ana", "mitigate", "INC-1")
    warroom("17:20:00", "Ana", "resolve", "INC-1", "--confirmed")
    last = str(warroom("17:20:30", "Ben", "update", "draft", "INC-1", "--audience", "customers",
                       "--state", "resolved", "--text", "Checkout works again.",
                       "--component", "cmp_checkout=operational")["n"])  # fmt: skip
    assert "whether data was lost" in warroom(
        "17:20:40", "Ana", "update", "approve", "INC-1", last, refused=True
    )
    warroom("17:20:45", "Ben", "update", "edit", "INC-1", last, "--data-lost", "no")
    warroom("17:20:50", "Ana", "update", "approve", "INC-1", last)
    warroom("17:21:00", "Ben", "update", "publish", "INC-1", last)
    assert due(warroom, "17:21:00") is None


def _told_afterwards(warroom: Run, page: Receivers, data_dir: Path) -> None:
    rows = [one for one in warroom("17:22:00", "Ben", "update", "list", "INC-1") if one["late_ms"]
            is not None]  # fmt: skip
    assert [one["late_ms"] for one in rows] == [0, 0, 120_000, 0, 0]
    assert [one["next_due_at"].removeprefix(DAY) for one in rows] == [
        "16:14:30Z", "16:34:00Z", "16:56:00Z", "17:15:00Z", "17:34:00Z",
    ]  # fmt: skip
    assert warroom("17:22:00", "Ben", "kpis")["comms_adherence"] == {"rate": 0.8, "n": 4, "of": 5}
    assert len(page.incidents) == 1 and len(page.page_updates()) == 6
    out = data_dir.parent / "comms.md"
    warroom("17:23:00", "Ben", "update", "log", "INC-1", "--out", str(out))
    log = out.read_text()
    assert "On time: 4 of 5 (80.0 %)." in log
    assert "late by 2 m 00 s" in log and log.count("- Approved by Ana") == 6
    assert "Next update promised for 2026-11-20T16:56:00Z" in log
    kept = b"".join(path.read_bytes() for path in data_dir.rglob("*") if path.is_file())
    assert SECRET.encode() not in kept


def test_a_snooze_does_not_make_it_one_in_time(warroom: Run) -> None:
    declared(warroom)
    warroom("16:09:00", "Ben", "update", "snooze", "INC-1")
    assert warroom("16:12:00", "Ben", "needs-you") == []
    post(warroom, "16:12:00", "16:13:00", "16:14:00", "We are on it.")
    (row,) = warroom("16:15:00", "Ben", "update", "list", "INC-1")
    assert row["late_ms"] == 240_000
    texts = [one["text"] for one in warroom("16:15:00", "Ben", "timeline", "INC-1")]
    assert "The update due at 16:10:00 UTC is snoozed by 5 min." in texts


def test_unplugged_from_the_start_it_queues_and_goes_out_in_order_late_ones_marked(
    warroom: Run, page: Receivers
) -> None:
    declared(warroom, page)
    for minute, text in (("09", "One."), ("13", "Two."), ("33", "Three.")):
        clock = f"16:{minute}:00"
        n = str(warroom(clock, "Ben", "update", "draft", "INC-1", "--audience", "customers",
                        "--text", text)["n"])  # fmt: skip
        warroom(clock, "Ana", "update", "approve", "INC-1", n)
        told = warroom(clock, "Ben", "--offline", "update", "publish", "INC-1", n)
        assert [one["state"] for one in told["deliveries"]] == ["queued"]
    assert page.requests == [] and due(warroom, "16:40:00") == "16:10:00"
    rows = warroom("16:40:00", "Ben", "outbox", "--run")
    assert [(one["n"], one["state"]) for one in rows] == [(1, "sent"), (2, "sent"), (3, "sent")]
    assert [body for _, _, body in page.page_updates()] == ["One.", "Two.", "Three."]
    listed = warroom("16:40:00", "Ben", "update", "list", "INC-1")
    assert [one["late_ms"] for one in listed] == [30 * 60_000, 0, 0]
    assert due(warroom, "16:40:00") == "17:00:00"
    again = warroom("16:41:00", "Ben", "outbox", "--run")
    assert again == rows and len(page.requests) == 3


def test_what_support_reads_meets_the_timer_only_where_no_channel_takes_customers(
    warroom: Run, page: Receivers
) -> None:
    declared(warroom)
    warroom("16:06:00", "Ben", "channel", "add", "support", "--kind", "webhook", "--audience",
            "internal", "--url", f"{page.address}/hook")  # fmt: skip
    n = str(warroom("16:07:00", "Ben", "update", "draft", "INC-1", "--audience", "internal",
                    "--text", "Pool exhausted.")["n"])  # fmt: skip
    warroom("16:07:30", "Ben", "update", "publish", "INC-1", n)
    assert due(warroom, "16:08:00") == "16:12:30"
    with_page(warroom, page)
    n = str(warroom("16:08:00", "Ben", "update", "draft", "INC-1", "--audience", "internal",
                    "--text", "Restarting.")["n"])  # fmt: skip
    told = warroom("16:09:00", "Ben", "update", "publish", "INC-1", n)
    assert (told["late_ms"], due(warroom, "16:09:00")) == (None, "16:12:30")
    assert len(page.hooks) == 2


def test_a_channel_that_cannot_be_used_is_refused_and_nothing_of_it_is_kept(
    warroom: Run, data_dir: Path
) -> None:
    for typed, sentence in (
        (("--kind", "fax", "--url", "x"), "no kind of channel"),
        (("--kind", "statuspage", "--url", "http://example.org", "--page", "p"), "http"),
        (("--kind", "webhook", "--url", "https://example.org/hook"), "Say whom page reaches"),
        (("--kind", "folder", "--url", "/tmp/x", "--audience", "internal"), "read by customers"),
        (
            ("--kind", "email", "--url", "smtps://a:b@m.example.org", "--audience", "internal"),
            "must not stand",
        ),
    ):
        said = warroom("16:00:00", "Ana", "channel", "add", "page", *typed, refused=True)
        assert sentence in said, said
    assert warroom("16:00:00", "Ana", "channel", "list") == []
    assert not (data_dir / "channels.sealed").exists()


def test_a_person_says_what_became_of_a_message_that_nobody_can_look_up(
    warroom: Run, page: Receivers
) -> None:
    declared(warroom)
    warroom("16:06:00", "Ben", "channel", "add", "chat", "--kind", "slack", "--audience",
            "customers", "--url", f"{page.address}/chat", "--secret-stdin",
            stdin="T0/B0/x")  # fmt: skip
    page.plan = deque(["reset"])
    told = post(warroom, "16:07:00", "16:07:30", "16:08:00", "We are on it.")
    assert [one["state"] for one in told["deliveries"]] == ["unknown"]
    (row,) = warroom("16:08:30", "Ben", "outbox", "--run")
    assert (row["state"], row["next_try_at"], len(page.chat)) == ("unknown", None, 1)
    assert warroom("16:09:00", "Ben", "needs-you")[0]["kind"] == "delivery"
    (row,) = warroom("16:09:00", "Ben", "outbox", "--arrived", row["id"])
    assert (row["state"], row["sent_at"], len(page.chat)) == ("sent", f"{DAY}16:09:00Z", 1)
    assert due(warroom, "16:09:00") == "16:14:00"
