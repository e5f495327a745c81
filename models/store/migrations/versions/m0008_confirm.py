"""Whether a person may have what the server did not take sent as it is. What is parked is asked
about once more, for nobody knows of it yet."""

from models.store.migrations import statements

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    statements.run(__file__)
