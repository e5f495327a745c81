"""What people do at their desks, as a table: how often, and what."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from models.actions.assess_impact import AssessImpact, assess_impact
from models.actions.assign import Assign, Unassign, assign, unassign
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.choose import Choose, choose
from models.actions.close import Close, close
from models.actions.correct_time import CorrectTime, correct_time
from models.actions.declare import Declare, declare
from models.actions.delegate import AnswerTask, Delegate, answer_task, delegate
from models.actions.describe import Describe, describe
from models.actions.edit_text import EditText, edit_text
from models.actions.hand_over import Accept, HandOver, TakeCommand, accept, hand_over, take_command
from models.actions.import_runbooks import ImportRunbooks, RunbookFile, import_runbooks
from models.actions.mark_key import MarkKey, mark_key
from models.actions.mitigate import Mitigate, mitigate
from models.actions.move_stage import MoveStage, move_stage
from models.actions.note import Attached, Correct, Note, correct, note
from models.actions.resolve import Resolve, resolve
from models.actions.run import MarkStep, StartRun, mark_step, start_run
from models.actions.undo import Undo, undo
from models.domain.delegation import TaskState
from models.domain.incident import Role
from models.domain.runbook import StepState
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.queries import incidents
from models.queries.texts import text_of
from tests.simulator.desktop import Desktop
from tests.simulator.host import PEOPLE

WORDS = ("the pool is full", "retries pile up", "restarted", "no change", "it is slow", "watch it")
RUNBOOK = b"# Checkout\n\n## Steps\n\n1. Look at the pool\n2. Restart it\n3. Watch it\n"

Act = Callable[[Desktop, str, Random], object]
"""`str` is the incident; "" where the desktop knows none."""


def _declare(at: Desktop, uid: str, rng: Random) -> object:
    return declare(Declare(rng.choice(WORDS), rng.choice(list(Severity))), at.desk)


def _note(at: Desktop, uid: str, rng: Random) -> object:
    return note(Note(uid, rng.choice(WORDS)), at.desk)


def _attach(at: Desktop, uid: str, rng: Random) -> object:
    file = Attached(f"{rng.choice('abc')}.txt", rng.choice(WORDS).encode() * rng.randint(1, 9))
    return note(Note(uid, "", attachments=(file,)), at.desk)


def _storm(at: Desktop, uid: str, rng: Random) -> object:
    for n in range(rng.randint(5, 12)):
        note(Note(uid, f"{n}: {rng.choice(WORDS)}"), at.desk)
    return None


def _severity(at: Desktop, uid: str, rng: Random) -> object:
    to = rng.choice(list(Severity)[:3])
    return change_severity(ChangeSeverity(uid, to, rng.choice(("", "growing"))), at.desk)


def _describe(at: Desktop, uid: str, rng: Random) -> object:
    field = rng.choice(("title", "summary", "summary", "summary", "objective"))
    return describe(Describe(uid, field, rng.choice(WORDS)), at.desk)


def _stage(at: Desktop, uid: str, rng: Random) -> object:
    return move_stage(MoveStage(uid, rng.choice(list(Stage)[:4]), "needed"), at.desk)


def _impact(at: Desktop, uid: str, rng: Random) -> object:
    return assess_impact(AssessImpact(uid, users=str(rng.randint(1, 3) * 100)), at.desk)


def _assign(at: Desktop, uid: str, rng: Random) -> object:
    role = rng.choice([role for role in Role if role is not Role.COMMANDER][:2])
    who = rng.choice(tuple(PEOPLE)[:2])
    if rng.random() < 0.4:
        return unassign(Unassign(uid, role, who), at.desk)
    return assign(Assign(uid, role, who), at.desk)


def _delegate(at: Desktop, uid: str, rng: Random) -> object:
    return delegate(Delegate(uid, rng.choice(WORDS), rng.choice(tuple(PEOPLE)), 600_000), at.desk)


def _pick(at: Desktop, sql: str, rng: Random) -> str:
    found = sorted({str(row[0]) for row in at.connection.execute(sql)})
    return rng.choice(found) if found else "none"


def _answer_task(at: Desktop, uid: str, rng: Random) -> object:
    task = _pick(at, "SELECT entity FROM head WHERE entity_kind='task'", rng)
    state = rng.choice((TaskState.ACKNOWLEDGED, TaskState.DONE))
    return answer_task(AnswerTask(task, state), at.desk)


def _runbook(at: Desktop, uid: str, rng: Random) -> object:
    files = (RunbookFile("checkout.md", RUNBOOK + f"\nRevision {rng.randint(1, 2)}\n".encode()),)
    return import_runbooks(ImportRunbooks(files, "/runbooks"), at.desk)


def _start_run(at: Desktop, uid: str, rng: Random) -> object:
    return start_run(StartRun(uid, "checkout"), at.desk)


def _mark_step(at: Desktop, uid: str, rng: Random) -> object:
    state = rng.choice((StepState.NOW, StepState.DONE, StepState.FAILED))
    seen = rng.choice((None, rng.choice(WORDS)))
    return mark_step(MarkStep(uid, rng.randint(1, 3), state, seen), at.desk)


def _correct(at: Desktop, uid: str, rng: Random) -> object:
    entry = _pick(at, "SELECT uid FROM entry WHERE kind='note'", rng)
    return correct(Correct(entry, rng.choice(WORDS)), at.desk)


def _mark_key(at: Desktop, uid: str, rng: Random) -> object:
    entry = _pick(at, "SELECT uid FROM entry WHERE kind='note'", rng)
    return mark_key(MarkKey(entry, rng.random() < 0.7), at.desk)


def _take_command(at: Desktop, uid: str, rng: Random) -> object:
    return take_command(TakeCommand(uid, "it cannot wait"), at.desk)


def _hand_over(at: Desktop, uid: str, rng: Random) -> object:
    return hand_over(HandOver(uid, rng.choice(tuple(PEOPLE))), at.desk)


def _accept(at: Desktop, uid: str, rng: Random) -> object:
    return accept(Accept(uid), at.desk)


def _undo(at: Desktop, uid: str, rng: Random) -> object:
    return undo(Undo(), at.desk)


def _choose(at: Desktop, uid: str, rng: Random) -> object:
    open_here = incidents.in_conflict(at.connection)
    found = [c for known in open_here for c in incidents.incident(at.connection, known).conflicts]
    which = rng.choice(found).id if found else "none"
    return choose(Choose(which, rng.randint(1, 2)), at.desk)


def _prose(at: Desktop, uid: str, rng: Random) -> object:
    present = text_of(at.connection, uid, "review")
    cut = rng.randint(0, len(present))
    return edit_text(
        EditText(uid, "review", present[:cut] + rng.choice(WORDS) + present[cut:]), at.desk
    )


def _mitigate(at: Desktop, uid: str, rng: Random) -> object:
    return mitigate(Mitigate(uid, "seen"), at.desk)


def _resolve(at: Desktop, uid: str, rng: Random) -> object:
    return resolve(Resolve(uid, True, "seen"), at.desk)


def _correct_time(at: Desktop, uid: str, rng: Random) -> object:
    known = incidents.incident(at.connection, uid).times.declared_at
    if known is None:
        return None
    earlier = known - timedelta(minutes=rng.randint(1, 3))
    return correct_time(CorrectTime(uid, "detected_at", earlier, "seen in the log"), at.desk)


def _close(at: Desktop, uid: str, rng: Random) -> object:
    return close(Close(uid, override="asked to", reason="over"), at.desk)


FEW_OF_THEM = 0.6

ACTS: dict[str, tuple[int, Act]] = {
    "declare": (4, _declare),
    "note": (12, _note),
    "attach": (2, _attach),
    "storm": (2, _storm),
    "severity": (8, _severity),
    "describe": (6, _describe),
    "stage": (4, _stage),
    "impact": (2, _impact),
    "assign": (4, _assign),
    "delegate": (3, _delegate),
    "answer task": (3, _answer_task),
    "runbook": (1, _runbook),
    "start run": (2, _start_run),
    "mark step": (4, _mark_step),
    "correct": (3, _correct),
    "mark key": (2, _mark_key),
    "take command": (8, _take_command),
    "hand over": (2, _hand_over),
    "accept": (3, _accept),
    "undo": (6, _undo),
    "choose": (6, _choose),
    "prose": (2, _prose),
    "mitigate": (1, _mitigate),
    "resolve": (1, _resolve),
    "correct time": (1, _correct_time),
    "close": (1, _close),
}


def some_acts(rng: Random) -> tuple[str, ...]:
    """What people do in one schedule: often only a few things, so that they do the same one apart
    from each other."""
    if rng.random() < FEW_OF_THEM:
        weights = [weight for weight, _ in ACTS.values()]
        return tuple(dict.fromkeys(rng.choices(tuple(ACTS), weights, k=rng.randint(2, 5))))
    return tuple(ACTS)


def random_act(rng: Random, names: tuple[str, ...]) -> str:
    return rng.choices(names, [ACTS[name][0] for name in names])[0]
