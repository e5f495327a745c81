"""The KPI screen over a hundred thousand incidents, and its parts."""

import gc
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from bench.figure import Figure, p50, repeated, timed
from bench.ground import desk_on, now
from models.actions.set_service import SetService, set_service
from models.domain.facts import CANCELLED, MISSING, Facts, Links, Names, Numbers
from models.domain.times import to_ms
from models.metrics.spread import spread
from models.queries.board import Board, BoardAsk, board
from models.queries.kpis import Ledger
from models.store import facts
from models.store.driver import Connection

MINUTE = 60_000
FLOOR = "sort of one column"


def measure(folder: Path, *, quick: bool) -> Iterator[Figure]:
    """Python looks for no garbage of its own in between, as in the window (`app.garbage`)."""
    gc.disable()
    for size in (10_000, 100_000):
        yield from _of(folder, size)
        gc.collect()
    gc.enable()


def _of(folder: Path, size: int) -> Iterator[Figure]:
    desk = desk_on(folder / str(size))
    connection = desk.store.connection
    for name in ("svc-1", "svc-2", "svc-3"):
        set_service(SetService(name, slo=0.999, window="30d", team="shop"), desk)
    _fill(connection, size)
    moment = now()
    ledger = Ledger()

    def read(ask: BoardAsk) -> Board:
        return board(connection, ledger, ask, moment)

    def read_first() -> Board:
        return board(connection, Ledger(), BoardAsk(), moment)

    first = p50(repeated(read_first, 5))
    shown = read(BoardAsk())
    values = shown.kpis.figure("ttr").values
    floor = p50(repeated(lambda: np.sort(values), 9))
    every = p50(repeated(lambda: read(BoardAsk()), 9))
    some = p50(repeated(lambda: read(BoardAsk(service="svc-3")), 9))
    corrected = [
        timed(partial(_correct, connection, shown, n, partial(read, BoardAsk()))) for n in range(9)
    ]
    yield Figure(f"KPIs, {size:,} incidents, first read and all figures", first, "", None, 300)
    yield Figure(f"KPIs, {size:,}, all figures again", every, "", None, 50)
    yield Figure(f"KPIs, {size:,}, another filter", some, "", None, 100)
    yield Figure(f"KPIs, {size:,}, one corrected timestamp", p50(corrected), "", None, 50)
    exact = p50(repeated(lambda: spread(values), 9))
    yield Figure(f"exact percentiles of {size:,}", exact, FLOOR, floor, 10)
    yield from _painted({"read ahead": lambda: read(BoardAsk()), "unread": read_first}, size)
    connection.close()


def _painted(reads: dict[str, Callable[[], Board]], size: int) -> Iterator[Figure]:
    """The screen as it is made ready, to its figures painted and to its last chart: with facts read
    ahead, as they are a moment after the start, and with facts that nobody has read yet."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication, QWidget

    from views.kpis.charts_of import charts_of
    from views.kpis.screen import KpiScreen
    from views.kpis.states import BoardState
    from views.kpis.tiles_of import tiles_of
    from views.theme import apply_theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, "dark")
    window = QWidget()

    def ready() -> KpiScreen:
        """As `app.ready` makes it after the start, before anybody asks for it."""
        screen = KpiScreen(window, window)
        screen.build()
        for plot in screen.plots:
            plot.make_ready()
        screen.resize(1_500, 900)
        screen.ensurePolished()
        return screen

    def paint(screen: KpiScreen, read: Callable[[], Board], last: bool) -> Board:
        shown = read()
        tiles, more = tiles_of(shown)
        drawn = charts_of(shown, compare=False)
        screen.show_state(BoardState(loaded=True, tiles=tiles, more=more, **drawn))
        if last:
            screen.turns.draw_now()
        screen.grab()
        return shown

    paint(ready(), reads["unread"], last=True)
    for facts_are, read in reads.items():
        for last, name in ((False, "first paint with figures"), (True, "last chart painted")):
            took = p50(
                [
                    timed(partial(paint, screen, read, last))
                    for screen in [ready() for _ in range(5)]
                ]
            )
            most = 500 if last else 300
            yield Figure(f"KPI screen of {size:,} {facts_are}, {name}", took, "", None, most)


def _correct(connection: Connection, shown: Board, n: int, read: object) -> None:
    """A row is written anew, as an act does it, and everything is shown again."""
    assert callable(read)
    table = shown.kpis.table
    numbers = Numbers(*(int(value) + (n == 0) for value in np.frombuffer(table.packed(n), "<i8")))
    connection.execute("BEGIN IMMEDIATE")
    facts.keep(connection, [Facts(table.uids[n], numbers, table.names_of(n))])
    connection.execute("COMMIT")
    read()


def _fill(connection: Connection, size: int) -> None:
    chance = np.random.default_rng(7)
    latest = to_ms(now())
    rows = []
    for n in range(size):
        detected = latest - (size - n) * 25 * MINUTE
        resolved = detected + int(chance.integers(10, 400)) * MINUTE
        # Of every hundred one was merged, one cancelled, eight reopened, five not acknowledged.
        odd = n % 100
        acknowledged = detected + int(chance.integers(0, 20)) * MINUTE
        again = (resolved + 60 * MINUTE, resolved + 90 * MINUTE) if 1 <= odd < 9 else None
        numbers = Numbers(
            number=n + 1,
            kind=0,
            severity=n % 5,
            flags=CANCELLED if odd == 9 else 0,
            began_at=detected,
            impact_started_at=detected - 3 * MINUTE,
            detected_at=detected,
            acknowledged_at=MISSING if 10 <= odd < 15 else acknowledged,
            mitigated_at=resolved - 5 * MINUTE,
            resolved_at=again[1] if again else resolved,
            active_ms=resolved - detected,
            impact_ms=resolved - detected,
            next_update_at=MISSING,
            updates_on_time=2,
            updates_due=3,
            detection_ms=3 * MINUTE,
            triage_ms=4 * MINUTE,
            mitigation_ms=9 * MINUTE,
            resolution_ms=5 * MINUTE,
            hit_from=detected - 3 * MINUTE,
            hit_to=resolved - 5 * MINUTE,
        )
        names = Names((f"svc-{n % 60}",), f"svc-{n % 60}/mode-{n % 211}")
        into = f"{n - 1:032x}" if odd == 15 else ""
        links = Links(merged_into=into, more_hits=(again,) if again else ())
        rows.append(Facts(f"{n:032x}", numbers, names, links))
    connection.execute("BEGIN IMMEDIATE")
    facts.keep(connection, rows)
    connection.execute("COMMIT")
    # As years of incidents lie on disk: in the database, not all in its journal.
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
