"""The situations that rows of update_sentences.txt name in brackets."""

from dataclasses import replace
from datetime import UTC, datetime

from models.checks.record import CatalogService, EarlierUpdate, Record, UpdateDraft
from models.domain.severity import Severity
from models.domain.stage import Stage

NOW = datetime(2026, 11, 20, 16, 20, tzinfo=UTC)
PEOPLE = ("Ana Berg", "Ben", "Cy", "Dee", "Rae", "Priya Nair")
RECORD = Record(
    label="INC-12",
    now=NOW,
    stage=Stage.TRIAGE,
    stage_at=NOW.replace(minute=5),
    stage_event="Ana declared it",
    severity=Severity.P0,
    services=(
        CatalogService("checkout", "Checkout", is_affected=True),
        CatalogService("payments-db", "Payments", is_affected=True),
        CatalogService("search-indexer", "Search"),
        CatalogService("ledger-core"),
    ),
    people=PEOPLE,
    suppliers=("Paywell", "Northline"),
)
_SAID = {
    "only Europe": ("investigating", "Only customers in Europe are affected."),
    "monitoring": ("monitoring", "A fix is in place."),
    "4000": ("investigating", "About 4,000 customers are affected."),
    "no loss": ("investigating", "No data was lost."),
}


def clock(written: str) -> datetime:
    hour, _, minute = written.partition(":")
    return NOW.replace(hour=int(hour), minute=int(minute))


def earlier(name: str) -> EarlierUpdate:
    at = NOW.replace(minute=10)
    if name.startswith("promised "):
        promised = clock(name.removeprefix("promised "))
        text = "Some customers cannot pay."
        return EarlierUpdate(1, at, "customers", "investigating", text, promised_at=promised)
    state, text = _SAID[name]
    return EarlierUpdate(1, at, "customers", state, text)


def situation(text: str, facts: tuple[str, ...]) -> tuple[UpdateDraft, Record]:
    draft, record = UpdateDraft("customers", "investigating", text), RECORD
    for fact in facts:
        name, _, value = fact.partition("=")
        if name in ("state", "audience"):
            draft = replace(draft, **{name: value})
        elif name == "next":
            draft = replace(draft, next_at=clock(value))
        elif name == "mitigated":
            record = replace(record, mitigated_at=NOW, stage=Stage.RESOLUTION)
        elif name == "resolved":
            record = replace(record, mitigated_at=NOW, resolved_at=NOW, stage=Stage.POST_MORTEM)
        elif name == "everyone":
            record = replace(record, users="everyone")
        elif name == "users":
            record = replace(record, users=value)
        elif name == "major":
            record = replace(record, components={"Checkout": "major_outage"})
        elif name == "Checkout":
            draft = replace(draft, components={"Checkout": value})
        elif name == "regions":
            record = replace(record, regions=tuple(value.split("+")))
        elif name == "recovery":
            record = replace(record, recovery_at=clock(value))
        elif name == "data":
            record = replace(record, data_lost=value == "lost")
        elif name == "after":
            record = replace(record, earlier=(earlier(value),))
        else:
            assert name == "parts", f"no situation is called {name}"
    return draft, record
