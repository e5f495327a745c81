"""A policy as a TOML file that a person edits, and back."""

import difflib
import json
import math
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from models.domain.errors import BadInput
from models.domain.incident import Role
from models.domain.policy import DEFAULT_POLICY, Policy, SeverityPolicy
from models.domain.severity import Severity
from models.domain.times import parse_span_ms
from models.domain.triage import BUSINESS_WORDS, TriageRule

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
_MAY_BE_NEVER = ("first_update", "scoping", "update_every")
_ROOM_SPANS = {"role_vacant_after": "vacancy_ms", "long_duty_after": "duty_ms"}
_SHARES = ("share_from", "share_below")
_NUMBERS = ("count_from", "tier_at_most", "systems_from")
_FLAGS = ("users_unknown", "component")
_LONGEST_MS = 10 * 366 * 86_400_000
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
KEPT = ("goals", "sla", "slo", "calendar")
"""Tables that other parts read; kept as they are."""


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
    top = _Table(tables, "", wrong)
    top.refuse_unknown(("severity", "room", "triage", *KEPT))
    policy = replace(
        _read_room(top.table("room")),
        severities=_read_severities(top.table("severity")),
        triage=_read_rules(top),
        other=_read_kept(top),
    )
    if wrong:
        more = len(wrong) - MOST_SENTENCES
        rest = [f"And {more} more like these."] if more > 0 else []
        raise BadInput("\n".join([*wrong[:MOST_SENTENCES], *rest]))
    return policy


@dataclass(slots=True)
class _Table:
    """A table of the file at the key `at`; what is wrong with it is added to `wrong`, and the
    value that stands without it is given instead."""

    values: Mapping[str, object]
    at: str
    wrong: list[str]

    def name(self, key: str) -> str:
        return f"{self.at}.{key}" if self.at else key

    def refuse_unknown(self, known: Collection[str]) -> None:
        for key in self.values:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f"Is {near[0]} meant?" if near else f"Known are {', '.join(known)}."
                self.wrong.append(f"{self.name(key)} is not known. {hint}")

    def table(self, key: str) -> "_Table":
        found = self.values.get(key, {})
        if not isinstance(found, dict):
            self.wrong.append(f"{self.name(key)} is a table, written [{self.name(key)}].")
            found = {}
        return _Table(found, self.name(key), self.wrong)

    def text(self, key: str, default: str) -> str:
        found = self.values.get(key, default)
        if not isinstance(found, str) or not found.strip():
            self.wrong.append(f"{self.name(key)} is a text in quotes, and not empty.")
            return default
        return found.strip()

    def span(self, key: str, default: int | None) -> int | None:
        found, may_be_never = self.values.get(key), key in _MAY_BE_NEVER
        if found is None or (may_be_never and found == "never"):
            return default if found is None else None
        try:
            ms = parse_span_ms(found) if isinstance(found, str) else 0
        except BadInput:
            ms = 0
        if not 0 < ms <= _LONGEST_MS:
            never = ', or "never"' if may_be_never else ""
            self.wrong.append(
                f'{self.name(key)} is a length of time in quotes, such as "15m", "2h" or "1d"'
                f"{never}."
            )
            return default
        return ms

    def number(self, key: str, default: int | None) -> int | None:
        found = self.values.get(key, default)
        whole = isinstance(found, int) and not isinstance(found, bool)
        if found is not default and (not whole or not 1 <= int(str(found)) <= 10**12):
            self.wrong.append(f"{self.name(key)} is a whole number from 1.")
            return default
        return found if isinstance(found, int) else None

    def share(self, key: str, default: float | None, *, to: float) -> float | None:
        """More than 0, at most `to`."""
        found = self.values.get(key, default)
        if found is default:
            return default
        a_number = isinstance(found, int | float) and not isinstance(found, bool)
        if not a_number or not 0 < float(str(found)) <= to:
            self.wrong.append(f"{self.name(key)} is a share more than 0 and at most {to:g}.")
            return default
        return float(str(found))

    def flag(self, key: str) -> bool:
        found = self.values.get(key, False)
        if not isinstance(found, bool):
            self.wrong.append(f"{self.name(key)} is true or false.")
        return found is True

    def words(self, key: str, default: tuple[str, ...], known: Collection[str]) -> tuple[str, ...]:
        found = self.values.get(key, list(default))
        if not isinstance(found, list) or not all(word in known for word in found):
            self.wrong.append(f"{self.name(key)} is a list of {', '.join(known)}, in quotes.")
            return default
        return tuple(dict.fromkeys(str(word) for word in found))


def _read_room(table: _Table) -> Policy:
    table.refuse_unknown(("at_risk", "most_reports", *_ROOM_SPANS))
    default = DEFAULT_POLICY
    return replace(
        default,
        at_risk=table.share("at_risk", default.at_risk, to=0.999) or default.at_risk,
        span=table.number("most_reports", default.span) or default.span,
        vacancy_ms=table.span("role_vacant_after", default.vacancy_ms) or default.vacancy_ms,
        duty_ms=table.span("long_duty_after", default.duty_ms) or default.duty_ms,
    )


