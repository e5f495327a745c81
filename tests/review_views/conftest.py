"""One incident with much in it, and a place where jobs are done at once or held back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.domain.errors import WarRoomError
from models.domain.times import parse_time
from tests.store.conftest import Worker


class Lane:
    """Does jobs at once, or one by one when `next` is asked: then somebody is quicker."""

    def __init__(self) -> None:
        self.held: list[Callable[[], None]] | None = None

    def run(
        self,
        work: Callable[[], Any],
        *,
        owner: object,
        then: Callable[[Any], None],
        failed: Callable[[WarRoomError], None],
    ) -> None:
        def job() -> None:
            try:
                result = work()
            except WarRoomError as error:
                failed(error)
            else:
                then(result)

        if self.held is None:
            job()
        else:
            self.held.append(job)

    def forget(self, owner: object) -> None: ...

    def hold(self) -> None:
        self.held = []

    def next(self) -> None:
        assert self.held
        self.held.pop(0)()

    def let_go(self) -> None:
        while self.held:
            self.next()
        self.held = None


@pytest.fixture
def worker(data_dir: Path) -> Worker:
    return Worker(data_dir / "one", seed=11)


@pytest.fixture
def at(worker: Worker) -> Callable[[str], None]:
    def move(time: str) -> None:
        worker._now = parse_time(time)

    return move


@pytest.fixture
def lane() -> Lane:
    return Lane()
