"""Decides what a review's page shows and what its gestures do; knows no widget."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Protocol

from models.actions.add_action import AddAction
from models.actions.edit_text import joined
from models.actions.mark_key import MarkKey
from models.actions.mark_moment import MarkMoment
from models.actions.move_review import MoveReview
from models.actions.override_finding import OverrideFinding
from models.actions.push_action import PushAction
from models.actions.set_action import SetAction
from models.actions.use_template import UseTemplate
from models.checks.finding import Finding
from models.checks.record import Record
from models.checks.review import check_review
from models.domain.action_item import ActionKind, ActionState
from models.domain.action_words import parse_action
from models.domain.errors import NothingToDo, WarRoomError
from models.domain.review import MomentKind, ReviewState, Section
from models.jobs import JobRunner
from models.queries.reel import ReelMark
from models.queries.review_page import ReviewPage
from views.review.page_of import page_of
from views.review.states import Findings, PageState
from views.tongue import told, tr
from views.vocabulary import moment_word

NO_RECORD = Record()


class Page(Protocol):
    def show_page(self, state: PageState) -> None: ...

    def show_text(self, section: Section, text: str) -> None:
        """Others wrote in it; the cursor stays where it is."""

    def show_findings(self, findings: Findings) -> None: ...

    def action_kept(self) -> None:
        """The line may be emptied."""

    def action_refused(self, sentence: str) -> None: ...

    def say(self, sentence: str) -> None: ...


class ReviewPresenter:
    """`load` reads a review, `act` runs a command, `save(uid, section, text, seen)` keeps a text
    and gives it with what others wrote: all off the thread that draws."""

    def __init__(
        self,
        page: Page,
        jobs: JobRunner,
        load: Callable[[str], ReviewPage],
        act: Callable[[Any], object],
        save: Callable[[str, Section, str, str], str],
        now: Callable[[], datetime],
    ) -> None:
        self._page = page
        self._jobs = jobs
        self._load = load
        self._act = act
        self._save = save
        self._now = now
        self._found: ReviewPage | None = None
        self._seen: dict[Section, str] = {}
        self._sent: dict[Section, str] = {}
        self._asked = 0
        self.texts: dict[Section, str] = {}
        self.findings: Findings = {}
        self.uid = ""
        self.state = PageState()

    def open(self, uid: str) -> None:
        """What was typed in the one before is kept first."""
        if uid != self.uid:
            self.settle()
            self.uid, self._found = uid, None
            self._seen, self.texts, self.findings, self._sent = {}, {}, {}, {}
            self._set(PageState(uid=uid))
        self.refresh()

    def refresh(self) -> None:
        uid = self.uid
        if uid:
            self._jobs.run(
                lambda: self._load(uid), owner=self, then=self._loaded, failed=self._failed
            )

    # Texts

    def typed(self, section: Section, text: str) -> None:
        """The whole text of a section as it is in the editor now."""
        self.texts[section] = text

    def settle(self) -> None:
        """Typing paused: what is new is kept and checked."""
        for section in self.texts:
            self._keep(section)
        self._check()

    @property
    def is_kept(self) -> bool:
        return not self._sent and all(self._seen.get(s) == t for s, t in self.texts.items())

    def _keep(self, section: Section) -> None:
        text, seen, uid = self.texts[section], self._seen.get(section, ""), self.uid
        if text == seen or section in self._sent:
            return
        self._sent[section] = text

        def failed(error: WarRoomError) -> None:
            if uid == self.uid:
                self._sent.pop(section, None)
            self._page.say(told(str(error)))

        self._jobs.run(
            lambda: self._save(uid, section, text, seen),
            owner=self,
            then=lambda kept: self._kept(uid, section, text, kept),
            failed=failed,
        )

    def _kept(self, uid: str, section: Section, sent: str, kept: str) -> None:
        """What was typed meanwhile goes into what is kept by now."""
        if uid != self.uid:
            return
        self._sent.pop(section, None)
        self._take(section, sent, kept)
        if self.texts[section] != kept:
            self._keep(section)

    def _take(self, section: Section, before: str, present: str) -> None:
        """`present` is the text as it is kept, made from `before`."""
        mine = self.texts.get(section, before)
        self._seen[section] = present
        wanted = present if mine == before else joined(before, present, mine)
        self.texts[section] = wanted
        if wanted != mine:
            self._page.show_text(section, wanted)

    def _check(self) -> None:
        """Newest first: an answer for a text that changed meanwhile is not shown."""
        found = self._found
        if found is None:
            return
        self._asked += 1
        asked, texts, record = self._asked, dict(self.texts), found.check
        self._jobs.run(
            lambda: {section: check_review(text, record) for section, text in texts.items()},
            owner=self,
            then=lambda marks: self._checked(asked, texts, marks),
            failed=self._failed,
        )

    def _checked(
        self,
        asked: int,
        texts: Mapping[Section, str],
        marks: Mapping[Section, tuple[Finding, ...]],
    ) -> None:
        if asked != self._asked or self._found is None or texts != self.texts:
            return
        stands = {one.key for one in self._found.record.review.overrides}
        self.findings = {
            section: tuple(one for one in found if one.key not in stands)
            for section, found in marks.items()
        }
        self._page.show_findings(self.findings)
        questions = sum(len(found) for found in self.findings.values())
        if questions != self.state.questions:
            self._set(replace(self.state, questions=questions))

    def let_stand(self, section: Section, finding: Finding, reason: str) -> None:
        self._run(OverrideFinding(self.uid, section, finding.key, finding.text, reason))

    def use_template(self, name: str) -> None:
        self.settle()
        self._run(UseTemplate(self.uid, name))

    # States

    def go_on(self) -> None:
        """Through the gate, or why not."""
        gate = self.state.gate
        if gate.to is None:
            return
        self.settle()
        if gate.refused:
            self._page.say(gate.refused)
        self._run(MoveReview(self.uid, gate.to), quiet=bool(gate.refused))

    def move_to(self, state: ReviewState) -> None:
        self._run(MoveReview(self.uid, state))

    # Actions

    def add_action(self, typed: str, kind: ActionKind | None, entry: str) -> None:
        """`kind` is what was chosen beside the line; a word in the line wins."""
        try:
            parsed = parse_action(typed, self._today(), self.state.people)
        except WarRoomError as error:
            self._page.action_refused(told(str(error)))
            return
        command = AddAction(
            self.uid,
            parsed.text,
            parsed.kind or kind or ActionKind.FIX,
            parsed.owner,
            parsed.due,
            entry,
        )
        self._send_action(command)

    def change_action(self, uid: str, typed: str, kind: ActionKind | None) -> None:
        try:
            parsed = parse_action(typed, self._today(), self.state.people)
        except WarRoomError as error:
            self._page.action_refused(told(str(error)))
            return
        command = SetAction(
            uid,
            text=parsed.text,
            kind=parsed.kind or kind,
            owner=parsed.owner,
            due=parsed.due,
        )
        self._send_action(command)

    def set_action_state(self, uid: str, state: ActionState, reason: str = "") -> None:
        self._run(SetAction(uid, state=state, reason=reason))

    def push_action(self, uid: str, tracker: str, then: Callable[[], None]) -> None:
        """Into the outbox; `then` lets it go."""
        self._jobs.run(
            lambda: self._act(PushAction(uid, tracker)),
            owner=self,
            then=lambda _: then(),
            failed=lambda error: self._page.say(told(str(error))),
        )

    def _send_action(self, command: object) -> None:
        self._jobs.run(
            lambda: self._act(command),
            owner=self,
            then=lambda _: self._page.action_kept(),
            failed=self._action_failed,
        )

    def _action_failed(self, error: WarRoomError) -> None:
        if isinstance(error, NothingToDo):
            self._page.action_kept()
        else:
            self._page.action_refused(told(str(error)))

    def _today(self) -> date:
        return self._now().astimezone(UTC).date()

    # Moments

    def mark(self, here: ReelMark | None, moment: MomentKind | None) -> None:
        """The event at the playhead, as a turning point of that kind, None for a key moment; what
        is marked so already is not any more."""
        if here is None:
            self._page.say(tr("Nothing happened up to here that could be marked."))
            return
        if moment is None:
            self._run(MarkKey(here.entry, here.kind != "key"))
            return
        taken_off = here.moment is moment
        self._run(MarkMoment(here.entry, None if taken_off else moment))
        words = moment_word(moment)
        self._page.say(
            tr("No longer marked: {words}.", words=words)
            if taken_off
            else tr("Marked: {words}.", words=words)
        )

    # What came back

    def _run(self, command: object, *, quiet: bool = False) -> None:
        def failed(error: WarRoomError) -> None:
            if not quiet:
                self._page.say(told(str(error)))

        # The change feed brings the new state.
        self._jobs.run(lambda: self._act(command), owner=self, then=lambda _: None, failed=failed)

    def _loaded(self, found: ReviewPage) -> None:
        if found.record.incident.uid != self.uid:
            return
        first, self._found = self._found is None, found
        for section, present in found.record.sections.items():
            if first:
                self._seen[section] = self.texts[section] = present
                self._page.show_text(section, present)
            elif section not in self._sent:  # what is on its way brings the newest text itself
                self._take(section, self._seen[section], present)
        self._set(page_of(found, self.state.questions, self._now()))
        self._check()
        for section in self.texts:
            self._keep(section)

    def _failed(self, error: WarRoomError) -> None:
        self._set(replace(self.state, notice=told(str(error))))

    def _set(self, state: PageState) -> None:
        self.state = state
        self._page.show_page(state)
