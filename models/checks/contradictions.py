"""Where a draft says other than the timeline, the components and the updates before it."""

import re
from collections.abc import Iterator, Sequence

from models.checks.finding import Finding
from models.checks.moments import moment_of
from models.checks.phrases import Said
from models.checks.reading import Reading, read
from models.checks.record import EarlierUpdate, Record, UpdateDraft
from models.checks.regions import REGION_WORDS, covers, region_of, regions_in
from models.checks.update_rules import GAPS, UPDATE_RULES
from models.checks.update_words import SAID
from models.checks.user_counts import count_of, counts_in

STATES = ("investigating", "identified", "monitoring", "resolved")
_LATE_S = 60
_AGAIN = re.compile(
    r"\b(?:again|return(?:ed|ing)?|recur\w*|reopen\w*|re-open\w*|came back|did(?: not|n't) hold|"
    r"still seeing|once more|new (?:errors|problem|cause|issue)|reverted|worse\w*|additional"
    r"|second)\b"
)
_GROWN = re.compile(
    r"\b(?:also|now|spread\w*|grown|grew|as well|additional\w*|more (?:regions|customers|users)|"
    r"expanded|extend\w*|too|up from|down from|down to|rose|risen|fewer|increas\w+|decreas\w+|"
    r"correct\w*|revis\w+|earlier we said)\b"
)
_LATE_WORD = re.compile(
    r"\b(?:sorry|apologi[sz]e|apolog(?:y|ies)|late|later than|delay(?:ed)? (?:in|of) (?:this|our) "
    r"(?:update|post)|overdue|promised)\b"
)
_ONLY = re.compile(
    r"\b(?:only|limited to|confined to|restricted to|solely|exclusively|isolated to)\b"
    r"|\b(?:no )?other regions?\b (?:(?:is|are|were|was) (?:not|un)|affected)"
)
_SPARED = re.compile(
    r"\b(?:(?:is|are|was|were|remains?|has|have)(?: been)? (?:not|n't|never) (?:\w+ )?(?:affected|"
    r"impacted|involved)|(?:isn't|aren't|wasn't|weren't) (?:affected|impacted)|unaffected|"
    r"unimpacted|no impact|not impacted|not affected|never affected)\b"
)
_NO_HARM = re.compile(
    r"\b(?:working|recovered|restored|normal(?:ly)?|operational|back|fixed|resolved|stable|rolled "
    r"out|mitigated|healthy|recovering)\b"
)


def contradictions(
    draft: UpdateDraft, record: Record, reading: Reading, said: Sequence[Said]
) -> Iterator[Finding]:
    """`said` is what SAID found in the text."""
    yield from _states(draft, record, reading)
    yield from _regions(draft, record, reading)
    yield from _users(draft, record, reading)
    yield from _data(draft, record, said)
    yield from _broken_promise(draft, record, reading)
    yield from _other_next(draft, record, said)


def told_before(draft: UpdateDraft, record: Record) -> list[EarlierUpdate]:
    """Those that the same readers have, the latest first."""
    same = [update for update in record.earlier if update.audience == draft.audience]
    return sorted(same, key=lambda update: update.at, reverse=True)


def _states(draft: UpdateDraft, record: Record, reading: Reading) -> Iterator[Finding]:
    before = told_before(draft, record)
    known = draft.state in STATES
    if known and before and before[0].state in STATES:
        last = before[0]
        fell = STATES.index(draft.state) < STATES.index(last.state)
        if fell and not _AGAIN.search(reading.lower):
            yield UPDATE_RULES["state_back"].of(
                draft.text, n=str(last.n), before=GAPS[last.state], state=GAPS[draft.state]
            )
    mitigated = record.mitigated_at or record.resolved_at
    if draft.state == "monitoring" and not mitigated and record.stage_at is not None:
        yield UPDATE_RULES["state_ahead"].of(
            draft.text, label=record.label or "It", event=stage_words(record)
        )


def stage_words(record: Record) -> str:
    """What led to the stage, and when: `Ana declared it, 16:05 UTC`."""
    since = "" if record.stage_at is None else f"{record.stage_at:%H:%M} UTC"
    parts = (record.stage_event.rstrip("."), since)
    return ", ".join(part for part in parts if part) or GAPS["no_event"]


# Regions


