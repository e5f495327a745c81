"""A policy as a file: read whole, every mistake named, written so that reading gives the same."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.errors import BadInput
from models.domain.expectations import Objective
from models.domain.incident import Role
from models.domain.policy import DEFAULT_POLICY
from models.domain.severity import Severity
from models.domain.triage import TriageRule
from models.intake.policy_toml import MOST_CHARACTERS, read_policy, write_policy

MINUTE = 60_000


def complaint(text: str) -> str:
    with pytest.raises(BadInput) as refused:
        read_policy(text)
    return str(refused.value)


def test_the_default_policy_is_the_table_of_the_product() -> None:
    due = {
        severity.value: (rule.response_ms // MINUTE, rule.resolution_ms // MINUTE)
        for severity, rule in DEFAULT_POLICY.severities.items()
    }
    assert due == {
        "P0": (15, 120),
        "P1": (30, 240),
        "P2": (120, 1440),
        "P3": (480, 4320),
        "P4": (1440, 14400),
    }
    assert DEFAULT_POLICY[Severity.P0].required == (Role.COMMANDER, Role.COMMS, Role.SME)


def test_what_is_written_reads_back_the_same() -> None:
    assert read_policy(write_policy(DEFAULT_POLICY)) == DEFAULT_POLICY


def test_an_empty_file_is_the_policy_of_the_product() -> None:
    assert read_policy("") == DEFAULT_POLICY


def test_a_file_changes_only_what_it_says() -> None:
    policy = read_policy('[severity.P1]\nresponse = "20m"\nrequired_roles = ["commander"]\n')
    p1 = policy[Severity.P1]
    assert (p1.response_ms, p1.required) == (20 * MINUTE, (Role.COMMANDER,))
    assert p1.resolution_ms == DEFAULT_POLICY[Severity.P1].resolution_ms
    assert policy[Severity.P0] == DEFAULT_POLICY[Severity.P0]


def test_a_severity_can_have_no_updates() -> None:
    never = '"never"'
    policy = read_policy(
        f"[severity.P1]\nfirst_update = {never}\nscoping = {never}\nupdate_every = {never}\n"
    )
    assert policy[Severity.P1].first_update_ms is None
    assert read_policy(write_policy(policy)) == policy


def test_a_policy_without_rules_keeps_having_none() -> None:
    policy = replace(DEFAULT_POLICY, triage=())
    assert read_policy(write_policy(policy)).triage == ()


PROMISES = """
[goals]
tta = "4m"
ttr = "none"
slo_left = 0.2

[[calendar]]
name = "office"
zone = "Europe/Berlin"
days = ["mon", "tue", "wed", "thu"]
opens = "08:30"
closes = "24:00"
holidays = [2026-12-25, "2027-01-01"]

[[sla]]
name = "Office hours \\"quiet\\""
severities = ["P2", "P3"]
services = ["search"]
response = "3h"
at_risk = 0.5
calendar = "office"
paused_in = ["post_mortem"]

