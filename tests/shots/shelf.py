"""Reviews written into the sample data, so that the library has something to say."""

from datetime import datetime, timedelta

from models.actions.add_action import AddAction, add_action
from models.actions.desk import Desk
from models.actions.edit_text import EditText, edit_text
from models.actions.move_review import MoveReview, move_review
from models.domain.chat import ChatMessage, Why
from models.domain.review import ReviewState, Section
from models.store.driver import Connection

_WRITTEN = {
    "Connection pool exhausted on webapp-prod": (
        "The connection pool of **webapp-prod** ran dry: the nightly report held what it took.",
        "A pool of twenty, sized for an older database. Nobody is paged on its saturation.",
        ("Page on a pool that is nine tenths full", "Give the nightly report a pool of its own"),
    ),
    "Order search times out for large shops": (
        "A query without an index took every connection of the database; its pool ran dry.",
        "The plan changed with the statistics, and the pool had no limit by caller.",
        ("Limit connections of the search by caller",),
    ),
    "Login loop on the phone app after key rotation": (
        "Tokens signed with the old key were refused before phones had fetched the new one.",
        "Keys are kept by phones for a day; the rotation waited for an hour.",
        ("Keep two keys valid for two days",),
    ),
    "Certificate ran out on the EU gateway": (
        "The gateway's certificate ran out; renewal had failed for weeks without an alarm.",
        "The alarm looked at the load balancer, which has a certificate of its own.",
        (),
    ),
}


_SPOKEN = (
    (38, "Mei Tanaka", "Checkout is down for about a third of the carts", (Why.IMPACT,)),
    (34, "Luis Ortega", "It began around 15:05, see https://graphs.example/d/checkout",
     (Why.TIME, Why.LINK)),
    (27, "Mei Tanaka", "Let's roll back 2026.11.3 before we look any further",
     (Why.DECISION, Why.CHANGE)),
    (21, "deploybot", "Rolled back webapp-prod to 2026.11.2\n4 minutes", (Why.CHANGE,)),
    (12, "Luis Ortega", "[error-rate.png]", (Why.IMAGE,)),
    (9, "Mei Tanaka", "EU looks healthy again, US still failing", (Why.RECOVERY, Why.IMPACT)),
)  # fmt: skip


def spoken(now: datetime) -> list[ChatMessage]:
    return [
        ChatMessage(f"slack:war:{n}", now - timedelta(minutes=ago), who, "inc-checkout", text, why)
        for n, (ago, who, text, why) in enumerate(_SPOKEN)
    ]


def write_shelf(connection: Connection, desk: Desk) -> None:
    for title, (happened, factors, actions) in _WRITTEN.items():
        (uid,) = connection.execute("SELECT uid FROM incident WHERE title=?", (title,)).fetchone()
        edit_text(EditText(uid, Section.WHAT_HAPPENED.value, happened), desk)
        edit_text(EditText(uid, Section.CONTRIBUTING_FACTORS.value, factors), desk)
        for text in actions:
            add_action(AddAction(uid, text, owner="Priya Nair", due=desk.now().date()), desk)
        move_review(MoveReview(uid, ReviewState.REVIEWED), desk)
