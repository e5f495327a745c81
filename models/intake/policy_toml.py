"""A policy as a TOML file that a person edits, and back."""

import tomllib
from dataclasses import replace

from models.domain.errors import BadInput
from models.domain.incident import Role
from models.domain.policy import DEFAULT_POLICY, Policy, SeverityPolicy
from models.domain.review import read_span
from models.domain.severity import Severity
from models.domain.triage import BUSINESS_WORDS, TriageRule
from models.intake.expectations_toml import EXPECTED, expectation_lines, read_expectations
from models.intake.policy_table import PolicyTable
from models.intake.toml_text import quoted, span, value

MOST_CHARACTERS = 256 * 1024
MOST_SENTENCES = 6
"""How many things that are wrong are named at once."""

_SPANS = {
    "response": "response_ms",
    "resolution": "resolution_ms",
    "first_update": "first_update_ms",
    "scoping": "scoping_ms",
    "update_every": "update_every_ms",
}
_ROOM_SPANS = {"role_vacant_after": "vacancy_ms", "long_duty_after": "duty_ms"}
_SHARES = ("share_from", "share_below")
_NUMBERS = ("count_from", "tier_at_most", "systems_from")
_FLAGS = ("users_unknown", "component")


def read_policy(text: str) -> Policy:
    """What a file leaves out stays as the product has it.

    Raises:
        BadInput: no TOML, or a sentence for each key that is not known and each value that makes
            no sense.
    """
    if len(text) > MOST_CHARACTERS:
        raise BadInput(f"A policy has at most {MOST_CHARACTERS:,} characters.")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"The policy is no TOML: {error}.") from None
    except RecursionError:
        raise BadInput(
            "The policy is no TOML that a person wrote: it is nested too deep."
        ) from None
    wrong: list[str] = []
    top = PolicyTable(tables, "", wrong)
    top.refuse_unknown(("severity", "room", "triage", *EXPECTED))
    policy = replace(
        _read_room(top.table("room")),
        severities=_read_severities(top.table("severity")),
        triage=_read_rules(top),
        expects=read_expectations(top),
    )
    if wrong:
        more = len(wrong) - MOST_SENTENCES
        rest = [f"And {more} more like these."] if more > 0 else []
        raise BadInput("\n".join([*wrong[:MOST_SENTENCES], *rest]))
    return policy


def _read_room(table: PolicyTable) -> Policy:
    table.refuse_unknown(("at_risk", "most_reports", "long_incident_factor", *_ROOM_SPANS))
    default = DEFAULT_POLICY
    return replace(
        default,
        at_risk=table.share("at_risk", default.at_risk, to=0.999) or default.at_risk,
        span=table.number("most_reports", default.span) or default.span,
        long_factor=table.number("long_incident_factor", default.long_factor)
        or default.long_factor,
        vacancy_ms=table.span("role_vacant_after", default.vacancy_ms) or default.vacancy_ms,
        duty_ms=table.span("long_duty_after", default.duty_ms) or default.duty_ms,
    )


def _read_severities(table: PolicyTable) -> dict[Severity, SeverityPolicy]:
    table.refuse_unknown([severity.value for severity in Severity])
    return {
        severity: _read_severity(table.table(severity.value), DEFAULT_POLICY[severity])
        for severity in Severity
    }


def _read_severity(table: PolicyTable, before: SeverityPolicy) -> SeverityPolicy:
    table.refuse_unknown(("meaning", "review", "required_roles", *_SPANS))
    roles = table.words(
        "required_roles",
        tuple(role.value for role in before.required),
        [role.value for role in Role],
    )
    read = SeverityPolicy(
        meaning=table.text("meaning", before.meaning),
        response_ms=table.span("response", before.response_ms) or before.response_ms,
        resolution_ms=table.span("resolution", before.resolution_ms) or before.resolution_ms,
        first_update_ms=table.span("first_update", before.first_update_ms),
        scoping_ms=table.span("scoping", before.scoping_ms),
        update_every_ms=table.span("update_every", before.update_every_ms),
        review=table.text("review", before.review),
        required=tuple(Role(role) for role in roles),
    )
    try:
        read_span(read.review)
    except BadInput as error:
        table.wrong.append(f"{table.at}.review: {error}")
    if (read.first_update_ms is None) != (read.update_every_ms is None):
        table.wrong.append(
            f'{table.at}: first_update and update_every are both lengths of time, or both "never".'
        )
    if read.scoping_ms is not None and read.first_update_ms is None:
        table.wrong.append(f'{table.at}.scoping is "never" where first_update is.')
    if read.resolution_ms < read.response_ms:
        table.wrong.append(f"{table.at}.resolution is not shorter than {table.at}.response.")
    return read


