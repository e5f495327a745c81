"""The library: what reviews say is found, alike incidents are named with why, reading is kept."""

import pytest

from app.cli.main import main

DB, WEB = "checkout", "search"


@pytest.fixture
def shelf(desk):
    """Three incidents on checkout, two of one sign a month apart, and one on search."""
    told = (
        ("2026-10-01", "Card payments fail", DB, "db-pool", "Ana"),
        ("2026-10-20", "Card payments fail again", DB, "db-pool", "Ben"),
        ("2026-10-25", "Receipts are late", DB, "queue", "Ana"),
        ("2026-11-02", "Searches are slow", WEB, "index", "Cy"),
    )
    for day, title, service, mode, who in told:
        n = desk(f"{day}T10:00:00Z", who, "declare", "--title", title, "--service", service,
                 "--failure-mode", mode)["id"]  # fmt: skip
        desk(f"{day}T10:30:00Z", who, "resolve", n, "--confirmed", "--reason", "over")
    desk("2026-11-03T10:00:00Z", "Ana", "review", "1", "--section", "what_happened", "--text",
         "The **connection pool** of PgBouncer ran dry; [the graph](https://g.example) shows it.\n"
         "<!-- What did customers see? -->")  # fmt: skip
    desk("2026-11-03T10:00:00Z", "Ana", "review", "1", "--section", "contributing_factors",
         "--text", "A pool of ten, sized in Zürich years ago.")  # fmt: skip
    desk("2026-11-03T10:00:00Z", "Ana", "review", "4", "--section", "what_happened", "--text",
         "PgBouncer was restarted; the index was rebuilt.")  # fmt: skip
    desk("2026-11-03T10:00:00Z", "Ana", "action", "add", "1", "Alert on pool saturation",
         "--owner", "Dee", "--due", "2026-12-01")  # fmt: skip
    return desk


LATER = "2026-11-10T10:00:00Z"


def search(desk, *words):
    return desk(LATER, "Ana", "library", *words)


def test_words_are_found_in_sections_actions_and_titles_whatever_their_case_and_accents(shelf):
    assert [one["incident"] for one in search(shelf, "pgbouncer")] == ["INC-1", "INC-4"] or [
        one["incident"] for one in search(shelf, "pgbouncer")
    ] == ["INC-4", "INC-1"]
    (one,) = search(shelf, "zurich")
    assert one["snippets"] == [
        {"part": "contributing_factors", "text": "A pool of ten, sized in Zürich years ago.",
         "words": ["Zürich"]}
    ]  # fmt: skip
    (one,) = search(shelf, "saturat")
    assert one["snippets"][0]["part"] == "action"
    assert [one["incident"] for one in search(shelf, "searches")] == ["INC-4"]


def test_words_may_stand_in_different_parts_of_one_review(shelf):
    (one,) = search(shelf, "pgbouncer", "zürich", "saturation")
    assert one["incident"] == "INC-1" and one["missing"] == []
    assert len(one["snippets"]) == 3


def test_where_no_review_has_all_the_words_those_with_most_are_given_and_what_they_lack(shelf):
    (one,) = search(shelf, "pgbouncer", "index", "penguin")
    assert one["incident"] == "INC-4" and one["missing"] == ["penguin"]
    assert search(shelf, "penguin") == []


def test_a_snippet_reads_as_words_without_the_signs_of_markdown(shelf):
    (one,) = search(shelf, "connection")
    assert one["snippets"][0]["text"].startswith("The connection pool of PgBouncer ran dry; the")


def test_questions_of_a_template_are_not_searched(shelf):
    assert search(shelf, "customers") == []


