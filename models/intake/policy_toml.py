"""A policy as a TOML file that a person edits, and back."""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from models.domain.errors import BadInput
from models.domain.incident import Role
from models.domain.policy import DEFAULT_POLICY, Policy, SeverityPolicy
from models.domain.severity import Severity
from models.domain.times import parse_span_ms
from models.domain.triage import BUSINESS_WORDS, TriageRule

MOST_CHARACTERS = 256 * 1024

_SPANS = {
    "response": "response_ms",
    "resolution": "resolution_ms",
    "first_update": "first_update_ms",
    "scoping": "scoping_ms",
    "update_every": "update_every_ms",
}
_MAY_BE_NEVER = ("first_update", "scoping", "update_every")
_ROOM = {"role_vacant_after": "vacancy_ms", "long_duty_after": "duty_ms"}
_CONDITIONS = {
    "share_from": float,
    "share_below": float,
    "count_from": int,
    "tier_at_most": int,
    "systems_from": int,
}
KEPT = ("goals", "sla", "slo", "calendar")
"""Tables that other parts read; kept as they are."""


def read_policy(text: str) -> Policy:
    """What a file leaves out stays as the product has it.

    Raises:
        BadInput: no TOML, a key that is not known, or a value that makes no sense; the sentence
            names the key.
    """
    if len(text) > MOST_CHARACTERS:
        raise BadInput(f"A policy has at most {MOST_CHARACTERS:,} characters.")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"The policy is no TOML: {error}.") from None
    _known(tables, ("severity", "room", "triage", *KEPT), "")
    severities = dict(DEFAULT_POLICY.severities)
    told = _table(tables.get("severity", {}), "severity")
    for name, table in told.items():
        severity = _severity(name, "severity")
        severities[severity] = _read_severity(
            _table(table, f"severity.{name}"), severities[severity], f"severity.{name}"
        )
    policy = replace(DEFAULT_POLICY, severities=severities)
    policy = _read_room(_table(tables.get("room", {}), "room"), policy)
    if "triage" in tables:
        policy = replace(policy, triage=_read_rules(tables["triage"]))
    return replace(policy, other={name: tables[name] for name in KEPT if name in tables})


def _read_severity(table: Mapping[str, object], before: SeverityPolicy, at: str) -> SeverityPolicy:
    _known(table, ("meaning", "review", "required_roles", *_SPANS), at)
    changed: dict[str, object] = {}
    for key in ("meaning", "review"):
        if key in table:
            changed[key] = _text(table[key], f"{at}.{key}")
    for key, field in _SPANS.items():
        if key in table:
            changed[field] = _span(table[key], f"{at}.{key}", never=key in _MAY_BE_NEVER)
    if "required_roles" in table:
        roles = table["required_roles"]
        if not isinstance(roles, list):
            raise BadInput(f'{at}.required_roles is a list, such as ["commander", "comms"].')
        changed["required"] = tuple(Role.parse(_text(role, at)) for role in roles)
    return replace(before, **changed)  # type: ignore[arg-type]


def _read_room(table: Mapping[str, object], policy: Policy) -> Policy:
    _known(table, ("at_risk", "most_reports", *_ROOM), "room")
    changed: dict[str, object] = {
        field: _span(table[key], f"room.{key}", never=False)
        for key, field in _ROOM.items()
        if key in table
    }
    if "at_risk" in table:
        share = table["at_risk"]
        if not isinstance(share, float) or not 0 < share < 1:
            raise BadInput("room.at_risk is a share between 0 and 1, such as 0.8.")
        changed["at_risk"] = share
    if "most_reports" in table:
        most = table["most_reports"]
        if not isinstance(most, int) or most < 1:
            raise BadInput("room.most_reports is a number from 1.")
        changed["span"] = most
    return replace(policy, **changed)  # type: ignore[arg-type]


def _read_rules(found: object) -> tuple[TriageRule, ...]:
    if not isinstance(found, list):
        raise BadInput("Triage rules are written as [[triage]] tables.")
    rules = tuple(_read_rule(_table(rule, "triage")) for rule in found)
    ids = [rule.id for rule in rules]
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice:
        raise BadInput(f"Two triage rules have the id {twice}. Give each its own.")
    return rules


