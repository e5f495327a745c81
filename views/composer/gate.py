"""What stands between the words and those who read them: stops, a second person, a question."""

from datetime import datetime

from models.domain.approval import hard_stops, may_approve, needs_second_person
from models.domain.incident import Incident, Role
from models.domain.update import MOST_TEXT, Audience, Revision, Update, UpdateState
from models.publishing.channel import ChannelKind
from models.publishing.roster import KnownChannel, taking
from models.queries.composing import ComposerRecord
from views.composer.states import (
    Analysis,
    Approval,
    PersonLine,
    Primary,
    Receiver,
    Working,
)
from views.composer.words import moment_words
from views.tongue import mark, number, tr

KIND_OF = {
    ChannelKind.STATUSPAGE: "page",
    ChannelKind.FOLDER: "page",
    ChannelKind.EMAIL: "email",
    ChannelKind.SLACK: "chat",
    ChannelKind.WEBHOOK: "chat",
}


def revision_of(mine: Working) -> Revision:
    """What the words at this desk would be, frozen."""
    return Revision(
        Audience(mine.audience),
        UpdateState(mine.state or UpdateState.INVESTIGATING.value),
        mine.text.strip(),
        mine.components,
        mine.data_lost,
    )


def stop_of(record: ComposerRecord, mine: Working, analysis: Analysis) -> str:
    """The first sentence that forbids sending these words; "" where there is none."""
    said = revision_of(mine)
    stops = hard_stops(record.incident, said, record.label)
    if stops:
        return stops[0]
    if said.state is UpdateState.RESOLVED and said.data_lost is None:
        return tr("An update that says resolved answers whether data was lost: no or yes.")
    if len(said.text) > MOST_TEXT:
        return tr("An update has at most {n} characters.", n=number(MOST_TEXT))
    same = analysis.audience == mine.audience and analysis.text == mine.text
    found = (one.sentence for one in analysis.findings if one.is_stop and same)
    return next(found, "")


def primary_of(
    record: ComposerRecord,
    mine: Working,
    draft: Update | None,
    analysis: Analysis,
    person: str,
    pending: bool = False,
) -> Primary:
    """What the one button does now, and why it does not where it cannot be pressed."""
    if pending:
        return Primary("undo", tr("Undo sending"), "arrow-counter-clockwise")
    incident, audience = record.incident, Audience(mine.audience)
    stop = stop_of(record, mine, analysis)
    if needs_second_person(incident, audience) and not _stands(draft, mine, approved=True):
        return _asking(incident, mine, draft, audience, person, stop)
    words = tr("Send to customers") if mine.audience == "customers" else tr("Send update")
    return Primary("none" if stop else "send", words, reason=stop)


def _asking(
    incident: Incident,
    mine: Working,
    draft: Update | None,
    audience: Audience,
    person: str,
    stop: str,
) -> Primary:
    author = draft.author if draft else person
    if stop:
        return Primary("none", tr("Send for approval"), reason=stop, asks=True)
    alone = may_approve(incident, audience, author, person, reason=".")
    if not alone.refusal and not alone.reviewed:
        return Primary("approve_alone", tr("Approve alone"), "seal-check")
    if _stands(draft, mine, approved=False):
        approver = ", ".join(approvers(incident, author)) or tr("somebody")
        waits = tr("{person} has to approve it before it goes out.", person=approver)
        return Primary("none", tr("Waits for approval"), "hourglass", waits)
    return Primary("ask", tr("Send for approval"), asks=True)


def _stands(draft: Update | None, mine: Working, *, approved: bool) -> bool:
    """Whether the words at this desk are the ones approved, or asked about."""
    if draft is None or draft.uid != mine.update or revision_of(mine).sha256 != draft.draft.sha256:
        return False
    return draft.is_approved if approved else draft.is_asked and not draft.is_sent_back


def approvers(incident: Incident, author: str) -> tuple[str, ...]:
    """Who is asked: the commander, else whoever else wears a hat."""
    commander = incident.commander
    if commander and commander.casefold() != author.casefold():
        return (commander,)
    others = (hat.person for hat in incident.hats if hat.person.casefold() != author.casefold())
    return tuple(dict.fromkeys(others))


