"""From three plain answers to a suggestion that explains itself and changes nothing."""

import pytest

from models.actions.apply_triage import ApplyTriage, apply_triage
from models.actions.assess_impact import AssessImpact, assess_impact
from models.actions.declare import Declare, declare
from models.actions.set_service import SetService, set_service
from models.domain.errors import NothingToDo, Refused
from models.domain.severity import Severity
from models.domain.triage import (
    DEFAULT_RULES,
    TriageRule,
    answers,
    business_kinds,
    suggest,
)
from models.queries.triage import answers_of
from tests.actions.conftest import Room

NO_TIERS: tuple[int, ...] = ()


def suggested(
    users: str | None = "none",
    tiers: tuple[int, ...] = NO_TIERS,
    business: str = "",
) -> str | None:
    found = suggest(answers(users, tiers, len(tiers), business)).severity
    return found.value if found else None


@pytest.mark.parametrize(
    ("users", "tiers", "business", "severity"),
    [
        ("everyone", (), "", "P0"),
        ("38%", (), "", "P0"),
        ("few", (), "customer data exposed", "P0"),
        ("few", (), "someone may be injured", "P0"),
        ("few", (1,), "revenue is lost", "P0"),
        ("10%", (), "", "P1"),
        ("12400", (), "", "P1"),
        ("few", (1,), "", "P1"),
        ("few", (), "our SLA is at risk", "P1"),
        ("unknown", (1,), "", "P1"),
        ("2%", (), "", "P2"),
        ("few", (2,), "", "P2"),
        ("few", (), "sign-ups fail", "P2"),
        ("unknown", (3,), "", "P2"),
        ("few", (3,), "none", "P3"),
        ("none", (), "none", "P4"),
        ("0", (), "", "P4"),
        ("0%", (), "", "P4"),
    ],
)
def test_the_rules_say_what_the_severities_mean(
    users: str, tiers: tuple[int, ...], business: str, severity: str
) -> None:
    assert suggested(users, tiers, business) == severity


def test_nothing_said_suggests_nothing() -> None:
    assert suggested(None) is None
    assert suggest(answers("unknown", (), 0, None)).fired == ()


def test_of_rules_that_disagree_the_worst_stands_and_is_explained() -> None:
    found = suggest(answers("everyone", (2,), 1, "contract"))
    assert found.severity is Severity.P0
    assert {rule for rule, _ in found.fired} == {"S-1", "S-3"}
    assert set(found.severities) == {Severity.P0}


def test_a_rule_fires_only_when_all_it_states_holds() -> None:
    rule = TriageRule("X", "Half of a tier 1", Severity.P0, share_from=0.5, tier_at_most=1)
    assert rule.fires(answers("50%", (1, 3), 2, ""))
    assert not rule.fires(answers("50%", (2,), 1, ""))
    assert not rule.fires(answers("49%", (1,), 1, ""))
    assert not TriageRule("Y", "States nothing", Severity.P0).fires(answers("all", (1,), 1, ""))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", set()),
        ("none", set()),
        ("41k EUR an hour", {"revenue"}),
        ("$20,000", {"revenue"}),
        ("Sign-ups are down", {"sign-ups"}),
        ("the database is slow", set()),
        ("a neural model, on Slack, in Europe", set()),
        ("no data lost", set()),
        ("not revenue, but a contract", {"contract"}),
        ("revenue; data", {"revenue", "data"}),
    ],
)
def test_business_impact_is_read_by_whole_words(text: str, kinds: set[str]) -> None:
    assert business_kinds(text) == kinds


def test_each_rule_has_an_id_of_its_own() -> None:
    assert len({rule.id for rule in DEFAULT_RULES}) == len(DEFAULT_RULES)


def test_the_tier_comes_from_the_catalog(room: Room) -> None:
    set_service(SetService("checkout", tier=1, component="cmp_checkout"), room.desk)
    declare(Declare("Down", services=("checkout", "unheard-of")), room.desk)
    found = answers_of(room.database.connection, room.incident())
    assert (found.tiers, found.systems, found.component) == ((1,), 2, True)


def test_a_suggestion_changes_nothing_until_it_is_applied(room: Room) -> None:
    declare(Declare("Down", severity=Severity.P3), room.desk)
    assess_impact(AssessImpact("1", users="38%"), room.desk)
    assert room.incident().severity is Severity.P3
    apply_triage(ApplyTriage("1"), room.desk)
    assert room.incident().severity is Severity.P0
    assert "Severity raised P3 to P0: suggested by S-3" in room.texts()
    with pytest.raises(NothingToDo, match="as the rules suggest"):
        apply_triage(ApplyTriage("1"), room.desk)


def test_where_no_rule_fires_there_is_nothing_to_apply(room: Room) -> None:
    declare(Declare("Down"), room.desk)
    with pytest.raises(Refused, match="No rule fires for INC-1"):
        apply_triage(ApplyTriage("1"), room.desk)
