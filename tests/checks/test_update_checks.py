"""What a check of an update tells: the three stops, places, keys, speed."""

import time
from dataclasses import replace

import pytest

from models.checks.record import Record, UpdateDraft
from models.checks.updates import check_update, held_lines
from models.domain.stage import Stage
from tests.checks.real import real_updates
from tests.checks.sentences import figure
from tests.checks.situations import NOW, RECORD
from tests.pace import slowness

GOOD = (
    "Some of you may see errors when you pay with a card. You can pay by invoice. "
    "The next update comes within 20 minutes."
)

SLOWEST_S = 0.005
SLACK = 2.5
"""For a machine whose caches other tests use at the same time."""


def draft(text, audience="customers", state="investigating", **more):
    return UpdateDraft(audience, state, text, **more)


def of_rule(findings, rule):
    return [one for one in findings if one.rule == rule]


def stops(findings):
    return [one.rule for one in findings if one.is_stop]


def test_a_good_update_has_no_finding_and_holds_every_line():
    findings = check_update(draft(GOOD), RECORD)
    assert findings == ()
    assert len(held_lines(findings)) == 6


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_an_empty_text_is_a_stop_and_nothing_else_is_said_of_it(text):
    assert [one.rule for one in check_update(draft(text), RECORD)] == ["empty_text"]


def test_no_audience_is_a_stop():
    assert stops(check_update(draft(GOOD, audience=""), RECORD)) == ["no_audience"]


def test_saying_resolved_for_all_in_triage_is_a_stop_that_names_the_stage_event():
    findings = check_update(draft("This is resolved for all customers."), RECORD)
    (stop,) = [one for one in findings if one.is_stop]
    assert (stop.rule, stop.text) == ("says_resolved", "resolved for all customers")
    assert stop.sentence == (
        "“resolved for all customers”, but INC-12 is in Triage (Ana declared it, 16:05 UTC). "
        "Resolve it first, or say only what is better."
    )


def test_the_state_resolved_is_a_stop_until_it_is_resolved():
    over = draft("It is over. No data was lost.", state="resolved")
    assert stops(check_update(over, RECORD)) == ["says_resolved"]
    resolved = replace(
        RECORD, mitigated_at=NOW, resolved_at=NOW, stage=Stage.POST_MORTEM, data_lost=False
    )
    assert check_update(over, resolved) == ()


@pytest.mark.parametrize("rule", ["outage", "unconfirmed_recovery", "blame_supplier"])
def test_advice_is_no_stop(rule):
    text = f"{GOOD} The outage is due to a problem at AWS. It will be fixed in 10 minutes."
    assert [one.is_stop for one in of_rule(check_update(draft(text), RECORD), rule)] == [False]


def test_a_record_of_which_nothing_is_known_is_no_trouble():
    findings = check_update(draft("All customers in the US see the outage; 4% of users."), Record())
    assert {one.rule for one in findings} == {"no_action", "no_next", "outage"}


def test_names_of_ours_are_kept_from_customers_alone():
    text = f"{GOOD} The payments-db on web-01 is slow."
    assert of_rule(check_update(draft(text), RECORD), "internal_name")
    for audience in ("internal", "leadership"):
        assert check_update(draft(text, audience), RECORD) == ()


def test_hosts_are_known_by_the_patterns_of_the_workspace_too():
    text = f"{GOOD} We restarted gandalf."
    assert check_update(draft(text), RECORD) == ()
    named = replace(RECORD, host_patterns=(r"\bgandalf\b", r"(unreadable"))
    (finding,) = check_update(draft(text), named)
    assert (finding.rule, finding.text) == ("host_name", "gandalf")


def test_places_are_those_of_the_text_with_line_breaks_code_and_letters_beyond_ascii():
    text = "Kunden in Zürich – „alles“ İ\n\n`code` http://example.com/x\n\nThe outage is ours."
    for one in check_update(draft(text), RECORD):
        assert text[one.start : one.end] == one.text
    assert [one.text for one in of_rule(check_update(draft(text), RECORD), "outage")] == ["outage"]


def test_a_key_moves_with_its_sentence_and_changes_with_it():
    before = of_rule(check_update(draft("The outage goes on."), RECORD), "outage")[0]
    moved = of_rule(check_update(draft("We are sorry.\nThe outage goes on."), RECORD), "outage")[0]
    other = of_rule(check_update(draft("The outage is over now."), RECORD), "outage")[0]
    assert before.key == moved.key != other.key
    assert before.start != moved.start


def test_stops_come_first_then_what_is_missing_then_the_text_in_order():
    text = "The outage is due to AWS. It is resolved."
    places = [(one.is_stop, one.start) for one in check_update(draft(text), RECORD)]
    assert places == sorted(places, key=lambda place: (not place[0], place[1]))
    assert places[0][0]


def test_a_text_of_20_kilobytes_is_checked_within_a_keystroke(shared_data):
    """Real updates after each other, a key typed at the end; the time is that of the process."""
    texts = dict.fromkeys(update.draft.text for update in real_updates(shared_data))
    text = "\n".join(texts)[-20_000:]
    check_update(draft(text), RECORD)
    taken = []
    for n in range(30):
        start = time.process_time()
        check_update(draft(f"{text} typed{n}"), RECORD)
        taken.append(time.process_time() - start)
    figure(f"20 kB of updates: {min(taken) * 1000:.1f} ms")
    assert min(taken) <= SLOWEST_S * SLACK * slowness()


HOSTILE = ("1.", "1:", "a-1", "resolved ", "will be back ", "4% of our ", "US ", "no data ", "A1-")


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_of_20_kilobytes_holds_up_the_writer(piece):
    text = (piece * 20_000)[:20_000]
    start = time.process_time()
    check_update(draft(text, next_at=NOW), RECORD)
    assert time.process_time() - start < 0.5 * slowness()
