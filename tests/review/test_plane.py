"""A reviewer on a plane: one file, no network, and everything that is in it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.review.conftest import INTERNAL, Desk, sit_down

NEXT_DAY = "2026-11-21T09:00:00Z"
BLUNT = "Cy should have known the pool was full. Human error caused the outage."
FAIR = (
    "The pool was full from 16:02 on [16:15 pool](entry:{entry}). Its alarm looked at the mean of "
    "all hosts, so a full one did not stand out."
)
NAMES = ("Ana", "Ben", "Cy", "Dee")


@pytest.fixture
def rae(desk: Desk, plane: Path) -> Desk:
    """Rae has opened the file."""

    def run(*typed: str, refused: bool = False, clock: str = NEXT_DAY):
        return desk(clock, "Rae", *typed, refused=refused)

    checked = run("verify", str(plane))
    assert (checked["ok"], checked["first_broken"]) == (True, None)
    run("import", "bundle", str(plane))
    assert run("verify", "1")["ok"] is True
    return run


def test_the_facts_are_there_before_she_writes_a_word(rae: Desk) -> None:
    review = rae("review", "1")
    facts = review["facts"]
    assert facts["impact_ms"] == 31 * 60_000
    assert facts["time_in_severity"] == [
        {"severity": "P0", "from": "2026-11-20T16:05:00Z", "to": "2026-11-20T17:20:00Z",
         "ms": 75 * 60_000},
    ]  # fmt: skip
    told = {(one["person"], one["role"]): (one["since"], one["until"])
            for one in facts["responders"]}  # fmt: skip
    assert told["Ana", "commander"] == ("2026-11-20T16:05:00Z", "2026-11-20T16:24:10Z")
    assert told["Dee", "commander"][0] == "2026-11-20T16:24:10Z"
    assert told["Ben", "comms"][0] == "2026-11-20T16:07:00Z"
    late = [one["late_ms"] for one in facts["updates"]]
    assert late == [0, 0, 120_000, 0, 0, None]
    assert review["state"] == "draft"
    assert review["meeting_due_at"] == "2026-11-23"


def test_the_room_at_a_time_is_as_it_was_known(rae: Desk) -> None:
    then = rae("show", "1", "--at", "2026-11-20T16:14:00Z")
    assert [hat["person"] for hat in then["roles"] if hat["role"] == "commander"] == ["Ana"]
    assert then["timestamps"]["impact_ended_at"] is None
    posts = [e for e in rae("timeline", "1", "--kind", "update") if
             e["happened_at"] <= "2026-11-20T16:14:00Z"]  # fmt: skip
    assert posts


def test_the_check_asks_until_nobody_is_the_cause(rae: Desk) -> None:
    rae("review", "1", "--section", "what_happened", "--text", BLUNT)
    found = rae("review", "check", "1")["findings"]
    assert [one["text"] for one in found] == ["Cy", "should have", "Human error", "outage"]
    assert [BLUNT[one["start"] : one["end"]] for one in found] == [one["text"] for one in found]
    assert all(one["ask"] for one in found)
    refusal = rae("review", "override", "1", "--key", found[3]["key"], refused=True)
    assert "why" in refusal
    rae("review", "override", "1", "--key", found[3]["key"], "--reason", "a quote")
    checked = rae("review", "check", "1")
    assert len(checked["findings"]) == 3
    assert [one["reason"] for one in checked["overridden"]] == ["a quote"]
    rae("review", "1", "--section", "what_happened", "--text", FAIR.format(entry="0" * 32))
    assert rae("review", "check", "1")["findings"] == []


def test_a_review_is_reviewed_only_when_every_action_has_an_owner_and_a_day(rae: Desk) -> None:
    rae("action", "add", "1", "A1 pool alert", "--kind", "prevent", "--owner", "Cy", "--due",
        "2026-12-04")  # fmt: skip
    for text, kind, owner in (("A2 probe", "notice_sooner", "Ana"),
                              ("A3 drill", "respond_better", "Dee")):  # fmt: skip
        rae("action", "add", "1", text, "--kind", kind, "--owner", owner, "--due", "2026-12-11")
    last = rae("action", "add", "1", "A4 retry budget")
    assert rae("review", "status", "1", "in_review")["state"] == "in_review"
    refusal = rae("review", "status", "1", "reviewed", refused=True)
    assert "A4 retry budget" in refusal
    assert "A1" not in refusal
    assert rae("review", "1")["state"] == "in_review"
    assert "cannot be closed" in rae("close", "1", refused=True)
    rae("action", "set", last["id"], "--owner", "Ben", "--due", "2026-12-18")
    done = rae("review", "status", "1", "reviewed")
    assert done["state"] == "reviewed"
    assert [a["state"] for a in done["actions"]] == ["open"] * 4
    assert rae("close", "1")["status"] == "closed"
    kpis = rae("kpis", "--from", "2026-11-01T00:00:00Z")
    assert kpis["review_on_time"] == {"rate": 1.0, "n": 1, "of": 1}
    rae("action", "set", last["id"], "--state", "done")
    rae("action", "set", done["actions"][0]["id"], "--state", "done",
        clock="2026-12-06T09:00:00Z")  # fmt: skip
    kpis = rae("kpis", "--from", "2026-11-01T00:00:00Z", clock="2026-12-12T09:00:00Z")
    assert kpis["action_completion"] == {"rate": 0.25, "n": 1, "of": 4}
    (need,) = [n for n in desk_needs(rae, "2026-12-12T09:00:00Z") if n["kind"] == "late_action"]
    assert "A2 probe" in need["text"]


def desk_needs(rae: Desk, clock: str):
    """What waits on Ana, at Rae's desktop."""
    return rae.__closure__[0].cell_contents(clock, "Ana", "needs-you")


