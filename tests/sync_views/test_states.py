"""What is said of the server, for every way it can stand."""

from datetime import timedelta

import pytest

from models.domain.syncing import Link, Parked, Presence, Restored, SyncStatus
from models.domain.times import parse_time
from views.sync.states import Person, notice_of, people_of, state_of

NOW = parse_time("2026-11-20T15:33:00Z")
SINCE = parse_time("2026-11-20T15:04:00Z")
SIGNED_IN = SyncStatus(Link.SYNCED, "https://warroom.example.org", "Ana", "responder")
REFUSED = Parked("0a" * 16, "", "severity: P2", "You may not.", SINCE)


@pytest.mark.parametrize(
    ("status", "words", "detail", "kind"),
    [
        (SyncStatus(), "On this machine", "", "ok"),
        (SIGNED_IN, "Synced", "", "ok"),
        (SyncStatus(Link.SENDING, waiting=3), "Sending 3", "", "info"),
        (SyncStatus(Link.SENDING), "Connecting", "", "info"),
        (
            SyncStatus(Link.OFFLINE, waiting=7, offline_since=SINCE),
            "Offline since 15:04", "7 saved here", "warn",
        ),
        (SyncStatus(Link.SIGNED_OUT, waiting=1), "Signed out", "1 saved here", "warn"),
        (SyncStatus(Link.UPDATE_NEEDED), "Update needed", "", "warn"),
    ],
)  # fmt: skip
def test_the_indicator_says_where_it_stands(
    status: SyncStatus, words: str, detail: str, kind: str
) -> None:
    state = state_of(status, 0, NOW)
    assert (state.words, state.detail, state.kind) == (words, detail, kind)


def test_nothing_about_the_server_is_ever_drawn_as_bad() -> None:
    kinds = {state_of(SyncStatus(link), 2, NOW).kind for link in Link}
    assert kinds == {"ok", "info", "warn"}


def test_choices_and_refusals_are_said_beside_it() -> None:
    state = state_of(SyncStatus(Link.SYNCED, parked=(REFUSED,)), 2, NOW)
    assert state.choices == "2 need your choice"
    assert state.refused == "Server refused 1 change"
    assert state_of(SyncStatus(), 1, NOW).choices == "1 needs your choice"


def test_alone_there_is_no_notice_whatever_else_is_known() -> None:
    told = SyncStatus(clock_offset_ms=3_600_000, restored=Restored(SINCE, 3))
    assert notice_of(told, NOW) is None


def test_offline_is_told_when_it_lasts_and_not_before() -> None:
    offline = SyncStatus(Link.OFFLINE, waiting=7, offline_since=NOW - timedelta(seconds=9))
    assert notice_of(offline, NOW) is None
    notice = notice_of(offline, NOW + timedelta(seconds=1))
    assert notice is not None
    assert notice.title.startswith("Offline since 15:32 UTC. Everything is saved")
    assert notice.detail == "7 changes will be sent when the connection is back."


def test_a_server_that_went_back_says_what_was_given_to_it() -> None:
    notice = notice_of(SyncStatus(Link.SYNCED, restored=Restored(SINCE, 37)), NOW)
    assert notice is not None
    assert notice.title == "The server went back to an older copy at 15:04 UTC."
    assert notice.detail == "This desktop gave 37 changes back to it. Nothing is lost."


@pytest.mark.parametrize(
    ("offset_ms", "title"),
    [
        (7 * 60_000, "Your clock is about 7 min ahead."),
        (-130 * 60_000, "Your clock is about 2 h behind."),
    ],
)
def test_a_clock_that_is_wrong_is_told(offset_ms: int, title: str) -> None:
    notice = notice_of(SyncStatus(Link.SYNCED, clock_offset_ms=offset_ms), NOW)
    assert notice is not None
    assert notice.title == title
    assert notice_of(SyncStatus(Link.SYNCED, clock_offset_ms=59_000), NOW) is None


def test_a_server_that_answers_and_is_not_listened_to_is_not_called_synced() -> None:
    status = SyncStatus(Link.SYNCED, trouble="The passphrase does not open the sign-in file.")
    assert state_of(status, 0, NOW).words == "Not synced"
    notice = notice_of(status, NOW)
    assert notice is not None
    assert (notice.detail, notice.act) == (status.trouble, "Sign in")


def test_the_most_pressing_notice_comes_first() -> None:
    status = SyncStatus(
        Link.SIGNED_OUT, clock_offset_ms=600_000, restored=Restored(SINCE, 3), offline_since=SINCE
    )
    notice = notice_of(status, NOW)
    assert notice is not None
    assert (notice.title, notice.act) == ("You are signed out", "Sign in")


def test_everybody_else_is_named_once_those_in_this_room_first() -> None:
    present = (
        Presence("Zoe", "other"),
        Presence("Mei", ""),
        Presence("Mei", "here"),
        Presence("Ana", "here"),
        Presence("Dee", "here", "writing"),
    )
    people = people_of(
        SyncStatus(Link.SYNCED, account="Ana", present=present), "Ana", "here", lambda uid: "INC-7"
    )
    assert people == (
        Person("Dee", "looks at this incident, writing", True),
        Person("Mei", "looks at this incident", True),
        Person("Zoe", "in INC-7", False),
    )
