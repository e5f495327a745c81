"""What is read out of post-mortems of many habits, and what is said of the rest."""

import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.action_item import ActionKind
from models.domain.errors import BadInput
from models.domain.review import Section
from models.domain.severity import Severity
from models.intake.postmortems.reader import MOST_BYTES, read_postmortems, severity_said
from models.intake.postmortems.stamps import stamp_of
from models.intake.postmortems.zones import zone_said

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "postmortems"


def of_text(text, name="report.md", **how):
    found = read_postmortems([(name, text.encode())], **how)
    assert not found.rejected
    (document,) = found.documents
    return document


def of_sample(name):
    return of_text((SAMPLES / name).read_text(), name)


def at(*when):
    return datetime(*when, tzinfo=UTC)


def test_headings_that_are_times_become_moments_in_the_zone_that_is_said_above_them():
    document = of_sample("2018-03-26-no-space-left.md")
    assert document.title == '"no space left on device"'
    assert [moment.at for moment in document.moments] == [
        at(2018, 3, 26, 8, 34), at(2018, 3, 26, 8, 55), at(2018, 3, 26, 13),
    ]  # fmt: skip
    assert document.moments[0].text == "Launch success metric reaches 0%."
    assert document.started_at == at(2018, 3, 26, 8, 34) and document.start_estimated
    assert document.ended_at is None
    assert list(document.sections) == [
        Section.WHAT_HAPPENED, Section.WHAT_WENT_WELL, Section.WHERE_WE_STRUGGLED,
    ]  # fmt: skip
    assert [action.done for action in document.actions] == [True, True, True, False, False, False]
    assert document.actions[3].text == "Enable SMTP for alerts from grafana metrics"
    assert document.actions[3].tracker.endswith("/issues/365")
    assert any("names no start" in note for note in document.notes)


def test_luck_is_among_what_went_well_below_a_heading_of_its_own():
    document = of_sample("2018-02-12-launch-fail.md")
    assert "### Where we got lucky" in document.sections[Section.WHAT_WENT_WELL]
    kinds = [action.kind for action in document.actions]
    assert kinds == [ActionKind.RESPOND_BETTER, ActionKind.RESPOND_BETTER, ActionKind.FIX]


def test_words_that_lead_to_a_list_of_actions_are_no_action():
    document = of_sample("2019-04-03-ingress-cordoned.md")
    assert not any("sample subheadings" in action.text for action in document.actions)
    assert "sample subheadings" in document.sections[Section.WHAT_HAPPENED]


def test_a_page_without_title_or_times_is_taken_and_says_what_it_lacks():
    document = of_sample("checklist.md")
    assert document.title == "Checklist"
    assert "It has no title: its file's name stands for one." in document.notes
    assert "It does not say when it began." in document.notes


FRONT = """---
uuid: 7d1c-44
url: https://status.example.com/incidents/91
title: "Uploads fail: a full disk"
start_time: 2024-02-01T10:00:00+01:00
end_time: 2024-02-01T09:40:00Z
severity: SEV-2
product: uploads, thumbnails (v1, v2)
source_published_at: 2024-02-09T00:00:00Z
---

The disk of the upload store was full.
"""


def test_front_matter_gives_title_times_severity_services_and_source():
    document = of_text(FRONT)
    assert document.title == "Uploads fail: a full disk" and document.key == "7d1c-44"
    assert document.started_at == at(2024, 2, 1, 9) and document.ended_at == at(2024, 2, 1, 9, 40)
    assert not document.start_estimated
    assert document.severity is Severity.P1 and document.severity_word == "SEV-2"
    assert document.services == ("uploads", "thumbnails (v1, v2)")
    assert document.url == "https://status.example.com/incidents/91"
    assert document.sections == {Section.WHAT_HAPPENED: "The disk of the upload store was full."}
    assert document.published_at == at(2024, 2, 9) and document.notes == ()


def test_a_time_without_an_offset_is_said_and_placed_only_by_the_zone_of_the_import():
    text = FRONT.replace("2024-02-01T10:00:00+01:00", "2024-02-01 10:00")
    document = of_text(text)
    assert document.started_at is None
    assert any("has no offset" in note and "--assume-zone" in note for note in document.notes)
    placed = of_text(text, assume_zone="Europe/Berlin")
    assert placed.started_at == at(2024, 2, 1, 9)
    with pytest.raises(BadInput, match="not a time zone"):
        of_text(text, assume_zone="Nowhere/Such")


TABLES = """# Checkout down

### Incident Timing

| Start Time      | 2024-05-02 10:00 UTC | Detected By   | alert |
|-----------------|----------------------|---------------|-------|
| Detection Time  | 2024-05-02 10:04 UTC | Severity      | P0    |
| Resolution Time | 2024-05-02 11:00 UTC | Time to Resolve | 1h  |

### Incident Timeline

| Date/Time | Who/What | Action/ Impact |
|-----------|----------|----------------|
| 2024-05-02 10:00 UTC | deploy | v12 rolled out |
| 10:04 | pager | page fires |
| 23:50 | Mei | watching |
| 00:10 | Mei | still fine |

### What caused the incident?

#### Root Cause(s)

A pool of ten.

### Open Questions

Why ten?

### Action Items

| Action Item | Type | Owner | Bug | Due | Status |
|---|---|---|---|---|---|
| Raise the pool | prevent | Mei | https://tracker.example/browse/OPS-1 | 2024-05-10 | Done |
| Alert on it | detect | @ben | | 2024-05-20 | Not done |
| Think about it | | | | | |
"""


