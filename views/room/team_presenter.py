"""Decides what the role board, the tasks and "Needs you" do; knows no widget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from models.actions.ask_person import AnswerAsk, AskPerson
from models.actions.assess_impact import AssessImpact
from models.actions.assign import Assign, Unassign
from models.actions.change_severity import ChangeSeverity
from models.actions.delegate import AnswerTask, Delegate
from models.actions.hand_over import Accept, Decline, HandOver, TakeCommand
from models.actions.promote import Promote
from models.domain.delegation import Offer, TaskState
from models.domain.errors import WarRoomError
from models.domain.incident import Incident, Role
from models.domain.needs import Need
from models.domain.severity import Severity
from models.domain.triage import Suggestion
from models.jobs import JobRunner
from views.room.team import HatRow
from views.tongue import tr

OF_UPDATES = ("approval", "sent_back", "unread", "delivery")
"""Needs that are about one update: its uid is their subject."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the workspace. `contact` is kept on this machine only, "" where none is."""

    name: str
    areas: tuple[str, ...] = ()
    on_call: bool = False
    contact: str = ""

    @property
    def beside(self) -> str:
        return ", ".join([*self.areas, *([tr("on call")] if self.on_call else [])])


@dataclass(frozen=True, slots=True)
class Promotion:
    """`expert` is (person, area); "" where nobody was named. `runbook` is a uid, or ""."""

    severity: Severity
    reason: str
    comms: str = ""
    expert: tuple[str, str] = ("", "")
    runbook: str = ""


@dataclass(frozen=True, slots=True)
class TeamState:
    """`brief` is what a handover would say now; `offer` the one this person is asked to answer;
    `cadence` a sentence on what a major incident asks for; `runbook` (uid, title) the best match
    that is not at work yet."""

    incident: Incident | None = None
    label: str = ""
    needs: tuple[Need, ...] = ()
    people: tuple[Person, ...] = ()
    services: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    suggestion: Suggestion | None = None
    brief: tuple[str, ...] = ()
    offer: Offer | None = None
    cadence: str = ""
    runbook: tuple[str, str] = ("", "")

    @property
    def contacts(self) -> dict[str, str]:
        return {person.name: person.contact for person in self.people if person.contact}


class Team(Protocol):
    def show_team(self, state: TeamState) -> None: ...

    def open_offer(self, state: TeamState) -> None:
        """Somebody is to answer an offer of command now."""

    def open_assign(self, role: Role) -> None: ...

    def open_handover(self) -> None: ...

    def start_update(self) -> None: ...

    def open_conflict(self, conflict: str) -> None: ...

    def answer_update(self, need: Need, yes: bool) -> None:
        """It is about an update that somebody wrote."""

    def say(self, sentence: str) -> None: ...


