"""The first released form of the server's database."""

from alembic import op

from server.migrations.frozen import v0001

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    v0001.metadata.create_all(op.get_bind())
