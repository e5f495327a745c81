"""Each stream knows the end of what this server said in it.

It was looked for in the log, by an index that nothing else asked and that made storing an operation
a fifth dearer.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OWN = (
    "FROM op JOIN meta ON meta.key = 'server_id' AND meta.value = op.device "
    "WHERE op.stream = stream.name ORDER BY op.counter DESC, op.seq DESC LIMIT 1"
)


def upgrade() -> None:
    op.add_column("stream", sa.Column("own_counter", sa.BigInteger, nullable=False,
                                      server_default="0"))  # fmt: skip
    op.add_column("stream", sa.Column("own_hash", sa.LargeBinary))
    op.execute(
        f"UPDATE stream SET own_counter = coalesce((SELECT op.counter {_OWN}), 0), "  # noqa: S608
        f"own_hash = (SELECT op.hash {_OWN})"
    )
    op.drop_index("ix_op_stream_device_counter", "op")
