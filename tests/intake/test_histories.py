"""Which past incidents a file is read as, and what becomes of rows that are none."""

import contextlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.errors import BadInput
from models.domain.severity import Severity
from models.intake.histories import READERS, guess_format, read_history

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "histories"
CSTATE = sorted((SAMPLES / "cstate").glob("*.md"))


def of_files(*paths, **how):
    return read_history([(path.name, path.read_bytes()) for path in paths], **how)


def of_text(text, name="history.csv", **how):
    return read_history([(name, text.encode())], **how)


def statuspage(*incidents, **beside):
    return json.dumps(
        {"page": {"url": "https://status.example.com"}, **beside} | {"incidents": list(incidents)}
    )


def incident(**changes):
    return {
        "id": "abc",
        "name": "Searches fail",
        "impact": "major",
        "started_at": "2026-03-01T10:00:00Z",
        "resolved_at": "2026-03-01T11:00:00Z",
        "incident_updates": [
            {"status": "investigating", "body": "Looking", "created_at": "2026-03-01T10:05:00Z"},
            {"status": "resolved", "body": "Done", "created_at": "2026-03-01T11:00:00Z"},
        ],
    } | changes


def only_row(history):
    assert not history.skipped and not history.rejected
    (row,) = history.rows
    return row


def post(front, body="We are on it.", fence="---"):
    return f"{fence}\n{front}\n{fence}\n\n{body}\n"


def test_a_status_page_row_keeps_what_the_page_says_and_invents_nothing():
    row = only_row(of_text(statuspage(incident()), "incidents.json"))
    start = datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert (row.source, row.source_id) == ("status.example.com", "abc")
    assert row.impact_started_at == row.detected_at == start
    assert row.start_estimated and row.over
    assert row.resolved_at == start + timedelta(hours=1)
    assert row.acknowledged_at is row.declared_at is row.mitigated_at is None
    assert (row.severity, row.impact_word, row.kind) == (Severity.P1, "major", "backfilled")
    assert [(update.state, update.text) for update in row.updates] == [
        ("investigating", "Looking"),
        ("resolved", "Done"),
    ]


@pytest.mark.parametrize(
    ("word", "severity"),
    [
        ("critical", Severity.P0),
        ("major", Severity.P1),
        ("minor", Severity.P2),
        ("none", Severity.P4),
        ("down", Severity.P0),
        ("disrupted", Severity.P2),
        ("notice", Severity.P4),
        ("a word nobody knows", None),
    ],
)
def test_an_impact_becomes_a_severity_and_its_word_is_kept(word, severity):
    row = only_row(of_text(statuspage(incident(impact=word)), "incidents.json"))
    assert (row.severity, row.impact_word) == (severity, word)


def test_a_single_message_that_ends_when_it_starts_has_no_known_end():
    one = incident(
        resolved_at="2026-03-01T10:00:00Z",
        incident_updates=[
            {"status": "resolved", "body": "All fine", "created_at": "2026-03-01T10:00:00Z"}
        ],
    )
    row = only_row(of_text(statuspage(one), "incidents.json"))
    assert row.resolved_at is None
    assert row.end_note == "one message, no duration"


def test_an_end_before_the_start_is_kept_with_a_finding():
    row = only_row(
        of_text(statuspage(incident(resolved_at="2026-03-01T09:00:00Z")), "incidents.json")
    )
    assert row.resolved_at < row.impact_started_at
    assert row.findings == ("ends before it starts",)


def test_a_status_page_row_without_an_end_is_over_with_its_end_unknown():
    row = only_row(of_text(statuspage(incident(resolved_at=None)), "incidents.json"))
    assert row.over and row.resolved_at is None
    assert row.end_note == "end unknown"


@pytest.mark.parametrize(
    "text",
    [
        statuspage(incident(impact="maintenance")),
        statuspage(incident(scheduled_for="2026-03-01T10:00:00Z")),
        statuspage(incident(status="completed")),
        json.dumps({"page": {}, "scheduled_maintenances": [incident()]}),
    ],
)
def test_planned_maintenance_of_a_status_page_is_skipped_and_said_so(text):
    history = of_text(text, "incidents.json")
    assert not history.rows and not history.rejected
    assert [left.reason for left in history.skipped] == ["Planned maintenance"]


@pytest.mark.parametrize(
    ("title", "planned"),
    [
        ("Maintenance on ci.example.com", True),
        ("Planned upgrade of the database", True),
        ("Scheduled downtime", True),
        ("Scheduled jobs do not run", False),
        ("Unplanned restart", False),
    ],
)
def test_a_page_without_a_mark_for_maintenance_is_told_by_the_words_of_the_title(title, planned):
    text = post(f"title: {title}\ndate: 2026-01-02T10:00:00Z\nresolved: true\nseverity: down")
    history = of_text(text, "2026-01-02-post.md")
    assert (len(history.skipped), len(history.rows)) == ((1, 0) if planned else (0, 1))


