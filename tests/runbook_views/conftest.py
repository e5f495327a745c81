"""What the tests of the runbook screens stand on."""

import pytest
from PySide6.QtWidgets import QApplication

from models.domain.errors import WarRoomError
from views.theme import apply_theme


class AtOnce:
    """Does the work where it is asked for."""

    def run(self, work, *, owner, then, failed):
        try:
            result = work()
        except WarRoomError as error:
            failed(error)
        else:
            then(result)

    def forget(self, owner):
        pass


class Later(AtOnce):
    """Does the work when it is told to, in the order asked."""

    def __init__(self):
        self.waiting = []

    def run(self, work, *, owner, then, failed):
        self.waiting.append((work, owner, then, failed))

    def finish(self):
        while self.waiting:
            work, owner, then, failed = self.waiting.pop(0)
            super().run(work, owner=owner, then=then, failed=failed)


@pytest.fixture
def at_once():
    return AtOnce()


@pytest.fixture
def later():
    return Later()


@pytest.fixture
def put(qtbot, qapp):
    """Shows a widget in front, with the dark theme."""
    apply_theme(QApplication.instance(), "dark")

    def shown(widget, width, height):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return shown
