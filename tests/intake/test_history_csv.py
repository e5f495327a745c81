"""How rows of a spreadsheet are read as past incidents."""

from datetime import UTC, datetime

import pytest

from models.domain.severity import Severity
from models.intake.histories import read_history


def of_text(text):
    return read_history([("history.csv", text.encode())])


def only_row(history):
    assert not history.skipped and not history.rejected
    (row,) = history.rows
    return row


CSV = (
    "key,title,kind,severity,service,failure_mode,impact_started_at,detected_at,declared_at,"
    "acknowledged_at,mitigated_at,resolved_at,reopened_at,resolved_again_at,cancelled_at,"
    "merged_into_key\n"
    "INC-8,Certificates expire,incident,P1,edge,cert-expiry,2026-10-20T00:00:00Z,"
    "2026-10-20T00:00:00Z,,2026-10-20T00:05:00Z,2026-10-20T01:30:00Z,2026-10-20T02:00:00Z,"
    "2026-10-20T03:00:00Z,2026-10-20T04:30:00Z,,\n"
)


def test_a_csv_row_is_read_by_the_names_of_its_columns():
    row = only_row(of_text(CSV))
    assert (row.key, row.kind, row.severity) == ("INC-8", "incident", Severity.P1)
    assert (row.services, row.failure_mode) == (("edge",), "cert-expiry")
    assert row.resolved_again_at == datetime(2026, 10, 20, 4, 30, tzinfo=UTC)
    assert row.declared_at is None and not row.findings


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_comes_as_spreadsheets_write_it(delimiter, encoding):
    text = delimiter.join(("Detected At", "TITLE")) + "\r\n"
    text += delimiter.join(("2026-10-20T00:00:00Z", "Größe")) + "\r\n"
    text += delimiter.join(("", "")) + "\r\n"
    row = only_row(read_history([("h.csv", text.encode(encoding))]))
    assert row.title == "Größe"
    assert (row.kind, row.over) == ("backfilled", False)


def test_a_csv_row_is_known_again_by_key_and_detection_and_without_a_key_by_its_title():
    head = "key,title,detected_at\n"
    rows = of_text(
        head
        + "a,Slow,2026-10-20T00:00:00Z\n"
        + "a,Slow,2026-10-21T00:00:00Z\n"
        + ",Slow,2026-10-20T00:00:00Z\n"
        + ",Slow,2026-10-20T02:00:00+02:00\n"
    ).rows
    ids = [row.source_id for row in rows]
    assert len(set(ids[:3])) == 3
    assert ids[2] == ids[3] != ""


@pytest.mark.parametrize(
    ("times", "finding"),
    [
        ({"impact_started_at": 5, "detected_at": 4}, "impact_started_at is after detected_at"),
        ({"detected_at": 5, "acknowledged_at": 4}, "detected_at is after acknowledged_at"),
        ({"detected_at": 5, "mitigated_at": 4}, "detected_at is after mitigated_at"),
        ({"detected_at": 5, "cancelled_at": 4}, "detected_at is after cancelled_at"),
        ({"mitigated_at": 5, "resolved_at": 4}, "mitigated_at is after resolved_at"),
        ({"resolved_at": 5, "reopened_at": 4}, "resolved_at is after reopened_at"),
        ({"reopened_at": 5, "resolved_again_at": 4}, "reopened_at is after resolved_again_at"),
        ({"resolved_at": 3, "resolved_again_at": 4}, "resolved_again_at without reopened_at"),
    ],
)
def test_a_row_that_breaks_the_order_is_kept_with_the_finding(times, finding):
    cells = ",".join(f"2026-10-20T{hour:02d}:00:00Z" for hour in times.values())
    assert only_row(of_text(f"title,{','.join(times)}\nSlow,{cells}\n")).findings == (finding,)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (",P1,2026-10-20T00:00:00Z", "It has no title"),
        ("Slow,P9,2026-10-20T00:00:00Z", "'P9' is not a severity. Use P0, P1, P2, P3 or P4."),
        ("Slow,P1,yesterday", "Detected_at 'yesterday' is not a time"),
        ("Slow,P1,2026-10-20T00:00:00", "has no offset; name a zone with --assume-zone"),
        ("Slow,P1,", "It gives no time at all"),
        ('"Slow" est,P1,2026-10-20T00:00:00Z', "The row cannot be read"),
    ],
)
def test_a_csv_row_that_cannot_be_read_is_rejected_by_its_line_and_the_others_go_on(cells, reason):
    history = of_text(f"title,severity,detected_at\n{cells}\nOther,P2,2026-10-20T00:00:00Z\n")
    assert [row.title for row in history.rows] == ["Other"]
    (left,) = history.rejected
    assert left.where == "history.csv line 2"
    assert reason in left.reason
