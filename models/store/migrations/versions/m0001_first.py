"""The first released form of the database: frozen, whatever `tables.py` says later."""

from models.store.migrations import statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    statements.run(__file__)