def approval_of(
    record: ComposerRecord, mine: Working, draft: Update | None, person: str, now: datetime
) -> Approval:
    incident, audience = record.incident, Audience(mine.audience)
    author = draft.author if draft else person
    wrote = tr("Writes the draft")
    if draft is not None:
        wrote = tr("Wrote the draft, {time}", time=moment_words(draft.created_at, now))
    people = [PersonLine(author, wrote, "check-circle" if draft else "pencil-simple",
                         "ok" if draft else "text3")]  # fmt: skip
    notes: list[tuple[str, str]] = []
    asked = draft if draft is not None and _stands(draft, mine, approved=False) else None
    may_answer = False
    if needs_second_person(incident, audience):
        people += _readers(incident, draft, mine, author, now)
        may_answer = (
            asked is not None
            and not asked.is_approved
            and person.casefold() != author.casefold()
            and not may_approve(incident, audience, author, person).refusal
        )
    elif draft is None or draft.approval is None:
        notes.append(("info", tr("Nobody else has to read it: sending approves it.")))
    goes = tr("Then it goes to: {places}.", places=places_of(record, mine.audience))
    notes.append(("paper-plane-tilt", goes))
    if needs_second_person(incident, audience) and not (draft and draft.is_approved):
        notes.append(("fast-forward", _if_silent(incident, author)))
    trouble = ""
    if draft is not None and draft.is_sent_back and draft.sent_back is not None:
        back = draft.sent_back
        trouble = tr("{person} sent it back: {reason}", person=back.by, reason=back.reason)
    return Approval(tuple(people), tuple(notes), may_answer, trouble)


def approval_of_sent(update: Update, now: datetime) -> Approval:
    """Who wrote and who read what went out."""
    wrote = tr("Wrote it, {time}", time=moment_words(update.created_at, now))
    people = [PersonLine(update.author, wrote, "check-circle", "ok")]
    approval = update.approval
    if approval is not None and approval.by != update.author:
        words = tr("Approved it, {time}", time=moment_words(approval.at, now))
        people.append(PersonLine(approval.by, words, "seal-check", "ok"))
    notes: tuple[tuple[str, str], ...] = ()
    if approval is not None and not approval.reviewed:
        words = tr("Not reviewed by a second person: {reason}", reason=approval.reason)
        notes = (("info", words),)
    return Approval(tuple(people), notes)


def _readers(
    incident: Incident, draft: Update | None, mine: Working, author: str, now: datetime
) -> list[PersonLine]:
    if draft is not None and draft.is_approved and draft.approval is not None:
        approval = draft.approval
        words = tr("Approved it, {time}", time=moment_words(approval.at, now))
        if not approval.reviewed:
            words = tr("Not reviewed by a second person: {reason}", reason=approval.reason)
        if approval.provisional:
            words = f"{words}. {tr('The server has not confirmed it yet.')}"
        return [PersonLine(approval.by, words, "seal-check", "ok")]
    severity = incident.severity.value if incident.severity else ""
    words = tr("Approves, needed for {severity} customer updates", severity=severity)
    if draft is not None and _stands(draft, mine, approved=False) and draft.asked is not None:
        words = tr("Was asked, {time}", time=moment_words(draft.asked.at, now))
    return [PersonLine(name, words, "circle-dashed") for name in approvers(incident, author)[:2]]


def _if_silent(incident: Incident, author: str) -> str:
    named = approvers(incident, author)
    if not named:
        return tr("Nobody else is here. A commander alone may approve it with a reason.")
    deputy = next((hat.person for hat in incident.hats if hat.role is Role.DEPUTY), "")
    if deputy and deputy.casefold() not in {author.casefold(), named[0].casefold()}:
        return tr(
            "If {person} does not answer in 2 min, you are told. {deputy} can take command and "
            "approve it.",
            person=named[0],
            deputy=deputy,
        )
    return tr("If {person} does not answer in 2 min, you are told.", person=named[0])


def places_of(record: ComposerRecord, audience: str) -> str:
    names = [one.name for one in taking(record.channels, Audience(audience))]
    return ", ".join(names) or tr("the timeline, for no channel takes this audience")


_NO_CHANNEL = (
    ("page", mark("Status page")),
    ("email", mark("E-mail")),
    ("chat", mark("Chat")),
)


def receivers_of(record: ComposerRecord, audience: str) -> tuple[Receiver, ...]:
    """The channels of an audience; where it has none, what the three kinds would look like."""
    known = _pages_first(record, audience)
    if known:
        return tuple(
            Receiver(KIND_OF[one.settings.kind], one.name, _seen_by(audience)) for one in known
        )
    words = tr("No channel takes this audience yet. Add one in settings.")
    return tuple(Receiver(kind, tr(name), words) for kind, name in _NO_CHANNEL)


def _pages_first(record: ComposerRecord, audience: str) -> list[KnownChannel]:
    """The page is where most people look."""
    order = ("page", "email", "chat")
    known = taking(record.channels, Audience(audience))
    return sorted(known, key=lambda one: (order.index(KIND_OF[one.settings.kind]), one.name))


def _seen_by(audience: str) -> str:
    return {
        "customers": tr("Shown as customers see it"),
        "internal": tr("Shown as support sees it"),
        "leadership": tr("Shown as leadership sees it"),
    }[audience]


def channel_at(record: ComposerRecord, audience: str, n: int) -> KnownChannel | None:
    known = _pages_first(record, audience)
    return known[n] if n < len(known) else None