def test_tables_give_times_timeline_and_actions_and_a_night_goes_on_to_the_next_day():
    document = of_text(TABLES)
    assert document.detected_at == at(2024, 5, 2, 10, 4)
    assert document.ended_at == at(2024, 5, 2, 11) and document.severity is Severity.P0
    assert [(m.at, m.text) for m in document.moments] == [
        (at(2024, 5, 2, 10), "deploy: v12 rolled out"),
        (at(2024, 5, 2, 10, 4), "pager: page fires"),
        (at(2024, 5, 2, 23, 50), "Mei: watching"),
        (at(2024, 5, 3, 0, 10), "Mei: still fine"),
    ]
    assert document.sections[Section.CONTRIBUTING_FACTORS] == "A pool of ten."
    assert document.sections[Section.ASK_IN_THE_MEETING] == "Why ten?"
    first, second, third = document.actions
    assert (first.kind, first.owner, first.due, first.done) == (
        ActionKind.PREVENT, "Mei", date(2024, 5, 10), True,
    )  # fmt: skip
    assert first.tracker == "https://tracker.example/browse/OPS-1"
    assert (second.kind, second.owner, second.done) == (ActionKind.NOTICE_SOONER, "ben", False)
    assert third.text == "Think about it" and third.due is None and third.owner == ""


PAGE = """Search outage
=============

**Severity:** Major
**Affected services:** search

**Summary**

Searches failed. See [the graph][g].

Timeline (all times UTC)
------------------------

**March 3rd, 2023**

- 09:12 – Deploy
- **09:15** First alert
  with detail
* 9:32 am: rolled back
- 10:00 - 10:20: watched

Next steps
----------

We will do better.

- [ ] @mei to add a canary by 2023-04-01
- ~~Ask the vendor~~

[g]: https://graphs.example/1
"""


def test_a_page_turned_to_markdown_has_underlined_headings_bold_ones_and_bullets():
    document = of_text(PAGE)
    assert document.title == "Search outage" and document.services == ("search",)
    assert document.severity is Severity.P1
    assert [(m.at, m.text) for m in document.moments] == [
        (at(2023, 3, 3, 9, 12), "Deploy"),
        (at(2023, 3, 3, 9, 15), "First alert\nwith detail"),
        (at(2023, 3, 3, 9, 32), "rolled back"),
        (at(2023, 3, 3, 10), "(until 10:20) watched"),
    ]
    assert "[the graph](https://graphs.example/1)" in document.sections[Section.WHAT_HAPPENED]
    assert "We will do better." in document.sections[Section.WHAT_HAPPENED]
    canary, vendor = document.actions
    assert canary.owner == "mei" and canary.due == date(2023, 4, 1) and not canary.done
    assert vendor.done


def test_lines_that_cannot_be_placed_are_kept_as_text_and_counted():
    document = of_text(
        "# Down\n\nIt was down.\n\n## Timeline\n\n- 10:00 it began\n- 10:05 it ended\n"
    )
    assert document.moments == () and document.started_at is None
    assert "- 10:00 it began" in document.sections[Section.WHAT_HAPPENED]
    assert any(note.startswith("2 of its timeline's lines have a time") for note in document.notes)


def test_an_incident_of_ours_is_named_by_its_id_only():
    assert of_text("---\nincident: INC-12\n---\n# Down\n\nWords.\n").incident == "INC-12"
    assert of_text("# Down\n\n**Incident:** INC-~3fa2\n").incident == "INC-~3fa2"
    assert of_text("# Down\n\nIncident number: 4711\n").incident == ""


def test_the_key_stays_when_the_words_are_improved():
    one, other = (
        of_text("# 2024-01-02, Down\n\nWas down.\n"),
        of_text("# 2024-01-02, Down\n\nOh.\n"),
    )
    assert one.key == other.key
    assert one.key != of_text("# 2024-01-03, Down\n\nWas down.\n").key


def test_files_that_are_no_text_are_rejected_one_by_one():
    found = read_postmortems(
        [("a.md", b"\xff\xfe\x00"), ("b.md", b" \n"), ("c.md", b"---\ntitle: x\n---\n"),
         ("d.md", b"x" * (MOST_BYTES + 1)), ("e.md", b"# Fine\n\nYes.\n")]
    )  # fmt: skip
    assert [row.where for row in found.rejected] == ["a.md", "b.md", "c.md", "d.md"]
    assert [document.where for document in found.documents] == ["e.md"]


