"""The past incident of the sample data that was lived through from its alert to its end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.demo_live import AMARA, DIEGO, JONAS, MEI, SOFIA, Scene
from models.actions.acknowledge import Acknowledge, acknowledge
from models.actions.add_points import AddPoints, add_points
from models.actions.approve_update import ApproveUpdate, approve_update
from models.actions.assess_impact import AssessImpact, assess_impact
from models.actions.assign import Assign, assign
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.confirm import Confirm, confirm
from models.actions.declare import Declare, declare
from models.actions.describe import Describe, describe
from models.actions.desk import Desk
from models.actions.draft_update import DraftUpdate, draft_update
from models.actions.mitigate import Mitigate, mitigate
from models.actions.move_stage import MoveStage, move_stage
from models.actions.note import Note, note
from models.actions.publish_update import PublishUpdate, publish_update
from models.actions.receive_alerts import Payload, receive_alerts
from models.actions.resolve import Resolve, resolve
from models.actions.run import MarkStep, StartRun, mark_step, start_run
from models.domain.alert import Alert
from models.domain.entry import EntryKind
from models.domain.incident import Role
from models.domain.runbook import StepState
from models.domain.series import Point
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.update import Audience, UpdateState

TITLE = "Payment provider times out in all regions"
DAYS_AGO, HOUR, MINUTE = 8, 19, 16
ENDED = 6_720
_WRITTEN: tuple[tuple[str, int, str, EntryKind, str, int], ...] = (
    ("cards", 430, DIEGO, EntryKind.NOTE,
     "Only payments by card time out. Wallets and invoices work.", 0),
    ("scale", 1_010, AMARA, EntryKind.DECISION, "Double the checkout workers", 0),
    ("same", 1_560, DIEGO, EntryKind.METRIC,
     "Twice the workers, still 38 % of card payments time out", 0),
    ("idle", 2_060, MEI, EntryKind.EVIDENCE,
     "The workers are idle: each waits 30 s for a connection to the provider", 0),
    ("range", 3_290, SOFIA, EntryKind.EVIDENCE,
     "The provider answers from new addresses since 19:14; our outbound rules know the old ones",
     0),
    ("allow", 3_480, AMARA, EntryKind.DECISION, "Let the new range through, eu-west first", 0),
    ("mailbox", 1_740, JONAS, EntryKind.NOTE,
     "The provider announced the move on Monday, in the mailbox for suppliers", 2_700),
    ("eu", 4_240, SOFIA, EntryKind.METRIC, "eu-west: timeouts under 2 %", 0),
)  # fmt: skip
"""Name, seconds after the start, who, kind, words, and how many seconds later it was written."""

_UPDATES = (
    (740, UpdateState.INVESTIGATING, "Paying by card fails for some. Other ways to pay work."),
    (2_830, UpdateState.INVESTIGATING,
     "Paying by card still fails for many. Your order is kept and can be paid later."),
    (3_600, UpdateState.IDENTIFIED,
     "We found why cards fail and are putting it right, region by region."),
    (5_090, UpdateState.MONITORING, "Cards work again in every region. We keep watching."),
    (6_800, UpdateState.RESOLVED, "Paying by card has worked for half an hour. This is over."),
)  # fmt: skip

_STEPS = (
    (1, 1_120, 1_500, "both see it"),
    (2, 1_510, 2_300, "a ticket is open, nobody answers"),
)

Told = tuple[int, str, Callable[[Any, Desk], object], object]
"""Seconds after the start, who, and the act."""


def live_through(desk: Desk, now: datetime) -> tuple[str, dict[str, str]]:
    """Gives the incident's uid, and the uids of what was written by name."""
    day = now - timedelta(days=DAYS_AGO)
    start = day.replace(hour=HOUR, minute=MINUTE, second=0, microsecond=0)
    scene = Scene(desk, start)
    uid = _declare(scene, start)
    entries: dict[str, str] = {}
    for seconds, person, act, command in sorted(_course(uid, start), key=lambda one: one[0]):
        done = act(command, scene.at(seconds, person))
        if isinstance(command, Note):
            name = next(name for name, *_, words, _ in _WRITTEN if words == command.text)
            entries[name] = str(done)
    return uid, entries


