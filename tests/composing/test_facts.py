"""Facts in a text: found by their words, told when their source has others."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models.composing import can
from models.composing.facts import (
    Known,
    Link,
    current_words,
    facts_of,
    gaps_in,
    in_public,
    tokens_in,
)
from models.domain.entry import EntryKind, Level
from models.domain.incident import Hat, Incident, Role, SeverityChange, Timestamps
from models.domain.public import known_as
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.timeline import TimelineEntry
from models.domain.times import parse_time, to_ms

NOW = parse_time("2026-11-23T15:51:22Z")
START = NOW - timedelta(minutes=47)


def entry(words: str, kind: EntryKind = EntryKind.METRIC, ago: int = 10) -> TimelineEntry:
    at = NOW - timedelta(minutes=ago)
    return TimelineEntry(words, "act", kind, Level.NORMAL, "Diego Alvarez", words, at, at, "device")


INCIDENT = Incident(
    "uid",
    title="Checkout API 5xx after deploy",
    severity=Severity.P0,
    stage=Stage.MITIGATION,
    services=("checkout-api",),
    users="12400",
    business="about 41k EUR an hour",
    objective="Roll back to 2026.11.2",
    times=Timestamps(impact_started_at=START, detected_at=START, declared_at=START),
    severities=(SeverityChange(Severity.P0, START),),
    worn=(Hat(Role.COMMS, "Jonas Weber"),),
)
KNOWN = Known(
    INCIDENT, {}, (entry("eu-west 5xx back under 1 %"), entry("us-east still 3.2 %", ago=5))
)


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        ("checkout-api", "Checkout"),
        ("webapp-prod", "Webapp"),
        ("search", "Search"),
        ("order_history_svc", "Order history"),
    ],
)
def test_a_service_without_a_public_name_loses_what_is_ours(inside: str, outside: str) -> None:
    assert known_as(inside, {}) == outside


def test_the_catalog_has_the_last_word() -> None:
    assert known_as("checkout-api", {"checkout-api": "Checkout page"}) == "Checkout page"


def test_facts_are_impact_regions_services_and_what_people_measured() -> None:
    words = {fact.key: fact.words for fact in facts_of(KNOWN, NOW, "internal")}
    assert words["users"] == "about 12,400"
    assert words["started"] == "15:04 UTC"
    assert words["region:Europe"] == "Europe"
    assert words["service:checkout-api"] == "Checkout"
    assert words["next_within"] == "5 minutes"
    assert words["entry:us-east still 3.2 %"] == "us-east still 3.2 %"


def test_customers_get_a_measured_fact_in_their_words() -> None:
    words = {fact.label: fact.words for fact in facts_of(KNOWN, NOW, "customers")}
    assert words["eu-west 5xx back under 1 %"] == "Europe errors back under 1 %"


def test_a_small_word_is_no_region() -> None:
    assert in_public("Tell us when it is over", {}) == "Tell us when it is over"
    assert in_public("US is slow", {}) == "the United States is slow"


def test_a_token_is_where_the_words_of_a_link_stand() -> None:
    text = "about 12,400 people cannot pay since 15:04 UTC."
    links = [Link("users", "about 12,400"), Link("started", "15:04 UTC")]
    found = tokens_in(text, links, current_words(KNOWN, NOW, "customers"))
    assert [text[token.start : token.end] for token in found] == ["about 12,400", "15:04 UTC"]
    assert not any(token.is_stale for token in found)


def test_a_token_warns_when_its_source_says_something_else() -> None:
    worse = replace(KNOWN, incident=replace(INCIDENT, users="20000"))
    now = current_words(worse, NOW, "customers")
    (token,) = tokens_in("about 12,400 people", [Link("users", "about 12,400")], now)
    assert token.is_stale
    assert token.now == "about 20,000"


def test_a_token_warns_when_its_line_was_corrected() -> None:
    link = Link("entry:us-east still 3.2 %", "us-east still 3.2 %")
    corrected = replace(KNOWN.entries[1], corrected_text="us-east still 5 %")
    later = replace(KNOWN, entries=(KNOWN.entries[0], corrected))
    (token,) = tokens_in("us-east still 3.2 %", [link], current_words(later, NOW, "internal"))
    assert (token.is_stale, token.now) == (True, "us-east still 5 %")


def test_words_a_person_changed_are_the_persons() -> None:
    assert tokens_in("some 12,000 people", [Link("users", "about 12,400")], {}) == ()


def test_a_fact_inside_another_word_is_none() -> None:
    assert tokens_in("Europeans", [Link("region:Europe", "Europe")], {}) == ()


def test_gaps_of_a_template_are_found() -> None:
    text = "It is [what changed] now. See [1] and [ABC]."
    assert [text[a:b] for a, b in gaps_in(text)] == ["[what changed]"]


def test_a_can_report_is_read_as_it_was_written() -> None:
    report = can.Can("Checkout fails\nfor many", "Rolling back", "A decision on credits")
    assert can.read(report.written()) == report


def test_nothing_before_the_first_heading_is_lost() -> None:
    assert can.read("Checkout fails\n\nactions: rolling back").conditions == "Checkout fails"
    assert can.read("Checkout fails\n\nactions: rolling back").actions == "rolling back"


def test_a_can_report_begins_with_what_is_known() -> None:
    begun = can.begun(KNOWN, to_ms(NOW))
    assert "about 12,400" in begun.conditions
    assert begun.actions == "Roll back to 2026.11.2."


def test_leadership_reads_all_of_it_and_customers_only_what_is_theirs() -> None:
    report = can.Can(
        "checkout-api fails in us-east.\nBusiness impact: 41k an hour.",
        "Jonas Weber: roll back us-east.\nAsk Jonas Weber why.",
        "A decision on credits.",
    )
    above = can.to_leadership(report, KNOWN, to_ms(NOW))
    assert "41k" in above
    assert "A decision on credits." in above
    outside = can.to_customers(report, KNOWN, to_ms(NOW))
    assert "Checkout fails in the United States." in outside
    assert "Roll back the United States." in outside
    for inside in ("41k", "Jonas", "credits", "us-east", "checkout-api"):
        assert inside not in outside
