"""Words of the composer's tables, and the lines made of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from models.checks.update_rules import LINES
from models.domain.cadence import (
    LONG_NOT_BEFORE,
    SNOOZE,
    is_snoozed,
    next_update_due,
)
from models.domain.incident import Incident
from models.domain.policy import Policy
from models.domain.times import to_ms
from models.domain.update import Delivery, DeliveryState, Update
from models.queries.composing import ComposerRecord
from views import text
from views.composer.states import (
    Analysis,
    Arrival,
    CheckLine,
    Due,
    HistoryRow,
    Tab,
    Working,
)
from views.tongue import mark, ntr, told, tr

AUDIENCES = (
    ("customers", mark("Customers"), "globe"),
    ("internal", mark("Support"), "headset"),
    ("leadership", mark("Leadership"), "briefcase"),
)
STATES = (
    ("investigating", mark("Investigating")),
    ("identified", mark("Identified")),
    ("monitoring", mark("Monitoring")),
    ("resolved", mark("Resolved")),
)
STATE_WORDS = dict(STATES)
TEMPLATE_WORDS = {
    "investigating": mark("We are looking"),
    "identified": mark("Cause known"),
    "update": mark("Still at work"),
    "monitoring": mark("Fix in place"),
    "resolved": mark("It is over"),
    "can": mark("From CAN"),
}
COMPONENT_WORDS = {
    "operational": mark("Operational"),
    "degraded_performance": mark("Degraded performance"),
    "partial_outage": mark("Partial outage"),
    "major_outage": mark("Major outage"),
    "under_maintenance": mark("Under maintenance"),
}
DELIVERY_LOOKS = {
    DeliveryState.QUEUED: ("clock", "text3"),
    DeliveryState.SENDING: ("arrows-clockwise", "accent"),
    DeliveryState.SENT: ("check", "ok"),
    DeliveryState.FAILED: ("warning-octagon", "bad"),
    DeliveryState.UNKNOWN: ("question", "warn"),
}
_EMPTY = ("circle-dashed", "text3", mark("nothing written"))
_DRAFT = ("pencil-simple", "text3", mark("draft"))
_WAITS = ("hourglass", "warn", mark("waits for approval"))
_BACK = ("arrow-left", "warn", mark("sent back"))
_APPROVED = ("seal-check", "ok", mark("approved"))
_SENT = ("check-circle", "ok", mark("sent"))
_ON_ITS_WAY = ("arrows-clockwise", "accent", mark("on its way"))
_TROUBLE = ("warning-octagon", "bad", mark("did not arrive"))
_UNKNOWN = ("question", "warn", mark("not known to have arrived"))


def tabs(working: dict[str, Working], updates: Sequence[Update]) -> tuple[Tab, ...]:
    """What is written wins over what went out before: the tab is about the next word."""
    found = []
    for audience, words, icon in AUDIENCES:
        mine = working.get(audience)
        draft = next((one for one in updates if mine and one.uid == mine.update), None)
        last = next((u for u in reversed(updates) if _is_to(u, audience) and u.publication), None)
        look = _draft_look(mine, draft)
        if look is _EMPTY and last is not None:
            look = arrival_look(last)
        found.append(Tab(audience, words, icon, *look))
    return tuple(found)


def _draft_look(mine: Working | None, draft: Update | None) -> tuple[str, str, str]:
    if draft is None:
        return _DRAFT if mine and mine.is_typed else _EMPTY
    if draft.is_approved:
        return _APPROVED
    if draft.is_sent_back:
        return _BACK
    return _WAITS if draft.is_asked else _DRAFT


def arrival_look(update: Update) -> tuple[str, str, str]:
    """How it arrived, the worst of its channels."""
    if update.publication is None:
        return _draft_look(None, update)
    states = {one.state for one in update.deliveries}
    if DeliveryState.FAILED in states:
        return _TROUBLE
    if DeliveryState.UNKNOWN in states:
        return _UNKNOWN
    if update.out_at is None or states & {DeliveryState.QUEUED, DeliveryState.SENDING}:
        return _ON_ITS_WAY
    return _SENT


def _is_to(update: Update, audience: str) -> bool:
    said = update.published or update.draft
    return said.audience is not None and said.audience.value == audience


def check_lines(found: Analysis, commander: str) -> tuple[CheckLine, ...]:
    """What stops it first, then advice, then what holds. Nothing is said of an empty text."""
    if not found.text.strip():
        return ()
    broken = {one.rule for one in found.findings}
    lines = [
        CheckLine(
            "stop" if one.is_stop else "warn",
            one.sentence if not one.ask else f"{one.sentence} {one.ask}",
            one.start,
            one.end,
            commander if one.rule == "unconfirmed_recovery" else "",
        )
        for one in found.findings
    ]
    stops = [line for line in lines if line.kind == "stop"]
    advice = [line for line in lines if line.kind != "stop"]
    held = [CheckLine("ok", line.sentence) for line in LINES if broken.isdisjoint(line.rules)]
    return (*stops, *_of_facts(found), *advice, *held)


def _of_facts(found: Analysis) -> list[CheckLine]:
    """Facts whose source says something else by now, and gaps that a template left."""
    lines = []
    for token in found.tokens:
        if token.is_stale:
            said = found.text[token.start : token.end]
            sentence = (
                tr("“{words}” changed: it is {now} now.", words=said, now=token.now)
                if token.now
                else tr("“{words}” is not known any more.", words=said)
            )
            lines.append(CheckLine("warn", sentence, token.start, token.end))
    for start, end in found.gaps:
        said = found.text[start:end]
        lines.append(CheckLine("warn", tr("Fill in {gap}, or take it out.", gap=said), start, end))
    return lines


def history_rows(updates: Sequence[Update]) -> tuple[HistoryRow, ...]:
    """The newest first, drafts before what is out."""
    return tuple(_row(one) for one in sorted(updates, key=lambda one: -one.n))


def _row(update: Update) -> HistoryRow:
    said = update.published or update.draft
    to = next((words for key, words, _ in AUDIENCES if _is_to(update, key)), "")
    out = update.out_at or (update.publication.at if update.publication else None)
    icon, color, word = arrival_look(update)
    parts = [tr(to) if to else "", tr(word)]
    if update.publication is None:
        parts.append(tr("by {person}", person=update.author.split(" ")[0]))
    elif update.late_ms:
        parts.append(tr("{time} late", time=text.duration_words(update.late_ms)))
        icon, color = (icon, "warn") if color == "ok" else (icon, color)
    elif update.late_ms == 0:
        parts.append(tr("on time"))
    first = next((line for line in said.text.split("\n") if line.strip()), tr("Empty"))
    return HistoryRow(
        update.uid,
        tr("Update {n}", n=update.n),
        tr(STATE_WORDS[said.state.value]),
        text.clock_time(out, seconds=False) if out else tr("now"),
        first,
        (icon, color, " · ".join(part for part in parts if part)),
        update.publication is None,
    )


def due_of(incident: Incident, policy: Policy, n: int, now: datetime, none_due: str) -> Due:
    due = next_update_due(incident, policy)
    rule = policy.severities.get(incident.severity) if incident.severity else None
    every = rule.update_every_ms if rule else None
    declared = incident.times.declared_at
    ran = now - declared if declared else timedelta()
    long = incident.long_since is not None
    if due is None:
        return Due(told(none_due))
    promise = ntr(
        "You promised an update every {n} minute.",
        "You promised an update every {n} minutes.",
        (every or 0) // 60_000,
    )
    notes = []
    if is_snoozed(incident, due):
        at = text.clock_time(due + SNOOZE, seconds=False)
        notes.append(tr("Snoozed until {time}; it stays due.", time=f"{at} UTC"))
    if long:
        notes.append(tr("Long incident: fewer updates."))
    return Due(
        tr("Update {n} is due at {time} UTC", n=n, time=text.clock_time(due, seconds=False)),
        promise if every and not long else "",
        due,
        every or 30 * 60_000,
        may_snooze=not is_snoozed(incident, due),
        may_slow=not long and ran >= LONG_NOT_BEFORE,
        note=" ".join(notes),
    )


def arrivals(update: Update | None, *, looked_at: bool) -> tuple[Arrival, ...]:
    """A line a channel; where there is none, that publishing was all. What arrived everywhere is
    told to whoever looks at it."""
    if update is None or update.publication is None:
        return ()
    if not looked_at and arrival_look(update) is _SENT:
        return ()
    if not update.publication.channels:
        at = text.clock_time(update.publication.at)
        words = tr("told at {time} UTC; no channel takes this audience", time=at)
        return (Arrival(tr("Timeline"), "check", "ok", words),)
    arrived = {one.channel: one for one in update.deliveries}
    return tuple(_arrival(name, arrived.get(name)) for name in update.publication.channels)


def _arrival(name: str, delivery: Delivery | None) -> Arrival:
    if delivery is None:
        return Arrival(name, *DELIVERY_LOOKS[DeliveryState.QUEUED], tr("queued"))
    icon, color = DELIVERY_LOOKS[delivery.state]
    acts: tuple[tuple[str, str], ...] = ()
    if delivery.state is DeliveryState.SENT:
        at = text.clock_time(delivery.sent_at) if delivery.sent_at else ""
        words = tr("sent {time} UTC. {receipt}", time=at, receipt=told(delivery.receipt)).strip()
    elif delivery.state is DeliveryState.QUEUED:
        words = tr("queued")
    elif delivery.state is DeliveryState.SENDING:
        words = tr("sending")
    elif delivery.state is DeliveryState.FAILED:
        words = tr("not sent. {reason}", reason=told(delivery.reason))
        if delivery.next_try_at:
            at = text.clock_time(delivery.next_try_at)
            words = f"{words} {tr('Tried again at {time} UTC.', time=at)}"
        acts = (("again", mark("Try again")),)
    else:
        words = tr("may have arrived. {reason}", reason=told(delivery.reason))
        acts = (("arrived", mark("It arrived")), ("again", mark("Send again")))
    return Arrival(name, icon, color, words, acts)


def last_of(record: ComposerRecord | None, audience: str) -> Update | None:
    """The latest that went out to this audience."""
    known = record.incident.updates if record else ()
    return next((u for u in reversed(known) if u.publication and _is_to(u, audience)), None)


def moment_words(asked_at: datetime, now: datetime) -> str:
    """`2 min ago` is no time: `15:50 UTC`."""
    return f"{text.clock_time(asked_at, seconds=to_ms(now) - to_ms(asked_at) < 60_000)} UTC"
