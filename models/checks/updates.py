"""Checks of a status update while it is written: advice, and three things that stop it."""

from collections.abc import Iterable, Iterator, Sequence

from models.checks.actors import failing_people, failing_suppliers
from models.checks.component_claims import component_claims
from models.checks.contradictions import contradictions, stage_words
from models.checks.finding import Finding
from models.checks.inside import Found, inside
from models.checks.moments import moment_of
from models.checks.parts import RESOLVED, missing_parts
from models.checks.phrases import Said
from models.checks.reading import Reading, read
from models.checks.record import MAJOR_OUTAGE, Record, UpdateDraft
from models.checks.rule import WHOLE_TEXT
from models.checks.suppliers import suppliers_of
from models.checks.update_rules import LINES, RULES, UPDATE_RULES
from models.checks.update_words import SAID

_RANK = {rule.id: n for n, rule in enumerate(RULES)}


def check_update(draft: UpdateDraft, record: Record) -> tuple[Finding, ...]:
    """What stops it first, then what speaks of the whole text, then in order of the text."""
    reading = read(draft.text)
    found = list(_of_the_draft(draft, record))
    if not reading.is_blank:
        found += _of_the_text(draft, record, reading)
    kept = [
        one for one in found
        if draft.audience in UPDATE_RULES[one.rule].audiences or one.is_stop or not draft.audience
    ]  # fmt: skip
    return tuple(sorted(kept, key=_place))


def held_lines(findings: Iterable[Finding]) -> tuple[str, ...]:
    """What can be said for the draft, in the order of the composer."""
    broken = {one.rule for one in findings}
    return tuple(line.sentence for line in LINES if broken.isdisjoint(line.rules))


def _place(finding: Finding) -> tuple[bool, int, int, int]:
    return not finding.is_stop, finding.start, finding.end, _RANK[finding.rule]


def _of_the_draft(draft: UpdateDraft, record: Record) -> Iterator[Finding]:
    if not draft.text.strip():
        yield UPDATE_RULES["empty_text"].of(draft.text)
    if not draft.audience.strip():
        yield UPDATE_RULES["no_audience"].of(draft.text)
    if draft.state == RESOLVED and record.resolved_at is None:
        yield UPDATE_RULES["says_resolved"].of(
            draft.text, WHOLE_TEXT, words="Resolved", **_stage_of(record)
        )


def _stage_of(record: Record) -> dict[str, str]:
    return {
        "label": record.label or "the incident",
        "stage": record.stage.word,
        "event": stage_words(record),
    }


def _of_the_text(draft: UpdateDraft, record: Record, reading: Reading) -> list[Finding]:
    text = draft.text
    said = tuple(SAID.found(reading))
    found = [UPDATE_RULES[rule].of(text) for rule in missing_parts(draft, reading)]
    if record.resolved_at is None and draft.state != RESOLVED:
        found += _resolved_said(text, record, said)
    if draft.audience == "customers":
        found += [
            UPDATE_RULES[rule].of(text, span, public=public)
            for rule, span, public in _widest(inside(text, record))
        ]
    suppliers = suppliers_of(record)
    for span in failing_people(reading, record.people):
        found.append(UPDATE_RULES["blame_person"].of(text, span))
    for span in failing_suppliers(reading, suppliers):
        found.append(UPDATE_RULES["blame_supplier"].of(text, span))
    partial = record.is_partial and MAJOR_OUTAGE not in draft.components.values()
    plainly = ("blame_person", "outage") if partial else ("blame_person",)
    found += [UPDATE_RULES[one.rule].of(text, one.span) for one in said if one.rule in plainly]
    found += _recovery_said(text, record, said)
    found += component_claims(draft, record, reading)
    found += contradictions(draft, record, reading, said)
    return found


def _resolved_said(text: str, record: Record, said: Sequence[Said]) -> Iterator[Finding]:
    """That it works is believed once it is mitigated; that it is resolved, once it is."""
    stage = _stage_of(record)
    wrong = ("resolved", "works") if record.mitigated_at is None else ("resolved",)
    for one in _apart(one for one in said if one.rule in wrong):
        yield UPDATE_RULES["says_resolved"].of(text, one.span, **stage)


def _recovery_said(text: str, record: Record, said: Sequence[Said]) -> Iterator[Finding]:
    for one in _apart(one for one in said if one.rule == "recovery"):
        if record.recovery_at is None:
            yield UPDATE_RULES["unconfirmed_recovery"].of(text, one.span)
        elif not moment_of(one.match, record.now).agrees_with(record.recovery_at):
            time = f"{record.recovery_at:%H:%M} UTC"
            yield UPDATE_RULES["other_recovery"].of(text, one.span, time=time)


def _apart(said: Iterable[Said]) -> Iterator[Said]:
    """Of those that overlap the first."""
    upto = -1
    for one in sorted(said, key=lambda one: one.span):
        if one.span[0] >= upto:
            yield one
        upto = max(upto, one.span[1])


def _widest(found: Iterable[Found]) -> list[Found]:
    """Of those that overlap the widest: an address within a link is part of the link."""
    kept: list[Found] = []
    for rule, (start, end), public in sorted(found, key=lambda one: (one[1][0], -one[1][1])):
        if not kept or start >= kept[-1][1][1]:
            kept.append((rule, (start, end), public))
    return kept
