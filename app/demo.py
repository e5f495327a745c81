"""Sample data for an empty folder, made by the same acts as everything else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.workspace import Workspace
from models.actions.acknowledge import Acknowledge, acknowledge
from models.actions.assess_impact import AssessImpact, assess_impact
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.correct_time import CorrectTime, correct_time
from models.actions.declare import Declare, declare
from models.actions.describe import Describe, describe
from models.actions.desk import Desk
from models.actions.import_history import import_history
from models.actions.move_stage import MoveStage, move_stage
from models.actions.note import Note, note
from models.actions.receive_alerts import Payload, receive_alerts
from models.actions.set_service import SetService, set_service
from models.domain.alert import Alert
from models.domain.entry import EntryKind
from models.domain.history import History, HistoryRow
from models.domain.severity import Severity
from models.domain.stage import Stage


@dataclass(frozen=True, slots=True)
class Filled:
    incidents: int
    alerts: int


# (title, severity, service, failure mode, days ago, hour, minutes it took)
_PAST = (
    ("Invoice PDFs fail for accounts with a VAT id", "P2", "billing", "rendering", 3, 9, 64),
    ("Login loop on the phone app after key rotation", "P1", "identity", "token", 4, 14, 38),
    ("Nightly export did not start", "P3", "export", "scheduler", 5, 1, 380),
    ("Payment provider times out in all regions", "P0", "checkout", "upstream", 8, 19, 112),
    ("Connection pool exhausted on webapp-prod", "P2", "webapp-prod", "db-pool", 12, 11, 44),
    ("Wrong currency sign in order mails", "P4", "mail", "template", 14, 8, 130),
    ("Old prices shown, cache purge late", "P2", "catalog", "cache", 18, 16, 57),
    ("Password mails arrive 15 minutes late", "P3", "mail", "queue", 20, 10, 185),
    ("Certificate ran out on the EU gateway", "P1", "edge", "cert-expiry", 23, 6, 26),
    ("Order search times out for large shops", "P2", "search", "index", 26, 13, 91),
    ("Checkout rejects saved cards", "P1", "checkout", "upstream", 41, 17, 73),
    ("Image uploads fail over 5 MB", "P3", "media", "limits", 55, 12, 240),
)


def fill(workspace: Workspace) -> Filled:
    """A live incident half-way through, a quieter one, past ones, and alerts that wait."""
    now = workspace.now()
    workspace.database.remember("sample", "yes")
    desk = workspace.desk
    for name, tier in (("checkout", 1), ("webapp-prod", 1), ("search", 2), ("billing", 2)):
        set_service(SetService(name, tier=tier), desk)
    import_history(History(tuple(_past(now))), desk)
    _live(desk, now)
    _quieter(desk, now)
    waiting = _waiting(now)
    receive_alerts(
        [Payload(a.title, f"sample {n}".encode(), (a,)) for n, a in enumerate(waiting)], desk
    )
    return Filled(len(_PAST) + 2, len(waiting))


def _past(now: datetime) -> list[HistoryRow]:
    rows = []
    for n, (title, severity, service, mode, days, hour, minutes) in enumerate(_PAST, start=1):
        started = (now - timedelta(days=days)).replace(hour=hour, minute=n * 4, second=0)
        detected = started + timedelta(minutes=3)
        ended = started + timedelta(minutes=minutes)
        rows.append(
            HistoryRow(
                where=f"sample {n}",
                source="sample",
                source_id=f"sample-{n}",
                title=title,
                severity=Severity(severity),
                services=(service,),
                failure_mode=mode,
                impact_started_at=started,
                detected_at=detected,
                acknowledged_at=detected + timedelta(minutes=2 + n % 4),
                mitigated_at=ended - timedelta(minutes=minutes // 4),
                resolved_at=ended,
                over=True,
            )
        )
    return rows


def _live(desk: Desk, now: datetime) -> None:
    start = now - timedelta(minutes=47, seconds=12)

    def at(seconds: int) -> Desk:
        return desk.at(start + timedelta(seconds=seconds))

    alert = Alert(
        "prometheus",
        "checkout-api 5xx rate 4.1 % for 2 min, limit 1 %",
        "sample-5xx",
        service="checkout-api",
        severity_word="critical",
        fired_at=start + timedelta(seconds=141),
    )
    receive_alerts([Payload("sample", b"sample alert", (alert,))], at(150))
    found = desk.store.connection.execute("SELECT uid FROM alert WHERE fingerprint='sample-5xx'")
    (alert_uid,) = found.fetchone()
    uid = declare(
        Declare(
            title="Checkout API 5xx after deploy 2026.11.3",
            severity=Severity.P1,
            services=("checkout-api", "webapp-prod"),
            failure_mode="bad-deploy",
            from_alert=alert_uid,
            impact_started_at=start,
        ),
        at(180),
    )
    acknowledge(Acknowledge(uid), at(225))
    assess_impact(AssessImpact(uid, users="12400", business="about 41k EUR an hour"), at(300))
    note(Note(uid, "5xx follows the deploy within one minute in every region."), at(420))
    raised = ChangeSeverity(uid, Severity.P0, "payment path down in EU and US")
    change_severity(raised, at(550))
    evidence = "Pool exhausted on webapp-prod-db: 400 of 400 connections in use. The new client "
    evidence += "opens one connection per cart line."
    note(Note(uid, evidence, EntryKind.EVIDENCE), at(1_202))
    move_stage(MoveStage(uid, Stage.MITIGATION), at(900))
    objective = "Restore checkout in every region by rolling back to 2026.11.2. Root cause later."
    describe(Describe(uid, "objective", objective), at(1_020))
    decision = "Roll back to 2026.11.2, region by region, EU first"
    note(Note(uid, decision, EntryKind.DECISION), at(1_655))
    note(Note(uid, "eu-west 5xx back under 1 %, us-east still 3.2 %", EntryKind.METRIC), at(2_100))
    note(Note(uid, "us-east rollout at 60 %. Two pods stuck draining, forcing them."), at(2_701))


def _quieter(desk: Desk, now: datetime) -> None:
    start = now - timedelta(hours=3, minutes=12)
    declaring = desk.at(start + timedelta(minutes=6))
    command = Declare(
        title="Search results up to 20 minutes stale",
        severity=Severity.P3,
        services=("search",),
        impact_started_at=start,
        detected_at=start + timedelta(minutes=4),
    )
    uid = declare(command, declaring)
    acknowledge(Acknowledge(uid), desk.at(start + timedelta(minutes=9)))
    stage = MoveStage(uid, Stage.MITIGATION)
    move_stage(stage, desk.at(start + timedelta(minutes=20)))
    corrected = CorrectTime(uid, "impact_started_at", start - timedelta(minutes=2), "index lag")
    correct_time(corrected, desk.at(start + timedelta(minutes=25)))


def _waiting(now: datetime) -> list[Alert]:
    return [
        Alert(
            "alertmanager",
            "Disk 91 % full on webapp-prod-db-2",
            "sample-disk",
            service="webapp-prod",
            severity_word="warning",
            fired_at=now - timedelta(minutes=6),
        ),
        Alert(
            "sentry",
            "TypeError in RefundList on the order page",
            "sample-refund",
            service="orders",
            severity_word="error",
            fired_at=now - timedelta(minutes=14),
        ),
        Alert(
            "datadog",
            "Mail queue older than 10 min",
            "sample-mail",
            service="mail",
            severity_word="P3",
            fired_at=now - timedelta(minutes=31),
        ),
    ]
