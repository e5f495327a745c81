"""A window with one incident, and a server that says what the test tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.composition import Desktop
from app.workspace import Workspace, open_workspace
from models.actions.declare import Declare, declare
from models.domain.times import parse_time
from tests.sync.test_lane import server
from tests.sync_views.told import ToldPort, window_over

__all__ = ["server"]

NOW = parse_time("2026-11-20T15:33:00Z")


@dataclass
class Seat:
    desktop: Desktop
    port: ToldPort
    workspace: Workspace
    uid: str


@pytest.fixture
def seat(qapp: QApplication, qtbot: QtBot, data_dir: Path) -> Iterator[Seat]:
    workspace = open_workspace(data_dir, actor="Ana", now=lambda: NOW)
    workspace.database.remember("first_run", "empty")
    uid = declare(Declare("Checkout fails"), workspace.desk)
    port = ToldPort()
    with window_over(qapp, qtbot, workspace, port) as desktop:
        # It speaks to the server once all of the window is made; what a person asks comes after.
        qtbot.waitUntil(lambda: ("start",) in port.asked)
        yield Seat(desktop, port, workspace, uid)