@pytest.mark.parametrize(
    "text",
    [
        statuspage(incident()),
        json.dumps([incident()]),
        json.dumps(incident()),
        json.dumps({"incident": incident()}),
        statuspage(incident(), scheduled_maintenances=[]),
    ],
)
def test_a_status_page_is_read_as_an_object_a_list_or_one_incident(text):
    assert only_row(of_text(text, "anything.txt")).source_id == "abc"


def test_a_time_without_an_offset_is_rejected_unless_a_zone_is_given():
    text = post("title: DNS\ndate: 2026-07-02 9:30:00\nresolvedWhen: 2026-07-02 10:00:00")
    assert "has no offset" in of_text(text, "2026-07-02-dns.md").rejected[0].reason
    row = only_row(of_text(text, "2026-07-02-dns.md", assume_zone="Europe/Berlin"))
    assert row.detected_at == datetime(2026, 7, 2, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fence", "front"),
    [
        ("---", 'title: "DNS"\ndate: 2026-01-02T10:00:00-01:00\nseverity: down\naffected:\n - api'),
        (
            "+++",
            'title = "DNS"\ndate = 2026-01-02T11:00:00Z\nseverity = "down"\naffected = ["api"]',
        ),
    ],
)
def test_front_matter_is_yaml_or_toml(fence, front):
    row = only_row(of_text(post(front, fence=fence), "2026-01-02-dns.md"))
    assert row.detected_at == datetime(2026, 1, 2, 11, tzinfo=UTC)
    assert (row.title, row.services, row.severity) == ("DNS", ("api",), Severity.P0)
    assert row.source_id == "2026-01-02-dns"
    assert row.updates[0].text == "We are on it."


def test_a_post_that_says_it_is_not_resolved_has_no_end():
    text = post(
        "title: DNS\ndate: 2026-01-02T10:00:00Z\nresolved: no\nresolvedWhen: 2026-01-03T10:00:00Z"
    )
    assert only_row(of_text(text, "dns.md")).end_note == "end unknown"


def test_copies_of_one_history_name_an_incident_alike():
    native = of_files(SAMPLES / "github_statuspage.json")
    flat = of_files(SAMPLES / "github_flat.jsonl")
    normalized = of_files(SAMPLES / "normalized.jsonl", assume_zone="UTC")
    posts = of_files(*CSTATE, assume_zone="UTC")
    by_id = {(row.source, row.source_id) for row in native.rows}
    assert len(by_id & {(row.source, row.source_id) for row in flat.rows}) == 2
    ids = {row.source_id: row.detected_at for row in (*native.rows, *posts.rows)}
    assert {row.source_id: row.detected_at for row in normalized.rows} == ids


def test_a_short_link_is_not_the_address_of_an_incident():
    row = {"id": "q1", "source": "x", "title": "Slow", "started_at": "2026-01-02T10:00:00Z"}
    line = json.dumps({**row, "url": "https://stspg.io/zzz"})
    assert only_row(of_text(line, "h.jsonl")).source_id == "q1"
    line = json.dumps({**row, "url": "https://status.example.com/incidents/zzz/"})
    found = only_row(of_text(line, "h.jsonl"))
    assert (found.source, found.source_id) == ("status.example.com", "zzz")


def test_markup_is_taken_off_a_message_and_addresses_in_it_stay():
    body = "<p>Slow &amp; flaky</p><ul><li><b>Cause</b> unknown</li></ul> see <https://x.example/1>"
    updates = [{"status": "resolved", "body": body, "created_at": "2026-03-01T10:00:00Z"}]
    row = only_row(of_text(statuspage(incident(incident_updates=updates)), "incidents.json"))
    assert row.updates[0].text == "Slow & flaky\nCause unknown\nsee <https://x.example/1>"


CSV = "title,detected_at\nSlow,2026-10-20T00:00:00Z\n"


def test_of_a_file_cut_short_the_whole_lines_are_kept():
    lines = (SAMPLES / "github_flat.jsonl").read_bytes()
    history = read_history([("flat.jsonl", lines[:-40])])
    assert len(history.rows) == 2
    assert [left.where for left in history.rejected] == ["flat.jsonl line 4"]


