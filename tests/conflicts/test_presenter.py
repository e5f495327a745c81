"""The tray without widgets: what is shown, chosen, kept and put off."""

from datetime import timedelta

import pytest

from app.commands import carry_out
from models.domain.errors import WarRoomError
from models.domain.syncing import Parked
from models.queries import conflicts, timeline
from tests.conflicts.conftest import NOW, Pair
from views.conflicts.presenter import ConflictsPresenter, ConflictsState, Tray


class AtOnce:
    def run(self, work, *, owner, then, failed):
        try:
            result = work()
        except WarRoomError as error:
            failed(error)
        else:
            then(result)


class View:
    def __init__(self) -> None:
        self.state = ConflictsState()
        self.said: list[str] = []
        self.has_left = False

    def show_state(self, state: ConflictsState) -> None:
        self.state = state

    def leave(self) -> None:
        self.has_left = True

    def say(self, sentence: str) -> None:
        self.said.append(sentence)


class Tabled:
    """The presenter over the pair's own store, with Ana at it."""

    def __init__(self, pair: Pair) -> None:
        self.pair, self.view = pair, View()
        self.parked: tuple[tuple[str, Parked], ...] = ()
        self.presenter = ConflictsPresenter(
            self.view,
            AtOnce(),
            load=lambda: Tray(conflicts.every(pair.here.connection), self.parked),
            act=lambda command: carry_out(command, pair.ana.at(NOW)),
            actor=lambda: "Ana",
            now=lambda: NOW,
        )

    @property
    def state(self) -> ConflictsState:
        return self.view.state

    def last_line(self) -> str:
        rows = timeline.every(self.pair.here.connection, self.pair.uid, timeline.Filter())
        return rows[-1].text


@pytest.fixture
def tray(pair: Pair) -> Tabled:
    pair.severities_apart()
    pair.summaries_apart()
    pair.meet()
    made = Tabled(pair)
    made.presenter.open()
    return made


def test_the_first_conflict_is_in_front_with_the_suggestion_chosen(tray: Tabled) -> None:
    shown = tray.state.shown
    assert shown is not None
    assert [row.title for row in tray.state.listed] == ["Severity of INC-1", "Summary of INC-1"]
    assert tray.state.listed[0].detail == "You said P2, Dee said P0"
    assert shown.chosen == 2
    assert shown.suggestion == "Suggested: keep P0"
    assert shown.rule.startswith("The worse severity counts until somebody chooses.")
    assert shown.keep_words == "Keep P0, next conflict"


def test_a_card_says_whose_where_when_why_and_what_was_not_seen(tray: Tabled) -> None:
    mine, theirs = tray.state.shown.cards
    assert (mine.who, mine.where, mine.when) == ("You", "This computer", "16:41:00 UTC")
    assert (theirs.who, theirs.where) == ("Dee", "Another computer")
    assert (theirs.reason_title, theirs.reason) == ("Reason given", "it is all of it")
    assert mine.unseen[0] == "You could not see that Dee said P0."
    assert theirs.unseen[:2] == (
        "Dee could not see that you said P2.",
        "1 line came from other computers in between.",
    )


def test_the_preview_changes_with_the_choice_and_is_what_gets_written(tray: Tabled) -> None:
    tray.presenter.choose(1)
    before = tray.state.shown.preview
    assert before == "Chose severity P2 (Ana). Not kept: P0 (Dee)."
    tray.presenter.keep()
    assert tray.last_line() == before


def test_after_the_last_one_all_is_settled(tray: Tabled) -> None:
    tray.presenter.keep()
    assert tray.state.shown.title == "Summary of INC-1"
    assert tray.state.shown.keep_words == "Keep primary disk full"
    tray.presenter.keep()
    assert (tray.state.shown, tray.state.listed, tray.state.settled) == (None, (), 2)


def test_putting_off_goes_through_the_rest_and_then_back(tray: Tabled) -> None:
    tray.presenter.later()
    assert tray.state.shown.title == "Summary of INC-1"
    assert not tray.view.has_left
    tray.presenter.later()
    assert tray.view.has_left
    assert len(tray.state.listed) == 2


def test_one_can_be_opened_by_name(tray: Tabled) -> None:
    tray.presenter.open(tray.state.listed[1].id)
    assert tray.state.shown.title == "Summary of INC-1"


def test_one_that_was_settled_meanwhile_is_said_to_be_so(tray: Tabled) -> None:
    other = Tabled(tray.pair)
    other.presenter.open()
    other.presenter.keep()
    tray.presenter.keep()
    assert "it was settled, or its values changed" in tray.view.said[0]
    assert [row.title for row in tray.state.listed] == ["Summary of INC-1"]


def test_a_number_without_a_card_chooses_nothing(tray: Tabled) -> None:
    tray.presenter.choose(7)
    assert tray.state.shown.chosen == 2


def test_what_the_server_did_not_take_can_be_copied_with_its_reasons(tray: Tabled) -> None:
    at = NOW - timedelta(minutes=5)
    one = Parked("0a" * 16, tray.pair.uid, "severity: P2", "You may not change it.", at, "Dee")
    tray.parked = (("INC-1", one),)
    tray.presenter.refresh()
    words = tray.presenter.parked_words()
    assert "2026-11-20 16:55:00 UTC  INC-1  Dee  severity: P2" in words
    assert "not taken: You may not change it." in words
