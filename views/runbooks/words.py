"""What the runbook screens say, and what follows from what was marked; knows no widget."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.domain.runbook import StepState
from models.domain.times import to_ms
from views import text
from views.runbooks.states import BookRow, BookView, Contact, RunView, StepStat, StepView
from views.tongue import mark, ntr, number, tr

AN_HOUR = 60
STALE_AFTER = timedelta(days=180)
STATE_WORDS = {
    StepState.NOT_STARTED: mark("not started"),
    StepState.NOW: mark("now"),
    StepState.DONE: mark("done"),
    StepState.FAILED: mark("did not work"),
    StepState.SKIPPED: mark("skipped"),
}
_GO_TO = re.compile(
    r"\b(?:go|skip|jump|move|on|straight|continue)\b[^.]*?\bstep\s+(\d+)", re.IGNORECASE
)
_ESCALATE = re.compile(r"\bescalat|\bcall\b|\bpage\b", re.IGNORECASE)
_PICTURE = re.compile(r"!\[([^\]]*)\]\s*(?:\([^)]*\)|\[[^\]]*\])")
_REACH = re.compile(r"(?:\+?\d[\d ()/-]{5,}\d)|\S+@\S+\.\S+|#[\w-]+|https?://\S+")


@dataclass(frozen=True, slots=True)
class Next:
    """What to do after a step that did not work. `step` is where to go on, None where nowhere;
    `escalate` whether calling somebody is what comes next."""

    failed: int
    words: str
    step: int | None
    escalate: bool


def present(view: RunView) -> StepView | None:
    """The step to do now; None when all are over."""
    for step in view.steps:
        if step.state is StepState.NOW:
            return step
    failed = after_failure(view)
    if failed is not None and failed.step is not None:
        return view.step(failed.step)
    ended = last_ended(view)
    later = [step for step in view.steps if ended is not None and step.n > ended.n]
    return next((step for step in (*later, *view.steps) if not step.state.is_over), None)


def last_ended(view: RunView) -> StepView | None:
    ended = [step for step in view.steps if step.state.is_over and step.run.ended_at is not None]
    return max(
        ended, key=lambda step: (to_ms(step.run.ended_at or view.started_at), step.n), default=None
    )


def after_failure(view: RunView) -> Next | None:
    """Only while the last thing that ended did not work, and nothing was begun since."""
    last = last_ended(view)
    if last is None or last.state is not StepState.FAILED:
        return None
    begun = [step for step in view.steps if step.state is StepState.NOW and step.run.began_at]
    ended_at = last.run.ended_at
    if any(ended_at and step.run.began_at and step.run.began_at > ended_at for step in begun):
        return None
    return what_next(view, last)


def what_next(view: RunView, failed: StepView) -> Next:
    """What the runbook says; where it says nothing, the next step, and at the end to escalate."""
    said = failed.plan.if_not.strip()
    named = _GO_TO.search(said)
    target = view.step(int(named.group(1))) if named else None
    if target is None and not _ESCALATE.search(said):
        later = (step for step in view.steps if step.n > failed.n and not step.state.is_over)
        target = next(later, None)
    if said:
        return Next(failed.n, said, target.n if target else None, target is None)
    if target is not None:
        words = tr("The runbook does not say what then. Step {n} comes next.", n=target.n)
        return Next(failed.n, words, target.n, escalate=False)
    return Next(failed.n, tr("This was the last step. Escalate."), None, escalate=True)


def now_words(step: StepView, now: datetime) -> str:
    """`12 min` since it was taken up; "" before."""
    if step.run.began_at is None:
        return ""
    return text.ago(to_ms(now) - to_ms(step.run.began_at))


def beside_usual(step: StepView, now: datetime) -> str:
    """`3 of 6 min`, or what is known of the two."""
    begun = now_words(step, now) if step.state is StepState.NOW else ""
    if not step.usual or step.state.is_over:
        return begun
    if not begun or step.run.began_at is None:
        return tr("about {usual} min", usual=step.usual)
    minutes = (to_ms(now) - to_ms(step.run.began_at)) // 60_000
    took = begun if minutes >= AN_HOUR else max(0, minutes)
    return tr("{took} of {usual} min", took=took, usual=step.usual)


def clock_words(step: StepView, now: datetime) -> str:
    """`3:12` since it was taken up, or what it took."""
    if step.run.began_at is None:
        return ""
    until = step.run.ended_at or now
    return text.duration_clock(to_ms(until) - to_ms(step.run.began_at))


def took_words(step: StepView, now: datetime) -> str:
    """`1 m 40 s`, so far or in all; "" for what was not taken up."""
    if step.run.began_at is None or step.state in (StepState.NOT_STARTED, StepState.SKIPPED):
        return ""
    until = step.run.ended_at or now
    return text.duration_words(max(0, to_ms(until) - to_ms(step.run.began_at)))


def beside(step: StepView) -> str:
    """What stands under a step's line: what was seen, why it was skipped, or when it is due."""
    if step.state is StepState.SKIPPED:
        return tr("Skipped: {reason}", reason=step.run.reason) if step.run.reason else tr("Skipped")
    observed = step.run.observed
    if step.run.mismatch and observed:
        return tr("Not as expected: {observed}", observed=observed)
    if step.state is StepState.FAILED:
        return observed or step.run.reason or tr("Did not work")
    return observed


