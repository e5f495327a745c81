"""A runbook of an online shop's database, at work in an incident."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from models.domain.runbook import Runbook, RunbookFinding, RunbookStep, RunStep, StepState
from models.domain.times import parse_time
from views.runbooks.states import (
    About,
    BookRow,
    BookView,
    Contact,
    Fact,
    Held,
    LastTime,
    Offer,
    RunView,
    StepStat,
    StepView,
)

NOW = parse_time("2026-11-23T15:51:22Z")
STARTED = parse_time("2026-11-23T15:44:25Z")
D, N, X, S, NOT = (
    StepState.DONE,
    StepState.NOW,
    StepState.FAILED,
    StepState.SKIPPED,
    StepState.NOT_STARTED,
)

PLANS = (
    RunbookStep(
        1,
        "Confirm the alert",
        "Look at the last hour of *DB Connection Errors*. One spike is not a trend.",
        ("promtool query instant http://prometheus:9090 'db_conn_errors:rate5m'",),
        "A rate above 1% for five minutes",
        "Close the alert as noise and stop here.",
        minutes=2,
    ),
    RunbookStep(
        2,
        "Check service health",
        "Both nodes must report `HEALTHY` before anything is restarted.",
        ("dbctl health --all",),
        "db-1 and db-2 are HEALTHY",
        "Go to step 5.",
        minutes=2,
    ),
    RunbookStep(
        3,
        "Restart webapp-prod, rolling",
        "Often clears a connection pool that is stuck full. Users see no break because pods"
        " restart one at a time.",
        ("kubectl -n prod rollout restart deploy/webapp-prod",),
        "“DB Connection Errors” falls under 1% within 6 minutes of the first pod coming back.",
        "Go to step 4. If pods crash on start, stop and go straight to step 5.",
        minutes=6,
    ),
    RunbookStep(
        4,
        "Verify network from a pod",
        "From a fresh pod:\n\n1. Resolve the name of the database.\n2. Open the port.\n\n"
        "```\nnc -zv webapp-prod-db 5432\n```\n\nSee the [map of networks](https://wiki.example/net)"
        " and ![the diagram](https://wiki.example/net.png).",
        ("kubectl -n prod debug deploy/webapp-prod -- nc -zv webapp-prod-db 5432",),
        "The port answers within a second",
        "Call the network team.",
        minutes=5,
    ),
    RunbookStep(5, "Escalate to on-call DBA", "Only if the error rate is still above 1%."),
)
"""The steps as the file has them."""


def at(minutes: float) -> datetime:
    return STARTED + timedelta(minutes=minutes)


def step(plan: RunbookStep, state: StepState = NOT, **run: object) -> StepView:
    return StepView(plan, replace(RunStep(plan.n, state), **run))


def _begun() -> tuple[StepView, ...]:
    first = {"person": "Mei Tanaka", "began_at": at(0), "ended_at": at(1.67)}
    second = {"person": "Mei Tanaka", "began_at": at(1.67), "ended_at": at(3.75)}
    return (
        step(PLANS[0], D, observed="Spike, not sustained growth. Started 15:32.", **first),
        step(PLANS[1], D, observed="db-1 HEALTHY, db-2 HEALTHY", **second),
        step(
            PLANS[2],
            N,
            person="Mei Tanaka",
            began_at=at(3.75),
            observed="Running, 4 of 9 pods back",
        ),
        step(PLANS[3]),
        step(PLANS[4]),
    )


ABOUT = About(
    triggers=("“DB Connection Errors” fires on webapp-prod", "webapp-prod cannot reach database"),
    owner="Platform team, Mei Tanaka",
    last_reviewed=date(2026, 11, 12),
    last_used="INC-2391",
    runs=5,
    worked=4,
    path="databases/webapp-prod.md",
    commit="4f2a9c1e77b0",
)
CONTACTS = (
    Contact("Rafael Costa", "+49 30 5550 102", "On-call DBA, about 3 min"),
    Contact("Mei Tanaka", "mei@northwind.example", "Database lead, already here"),
    Contact("Ines Duarte", "#platform-leads", "Head of Platform"),
)
LAST_TIMES = (
    LastTime("u-2391", "INC-2391", date(2026, 11, 11), "Step 3 fixed it in 4 minutes"),
    LastTime(
        "u-2352", "INC-2352", date(2026, 10, 2), "Step 3 did not help. DBA raised the pool limit."
    ),
)
SUMMARY = (
    "webapp-prod lost its database at 15:32. 2,150 users affected. db-1 and db-2 report healthy."
    " Rolling restart at 4 of 9 pods, errors down from 6.2% to 3.6%. Next: network check."
)
FACTS = (
    Fact("Health checks pass on both database nodes"),
    Fact("No deploy to webapp-prod in 26 hours"),
    Fact("Disk of db-1 is full: ruled out at 15:41", Held.FALSE),
    Fact("Firewall rule change at 15:28, not checked yet", Held.OPEN),
)
RUN = RunView(
    uid="run-1",
    runbook="book-1",
    title="Database Connection Failure, webapp-prod",
    steps=_begun(),
    started_at=STARTED,
    incident="INC-2418",
    about=ABOUT,
    contacts=CONTACTS,
    summary=SUMMARY,
    facts=FACTS,
    last_times=LAST_TIMES,
)
OFFERS = (
    Offer(
        "book-1",
        "Database Connection Failure, webapp-prod",
        ("Its trigger is the alert “DB Connection Errors”", "Its title names webapp-prod"),
    ),
    Offer("book-2", "Roll back a bad deploy", ("webapp-prod is among its services",)),
)


def fresh_run() -> RunView:
    """Nobody took up a step yet."""
    return replace(RUN, steps=tuple(step(plan) for plan in PLANS))


def long_run(n: int = 40) -> RunView:
    """A runbook that somebody wrote everything into."""
    words = (
        "Drain the connections of the pool on the node that answers slowest, then wait until its"
        " replication lag is under two seconds and write down the number"
    )
    long_command = "kubectl -n prod exec deploy/webapp-prod -- /opt/tools/" + "drain-" * 30 + "pool"
    plans = [
        RunbookStep(
            i,
            words if i % 3 == 0 else f"Check replica {i} of the shard",
            "\n\n".join([f"{words}. {words}."] * 4),
            (long_command, "dbctl lag --node replica-7\ndbctl lag --node replica-8"),
            f"{words}.",
            f"{words}. Go to step {i + 2}.",
            minutes=i,
        )
        for i in range(1, n + 1)
    ]
    took = {"person": "Diego Alvarez", "began_at": at(1), "ended_at": at(2.2)}
    states = {4: X, 6: S}
    steps = [
        step(plan, states.get(plan.n, D), observed=words, reason="No such node here", **took)
        for plan in plans[:14]
    ]
    steps.append(step(plans[14], N, person="Diego Alvarez", began_at=at(-17)))
    steps += [step(plan) for plan in plans[15:]]
    return replace(RUN, uid="run-2", title=f"{words} of every shard", steps=tuple(steps))


ROWS = (
    BookRow(
        "book-1",
        "Database Connection Failure, webapp-prod",
        "Platform team",
        date(2026, 11, 12),
        0,
        "platform/runbooks",
    ),
    BookRow(
        "book-2",
        "Roll back a bad deploy",
        "Release team",
        date(2026, 9, 30),
        1,
        "platform/runbooks",
    ),
    BookRow("book-3", "Certificate runs out", "Security", date(2025, 2, 3), 3, "security/runbooks"),
    BookRow("book-4", "Queue of payments grows", "", None, 5, "payments/docs"),
    BookRow(
        "book-5", "Search index is stale", "Search team", date(2026, 8, 14), 0, "search/runbooks"
    ),
)
TEXT = """# Database Connection Failure, webapp-prod

Owner: Platform team

1. Confirm the alert
2. Check service health
"""
BOOK = BookView(
    uid="book-1",
    book=Runbook(
        title="Database Connection Failure, webapp-prod",
        owner="Platform team",
        triggers=ABOUT.triggers,
        steps=PLANS,
        escalation=("Rafael Costa, on-call DBA, +49 30 5550 102",),
        last_reviewed=date(2026, 11, 12),
        summary="The shop cannot open connections to its database, or loses those it has.",
        services=("webapp-prod", "webapp-prod-db"),
        path=ABOUT.path,
        commit=ABOUT.commit,
        text=TEXT,
    ),
    findings=(
        RunbookFinding("expected.missing", "Step 5 does not say what should be seen after it."),
        RunbookFinding("command.missing", "Step 5 has no command, and no person to call."),
    ),
    stats=(
        StepStat(1, 7, minutes=2),
        StepStat(2, 7, skipped=1, minutes=2),
        StepStat(3, 7, failed=3, minutes=4),
        StepStat(4, 3, failed=1, minutes=6),
    ),
    about=ABOUT,
    last_times=LAST_TIMES,
    incident="INC-2418",
)
