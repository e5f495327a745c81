"""Post-mortems taken in by command line become closed reviews, once."""

from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "postmortems"
NOW = "2026-11-20T12:00:00Z"


def test_a_folder_becomes_backfilled_incidents_with_closed_reviews_and_twice_adds_nothing(desk):
    told = desk(NOW, "Ana", "import", "postmortems", str(SAMPLES))
    assert (told["imported"], told["skipped"], told["rejected"]) == (4, 0, [])
    by_name = {one["where"]: one for one in told["documents"]}
    space = by_name["2018-03-26-no-space-left.md"]
    assert space["times"] == {"started_at": "2018-03-26T08:34:00Z"}
    assert space["timeline"] == 3 and space["actions"] == 6
    noted = {one["where"] for one in told["notes"]}
    assert "checklist.md" in noted

    shown = desk(NOW, "Ana", "show", space["incident"])
    assert shown["kind"] == "backfilled" and shown["status"] == "closed"
    assert shown["timestamps"]["detected_at"] == "2018-03-26T08:34:00Z"
    review = desk(NOW, "Ana", "review", space["incident"])
    assert review["state"] == "closed"
    line = desk(NOW, "Ana", "timeline", space["incident"])
    notes = [one for one in line if one["kind"] == "note"]
    assert {one["actor"] for one in notes} == {"2018-03-26-no-space-left.md"}
    assert notes[0]["happened_at"] == "2018-03-26T08:34:00Z"
    assert [one["state"] for one in desk(NOW, "Ana", "action", "list", space["incident"])] == [
        "done", "done", "done", "open", "open", "open",
    ]  # fmt: skip

    again = desk(NOW, "Ana", "import", "postmortems", str(SAMPLES))
    assert (again["imported"], again["skipped"]) == (0, 4)
    assert "already" in again["skipped_rows"][0]["reason"]
    assert len(desk(NOW, "Ana", "list")) == 4
    assert desk(NOW, "Ana", "verify")["ok"]


def test_a_document_that_names_an_incident_is_written_beside_what_its_review_says(desk, tmp_path):
    desk("10:00:00", "Ana", "declare", "--title", "Down")
    desk("10:10:00", "Ana", "review", "1", "--section", "what_happened", "--text", "Mine.")
    written = tmp_path / "ours.md"
    written.write_text("---\nincident: INC-1\n---\n# Down\n\nTheirs.\n\n## Actions\n\n- Mend it\n")
    told = desk("11:00:00", "Ana", "import", "postmortems", str(written))
    assert told["imported"] == 1 and told["documents"][0]["new_incident"] is False
    review = desk("11:00:00", "Ana", "review", "1")
    assert review["sections"]["what_happened"] == "Mine.\n\n### From ours.md\n\nTheirs."
    assert review["state"] == "draft"
    again = desk("11:10:00", "Ana", "import", "postmortems", str(written))
    assert (again["imported"], again["skipped"]) == (0, 1)

    written.write_text("---\nincident: INC-77\n---\n# Down\n\nTheirs.\n")
    lost = desk("11:20:00", "Ana", "import", "postmortems", str(written))
    assert lost["imported"] == 0 and "INC-77" in lost["rejected"][0]["reason"]


def test_a_folder_without_markdown_is_refused(desk, tmp_path):
    (tmp_path / "empty").mkdir()
    said = desk(NOW, "Ana", "import", "postmortems", str(tmp_path / "empty"), refused=True)
    assert "holds no Markdown file" in said


def test_all_real_documents_are_imported(desk, shared_data):
    told = {
        name: desk(NOW, "Ana", "import", "postmortems", str(shared_data / "postmortems" / name))
        for name in ("icco", "mybinder", "pagerduty")
    }
    assert {name: one["imported"] for name, one in told.items()} == {
        "icco": 126, "mybinder": 24, "pagerduty": 3,
    }  # fmt: skip
    assert not any(one["rejected"] for one in told.values())
    assert len(desk(NOW, "Ana", "list")) == 153
    assert desk(NOW, "Ana", "verify")["ok"]
