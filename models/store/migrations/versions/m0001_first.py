"""The first released form of the database."""

from alembic import op

from models.store.tables import FULL_TEXT, metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())
    for statement in FULL_TEXT:
        op.execute(statement)
