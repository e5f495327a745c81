"""Timelines made up for the tests of the timeline's widgets."""

from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QApplication

from models.domain.entry import EntryKind, Level
from models.domain.timeline import Attachment, TimelineEntry
from views.room.timeline_view import TimelineView
from views.theme import apply_theme

DAY = datetime(2026, 11, 23, tzinfo=UTC)
POOL = (
    "Pool exhausted on webapp-prod-db: 400 of 400 connections in use. "
    "New client opens one connection per cart line."
)
NOW = datetime(2026, 11, 23, 15, 51, 22, tzinfo=UTC)


def at(clock):
    hour, minute, second = (int(part) for part in clock.split(":"))
    return DAY.replace(hour=hour, minute=minute, second=second)


def entry(n, text="words", kind=EntryKind.NOTE, happened=None, actor="Mei Tanaka", **facts):
    moment = happened or DAY + timedelta(seconds=n)
    defaults = {
        "uid": f"u{n:08d}",
        "act": f"a{n}",
        "level": Level.NORMAL,
        "recorded_at": moment,
        "device": "theirs",
    }
    return TimelineEntry(
        kind=kind, text=text, actor=actor, happened_at=moment, **{**defaults, **facts}
    )


class ListSource:
    """Rows in a list; remembers every page asked for."""

    def __init__(self, entries):
        self.entries = list(entries)
        self.asked = []

    def count(self):
        return len(self.entries)

    def page(self, first, n):
        self.asked.append((first, n))
        return self.entries[first : first + n]

    def beside(self, key, n, *, later, skip=0):
        row = self.row_of(key)
        end = row - skip
        first = row + 1 + skip if later else max(0, end - n)
        return self.page(first, n if later else max(0, end - first))

    def row_of(self, key):
        return next(n for n, one in enumerate(self.entries) if one.uid == key[1])


class MadeSource(ListSource):
    """As many rows as wanted, made when they are read; every seventh wraps."""

    def __init__(self, n):
        super().__init__(())
        self.n = n

    def count(self):
        return self.n

    def page(self, first, n):
        self.asked.append((first, n))
        return [made(i) for i in range(first, min(first + n, self.n))]

    def row_of(self, key):
        return int(key[1].removeprefix("u"))


def made(i):
    words = f"line {i} of what happened in the room"
    return entry(i, f"{words}. " * (9 if i % 7 == 0 else 1), actor=f"Person {i % 5}")


def iso(clock):
    return at(clock).isoformat()


PICTURE = (
    ("15:04:10", EntryKind.STAGE, "", "", {"stage": "detection", "until": iso("15:06:31")}),
    ("15:04:10", EntryKind.SYSTEM, "deploy-bot", "Deploy 2026.11.3 finished in production", {}),
    (
        "15:06:31",
        EntryKind.ALERT,
        "Prometheus",
        "checkout-api 5xx rate 4.1% for 2 min, limit 1%",
        {"severity": "P1"},
    ),
    ("15:07:00", EntryKind.STAGE, "", "", {"stage": "triage", "until": iso("15:18:35")}),
    ("15:07:55", EntryKind.SYSTEM, "Priya Nair", "Acknowledged, 1 m 24 s after the alert", {}),
    (
        "15:13:10",
        EntryKind.SEVERITY,
        "Priya Nair",
        "Severity raised P1 to P0: payment path down in EU and US",
        {"from": "P1", "to": "P0"},
    ),
    (
        "15:16:00",
        EntryKind.UPDATE,
        "Jonas Weber",
        "Update 1 sent to status page and Support",
        {},
    ),
    ("15:19:30", EntryKind.STAGE, "", "", {"stage": "mitigation", "until": None}),
    (
        "15:24:12",
        EntryKind.NOTE,
        "Mei Tanaka",
        POOL,
        {},
    ),
    (
        "15:31:45",
        EntryKind.DECISION,
        "Priya Nair",
        "roll back to 2026.11.2, region by region, EU first",
        {},
    ),
    (
        "15:34:02",
        EntryKind.RUNBOOK,
        "Diego Alvarez",
        "Runbook step 3 started: rolling back eu-west",
        {},
    ),
    (
        "15:39:10",
        EntryKind.METRIC,
        "Prometheus",
        "eu-west 5xx back under 1%. us-east still 3.2%",
        {"within_limit": True},
    ),
    (
        "15:40:43",
        EntryKind.UPDATE,
        "Jonas Weber",
        "Update 3 sent: “EU checkout is working again”",
        {},
    ),
    (
        "15:49:11",
        EntryKind.NOTE,
        "Diego Alvarez",
        "us-east rollout at 60%. Two pods stuck draining, forcing them.",
        {},
    ),
)


def picture():
    """The timeline of the design's first picture."""
    graph = (Attachment("pool-graph.png", "00", 12_000),)
    return [
        entry(
            n,
            text,
            kind,
            at(clock),
            actor,
            detail=detail,
            attachments=graph if clock == "15:24:12" else (),
        )
        for n, (clock, kind, actor, text, detail) in enumerate(PICTURE)
    ]


def show_view(qtbot, source, width=766, height=540, **facts):
    apply_theme(QApplication.instance(), "dark")
    view = TimelineView(NOW, **facts)
    qtbot.addWidget(view)
    view.resize(width, height)
    view.reset(source)
    view.show()
    qtbot.waitExposed(view)
    return view


def shown(view, position):
    return next(s for s in view.shown if s.position == position)
