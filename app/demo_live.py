"""The live incident of the sample data: half-way through, with a team at work on it."""

from dataclasses import replace
from datetime import datetime, timedelta

from models.actions.acknowledge import Acknowledge, acknowledge
from models.actions.add_points import AddPoints, add_points
from models.actions.approve_update import ApproveUpdate, approve_update
from models.actions.ask_person import AskPerson, ask_person
from models.actions.assess_impact import AssessImpact, assess_impact
from models.actions.assign import Assign, assign
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.declare import Declare, declare
from models.actions.delegate import AnswerTask, Delegate, answer_task, delegate
from models.actions.describe import Describe, describe
from models.actions.desk import Desk
from models.actions.draft_update import DraftUpdate, draft_update
from models.actions.move_stage import MoveStage, move_stage
from models.actions.note import Attached, Note, note
from models.actions.publish_update import PublishUpdate, publish_update
from models.actions.receive_alerts import Payload, receive_alerts
from models.actions.run import MarkStep, StartRun, mark_step, start_run
from models.domain.alert import Alert
from models.domain.delegation import TaskState
from models.domain.entry import EntryKind
from models.domain.incident import Role
from models.domain.runbook import StepState
from models.domain.series import Point
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.update import Audience, UpdateState

JONAS, MEI, DIEGO, SOFIA, AMARA = (
    "Jonas Weber",
    "Mei Tanaka",
    "Diego Alvarez",
    "Sofia Lindqvist",
    "Amara Okafor",
)
PEOPLE: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    (JONAS, ("Communications",), True),
    (MEI, ("Database",), True),
    (DIEGO, ("Checkout API",), False),
    (SOFIA, ("Network",), True),
    (AMARA, ("Platform",), False),
)
"""Name, areas, on call."""

LASTED = timedelta(minutes=47, seconds=12)


_UPDATES = (
    (
        470,
        UpdateState.INVESTIGATING,
        "Paying fails for some. We look for the cause; no order is lost.",
    ),
    (720, UpdateState.INVESTIGATING, "Paying fails for many customers. We look for the cause."),
    (2193, UpdateState.IDENTIFIED, "Checkout works again in Europe. The United States follow."),
)
"""Seconds after the start, state, words to customers."""


class Scene:
    """The desk at a second after the start, with whoever sits at it."""

    def __init__(self, desk: Desk, start: datetime) -> None:
        self._desk = desk
        self._start = start

    def at(self, seconds: int, person: str = "") -> Desk:
        there = self._desk.at(self._start + timedelta(seconds=seconds))
        return replace(there, actor=person) if person else there


