"""Decides what the KPI screen shows; knows no widget."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from models.domain.errors import WarRoomError
from models.domain.incident import IncidentKind
from models.domain.severity import Severity
from models.domain.times import to_ms
from models.jobs import JobRunner
from models.metrics.kpis import ELIGIBLE_KINDS
from models.metrics.series import weeks_back, whole_months_back
from models.queries.board import Board, BoardAsk
from models.queries.explain import Explained
from views.kpis.charts_of import charts_of
from views.kpis.explaining import explanation_of
from views.kpis.states import BoardState, Explanation
from views.kpis.tiles_of import tiles_of
from views.tongue import mark

MINUTE = 60_000

Bounds = tuple[int | None, int | None]


def _last_month(now: int) -> Bounds:
    since, _ = whole_months_back(now, 2)
    until, _ = whole_months_back(now, 1)
    return since, until


PERIODS: tuple[tuple[str, Callable[[int], Bounds]], ...] = (
    (mark("Last 4 weeks"), lambda now: weeks_back(now, 4)),
    (mark("Last 12 weeks"), lambda now: weeks_back(now, 12)),
    (mark("Last 26 weeks"), lambda now: weeks_back(now, 26)),
    (mark("This month"), lambda now: whole_months_back(now, 1)),
    (mark("Last month"), _last_month),
    (mark("Last 12 months"), lambda now: whole_months_back(now, 12)),
    (mark("All time"), lambda now: (None, None)),
)
KINDS = (
    ELIGIBLE_KINDS,
    (IncidentKind.INCIDENT,),
    (IncidentKind.BACKFILLED,),
    (IncidentKind.DRILL,),
)
MOST_ACK = (None, 1, 2, 5, 10, 15, 30)
"""Minutes that every acknowledgement might have taken at most; None asks nothing."""


class BoardView(Protocol):
    def show_state(self, state: BoardState) -> None: ...

    def show_explanation(self, explanation: Explanation) -> None: ...

    def say(self, sentence: str) -> None: ...


class KpiPresenter:
    """`load` and `explain` are done off the thread that draws; what they give is only read."""

    def __init__(
        self,
        view: BoardView,
        jobs: JobRunner,
        load: Callable[[BoardAsk], Board],
        explain: Callable[[Board, str], Explained],
        now: Callable[[], datetime],
    ) -> None:
        self._view = view
        self._jobs = jobs
        self._load = load
        self._explain = explain
        self._now = now
        self._asked = 0
        self.board: Board | None = None
        self.explained = ""
        self.state = BoardState()

    def refresh(self) -> None:
        """The last answer asked for is the one that is shown."""
        self._asked += 1
        asked, ask = self._asked, self._ask()
        self._jobs.run(
            lambda: self._load(ask),
            owner=self,
            then=lambda board: self._loaded(asked, board),
            failed=self._failed,
        )

    def choose_period(self, period: int) -> None:
        self._choose(replace(self.state, period=period))

    def choose_service(self, service: str) -> None:
        self._choose(replace(self.state, service=service))

    def choose_team(self, team: str) -> None:
        self._choose(replace(self.state, team=team))

    def choose_severity(self, severity: Severity | None) -> None:
        self._choose(replace(self.state, severity=severity))

    def choose_kind(self, kind: int) -> None:
        self._choose(replace(self.state, kind=kind))

    def choose_most_ack(self, most_ack: int) -> None:
        self._choose(replace(self.state, most_ack=most_ack))

    def toggle_compare(self) -> None:
        self.state = replace(self.state, compare=not self.state.compare)
        if self.board is not None:
            self._show(self.board)

    def explain(self, name: str) -> None:
        """Opens a number."""
        board = self.board
        if board is None:
            return
        self.explained = name
        self._jobs.run(
            lambda: self._explain(board, name),
            owner=self,
            then=lambda found: self._view.show_explanation(explanation_of(found, board)),
            failed=lambda error: self._view.say(str(error)),
        )

    def forget_explained(self) -> None:
        self.explained = ""

    def _ask(self) -> BoardAsk:
        state = self.state
        since, until = PERIODS[state.period][1](to_ms(self._now()))
        minutes = MOST_ACK[state.most_ack]
        return BoardAsk(
            since=since,
            until=until,
            service=state.service,
            team=state.team,
            severity=state.severity,
            kinds=KINDS[state.kind],
            most_ack_ms=None if minutes is None else minutes * MINUTE,
        )

    def _choose(self, state: BoardState) -> None:
        if state != self.state:
            self.state = state
            self._view.show_state(state)
            self.refresh()

    def _loaded(self, asked: int, board: Board) -> None:
        if asked != self._asked:
            return
        self.board = board
        self._show(board)
        if self.explained:
            self.explain(self.explained)

    def _show(self, board: Board) -> None:
        tiles, more = tiles_of(board)
        self.state = replace(
            self.state,
            loaded=True,
            notice="",
            services=board.services,
            teams=board.teams,
            tiles=tiles,
            more=more,
            **charts_of(board, compare=self.state.compare),
        )
        self._view.show_state(self.state)

    def _failed(self, error: WarRoomError) -> None:
        self.state = replace(self.state, notice=str(error))
        self._view.show_state(self.state)