def test_what_was_changed_is_no_longer_found_by_its_old_words(shelf):
    shelf(LATER, "Ana", "review", "4", "--section", "what_happened", "--text", "A new text.")
    assert [one["incident"] for one in search(shelf, "pgbouncer")] == ["INC-1"]
    (action,) = shelf(LATER, "Ana", "action", "list", "1")
    shelf(LATER, "Ana", "action", "set", action["id"], "--text", "Page on a full pool")
    assert search(shelf, "saturation") == []
    assert [one["incident"] for one in search(shelf, "page", "full")] == ["INC-1"]


def test_signs_of_a_query_language_are_only_words(shelf):
    for typed in ('"', "a OR b NOT", "pool*", "col:pool", "NEAR(pool ten)", "'; DROP TABLE x"):
        search(shelf, "search", typed) if typed.strip('"') else None
    assert search(shelf, "search", "pool*")


def test_alike_incidents_are_named_with_the_reason_in_words(shelf):
    found = shelf(LATER, "Ana", "library", "similar", "1")
    by_name = {one["incident"]: one["reasons"] for one in found}
    assert found[0]["incident"] == "INC-2"
    assert by_name["INC-2"] == [
        "same service and failure mode: checkout / db-pool",
        "words in common: card, payments, fail",
    ] or by_name["INC-2"][0].endswith("checkout / db-pool")
    assert by_name["INC-3"] == ["same service: checkout"]
    assert "INC-1" not in by_name and "INC-4" not in by_name


def test_what_keeps_coming_back_counts_its_returns_and_its_actions(shelf):
    (one,) = shelf(LATER, "Ana", "library", "back")
    assert one == {
        "sign": "checkout / db-pool", "times": 1, "incidents": ["INC-2", "INC-1"],
        "open_actions": 1, "done_actions": 0,
    }  # fmt: skip


def test_the_reading_list_holds_reviews_of_ones_services_until_they_are_read(shelf):
    for n in ("1", "2", "3", "4"):
        shelf(LATER, "Ana", "review", "status", n, "reviewed")
    dee = shelf(LATER, "Dee", "library", "reading")
    assert dee["services"] == ["checkout"]
    assert [one["incident"] for one in dee["reviews"]] == ["INC-1", "INC-2", "INC-3"]
    assert dee["reviews"][0]["reasons"] == ["came back 1 time", "P1", "1 action", "your checkout"]
    assert "most" in dee["rule"]

    left = shelf(LATER, "Dee", "library", "read", "1")
    assert [one["incident"] for one in left["reviews"]] == ["INC-2", "INC-3"]
    assert shelf(LATER, "Dee", "library", "read", "1")["message"].startswith("Dee has read")
    cy = shelf(LATER, "Cy", "library", "reading")
    assert [one["incident"] for one in cy["reviews"]] == ["INC-4"]
    stranger = shelf(LATER, "Eve", "library", "reading")
    assert stranger["services"] == [] and len(stranger["reviews"]) == 4


def test_a_draft_is_not_there_to_be_read(shelf):
    said = shelf(LATER, "Ana", "library", "read", "3", refused=True)
    assert "still a draft" in said


def test_the_index_made_again_from_the_log_finds_the_same(shelf, tmp_path):
    from contextlib import closing

    from models.store import projector
    from models.store.driver import connect

    with closing(connect(tmp_path / "rae" / "warroom.db")) as connection:
        before = connection.execute("SELECT incident, part, text FROM review_part").fetchall()
        connection.execute("BEGIN IMMEDIATE")
        projector.rebuild(connection)
        connection.execute("COMMIT")
        after = connection.execute("SELECT incident, part, text FROM review_part").fetchall()
        connection.execute("INSERT INTO review_text (review_text) VALUES ('integrity-check')")
    assert sorted(before) == sorted(after) and before
    assert [one["incident"] for one in search(shelf, "saturation")] == ["INC-1"]


def test_a_library_without_words_says_how_it_is_asked(tmp_path, capsys):
    assert main(["library", "search", "--data-dir", str(tmp_path / "x"), "--as", "Ana"]) == 1
    assert "library similar INC" in capsys.readouterr().err
