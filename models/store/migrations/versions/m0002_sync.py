"""What a shared server needs: which operations it has read back, how far, and what it refused."""

from models.store.migrations import statements

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    statements.run(__file__)
