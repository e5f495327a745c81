"""A thousand histories full of traps, each recomputed by plain Python: from its rows as they came
in, and from what the program exports of them."""

import ast
import csv
import io
import os
import random
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from models.actions.desk import Desk
from models.actions.import_history import import_history
from models.actions.link_recurrence import LinkRecurrence, link_recurrence, unlink_recurrence
from models.changes import ChangeFeed
from models.domain.errors import Refused
from models.domain.expectations import Expectations, Objective
from models.domain.facts import FactRow, columns_of
from models.domain.times import parse_time, to_ms
from models.intake.histories import read_history
from models.metrics import slo
from models.metrics.kpis import Kpis, Wanted, kpis
from models.metrics.table import Table
from models.queries import incidents
from models.queries.kpis import Ledger
from models.queries.stretches import stretches
from models.report.figures import FigureReport
from models.report.table import as_csv
from models.store import lookup
from models.store.database import Database
from tests.metrics import plain
from tests.metrics.conftest import OCTOBER
from tests.metrics.histories import COLUMNS, HISTORIES, SINCE, UNTIL, rows_of
from tests.metrics.plain import Plain

NOW = parse_time("2025-06-01T00:00:00Z")
MONTHS = ("2024-02", "2024-03", "2024-10", "2024-12")
"""The leap day, both changes of the clocks, and the month after the period."""


