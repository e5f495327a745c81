"""Templates: what the starter set says, and what no template can do."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.composing import sandbox, templates
from models.composing.sandbox import MOST_OUTPUT, MOST_SOURCE, Words
from models.composing.templates import AUDIENCES, FACT_NAMES, MOMENTS, Template, fill
from models.domain.errors import BadInput
from tests.pace import slowness

FACTS = {
    "affected": Words("Checkout", "service:checkout"),
    "services": (Words("Checkout", "service:checkout"), Words("Search", "service:search")),
    "regions": (Words("Europe", "region:Europe"),),
    "users": Words("about 12,400", "users"),
    "started": Words("15:04 UTC", "started"),
    "next_within": Words("20 minutes", "next_within"),
    "severity": Words("P0 Critical", "severity"),
    "title": Words("Checkout fails", "title"),
}

NESTED = "{% for a in regions %}" * 2 + "x" + "{% endfor %}" * 2

ATTACKS = {
    "attributes of a text": "{{ affected.__class__ }}",
    "the way to every class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "an item by name": "{{ affected['__class__'] }}",
    "an attribute by a filter": "{{ affected | attr('__class__') }}",
    "a method": "{{ affected.upper() }}",
    "a format string": "{{ '{0.__class__}'.format(affected) }}",
    "a format filter": "{{ '%s' | format(affected) }}",
    "the environment itself": "{{ self }}",
    "a global function": "{{ range(9) }}",
    "a cycle of texts": "{{ cycler('a').next() }}",
    "text to fill a page": "{{ lipsum(1000) }}",
    "the namespace": "{% set n = namespace(a=1) %}{{ n.a }}",
    "a huge text": "{{ 'a' * 10**9 }}",
    "a huge number": "{{ 9 ** 9 ** 9 }}",
    "a huge shift": "{{ 1 // 3 % 2 + 9 - 1 }}",
    "a huge concatenation": "{{ affected ~ affected ~ affected }}",
    "nested ranges": "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
    "a loop over a loop": NESTED,
    "a loop over a text": "{% for a in 'aaaa' %}{{ a }}{% endfor %}",
    "a loop over a list made here": "{% for a in [1, 2, 3] %}{{ a }}{% endfor %}",
    "a loop that calls itself": "{% for a in regions recursive %}{{ loop(regions) }}{% endfor %}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "another template": "{% include '/etc/passwd' %}",
    "an import": "{% import 'x' as y %}",
    "a parent": "{% extends 'x' %}",
    "a block": "{% block a %}{% endblock %}",
    "a name set": "{% set a = 1 %}",
    "a filter that doubles": "{{ affected | replace('C', 'CCCCCCCC') }}",
    "a filter that pads": "{{ affected | center(999999999) }}",
    "a filter that indents": "{{ affected | indent(999999999) }}",
    "a filter that joins letters": "{{ affected | join('xxxxxxxxxxxxxxxxxxxxxx') }}",
    "a filter with a pattern": "{{ affected | wordwrap(1) }}",
    "a filter over all": "{% filter upper %}a{% endfilter %}",
    "a call of a filter": "{{ (affected | upper)() }}",
    "a slice": "{{ affected[0:1] }}",
    "a private name": "{{ __builtins__ }}",
    "a test": "{{ affected is string }}",
    "a dictionary": "{{ {'a': 1} }}",
    "brackets without end": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "not without end": "{{ " + "not " * 1500 + "users }}",
    "conditions without end": "{% if users %}" * 400 + "x" + "{% endif %}" * 400,
    "a number of a thousand digits": "{{ " + "9" * 6000 + " }}",
    "a source without end": "a" * (MOST_SOURCE + 1),
    "broken off": "{{ affected",
    "nothing inside": "{{ }}",
    "a strange string": "{{ '\\N{x}' }}",
}


@pytest.mark.parametrize("source", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_refused_at_once(source: str) -> None:
    began = process_time()
    with pytest.raises(BadInput) as refused:
        fill(Template("investigating", "customers", source), FACTS)
    assert process_time() - began < slowness()  # a second
    sentence = str(refused.value)
    assert sentence.endswith(".") or "template" in sentence


def test_much_text_from_much_repetition_is_refused() -> None:
    many = tuple(Words("y" * 300, "regions") for _ in range(500))
    long = Template(
        "update", "internal", "{% for r in regions %}{{ r }}" + "z" * 900 + "{% endfor %}"
    )
    with pytest.raises(BadInput, match=f"{MOST_OUTPUT:,}"):
        fill(long, {**FACTS, "regions": many})


@settings(max_examples=300, deadline=1_000)
@given(st.text(alphabet="{}%|()[]'\"abcdefinorsu 1_.*~,=-\n", max_size=120))
def test_any_text_is_filled_in_or_refused_and_never_breaks(source: str) -> None:
    try:
        made = fill(Template("update", "customers", source), FACTS).text
    except BadInput:
        return
    assert len(made) <= MOST_OUTPUT


def test_there_are_five_moments_for_three_audiences_and_all_may_be_templates() -> None:
    starters = templates.starters()
    assert len(starters) == len(MOMENTS) * len(AUDIENCES) == 15
    for template in starters.values():
        templates.check(template.text)
        assert fill(template, FACTS).text


def test_customers_read_nothing_of_ours() -> None:
    for key, template in templates.starters().items():
        if template.audience == "customers":
            named = sandbox.names_in(template.text)
            assert not named & {"title", "objective", "commander", "business", "severity"}, key
            assert "outage" not in template.text.lower()


def test_what_is_not_known_is_a_gap_for_a_person() -> None:
    made = fill(templates.starters()["investigating.customers"], {"next_within": Words("", "n")})
    assert "[affected]" in made.text
    assert made.links == ()


def test_what_is_not_known_can_be_left_out() -> None:
    text = "Since {{ started }}.{% if ended %} Until {{ ended }}.{% endif %}"
    assert fill(Template("update", "customers", text), FACTS).text == "Since 15:04 UTC."


def test_facts_in_the_text_are_told_with_their_words() -> None:
    made = fill(
        Template("update", "customers", "{{ services | listed }} since {{ started }}"), FACTS
    )
    assert made.text == "Checkout and Search since 15:04 UTC"
    assert made.links == (
        ("service:checkout", "Checkout"),
        ("service:search", "Search"),
        ("started", "15:04 UTC"),
    )


def test_a_fact_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput) as refused:
        templates.check("{{ usres }} cannot pay")
    assert str(refused.value).startswith("There is no fact called 'usres'. There is: affected, ")
    assert all(name in str(refused.value) for name in FACT_NAMES)


def test_a_mistake_is_told_with_its_line() -> None:
    with pytest.raises(BadInput, match=r"^Line 3 of the template"):
        templates.check("One\n\n{% if users %}never ends")
