"""What the room asks a person for: one line, or a dialog of its own."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from models.domain.incident import Incident, Role
from models.domain.severity import Severity
from models.domain.timestamps import WORDS
from views.room.ask import AskLine
from views.room.assign import AssignDialog
from views.room.evidence import EvidenceDialog
from views.room.handover import HandoverDialog, OfferDialog
from views.room.presenter import Step
from views.room.promote import PromoteDialog
from views.room.team_presenter import Person, TeamState
from views.room.triage_dialog import Suggest, TriageDialog
from views.tongue import told, tr
from views.widgets.dialog import DialogFrame
from views.widgets.person_line import Choice

Dialog = TypeVar("Dialog", bound=DialogFrame)


class RoomAsks(QObject):
    """Every question of the room; each answer leaves by its signal. A dialog is built by the first
    question that needs it, and told of by `made`: a wall asks nothing."""

    objective_written = Signal(str)
    time_corrected = Signal(str, str)
    severity_requested = Signal(object, str)
    step_requested = Signal(str, str)
    corrected = Signal(str, str)
    command_taken = Signal(str)
    role_assigned = Signal(object, str, str, str)
    person_asked = Signal(object, str, str)
    command_offered = Signal(str, list)
    offer_answered = Signal(bool)
    impact_answered = Signal(object, object, str, bool)
    promoted = Signal(object)
    copy_asked = Signal(str, bytes)
    said = Signal(str)
    made = Signal(object)

    def __init__(self, dialogs: QWidget, suggest: Suggest) -> None:
        """`dialogs` is what dialogs cover: the whole window."""
        super().__init__(dialogs)
        self._over = dialogs
        self._suggest = suggest
        self._made: list[DialogFrame] = []

    def all(self) -> tuple[DialogFrame, ...]:
        """Those that were built."""
        return tuple(self._made)

    @cached_property
    def line(self) -> AskLine:
        return self._make(AskLine)

    @cached_property
    def assign(self) -> AssignDialog:
        return self._make(AssignDialog, assigned=self.role_assigned, asked=self.person_asked)

    @cached_property
    def handover(self) -> HandoverDialog:
        return self._make(HandoverDialog, offered=self.command_offered)

    @cached_property
    def offer(self) -> OfferDialog:
        return self._make(OfferDialog, answered=self.offer_answered)

    @cached_property
    def triage(self) -> TriageDialog:
        return self._make(TriageDialog, answered=self.impact_answered)

    @cached_property
    def promote(self) -> PromoteDialog:
        return self._make(PromoteDialog, promoted=self.promoted)

    @cached_property
    def evidence(self) -> EvidenceDialog:
        return self._make(EvidenceDialog, save_asked=self.copy_asked)

    def _make(self, kind: Callable[[QWidget], Dialog], **relayed: SignalInstance) -> Dialog:
        """`relayed`: by which signal of ours each of the dialog's leaves."""
        dialog = kind(self._over)
        for name, signal in relayed.items():
            getattr(dialog, name).connect(signal)
        self._made.append(dialog)
        self.made.emit(dialog)
        return dialog

    def ask_objective(self, incident: Incident) -> None:
        self.line.ask(
            tr("Set the objective"),
            tr("One sentence that everybody works towards now."),
            tr("Set objective"),
            self.objective_written.emit,
            text=incident.objective,
        )

    def ask_time(self, field: str) -> None:
        """The time and the reason in one line, as they are said aloud."""
        self.line.ask(
            tr("Correct {what}", what=tr(WORDS[field])),
            tr("The time in UTC, then why: 16:00 error rate began to rise"),
            tr("Correct"),
            lambda typed: self.time_corrected.emit(field, typed),
        )

    def ask_severity(self, severity: Severity | None, present: Severity | None) -> None:
        if severity is None:
            worse = max(0, (present.rank if present else 2) - 1)
            severity = Severity(f"P{worse}")
        if severity is present:
            self.said.emit(
                tr("It is {severity} already. Choose another severity.", severity=severity.value)
            )
            return
        to, before = severity.value, present.value if present else ""
        if present is None:
            words, verb = tr("Set severity to {to}", to=to), tr("Set to {to}", to=to)
        elif severity.is_worse_than(present):
            words = tr("Raise severity from {before} to {to}", before=before, to=to)
            verb = tr("Raise to {to}", to=to)
        else:
            words = tr("Lower severity from {before} to {to}", before=before, to=to)
            verb = tr("Lower to {to}", to=to)
        self.line.ask(
            words,
            tr("Why? One line; Enter with nothing typed says that no reason was given."),
            verb,
            lambda reason: self.severity_requested.emit(severity, reason),
            needs_words=False,
        )

    def ask_reason(self, step: Step) -> None:
        self.line.ask(
            step.label,
            tr(
                "{question} Go on with a reason; it goes on the timeline.",
                question=told(step.question),
            ),
            step.label,
            lambda reason: self.step_requested.emit(step.id, reason),
        )

    def ask_correction(self, uid: str, text: str) -> None:
        self.line.ask(
            tr("Correct this entry"),
            tr("The old text stays, struck through, one key away."),
            tr("Correct"),
            lambda words: self.corrected.emit(uid, words),
            text=text,
        )

    def ask_take_command(self, incident: Incident) -> None:
        holder = incident.commander or tr("Nobody")
        self.line.ask(
            tr("Take command"),
            tr("{holder} has command now. Say why you take it; everybody reads it.", holder=holder),
            tr("Take command"),
            self.command_taken.emit,
        )

    def open_assign(
        self,
        people: Sequence[Person],
        role: Role,
        area: str = "",
        instead: str = "",
        person: str = "",
    ) -> None:
        self.assign.open_for(choices(people), role, area, instead, person)

    def open_handover(self, state: TeamState) -> None:
        incident = state.incident
        if incident is not None:
            others = [p for p in state.people if p.name != incident.commander]
            self.handover.open_for(incident.commander, state.brief, choices(others))

    def open_offer(self, state: TeamState) -> None:
        incident = state.incident
        if incident is not None and incident.offer is not None:
            offer = incident.offer
            self.offer.open_for(offer.to, offer.by, state.label, offer.brief)

    def open_promote(self, state: TeamState) -> None:
        incident = state.incident
        if incident is None:
            return
        if incident.severity is Severity.P0:
            self.said.emit(tr("It is P0 already, the worst there is."))
            return
        worn = {hat.role for hat in incident.hats}
        missing = [role.value for role in (Role.COMMS, Role.SME) if role not in worn]
        self.promote.open_for(state.people, missing, state.cadence, state.runbook)

    def open_triage(self, state: TeamState) -> None:
        if state.incident is not None:
            self.triage.open_for(state.incident, state.services, self._suggest)


def choices(people: Sequence[Person]) -> list[Choice]:
    """On call first, then as they come."""
    ordered = sorted(people, key=lambda person: not person.on_call)
    return [Choice(person.name, person.beside) for person in ordered]
