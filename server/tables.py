"""The server's tables, the same over SQLite and PostgreSQL. The log is the truth here too."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
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


def _ms(name: str, *, nullable: bool = False) -> Column[int]:
    """Milliseconds since the Unix epoch, UTC."""
    return Column(name, BigInteger, nullable=nullable)


# Who this server is: server_id, workspace, epoch.
meta = Table(
    "meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False)
)

# Workspaces whose history was brought here by a desktop that had worked alone.
alias = Table("alias", metadata, Column("workspace", Text, primary_key=True), _ms("since"))

# The end of every stream. `seq` and `chain` make the cursor, `clock` is the latest logical clock
# in it; `own_counter` and `own_hash` the end of what this server itself has said in it, null where
# it said nothing. The row is locked while operations are added, so that numbers have no gaps.
stream = Table(
    "stream",
    metadata,
    Column("name", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    Column("clock", BigInteger, nullable=False),
    _ms("touched_at"),
    Column("own_counter", BigInteger, nullable=False, server_default="0"),
    Column("own_hash", LargeBinary),
    Index(None, "touched_at"),
)

# The log. `raw` is the operation in its wire form; `chain` the hash of the stream up to it.
op = Table(
    "op",
    metadata,
    Column("stream", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("op_id", LargeBinary, nullable=False),
    Column("device", Text, nullable=False),
    Column("counter", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    PrimaryKeyConstraint("stream", "seq"),
    UniqueConstraint("op_id"),
)

# What was not taken, for a person to look at; the desktop keeps it too.
parked = Table(
    "parked",
    metadata,
    Column("op_id", LargeBinary, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("counter", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("account", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    _ms("told_at"),
    Index(None, "stream", "hash"),
)

# Who commands each incident, by the highest grant.
command = Table(
    "command",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("epoch", BigInteger, nullable=False),
    Column("term", BigInteger, nullable=False),
    Column("person", Text, nullable=False),
    Column("claim", Text, nullable=False),
    Column("op_id", LargeBinary, nullable=False),
)

# Where updates are published to, by the latest word of the log on each. `settings` is JSON, null
# where it was taken away; secrets lie in a file of their own.
channel = Table(
    "channel",
    metadata,
    Column("name", Text, primary_key=True),
    Column("settings", Text),
    Column("clock", BigInteger, nullable=False),
    Column("op_id", LargeBinary, nullable=False),
)

# What is to be delivered, and how far it got; `queued_at` grows within a stream. `asked` is what a
# person said of it and nobody has done yet; `actor` who.
posting = Table(
    "posting",
    metadata,
    Column("key", Text, primary_key=True),
    _ms("queued_at"),
    Column("stream", Text, nullable=False),
    Column("incident", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _ms("first_tried_at", nullable=True),
    _ms("next_try_at", nullable=True),
    Column("reason", Text, nullable=False, server_default=""),
    Column("receipt", Text),
    Column("quarantined", Integer, nullable=False, server_default="0"),
    Column("fence", Integer, nullable=False, server_default="0"),
    _ms("lease_until", nullable=True),
    Column("asked", Text, nullable=False, server_default=""),
    Column("actor", Text, nullable=False, server_default=""),
    Index(None, "state"),
    Index(None, "incident", "channel"),
)

number = Table(
    "number",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Index(None, "number"),
)

# Operations without a proof of their own that a signed one vouches for, by their hash. `account` is
# whose word it is, "" this server's.
vouched = Table(
    "vouched",
    metadata,
    Column("stream", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("account", Text, nullable=False),
    PrimaryKeyConstraint("stream", "device", "hash", "account"),
)

account = Table(
    "account",
    metadata,
    Column("folded", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("disabled", Integer, nullable=False, server_default="0"),
    _ms("since"),
)

device = Table(
    "device",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Column("label", Text, nullable=False),
    _ms("since"),
    _ms("revoked_at", nullable=True),
)

# Keys stay when a device is revoked or changes hands: what it signed before must still hold.
device_key = Table(
    "device_key",
    metadata,
    Column("device", Text, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("account", Text, nullable=False),
    _ms("since"),
    PrimaryKeyConstraint("device", "key", "account"),
)

# Only hashes of tokens. A refresh token is used once; `used_at` and `next_hash` tell a lost answer
# from a stolen token.
token = Table(
    "token",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("device", Text, nullable=False),
    _ms("expires_at"),
    _ms("used_at", nullable=True),
    Index(None, "family"),
    Index(None, "account"),
    Index(None, "device"),
    Index(None, "expires_at"),
)

presence = Table(
    "presence",
    metadata,
    Column("device", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("incident", Text, nullable=False),
    Column("doing", Text, nullable=False),
    _ms("seen_at"),
)

# In which streams a file is named: who may read one of them may read the file.
blob_use = Table(
    "blob_use",
    metadata,
    Column("sha256", Text, nullable=False),
    Column("stream", Text, nullable=False),
    PrimaryKeyConstraint("sha256", "stream"),
)

# What alert sources send with, as hashes.
intake_token = Table(
    "intake_token",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("source", Text, nullable=False),
    _ms("since"),
)

# The newest firing of each alert, so that a repeated delivery finds its item.
alert = Table(
    "alert",
    metadata,
    Column("source", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("uid", Text, nullable=False),
    _ms("fired_at", nullable=True),
    _ms("ended_at", nullable=True),
    PrimaryKeyConstraint("source", "fingerprint"),
)
