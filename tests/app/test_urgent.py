"""What a screen reader tells at once, and what it does not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from app.urgent import LinkNews, Urgent
from models.domain.needs import Need
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.syncing import Link
from models.queries.incident_rows import IncidentRow
from views.shell.announcement import urgent

AT = datetime(2026, 11, 23, 15, 51, 22, tzinfo=UTC)


@pytest.fixture
def heard():
    return []


def row(severity):
    return IncidentRow(
        "one", "INC-13", "Checkout fails", "incident", "open", Stage.MITIGATION, severity, "", "",
        None, False, True, 0, AT, AT, None, AT, 0, None, 0,
    )  # fmt: skip


def need(kind, words):
    return Need(kind, "one", words, AT)


OFFERED = need("handover", "Priya Nair offers you command")


def test_what_is_so_at_the_start_is_not_told(heard):
    Urgent(heard.append).look([OFFERED], [row(Severity.P0)])
    assert heard == []


def test_command_that_is_offered_is_told_once(heard):
    news = Urgent(heard.append)
    news.look([], [])
    news.look([OFFERED], [])
    news.look([OFFERED], [])
    assert heard == ["Priya Nair offers you command"]


def test_a_task_waits_for_a_pause(heard):
    news = Urgent(heard.append)
    news.look([], [])
    news.look([need("task", "Priya Nair asks: look at the pool")], [])
    assert heard == []


def test_a_late_update_is_told_once_however_late_it_gets(heard):
    news = Urgent(heard.append)
    news.look([], [])
    news.look([need("late_update", "Status update late by 1 s")], [])
    news.look([need("late_update", "Status update late by 2 s")], [])
    assert heard == ["Status update late by 1 s"]


def test_a_severity_that_is_raised_is_told_and_one_that_is_lowered_is_not(heard):
    news = Urgent(heard.append)
    news.look([], [row(Severity.P1)])
    news.look([], [row(Severity.P2)])
    news.look([], [row(Severity.P0)])
    assert heard == ["INC-13 was raised from P2 to P0."]


def test_an_incident_without_a_severity_gets_its_first_one_quietly(heard):
    news = Urgent(heard.append)
    news.look([], [replace(row(Severity.P1), severity=None)])
    news.look([], [row(Severity.P0)])
    assert heard == []


def test_a_connection_lost_and_back_is_told(heard):
    news = LinkNews(heard.append)
    for link in (Link.SYNCED, Link.OFFLINE, Link.OFFLINE, Link.SENDING, Link.SYNCED):
        news.look(link)
    assert heard == ["Offline. Everything is saved on this machine.", "The connection is back."]


def test_a_start_without_a_connection_is_no_loss(heard):
    LinkNews(heard.append).look(Link.OFFLINE)
    assert heard == []


def test_it_is_said_before_what_is_being_said(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    event = urgent(window, "The connection is back.")
    assert event.message() == "The connection is back."
    assert event.politeness() is QAccessible.AnnouncementPoliteness.Assertive