def _read_rule(table: Mapping[str, object]) -> TriageRule:
    at = f"triage rule {table.get('id', '?')}"
    _known(table, ("id", "words", "severity", "business_any", *_CONDITIONS), at)
    for key in ("id", "words", "severity"):
        if key not in table:
            raise BadInput(f"A {at} needs '{key}'.")
    conditions: dict[str, object] = {}
    for key, kind in _CONDITIONS.items():
        if key in table:
            value = table[key]
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                raise BadInput(f"{at}: {key} is a number from 0.")
            conditions[key] = kind(value)
    if "business_any" in table:
        words = table["business_any"]
        if not isinstance(words, list) or not set(map(str, words)) <= set(BUSINESS_WORDS):
            raise BadInput(f"{at}: business_any takes {', '.join(BUSINESS_WORDS)}.")
        conditions["business_any"] = tuple(map(str, words))
    if not conditions:
        raise BadInput(f"The {at} states no condition, so it would never fire.")
    return TriageRule(
        _text(table["id"], at),
        _text(table["words"], at),
        _severity(_text(table["severity"], at), at),
        **conditions,  # type: ignore[arg-type]
    )


def _known(table: Mapping[str, object], known: Iterable[str], at: str) -> None:
    names = tuple(known)
    for key in table:
        if key not in names:
            near = difflib.get_close_matches(key, names, 1)
            hint = f" Is '{near[0]}' meant?" if near else f" Known are {', '.join(names)}."
            raise BadInput(f"'{f'{at}.' if at else ''}{key}' is not known here.{hint}")


def _table(found: object, at: str) -> Mapping[str, object]:
    if not isinstance(found, dict):
        raise BadInput(f"'{at}' is a table, not a value.")
    return found


def _text(found: object, at: str) -> str:
    if not isinstance(found, str) or not found.strip():
        raise BadInput(f"{at} needs a text in quotes.")
    return found.strip()


def _severity(name: str, at: str) -> Severity:
    try:
        return Severity(name)
    except ValueError:
        raise BadInput(f"{at}: {name} is not a severity. Use P0 to P4.") from None


def _span(found: object, at: str, *, never: bool) -> int | None:
    if never and found == "never":
        return None
    if not isinstance(found, str):
        raise BadInput(f'{at} is a length of time in quotes, such as "15m" or "2h".')
    ms = parse_span_ms(found)
    if ms <= 0:
        raise BadInput(f"{at} is longer than nothing.")
    return ms


def write_policy(policy: Policy) -> str:
    """The whole policy; reading it back gives the same."""
    lines = ["# What this workspace expects of a response. Times count from detection.", ""]
    lines += [
        "[room]",
        f"at_risk = {policy.at_risk}",
        f"most_reports = {policy.span}",
        *(f'{key} = "{_written(getattr(policy, field))}"' for key, field in _ROOM.items()),
        "",
    ]
    for severity in Severity:
        rule = policy[severity]
        lines.append(f"[severity.{severity.value}]")
        lines.append(f"meaning = {_quoted(rule.meaning)}")
        lines += [f'{key} = "{_written(getattr(rule, field))}"' for key, field in _SPANS.items()]
        lines.append(f"review = {_quoted(rule.review)}")
        roles = ", ".join(f'"{role.value}"' for role in rule.required)
        lines += [f"required_roles = [{roles}]", ""]
    for triage in policy.triage:
        lines += ["[[triage]]", f"id = {_quoted(triage.id)}", f"words = {_quoted(triage.words)}"]
        lines.append(f'severity = "{triage.severity.value}"')
        for key in _CONDITIONS:
            value = getattr(triage, key)
            if value is not None:
                lines.append(f"{key} = {value}")
        if triage.business_any:
            words = ", ".join(_quoted(word) for word in triage.business_any)
            lines.append(f"business_any = [{words}]")
        lines.append("")
    return "\n".join([*lines, *_write_kept(policy.other)]).rstrip() + "\n"


def _write_kept(tables: Mapping[str, object]) -> list[str]:
    lines: list[str] = []
    for name, table in tables.items():
        if isinstance(table, list):
            for row in table:
                lines += [f"[[{name}]]", *_pairs(row), ""]
        elif isinstance(table, dict):
            lines += [f"[{name}]", *_pairs(table), ""]
    return lines


def _pairs(table: Mapping[str, object]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items()]


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() else _quoted(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(_pairs(value))}}}"
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat()) if callable(isoformat) else _quoted(str(value))


def _written(ms: int | None) -> str:
    if ms is None:
        return "never"
    for unit, size in (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)):
        if ms % size == 0:
            return f"{ms // size}{unit}"
    return f"{ms / 1000}s"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    plain = "".join(c if c.isprintable() else f"\\u{ord(c):04X}" for c in escaped)
    return f'"{plain}"'
