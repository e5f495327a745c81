"""The tables: the log, what merges, and the projections that screens read. Those of reviews are in
`review_tables`."""

from sqlalchemy import (
    BLOB,
    BigInteger,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

import models.store.review_tables  # noqa: F401  # they belong to the same metadata
from models.store.columns import metadata
from models.store.columns import ms_column as _ms
from models.store.columns import text_column as _text

# What this file remembers for itself: workspace, device, clock, who acts here.
Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", BLOB))

# The truth. `raw` is the operation in its wire form; the other columns are copies to search by.
Table(
    "operation",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("op_id", BLOB, nullable=False),
    Column("stream", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("counter", Integer, nullable=False),
    Column("hash", BLOB, nullable=False),
    Column("act_id", BLOB, nullable=False),
    Column("clock", BigInteger, nullable=False),
    Column("happened_at", BigInteger, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("entity_kind", Text, nullable=False),
    Column("raw", BLOB, nullable=False),
    Column("seq", Integer),
    UniqueConstraint("op_id"),
    Index(None, "stream", "entity_kind"),
    Index(None, "act_id"),
    Index("ix_operation_waiting", "position", sqlite_where=text("seq IS NULL")),
)

# What is known of the shared server: its address and identity, the account, this device's role.
Table(
    "server",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# How far each stream was read from the server. An operation is known to be there when `seq` is
# set, which happens only when it is read back.
Table(
    "cursor",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("chain", BLOB, nullable=False),
    sqlite_with_rowid=False,
)

# Places on the way to a cursor, to find the last one that a restored server still has.
Table(
    "checkpoint",
    metadata,
    Column("stream", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("chain", BLOB, nullable=False),
    PrimaryKeyConstraint("stream", "seq"),
    sqlite_with_rowid=False,
)

# Operations that the server did not take, and why; they stay in the log. One that may be confirmed
# is taken once a person looked at it; a confirmed one is sent again with that word.
Table(
    "parked",
    metadata,
    Column("op_id", BLOB, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("told_at", BigInteger, nullable=False),
    Column("confirmed", Integer, nullable=False, server_default="0"),
    Column("may_confirm", Integer, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)

# Attachments that have yet to be carried up or down.
Table(
    "blob_task",
    metadata,
    Column("sha256", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("direction", Text, nullable=False),
    PrimaryKeyConstraint("sha256", "direction"),
    sqlite_with_rowid=False,
)

# The last operation of this device in each stream: where its chain goes on.
Table(
    "chain",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("counter", Integer, nullable=False),
    Column("hash", BLOB, nullable=False),
)

# The writes that stand, of every field that merges.
Table(
    "head",
    metadata,
    Column("stream", Text, nullable=False),
    Column("entity_kind", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("op_id", BLOB, nullable=False),
    Column("clock", BigInteger, nullable=False),
    Column("device", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("happened_at", BigInteger, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("act_id", BLOB, nullable=False),
    Column("value", BLOB, nullable=False),
    PrimaryKeyConstraint("stream", "entity_kind", "entity", "field", "op_id"),
    sqlite_with_rowid=False,
)

# Operations known to be replaced before they themselves arrived.
Table(
    "replaced",
    metadata,
    Column("stream", Text, nullable=False),
    Column("entity_kind", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("op_id", BLOB, nullable=False),
    PrimaryKeyConstraint("stream", "entity_kind", "entity", "field", "op_id"),
    sqlite_with_rowid=False,
)

Table(
    "incident",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("number", Integer),
    _text("title"),
    _text("kind"),
    _text("status"),
    _text("stage"),
    Column("severity", Text),
    _text("services"),
    _text("failure_mode"),
    _text("commander"),
    _text("source"),
    _text("source_id"),
    _text("key"),
    Column("users", Text),
    Column("merged_into", Text),
    Column("imported", Integer, nullable=False, server_default="0"),
    Column("live", Integer, nullable=False, server_default="0"),
    Column("conflicts", Integer, nullable=False, server_default="0"),
    _ms("detected_at"),
    _ms("declared_at"),
    _ms("began_at"),
    _ms("ended_at"),
    _ms("impact_began_at"),
    _ms("impact_ms"),
    _ms("update_due_at"),
    Column("open_question_count", Integer, nullable=False, server_default="0"),
    Index(None, "number"),
    Index(None, "source", "source_id"),
    Index(None, "key"),
    Index(None, "began_at"),
    Index(None, "live"),
    Index(None, "merged_into"),
    Index(None, "failure_mode"),
)

# What figures need of each incident (`models.domain.facts`). A row written again takes the next
# position, so that whoever holds them all reads only what came after the last one it knows.
Table(
    "fact",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("uid", Text, nullable=False),
    Column("numbers", BLOB, nullable=False),
    Column("names", Text, nullable=False),
    Column("links", Text),
    UniqueConstraint("uid"),
    sqlite_autoincrement=True,
)

# `position` is what the full-text index points at.
Table(
    "entry",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("uid", Text, nullable=False),
    Column("incident", Text, nullable=False),
    Column("act_id", BLOB, nullable=False),
    Column("kind", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("text", Text),
    Column("happened_at", BigInteger, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("offset_min", Integer, nullable=False),
    Column("clock", BigInteger, nullable=False),
    Column("device", Text, nullable=False),
    Column("corrects", Text),
    Column("detail", BLOB, nullable=False),
    Column("attachments", BLOB, nullable=False),
    Column("struck", Integer, nullable=False, server_default="0"),
    Column("is_key", Integer, nullable=False, server_default="0"),
    UniqueConstraint("uid"),
    Index(None, "incident", "happened_at", "uid", "kind"),
    Index(None, "incident", "kind", "happened_at", "uid"),
    Index("ix_entry_corrects", "corrects"),
    # The words of `timeline.Filter.where`: without it the few that are key are looked for in all.
    Index(
        "ix_entry_key",
        "incident",
        "happened_at",
        "uid",
        "kind",
        sqlite_where=text("(level='key' OR is_key=1)"),
    ),
)

# Kept, not recounted: how many entries of each kind and level an incident has.
Table(
    "entry_count",
    metadata,
    Column("incident", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("n", Integer, nullable=False),
    PrimaryKeyConstraint("incident", "kind", "level"),
    sqlite_with_rowid=False,
)

# The inbox: one row an alert, however often it was received.
Table(
    "alert",
    metadata,
    Column("uid", Text, primary_key=True),
    _text("source"),
    _text("title"),
    _text("service"),
    _text("fingerprint"),
    _text("severity_word"),
    _text("text"),
    _text("url"),
    _text("payload"),
    Column("labels", BLOB, nullable=False),
    Column("clock", BigInteger, nullable=False),
    Column("received_count", Integer, nullable=False),
    _ms("first_at"),
    _ms("last_at"),
    _ms("fired_at"),
    _ms("ended_at"),
    Column("taken_by", Text),
    Index(None, "source", "fingerprint", "fired_at"),
    Index(None, "last_at"),
)

Table(
    "alert_receipt",
    metadata,
    Column("op_id", BLOB, primary_key=True),
    Column("alert", Text, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Index(None, "alert", "received_at"),
)

# Which incident took an alert; kept apart, for it may be known before the alert itself is.
Table(
    "alert_taken",
    metadata,
    Column("alert", Text, primary_key=True),
    Column("value", Text),
)

# Content by its hash: attachments, and payloads as they came.
Table(
    "blob",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("body", BLOB, nullable=False),
)

# Words typed and not yet sent; local, never an operation.
Table(
    "draft",
    metadata,
    Column("place", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("saved_at", BigInteger, nullable=False),
)

# What this desktop has to deliver, and how far it got. Not an operation and no projection: whoever
# else holds the log must not deliver it too.
Table(
    "posting",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("incident", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _ms("first_tried_at"),
    _ms("next_try_at"),
    _text("reason"),
    Column("receipt", Text),
    Column("quarantined", Integer, nullable=False, server_default="0"),
    Column("fence", Integer, nullable=False, server_default="0"),
    _ms("lease_until"),
    UniqueConstraint("key"),
    Index("ix_posting_open", "position", sqlite_where=text("state<>'sent'")),
    Index(None, "incident", "channel"),
)

FULL_TEXT = (
    (
        "CREATE VIRTUAL TABLE entry_text USING fts5("
        "text, content='entry', content_rowid='position', "
        "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    ),
    (
        "CREATE VIRTUAL TABLE title_text USING fts5("
        "uid UNINDEXED, title, tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    ),
    (
        "CREATE VIRTUAL TABLE review_text USING fts5("
        "text, content='review_part', content_rowid='position', "
        "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    ),
)
"""SQLAlchemy has no words for virtual tables."""
