"""What the composer decides: words of several people, what may go out, and when."""

import pytest

from models.actions.assess_impact import AssessImpact, assess_impact
from models.actions.edit_template import EditTemplate, edit_template
from models.actions.resolve import Resolve, resolve
from models.composing.can import Can
from models.domain.errors import BadInput, NothingToDo
from models.queries.templates import template_book
from tests.actions.conftest import Room
from tests.composer.conftest import Desk

WORDS = "Some customers cannot pay. Try again later. The next update comes within 20 minutes."


def test_a_text_begins_from_its_template_and_nothing_is_saved(ben: Desk) -> None:
    assert ben.state.text.startswith("We are looking into a problem with Checkout.")
    assert ben.state.saved == ""
    assert ben.updates() == ()


def test_words_are_saved_a_while_after_the_last_key(ben: Desk) -> None:
    ben.type(WORDS)
    assert ben.state.saved == "typing"
    ben.clock.pass_by("save customers")
    assert ben.state.saved == "saved"
    (update,) = ben.updates()
    assert (update.draft.text, update.asked) == (WORDS, None)


def test_two_people_write_in_one_draft_and_both_keep_their_words(ben: Desk, room: Room) -> None:
    ben.type("One. Two.")
    ben.sending.save()
    ana = Desk(room, "Ana")
    assert ana.state.text == "One. Two."
    ana.type("Zero. One. Two.")
    ana.sending.save()
    ben.type("One. Two. Three.")
    ben.sending.save()
    ana.presenter.refresh()
    assert ben.state.text == ana.state.text == "Zero. One. Two. Three."


def test_what_is_typed_stays_while_others_save(ben: Desk, room: Room) -> None:
    ben.type("One.")
    ben.sending.save()
    ana = Desk(room, "Ana")
    ana.type("Zero. One.")
    ana.sending.save()
    ben.type("One. Two")
    ben.presenter.refresh()
    assert ben.state.text == "Zero. One. Two"


def test_customers_of_a_major_incident_wait_for_whoever_commands(ben: Desk, room: Room) -> None:
    ben.type(WORDS)
    assert ben.state.primary.act == "ask"
    ben.sending.primary()
    assert ben.state.primary.reason == "Ana has to approve it before it goes out."
    ana = Desk(room, "Ana")
    assert ana.state.approval.may_answer
    assert not ben.state.approval.may_answer
    ana.sending.approve()
    (update,) = ben.updates()
    assert update.is_approved
    assert update.publication is not None
    assert ana.sent == 1


def test_an_author_may_keep_the_sending_to_themselves(ben: Desk, room: Room) -> None:
    ben.sending.choose_then_send(False)
    ben.type(WORDS)
    ben.sending.primary()
    Desk(room, "Ana").sending.approve()
    ben.presenter.refresh()
    (update,) = ben.updates()
    assert update.is_approved
    assert update.publication is None
    assert ben.state.primary.act == "send"
    ben.sending.primary()
    title, answer = ben.seen.asked[-1]
    assert title == "Send update 1 to customers?"
    assert ben.updates()[0].publication is None
    answer()
    assert ben.updates()[0].publication is not None


def test_changed_words_are_asked_about_again(ben: Desk) -> None:
    ben.type(WORDS)
    ben.sending.primary()
    ben.type(f"{WORDS} More.")
    assert ben.state.primary.act == "ask"


def test_sent_back_words_say_why_and_may_be_asked_about_again(ben: Desk, room: Room) -> None:
    ben.type(WORDS)
    ben.sending.primary()
    ana = Desk(room, "Ana")
    ana.sending.send_back()
    ana.seen.asked[-1][1]("say which cards")
    ben.presenter.refresh()
    assert ben.state.approval.trouble == "Ana sent it back: say which cards"
    assert ben.state.tabs[0].state == "sent back"


def test_our_own_people_are_told_after_five_seconds_that_can_be_taken_back(ben: Desk) -> None:
    ben.presenter.choose_audience("internal")
    ben.type(WORDS)
    ben.sending.primary()
    assert ben.state.primary.act == "undo"
    ben.sending.primary()
    assert "send" not in ben.clock.waiting
    assert all(one.publication is None for one in ben.updates())
    ben.sending.primary()
    ben.clock.pass_by("send")
    assert ben.updates()[-1].publication is not None


def test_resolved_stops_while_the_incident_is_not_and_asks_for_lost_data(
    ben: Desk, room: Room
) -> None:
    ben.presenter.choose_state("resolved")
    assert "Triage" in ben.state.primary.reason
    resolve(Resolve("INC-1", confirmed=True, reason="seen"), room.desk)
    ben.presenter.refresh()
    assert ben.state.asks_data_lost
    assert "data was lost" in ben.state.primary.reason
    ben.presenter.answer_data_lost(False)
    assert ben.state.primary.act == "ask"


