"""A review of the sample data: written, half-way through, with something left undone."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.demo_live import DIEGO, JONAS, MEI, SOFIA
from app.demo_past import live_through
from models.actions.add_action import AddAction, add_action
from models.actions.desk import Desk
from models.actions.edit_text import EditText, edit_text
from models.actions.mark_moment import MarkMoment, mark_moment
from models.actions.move_review import MoveReview, move_review
from models.actions.set_action import SetAction, set_action
from models.domain.action_item import ActionKind, ActionState
from models.domain.review import MomentKind, ReviewState, Section, evidence_link

_WORDS = {
    "idle": "19:50 Mei",
    "range": "20:10 Sofia",
    "allow": "20:14 decision",
    "scale": "19:32 decision",
    "mailbox": "19:45 Jonas",
}
"""What stands on the chips, by the name of the note that they lead to."""

_TEXTS = {
    Section.WHAT_HAPPENED: (
        "For 84 minutes payments by card timed out in every region. The provider had moved to a "
        "new address range, and our outbound rules let only the old one through {range}. Each "
        "retry of the checkout held a connection for 30 seconds, so the workers stood idle "
        "{idle}. The impact ended when the new range was let through {allow}."
    ),
    Section.WHAT_WENT_WELL: (
        "- The alert fired three minutes after the move and was acknowledged in two.\n"
        "- Orders were kept and paid later; nothing was lost."
    ),
    Section.WHERE_WE_STRUGGLED: (
        "- Timeouts looked like load, so 17 minutes went into more workers {scale}.\n"
        "- The notice of the move lay in a mailbox that nobody reads {mailbox}."
    ),
    Section.CONTRIBUTING_FACTORS: (
        "- Outbound rules hold addresses, not names.\n"
        "- No check from our own network to the provider."
    ),
    Section.ASK_IN_THE_MEETING: (
        "- What would have told us within a minute that it was the path?\n"
        "- Who reads what suppliers announce?"
    ),
}
# (text, kind, owner, days until it is due, done, the note it came from)
_ACTIONS = (
    ("Name the provider in the outbound rules", ActionKind.FIX, SOFIA, -5, True, "range"),
    ("Probe the provider from our own network", ActionKind.NOTICE_SOONER, MEI, -1, False, "idle"),
    ("One budget for all retries of a checkout", ActionKind.PREVENT, DIEGO, 9, False, "idle"),
    ("Send notices of suppliers to the on-call mailbox", ActionKind.RESPOND_BETTER, "", None,
     False, "mailbox"),
)  # fmt: skip


def fill_review(desk: Desk, now: datetime) -> None:
    uid, entries = live_through(desk, now)
    chips = {name: evidence_link(words, entries[name]) for name, words in _WORDS.items()}
    writing = desk.at(now - timedelta(days=7))
    for n, (section, text) in enumerate(_TEXTS.items()):
        writer = replace(writing, actor=(JONAS, MEI)[n % 2])
        edit_text(EditText(uid, section.value, text.format(**chips)), writer)
    for text, kind, owner, days, done, name in _ACTIONS:
        due = None if days is None else (now + timedelta(days=days)).date()
        action = add_action(AddAction(uid, text, kind, owner, due, entries[name]), writing)
        if done:
            told = SetAction(action, state=ActionState.DONE)
            set_action(told, desk.at(now - timedelta(days=6)))
    mark_moment(MarkMoment(entries["range"], MomentKind.DIAGNOSIS), writing)
    move_review(MoveReview(uid, ReviewState.IN_REVIEW), desk.at(now - timedelta(days=6)))
