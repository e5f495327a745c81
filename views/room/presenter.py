"""Decides what the room shows and what its gestures do; knows no widget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from models.actions.acknowledge import Acknowledge
from models.actions.change_severity import ChangeSeverity
from models.actions.close import Close
from models.actions.confirm import Confirm
from models.actions.correct_time import CorrectTime
from models.actions.delegate import Delegate
from models.actions.describe import Describe
from models.actions.mark_key import MarkKey
from models.actions.mitigate import Mitigate
from models.actions.move_stage import MoveStage
from models.actions.note import Attached, Correct, Note
from models.actions.reopen import Reopen
from models.actions.resolve import Resolve
from models.actions.undo import Undo
from models.domain.entry import EntryKind
from models.domain.errors import BadInput, NothingToDo, WarRoomError
from models.domain.incident import Status
from models.domain.note import ParsedNote, parse_note
from models.domain.response import open_questions
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.jobs import JobRunner
from models.queries.room import RoomRecord
from views.room.team import resolve
from views.tongue import inside, told, tr

CORRECTABLE = ("impact_started_at", "detected_at", "acknowledged_at", "mitigated_at")
"""The times a person may correct while the room is open, in the order offered."""

Command = (
    Acknowledge | ChangeSeverity | Close | Confirm | Correct | CorrectTime | Delegate | Describe
    | MarkKey | Mitigate | MoveStage | Note | Reopen | Resolve | Undo
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What the big button offers next: `id` names the act, `question` what is still open."""

    id: str
    label: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class RoomState:
    """`asking` is an act that waits for one line of reason, with its question."""

    record: RoomRecord | None = None
    filter: str = "all"
    words: str = ""
    draft: str = ""
    note_error: str = ""
    notice: str = ""
    asking: Step | None = None
    steps: tuple[Step, ...] = ()


class Room(Protocol):
    def show_state(self, state: RoomState) -> None: ...

    def timeline_changed(self) -> None:
        """Rows came or changed under the present filter."""

    def show_entry(self, entry: str) -> None:
        """The row of the timeline with this uid is brought into view."""

    def note_posted(self) -> None:
        """The note is kept: the line may be emptied."""

    def say(self, sentence: str) -> None:
        """The result of one's own act, in passing."""


