"""Changing a setting applies it at once, keeps it, and can be taken back."""

from dataclasses import replace

import pytest

from models.domain.errors import BadInput, NothingToDo, Unavailable
from models.queries.people import Person
from models.settings import Settings
from tests.settings.stage import AtOnce
from views.settings.presenter import (
    ServiceRow,
    SettingsCalls,
    SettingsPresenter,
    SettingsRecord,
)


class Workspace:
    """What is kept, and what the screen was told."""

    def __init__(self):
        self.record = SettingsRecord(
            "Ana Silva",
            Settings(),
            (Person("Ana Silva", ("payments",), contact="+351 1"), Person("Seen", listed=False)),
            (ServiceRow("checkout", 1, "Checkout"),),
            policy_text="[room]\n",
        )
        self.kept, self.applied, self.said, self.closed = {}, [], [], []
        self.trouble = None
        self.actors = []
        self.state = None
        self.presenter = SettingsPresenter(self, AtOnce(), AtOnce(), self.calls())
        self.presenter.load()

    def calls(self):
        return SettingsCalls(
            load=lambda: self.record,
            set_value=self.keep,
            apply=self.applied.append,
            acting=self.actors.append,
            save_actor=lambda name: self.change(actor=name),
            save_person=self.person,
            save_service=self.service,
            save_policy=lambda text: self.change(policy_text=text),
            check_policy=self.check,
            test_query=lambda url, query: f"{query} answered 3 series.",
            refusal=lambda _, key: "T is already Focus the timeline." if key == "T" else "",
            own_keys=lambda _: ("D", "Ctrl+Shift+D"),
        )

    def keep(self, name, value):
        self.fail()
        self.kept[name] = value

    def change(self, **fields):
        self.fail()
        self.record = replace(self.record, **fields)

    def person(self, person):
        others = tuple(p for p in self.record.people if p.name != person.name)
        self.change(people=(*others, person))

    def service(self, service):
        others = tuple(s for s in self.record.services if s.name != service.name)
        self.change(services=(*others, service))

    def check(self, text):
        if "???" in text:
            raise BadInput("The policy is no TOML.")

    def fail(self):
        if self.trouble:
            raise self.trouble

    def show_state(self, state):
        self.state = state

    def close_edit(self, page):
        self.closed.append(page)

    def say(self, sentence, *, can_undo):
        self.said.append((sentence, can_undo))


@pytest.fixture
def workspace():
    return Workspace()


def test_a_change_applies_at_once_is_kept_and_said(workspace):
    workspace.presenter.set_value("theme", "light")
    assert workspace.applied[-1].theme == "light"
    assert workspace.state.record.settings.theme == "light"
    assert workspace.kept == {"theme": "light"}
    assert workspace.said == [("Theme: light.", True)]


def test_undo_puts_it_back_once(workspace):
    workspace.presenter.set_value("text_scale", 1.3)
    workspace.presenter.undo()
    workspace.presenter.undo()
    assert workspace.applied[-1].text_scale == 1.0
    assert workspace.kept == {"text_scale": 1.0}
    assert len(workspace.applied) == 2


def test_the_same_value_again_is_no_change(workspace):
    workspace.presenter.set_value("letters", True)
    assert workspace.said == []
    assert workspace.kept == {}


def test_a_value_that_cannot_be_is_told_and_not_kept(workspace):
    workspace.presenter.set_value("theme", "pink")
    assert "pink" in workspace.state.problems["theme"]
    assert workspace.kept == {}


def test_what_could_not_be_kept_is_told(workspace):
    workspace.trouble = Unavailable("The disk is full.")
    workspace.presenter.set_value("theme", "light")
    assert workspace.state.problems == {"theme": "The disk is full."}


def test_a_new_key_takes_the_first_place_and_leaves_the_others(workspace):
    workspace.presenter.choose_key("declare", "W")
    assert workspace.kept["keys"] == {"declare": ("W", "Ctrl+Shift+D")}
    workspace.presenter.choose_key("declare", "")
    assert workspace.kept["keys"] == {"declare": ("Ctrl+Shift+D",)}
    workspace.presenter.reset_keys("declare")
    assert workspace.kept["keys"] == {}


def test_the_old_key_chosen_again_is_no_choice(workspace):
    workspace.presenter.choose_key("declare", "W")
    workspace.presenter.choose_key("declare", "D")
    assert workspace.kept["keys"] == {}


def test_a_taken_key_is_refused_where_it_was_chosen(workspace):
    workspace.presenter.choose_key("declare", "T")
    assert workspace.state.problems == {"key:declare": "T is already Focus the timeline."}
    assert workspace.kept == {}
    workspace.presenter.choose_key("declare", "W")
    assert workspace.state.problems == {}


def test_a_person_is_saved_and_the_old_facts_come_back_with_undo(workspace):
    workspace.presenter.save_person(Person("Ana Silva", ("orders",), on_call=True, contact=None))
    assert workspace.closed == ["people"]
    assert workspace.said == [("Ana Silva is saved.", True)]
    workspace.presenter.undo()
    ana = next(p for p in workspace.state.record.people if p.name == "Ana Silva")
    assert (ana.areas, ana.on_call, ana.contact) == (("payments",), False, "+351 1")


def test_somebody_new_stays_there_is_no_undo(workspace):
    workspace.presenter.save_person(Person("Ines Costa"))
    assert workspace.said == [("Ines Costa is saved.", False)]


@pytest.mark.parametrize(
    ("act", "page"),
    [
        (lambda p: p.save_person(Person("  ")), "people"),
        (lambda p: p.save_service("", "1", ""), "services"),
        (lambda p: p.save_service("mail", "first", ""), "services"),
        (lambda p: p.save_actor(" "), "you"),
        (lambda p: p.save_policy("???"), "rules"),
    ],
)
def test_what_is_missing_is_said_on_its_page_and_the_edit_stays_open(workspace, act, page):
    act(workspace.presenter)
    assert workspace.state.problems[page].endswith(".")
    assert workspace.closed == []


def test_nothing_to_do_is_no_failure(workspace):
    workspace.trouble = NothingToDo("The list says that already.")
    workspace.presenter.save_person(Person("Ana Silva"))
    assert workspace.closed == ["people"]
    assert workspace.state.problems == {}


def test_a_service_is_saved_with_its_tier_as_a_number(workspace):
    workspace.presenter.save_service(" checkout ", "2", "")
    assert workspace.state.record.services == (ServiceRow("checkout", 2, ""),)
    workspace.presenter.undo()
    assert workspace.state.record.services == (ServiceRow("checkout", 1, "Checkout"),)


def test_rules_are_read_while_they_are_typed_and_come_back_with_undo(workspace):
    workspace.presenter.policy_typed("???")
    assert workspace.state.problems == {"rules": "The policy is no TOML."}
    workspace.presenter.policy_typed("[room]\nat_risk = 0.7\n")
    assert workspace.state.problems == {}
    workspace.presenter.save_policy("[room]\nat_risk = 0.7\n")
    workspace.presenter.undo()
    assert workspace.state.record.policy_text == "[room]\n"


def test_a_query_is_tested_and_says_what_came(workspace):
    workspace.presenter.test_query("", "up")
    assert workspace.state.test_failed
    workspace.presenter.test_query("http://prometheus.example", "up")
    assert (workspace.state.tested, workspace.state.test_failed) == ("up answered 3 series.", False)


def test_another_name_is_told_to_the_window_and_so_is_its_undo(workspace):
    workspace.presenter.save_actor("Ana S.")
    workspace.presenter.undo()
    assert workspace.actors == ["Ana S.", "Ana Silva"]
