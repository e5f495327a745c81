"""The record of what was told: every version, who approved it, what was promised, how late."""

import difflib
from collections.abc import Iterator

from models.domain.cadence import adherence, with_timings
from models.domain.incident import Incident
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.times import maybe_write_time, span_words, write_time
from models.domain.update import Revision, Update, Version


def update_log(incident: Incident, label: str, policy: Policy = DEFAULT_POLICY) -> str:
    """As Markdown, in the order of their numbers. `incident` has the words of its drafts."""
    known = with_timings(incident, policy)
    lines = [f"# Status updates of {label}: {incident.title}", ""]
    kept = adherence(incident, policy)
    if kept.due:
        share = 100 * kept.on_time / kept.due
        lines += [f"On time: {kept.on_time} of {kept.due} ({share:.1f} %).", ""]
    for update in known.updates:
        lines += [*_update(update), ""]
    if not known.updates:
        lines.append("None was written.")
    return "\n".join(lines).rstrip() + "\n"


def _update(update: Update) -> Iterator[str]:
    said = update.published or update.draft
    to = said.audience.value if said.audience else "nobody yet"
    yield f"## {update.n}. To {to}, {said.state.value}"
    yield ""
    written = f" by {update.author}" if update.author else ""
    yield f"- Written{written}, {write_time(update.created_at)}"
    yield from _road(update)
    yield from _in_time(update)
    yield ""
    yield from _quoted(said.text)
    yield from _facts(said)
    yield from _versions(update)


def _road(update: Update) -> Iterator[str]:
    approval, publication = update.approval, update.publication
    if approval is not None and update.is_approved:
        alone = "" if approval.reviewed else ", not reviewed by a second person"
        claimed = ", not confirmed by the server yet" if approval.provisional else ""
        why = f": {approval.reason}" if approval.reason else ""
        yield f"- Approved by {approval.by}, {write_time(approval.at)}{alone}{claimed}{why}"
    elif update.is_sent_back and update.sent_back is not None:
        back = update.sent_back
        yield f"- Sent back by {back.by}, {write_time(back.at)}: {back.reason}"
    if publication is None:
        yield "- Not published"
        return
    by = f" by {publication.by}" if publication.by else ""
    yield f"- Published{by}, {write_time(publication.at)}"
    for one in update.deliveries:
        receipt = f", receipt {one.receipt}" if one.receipt else ""
        at = f", {write_time(one.sent_at)}" if one.sent_at else ""
        why = f": {one.reason}" if one.reason else ""
        yield f"- {one.channel}: {one.state.value}{at}{receipt}{why}"


def _in_time(update: Update) -> Iterator[str]:
    if update.late_ms is not None and update.due_at is not None:
        late = f"late by {span_words(update.late_ms)}" if update.late_ms else "on time"
        yield f"- Due {write_time(update.due_at)}, {late}"
    if update.out_at is not None and update.next_due_at is not None:
        yield f"- Next update promised for {maybe_write_time(update.next_due_at)}"


def _facts(said: Revision) -> Iterator[str]:
    if said.components:
        yield ""
        yield "Components: " + ", ".join(f"{name} {state.value}" for name, state in said.components)
    if said.data_lost is not None:
        yield ""
        yield f"Was data lost? {'Yes' if said.data_lost else 'No'}."


def _versions(update: Update) -> Iterator[str]:
    """What changed from one frozen version to the next, the last being what stands now."""
    before: Version | None = None
    n = 0
    for version in update.versions:
        if before is not None and version.revision == before.revision:
            continue
        n += 1
        why = {"approval": "approved", "publication": "published", "sent_back": "sent back"}
        word = why.get(version.why, "written")
        reason = f": {version.reason}" if version.reason else ""
        yield ""
        yield (
            f"### Version {n}, {word} by {version.by or 'somebody'} "
            f"{write_time(version.at)}{reason}"
        )
        yield ""
        yield f"`{version.revision.sha256}`"
        yield ""
        if before is None:
            yield from _quoted(version.revision.text)
        else:
            yield from _difference(before.revision, version.revision)
        before = version
    if before is not None and update.publication is None and update.draft != before.revision:
        yield ""
        yield "### Changed since, not approved"
        yield ""
        yield from _difference(before.revision, update.draft)


def _difference(before: Revision, after: Revision) -> Iterator[str]:
    yield "```diff"
    yield from _diff_lines(_lines(before), _lines(after))
    yield "```"


def _diff_lines(before: list[str], after: list[str]) -> Iterator[str]:
    for line in difflib.ndiff(before, after):
        if not line.startswith("?"):
            yield line.replace("```", "'''").rstrip()


def _lines(revision: Revision) -> list[str]:
    """Its parts that are no text are lines too, so that a changed state is seen."""
    audience = revision.audience.value if revision.audience else "nobody"
    head = [f"to {audience}, {revision.state.value}"]
    head += [f"{name} {state.value}" for name, state in revision.components]
    if revision.data_lost is not None:
        head.append(f"data lost: {'yes' if revision.data_lost else 'no'}")
    return [*head, *revision.text.splitlines()]


def _quoted(text: str) -> Iterator[str]:
    for line in text.splitlines() or [""]:
        yield f"> {line}".rstrip()