@dataclass(frozen=True)
class World:
    """`exported` is the CSV of all there is, `keys` the source's own name by the id in it."""

    table: Table
    histories: list[list[dict[str, str]]]
    traps: Counter[str]
    exported: bytes
    keys: dict[str, str]
    linked: dict[str, tuple[str, bool]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Every history under a service of its own."""
    chance, traps = random.Random(20261123), Counter[str]()
    histories = [list(rows_of(chance, n, traps)) for n in range(HISTORIES)]
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(row for rows in histories for row in rows)
    database = Database(tmp_path_factory.mktemp("data"))
    database.connection.execute("PRAGMA synchronous=OFF")
    desk = Desk(database, ChangeFeed(), lambda: NOW, os.urandom, "Mia")
    import_history(read_history([("all.csv", out.getvalue().encode())], "csv"), desk)
    connection = database.connection
    keys = {
        lookup.label(connection, uid): key
        for uid, key in connection.execute("SELECT uid, key FROM incident").fetchall()
    }
    linked = _linked(chance, histories, {key: name for name, key in keys.items()}, desk)
    table = Ledger().refresh(connection)
    report = FigureReport(
        kpis(table, Wanted(), to_ms(NOW)),
        (),
        Expectations(),
        partial(lookup.label, connection),
        partial(stretches, connection),
    )
    exported = as_csv(report)
    database.close()
    return World(table, histories, traps, exported, keys, linked)


def _linked(
    chance: random.Random,
    histories: list[list[dict[str, str]]],
    names: dict[str, str],
    desk: Desk,
) -> dict[str, tuple[str, bool]]:
    """What people said in a few: by key, of which other one, and whether it is its return."""
    said: dict[str, tuple[str, bool]] = {}
    for rows in chance.sample([rows for rows in histories if len(rows) > 2], 60):
        later, earlier = chance.sample([row["key"] for row in rows], 2)
        is_link = chance.random() < 0.5
        act = link_recurrence if is_link else unlink_recurrence
        try:
            act(LinkRecurrence(names[later], names[earlier]), desk)
        except Refused:
            continue  # the other way round
        said[later] = earlier, is_link
    assert len(said) > 30
    return said


@pytest.fixture
def october_folder(data_dir: Path) -> Path:
    database = Database(data_dir)
    desk = Desk(database, ChangeFeed(), lambda: NOW, os.urandom, "Mia")
    import_history(read_history([(OCTOBER.name, OCTOBER.read_bytes())], "csv"), desk)
    database.close()
    return data_dir


def found_of(table: Table, n: int) -> Kpis:
    wanted = Wanted(to_ms(SINCE), to_ms(UNTIL), frozenset((f"svc-{n}",)))
    return kpis(table, wanted, to_ms(NOW))


def assert_same(found: Kpis, expected: Plain, of: object) -> None:
    assert len(found.eligible) == len(expected.eligible), of
    for name in found.figures():
        values = expected.lengths(name)
        figure = found.figure(name)
        assert sorted(figure.values.tolist()) == sorted(values), (of, name)
        spread = figure.spread
        if values:
            assert abs(spread.mean_ms - plain.mean(values)) <= 0.5, (of, name)
            assert abs(spread.median_ms - plain.median(values)) <= 0.5, (of, name)
            assert spread.p90_ms == plain.p90(values), (of, name)
        else:
            assert (spread.mean_ms, spread.median_ms, spread.p90_ms) == (None, None, None)
        missing = found.missing(name)
        assert len(missing) == len(expected.eligible) - len(values), (of, name)
        assert all(why for _, why in missing)


def test_every_trap_is_there(world: World) -> None:
    least = {
        "missing": 500, "reversed": 100, "reopened": 500, "merged": 100, "cancelled": 100,
        "drill": 300, "clocks": 50, "leap day": 50, "across the edge": 50, "open": 100,
    }  # fmt: skip
    assert set(world.traps) == set(least)
    assert all(world.traps[name] >= n for name, n in least.items()), world.traps


def test_plain_python_is_plain() -> None:
    """It may not lean on what it is to check."""
    tree = ast.parse(Path(plain.__file__).read_text(encoding="utf-8"))
    named = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    named += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    assert {str(name).partition(".")[0] for name in named} <= sys.stdlib_module_names


def test_every_figure_of_a_thousand_histories(world: World) -> None:
    seen = Counter[str]()
    named = {uid: world.keys[name] for name, uid in _uids(world).items()}
    for n, rows in enumerate(world.histories):
        told = [plain.of_source(row) for row in rows]
        for row in told:
            other, is_link = world.linked.get(row["id"], ("", False))
            row["linked" if is_link else "parted"] = [other] if other else []
        expected, found = Plain(told, SINCE, UNTIL), found_of(world.table, n)
        assert_same(found, expected, n)
        recurring = {named[world.table.uids[row]] for row in found.recurrence.rows.tolist()}
        assert recurring == expected.recurring(), n
        seen["recurring"] += len(recurring)
        seen["excluded"] += len(found.excluded)
        seen["used"] += found.figure("ttr").n
        seen["missing"] += found.figure("ttr").of - found.figure("ttr").n
    assert all(seen[name] > 50 for name in ("recurring", "excluded", "used", "missing")), seen


def _uids(world: World) -> dict[str, str]:
    *_, rows = plain.tables_of(world.exported)
    return {row["id"]: row["uid"] for row in rows}


def test_what_is_exported_gives_every_figure_again(world: World) -> None:
    *_, exported = plain.tables_of(world.exported)
    assert len(exported) == len(world.table)
    by_service: dict[str, list[plain.Row]] = {}
    for row in exported:
        by_service.setdefault(row["services"], []).append(plain.of_export(row))
    ids = {uid: name for name, uid in _uids(world).items()}
    for n, rows in enumerate(world.histories):
        if not rows:
            continue
        expected, found = Plain(by_service[f"svc-{n}"], SINCE, UNTIL), found_of(world.table, n)
        assert_same(found, expected, n)
        recurring = {ids[world.table.uids[row]] for row in found.recurrence.rows.tolist()}
        assert recurring == expected.recurring(), n
        assert len(found.open_rows) == expected.still_open(), n


def test_the_figures_in_an_export_are_those_of_its_rows(world: World) -> None:
    figures, *_, exported = plain.tables_of(world.exported)
    expected = Plain([plain.of_export(row) for row in exported], None, None)
    for row in figures[:6]:
        values = expected.lengths(row["figure"])
        assert (int(row["n"]), int(row["of"])) == (len(values), len(expected.eligible))
        assert abs(int(row["mean_ms"]) - plain.mean(values)) <= 0.5
        assert abs(int(row["median_ms"]) - plain.median(values)) <= 0.5
        assert int(row["p90_ms"]) == plain.p90(values)
    recurrence = next(row for row in figures if row["figure"] == "recurrence")
    assert int(recurrence["n"]) == len(expected.recurring()) > 100


@pytest.mark.parametrize("month", MONTHS)
def test_what_is_exported_gives_every_budget_again(world: World, month: str) -> None:
    *_, exported = plain.tables_of(world.exported)
    by_service: dict[str, list[plain.Row]] = {}
    for row in exported:
        by_service.setdefault(row["services"], []).append(plain.of_export(row))
    start = datetime.fromisoformat(f"{month}-01T00:00:00Z")
    end = start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    used = 0
    for service, rows in by_service.items():
        window = slo.month(month, to_ms(NOW))
        found = slo.budget(world.table, Objective(service, 0.999, "month"), window)
        expected = Plain(rows, None, None).hit_ms(service, start, end, NOW)
        assert found.used_ms == expected, service
        used += found.used_ms > 0
    assert used > 50


def test_stretches_are_those_of_the_incidents(data_dir: Path) -> None:
    database = Database(data_dir)
    database.connection.execute("PRAGMA synchronous=OFF")
    desk = Desk(database, ChangeFeed(), lambda: NOW, os.urandom, "Mia")
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    chance = random.Random(7)
    writer.writerows(row for n in range(40) for row in rows_of(chance, n, Counter()))
    import_history(read_history([("some.csv", out.getvalue().encode())], "csv"), desk)
    uids = [uid for (uid,) in database.connection.execute("SELECT uid FROM incident").fetchall()]
    for uid, told in stretches(database.connection, uids).items():
        one = incidents.incident(database.connection, uid)
        for spans, intervals in ((told.active, one.active), (told.impact, one.impact)):
            assert len(spans) == len(intervals)
            assert set(spans) == {(_ms(i.start), _ms(i.end)) for i in intervals}
    database.close()


def _ms(moment: datetime | None) -> int:
    return -(2**63) if moment is None else to_ms(moment)


def test_one_row_read_again_equals_all_read_again(world: World) -> None:
    table = world.table
    again = Table.empty()
    facts = [_row_of(table, row) for row in range(len(table))]
    for first in range(0, len(facts), 700):
        again = again.updated(columns_of(facts[first : first + 700]))
    again = again.updated(columns_of(facts[100:200]))
    # Half of these are there already, half are new to a table that lacks them.
    mixed = Table.empty().updated(columns_of(facts[:500])).updated(columns_of(facts[400:]))
    for n in range(0, HISTORIES, 25):
        one = found_of(table, n)
        for other in (found_of(again, n), found_of(mixed, n)):
            spreads = {k: f.spread for k, f in other.figures().items()}
            assert {k: f.spread for k, f in one.figures().items()} == spreads
            assert one.recurrence.rows.tolist() == other.recurrence.rows.tolist()


def test_facts_read_a_slice_at_a_time_are_all_of_them(october_folder: Path) -> None:
    database = Database(october_folder)
    whole, ahead = Ledger(), Ledger()
    expected = whole.refresh(database.connection)
    slices = 0
    while ahead.read_ahead(database.connection, 4):
        slices += 1
    found = ahead.refresh(database.connection)
    database.close()
    assert (slices, ahead.position, found.uids) == (3, whole.position, expected.uids)
    spreads = [kpis(one, Wanted(), to_ms(NOW)).figure("ttr").spread for one in (found, expected)]
    assert spreads[0] == spreads[1]


def _row_of(table: Table, row: int) -> FactRow:
    names, links = table.names_of(row), table.links_of(row)
    return table.uids[row], table.packed(row), names.written(), links.written()