@pytest.mark.parametrize(
    ("text", "day", "clock", "rest"),
    [
        ("2018-01-18 4:19", date(2018, 1, 18), "04:19", ""),
        ("Sep 27 2017 13:06 rest", date(2017, 9, 27), "13:06", "rest"),
        ("18. April, 10:20", date(1, 4, 18), "10:20", ""),
        ("~13:30-13:45", None, "13:30", ""),
        ("2018-01-17 17:14pm", date(2018, 1, 17), "17:14", ""),
        ("9am - First report", None, "09:00", "First report"),
        ("**14:03 UTC** text", None, "14:03", "text"),
        ("12:05 AM: midnight", None, "00:05", "midnight"),
        ("Tuesday, 3rd of March 2020", date(2020, 3, 3), None, ""),
    ],
)
def test_days_and_times_are_read_as_people_write_them(text, day, clock, rest):
    stamp = stamp_of(text)
    assert stamp is not None and stamp.day == day
    assert (stamp.clock.isoformat("minutes") if stamp.clock else None) == clock
    assert text[stamp.length :] == rest


@pytest.mark.parametrize("text", ["5 replicas were added", "17XX (not sure)", "25:00 no", "v1.2.3"])
def test_numbers_that_are_no_times_are_left_alone(text):
    assert stamp_of(text) is None


@pytest.mark.parametrize(
    ("text", "hours"),
    [("All times in PST", -8), ("All times in CET (GMT+1)", 1), ("Timeline (UTC)", 0),
     ("times are in UTC+5:30.", 5.5), ("Date/Time", None), ("All times in IST", None)],
)  # fmt: skip
def test_a_zone_is_read_where_it_is_said_and_no_other_is_guessed(text, hours):
    zone = zone_said(text)
    found = None if zone is None else zone.utcoffset(at(2024, 1, 1)).total_seconds() / 3600
    assert found == hours


@pytest.mark.parametrize(
    ("word", "severity"),
    [("SEV1", Severity.P0), ("sev-3", Severity.P2), ("P2", Severity.P2), ("Critical", Severity.P0),
     ("S5", Severity.P4), ("terrible", None)],
)  # fmt: skip
def test_severity_words_are_read_and_unknown_ones_only_kept(word, severity):
    assert severity_said(word) is severity


PIECES = st.sampled_from(
    ["# ", "## Timeline\n", "## Action items\n", "- ", "| ", "|---|---|\n", "10:00 ", "2024-01-02 ",
     "**", "```\n", "\n", "---\n", "+++\n", "[x](", "[a]: b\n", "{{ x }}", "(", "UTC", "Start: ",
     "~~", "\u00e4", "@mei ", "due 2024-13-40", "===\n", "\\", "99:99", "Feb 30 "]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=60))
def test_whatever_a_file_holds_it_is_read_or_rejected_with_a_sentence(pieces):
    found = read_postmortems([("x.md", "".join(pieces).encode())])
    assert len(found.documents) + len(found.rejected) == 1


@pytest.mark.parametrize(
    "piece", ["(", "[a](", "10:00-", "| ", "**a", "- [", "Feb ", "~", "](x", "<a "]
)
def test_a_long_hostile_line_costs_no_minutes(piece):
    began = time.process_time()
    read_postmortems([("x.md", ("# T\n\n## Timeline\n\n- " + piece * 100_000).encode())])
    read_postmortems([("x.md", ("# T\n\n## Action items\n\n- " + piece * 100_000).encode())])
    assert time.process_time() - began < 10


def test_all_real_post_mortems_are_read_with_what_they_hold(shared_data, capsys):
    """The figures are those of documents that were read by a person beside what came of them."""
    folders = shared_data / "postmortems"
    told = {}
    for name in ("icco", "mybinder", "pagerduty"):
        paths = sorted((folders / name).glob("*.md"))
        found = read_postmortems([(path.name, path.read_bytes()) for path in paths])
        assert not found.rejected
        documents = found.documents
        told[name] = {
            "documents": len(documents),
            "title of their own": sum(not any("no title" in n for n in d.notes) for d in documents),
            "start": sum(d.started_at is not None for d in documents),
            "end": sum(d.ended_at is not None for d in documents),
            "several sections": sum(len(d.sections) > 1 for d in documents),
            "timeline": sum(bool(d.moments) for d in documents),
            "moments": sum(len(d.moments) for d in documents),
            "actions": sum(len(d.actions) for d in documents),
        }
        assert all(d.title and d.sections for d in documents)
    with capsys.disabled():
        lines = [f"\n{name}: {figures}" for name, figures in told.items()]
        sys.stdout.write("".join(lines) + "\n")
    assert sum(one["documents"] for one in told.values()) == 153
    assert told["icco"]["title of their own"] == 96
    assert told["icco"]["start"] == 81 and told["icco"]["end"] == 69
    assert told["mybinder"]["title of their own"] == 24
    assert told["mybinder"]["timeline"] == 22 and told["mybinder"]["moments"] >= 190
    assert told["mybinder"]["actions"] >= 120