def test_words_that_stop_it_stop_it_even_before_they_were_looked_at(ben: Desk) -> None:
    ben.presenter.typed("It is resolved for all customers.")
    ben.sending.primary()
    assert all(one.asked is None for one in ben.updates())
    assert "Triage" in ben.state.error


def test_a_fact_is_inserted_and_warns_when_its_source_changes(ben: Desk, room: Room) -> None:
    assess_impact(AssessImpact("INC-1", users="12400"), room.desk)
    ben.presenter.refresh()
    place = [fact.key for fact in ben.state.facts].index("users") + 1
    ben.presenter.insert_fact(place)
    assert ben.seen.inserted == ["about 12,400"]
    ben.type("For about 12,400 people.")
    ben.sending.save()
    assert [token.is_stale for token in ben.state.analysis.tokens] == [False]
    assess_impact(AssessImpact("INC-1", users="20000"), room.desk)
    somebody_else = Desk(room, "Ana")
    (token,) = somebody_else.state.analysis.tokens
    assert (token.is_stale, token.now) == (True, "about 20,000")
    assert any("about 20,000" in line.sentence for line in somebody_else.state.checks)


def test_changed_since_the_last_update_to_the_same_people(ben: Desk) -> None:
    ben.presenter.choose_audience("internal")
    ben.type("Pool is full.")
    ben.sending.primary()
    ben.clock.pass_by("send")
    ben.type("Pool is half full.")
    assert [piece.words for piece in ben.state.analysis.news] == [
        "Pool is half full.", "Pool is full.",
    ]  # fmt: skip
    assert ben.state.analysis.since == 1


def test_an_update_that_went_out_can_be_looked_at_and_not_changed(ben: Desk) -> None:
    ben.presenter.choose_audience("internal")
    ben.type("Pool is full.")
    ben.sending.primary()
    ben.clock.pass_by("send")
    ben.presenter.look_at(ben.updates()[0].uid)
    assert ben.state.shown is not None
    assert [arrival.channel for arrival in ben.state.arrivals] == ["Timeline"]
    ben.presenter.typed("something else")
    assert ben.updates()[0].published.text == "Pool is full."


def test_one_can_report_makes_the_words_of_two_audiences(ben: Desk) -> None:
    ben.sending.open_can()
    assert ben.seen.can is not None
    report = Can("Checkout fails.", "Ben: roll back.", "A decision on credits.")
    ben.sending.keep_can(report, ("customers", "leadership"))
    assert "credits" not in ben.presenter.working["customers"].text
    assert "credits" in ben.presenter.working["leadership"].text
    ben.presenter.refresh()
    ben.sending.open_can()
    assert ben.seen.can == report


def test_a_misspelled_word_is_marked_and_a_better_one_offered(ben: Desk) -> None:
    ben.type("All is wrogn.")
    assert ben.state.analysis.misspelled == ((7, 12),)
    ben.presenter.suggest("wrogn")
    assert ben.seen.suggestions == ("wrong",)


def test_snooze_is_done_once_and_said(ben: Desk) -> None:
    assert ben.state.due.may_snooze
    ben.sending.snooze()
    assert not ben.state.due.may_snooze
    assert "Snoozed until 16:15 UTC" in ben.state.due.note


def test_a_long_incident_is_not_decided_in_the_first_hour(ben: Desk, room: Room) -> None:
    assert not ben.state.due.may_slow
    room.at("17:10")
    ben.presenter.refresh()
    assert ben.state.due.may_slow


def test_a_template_of_the_workspace_is_what_a_text_begins_with(room: Room) -> None:
    edit_template(
        EditTemplate("investigating", "customers", "We look at {{ affected }}."), room.desk
    )
    assert Desk(room, "Ben").state.text == "We look at Checkout."
    edit_template(EditTemplate("investigating", "customers", None), room.desk)
    assert template_book(room.database.connection)["investigating.customers"].starter


@pytest.mark.parametrize(
    ("moment", "text", "error"),
    [
        ("investigating", "{{ usres }}", BadInput),
        ("investigating", "  ", BadInput),
        ("someday", "Words.", BadInput),
        ("investigating", None, NothingToDo),
    ],
)
def test_what_may_not_be_a_template_is_refused_and_nothing_written(
    room: Room, moment: str, text: str | None, error: type[Exception]
) -> None:
    before = template_book(room.database.connection)
    with pytest.raises(error):
        edit_template(EditTemplate(moment, "customers", text), room.desk)
    assert template_book(room.database.connection) == before
