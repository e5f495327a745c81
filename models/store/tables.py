"""The tables: the log, what merges, and the projections that screens read."""

from sqlalchemy import (
    BLOB,
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _text(name: str, default: str | None = "") -> Column[str]:
    return Column(name, Text, nullable=default is None, server_default=default)


def _ms(name: str) -> Column[int]:
    """Milliseconds since the Unix epoch, UTC; null is not known."""
    return Column(name, BigInteger, nullable=True)


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
    UniqueConstraint("op_id"),
    Index(None, "stream", "entity_kind"),
    Index(None, "act_id"),
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
)
"""SQLAlchemy has no words for virtual tables."""