[[slo]]
service = "checkout"
target = 0.999
window = "month"
"""


def test_goals_calendars_slas_and_slos_come_back_as_they_were() -> None:
    policy = read_policy(PROMISES)
    assert read_policy(write_policy(policy)) == policy
    assert policy.expects.goals == {
        "tta": 4 * MINUTE,
        "recurrence": 0.1,
        "comms_adherence": 0.9,
        "slo_left": 0.2,
    }
    (office,) = policy.expects.calendars
    assert (office.opens, office.closes, len(office.holidays)) == (510, 1440, 2)
    assert policy.expects.slas[0].response_ms == 180 * MINUTE
    assert policy.expects.objectives == (Objective("checkout", 0.999, "month"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("room = ", "The policy is no TOML"),
        ("x = " + "[" * 20_000, "nested too deep"),
        ('[severity.P0]\nrespons = "1m"', "severity.P0.respons is not known. Is response meant?"),
        ("[severty.P0]", "severty is not known. Is severity meant?"),
        ("[severity.P9]", "severity.P9 is not known. Known are P0, P1, P2, P3, P4."),
        ("[severity.P0]\nresponse = 15", "severity.P0.response is a length of time in quotes"),
        ('[severity.P0]\nresponse = "soon"', "severity.P0.response is a length of time"),
        ('[severity.P0]\nresponse = "0m"', "severity.P0.response is a length of time"),
        ('[severity.P0]\nresponse = "never"', "severity.P0.response is a length of time"),
        ('[severity.P0]\nresponse = "99999999999d"', "severity.P0.response is a length of time"),
        ('[severity.P0]\nresolution = "5m"', "severity.P0.resolution is not shorter"),
        ('[severity.P3]\nfirst_update = "5m"', "severity.P3: first_update and update_every"),
        ('[severity.P3]\nscoping = "5m"', "severity.P3.scoping is"),
        ('[severity.P0]\nrequired_roles = ["boss"]', "severity.P0.required_roles is a list of"),
        ("[severity.P0]\nrequired_roles = [[1]]", "severity.P0.required_roles is a list of"),
        ('[severity.P0]\nmeaning = "  "', "severity.P0.meaning is a text"),
        ("severity = 3", "severity is a table, written [severity]"),
        ("[room]\nat_risk = 1", "room.at_risk is a share"),
        ("[room]\nat_risk = nan", "room.at_risk is a share"),
        ("[room]\nmost_reports = true", "room.most_reports is a whole number"),
        ("[room]\nmost_reports = 0", "room.most_reports is a whole number"),
        ("triage = 1", "Triage rules are tables"),
        ("triage = [1]", "Triage rules are tables"),
        ("sla = 1", "sla are tables, each written [[sla]]"),
        ("goals = [1]", "goals is a table"),
        ("[goals]\nttx = 1", "goals.ttx is not known. Is ttr meant?"),
        ("[goals]\ntta = 5", "goals.tta is a length of time in quotes"),
        ("[goals]\nrecurrence = 1.5", "goals.recurrence is a share"),
        ('[[sla]]\nname = "A"\ncalendar = "office"', "sla A.calendar names no [[calendar]]"),
        ('[[sla]]\nname = "A"\nresponse = "2h"\nresolution = "1h"', "sla A.resolution is not"),
        ('[[sla]]\nname = "A"\nservices = [1]', "sla A.services is a list of names"),
        ('[[sla]]\nname = "A"\n[[sla]]\nname = "A"', "Two SLA rules are called A"),
        ('[[calendar]]\nname = "o"\nzone = "Mars/Base"', "calendar o.zone is no time zone"),
        ('[[calendar]]\nname = "o"\nopens = "17:00"\ncloses = "09:00"', "closes is later"),
        ('[[calendar]]\nname = "o"\nopens = 9', "calendar o.opens is a time of day"),
        ('[[calendar]]\nname = "o"\ndays = []', "calendar o.days names no day"),
        ('[[calendar]]\nname = "o"\nholidays = ["soon"]', "calendar o.holidays is a list"),
        ('[[slo]]\nservice = "x"\ntarget = 99.9', "slo x.target is a share"),
        ('[[slo]]\nservice = "x"', "slo x.target is a share"),
        ('[[slo]]\nservice = "x"\ntarget = 0.9\nwindow = "week"', "slo x.window is a number"),
    ],
)
def test_a_mistake_is_named_by_its_key(text: str, said: str) -> None:
    assert said in complaint(text)


RULE = '[[triage]]\nid = "T-1"\nwords = "Half of us"\nseverity = "P1"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RULE, "triage rule T-1 states no condition"),
        (RULE + "count_from = inf", "triage rule T-1.count_from is a whole number"),
        (RULE + "count_from = 2.5", "triage rule T-1.count_from is a whole number"),
        (RULE + "share_from = 25", "triage rule T-1.share_from is a share"),
        (RULE + "share_from = true", "triage rule T-1.share_from is a share"),
        (RULE + "tier_at_most = 0", "triage rule T-1.tier_at_most is a whole number"),
        (RULE + 'business_any = ["fame"]', "triage rule T-1.business_any is a list of safety"),
        (RULE + 'component = "yes"', "triage rule T-1.component is true or false"),
        (RULE + "users = 3", "triage rule T-1.users is not known"),
        (RULE.replace("P1", "high") + "count_from = 1", "triage rule T-1.severity is P0, P1"),
        (RULE.replace('"Half of us"', "7") + "count_from = 1", "triage rule T-1.words is a text"),
        ((RULE + "count_from = 1\n") * 2, "Two triage rules have the id T-1"),
    ],
)
def test_a_mistake_in_a_rule_is_named_by_its_id(text: str, said: str) -> None:
    assert said in complaint(text)


def test_every_mistake_is_named_up_to_a_page_of_them() -> None:
    said = complaint("[room]\nat_risk = 2\nmost_reports = 0\n").splitlines()
    assert len(said) == 2
    many = "\n".join(f"unheard_of_{n} = 1" for n in range(20))
    assert complaint(many).splitlines()[-1] == "And 14 more like these."


def test_a_file_too_long_to_be_one_is_refused() -> None:
    assert "at most" in complaint("#" * (MOST_CHARACTERS + 1))


words = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda text: text == text.strip() and text != ""
)
rules = st.builds(
    TriageRule,
    id=words,
    words=words,
    severity=st.sampled_from(Severity),
    share_from=st.none() | st.floats(0, 1, exclude_min=True),
    count_from=st.none() | st.integers(1, 10**12),
    tier_at_most=st.none() | st.integers(1, 9),
    business_any=st.sampled_from([(), ("data",), ("safety", "sign-ups")]),
    component=st.booleans(),
).filter(TriageRule.conditions)


@given(
    st.lists(rules, max_size=4, unique_by=lambda rule: rule.id).map(tuple),
    st.integers(1, 10**10),
    st.floats(0.001, 0.999),
    words,
)
def test_any_policy_survives_its_file(
    triage: tuple[TriageRule, ...], vacancy_ms: int, at_risk: float, meaning: str
) -> None:
    p0 = replace(DEFAULT_POLICY[Severity.P0], meaning=meaning)
    policy = replace(
        DEFAULT_POLICY,
        severities={**DEFAULT_POLICY.severities, Severity.P0: p0},
        triage=triage,
        vacancy_ms=vacancy_ms,
        at_risk=at_risk,
    )
    assert read_policy(write_policy(policy)) == policy


@given(st.text(max_size=80))
def test_no_text_is_more_than_refused(text: str) -> None:
    with suppress(BadInput):
        read_policy(text)
