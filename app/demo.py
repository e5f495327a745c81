"""Sample data for an empty folder, made by the same acts as everything else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.demo_live import PEOPLE, fill_live
from app.demo_review import fill_review
from app.workspace import Workspace
from models.actions.acknowledge import Acknowledge, acknowledge
from models.actions.correct_time import CorrectTime, correct_time
from models.actions.declare import Declare, declare
from models.actions.desk import Desk
from models.actions.import_history import import_history
from models.actions.move_stage import MoveStage, move_stage
from models.actions.receive_alerts import Payload, receive_alerts
from models.actions.set_person import SetPerson, set_person
from models.actions.set_service import SetService, set_service
from models.domain.alert import Alert
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
    for name, tier, team, slo in (
        ("checkout", 1, "shop", 0.995),
        ("checkout-api", 1, "shop", 0.995),
        ("webapp-prod", 1, "platform", 0.999),
        ("search", 2, "platform", None),
        ("billing", 2, "shop", None),
    ):
        window = "28d" if slo else None
        set_service(SetService(name, tier=tier, team=team, slo=slo, window=window), desk)
    for name, areas, on_call in PEOPLE:
        set_person(SetPerson(name, areas, on_call), desk)
    import_history(History(tuple(_past(now))), desk)
    fill_review(desk, now)
    fill_live(desk, now)
    _quieter(desk, now)
    waiting = _waiting(now)
    receive_alerts(
        [Payload(a.title, f"sample {n}".encode(), (a,)) for n, a in enumerate(waiting)], desk
    )
    return Filled(len(_PAST) + 3, len(waiting))


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
