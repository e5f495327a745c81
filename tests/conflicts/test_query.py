"""A conflict is shown with whose, where, when, why and what happened around it."""

from models.actions.choose import Choose, choice_words, choose
from models.actions.import_runbooks import ImportRunbooks, RunbookFile, import_runbooks
from models.actions.run import MarkStep, StartRun, mark_step, start_run
from models.domain.runbook import StepState
from models.queries import conflicts, incidents, timeline
from tests.conflicts.conftest import NOW, Pair

STEPS = b"# Checkout\n\n1. Look\n2. Restart\n"


def test_without_a_difference_nothing_is_open(pair: Pair) -> None:
    pair.meet()
    assert conflicts.every(pair.here.connection) == ()
    assert conflicts.count(pair.here.connection) == 0


def test_each_value_comes_with_its_author_place_time_and_reason(pair: Pair) -> None:
    pair.severities_apart()
    pair.meet()
    (found,) = conflicts.every(pair.here.connection)
    assert (found.word, found.title) == ("severity", "Checkout fails")
    told = [(one.head.actor, one.value, one.is_here, one.reason) for one in found.heads]
    assert told == [
        ("Ana", "P2", True, "half of it works"),
        ("Dee", "P0", False, "it is all of it"),
    ]
    assert [f"{one.head.happened_at:%H:%M}" for one in found.heads] == ["16:41", "16:44"]
    assert conflicts.count(pair.here.connection) == 1


def test_of_severities_the_worse_is_suggested_and_of_others_the_later(pair: Pair) -> None:
    pair.severities_apart()
    pair.summaries_apart()
    pair.meet()
    severity, summary = conflicts.every(pair.here.connection)
    assert (severity.by_worst, severity.heads[severity.suggested - 1].value) == (True, "P0")
    assert summary.by_worst is False
    assert summary.heads[summary.suggested - 1].value == "primary disk full"


def test_what_happened_between_the_values_is_counted_and_listed(pair: Pair) -> None:
    pair.severities_apart()
    pair.meet()
    (found,) = conflicts.every(pair.here.connection)
    assert [one.lines_between for one in found.heads] == [0, 1]
    said = [entry.text for entry in found.around]
    assert "pool is full" in said
    assert said.index("Severity lowered P1 to P2: half of it works") < said.index("pool is full")


def test_the_timeline_gets_the_sentence_that_was_shown_before(pair: Pair) -> None:
    pair.severities_apart()
    pair.meet()
    (found,) = conflicts.every(pair.here.connection)
    before = choice_words(found.conflict, found.heads[1].head)
    assert before == "Chose severity P0 (Dee). Not kept: P2 (Ana)."
    choose(Choose(found.conflict.id, 2), pair.ana.at(NOW))
    rows = timeline.every(pair.here.connection, pair.uid, timeline.Filter())
    assert rows[-1].text == before
    assert conflicts.every(pair.here.connection) == ()


def test_a_step_that_two_people_marked_apart_can_be_settled(pair: Pair) -> None:
    """The choice goes to the step itself, not to a field of that name elsewhere."""
    import_runbooks(ImportRunbooks([RunbookFile("c.md", STEPS)], "samples"), pair.at(pair.ana, 10))
    start_run(StartRun(pair.uid, "Checkout"), pair.at(pair.ana, 11))
    pair.carry(pair.here, pair.dee)
    mark_step(MarkStep(pair.uid, 2, StepState.DONE), pair.at(pair.ana, 41))
    mark_step(MarkStep(pair.uid, 2, StepState.FAILED), pair.at(pair.dee, 42))
    pair.meet()
    (found,) = conflicts.every(pair.here.connection)
    assert found.word == "step 2"
    kept = next(one.head.n for one in found.heads if one.value == "done")
    choose(Choose(found.conflict.id, kept), pair.ana.at(NOW))
    settled = incidents.incident(pair.here.connection, pair.uid)
    assert settled.conflicts == ()
    assert settled.runs[0].step(2).state is StepState.DONE
