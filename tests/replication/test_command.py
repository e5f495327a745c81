"""Who commands: a function of the set of operations, however they come."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from models.replication.act import Act, Author, Change
from models.replication.clock import HybridClock
from models.replication.merge import State, apply, claim, granted, shown
from models.replication.operation import Operation, OperationKind, Value

KEY = ("incident", "x", "commander")


def author(device: str, at: int) -> Author:
    counter = itertools.count()
    return Author(
        "w", device, HybridClock(0, lambda: at), lambda n: bytes([next(counter) % 256]) * n
    )


def written(device: str, at: int, value: Value) -> Operation:
    act = Act(bytes(16), device, at, at)
    change = Change("incident:x", OperationKind.COMMAND, "incident", "x", "commander", value)
    (operation,) = author(device, at).write(act, [change])
    return operation


def claimed(person: str, at: int, expect: list[int]) -> Operation:
    return written(person, at, {"person": person, "expect": list(expect)})


def grant(person: str, at: int, term: list[int]) -> Operation:
    return written("server", at, {"person": person, "granted": list(term), "claim": "00"})


def holder(operations: list[Operation]) -> str:
    state: State = {}
    apply(state, operations)
    write = shown(KEY, state[KEY])
    assert write is not None and isinstance(write.value, dict)
    return str(write.value["person"])


def test_alone_the_latest_claim_stands() -> None:
    first = written("ana", 1_000, {"person": "Ana", "term": 0})
    later = written("ana", 2_000, {"person": "Bo", "term": 1})
    assert holder([first, later]) == holder([later, first]) == "Bo"


def test_a_grant_outlives_a_later_claim_that_did_not_know_it() -> None:
    operations = [
        claimed("Ana", 1_000, [0, 0]),
        grant("Ana", 1_100, [1, 1]),
        claimed("Bo", 9_000, [0, 0]),
    ]
    assert holder(operations) == "Ana"


def test_a_claim_that_knows_the_grant_shows_until_it_is_decided() -> None:
    operations = [grant("Ana", 1_100, [1, 1]), claimed("Bo", 2_000, [1, 1])]
    state: State = {}
    apply(state, operations)
    assert claim(state[KEY]) is not None
    assert holder(operations) == "Bo"
    assert holder([*operations, grant("Dee", 1_500, [1, 2])]) == "Dee"


def test_the_epoch_after_a_rollback_counts_before_the_term() -> None:
    assert holder([grant("Ana", 1_000, [1, 9]), grant("Bo", 2_000, [2, 3])]) == "Bo"


terms = st.tuples(st.integers(1, 3), st.integers(1, 4)).map(list)
moments = st.integers(1_000, 9_000)
people = st.sampled_from(["Ana", "Bo", "Dee"])
some = st.one_of(
    st.builds(grant, people, moments, terms),
    st.builds(claimed, people, moments, st.one_of(st.just([0, 0]), terms)),
    st.builds(lambda p, at: written(p, at, {"person": p, "term": 0}), people, moments),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(some, min_size=1, max_size=7, unique_by=lambda op: op.op_id), st.randoms())
def test_in_any_order_and_twice_the_same_stands(operations, chance) -> None:
    shuffled = [*operations, *operations[:3]]
    chance.shuffle(shuffled)
    one: State = {}
    other: State = {}
    apply(one, operations)
    for op in shuffled:
        apply(other, [op])
    assert set(one[KEY].heads) == set(other[KEY].heads)
    assert shown(KEY, one[KEY]) == shown(KEY, other[KEY])
    top = granted(one[KEY])
    every = [op.value["granted"] for op in operations if "granted" in op.value]
    assert (top.value["granted"] if top else None) == (max(every) if every else None)