class RoomPresenter:
    """`act` runs any Command and returns words for what it did ("" for nothing to say)."""

    def __init__(
        self,
        room: Room,
        jobs: JobRunner,
        load: Callable[[str], RoomRecord],
        act: Callable[[Command], str],
        keep_draft: Callable[[str, str], None],
        read_draft: Callable[[str], str],
        now: Callable[[], datetime],
        known: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        """`known` gives the names of the people of the workspace."""
        self._room = room
        self._jobs = jobs
        self._load = load
        self._act = act
        self._keep_draft = keep_draft
        self._read_draft = read_draft
        self._now = now
        self._known = known
        self._jump = ""
        self.uid = ""
        self.state = RoomState()

    def open(self, uid: str) -> None:
        if uid != self.uid:
            self.uid, self.state = uid, RoomState()
        self._jobs.run(
            lambda: (self._load(uid), self._read_draft(uid)),
            owner=self,
            then=lambda found: self._opened(uid, *found),
            failed=self._failed,
        )

    def incident_changed(self, uid: str) -> None:
        """Somebody (perhaps this person) changed an incident."""
        if uid and uid != self.uid:
            return
        if self.uid:
            current = self.uid
            self._jobs.run(
                lambda: self._load(current), owner=self, then=self._loaded, failed=self._failed
            )

    def jump(self, entry: str) -> None:
        """Bring an entry of this room into view, whatever was filtered."""
        self._jump = entry
        self._set(replace(self.state, filter="all", words=""))
        self._jump_if_loaded()

    def _jump_if_loaded(self) -> None:
        if self._jump and self.state.record is not None:
            entry, self._jump = self._jump, ""
            self._room.show_entry(entry)

    def choose(self, name: str, words: str) -> None:
        """A filter by its name, and words to look for."""
        self._set(replace(self.state, filter=name, words=words))

    def post_note(self, parsed: ParsedNote) -> None:
        command: Command = Note(self.uid, parsed.text, parsed.kind, parsed.happened_at)
        if parsed.kind is EntryKind.TASK:
            person = resolve(parsed.assignee or "", self._known())
            command = Delegate(self.uid, parsed.text, person, parsed.within_ms, parsed.happened_at)
        self._run(command, done=self._note_kept, failed=self._note_refused)

    def draft_changed(self, text: str) -> None:
        uid = self.uid
        self._jobs.run(
            lambda: self._keep_draft(uid, text),
            owner=self,
            then=lambda _: None,
            failed=self._failed,
        )

    def step(self, step_id: str, reason: str = "") -> None:
        """One step of the lifecycle; with an open exit question it asks for a reason first."""
        chosen = next((step for step in self._steps(self.state.record) if step.id == step_id), None)
        if chosen is None:
            return
        if chosen.question and not reason.strip():
            self._set(replace(self.state, asking=chosen))
            return
        self._set(replace(self.state, asking=None))
        self._run(self._command_of(step_id, reason.strip()))

    def dismiss(self) -> None:
        self._set(replace(self.state, asking=None))

    def stage_on(self, back: bool = False) -> None:
        record = self.state.record
        if record is None:
            return
        stage = record.incident.stage
        target = stage.preceding if back else stage.following
        if target is not None:
            self.move_to(target)

    def move_to(self, stage: Stage) -> None:
        """Mitigation's end and resolution have their own acts; the stepper offers those."""
        record = self.state.record
        if record is None or stage is record.incident.stage:
            return
        mitigated = record.incident.times.mitigated_at is not None
        resolved = record.incident.times.resolved_at is not None
        if stage is Stage.RESOLUTION and not mitigated:
            self.step("mitigate")
        elif stage is Stage.POST_MORTEM and not resolved:
            self.step("resolve")
        else:
            self.step(f"stage:{stage.value}")

    def set_severity(self, severity: Severity, reason: str) -> None:
        self._run(ChangeSeverity(self.uid, severity, reason))

    def set_objective(self, text: str) -> None:
        self._run(Describe(self.uid, "objective", text))

    def correct_time(self, field: str, typed: str) -> None:
        """`typed` is a time and a reason, in one line: `16:00 error rate began to rise`."""
        try:
            parsed = parse_note(typed, self._now(), UTC)
            if parsed.happened_at is None:
                raise BadInput(tr("Begin with the time (UTC), such as 16:00, then say why."))
        except WarRoomError as error:
            self._room.say(str(error))
            return
        self._run(CorrectTime(self.uid, field, parsed.happened_at, parsed.text))

    def mark_key(self, entry: str, is_key: bool) -> None:
        self._run(MarkKey(entry, is_key))

    def attach(self, files: Sequence[tuple[str, Callable[[], bytes]]]) -> None:
        """Keep files as evidence: (name, what reads it). They are read off the UI thread."""
        uid = self.uid

        def work() -> str:
            kept = tuple(Attached(name, read()) for name, read in files)
            return self._act(Note(uid, "", EntryKind.EVIDENCE, attachments=kept))

        self._jobs.run(work, owner=self, then=self._said, failed=self._refused)

    def correct(self, entry: str, text: str) -> None:
        self._run(Correct(entry, text))

    def undo(self, act: str | None = None) -> None:
        self._run(Undo(act))

    def _command_of(self, step_id: str, reason: str) -> Command:
        if step_id.startswith("stage:"):
            return MoveStage(self.uid, Stage(step_id.removeprefix("stage:")), reason)
        commands: dict[str, Command] = {
            "ack": Acknowledge(self.uid),
            "mitigate": Mitigate(self.uid, reason),
            "confirm": Confirm(self.uid),
            "resolve": Resolve(self.uid, reason=reason),
            "close": Close(self.uid, override=reason),
            "reopen": Reopen(self.uid, reason),
        }
        return commands[step_id]

    def _steps(self, record: RoomRecord | None) -> tuple[Step, ...]:
        """What may be done next, the likeliest first; then every stage it could be moved to."""
        if record is None or record.incident.imported:
            return ()
        incident = record.incident
        times = incident.times
        if incident.status is not Status.OPEN:
            can = incident.status is not Status.MERGED
            return (Step("reopen", tr("Reopen")),) if can else ()
        asked = {question.id: told(question.text) for question in open_questions(incident)}
        left = " ".join(asked.values())
        steps = []
        if times.acknowledged_at is None:
            steps.append(Step("ack", tr("Acknowledge")))
        if any(interval.end is None for interval in incident.impact):
            others = " ".join(text for name, text in asked.items() if name != "mitigated")
            steps.append(Step("mitigate", tr("Mark as mitigated"), others))
        if incident.stage in (Stage.RESOLUTION, Stage.POST_MORTEM) and (
            not incident.recovery_confirmed
        ):
            steps.append(Step("confirm", tr("Confirm recovery")))
        if times.resolved_at is None:
            steps.append(Step("resolve", tr("Resolve"), left))
        else:
            steps.append(Step("close", tr("Close", sense="incident"), left))
        steps += [
            Step(f"stage:{stage.value}", tr("Move to {word}", word=inside(tr(stage.word))), left)
            for stage in Stage
            if stage is not incident.stage
        ]
        if times.resolved_at is not None:
            steps.append(Step("reopen", tr("Reopen")))
        return tuple(steps)

    def _run(
        self,
        command: Command,
        done: Callable[[str], None] | None = None,
        failed: Callable[[WarRoomError], None] | None = None,
    ) -> None:
        # The change feed brings the new state; here only the words about one's own act are shown.
        self._jobs.run(
            lambda: self._act(command),
            owner=self,
            then=done or self._said,
            failed=failed or self._refused,
        )

    def _said(self, sentence: str) -> None:
        if sentence:
            self._room.say(sentence)

    def _refused(self, error: WarRoomError) -> None:
        self._room.say(str(error))

    def _note_kept(self, sentence: str) -> None:
        self._set(replace(self.state, note_error="", draft=""))
        self._room.note_posted()

    def _note_refused(self, error: WarRoomError) -> None:
        words = "" if isinstance(error, NothingToDo) else told(str(error))
        self._set(replace(self.state, note_error=words))

    def _opened(self, uid: str, record: RoomRecord, draft: str) -> None:
        if uid == self.uid:
            self.state = replace(self.state, draft=draft)
            self._loaded(record)

    def _loaded(self, record: RoomRecord) -> None:
        if record.incident.uid != self.uid:
            return
        self._set(replace(self.state, record=record, notice="", steps=self._steps(record)))
        self._room.timeline_changed()
        self._jump_if_loaded()

    def _failed(self, error: WarRoomError) -> None:
        self._set(replace(self.state, notice=told(str(error))))

    def _set(self, state: RoomState) -> None:
        self.state = state
        self._room.show_state(state)