def test_a_status_page_object_cut_short_is_rejected_whole():
    body = (SAMPLES / "github_statuspage.json").read_bytes()
    history = read_history([("incidents.json", body[:-40])])
    assert not history.rows
    assert history.rejected[0].reason == "It is not JSON, or was cut short"


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("incidents.json", statuspage(incident()), "statuspage"),
        ("a.md", "nothing", "cstate"),
        ("a", "---\ntitle: x\n---\n", "cstate"),
        ("a", '{"title": "x", "source": "y", "started_at": "z"}\n', "jsonl"),
        ("a", '{"title": "x", "downtime_start": "z"}\n', "flat"),
        ("a", CSV, "csv"),
        ("package.json", '{"name": "x", "version": "1"}', None),
        ("windows.csv", "incident_id,downtime_start,title\n", None),
        ("notes.txt", "We had an incident.", None),
        ("empty.json", "", None),
    ],
)
def test_the_format_is_told_by_what_a_file_holds(name, text, form):
    assert guess_format(name, text) == form


@pytest.mark.parametrize(
    ("files", "how", "words"),
    [
        ([("a.txt", b"hello")], {}, "The format of a.txt cannot be told"),
        ([("a.csv", b"title,detected_at\n\xff")], {}, "is not UTF-8"),
        ([], {}, "There is no file to import."),
        ([("a.csv", CSV.encode())], {"form": "xml"}, "'xml' is not a format"),
        ([("a.csv", CSV.encode())], {"assume_zone": "Mars/Olympus"}, "is not a time zone"),
    ],
)
def test_an_import_with_nothing_to_read_is_refused(files, how, words):
    with pytest.raises(BadInput, match=words):
        read_history(files, **how)


def test_a_file_of_no_known_form_among_others_is_rejected_and_said_so():
    history = read_history([("h.csv", CSV.encode()), ("a.txt", b"hello")])
    assert len(history.rows) == 1
    assert [left.where for left in history.rejected] == ["a.txt"]


HOSTILE = [
    b"",
    b"\x00" * 100,
    b"[" * 100_000,
    b'{"incidents":' * 50_000,
    b'{"incidents": [1, null, "x", [], {}]}',
    json.dumps({"incidents": [incident(name="a\ud800b\x00", id="\udfff")]}).encode(),
    json.dumps({"incidents": [incident(started_at=[1], components={"a": 1})]}).encode(),
    json.dumps(
        {"incidents": [incident(shortlink="http://[", started_at="9999-12-31T23:00:00-09:00")]}
    ).encode(),
    b"---\n" + b"[" * 30_000 + b"\n---\n",
    b"---\na: &a [x]\nb: *a\ntitle: *a\n---\n",
    b"+++\n" + b"a = " + b"[" * 5_000 + b"\n+++\n",
    b"title,detected_at\n" + b'"' + b"x" * 200_000,
    b"title,detected_at\n\x00,\x00\n",
    b'"' * 50_000,
    b"<![foo[" * 1_000,
]


@pytest.mark.parametrize("form", [None, *READERS])
@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_files_end_in_rows_or_reasons(body, form):
    with contextlib.suppress(BadInput):
        history = read_history([("file", body)], form)
        for row in history.rows:
            assert f"{row.title}{row.source_id}{row.url}".encode()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_history_with_bytes_torn_out_or_turned_never_breaks_the_import(data):
    path = data.draw(st.sampled_from((*sorted(SAMPLES.glob("*.json*")), *CSTATE)))
    body = bytearray(path.read_bytes())
    cut = data.draw(st.integers(0, len(body)))
    del body[cut : cut + data.draw(st.integers(0, 400))]
    for _ in range(data.draw(st.integers(0, 4))):
        if body:
            body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(BadInput):
        read_history([(path.name, bytes(body))])


def test_every_row_of_the_shared_histories_is_accounted_for(shared_data):
    folder = shared_data / "incidents"
    posts = sorted((folder / "jenkins_cstate").glob("*.md"))
    native = of_files(folder / "github_statuspage" / "incidents.json")
    flat = of_files(folder / "github_flat" / "incidents.jsonl")
    as_written = of_files(*posts)
    with_zone = of_files(*posts, assume_zone="UTC")
    normalized = of_files(folder / "normalized.jsonl")
    counts = {
        name: (len(history.rows), len(history.skipped), len(history.rejected))
        for name, history in {
            "native": native,
            "flat": flat,
            "posts": as_written,
            "posts with a zone": with_zone,
            "normalized": normalized,
        }.items()
    }
    assert counts == {
        "native": (1282, 0, 0),
        "flat": (801, 18, 0),
        "posts": (162, 129, 6),
        "posts with a zone": (168, 129, 0),
        "normalized": (1444, 129, 6),
    }
    assert sum(row.end_note != "" for row in native.rows) == 836
    assert sum("ends before it starts" in row.findings for row in native.rows) == 3
    known = {(row.source, row.source_id) for row in native.rows}
    assert len(known & {(row.source, row.source_id) for row in flat.rows}) == 232
