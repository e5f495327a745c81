"""What the checks say is found again in the other language."""

from collections.abc import Iterator

import pytest

from models.checks.record import Record
from models.checks.review import check_review
from models.checks.updates import LINES, check_update
from tests.checks.sentences import rows
from tests.checks.situations import PEOPLE, situation
from views.tongue import speak, told


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    speak("de")
    yield
    speak("en")


def test_every_sentence_and_question_is_said_in_german():
    said = [
        one.sentence
        for row in rows("update_sentences.txt")
        for one in check_update(*situation(row.text, row.facts))
    ]
    for row in rows("review_sentences.txt"):
        for one in check_review(row.text, Record(people=PEOPLE)):
            said += [one.sentence, one.ask]
    said += [line.sentence for line in LINES]
    assert {sentence for sentence in said if told(sentence) == sentence} == set()


def test_words_that_fill_a_gap_are_said_in_german_too():
    draft, record = situation("No data was lost.", ("data=lost",))
    (finding,) = [one for one in check_update(draft, record) if one.rule == "other_data_loss"]
    assert told(finding.sentence) == (
        "„No data was lost“, aber der Verlauf sagt: Daten gingen verloren."
    )