def _read_severities(table: _Table) -> dict[Severity, SeverityPolicy]:
    table.refuse_unknown([severity.value for severity in Severity])
    return {
        severity: _read_severity(table.table(severity.value), DEFAULT_POLICY[severity])
        for severity in Severity
    }


def _read_severity(table: _Table, before: SeverityPolicy) -> SeverityPolicy:
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
    if (read.first_update_ms is None) != (read.update_every_ms is None):
        table.wrong.append(
            f'{table.at}: first_update and update_every are both lengths of time, or both "never".'
        )
    if read.scoping_ms is not None and read.first_update_ms is None:
        table.wrong.append(f'{table.at}.scoping is "never" where first_update is.')
    if read.resolution_ms < read.response_ms:
        table.wrong.append(f"{table.at}.resolution is not shorter than {table.at}.response.")
    return read


def _read_rules(top: _Table) -> tuple[TriageRule, ...]:
    found = top.values.get("triage")
    if found is None:
        return DEFAULT_POLICY.triage
    if not isinstance(found, list) or not all(isinstance(rule, dict) for rule in found):
        top.wrong.append("Triage rules are tables, each written [[triage]].")
        return ()
    rules = tuple(
        _read_rule(_Table(rule, f"triage rule {rule.get('id', n)}", top.wrong))
        for n, rule in enumerate(found, start=1)
    )
    ids = [rule.id for rule in rules if rule.id]
    for twice in dict.fromkeys(one for one in ids if ids.count(one) > 1):
        top.wrong.append(f"Two triage rules have the id {twice}. Give each its own.")
    return rules


def _read_rule(table: _Table) -> TriageRule:
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


def _read_kept(top: _Table) -> dict[str, object]:
    kept = {name: top.values[name] for name in KEPT if name in top.values}
    for name, found in kept.items():
        rows = found if isinstance(found, list) else [found]
        if not all(isinstance(row, dict) for row in rows):
            top.wrong.append(f"{name} is a table, written [{name}] or [[{name}]].")
        elif not _finite(found):
            top.wrong.append(f"{name} holds a number that is not finite.")
    return kept


def _finite(value: object) -> bool:
    if isinstance(value, dict):
        return all(_finite(item) for item in value.values())
    if isinstance(value, list):
        return all(_finite(item) for item in value)
    return not isinstance(value, float) or math.isfinite(value)


def write_policy(policy: Policy) -> str:
    """The whole policy; reading it back gives the same."""
    lines = [
        "# What this workspace expects of a response. Deadlines count from detection.",
        "",
        "[room]",
        f"at_risk = {policy.at_risk}",
        f"most_reports = {policy.span}",
        *(f'{key} = "{_span(getattr(policy, field))}"' for key, field in _ROOM_SPANS.items()),
        "",
    ]
    for severity in Severity:
        lines += _severity_lines(severity, policy[severity])
    if not policy.triage:
        # Before the first table it would have to stand; an empty list has no [[triage]].
        lines = [lines[0], "", "triage = []", *lines[1:]]
    for rule in policy.triage:
        lines += _rule_lines(rule)
    for name, found in policy.other.items():
        many = isinstance(found, list)
        for row in found if isinstance(found, list) else [found]:
            head = f"[[{name}]]" if many else f"[{name}]"
            lines += [head, *(_pairs(row) if isinstance(row, dict) else ()), ""]
    return "\n".join(lines).rstrip() + "\n"


def _severity_lines(severity: Severity, rule: SeverityPolicy) -> list[str]:
    roles = ", ".join(f'"{role.value}"' for role in rule.required)
    return [
        f"[severity.{severity.value}]",
        f"meaning = {_quoted(rule.meaning)}",
        *(f'{key} = "{_span(getattr(rule, field))}"' for key, field in _SPANS.items()),
        f"review = {_quoted(rule.review)}",
        f"required_roles = [{roles}]",
        "",
    ]


def _rule_lines(rule: TriageRule) -> list[str]:
    return [
        "[[triage]]",
        f"id = {_quoted(rule.id)}",
        f"words = {_quoted(rule.words)}",
        f'severity = "{rule.severity.value}"',
        *(f"{name} = {_value(value)}" for name, value in rule.conditions().items()),
        "",
    ]


def _pairs(table: Mapping[str, object]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items()]


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _quoted(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(_pairs(value))}}}"
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat()) if callable(isoformat) else _quoted(str(value))


def _span(ms: int | None) -> str:
    if ms is None:
        return "never"
    for unit, size in (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)):
        if ms % size == 0:
            return f"{ms // size}{unit}"
    return f"{ms}ms"


def _quoted(text: str) -> str:
    """A string of JSON is one of TOML, but for DEL, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