def test_what_goes_out_says_it_all_and_in_public_names_nobody(rae: Desk, tmp_path: Path) -> None:
    (entry,) = [e for e in rae("timeline", "1") if INTERNAL in (e["text"] or "")]
    rae("review", "1", "--section", "what_happened", "--text", FAIR.format(entry=entry["uid"]))
    rae("review", "1", "--section", "what_went_well", "--text",
        f"- Cy, Ben and DEE answered within a minute, see [the board]({INTERNAL}).\n"
        f"- ana's brief was short; mail ops@internal.example. {INTERNAL}")  # fmt: skip
    rae("action", "add", "1", "Alarm for a full pool, asks Ben", "--owner", "Cy", "--due",
        "2026-12-04", "--link", "https://tracker.internal.example/POOL-1")  # fmt: skip
    before = written(rae, tmp_path, "json")
    for form in ("md", "html", "pdf"):
        whole, public = written(rae, tmp_path, form), written(rae, tmp_path, form, "--public")
        told, told_outside = text_of(whole, form), text_of(public, form)
        for name in NAMES:
            assert re.search(rf"\b{name}\b", told), (form, name)
            assert not re.search(rf"\b{name}\b", told_outside, re.IGNORECASE), (form, name)
        for words in ("31 m 00 s", "1 h 15 m", "The pool was full", "Alarm for a full pool"):
            assert words in told, (form, words)
            assert words in told_outside, (form, words)
        for inside in ("internal.example", "10.4.2.17"):
            assert inside in told, (form, inside)
            assert inside not in told_outside, (form, inside)
    assert written(rae, tmp_path, "json") == before
    assert "holds every name" in rae("export", "1", "--format", "json", "--public", "--out",
                                     str(tmp_path / "x"), refused=True)  # fmt: skip
    assert not (tmp_path / "x").exists()


def written(rae: Desk, folder: Path, form: str, *more: str) -> bytes:
    out = folder / f"out.{form}"
    rae("export", "1", "--format", form, "--out", str(out), *more)
    return out.read_bytes()


def text_of(body: bytes, form: str) -> str:
    """What a reader can select; of a PDF only where a reader of PDFs is installed."""
    if form != "pdf":
        return body.decode()
    assert body.startswith(b"%PDF")
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext here")
    read = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=body, capture_output=True, check=True
    )
    return " ".join(read.stdout.decode().split())


def test_evidence_leads_to_its_line_in_what_goes_out(rae: Desk, tmp_path: Path) -> None:
    (entry,) = [e for e in rae("timeline", "1") if INTERNAL in (e["text"] or "")]
    rae("review", "1", "--section", "what_happened", "--text", FAIR.format(entry=entry["uid"]))
    anchor = f"entry-{entry['uid']}"
    html = written(rae, tmp_path, "html").decode()
    assert f'<a href="#{anchor}">16:15 pool</a>' in html
    assert html.count(f'id="{anchor}"') == 1
    assert not re.search(r'(?:src|href)="(?!#)', html)
    assert f"[16:15 pool](#{anchor})" in written(rae, tmp_path, "md").decode()


def test_declaring_the_same_again_says_what_is_still_open(rae: Desk) -> None:
    rae("action", "add", "1", "pool alert", "--owner", "Cy")
    again = rae("declare", "--title", "DBConnErrors", "--service", "checkout", "--failure-mode",
                "db-pool")  # fmt: skip
    (found,) = again["earlier"]
    assert found["incident"] == "INC-1"
    assert found["why"] == "same service and failure mode"
    assert [one["text"] for one in found["open_actions"]] == ["pool alert"]
    assert rae("declare", "--title", "Other")["earlier"] == []


def test_the_meeting_is_a_day_in_a_calendar(rae: Desk, tmp_path: Path) -> None:
    lines = written(rae, tmp_path, "ics").decode().split("\r\n")
    assert "DTSTART;VALUE=DATE:20261123" in lines
    assert lines[0] == "BEGIN:VCALENDAR"
    assert max(len(line.encode()) for line in lines) <= 75


def test_the_record_survives_a_new_folder_byte_for_byte(
    rae: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rae("review", "1", "--section", "where_we_struggled", "--text", "Naïve überflow 🌊")
    rae("review", "template", "use", "1", "In depth")
    rae("action", "add", "1", "one", "--owner", "Cy")
    first = written(rae, tmp_path, "json")
    source = tmp_path / "out.json"
    other = sit_down(tmp_path / "fresh", capsys)
    other(NEXT_DAY, "Zoe", "import", "bundle", str(source))
    assert other(NEXT_DAY, "Zoe", "review", "1")["sections"] == rae("review", "1")["sections"]
    again = tmp_path / "again.json"
    other(NEXT_DAY, "Zoe", "export", "1", "--format", "json", "--out", str(again))
    assert again.read_bytes() == first
