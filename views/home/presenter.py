"""Decides what Home shows; knows no widget."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from models.domain.errors import WarRoomError
from models.domain.severity import Severity
from models.jobs import JobRunner
from models.queries.home import PAGE, HomeQuery, HomeRecord
from views.tongue import mark, told

PERIODS: tuple[tuple[str, timedelta | None], ...] = (
    (mark("Last 30 days"), timedelta(days=30)),
    (mark("Last 90 days"), timedelta(days=90)),
    (mark("Last year"), timedelta(days=365)),
    (mark("All time"), None),
)


@dataclass(frozen=True, slots=True)
class HomeState:
    """`period` is an index into PERIODS; `notice` a sentence to show in place of fresh rows."""

    record: HomeRecord = field(default_factory=HomeRecord)
    severity: Severity | None = None
    period: int = len(PERIODS) - 1
    words: str = ""
    notice: str = ""
    loaded: bool = False

    @property
    def is_filtered(self) -> bool:
        return bool(self.severity or self.words.strip() or PERIODS[self.period][1])


class Home(Protocol):
    def show_state(self, state: HomeState) -> None: ...


class HomePresenter:
    def __init__(
        self,
        home: Home,
        jobs: JobRunner,
        load: Callable[[HomeQuery], HomeRecord],
        now: Callable[[], datetime],
    ) -> None:
        self._home = home
        self._jobs = jobs
        self._load = load
        self._now = now
        self._rows = PAGE
        self.state = HomeState()

    def refresh(self) -> None:
        query = self._query()
        self._jobs.run(
            lambda: self._load(query), owner=self, then=self._loaded, failed=self._failed
        )

    def load_now(self) -> None:
        """The first page, on the caller's thread: a window opens with real rows or not at all.
        Who is needed for what comes with the first refresh."""
        self._loaded(self._load(replace(self._query(), rows_only=True)))

    def more(self) -> None:
        if self.state.record.more:
            self._rows += PAGE
            self.refresh()

    def filter_severity(self, severity: Severity | None) -> None:
        self._filter(replace(self.state, severity=severity))

    def filter_period(self, period: int) -> None:
        self._filter(replace(self.state, period=period))

    def filter_words(self, words: str) -> None:
        self._filter(replace(self.state, words=words))

    def _filter(self, state: HomeState) -> None:
        if state != self.state:
            self.state, self._rows = state, PAGE
            self.refresh()

    def _query(self) -> HomeQuery:
        length = PERIODS[self.state.period][1]
        return HomeQuery(
            severities=(self.state.severity,) if self.state.severity else (),
            since=self._now() - length if length else None,
            words=self.state.words,
            rows=self._rows,
        )

    def _loaded(self, record: HomeRecord) -> None:
        self._set(replace(self.state, record=record, notice="", loaded=True))

    def _failed(self, error: WarRoomError) -> None:
        self._set(replace(self.state, notice=told(str(error))))

    def _set(self, state: HomeState) -> None:
        self.state = state
        self._home.show_state(state)