def fill_live(desk: Desk, now: datetime) -> str:
    """Gives the incident's uid. Everything happens in the order of its times."""
    start = now - LASTED
    scene = Scene(desk, start)
    uid = _declare(scene, start)
    acknowledge(Acknowledge(uid), scene.at(225))
    assign(Assign(uid, Role.COMMS, JONAS), scene.at(262))
    assess_impact(AssessImpact(uid, users="12400", business="about 41k EUR an hour"), scene.at(300))
    words = "5xx follows the deploy within one minute in every region."
    note(Note(uid, words), scene.at(420, DIEGO))
    raised = ChangeSeverity(uid, Severity.P0, "payment path down in EU and US")
    change_severity(raised, scene.at(550))
    assign(Assign(uid, Role.SME, MEI, "Database"), scene.at(610))
    assign(Assign(uid, Role.SME, DIEGO, "Checkout API"), scene.at(625))
    move_stage(MoveStage(uid, Stage.MITIGATION), scene.at(900))
    objective = "Restore checkout in every region by rolling back to 2026.11.2. Root cause later."
    describe(Describe(uid, "objective", objective), scene.at(1_020))
    evidence = "Pool exhausted on webapp-prod-db: 400 of 400 connections in use. The new client "
    evidence += "opens one connection per cart line."
    log = Attached("pool.txt", b"active 400\nidle 0\nwaiting 212\nmax 400\n")
    kept = Note(uid, evidence, EntryKind.EVIDENCE, attachments=(log,))
    note(kept, scene.at(1_202, MEI))
    decision = "Roll back to 2026.11.2, region by region, EU first"
    note(Note(uid, decision, EntryKind.DECISION), scene.at(1_655))
    watch = delegate(Delegate(uid, "Watch the pool in us-east", MEI, 1_800_000), scene.at(1_700))
    answer_task(AnswerTask(watch, TaskState.ACKNOWLEDGED), scene.at(1_725, MEI))
    region = "eu-west 5xx back under 1 %, us-east still 3.2 %"
    note(Note(uid, region, EntryKind.METRIC), scene.at(2_100, DIEGO))
    for seconds, state, words in _UPDATES:
        draft = DraftUpdate(uid, Audience.CUSTOMERS, state, words)
        update = draft_update(draft, scene.at(seconds - 40, JONAS)).uid
        approve_update(ApproveUpdate(uid, update), scene.at(seconds - 10))
        publish_update(PublishUpdate(uid, update), scene.at(seconds, JONAS))
    _work_through(uid, scene)
    _measure(uid, scene, start)
    ask_person(AskPerson(uid, Role.SME, SOFIA, "Network"), scene.at(2_640))
    words = "us-east rollout at 60 %. Two pods stuck draining, forcing them."
    note(Note(uid, words), scene.at(2_701, DIEGO))
    return uid


def _work_through(uid: str, scene: Scene) -> None:
    """Three steps of the rollback done, the fourth at work."""
    start_run(StartRun(uid, "Roll back a bad deploy"), scene.at(1_662))
    steps = (
        (1, 1_670, 1_760, "2026.11.3 runs in both regions"),
        (2, 1_765, 1_800, "frozen"),
        (3, 1_812, 2_095, "eu-west back under 1 %"),
    )
    for n, began, ended, observed in steps:
        mark_step(MarkStep(uid, n, StepState.NOW), scene.at(began, DIEGO))
        mark_step(MarkStep(uid, n, StepState.DONE, observed=observed), scene.at(ended, DIEGO))
    mark_step(MarkStep(uid, 4, StepState.NOW), scene.at(2_112, DIEGO))


def _measure(uid: str, scene: Scene, start: datetime) -> None:
    """Errors of the checkout, a point every 30 s: a steep rise, a plain, a slow fall."""
    points = []
    for n in range(-3, 93):
        wave = 0.12 * ((n * 37) % 7 - 3) / 3
        if n < 4:
            value = 0.4 + wave
        elif n < 10:
            value = 0.4 + (n - 3) * 0.62 + wave
        elif n < 70:
            value = 4.3 + wave
        else:
            value = 4.3 - (n - 70) * 0.1 + wave
        points.append(Point(start + timedelta(seconds=30 * n), round(max(0.0, value), 2)))
    kept = AddPoints(uid, "checkout-api 5xx rate", points, "%", 1.0, "prometheus")
    add_points(kept, scene.at(2_780))


def _declare(scene: Scene, start: datetime) -> str:
    alert = Alert(
        "prometheus",
        "checkout-api 5xx rate 4.1 % for 2 min, limit 1 %",
        "sample-5xx",
        service="checkout-api",
        severity_word="critical",
        fired_at=start + timedelta(seconds=141),
    )
    receive_alerts([Payload("sample", b"sample alert", (alert,))], scene.at(150))
    found = scene.at(150).store.connection.execute(
        "SELECT uid FROM alert WHERE fingerprint='sample-5xx'"
    )
    (alert_uid,) = found.fetchone()
    return declare(
        Declare(
            title="Checkout API 5xx after deploy 2026.11.3",
            severity=Severity.P1,
            services=("checkout-api", "webapp-prod"),
            failure_mode="bad-deploy",
            from_alert=alert_uid,
            impact_started_at=start,
        ),
        scene.at(180),
    )