def _read_rules(top: PolicyTable) -> tuple[TriageRule, ...]:
    found = top.values.get("triage")
    if found is None:
        return DEFAULT_POLICY.triage
    if not isinstance(found, list) or not all(isinstance(rule, dict) for rule in found):
        top.wrong.append("Triage rules are tables, each written [[triage]].")
        return ()
    rules = tuple(
        _read_rule(PolicyTable(rule, f"triage rule {rule.get('id', n)}", top.wrong))
        for n, rule in enumerate(found, start=1)
    )
    ids = [rule.id for rule in rules if rule.id]
    for twice in dict.fromkeys(one for one in ids if ids.count(one) > 1):
        top.wrong.append(f"Two triage rules have the id {twice}. Give each its own.")
    return rules


def _read_rule(table: PolicyTable) -> TriageRule:
    table.refuse_unknown(("id", "words", "severity", "business_any", *_SHARES, *_NUMBERS, *_FLAGS))
    severity = table.values.get("severity")
    if severity not in [known.value for known in Severity]:
        table.wrong.append(f"{table.name('severity')} is P0, P1, P2, P3 or P4, in quotes.")
        severity = Severity.P1.value
    before = len(table.wrong)
    rule = TriageRule(
        id=table.text("id", ""),
        words=table.text("words", ""),
        severity=Severity(severity),
        share_from=table.share("share_from", None, to=1),
        share_below=table.share("share_below", None, to=1),
        count_from=table.number("count_from", None),
        tier_at_most=table.number("tier_at_most", None),
        systems_from=table.number("systems_from", None),
        business_any=table.words("business_any", (), tuple(BUSINESS_WORDS)),
        users_unknown=table.flag("users_unknown"),
        component=table.flag("component"),
    )
    if not rule.conditions() and len(table.wrong) == before:
        table.wrong.append(f"{table.at} states no condition, so it would never fire.")
    return rule


def write_policy(policy: Policy) -> str:
    """The whole policy; reading it back gives the same."""
    lines = [
        "# What this workspace expects of a response. Deadlines count from detection.",
        "",
        "[room]",
        f"at_risk = {policy.at_risk}",
        f"most_reports = {policy.span}",
        f"long_incident_factor = {policy.long_factor}",
        *(f'{key} = "{span(getattr(policy, field))}"' for key, field in _ROOM_SPANS.items()),
        "",
    ]
    for severity in Severity:
        lines += _severity_lines(severity, policy[severity])
    if not policy.triage:
        # Before the first table it would have to stand; an empty list has no [[triage]].
        lines = [lines[0], "", "triage = []", *lines[1:]]
    for rule in policy.triage:
        lines += _rule_lines(rule)
    lines += expectation_lines(policy.expects)
    return "\n".join(lines).rstrip() + "\n"


def _severity_lines(severity: Severity, rule: SeverityPolicy) -> list[str]:
    roles = ", ".join(f'"{role.value}"' for role in rule.required)
    return [
        f"[severity.{severity.value}]",
        f"meaning = {quoted(rule.meaning)}",
        *(f'{key} = "{span(getattr(rule, field))}"' for key, field in _SPANS.items()),
        f"review = {quoted(rule.review)}",
        f"required_roles = [{roles}]",
        "",
    ]


def _rule_lines(rule: TriageRule) -> list[str]:
    return [
        "[[triage]]",
        f"id = {quoted(rule.id)}",
        f"words = {quoted(rule.words)}",
        f'severity = "{rule.severity.value}"',
        *(f"{name} = {value(found)}" for name, found in rule.conditions().items()),
        "",
    ]