def spoken(step: StepView) -> str:
    """What a screen reader says for a row."""
    under = beside(step)
    said = tr(
        "Step {n}, {text}, {state}",
        n=step.n,
        text=step.plan.text,
        state=tr(STATE_WORDS[step.state]),
    )
    return f"{said}. {under}" if under else said


def usual_words(step: StepView) -> str:
    return tr("of about {usual} min", usual=step.usual) if step.usual else ""


def is_late(step: StepView, now: datetime) -> bool:
    if step.state is not StepState.NOW or step.run.began_at is None or not step.usual:
        return False
    return now - step.run.began_at > timedelta(minutes=step.usual)


def expect_words(expected: str) -> str:
    """`Expect 5xx to fall under 1 %`: the runbook's own words, after one verb."""
    plain = expected.strip()
    begun = plain.lower().startswith(("expect", "you should", "there should"))
    return plain if begun else tr("Expect: {outcome}", outcome=plain)


def on_step(step: StepView) -> str:
    first = step.run.person.split()[0] if step.run.person else ""
    return tr("{first} is on this step", first=first) if first else tr("Nobody is on this step")


def done_words(view: RunView) -> str:
    """`2 of 5 done, 1 did not work`."""
    failed = sum(step.state is StepState.FAILED for step in view.steps)
    done = sum(step.state is StepState.DONE for step in view.steps)
    said = tr("{done} of {steps} done", done=done, steps=len(view.steps))
    return tr("{done}, {failed} did not work", done=said, failed=failed) if failed else said


def day_words(day: date) -> str:
    month = tr(text.SHORT_MONTHS[day.month - 1])
    return tr("{day} {month} {year}", day=day.day, month=month, year=day.year)


def checked_words(reviewed: date | None, today: date) -> tuple[str, bool]:
    """When a runbook was last looked at, and whether that is too long ago."""
    if reviewed is None:
        return tr("Never, as far as its file says"), True
    if today - reviewed <= STALE_AFTER:
        return day_words(reviewed), False
    months = (today - reviewed).days // 30
    return ntr(
        "{day}, {n} month ago", "{day}, {n} months ago", months, day=day_words(reviewed)
    ), True


def worked_words(runs: int, worked: int) -> str:
    if not runs:
        return tr("Not used yet")
    return ntr("{worked} of {n} time", "{worked} of {n} times", runs, worked=worked)


def source_words(path: str, commit: str | None) -> str:
    return f"{path}@{commit[:8]}" if commit else path


def stat_words(stat: StepStat | None) -> str:
    """`failed 3 of 7 times, usually 4 min`."""
    if stat is None or not stat.times:
        return ""
    said, n = [], stat.times
    if stat.failed:
        said.append(
            ntr(
                "failed {failed} of {n} time",
                "failed {failed} of {n} times",
                n,
                failed=stat.failed,
            )
        )
    if stat.skipped:
        said.append(
            ntr(
                "skipped {skipped} of {n} time",
                "skipped {skipped} of {n} times",
                n,
                skipped=stat.skipped,
            )
        )
    if not said:
        said.append(ntr("done in {times} of {n} run", "done in {times} of {n} runs", n, times=n))
    if stat.minutes is not None:
        said.append(tr("usually {minutes} min", minutes=stat.minutes))
    return ", ".join(said)


def is_shaky(stat: StepStat | None) -> bool:
    """Fails or is skipped in a third of its runs or more."""
    return stat is not None and stat.times > 0 and 3 * (stat.failed + stat.skipped) >= stat.times


def row_words(row: BookRow, today: date) -> str:
    """`Platform team, checked 12 Nov 2026`."""
    checked, _ = checked_words(row.last_reviewed, today)
    said = tr("checked {checked}", checked=checked) if row.last_reviewed else tr("never checked")
    return f"{row.owner}, {said}" if row.owner else tr("No owner, {said}", said=said)


def matches(row: BookRow, words: str) -> bool:
    hay = f"{row.title} {row.owner} {row.folder}".casefold()
    return all(word in hay for word in words.casefold().split())


def plain_markdown(written: str) -> str:
    """Markdown that fetches nothing: a picture is told by its words."""
    return _PICTURE.sub(
        lambda found: tr("*Picture: {words}*", words=found.group(1) or tr("no words")), written
    )


def is_web_link(target: str) -> bool:
    return target.lower().startswith(("https://", "http://"))


def contact_of(line: str) -> Contact:
    """A line of a runbook's escalation: `Rafael Costa, on-call DBA, +49 30 5550 102`."""
    found = _REACH.search(line)
    reach = found.group(0).strip("<>.,;") if found else ""
    rest = line.replace(found.group(0), "") if found else line
    parts = [part.strip(" -:;()<>") for part in re.split(r"[,;]|\s+[-–—]\s+|:\s", rest)]
    parts = [part for part in parts if part]
    return Contact(parts[0] if parts else line.strip(), reach, ", ".join(parts[1:]))


def copied_contact(contact: Contact) -> str:
    return contact.reach or ", ".join(part for part in (contact.name, contact.note) if part)


def library_words(books: int, shown: int) -> str:
    if shown == books:
        return ntr("{n} runbook", "{n} runbooks", books)
    return tr("{shown} of {books}", shown=shown, books=number(books))


def findings_words(book: BookView) -> str:
    n = len(book.findings)
    if not n:
        return tr("The check found nothing")
    return ntr("The check found {n} thing to mend", "The check found {n} things to mend", n)
