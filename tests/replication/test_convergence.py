"""Replicas that hold the same operations hold the same state, however they came by them."""

import random
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models.replication.act import Act, Author, Change
from models.replication.clock import HybridClock
from models.replication.merge import State, apply, is_conflict, shown
from models.replication.operation import Operation, OperationKind
from models.replication.registry import Rule, field_of

FIELDS = (
    ("incident", "title"),
    ("incident", "severity"),
    ("incident", "summary"),
    ("incident", "services"),
    ("incident", "commander"),
    ("entry", "written"),
    ("mark", "struck"),
)
KINDS = {
    Rule.REGISTER: OperationKind.SET,
    Rule.WATCHED: OperationKind.SET,
    Rule.COMMAND: OperationKind.COMMAND,
    Rule.ENTRY: OperationKind.APPEND,
}
Summary = dict[tuple[str, str, str], set[bytes]]


def heads(state: State) -> Summary:
    return {key: set(values.heads) for key, values in state.items() if values.heads}


def reference(operations: list[Operation]) -> Summary:
    """What stands, by the words of the merge rules and nothing else: slow and plain."""
    distinct = {op.op_id: op for op in operations}.values()
    found: Summary = {}
    for key in {op.key for op in distinct}:
        writes = [op for op in distinct if op.key == key]
        known = field_of(key[0], key[2])
        assert known is not None
        if known.rule in (Rule.REGISTER, Rule.COMMAND):
            standing = {max(writes, key=lambda op: (op.clock, op.op_id)).op_id}
        elif known.rule is Rule.ENTRY:
            standing = {op.op_id for op in writes}
        else:
            gone = {op_id for op in writes for op_id in op.replaces}
            standing = {op.op_id for op in writes if op.op_id not in gone and op.kind != "remove"}
        if standing:
            found[key] = standing
    return found


def written_by_devices(seed: int, acts: int) -> list[Operation]:
    """Three devices write at random; now and then one hears some of what the others wrote."""
    chance = random.Random(seed)
    devices = []
    for name in ("a", "b", "c"):
        skew = chance.randint(-600_000, 600_000)
        clock = HybridClock(0, lambda skew=skew: 1_700_000_000_000 + skew)
        author = Author("w", name, clock, chance.randbytes)
        devices.append((author, clock, {}, []))
    every: list[Operation] = []
    for _ in range(acts):
        author, clock, state, held = chance.choice(devices)
        if every and chance.random() < 0.4:
            heard = chance.sample(every, chance.randint(1, len(every)))
            for op in heard:
                clock.witness(op.clock)
            apply(state, heard)
        kind, field = chance.choice(FIELDS)
        key = (kind, "x", field)
        known = field_of(kind, field)
        assert known is not None
        standing = state[key].heads if key in state else {}
        op_kind = KINDS.get(known.rule, OperationKind.ADD)
        seen = tuple(sorted(standing)) if known.rule is not Rule.ENTRY else ()
        if known.rule is Rule.SET:
            op_kind = OperationKind.REMOVE if standing and chance.random() < 0.4 else op_kind
            seen = (chance.choice(sorted(standing)),) if op_kind is OperationKind.REMOVE else ()
        change = Change("incident:x", op_kind, *key, f"P{chance.randint(0, 4)}", seen)
        made = author.write(Act(chance.randbytes(16), "Ana", 1, 1), [change])
        apply(state, made)
        held += made
        every += made
    return every


@settings(max_examples=120, deadline=timedelta(seconds=5), derandomize=True)
@given(seed=st.integers(0, 10**9), acts=st.integers(1, 60))
def test_any_order_any_number_of_times_any_batches_give_one_state(seed: int, acts: int) -> None:
    operations = written_by_devices(seed, acts)
    chance = random.Random(seed + 1)
    straight: State = {}
    apply(straight, operations)
    doubled = operations + chance.sample(operations, len(operations) // 2)
    chance.shuffle(doubled)
    batches: State = {}
    cut = chance.randint(0, len(doubled))
    apply(batches, doubled[:cut])
    apply(batches, doubled[cut:])
    assert heads(straight) == heads(batches) == reference(operations)
    apply(batches, operations)
    assert heads(straight) == heads(batches)


def test_a_snapshot_and_its_tail_are_the_whole() -> None:
    operations = written_by_devices(7, 200)
    whole: State = {}
    apply(whole, operations)
    snapshot: State = {}
    apply(snapshot, operations[:120])
    apply(snapshot, operations[120:])
    assert heads(whole) == heads(snapshot)


def test_two_unseen_writes_conflict_and_the_worse_severity_is_shown() -> None:
    chance = random.Random(3)
    made = []
    for device, value in (("a", "P0"), ("b", "P2")):
        author = Author("w", device, HybridClock(0, lambda: 5), chance.randbytes)
        change = Change("incident:x", OperationKind.SET, "incident", "x", "severity", value)
        made += author.write(Act(chance.randbytes(16), device, 1, 1), [change])
    state: State = {}
    apply(state, made)
    key = ("incident", "x", "severity")
    assert is_conflict(key, state[key])
    worse = shown(key, state[key])
    assert worse is not None
    assert worse.value == "P0"


def test_equal_values_are_no_conflict() -> None:
    chance = random.Random(3)
    made = []
    for device in ("a", "b"):
        author = Author("w", device, HybridClock(0, lambda: 5), chance.randbytes)
        change = Change("incident:x", OperationKind.SET, "incident", "x", "severity", "P1")
        made += author.write(Act(chance.randbytes(16), device, 1, 1), [change])
    state: State = {}
    apply(state, made)
    key = ("incident", "x", "severity")
    assert len(state[key].heads) == 2
    assert not is_conflict(key, state[key])


def test_the_clock_never_goes_back_when_the_wall_clock_does() -> None:
    wall = [1_000]
    clock = HybridClock(0, lambda: wall[0])
    before = clock.tick()
    wall[0] = 10
    assert clock.tick() > before
    clock.witness(before + 10**9)
    assert clock.tick() > before + 10**9
