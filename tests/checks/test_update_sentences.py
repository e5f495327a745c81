"""The checks of an update on sentences written for them, half of them innocent."""

import pytest

from models.checks.update_rules import LINES, RULES
from models.checks.updates import check_update
from tests.checks.sentences import Row, Score, figure, rows
from tests.checks.situations import situation

NAME = "update_sentences.txt"
PARTS = {"no_who", "no_action", "no_next", "no_data_word"}
OF_THE_DRAFT = {"empty_text", "no_audience"}


def found(row: Row) -> set[tuple[str, str]]:
    findings = check_update(*situation(row.text, row.facts))
    asked = "parts" in row.facts
    return {(one.rule, one.text) for one in findings if asked or one.rule not in PARTS}


def test_the_table_is_long_enough_and_half_of_it_innocent():
    table = rows(NAME)
    assert len(table) >= 120
    assert 0.4 <= sum(not row.marks for row in table) / len(table) <= 0.6


def test_every_rule_has_a_sentence_in_the_table():
    used = {rule for row in rows(NAME) for rule, _ in row.marks}
    assert {rule.id for rule in RULES} - used == OF_THE_DRAFT


@pytest.mark.parametrize("row", rows(NAME), ids=lambda row: f"{','.join(row.facts)} {row.text}")
def test_a_sentence_has_the_findings_of_the_table(row):
    assert found(row) == set(row.marks)


def test_precision_and_recall_over_the_table():
    score = Score()
    for row in rows(NAME):
        score.count(set(row.marks), found(row))
    figure(f"checks of updates, {len(rows(NAME))} sentences: {score}")
    assert score.precision >= 0.95
    assert score.recall >= 0.95


def test_every_rule_but_those_of_an_empty_draft_belongs_to_one_line_of_the_composer():
    lines = [rule for line in LINES for rule in line.rules]
    assert sorted(lines) == sorted({rule.id for rule in RULES} - OF_THE_DRAFT)
