"""The tables of reviews: projections for what waits on people, and for the library to search."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from models.store.columns import metadata
from models.store.columns import ms_column as _ms
from models.store.columns import text_column as _text

# What reviews decided to change, over all incidents: for what waits on people.
Table(
    "action_item",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("incident", Text, nullable=False),
    Column("place", Integer, nullable=False),
    _text("text"),
    _text("kind"),
    _text("owner"),
    Column("due", Text),
    _text("state"),
    _text("entry"),
    _text("tracker"),
    _text("by"),
    _ms("added_at"),
    _ms("done_at"),
    _ms("settled_at"),
    Index(None, "incident"),
    Index(None, "state", "due"),
    sqlite_with_rowid=False,
)

# Reviews that somebody began or that have a day to be held by.
Table(
    "review",
    metadata,
    Column("incident", Text, primary_key=True),
    _text("state"),
    Column("due", Text),
    _ms("reviewed_at"),
    Index(None, "state", "due"),
    sqlite_with_rowid=False,
)

# What the library searches: each section of a review, each of its actions. `item` names the action.
# `position` is what the full-text index points at.
Table(
    "review_part",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("incident", Text, nullable=False),
    Column("part", Text, nullable=False),
    _text("item"),
    Column("text", Text, nullable=False),
    UniqueConstraint("incident", "part", "item"),
)

# Messages of a chat that a person has yet to accept or skip. Local, never an operation: nothing of
# them is anybody's word before that.
Table(
    "proposal",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("incident", Text, nullable=False),
    Column("key", Text, nullable=False),
    _ms("at"),
    _text("who"),
    _text("channel"),
    _text("text"),
    _text("why"),
    _text("state"),
    UniqueConstraint("incident", "key"),
    Index(None, "state", "at"),
    sqlite_with_rowid=False,
)

# Who has read which review.
Table(
    "review_read",
    metadata,
    Column("incident", Text, nullable=False),
    Column("person", Text, nullable=False),
    _ms("read_at"),
    PrimaryKeyConstraint("incident", "person"),
    sqlite_with_rowid=False,
)