class TeamPresenter:
    """`act` carries out a command as the person at this desk, `act_as` as the person named, who
    stands beside. `load` reads a TeamState of an incident for a person."""

    def __init__(
        self,
        team: Team,
        jobs: JobRunner,
        load: Callable[[str], TeamState],
        act: Callable[[object], str],
        act_as: Callable[[object, str], str],
        actor: Callable[[], str],
        now: Callable[[], datetime],
        start_run: Callable[[str], None] = lambda runbook: None,
    ) -> None:
        self._team = team
        self._jobs = jobs
        self._load = load
        self._act = act
        self._act_as = act_as
        self._actor = actor
        self._now = now
        self._start_run = start_run
        self._told_offer: Offer | None = None
        self.uid = ""
        self.state = TeamState()

    def open(self, uid: str) -> None:
        if uid != self.uid:
            self.uid, self.state, self._told_offer = uid, TeamState(), None
        self.refresh()

    def refresh(self) -> None:
        uid = self.uid
        if uid:
            self._jobs.run(
                lambda: self._load(uid), owner=self, then=self._loaded, failed=self._refused
            )

    # Hats

    def assign(self, role: Role, person: str, area: str, instead: str = "") -> None:
        self._run(Assign(self.uid, role, person, area, instead))

    def ask(self, role: Role, person: str, area: str) -> None:
        self._run(AskPerson(self.uid, role, person, area))

    def ask_again(self, ask: str) -> None:
        incident = self.state.incident
        found = next((a for a in incident.asks if a.uid == ask), None) if incident else None
        if found is not None:
            self._run(AskPerson(self.uid, Role(found.role), found.person, found.area))

    def drop(self, row: HatRow, person: str) -> None:
        """A person was dragged onto a hat: command is offered, the rest is theirs at once."""
        if row.role is Role.COMMANDER:
            self._run(HandOver(self.uid, person))
        else:
            instead = row.person if row.role is not Role.SME and row.state == "worn" else ""
            self._run(Assign(self.uid, row.role, person, row.area, instead))

    def take_off(self, row: HatRow) -> None:
        self._run(Unassign(self.uid, row.role, row.person, row.area))

    def offer(self, to: str, brief: Sequence[str]) -> None:
        self._run(HandOver(self.uid, to, tuple(brief)))

    def answer_offer(self, *, yes: bool) -> None:
        """By the person it is offered to, at this desk."""
        incident = self.state.incident
        if incident is None or incident.offer is None:
            return
        command = Accept(self.uid) if yes else Decline(self.uid)
        self._run(command, as_person=incident.offer.to)

    def take_command(self, reason: str) -> None:
        seen = self.state.incident.commander if self.state.incident else ""
        self._run(TakeCommand(self.uid, reason, seen))

    # Tasks, triage

    def delegate(self, text: str, person: str, within_ms: int | None, at: datetime | None) -> None:
        self._run(Delegate(self.uid, text, person, within_ms, at))

    def triage(
        self, users: str | None, services: tuple[str, ...], business: str, *, use: bool
    ) -> None:
        """Keep the answers; with `use` the severity they suggest too."""
        incident = self.state.incident
        if incident is None:
            return
        answered = AssessImpact(
            self.uid,
            users if users != (incident.users or "unknown") else None,
            business if business != (incident.business or "") else None,
            services,
        )
        suggestion = self.state.suggestion
        self._run(answered, then=self._use_suggestion if use and suggestion else None)

    def _use_suggestion(self) -> None:
        uid = self.uid

        def take(state: TeamState) -> None:
            found = state.suggestion
            self._loaded(state)
            if found is not None and found.severity is not None:
                self.use_suggestion(found.severity, self._words_of(found))

        self._jobs.run(lambda: self._load(uid), owner=self, then=take, failed=self._refused)

    def use_suggestion(self, severity: Severity, reason: str) -> None:
        self._run(ChangeSeverity(self.uid, severity, reason))

    def _words_of(self, suggestion: Suggestion) -> str:
        return f"suggested by {', '.join(rule for rule, _ in suggestion.fired)}"

    def promote(self, promotion: Promotion) -> None:
        """One act for the severity and the hats; the runbook starts as its own."""
        experts = (promotion.expert,) if promotion.expert[0] else ()
        title = self.state.runbook[1] if promotion.runbook else ""
        command = Promote(
            self.uid, promotion.severity, promotion.reason, promotion.comms, experts, title
        )
        then = None
        if promotion.runbook:
            then = partial(self._start_run, promotion.runbook)
        self._run(command, then=then)

    # Needs you

    def answer(self, need: Need, yes: bool) -> None:
        """The one act that a row offers."""
        if need.kind in OF_UPDATES:
            self._team.answer_update(need, yes)
        elif need.kind in ("late_update", "update"):
            self._team.start_update()
        elif need.kind == "handover" or (need.subject == "offer" and yes):
            self._team.open_offer(self.state)
        elif need.subject == "offer":
            self._run(Decline(self.uid))
        elif need.kind == "task":
            self._run(AnswerTask(need.subject, TaskState.ACKNOWLEDGED))
        elif need.kind == "time_box":
            self._run(AnswerTask(need.subject, TaskState.DONE))
        elif need.kind == "question":
            self._run(AnswerAsk(self.uid, need.subject, yes))
        elif need.kind == "no_answer":
            self.ask_again(need.subject)
        elif need.kind == "conflict":
            self._team.open_conflict(need.subject)
        elif need.kind == "role_vacant":
            self._team.open_assign(self._vacant())
        elif need.kind == "long_duty":
            self._team.open_handover()

    def answer_when_loaded(self, need: Need, *, yes: bool) -> None:
        """The room is being opened for it."""
        uid = need.incident
        if self.state.incident is not None and self.state.incident.uid == uid:
            self.answer(need, yes)
            return

        def then(state: TeamState) -> None:
            self._loaded(state)
            self.answer(need, yes)

        self._jobs.run(lambda: self._load(uid), owner=self, then=then, failed=self._refused)

    def _vacant(self) -> Role:
        incident = self.state.incident
        worn = {hat.role for hat in incident.hats} if incident else set()
        return next((role for role in (Role.COMMS, Role.SME) if role not in worn), Role.COMMS)

    # Parts

    def _run(
        self,
        command: object,
        *,
        as_person: str = "",
        then: Callable[[], None] | None = None,
    ) -> None:
        # The change feed brings the new state; here only words about one's own act are shown.
        def done(sentence: str) -> None:
            if sentence:
                self._team.say(sentence)
            if then is not None:
                then()

        def work() -> str:
            return self._act_as(command, as_person) if as_person else self._act(command)

        self._jobs.run(work, owner=self, then=done, failed=self._refused)

    def _refused(self, error: WarRoomError) -> None:
        self._team.say(str(error))

    def _loaded(self, state: TeamState) -> None:
        if state.incident is None or state.incident.uid != self.uid:
            return
        offer = state.incident.offer
        mine = offer is not None and offer.to.casefold() == self._actor().casefold()
        self.state = replace(state, offer=offer if mine else None)
        self._team.show_team(self.state)
        if mine and offer != self._told_offer:
            self._team.open_offer(self.state)
        self._told_offer = offer
