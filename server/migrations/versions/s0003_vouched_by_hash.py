"""What is vouched for by its hash and by whom: a place in a chain alone proves nothing.

What was held by place is dropped. It matters only while operations are given back after a
rollback, and then the words that vouch for them come back too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("vouched")
    op.create_table(
        "vouched",
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("stream", "device", "hash", "account", name="pk_vouched"),
    )
