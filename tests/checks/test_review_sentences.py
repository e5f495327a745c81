"""The blameless check on sentences written for it, half of them innocent."""

import pytest

from models.checks.record import Record
from models.checks.review import check_review
from models.checks.review_rules import RULES
from tests.checks.sentences import Row, Score, figure, rows
from tests.checks.situations import PEOPLE

NAME = "review_sentences.txt"


def found(row: Row) -> set[tuple[str, str]]:
    record = Record(people=PEOPLE, users="everyone" if "everyone" in row.facts else "4%")
    return {(one.rule, one.text) for one in check_review(row.text, record)}


def test_the_table_is_long_enough_and_half_of_it_innocent():
    table = rows(NAME)
    assert len(table) >= 150
    assert 0.4 <= sum(not row.marks for row in table) / len(table) <= 0.6


def test_every_rule_has_a_sentence_in_the_table():
    assert {rule for row in rows(NAME) for rule, _ in row.marks} == {rule.id for rule in RULES}


@pytest.mark.parametrize("row", rows(NAME), ids=lambda row: row.text)
def test_a_sentence_has_the_marks_of_the_table(row):
    assert found(row) == set(row.marks)


def test_precision_and_recall_over_the_table():
    score = Score()
    for row in rows(NAME):
        score.count(set(row.marks), found(row))
    figure(f"blameless check, {len(rows(NAME))} sentences: {score}")
    assert score.precision >= 0.9
    assert score.recall >= 0.9
