"""What follows from the marks of a run, and how it is said."""

from dataclasses import replace
from datetime import date

import pytest

from models.domain.runbook import RunbookStep, StepState
from tests.runbook_views.samples import NOW, PLANS, ROWS, RUN, at, fresh_run, step
from views.runbooks import words
from views.runbooks.states import Contact, StepNote, StepStat, with_mark


def after(view, *marks):
    for minute, (n, state) in enumerate(marks, 10):
        view = with_mark(view, n, state, StepNote(), at(minute), "Mei Tanaka")
    return view


def test_the_step_to_do_now_is_the_one_somebody_took_up():
    assert words.present(RUN).n == 3


def test_before_anybody_took_one_up_it_is_the_first():
    assert words.present(fresh_run()).n == 1


def test_after_a_tick_it_is_the_next_and_after_the_last_there_is_none():
    view = after(fresh_run(), (1, StepState.DONE), (2, StepState.SKIPPED))
    assert words.present(view).n == 3
    view = after(view, (3, StepState.DONE), (4, StepState.DONE), (5, StepState.DONE))
    assert words.present(view) is None
    assert view.is_over


def test_a_step_that_did_not_work_leads_to_the_step_its_runbook_names():
    view = after(fresh_run(), (1, StepState.DONE), (2, StepState.FAILED))
    assert words.after_failure(view) == words.Next(2, "Go to step 5.", 5, escalate=False)
    assert words.present(view).n == 5


def test_when_a_step_is_taken_up_after_a_failure_the_failure_is_past():
    view = after(fresh_run(), (2, StepState.FAILED), (5, StepState.NOW))
    assert words.after_failure(view) is None


def test_where_the_runbook_says_to_call_somebody_escalation_is_next():
    view = after(RUN, (3, StepState.DONE), (4, StepState.FAILED))
    then = words.after_failure(view)
    assert (then.words, then.step, then.escalate) == ("Call the network team.", None, True)


def test_the_last_step_that_did_not_work_ends_in_escalation():
    view = after(RUN, (3, StepState.DONE), (4, StepState.DONE), (5, StepState.FAILED))
    assert words.after_failure(view) == words.Next(
        5, "This was the last step. Escalate.", None, escalate=True
    )


def test_a_runbook_that_does_not_say_what_then_goes_on_with_the_next_step():
    silent = replace(RUN, steps=tuple(step(replace(plan, if_not="")) for plan in PLANS))
    then = words.after_failure(after(silent, (1, StepState.FAILED)))
    assert then.step == 2
    assert then.words == "The runbook does not say what then. Step 2 comes next."


def test_the_timer_stands_beside_the_usual_time_and_tells_when_it_is_over():
    running = RUN.step(3)
    assert words.clock_words(running, NOW) == "3:12"
    assert words.beside_usual(running, NOW) == "3 of 6 min"
    assert not words.is_late(running, NOW)
    assert words.is_late(running, at(11))


@pytest.mark.parametrize(
    ("reviewed", "said", "stale"),
    [
        (date(2026, 11, 12), "12 Nov 2026", False),
        (date(2025, 2, 3), "3 Feb 2025, 21 months ago", True),
        (None, "Never, as far as its file says", True),
    ],
)
def test_a_runbook_checked_long_ago_is_stale(reviewed, said, stale):
    assert words.checked_words(reviewed, NOW.date()) == (said, stale)


@pytest.mark.parametrize(
    ("line", "contact"),
    [
        (
            "Rafael Costa, on-call DBA, +49 30 5550 102",
            Contact("Rafael Costa", "+49 30 5550 102", "on-call DBA"),
        ),
        (
            "Database lead: <mei@northwind.example>",
            Contact("Database lead", "mei@northwind.example"),
        ),
        ("Head of Platform - #platform-leads", Contact("Head of Platform", "#platform-leads")),
        ("Whoever is on call", Contact("Whoever is on call")),
    ],
)
def test_a_line_of_an_escalation_is_read_as_a_contact(line, contact):
    assert words.contact_of(line) == contact
    assert words.copied_contact(contact)


def test_a_step_that_often_fails_says_so():
    stat = StepStat(3, 7, failed=3, minutes=4)
    assert words.stat_words(stat) == "failed 3 of 7 times, usually 4 min"
    assert words.is_shaky(stat)
    assert not words.is_shaky(StepStat(1, 7))
    assert words.stat_words(None) == ""


def test_a_picture_of_a_runbook_is_told_and_not_fetched():
    written = "See ![the map](https://wiki.example/a.png) and ![](b.png)"
    assert words.plain_markdown(written) == "See *Picture: the map* and *Picture: no words*"


def test_only_web_addresses_are_links():
    assert words.is_web_link("https://wiki.example")
    assert not words.is_web_link("file:///etc/passwd")
    assert not words.is_web_link("javascript:alert(1)")


def test_a_runbook_is_found_by_words_of_its_title_owner_and_folder():
    found = [row.uid for row in ROWS if words.matches(row, "PLATFORM database")]
    assert found == ["book-1"]


def test_a_reason_stands_under_a_skipped_step_and_a_surprise_under_any():
    plan = RunbookStep(1, "Drain")
    skipped = step(plan, StepState.SKIPPED, reason="No such node")
    assert words.beside(skipped) == "Skipped: No such node"
    odd = step(plan, StepState.DONE, observed="3 nodes", mismatch=True)
    assert words.beside(odd) == "Not as expected: 3 nodes"