def _regions(draft: UpdateDraft, record: Record, reading: Reading) -> Iterator[Finding]:
    timeline = sorted({region_of(name) for name in record.regions})
    earlier = _said_only(told_before(draft, record))
    if not timeline and earlier is None:
        return
    for sentence in reading.sentences:
        if REGION_WORDS.isdisjoint(sentence.words):
            continue
        named = regions_in(reading.plain, reading.lower, sentence.start, sentence.end)
        if not named:
            continue
        lower = (reading.lower, sentence.start, sentence.end)
        names = [region.name for region in named]
        span = named[0].place[0], named[-1].place[1]
        if _SPARED.search(*lower):
            wrong = [region for region in named if covers(timeline, region.name)]
            if wrong and not _ONLY.search(*lower):
                yield UPDATE_RULES["other_region"].of(
                    draft.text, wrong[0].place, regions=wrong[0].name
                )
            continue
        if _NO_HARM.search(*lower):
            continue
        left = [name for name in timeline if not covers(names, name)]
        if _ONLY.search(*lower) and left:
            yield UPDATE_RULES["other_region"].of(draft.text, span, regions=_listed(left))
            continue
        if strange := [one for one in named if timeline and not covers(timeline, one.name)]:
            yield UPDATE_RULES["unknown_region"].of(draft.text, strange[0].place)
        elif earlier is not None and not _GROWN.search(*lower):
            n, only = earlier
            if new := [one for one in named if not covers(only, one.name)]:
                yield UPDATE_RULES["new_region"].of(
                    draft.text, new[0].place, n=str(n), regions=_listed(only)
                )


def _said_only(before: list[EarlierUpdate]) -> tuple[int, list[str]] | None:
    """(number, regions) of the latest one that kept it to some regions."""
    for update in before:
        reading = read(update.text)
        for sentence in reading.sentences:
            named = regions_in(reading.plain, reading.lower, sentence.start, sentence.end)
            if named and _ONLY.search(reading.lower, sentence.start, sentence.end):
                return update.n, sorted({region.name for region in named})
    return None


def _listed(names: list[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


# Users


def _users(draft: UpdateDraft, record: Record, reading: Reading) -> Iterator[Finding]:
    known = count_of(record.users)
    before = next(
        (
            (update.n, count)
            for update in told_before(draft, record)
            for count in counts_in(read(update.text))
        ),
        None,
    )
    for count in counts_in(reading):
        if known is not None and not count.agrees_with(known):
            yield UPDATE_RULES["other_users"].of(draft.text, count.place, users=known.words)
        elif known is None and before is not None and not count.agrees_with(before[1]):
            n, said = before
            sentence = reading.around(count.place[0])
            if not _GROWN.search(reading.lower, sentence.start, sentence.end):
                yield UPDATE_RULES["changed_users"].of(
                    draft.text, count.place, n=str(n), before=said.words
                )


# Data

_DATA_CLAIMS = ("none_lost", "lost")


def _data(draft: UpdateDraft, record: Record, said: Sequence[Said]) -> Iterator[Finding]:
    claims = [one for one in said if one.rule in _DATA_CLAIMS]
    before = _data_before(told_before(draft, record)) if claims else None
    for claim in claims:
        lost = claim.rule == "lost"
        if record.data_lost is not None and record.data_lost != lost:
            yield UPDATE_RULES["other_data_loss"].of(
                draft.text, claim.span, lost=_lost_words(record.data_lost)
            )
        elif record.data_lost is None and before is not None and before[1] != lost:
            yield UPDATE_RULES["changed_data_loss"].of(
                draft.text, claim.span, n=str(before[0]), lost=_lost_words(before[1])
            )
        elif record.data_lost is None and not lost:
            yield UPDATE_RULES["unknown_data_loss"].of(draft.text, claim.span)
    if draft.state == "resolved" and draft.audience == "customers" and not claims:
        yield UPDATE_RULES["no_data_word"].of(draft.text)


def _lost_words(lost: bool) -> str:
    return GAPS["lost" if lost else "not_lost"]


def _data_before(before: list[EarlierUpdate]) -> tuple[int, bool] | None:
    for update in before:
        for said in SAID.found(read(update.text)):
            if said.rule in _DATA_CLAIMS:
                return update.n, said.rule == "lost"
    return None


# Promises


def _broken_promise(draft: UpdateDraft, record: Record, reading: Reading) -> Iterator[Finding]:
    before = told_before(draft, record)
    if record.now and before and (promised := before[0].promised_at):
        late = (record.now - promised).total_seconds() > _LATE_S
        if late and not _LATE_WORD.search(reading.lower):
            yield UPDATE_RULES["broken_promise"].of(
                draft.text, n=str(before[0].n), time=f"{promised:%H:%M} UTC"
            )


def _other_next(draft: UpdateDraft, record: Record, said: Sequence[Said]) -> Iterator[Finding]:
    if draft.next_at is None:
        return
    for one in said:
        if one.rule != "next" or moment_of(one.match, record.now).agrees_with(draft.next_at):
            continue
        time = f"{draft.next_at:%H:%M} UTC"
        yield UPDATE_RULES["other_next"].of(draft.text, one.span, time=time)