def _declare(scene: Scene, start: datetime) -> str:
    alert = Alert(
        "prometheus",
        "Card payments: 38 % time out for 2 min, limit 2 %",
        "sample-cards",
        service="checkout",
        severity_word="critical",
        fired_at=start + timedelta(seconds=180),
    )
    desk = scene.at(185)
    receive_alerts([Payload("sample", b"sample cards", (alert,))], desk)
    (uid,) = desk.store.connection.execute(
        "SELECT uid FROM alert WHERE fingerprint='sample-cards'"
    ).fetchone()
    declared = Declare(
        title=TITLE,
        severity=Severity.P1,
        services=("checkout",),
        failure_mode="upstream",
        from_alert=uid,
        impact_started_at=start,
    )
    return declare(declared, scene.at(210, AMARA))


def _course(uid: str, start: datetime) -> list[Told]:
    told: list[Told] = [
        (300, AMARA, acknowledge, Acknowledge(uid)),
        (340, AMARA, assign, Assign(uid, Role.COMMS, JONAS)),
        (380, AMARA, assess_impact, AssessImpact(uid, users="8300", business="about 53k EUR")),
        (600, AMARA, change_severity, ChangeSeverity(uid, Severity.P0, "cards fail everywhere")),
        (650, AMARA, assign, Assign(uid, Role.SME, MEI, "Database")),
        (665, AMARA, assign, Assign(uid, Role.SME, DIEGO, "Checkout API")),
        (900, AMARA, move_stage, MoveStage(uid, Stage.MITIGATION)),
        (960, AMARA, describe, Describe(uid, "objective", "Cards work again in every region")),
        (1_100, AMARA, start_run, StartRun(uid, "A dependency is down")),
        (2_640, AMARA, assign, Assign(uid, Role.SME, SOFIA, "Network")),
        (5_040, AMARA, mitigate, Mitigate(uid)),
        (6_000, AMARA, confirm, Confirm(uid)),
        (ENDED, AMARA, resolve, Resolve(uid)),
        (ENDED + 10, AMARA, add_points, _points(uid, start)),
    ]
    for n, began, ended, observed in _STEPS:
        told.append((began, DIEGO, mark_step, MarkStep(uid, n, StepState.NOW)))
        done = MarkStep(uid, n, StepState.DONE, observed=observed)
        told.append((ended, DIEGO, mark_step, done))
    for _, seconds, person, kind, words, later in _WRITTEN:
        at = start + timedelta(seconds=seconds) if later else None
        told.append((seconds + later, person, note, Note(uid, words, kind, at)))
    for seconds, state, words in _UPDATES:
        lost = False if state is UpdateState.RESOLVED else None
        draft = DraftUpdate(uid, Audience.CUSTOMERS, state, words, data_lost=lost)
        told.append((seconds - 30, JONAS, _tell, draft))
    return told


def _tell(draft: DraftUpdate, desk: Desk) -> None:
    """Written, approved and out within half a minute."""
    update = draft_update(draft, desk).uid
    at = desk.now()
    commands = replace(desk.at(at + timedelta(seconds=20)), actor=AMARA)
    approve_update(ApproveUpdate(draft.incident, update), commands)
    publish_update(PublishUpdate(draft.incident, update), desk.at(at + timedelta(seconds=30)))


def _points(uid: str, start: datetime) -> AddPoints:
    """Card payments that timed out, a point a minute: up at once, a long plain, down in steps."""
    points = []
    for n in range(ENDED // 60 + 1):
        wave = ((n * 37) % 11 - 5) / 5
        if n < 6:
            value = 1.0 + n * 6.2
        elif n < 68:
            value = 38.0 + wave
        elif n < 84:
            value = 38.0 - (n - 68) * 2.2 + wave
        else:
            value = 1.2 + wave / 3
        points.append(Point(start + timedelta(minutes=n), round(max(0.0, value), 1)))
    return AddPoints(uid, "card payments timing out", points, "%", 2.0, "prometheus")
