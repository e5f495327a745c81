"""What the blameless check tells: places, questions, keys, marks that are one."""

import time
from itertools import pairwise

import pytest

from models.checks.record import Record
from models.checks.review import check_review
from tests.checks.sentences import figure, rows
from tests.checks.situations import PEOPLE
from tests.pace import slowness

PARTIAL = Record(people=PEOPLE, users="4%")
S4 = "Cy should have known the pool was full. Human error caused the outage."


def marks(text, record=PARTIAL):
    return [(one.rule, one.text) for one in check_review(text, record)]


def test_the_scenario_of_the_reviewer_has_exactly_four_marks():
    assert marks(S4) == [
        ("person_as_cause", "Cy"),
        ("hindsight", "should have"),
        ("human_error", "Human error"),
        ("outage", "outage"),
    ]


def test_rewritten_it_has_none():
    text = "The pool was full and no alert said so. A change in the client led to failed payments."
    assert marks(text) == []


def test_each_mark_has_its_place_its_sentence_and_its_question():
    for one in check_review(S4, PARTIAL):
        assert S4[one.start : one.end] == one.text
        assert one.text in one.sentence
        assert one.ask.endswith("?")
        assert not one.is_stop


def test_outage_is_right_where_everyone_was_hit_or_a_component_was_down():
    text = "The outage began at 15:04."
    assert marks(text) == [("outage", "outage")]
    assert marks(text, Record(users="everyone")) == []
    assert marks(text, Record(components={"Checkout": "major_outage"})) == []
    assert marks(text, Record(components={"Checkout": "partial_outage"})) == [("outage", "outage")]


def test_marks_that_overlap_are_one():
    text = "It was a human mistake, and Ben's mistake at that."
    found = check_review(text, PARTIAL)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert ("human_error", "human mistake") in marks(text)


@pytest.mark.parametrize("name", ["Priya", "Priya Nair"])
def test_a_person_is_known_by_full_and_by_first_name(name):
    assert marks(f"{name} missed the alert.") == [("person_as_cause", name)]


def test_a_name_that_is_a_word_is_a_person_only_as_it_is_written():
    record = Record(people=("Will Archer",))
    assert marks("Will missed the alert.", record) == [("person_as_cause", "Will")]
    assert marks("The job will miss its window if the queue is ignored by it.", record) == []


def test_code_and_addresses_are_not_prose():
    text = "See `should have been` and https://example.com/human-error.\n\n```\nhuman error\n```\n"
    assert marks(text) == []


def test_a_sentence_over_several_lines_is_one():
    assert marks("The responders\nfailed to look.") == [
        ("person_as_cause", "The responders"),
        ("hindsight", "failed to"),
    ]


def test_the_key_of_a_mark_stays_while_its_sentence_stays():
    alone = check_review(S4, PARTIAL)
    moved = check_review(f"We met on Monday.\n\n{S4}\n\nThen we ate.", PARTIAL)
    assert [one.key for one in alone[:3]] == [one.key for one in moved[:3]]
    assert len({one.key for one in alone}) == 4


HOSTILE = (
    "who ",
    "had also ",
    "a-",
    "1.",
    "the engineer ",
    "Ana failed to ",
    "outage ",
    "`",
    "](",
    "should have ",
    "\n",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_of_20_kilobytes_holds_up_the_writer(piece):
    text = (piece * 20_000)[:20_000]
    start = time.process_time()
    check_review(text, PARTIAL)
    assert time.process_time() - start < 0.5 * slowness()


def test_a_review_of_20_kilobytes_is_quick():
    text = (" ".join(row.text for row in rows("review_sentences.txt")) * 3)[:20_000]
    taken = []
    for _ in range(10):
        start = time.process_time()
        check_review(text, PARTIAL)
        taken.append(time.process_time() - start)
    figure(f"20 kB of review: {min(taken) * 1000:.1f} ms")
    assert min(taken) < 0.03 * slowness()
